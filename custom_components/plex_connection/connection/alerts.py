"""What is wrong with a server's connection that its user can mend.

The engine makes the best of what there is, and most of what goes wrong passes. What
is told of here lasts, and ends when somebody does something about it. Each trouble has
a cause, which a report shows or does not; it is there once its cause has held for long
enough, and gone with it. A cause that is back soon is the same trouble: told at once.
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
"""Seconds off the relay after which being on it counts anew. A direct connection that
lasts so long is steady (it also ends the damping, rule 13); one that does not was an
excursion."""

RELAPSE = 300.0
"""Seconds within which a cause that was told of, and is back, is told of at once. So
long a direct connection lasts that is steady: what holds for less was not mended."""

REMOTE_ACCESS_PATIENCE = 600.0
"""Seconds on a relay. So long every check tries all direct addresses (rule 13), and a
router that restarts, or a server that maps its port anew, is through with it."""

HTTP_PATIENCE = 300.0
"""Seconds in which https is tried three times more, after 30, 90 and 210: a server that
was only busy, or had no certificate yet because it was starting, has answered by
then."""

REFUSAL_PATIENCE = 600.0
"""Seconds. plex.tv is asked about the account at most once in ten minutes (rule 11),
and then for a new token of the server; a refusal that outlasts that is meant."""

PIN_PATIENCE = 60.0
"""Seconds. A server that restarts is back by then, and who has chosen to have no
fail-over wants to hear of it soon."""

OWNER_PATIENCE = 600.0
"""Seconds. A server that is being signed in again says so with its next answer; from
outside it is asked once in two minutes, and by then it was asked four times."""

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
"""What an attempt fails on where nobody lets it through; all else needs an answer."""


class Alert(StrEnum):
    """What a user can do something about."""

    RELAY_LONG = "relay_long"
    """On a relay for long, although there is a direct address that should work."""
    REMOTE_ACCESS_REFUSED = "remote_access_refused"
    """An own server, away from here, that cannot be reached from outside."""
    HTTP_ONLY = "http_only"
    """Near, and reached on plain http alone, which the user does not allow."""
    ACCESS_REFUSED = "access_refused"
    """The server refuses a token that plex.tv calls good."""
    PINNED_DOWN = "pinned_down"
    """The candidate that somebody chose does not work, and no other may be used."""
    OWNER_LOST = "owner_lost"
    """An own server says that it belongs to no account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAlert:
    """What is remembered of a trouble over a restart.

    Seconds are those in which it was watched: what was so while nobody looked is not
    known, and no wall clock is asked.
    """

    alert: Alert
    lasted: float
    """Seconds since its cause was first seen."""
    gone: float | None = None
    """Seconds since its cause was seen to be gone; None: it holds."""
    is_raised: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
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
    """How long a cause has held, and whether it was told of."""

    raise_after: float
    """Seconds until it is to be told."""
    tolerated_gap: float = 0.0
    """Seconds for which it may be gone before that, without counting anew."""
    is_raised: bool = field(default=False, init=False)
    """Whether it was told, and is gone for no longer than a relapse takes, if it is."""

    _since: float | None = field(default=None, init=False)
    _gone_since: float | None = field(default=None, init=False)

    def note(self, now: float, *, holds: bool) -> None:
        """Learn whether the cause holds, at this moment and until the next word."""
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
        """Return what is to be remembered; None: nothing is."""
        if self._since is None:
            return None
        return StoredAlert(
            alert=alert,
            lasted=now - self._since,
            gone=None if self._gone_since is None else now - self._gone_since,
            is_raised=self.is_raised,
        )

    def restore(self, state: StoredAlert, now: float) -> None:
        """Go on where it was left."""
        self._since = now - state.lasted
        self._gone_since = None if state.gone is None else now - state.gone
        self.is_raised = state.is_raised

    def end(self) -> None:
        """Be over."""
        self._since = self._gone_since = None
        self.is_raised = False

    def is_due(self, now: float) -> bool:
        """Return whether it holds, and has for long enough."""
        if self._since is None or self._gone_since is not None:
            return False
        return now >= self._since + self.raise_after

    @property
    def is_there(self) -> bool:
        """Return whether it was told and its cause holds."""
        return self.is_raised and self._gone_since is None

    @property
    def raises_at(self) -> float | None:
        """Return when it is to be told, if nothing happens."""
        if self.is_raised or self._since is None or self._gone_since is not None:
            return None
        return self._since + self.raise_after


