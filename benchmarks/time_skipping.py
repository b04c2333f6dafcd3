"""An event loop whose clock can be advanced, while its sockets stay real."""

import asyncio
from time import monotonic
from typing import Any, override

QUIET = 0.012
"""A process that receives nothing for this many seconds is idle.

Longer than the one-way delay of the simulated network.
"""

STANDARD_INPUT = 0


class TimeSkippingLoop(asyncio.SelectorEventLoop):
    """An event loop that can skip waiting times, even an hour.

    Time passes normally; `move()` skips some. Timers due by then run in the next turn.
    Their messages to another process take real time: query that process as well
    before the next `move()`.
    """

    def __init__(self) -> None:
        """Create a loop at the current time."""
        self._moved_by = 0.0
        self._busy_at = 0.0
        self._was_busy = False
        super().__init__()

    @override
    def time(self) -> float:
        return super().time() + self._moved_by

    def move(self, seconds: float) -> None:
        """Advance the clock."""
        self._moved_by += seconds

    async def quiet(self) -> bool:
        """Wait until the loop is idle; return whether it did anything since last time.

        Commands, which come by standard input, do not count.
        """
        self._busy_at = monotonic()
        # There is no event for idleness.
        while (idle := monotonic() - self._busy_at) < QUIET:  # noqa: ASYNC110
            await asyncio.sleep(QUIET - idle)
        was_busy, self._was_busy = self._was_busy, False
        return was_busy

    def _process_events(self, event_list: list[Any]) -> None:
        if any(key.fd != STANDARD_INPUT for key, _ in event_list):
            self._busy_at = monotonic()
            self._was_busy = True
        super()._process_events(event_list)  # type: ignore[misc]
