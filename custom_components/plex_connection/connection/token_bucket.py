"""Token buckets (as in RFC 2697) and the limits of checks per reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .reports import CheckReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """Limit of the checks for a reason: `burst` at once, then one in `period`."""

    of: str
    """Reasons with the same name share one bucket."""
    burst: int
    period: float
    """Seconds."""
    spacing: float = 0.0
    """Minimum seconds since the previous check."""


HINTS = Limit(of="hints", burst=6, period=60.0, spacing=10.0)
"""Notifications by a server about its own connections: if those flap, it sends them for
hours, and the first one suffices."""

FAILURE_REPORTS = Limit(of="doubts", burst=10, period=10.0)
"""Reports of a failed connection: ten at once, for no fail-over may wait; then one in
ten seconds, for a connection reported so often proves itself each time. No report is
lost: the next check runs as soon as the limit allows."""

USES = Limit(of="uses", burst=10, period=10.0)
"""Operations that find no fresh connection, whatever else happens."""

FAILURES = Limit(of="failures", burst=10, period=10.0)
"""Operations that fail, reported without a request for a check."""

PREWARMINGS = Limit(of="pre-warming", burst=10, period=10.0)
"""Their own queue allows eight a day; this holds even if that fails."""

DISCOVERIES = Limit(of="news", burst=6, period=60.0)
"""Answers of plex.tv, requested rarely, but up to three times at once by hand."""

ANNOUNCEMENTS = Limit(of="sightings", burst=4, period=60.0)
"""LAN announcements, which any machine can send, at any rate. A server that moves
announces itself once, and is searched for every minute."""

LIMITS: Mapping[CheckReason, Limit | None] = {
    CheckReason.DUE: None,
    CheckReason.START: None,
    CheckReason.MANUAL: None,
    CheckReason.PUSH_LOST: FAILURE_REPORTS,
    CheckReason.PUSH_ENDED: FAILURE_REPORTS,
    CheckReason.OPERATION_FAILED: FAILURE_REPORTS,
    CheckReason.PUSH_HINT: HINTS,
    CheckReason.OPERATION: USES,
    CheckReason.PREWARM: PREWARMINGS,
    CheckReason.DISCOVERY: DISCOVERIES,
    CheckReason.ANNOUNCED: ANNOUNCEMENTS,
}
"""How often each reason may cause a check; None, for the schedule and users: unlimited.
If a reason is missing here, no monitor can be created."""


@dataclass(kw_only=True, slots=True)
class TokenBucket:
    """Allows `burst` at once and one more in each `period`."""

    clock: Callable[[], float]
    """Monotonic seconds."""
    burst: int
    period: float
    """Seconds."""

    _full_at: float = field(default=0.0, init=False)
    """When the bucket will be full again, if nothing more is taken."""

    @property
    def wait(self) -> float:
        """Return seconds until a token may be taken, 0 if now."""
        missing = self._full_at - self.clock()
        return max(0.0, missing - (self.burst - 1) * self.period)

    def take(self) -> None:
        """Take a token, or, if there is none, the next one in advance."""
        self._full_at = max(self._full_at, self.clock()) + self.period
