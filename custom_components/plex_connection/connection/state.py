"""What is known of one server's connection: frozen, and owned by its monitor."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Self

from .candidates import NO_CANDIDATES, CandidateSet
from .clock import Moment
from .fail_back import NO_SERIES, FailBack
from .failover import standby_of
from .freshness import Freshness, ttl
from .models import Candidate, ConnectionType
from .polling import RETRY_PERIOD
from .reports import Change, ConnectionReport, Rejection
from .schedule import Schedule
from .stored import ConnectionState
from .suspicion import Shown, Suspicion
from .upgrade import UpgradeState


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerState:
    """One server's connection, its candidates, and when it is checked next.

    What it says of the connection is what is used; `shown` is what the world is told.
    Times are monotonic seconds where nothing else is said.
    """

    candidates: CandidateSet = NO_CANDIDATES
    rejected: tuple[Rejection, ...] = ()

    connection_type: ConnectionType | None = None
    """None: there was no verdict yet."""
    active: Candidate | None = None
    settled_at: float = -inf
    """When another connection than before, or none, was settled on."""
    last_good: str | None = None
    """The url that was active last."""
    latency_ms: float | None = None
    failure_count: int = 0
    """Checks in a row that found no usable connection, or were refused."""
    is_starting: bool = False
    """The server's own faults, as of the last check: it is not ready,"""
    is_refusing: bool = False
    """or refuses access,"""
    is_token_refused: bool = False
    """or has refused the token when last it was shown. No check looks at that, and
    nothing that checks do depends on it."""
    has_stand_in: bool = False
    """Whether something answered in the place of the server that is offline."""
    needs_discovery: bool = False

    shown_still: Shown | None = None
    """What is shown in place of what is in use; None: they are the same."""
    suspicion: Suspicion | None = None
    """That what is shown is lost."""

    last_tested: datetime | None = None
    """When the connection was tested last, for people; the wall may be set."""
    tested_at: float = -inf
    """The same as far as it makes the connection fresh."""
    tests: int = 0
    """How many tests have come to a verdict."""
    proven_at: float = -inf
    """When an operation, or a probe for one, has proved the active candidate, if that
    was since the last check."""
    spared_since: float = inf
    """When that was, if it was all the last check had to go by: it sent nothing."""
    used_at: float = -inf
    """When an operation went over the connection."""
    checked_at: float = -inf
    """When the last check ended."""
    panic_turn: int = 0
    """Where the next limited race of an offline server begins."""
    standby_searched_at: float = -inf
    """When an unproven standby was last probed."""
    offline_since: float = inf
    failing_since: float = inf
    """When the first answer failed since the last good one."""
    fault_since: float = inf
    """The same, of a fault that is the server's own."""

    is_push_open: bool = False
    """Over what is shown: the channel follows that."""
    is_pin_left: bool = False
    """Whether what was pinned is pinned no more since the last check (rule 14)."""
    is_anew: bool = False
    """Whether all was forgotten since the last check that came to its end."""

    schedule: Schedule
    upgrade: UpgradeState
    fail_back: FailBack = NO_SERIES
    changes: tuple[Change, ...] = ()
    """The last ones, oldest first."""
    changes_made: int = 0
    """How many were made in this run."""
    forgotten_at: datetime | None = None
    """When all was forgotten last: earlier changes are shown, and decide nothing."""

    @classmethod
    def initial(cls, moment: Moment) -> Self:
        """Return the state of a server of which nothing is known; it is due at once."""
        return cls(
            schedule=Schedule(due_at=moment.at, wall_ahead=moment.wall_ahead),
            upgrade=UpgradeState.initial(moment.at),
        )

    @property
    def active_url(self) -> str | None:
        """The url in use."""
        return None if self.active is None else self.active.url

    @property
    def shown(self) -> Shown:
        """What the world is told of the connection."""
        return self.shown_still or Shown(
            connection_type=self.connection_type,
            active=self.active,
            latency_ms=self.latency_ms,
            failure_count=self.failure_count,
        )

    @property
    def is_shown(self) -> bool:
        """Whether what is in use is what is shown."""
        return self.shown_still is None

    @property
    def is_held_back(self) -> bool:
        """Whether what is in use is not to be shown: it is only suspected to be needed.

        What is better than what is shown is no makeshift.
        """
        if self.suspicion is None or not self.suspicion.is_open:
            return False
        known = self.candidates.find(self.suspicion.url)
        if self.active is None or known is None:
            return True
        return self.active.preference >= known.candidate.preference

    @property
    def is_pushed(self) -> bool:
        """Whether the push channel is open over what is in use."""
        return self.is_push_open and self.is_shown

    @property
    def is_offline(self) -> bool:
        """Whether there was a check and nothing was found."""
        return self.connection_type is ConnectionType.OFFLINE

    @property
    def has_fault(self) -> bool:
        """Whether the server itself, not the path, was the trouble last time."""
        return self.is_starting or self.is_refusing

    @property
    def is_unpinned(self) -> bool:
        """Whether the choice is free again since the last check (rule 14)."""
        return self.is_pin_left and self.candidates.pinned is None

    @property
    def is_well(self) -> bool:
        """Whether there is a connection, and the server serves over it."""
        return self.active is not None and not self.has_fault

    @property
    def is_refused(self) -> bool:
        """Whether the server lets us in to nothing, as far as is known.

        Of one that is offline only a check can say so, to which it has answered; one
        that starts has nothing to say on it.
        """
        serves = self.active is not None and not self.is_starting
        return self.is_refusing or (serves and self.is_token_refused)

    @property
    def may_keep_active(self) -> bool:
        """Whether there is a connection, and its candidate may still be used."""
        return self.candidates.may_use(self.active_url)

    def delay(self, moment: Moment) -> float:
        """Return seconds until something is due: a check, or what is tried again."""
        until_try = max(0.0, self.fail_back.due_at - moment.at)
        return min(self.schedule.delay(moment), until_try)

    def is_worth_a_try(self, url: str) -> bool:
        """Return whether a candidate would be better than what is in use, if it worked.

        A relay's address rotates: what is left is not what comes back.
        """
        if not self.candidates.may_use(url):
            return False
        candidate = self.candidates[url].candidate
        if candidate.kind is ConnectionType.RELAY:
            return False
        return self.active is None or candidate.preference < self.active.preference

    def is_awaited(self, now: float) -> bool:
        """Return whether an offline server is asked more often than others that are.

        It said itself that it is starting; or what stands before it says so for it,
        or something else: that is what a restart looks like behind a proxy, and ten
        minutes are enough for one.
        """
        if not self.is_offline:
            return False
        is_short = now - self.offline_since < RETRY_PERIOD
        return self.is_starting or (self.has_stand_in and is_short)

    def is_like(self, other: Self) -> bool:
        """Return whether another state is of the same connection."""
        mine = self.connection_type, self.active_url
        return mine == (other.connection_type, other.active_url)

    def freshness(self, now: float) -> Freshness:
        """Return what a look-up of the connection finds."""
        if self.connection_type is None:
            return Freshness.MISS
        if self.active is not None and not self.may_keep_active:
            return Freshness.MISS
        is_fresh = now - self.tested_at < ttl(self.connection_type)
        return Freshness.FRESH if is_fresh and self.is_well else Freshness.STALE

    def with_schedule(self, schedule: Schedule) -> Self:
        """Return the state with another schedule."""
        return replace(self, schedule=schedule)

    def with_candidates(self, candidates: CandidateSet) -> Self:
        """Return the state with other candidates, or more known of them."""
        if candidates is self.candidates:
            return self
        return replace(self, candidates=candidates)

    def report(self, server_id: str, now: float) -> ConnectionReport:
        """Return the verdict for the world."""
        shown = self.shown
        standby = standby_of(self.candidates, shown.active)
        return ConnectionReport(
            server_id=server_id,
            connection_type=shown.connection_type,
            active=shown.active,
            suspected=self.suspicion is not None,
            standby=None if standby is None else standby.candidate,
            latency_ms=shown.latency_ms,
            last_tested=self._last_test,
            next_check=self.schedule.next_check,
            failure_count=shown.failure_count,
            check_interval=self.schedule.interval,
            candidates=tuple(
                each.report(now) for each in self.candidates.prioritised()
            ),
            rejected=self.rejected,
            changes=self.changes,
            needs_discovery=self.needs_discovery,
            needs_authorization_check=self.is_refused,
            starting=self.is_starting,
            pinned=self.candidates.pinned,
            proved_near=self.candidates.is_proved_near,
        )

    @property
    def _last_test(self) -> datetime | None:
        """Return when the connection was tested last: that of the one shown.

        What an operation proves spares the next test, and is none.
        """
        known = self.candidates.find(self.shown.url)
        last = None if known is None else known.last_attempt
        return self.last_tested if last is None else last.at

    def stored(self, *, is_cached: bool) -> ConnectionState:
        """Return what is worth keeping: what is shown.

        Of an offline server the last good url; not a relay's: those rotate.
        """
        shown = self.shown
        url = shown.url
        if url is None and is_cached:
            known = self.candidates.find(self.last_good)
            is_relay = known is None or known.candidate.kind is ConnectionType.RELAY
            url = None if is_relay else self.last_good
        return ConnectionState(
            url=url,
            connection_type=shown.connection_type or ConnectionType.OFFLINE,
            last_tested=self.last_tested,
            response_time_ms=shown.latency_ms,
            failure_count=shown.failure_count,
            next_check=self.schedule.next_check,
            waits=self.schedule.outage.waits,
            starting=self.is_starting,
            refused=self.is_refusing,
            token_refused=self.is_token_refused,
        )
