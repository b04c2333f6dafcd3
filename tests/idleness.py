"""Detects an event loop that only waits for time to pass."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Self
from unittest.mock import patch

IDLE_TURNS = 20
"""Turns in a row without work. Data over loopback arrives in one: the rest is for the
system's own delays."""


class Idleness:
    """Watches a loop, with both ends of every socket on it, and its executor jobs."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the loop, which has to be one of asyncio's own."""
        self._loop = loop
        self._ready: Collection[asyncio.Handle] = vars(loop)["_ready"]
        self._scheduled: Sequence[asyncio.TimerHandle] = vars(loop)["_scheduled"]
        self._jobs = 0
        self._no_jobs = asyncio.Event()

    @contextmanager
    def watched(self) -> Iterator[Self]:
        """Count the jobs in executors."""
        start = self._loop.run_in_executor

        def run_in_executor[*Ts, T](
            executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
        ) -> asyncio.Future[T]:
            future = start(executor, func, *args)
            self._jobs += 1
            future.add_done_callback(self._note_job_done)
            return future

        with patch.object(self._loop, "run_in_executor", run_in_executor):
            yield self

    def _note_job_done(self, _: asyncio.Future[Any]) -> None:
        self._jobs -= 1
        if not self._jobs:
            self._no_jobs.set()

    async def reached(self, turns: int | None = None) -> None:
        """Run the loop until it is idle, or for so many turns.

        A thread is as fast as the machine: no turn is counted meanwhile.
        """
        idle = 0
        while idle < IDLE_TURNS and turns != 0:
            await asyncio.sleep(0)
            if self._jobs:
                self._no_jobs.clear()
                await self._no_jobs.wait()
                idle = 0
                continue
            # All other work is in the queue by now.
            idle = 0 if self._ready else idle + 1
            turns = None if turns is None else turns - 1

    def until_next_timer(self) -> float | None:
        """Return the seconds until the next timer is due; None without a timer."""
        if not self._scheduled:
            return None
        # The list is a heap: its first item is the next timer.
        return max(0.0, self._scheduled[0].when() - self._loop.time())
