"""An event loop whose clock jumps to the next timer, while its sockets are real."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
import selectors
from time import sleep
from typing import Any, override

GRACE = 0.00005
"""Real seconds without events before the clock jumps. Data on loopback arrives at once,
so this covers only the system's own delays."""

RESOLUTION = 1e-6
"""Seconds: a float keeps them apart for 136 years."""

JOB = 0.02
"""Real seconds between two checks whether another thread's job is done."""


def _stay(_seconds: float) -> object:
    """Ignore the jump."""


class JumpingSelector(selectors.DefaultSelector):
    """Waits briefly for sockets; then skips the rest of the time to wait."""

    def __init__(self) -> None:
        """Create a clock at zero."""
        super().__init__()
        self.jobs = 0
        """Other threads' jobs that the loop waits for: the clock stands still
        meanwhile."""
        self.jump: Callable[[float], None] | None = None
        self.grace = GRACE

    @override
    def select(self, timeout: float | None = None) -> list[Any]:
        if self.jump is None or (timeout is not None and timeout <= 0):
            return super().select(timeout)
        while not (events := super().select(0)):
            if self.jobs or timeout is None:
                return super().select(JOB)
            if self.grace:
                sleep(self.grace)
            if not (events := super().select(0)):
                self.jump(timeout)
            break
        return events


class JumpingTimeLoop(asyncio.SelectorEventLoop):
    """An event loop that skips waiting times, even a week.

    Both ends of every socket must be on it: then nothing is in transit when no socket
    is ready and no thread at work, and the next timer may fire at once.
    """

    def __init__(self, *, grace: float = GRACE) -> None:
        """Create a loop at time zero that jumps; without sockets `grace` may be 0."""
        self._now = 0.0
        self._selector_that_jumps = JumpingSelector()
        self._selector_that_jumps.jump = self._jump
        self._selector_that_jumps.grace = grace
        self.on_jump: Callable[[float], object] = _stay
        """Called with the seconds of every jump, for a wall clock to follow."""
        super().__init__(self._selector_that_jumps)
        # asyncio adds it to the time to find due timers. The clock's own, a nanosecond,
        # is lost in a float after half a year: no timer would ever be due.
        self._clock_resolution = RESOLUTION

    @override
    def time(self) -> float:
        return self._now

    def stop_jumping(self) -> None:
        """Wait in real time from now on; the clock stands still."""
        self._selector_that_jumps.jump = None

    @override
    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        # Threads are awaited in real time, or they would be late at once.
        self.stop_jumping()
        await super().shutdown_default_executor(timeout)

    def _jump(self, seconds: float) -> None:
        self._now += seconds
        self.on_jump(seconds)

    @override
    def run_in_executor[*Ts, T](
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        future = super().run_in_executor(executor, func, *args)
        self._selector_that_jumps.jobs += 1
        future.add_done_callback(self._note_job_done)
        return future

    def _note_job_done(self, _future: asyncio.Future[Any]) -> None:
        self._selector_that_jumps.jobs -= 1
