"""So many at once, and after that one in so many seconds.

The token bucket of network engineers (RFC 2697 has one of the best known).
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(kw_only=True, slots=True)
class Allowance:
    """Allows `burst` at once and one more in each `period`."""

    clock: Callable[[], float]
    """Monotonic seconds."""
    burst: int
    period: float
    """Seconds."""

    _full_at: float = field(default=0.0, init=False)
    """When nothing will be missing any more, if nothing more is taken."""

    @property
    def wait(self) -> float:
        """Return seconds until one may be taken, 0 if it may be now."""
        missing = self._full_at - self.clock()
        return max(0.0, missing - (self.burst - 1) * self.period)

    def take(self) -> None:
        """Take one, or, if there is none, the one that comes next."""
        self._full_at = max(self._full_at, self.clock()) + self.period
