"""An event loop whose clock jumps to what comes next, while its sockets are real."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
import selectors
from time import sleep
from typing import Any, override

GRACE = 0.00005
"""Real seconds for which nothing may happen before the clock jumps. What goes over
loopback is there at once, so that this is for the system's own delays."""

RESOLUTION = 1e-6
"""Seconds: kept apart by a float for 136 years."""

JOB = 0.02
"""Real seconds between two looks whether a job of another thread is done."""


def _stay(_seconds: float) -> object:
    """Let the clock be."""


class JumpingSelector(selectors.DefaultSelector):
    """Waits for sockets a moment only; then the time that was to be waited is over."""

    def __init__(self) -> None:
        """Start with a clock that nobody moves."""
        super().__init__()
        self.jobs = 0
        """Jobs of other threads that the loop waits for: no time passes meanwhile."""
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
    """A loop on which a week of waiting need not be waited for.

    Both ends of every socket have to be on it: then nothing is under way where no
    socket is ready and no thread at work, and the next timer may be due at once.
    """

    def __init__(self, *, grace: float = GRACE) -> None:
        """Start at zero, and jump from the start.

        Where nothing goes over sockets there is no need for a grace.
        """
        self._now = 0.0
        self._selector_that_jumps = JumpingSelector()
        self._selector_that_jumps.jump = self._jump
        self._selector_that_jumps.grace = grace
        self.on_jump: Callable[[float], object] = _stay
        """Told of every jump, in seconds: a wall clock follows it."""
        super().__init__(self._selector_that_jumps)
        # asyncio adds it to the time to find the timers that are due. The clock's own,
        # a nanosecond, is lost in a float after half a year: none ever would be.
        self._clock_resolution = RESOLUTION

    @override
    def time(self) -> float:
        return self._now

    def stop_jumping(self) -> None:
        """Wait in earnest from now on; the clock stands still."""
        self._selector_that_jumps.jump = None

    @override
    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        # Threads are waited for in earnest, or they would be too late at once.
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
