"""Alerts: lasting connection problems that the user can fix.

The engine makes the best of what there is, and most problems pass. Each alert has a
cause, which a report shows or does not. An alert is raised once its cause has held long
enough, and ends with it. A cause that returns soon is the same alert, raised at once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from .deserialize import MalformedError, read, read_member, read_optional
from .models import Attempt, ConnectionType, FailureKind, ServerRecord
from .nearness import is_near
from .reports import CandidateReport, ConnectionReport

RELAY_GAP = 300.0
"""Seconds off the relay after which time on it counts from zero. A direct connection
that lasts this long is steady (it also ends the damping, rule 13); a shorter one was an
excursion."""

RELAPSE = 300.0
"""Seconds within which the returning cause of a raised alert raises it at once. A
direct connection that lasts this long is steady: what holds for less was not fixed."""

REMOTE_ACCESS_PATIENCE = 600.0
"""Seconds on a relay. For this long every check tries all direct addresses (rule 13); a
restarting router, or a server that remaps its port, is done by then."""

HTTP_PATIENCE = 300.0
"""Seconds in which https is retried three times, after 30, 90 and 210: a server that
was only busy, or starting and still without a certificate, has answered by then."""

REFUSAL_PATIENCE = 600.0
"""Seconds. plex.tv is asked about the account at most once in ten minutes (rule 11),
and then for a new token of the server; a refusal that outlasts that is meant."""

PIN_PATIENCE = 60.0
"""Seconds. A restarting server is back by then, and a user who chose to have no
fail-over wants to know soon."""

OWNER_PATIENCE = 600.0
"""Seconds. A server that is being signed in again reports it in its next answer; from
outside it is probed every two minutes, four times by then."""

PATH_FAILURES = frozenset(
    {
        FailureKind.DNS,
        FailureKind.BLOCKED,
        FailureKind.REFUSED,
        FailureKind.UNREACHABLE,
        FailureKind.TIMEOUT,
        FailureKind.RESET,
    }
)
"""Failures on the path: the attempt got through to no server. All others need an
answer."""


class Alert(StrEnum):
    """Problems that the user can fix."""

    RELAY_LONG = "relay_long"
    """On a relay for long, although a direct address should work."""
    REMOTE_ACCESS_REFUSED = "remote_access_refused"
    """An owned server, not near, that cannot be reached from outside."""
    HTTP_ONLY = "http_only"
    """Near, and reachable over plain http only, which the user does not allow."""
    ACCESS_REFUSED = "access_refused"
    """The server refuses a token that plex.tv calls good."""
    PINNED_DOWN = "pinned_down"
    """The pinned candidate does not work, and no other may be used."""
    OWNER_LOST = "owner_lost"
    """An owned server reports that it belongs to no account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAlert:
    """What is stored of an alert over a restart.

    Counts only seconds that were observed: the state while Home Assistant was down is
    unknown, and no wall clock is used.
    """

    alert: Alert
    lasted: float
    """Seconds since its cause was first seen."""
    gone: float | None = None
    """Seconds since its cause was seen to end; None: it holds."""
    is_raised: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the state in JSON form."""
        return {
            "trouble": self.alert.value,
            "lasted": self.lasted,
            "gone": self.gone,
            "is_told": self.is_raised,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored state; raises ValueError."""
        lasted = read(data, "lasted", float)
        gone = read_optional(data, "gone", float)
        if min(lasted, gone or 0.0) < 0:
            raise MalformedError("lasted", "negative")
        return cls(
            alert=read_member(data, "trouble", Alert),
            lasted=lasted,
            gone=gone,
            is_raised=read(data, "is_told", bool),
        )


