"""Flap damping: holds back upgrades that come too often (rule 13).

Like BGP's route flap damping (RFC 2439), with one difference that matters here: only
upgrades are counted and held back, never a fail-over.
"""

from dataclasses import dataclass
import math
from typing import Self

PENALTY = 1000.0
"""Added by each upgrade."""

HALF_LIFE = 900.0
"""Seconds in which the penalty halves."""

SUPPRESS_THRESHOLD = 3000.0
REUSE_THRESHOLD = 750.0
CEILING = 6000.0

SUPPRESSION_LIMIT = 1800.0
"""Seconds after which a suppression ends, whatever the penalty."""


@dataclass(frozen=True, slots=True)
class FlapDamper:
    """The upgrades of one server, and whether they are too frequent."""

    counted: float = 0.0
    """Penalty as of the last upgrade."""
    counted_at: float = 0.0
    """Monotonic seconds; so is the next."""
    suppressed_at: float | None = None

    def penalty(self, now: float) -> float:
        """Return the penalty, decayed to `now`; it never grows."""
        elapsed = max(0.0, now - self.counted_at)
        return self.counted * math.exp2(-elapsed / HALF_LIFE)

    def is_suppressing(self, now: float) -> bool:
        """Return whether upgrades have to wait."""
        if self.suppressed_at is None or self.penalty(now) < REUSE_THRESHOLD:
            return False
        return now - self.suppressed_at < SUPPRESSION_LIMIT

    def upgraded(self, now: float) -> Self:
        """Return the damper with one more upgrade counted."""
        penalty = min(self.penalty(now) + PENALTY, CEILING)
        since = self.suppressed_at if self.is_suppressing(now) else None
        if since is None and penalty >= SUPPRESS_THRESHOLD:
            since = now
        return type(self)(penalty, now, since)


UNDAMPED = FlapDamper()
"""A damper without an upgrade yet."""
