"""Flap damping: who moves up too often has to stay for a while (rule 13).

After BGP's route flap damping (RFC 2439), with one difference that matters here:
only upgrades are counted and only upgrades are held back, never a fail-over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
import math

PENALTY = 1000.0
"""Added by each upgrade."""

HALF_LIFE = 900.0
"""Seconds in which the penalty halves."""

SUPPRESS_THRESHOLD = 3000.0
REUSE_THRESHOLD = 750.0
CEILING = 6000.0

SUPPRESSION_LIMIT = 1800.0
"""Seconds after which a suppression ends, whatever the penalty."""


@dataclass(kw_only=True, slots=True)
class FlapDamper:
    """Counts the upgrades of one server and says when they are too many."""

    clock: Callable[[], float]
    """Monotonic seconds."""

    _penalty: float = field(default=0.0, init=False)
    _counted_at: float = field(default=0.0, init=False)
    _suppressed_at: float | None = field(default=None, init=False)

    @property
    def penalty(self) -> float:
        """Return the penalty as it has decayed by now."""
        elapsed = self.clock() - self._counted_at
        return self._penalty * math.exp2(-elapsed / HALF_LIFE)

    @property
    def is_suppressing(self) -> bool:
        """Return whether upgrades have to wait."""
        if self._suppressed_at is None:
            return False
        if (
            self.penalty < REUSE_THRESHOLD
            or self.clock() - self._suppressed_at >= SUPPRESSION_LIMIT
        ):
            self._suppressed_at = None
            return False
        return True

    def record_upgrade(self) -> None:
        """Count an upgrade."""
        was_suppressing = self.is_suppressing
        self._penalty = min(self.penalty + PENALTY, CEILING)
        self._counted_at = self.clock()
        if not was_suppressing and self._penalty >= SUPPRESS_THRESHOLD:
            self._suppressed_at = self._counted_at
