"""So many at once, and after that one in so many seconds.

The token bucket of network engineers (RFC 2697 has one of the best known).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .reports import CheckReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How often something may cause a check: `burst` at once, then one in `period`."""

    of: str
    """Reasons of one name share one allowance."""
    burst: int
    period: float
    """Seconds."""
    spacing: float = 0.0
    """Seconds since the check before, at least."""


HINTS = Limit(of="hints", burst=6, period=60.0, spacing=10.0)
"""What a server says of its own connections: one whose connections flap says so for
hours, and has said it all the first time."""

FAILURE_REPORTS = Limit(of="doubts", burst=10, period=10.0)
"""Those who saw the connection fail: ten at once, for no fail-over may wait; then one
in ten seconds, for what is doubted so often proves itself each time. No doubt is lost:
the next check comes as soon as it may."""

USES = Limit(of="uses", burst=10, period=10.0)
"""Operations that find no fresh connection, whatever else happens."""

FAILURES = Limit(of="failures", burst=10, period=10.0)
"""And those that fail, and say so without asking for a check."""

PREWARMINGS = Limit(of="pre-warming", burst=10, period=10.0)
"""Eight a day by their own queue; one in ten seconds whatever that may be worth."""

DISCOVERIES = Limit(of="news", burst=6, period=60.0)
"""plex.tv's answers, which are asked for seldom, and three times at once by hand."""

ANNOUNCEMENTS = Limit(of="sightings", burst=4, period=60.0)
"""What is heard on the LAN, where any machine can say anything, at any rate. A
server that moves says so once, and is searched for every minute."""

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
"""How often each reason may cause a check; None: the schedule, or a person.
A reason that is missing here keeps every monitor from being made."""


@dataclass(kw_only=True, slots=True)
class TokenBucket:
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
