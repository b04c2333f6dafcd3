"""State of one server's connection: frozen, and owned by its monitor."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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

    The fields describe the connection in use; `shown` is the one that reports contain.
    Times are monotonic seconds unless stated otherwise.
    """

    candidates: CandidateSet = NO_CANDIDATES
    rejected: tuple[Rejection, ...] = ()

    connection_type: ConnectionType | None = None
    """None: no verdict yet."""
    active: Candidate | None = None
    settled_at: float = -inf
    """When the connection in use last changed, also to none."""
    last_good: str | None = None
    """The URL that was active last."""
    latency_ms: float | None = None
    failure_count: int = 0
    """Consecutive checks that found no usable connection, or were refused."""
    is_starting: bool = False
    """At the last check the server was not ready."""
    is_refusing: bool = False
    """At the last check the server refused access."""
    is_token_refused: bool = False
    """The server refused the last token sent. Checks neither test nor use this."""
    has_stand_in: bool = False
    """Whether something else answered in place of the offline server."""
    needs_discovery: bool = False

    shown_still: Shown | None = None
    """The shown connection, if it is not the one in use; else None."""
    suspicion: Suspicion | None = None
    """The suspicion that the shown connection is lost."""

    last_tested: datetime | None = None
    """Last test of the connection, for display; the wall clock may be set."""
    tested_at: float = -inf
    """The last test that makes the connection fresh."""
    tests: int = 0
    """Number of tests with a verdict."""
    proven_at: float = -inf
    """When an operation, or a probe for one, proved the active candidate since the last
    check."""
    spared_since: float = inf
    """The same, if the last check relied on it and sent nothing."""
    used_at: float = -inf
    """Last operation over the connection."""
    checked_at: float = -inf
    """When the last check ended."""
    panic_turn: int = 0
    """Start of the next limited race of an offline server."""
    standby_searched_at: float = -inf
    """When an unproven standby was last probed."""
    offline_since: float = inf
    failing_since: float = inf
    """First failure since the last good answer."""
    fault_since: float = inf
    """Start of a fault of the server's own."""

    is_push_open: bool = False
    """Over the shown connection, which the channel follows."""
    is_pin_left: bool = False
    """Whether a pin was removed since the last check (rule 14)."""
    is_anew: bool = False
    """Whether `forget` was called since the last completed check."""

    schedule: Schedule
    upgrade: UpgradeState
    fail_back: FailBack = NO_SERIES
    changes: tuple[Change, ...] = ()
    """The latest ones, oldest first."""
    changes_made: int = 0
    """Number of changes in this run."""
    forgotten_at: datetime | None = None
    """Last call of `forget`: earlier changes are shown, but decide nothing."""

    @classmethod
    def initial(cls, moment: Moment) -> Self:
        """Return the state of an unknown server; its check is due at once."""
        return cls(
            schedule=Schedule(due_at=moment.at, wall_ahead=moment.wall_ahead),
            upgrade=UpgradeState.initial(moment.at),
        )

    @property
    def active_url(self) -> str | None:
        """The URL in use."""
        return None if self.active is None else self.active.url

    @property
    def shown(self) -> Shown:
        """The connection as shown in reports."""
        return self.shown_still or Shown(
            connection_type=self.connection_type,
            active=self.active,
            latency_ms=self.latency_ms,
            failure_count=self.failure_count,
        )

    @property
    def is_shown(self) -> bool:
        """Whether the connection in use is the one shown."""
        return self.shown_still is None

    @property
    def is_held_back(self) -> bool:
        """Whether not to show the connection in use, as the shown one may not be lost.

        A better one than the shown one is not held back.
        """
        if self.suspicion is None or not self.suspicion.is_open:
            return False
        known = self.candidates.find(self.suspicion.url)
        if self.active is None or known is None:
            return True
        return self.active.preference >= known.candidate.preference

    @property
    def is_pushed(self) -> bool:
        """Whether the push channel is open over the connection in use."""
        return self.is_push_open and self.is_shown

    @property
    def is_offline(self) -> bool:
        """Whether a check found no connection."""
        return self.connection_type is ConnectionType.OFFLINE

    @property
    def has_fault(self) -> bool:
        """Whether the server itself, not the path, failed last time."""
        return self.is_starting or self.is_refusing

    @property
    def is_unpinned(self) -> bool:
        """Whether the choice is free again since the last check (rule 14)."""
        return self.is_pin_left and self.candidates.pinned is None

    @property
    def is_well(self) -> bool:
        """Whether there is a connection and the server serves over it."""
        return self.active is not None and not self.has_fault

    @property
    def is_refused(self) -> bool:
        """Whether the server refuses us access, as far as is known.

        If it is offline, only its answer to a check decides; a starting server's last
        answer about the token does not count.
        """
        serves = self.active is not None and not self.is_starting
        return self.is_refusing or (serves and self.is_token_refused)

    @property
    def may_keep_active(self) -> bool:
        """Whether there is a connection, and its candidate may still be used."""
        return self.candidates.may_use(self.active_url)

    def delay(self, moment: Moment) -> float:
        """Return seconds until a check or a retry is due."""
        until_try = max(0.0, self.fail_back.due_at - moment.at)
        return min(self.schedule.delay(moment), until_try)

    def is_worth_a_try(self, url: str) -> bool:
        """Return whether a candidate, if it works, is better than the one in use.

        Never a relay: its address rotates, so it does not come back.
        """
        if not self.candidates.may_use(url):
            return False
        candidate = self.candidates[url].candidate
        if candidate.kind is ConnectionType.RELAY:
            return False
        return self.active is None or candidate.preference < self.active.preference

    def is_awaited(self, now: float) -> bool:
        """Return whether to probe an offline server more often than other offline ones.

        It is starting, as it reports; or a stand-in has answered for less than ten
        minutes, enough for a restart: that is what one looks like behind a proxy.
        """
        if not self.is_offline:
            return False
        is_short = now - self.offline_since < RETRY_PERIOD
        return self.is_starting or (self.has_stand_in and is_short)

    def is_like(self, other: Self) -> bool:
        """Return whether another state has the same connection."""
        mine = self.connection_type, self.active_url
        return mine == (other.connection_type, other.active_url)

    def freshness(self, now: float) -> Freshness:
        """Return the freshness of the connection in use."""
        if self.connection_type is None:
            return Freshness.MISS
        if self.active is not None and not self.may_keep_active:
            return Freshness.MISS
        is_fresh = now - self.tested_at < ttl(self.connection_type)
        return Freshness.FRESH if is_fresh and self.is_well else Freshness.STALE

    def with_schedule(self, schedule: Schedule) -> Self:
        """Return a copy with another schedule."""
        return replace(self, schedule=schedule)

    def with_candidates(self, candidates: CandidateSet) -> Self:
        """Return a copy with other candidates or candidate states."""
        if candidates is self.candidates:
            return self
        return replace(self, candidates=candidates)

    def report(self, server_id: str, now: float) -> ConnectionReport:
        """Return the report."""
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
            next_attempt=self._next_attempt,
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
        """Return the last test of the shown connection; if offline, of any candidate.

        A successful operation replaces the next test, but is not one.
        """
        if self.shown.connection_type is ConnectionType.OFFLINE:
            attempts = [
                each.last_attempt
                for each in self.candidates
                if each.last_attempt is not None
                and self.candidates.may_use(each.offered.url)
            ]
            moments = [*(each.at for each in attempts), self.last_tested]
            return max((each for each in moments if each is not None), default=None)
        known = self.candidates.find(self.shown.url)
        attempt = None if known is None else known.last_attempt
        return self.last_tested if attempt is None else attempt.at

    @property
    def _next_attempt(self) -> datetime | None:
        """Return when the connection is tested next, on the clock of the schedule."""
        schedule = self.schedule
        if schedule.next_check is None or not self.is_offline:
            return schedule.next_check
        early = min(0.0, self.fail_back.due_at - schedule.due_at)
        return schedule.next_check + timedelta(seconds=early)

    def stored(self, *, is_cached: bool) -> ConnectionState:
        """Return what to store: the shown connection.

        For an offline server the last good URL, unless a relay's, which rotates.
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