@dataclass(kw_only=True, slots=True)
class AlertState:
    """How long a cause has held, and whether its alert is raised."""

    raise_after: float
    """Seconds until the alert is raised."""
    tolerated_gap: float = 0.0
    """Seconds the cause may be gone before that without restarting the count."""
    is_raised: bool = field(default=False, init=False)
    """Whether the alert was raised; ends once its cause is gone for `RELAPSE`
    seconds."""

    _since: float | None = field(default=None, init=False)
    _gone_since: float | None = field(default=None, init=False)

    def note(self, now: float, *, holds: bool) -> None:
        """Record whether the cause holds, from now until the next call."""
        gap = RELAPSE if self.is_raised else self.tolerated_gap
        if self._gone_since is not None and now >= self._gone_since + gap:
            self.end()
        if holds:
            self._gone_since = None
            if self._since is None:
                self._since = now
        elif self._since is not None and self._gone_since is None:
            self._gone_since = now
            if not gap:
                self.end()

    def to_stored(self, alert: Alert, now: float) -> StoredAlert | None:
        """Return what to store; None if the cause was not seen."""
        if self._since is None:
            return None
        return StoredAlert(
            alert=alert,
            lasted=now - self._since,
            gone=None if self._gone_since is None else now - self._gone_since,
            is_raised=self.is_raised,
        )

    def restore(self, state: StoredAlert, now: float) -> None:
        """Resume from a stored state."""
        self._since = now - state.lasted
        self._gone_since = None if state.gone is None else now - state.gone
        self.is_raised = state.is_raised

    def end(self) -> None:
        """Reset: the cause is over."""
        self._since = self._gone_since = None
        self.is_raised = False

    def is_due(self, now: float) -> bool:
        """Return whether the cause holds, and has for long enough."""
        if self._since is None or self._gone_since is not None:
            return False
        return now >= self._since + self.raise_after

    @property
    def is_there(self) -> bool:
        """Return whether the alert is raised and its cause holds."""
        return self.is_raised and self._gone_since is None

    @property
    def raises_at(self) -> float | None:
        """Return when the alert will be raised, if nothing happens; None: never."""
        if self.is_raised or self._since is None or self._gone_since is not None:
            return None
        return self._since + self.raise_after


class AlertMonitor:
    """Watches one server's connection for alerts.

    Counts from the first report it sees, or resumes from stored states.
    """

    def __init__(self, *, clock: Callable[[], float], relay_patience: float) -> None:
        """Create a monitor that has seen no report; both are in (monotonic) seconds.

        `relay_patience` is how long the user tolerates a relay.
        """
        self._clock = clock
        self._states = {
            Alert.REMOTE_ACCESS_REFUSED: AlertState(
                raise_after=REMOTE_ACCESS_PATIENCE, tolerated_gap=RELAY_GAP
            ),
            Alert.RELAY_LONG: AlertState(
                raise_after=relay_patience,
                tolerated_gap=min(RELAY_GAP, relay_patience),
            ),
            Alert.HTTP_ONLY: AlertState(raise_after=HTTP_PATIENCE),
            Alert.ACCESS_REFUSED: AlertState(raise_after=REFUSAL_PATIENCE),
            Alert.PINNED_DOWN: AlertState(raise_after=PIN_PATIENCE),
            Alert.OWNER_LOST: AlertState(raise_after=OWNER_PATIENCE),
        }
        self._pinned: str | None = None
        self._has_seen = False
        """Whether this run has had a verdict."""
        self._void: frozenset[Attempt] = frozenset()
        """Answers over plain http from when https worked as well."""

    def observe(
        self, record: ServerRecord, report: ConnectionReport
    ) -> frozenset[Alert]:
        """Take a report, new or repeated, and return the alerts to show.

        Without a verdict returns none; before the run's first one, keeps restored
        states.
        """
        now = self._clock()
        if report.connection_type is None:
            if self._has_seen:
                for state in self._states.values():
                    state.end()
            return frozenset()
        if report.pinned != self._pinned and self._has_seen:
            self._states[Alert.PINNED_DOWN].end()
        self._pinned, self._has_seen = report.pinned, True
        causes = self._causes(record, report)
        for alert, state in self._states.items():
            state.note(now, holds=alert in causes)
            state.is_raised |= state.is_due(now)
        return frozenset(each for each, state in self._states.items() if state.is_there)

    def state(self) -> tuple[StoredAlert, ...]:
        """Return the states to store over a restart."""
        now = self._clock()
        states = (state.to_stored(each, now) for each, state in self._states.items())
        return tuple(state for state in states if state is not None)

    def restore(self, states: Iterable[StoredAlert]) -> None:
        """Resume where the last run ended; the time in between does not count."""
        for state in states:
            self._states[state.alert].restore(state, self._clock())

    @property
    def raised_or_recent(self) -> frozenset[Alert]:
        """Return the alerts raised, and those a returning cause would raise at once."""
        return frozenset(
            each for each, state in self._states.items() if state.is_raised
        )

    def delay(self) -> float | None:
        """Return the seconds until time alone may change an alert.

        Then pass the last report to `observe` again. None: time alone changes nothing.
        """
        moments = [
            state.raises_at
            for state in self._states.values()
            if state.raises_at is not None
        ]
        return max(0.0, min(moments) - self._clock()) if moments else None

    def _causes(
        self, record: ServerRecord, report: ConnectionReport
    ) -> frozenset[Alert]:
        causes = set[Alert]()
        if (alert := _cause_of_relay(record, report)) is not None:
            causes.add(alert)
        if self._is_http_only(report):
            causes.add(Alert.HTTP_ONLY)
        if report.needs_authorization_check:
            causes.add(Alert.ACCESS_REFUSED)
        if _is_pinned_down(report):
            causes.add(Alert.PINNED_DOWN)
        if self._has_lost_owner(record, report):
            causes.add(Alert.OWNER_LOST)
        return frozenset(causes)

    def _is_http_only(self, report: ConnectionReport) -> bool:
        """Return whether an address from plex.tv works over plain http only.

        Once raised, this holds until https works or no http variant is left: variants
        are probed only once in a while (rule 7), and a server that is off proves
        nothing. For the same reason an answer is void once https has worked after it.
        """
        http_variants = [
            each for each in report.candidates if each.candidate.diagnostic_only
        ]
        answers = frozenset(
            each.last_attempt
            for each in http_variants
            if each.last_attempt is not None and each.last_attempt.ok
        )
        secure = [
            each for each in report.candidates if each.candidate.scheme == "https"
        ]
        is_reached = report.connection_type is not ConnectionType.OFFLINE
        works = is_reached or any(
            each.last_attempt is not None and each.last_attempt.authentic
            for each in secure
        )
        if works or not http_variants:
            # While suspected, the shown connection may not be reachable.
            if not report.suspected:
                self._void = answers
            return False
        if self._states[Alert.HTTP_ONLY].is_there:
            return True
        # Announced-only addresses do not count: an impostor's silence proves nothing.
        all_failed = all(
            each.last_attempt is not None
            for each in secure
            if not each.candidate.is_announced
        )
        return all_failed and bool(answers - self._void)

    def _has_lost_owner(self, record: ServerRecord, report: ConnectionReport) -> bool:
        """Return whether an owned server reports that it belongs to no account.

        Its last answer counts; while it is off, the state before stands.
        """
        if not record.owned:
            return False
        if report.claimed is None:
            return self._states[Alert.OWNER_LOST].is_there
        return not report.claimed


