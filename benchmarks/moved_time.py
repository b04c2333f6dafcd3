"""An event loop whose clock can be moved on, while its sockets stay real."""

import asyncio
from time import monotonic
from typing import Any, override

QUIET = 0.012
"""Seconds without a byte after which a process has done what it was about to: more
than it takes a byte in one direction in a world in which the clock is moved."""

STANDARD_INPUT = 0


class MovedTimeLoop(asyncio.SelectorEventLoop):
    """A loop on which an hour of waiting need not be waited for.

    Time passes as it always does; `move()` lets some pass at once. What is due by
    then runs in the next turn, and what it sends to another process takes as long
    as that takes: that process is to be asked as well before the next move.
    """

    def __init__(self) -> None:
        """Start with the clock as it is."""
        self._moved_by = 0.0
        self._busy_at = 0.0
        self._was_busy = False
        super().__init__()

    @override
    def time(self) -> float:
        return super().time() + self._moved_by

    def move(self, seconds: float) -> None:
        """Let seconds pass at once."""
        self._moved_by += seconds

    async def quiet(self) -> bool:
        """Wait until nothing goes on; return whether something did since last time.

        Commands, which come by standard input, do not count.
        """
        self._busy_at = monotonic()
        # Nobody tells that nothing happens.
        while (idle := monotonic() - self._busy_at) < QUIET:  # noqa: ASYNC110
            await asyncio.sleep(QUIET - idle)
        was_busy, self._was_busy = self._was_busy, False
        return was_busy

    def _process_events(self, event_list: list[Any]) -> None:
        if any(key.fd != STANDARD_INPUT for key, _ in event_list):
            self._busy_at = monotonic()
            self._was_busy = True
        super()._process_events(event_list)  # type: ignore[misc]
