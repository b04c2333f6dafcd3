"""How much a server may say through its push channel, and in what portions."""

import asyncio

PORTION = 20
"""Frames after which everything else has its turn: some milliseconds of work."""
FRAME = 4096
"""Bytes of a frame that count as one; a longer one counts as several."""

CALM_RATE = 100
"""Frames in a second; the four kinds that are asked for come by the hour, but an
older server sends all kinds, and dozens a second while it scans a library."""
PATIENCE = 10
"""Seconds in a row with more than that, after which it is a flood."""
REST = 0.02
"""Seconds of rest after a portion while there are too many: a flood is read at a
thousand frames a second at most, and waits in the server's own buffers."""


class Flow:
    """The frames of one channel."""

    def __init__(self) -> None:
        """Start with none."""
        self._began = _now()
        self._frames = 0
        """Since then, for a second or until the next one comes."""
        self._seconds_over = 0
        self._portion = 0

    @property
    def is_flood(self) -> bool:
        """Return whether there have been too many for too long."""
        return self._seconds_over >= PATIENCE

    async def take(self, size: int) -> None:
        """Count a frame of `size` bytes; after a portion, let others go first."""
        self._count(1 + size // FRAME)
        if self._portion >= PORTION:
            self._portion = 0
            await asyncio.sleep(REST if self._frames > CALM_RATE else 0)

    def _count(self, frames: int) -> None:
        now = _now()
        if (elapsed := now - self._began) >= 1:
            # After a second of silence nothing goes on any more.
            goes_on = self._frames > CALM_RATE and elapsed < 2  # noqa: PLR2004
            self._seconds_over = self._seconds_over + 1 if goes_on else 0
            self._began, self._frames = now, 0
        self._frames += frames
        self._portion += frames


def _now() -> float:
    return asyncio.get_running_loop().time()