def _cause_of_relay(record: ServerRecord, report: ConnectionReport) -> Alert | None:
    """Return the alert of a server on a relay, if the user can do something.

    A pinned relay is intended.
    """
    if report.connection_type is not ConnectionType.RELAY or report.pinned is not None:
        return None
    near = is_near(record, report)
    remote = _of_kind(report, ConnectionType.REMOTE)
    may_work = any(not _fails_on_path(each) for each in remote)
    if record.owned and not near and not may_work:
        is_listed = any(
            row.is_address and not (row.local or row.relay) for row in record.rows
        )
        # A row without a candidate was rejected by us, not by a router.
        if remote or not is_listed:
            return Alert.REMOTE_ACCESS_REFUSED
    has_local = bool(_of_kind(report, ConnectionType.LOCAL))
    return Alert.RELAY_LONG if may_work or (near and has_local) else None


def _is_pinned_down(report: ConnectionReport) -> bool:
    """Return whether the pinned candidate does not work, offered or not.

    A server that answers that it is starting, or refuses us, has been reached.
    """
    is_offline = report.connection_type is ConnectionType.OFFLINE
    has_answered = report.starting or report.needs_authorization_check
    return report.pinned is not None and is_offline and not has_answered


def _of_kind(report: ConnectionReport, kind: ConnectionType) -> list[CandidateReport]:
    """Return the candidates of a type that may be used."""
    return [
        each
        for each in report.candidates
        if each.candidate.kind is kind and not each.candidate.diagnostic_only
    ]


def _fails_on_path(each: CandidateReport) -> bool:
    """Return whether the last attempt failed on the path, reaching no server."""
    return each.last_attempt is not None and each.last_attempt.failure in PATH_FAILURES