class AlertMonitor:
    """Says what is wrong with one server's connection, and for how long it stays so.

    It counts from the first report it sees, or goes on where it was left.
    """

    def __init__(self, *, clock: Callable[[], float], relay_patience: float) -> None:
        """Create a watch that has seen nothing; both are in (monotonic) seconds.

        `relay_patience` is how long the user lets a relay pass.
        """
        self._clock = clock
        self._states = {
            Alert.REMOTE_ACCESS_REFUSED: AlertState(
                raise_after=REMOTE_ACCESS_PATIENCE, tolerated_gap=RELAY_GAP
            ),
            Alert.RELAY_LONG: AlertState(
                raise_after=relay_patience, tolerated_gap=RELAY_GAP
            ),
            Alert.HTTP_ONLY: AlertState(raise_after=HTTP_PATIENCE),
            Alert.ACCESS_REFUSED: AlertState(raise_after=REFUSAL_PATIENCE),
            Alert.PINNED_DOWN: AlertState(raise_after=PIN_PATIENCE),
            Alert.OWNER_LOST: AlertState(raise_after=OWNER_PATIENCE),
        }
        self._pinned: str | None = None
        self._has_seen = False
        """Whether there was a verdict in this run."""
        self._void: frozenset[Attempt] = frozenset()
        """Answers on plain http from when https worked as well."""

    def observe(
        self, record: ServerRecord, report: ConnectionReport
    ) -> frozenset[Alert]:
        """Take a report; return what is wrong. The same one may be shown again.

        Without a verdict nothing is, but what was restored is not forgotten for it.
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
        """Return what is to be remembered over a restart."""
        now = self._clock()
        states = (state.to_stored(each, now) for each, state in self._states.items())
        return tuple(state for state in states if state is not None)

    def restore(self, states: Iterable[StoredAlert]) -> None:
        """Go on where the last run ended; nothing was seen since."""
        for state in states:
            self._states[state.alert].restore(state, self._clock())

    @property
    def raised_or_recent(self) -> frozenset[Alert]:
        """Return what was told and is there, or would be told at once if it were."""
        return frozenset(
            each for each, state in self._states.items() if state.is_raised
        )

    def delay(self) -> float | None:
        """Return the seconds until something may change without another report.

        Then the last one is to be shown again. None: time alone changes nothing.
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
        """Return whether plain http at an address of plex.tv's is all that works.

        Told once, that lasts until https works or there is no twin: one is asked only
        once in a while (rule 7), and a server that is off says nothing about itself.
        For the same reason an answer is void once https has worked after it.
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
            # That what is shown is reached is not known while it is suspected.
            if not report.suspected:
                self._void = answers
            return False
        if self._states[Alert.HTTP_ONLY].is_there:
            return True
        # What was only heard on the LAN has no say: a liar's silence proves nothing.
        all_failed = all(
            each.last_attempt is not None
            for each in secure
            if not each.candidate.is_heard
        )
        return all_failed and bool(answers - self._void)

    def _has_lost_owner(self, record: ServerRecord, report: ConnectionReport) -> bool:
        """Return whether an own server says that it belongs to no account.

        Its last word counts; while it is off, what was told before.
        """
        if not record.owned:
            return False
        if report.claimed is None:
            return self._states[Alert.OWNER_LOST].is_there
        return not report.claimed


def _cause_of_relay(record: ServerRecord, report: ConnectionReport) -> Alert | None:
    """Return why a server is on a relay, if somebody can do something about it.

    A relay that was chosen is nobody's trouble.
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
        # A row that is no candidate was refused by us, not by a router.
        if remote or not is_listed:
            return Alert.REMOTE_ACCESS_REFUSED
    has_local = bool(_of_kind(report, ConnectionType.LOCAL))
    return Alert.RELAY_LONG if may_work or (near and has_local) else None


def _is_pinned_down(report: ConnectionReport) -> bool:
    """Return whether the only candidate that may be used does not work.

    Whether it is offered or not; but a server that answers that it is not ready, or
    not for us, has been reached.
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
    """Return whether the last attempt did not get through to anybody."""
    return each.last_attempt is not None and each.last_attempt.failure in PATH_FAILURES
