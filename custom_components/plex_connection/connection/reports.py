"""Reports of the monitor: frozen, comparable, without secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from .breaker import BreakerState
from .deserialize import MalformedError, read, read_member, read_time, read_url
from .models import Attempt, Candidate, ConnectionType

ANSWER_HOLDS = timedelta(hours=1)
"""How long an answer of a candidate that is not in use counts. An upgrade waits for up
to 30 minutes, and candidates are searched three at a time."""


class CheckReason(StrEnum):
    """Why a check was requested; the reason decides what it may cost."""

    DUE = "due"
    START = "start"
    PUSH_LOST = "push_lost"
    """The websocket's heartbeat stopped, or it cannot be opened: the shown connection
    is silent, and suspected until its loss is certain."""
    PUSH_ENDED = "push_ended"
    """The other side closed the websocket, which is definite: confirm the connection,
    or fail over and show it at once."""
    PUSH_HINT = "push_hint"
    """The server notified us that its connections changed."""
    OPERATION_FAILED = "operation_failed"
    MANUAL = "manual"
    DISCOVERY = "discovery"
    """plex.tv lists other addresses than before."""
    ANNOUNCED = "sighted"
    """A LAN announcement of the server, or of a machine that claims to be it."""
    OPERATION = "operation"
    """An operation needs a connection, which is not fresh or does not exist."""
    PREWARM = "prewarm"
    """The connection is likely to be used within seconds (rule 17)."""

    @property
    def is_routine(self) -> bool:
        """Whether a fresh result makes the check needless."""
        return self in (CheckReason.DUE, CheckReason.START)

    @property
    def is_hint(self) -> bool:
        """Whether events cause it, which may repeat at any rate."""
        return self.questions_active or self in (
            CheckReason.PUSH_HINT,
            CheckReason.OPERATION,
        )

    @property
    def is_urgent(self) -> bool:
        """Whether an operation may be without a connection until the check ends."""
        return self.questions_active or self is CheckReason.OPERATION

    @property
    def may_concern_new_candidates(self) -> bool:
        """Whether candidates may be new, or work again."""
        return self in (
            CheckReason.MANUAL,
            CheckReason.DISCOVERY,
            CheckReason.ANNOUNCED,
        )

    @property
    def is_for_use(self) -> bool:
        """Whether it concerns only the active connection, before its use."""
        return self in (CheckReason.OPERATION, CheckReason.PREWARM)

    @property
    def questions_active(self) -> bool:
        """Whether an operation or push saw the active connection fail (rule 12)."""
        return self.is_of_push or self is CheckReason.OPERATION_FAILED

    @property
    def is_of_push(self) -> bool:
        """Whether the push channel, over the shown connection, failed."""
        return self in (CheckReason.PUSH_LOST, CheckReason.PUSH_ENDED)

    def is_answered_by(self, other: CheckReason) -> bool:
        """Return whether another check, begun after this request, answers it.

        A routine check may skip the active candidate's probe; one for use does not
        search for better candidates.
        """
        if self.is_routine or self is CheckReason.OPERATION:
            return True
        if self is CheckReason.PUSH_HINT:
            return not (other.is_routine or other.is_for_use)
        about_active = self.questions_active or self is CheckReason.PREWARM
        return about_active and not other.is_routine


class ChangeReason(StrEnum):
    """Why the connection of a server changed."""

    FIRST = "first"
    FAILOVER = "failover"
    """The active candidate failed, another answered."""
    UPGRADE = "upgrade"
    FAIL_BACK = "fail_back"
    """An upgrade to what fail-overs had left, without other changes since."""
    WITHDRAWN = "withdrawn"
    """The active candidate is no longer offered."""
    RETYPED = "retyped"
    """The same candidate, whose name now leads to another network."""
    PINNED = "pinned"
    """The user chose the candidate, or left the choice to us again (rule 14). If
    nothing is in use before or after the change, the one chosen then did not answer."""
    LOST = "lost"
    RECOVERED = "recovered"


MOVES_UP = frozenset({ChangeReason.UPGRADE, ChangeReason.FAIL_BACK})

TIERS: Mapping[str, int] = {
    kind: kind.tier for kind in ConnectionType if kind is not ConnectionType.OFFLINE
}


def is_better(reason: str | None, before: str | None, after: str | None) -> bool:
    """Return whether a change led to a better connection; also one after a failure.

    Takes the values of `ChangeReason` and `ConnectionType`. The return of an offline
    server is none.
    """
    if reason in MOVES_UP:
        return True
    left, used = TIERS.get(before or ""), TIERS.get(after or "")
    return left is not None and used is not None and used < left


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change of the shown connection."""

    at: datetime
    from_type: ConnectionType | None
    """None: there was no verdict before."""
    to_type: ConnectionType
    from_url: str | None
    to_url: str | None
    reason: ChangeReason
    chosen_url: str | None = None
    """If a choice took the server offline: the chosen URL, which does not answer."""
    duration_ms: float
    """From the first failed answer, or the cause of the check, to the first good answer
    over the new path; for a relay, until it was shown. For a return the whole outage,
    even across a restart."""

    @property
    def lasting_urls(self) -> tuple[str | None, str | None]:
        """Return both URLs; None for relays, whose URLs rotate."""
        return (
            _unless_relayed(self.from_url, self.from_type),
            _unless_relayed(self.to_url, self.to_type),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON can hold it.

        Omits a relay's address, which rotates (rule 15).
        """
        from_url, to_url = self.lasting_urls
        return {
            "at": self.at.isoformat(),
            "from_type": None if self.from_type is None else self.from_type.value,
            "to_type": self.to_type.value,
            "from_url": from_url,
            "to_url": to_url,
            "reason": self.reason.value,
            "chosen_url": self.chosen_url,
            "duration_ms": self.duration_ms,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored change; raises ValueError."""
        if (at := read_time(data, "at")) is None:
            raise MalformedError("at", "missing")
        is_first = data.get("from_type") is None
        return cls(
            at=at,
            from_type=None
            if is_first
            else read_member(data, "from_type", ConnectionType),
            to_type=read_member(data, "to_type", ConnectionType),
            from_url=read_url(data, "from_url"),
            to_url=read_url(data, "to_url"),
            reason=read_member(data, "reason", ChangeReason),
            chosen_url=read_url(data, "chosen_url"),
            duration_ms=read(data, "duration_ms", float),
        )


def _unless_relayed(url: str | None, kind: ConnectionType | None) -> str | None:
    return None if kind is ConnectionType.RELAY else url


class RejectionReason(StrEnum):
    """Why an address is not a candidate (rules 5 to 7)."""

    MALFORMED = "malformed"
    """Not `http(s)://host:port` and nothing more."""
    PATH = "path"
    """An address with a path; we only send requests to the root."""
    UNSPECIFIED = "unspecified"
    MULTICAST = "multicast"
    LINK_LOCAL = "link_local"
    LOOPBACK = "loopback"
    PRIVATE = "private"
    """A private address that a shared server lists as not local."""
    RESERVED = "reserved"
    """An address of a shared server, in a range where no server can be."""
    NOT_SHARED_LAN = "not_shared_lan"
    """A LAN address, or one on our networks, of a server that is not owned and not
    known to be near."""
    NOT_ON_LINK = "not_on_link"
    """Announced on a LAN, but the address is on none of our networks."""
    TOO_MANY = "too_many"
    """The server lists more addresses than any real one has."""
    INSECURE = "insecure"
    """http, but not on a network we are on, or refused by the server's setting, or only
    known from LAN announcements."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """One rejected address."""

    url: str
    """As received, truncated; hostile text."""
    reason: RejectionReason


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateReport:
    """State of one candidate."""

    candidate: Candidate
    last_attempt: Attempt | None
    breaker: BreakerState
    backoff_until: datetime | None
    failure_count: int
    is_unanswered: bool = False
    """Whether it worked, and has not answered a later probe yet."""
    cold_ms: float | None = None
    """Last latency on a new connection; `warm_ms`: on an open one."""
    warm_ms: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionReport:
    """The verdict on one server's connection."""

    server_id: str
    connection_type: ConnectionType | None = None
    """None: no verdict yet."""
    active: Candidate | None = None
    """The shown candidate; while it is suspected, operations may use another."""
    suspected: bool = False
    """It does not answer, but its loss is not certain yet (rule 12)."""
    standby: Candidate | None = None
    """The next best candidate known to work."""
    latency_ms: float | None = None
    last_tested: datetime | None = None
    """Last attempt at the shown candidate; if there is none, at any."""
    next_check: datetime | None = None
    next_attempt: datetime | None = None
    """When the connection is tested next: with that check, or, of an offline server,
    before it, where it was last good (rule 10)."""
    failure_count: int = 0
    check_interval: float | None = None
    """Seconds, before jitter."""
    candidates: tuple[CandidateReport, ...] = ()
    """In order of priority."""
    rejected: tuple[Rejection, ...] = ()
    changes: tuple[Change, ...] = ()
    """The latest ones, oldest first."""
    needs_discovery: bool = False
    """The tier that was in use has no candidate left, or all are lost (rule 15)."""
    needs_authorization_check: bool = False
    """The server refused the last check, or the last token sent; plex.tv decides
    whether the token is at fault (rule 11)."""
    starting: bool = False
    """The server answers that it is not ready."""
    pinned: str | None = None
    """URL of the only candidate that may be used (rule 14)."""
    proved_near: bool = False
    """The server has proved its identity on one of our networks."""

    @property
    def usable(self) -> bool:
        """Return whether the server is up and serves our requests."""
        has_fault = self.starting or self.needs_authorization_check
        return self.active is not None and not has_fault

    @property
    def claimed(self) -> bool | None:
        """Return whether the server's latest answer says that it has an owner.

        None if no last attempt has it. Diagnostic http candidates do not count: over
        plain http any machine may answer in its place.
        """
        words = [
            each.last_attempt
            for each in self.candidates
            if not each.candidate.diagnostic_only
            and each.last_attempt is not None
            and each.last_attempt.claimed is not None
        ]
        return max(words, key=lambda word: word.at).claimed if words else None

    @property
    def fall_backs(self) -> tuple[CandidateReport, ...]:
        """Return the standby, then the best of each other type that answered last.

        In the order in which they would be used.
        """
        if self.standby is None:
            return ()
        standby = [each for each in self.candidates if each.candidate == self.standby]
        answered = [
            each
            for each in self.candidates
            if each.candidate != self.active
            and not each.candidate.diagnostic_only
            and not each.is_unanswered
            and each.last_attempt is not None
            and each.last_attempt.ok
        ]
        best: dict[ConnectionType, CandidateReport] = {}
        for each in (*standby, *answered):
            best.setdefault(each.candidate.kind, each)
        return tuple(best.values())

    def _holds(self, answer: Attempt) -> bool:
        """Return whether an answer still counts at the server's last test."""
        return self.last_tested is None or self.last_tested - answer.at <= ANSWER_HOLDS

    @property
    def better(self) -> Candidate | None:
        """Return the best candidate known to work that outranks the one in use.

        There is one while an upgrade waits, or while another candidate is pinned. A
        candidate with an unanswered probe is not known to work: during the race for a
        replacement, the broken connection has no failure yet. Nor is one whose last
        answer is old: while another is pinned, it is not probed. An offline server has
        none, unless another is pinned: what works is used.
        """
        if self.active is None and self.pinned is None:
            return None
        preference = None if self.active is None else self.active.preference
        for each in self.candidates:
            answered = None if each.is_unanswered else each.last_attempt
            is_known = answered is not None and answered.ok and self._holds(answered)
            outranks = preference is None or each.candidate.preference < preference
            if is_known and outranks and not each.candidate.diagnostic_only:
                return each.candidate
        return None
