"""Flow control of a push channel: its rate limit and its portions."""

import asyncio

PORTION = 20
"""Frames until other tasks get their turn: some milliseconds of work."""
FRAME = 4096
"""Bytes that count as one frame; a longer frame counts as several."""

CALM_RATE = 100
"""Frames a second; the four requested kinds come by the hour, but an older server sends
all kinds, and dozens a second while it scans a library."""
PATIENCE = 10
"""Consecutive seconds above that rate until it counts as a flood."""
REST = 0.02
"""Seconds to pause after a portion above the rate: a flood is read at a thousand frames
a second at most, and waits in the server's own buffers."""


class Flow:
    """Counts the frames of one channel."""

    def __init__(self) -> None:
        """Start at zero."""
        self._began = _now()
        self._frames = 0
        """Since `_began`, for a second or until the next frame."""
        self._seconds_over = 0
        self._portion = 0

    @property
    def is_flood(self) -> bool:
        """Return whether the rate was exceeded for too long."""
        return self._seconds_over >= PATIENCE

    async def take(self, size: int) -> None:
        """Count a frame of `size` bytes; after a portion, yield to other tasks."""
        self._count(1 + size // FRAME)
        if self._portion >= PORTION:
            self._portion = 0
            await asyncio.sleep(REST if self._frames > CALM_RATE else 0)

    def _count(self, frames: int) -> None:
        now = _now()
        if (elapsed := now - self._began) >= 1:
            # A second of silence interrupts the run of seconds.
            goes_on = self._frames > CALM_RATE and elapsed < 2  # noqa: PLR2004
            self._seconds_over = self._seconds_over + 1 if goes_on else 0
            self._began, self._frames = now, 0
        self._frames += frames
        self._portion += frames


def _now() -> float:
    return asyncio.get_running_loop().time()
