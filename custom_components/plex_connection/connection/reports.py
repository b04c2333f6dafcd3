"""What the monitor tells the world: frozen, comparable, without secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from .breaker import BreakerState
from .deserialize import MalformedError, read, read_member, read_time, read_url
from .models import Attempt, Candidate, ConnectionType


class CheckReason(StrEnum):
    """Why a check was asked for; the reason decides what it may spend."""

    DUE = "due"
    START = "start"
    PUSH_LOST = "push_lost"
    """The websocket's heartbeat stopped, or it does not come up: what is shown says
    nothing, and is suspected until that is certain."""
    PUSH_ENDED = "push_ended"
    """The websocket was ended from the other side, and that is a word: confirm, or fail
    over for all to see."""
    PUSH_HINT = "push_hint"
    """The server said that something about its connections changed."""
    OPERATION_FAILED = "operation_failed"
    MANUAL = "manual"
    DISCOVERY = "discovery"
    """plex.tv lists other addresses than before."""
    ANNOUNCED = "sighted"
    """The server, or a machine that claims to be it, was heard on a LAN."""
    OPERATION = "operation"
    """Something is about to use a connection that is not fresh, or there is none."""
    PREWARM = "prewarm"
    """The connection is likely to be used within seconds (rule 17)."""

    @property
    def is_routine(self) -> bool:
        """Whether a fresh result makes the check needless."""
        return self in (CheckReason.DUE, CheckReason.START)

    @property
    def is_hint(self) -> bool:
        """Whether it came from what goes on, and may come again and again."""
        return self.questions_active or self in (
            CheckReason.PUSH_HINT,
            CheckReason.OPERATION,
        )

    @property
    def is_urgent(self) -> bool:
        """Whether somebody may be without a connection until it has ended."""
        return self.questions_active or self is CheckReason.OPERATION

    @property
    def may_concern_new_candidates(self) -> bool:
        """Whether candidates may be there, or work, that were not or did not before."""
        return self in (
            CheckReason.MANUAL,
            CheckReason.DISCOVERY,
            CheckReason.ANNOUNCED,
        )

    @property
    def is_for_use(self) -> bool:
        """Whether it is about the active connection alone, for it is to be used."""
        return self in (CheckReason.OPERATION, CheckReason.PREWARM)

    @property
    def questions_active(self) -> bool:
        """Whether somebody saw the active connection break (rule 12)."""
        return self.is_of_push or self is CheckReason.OPERATION_FAILED

    @property
    def is_of_push(self) -> bool:
        """Whether the push channel broke, which is over what is shown."""
        return self in (CheckReason.PUSH_LOST, CheckReason.PUSH_ENDED)

    def is_answered_by(self, other: CheckReason) -> bool:
        """Return whether another check, begun after this was asked for, answers it.

        A routine check may have spared the active candidate's probe, one for use
        does not look for anything better.
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
    """An upgrade to what fail-overs left, with no change of another kind since."""
    WITHDRAWN = "withdrawn"
    """The active candidate is no longer one of those offered."""
    RETYPED = "retyped"
    """The same candidate, whose name leads to another network than before."""
    PINNED = "pinned"
    """The user chose the candidate, or left the choice to us again (rule 14), also
    where nothing was in use before it, for the one chosen did not answer. Where nothing
    is in use after it the one chosen does not answer."""
    LOST = "lost"
    RECOVERED = "recovered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change of connection: what was shown until it, and from then on."""

    at: datetime
    from_type: ConnectionType | None
    """None: there was no verdict before."""
    to_type: ConnectionType
    from_url: str | None
    to_url: str | None
    reason: ChangeReason
    chosen_url: str | None = None
    """Of a choice that took the server offline: the one that does not answer."""
    duration_ms: float
    """From the first failed answer, or what caused the check, to the first good
    one over the new path; of a relay, until it was shown. That of a return is the whole
    outage, be it that there was a restart in it."""

    @property
    def lasting_urls(self) -> tuple[str | None, str | None]:
        """Return from where it was to where, without relays: their urls rotate."""
        return (
            _unless_relayed(self.from_url, self.from_type),
            _unless_relayed(self.to_url, self.to_type),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON can hold it.

        A relay's address rotates, so it is not written down (rule 15).
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
    """Why an address is no candidate (rules 5 to 7)."""

    MALFORMED = "malformed"
    """Not `http(s)://host:port` and nothing more."""
    PATH = "path"
    """An address with a path: whatever is there, Plex is asked at the root."""
    UNSPECIFIED = "unspecified"
    MULTICAST = "multicast"
    LINK_LOCAL = "link_local"
    LOOPBACK = "loopback"
    PRIVATE = "private"
    """A private address that a stranger's server says is not local."""
    RESERVED = "reserved"
    """An address of another's server, where no server can be."""
    NOT_SHARED_LAN = "not_shared_lan"
    """A LAN address, or one on our networks, of a server that is not owned and not
    known to be near."""
    NOT_ON_LINK = "not_on_link"
    """Heard of on a LAN, at an address that is on no network of ours."""
    TOO_MANY = "too_many"
    """The server lists more addresses than any real one has."""
    INSECURE = "insecure"
    """http, but not on a network we are on, or refused by the server's setting, or of
    an address that was only heard."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """One address that was refused."""

    url: str
    """As it was told us, cut short; hostile text."""
    reason: RejectionReason


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateReport:
    """What is known of one candidate."""

    candidate: Candidate
    last_attempt: Attempt | None
    breaker: BreakerState
    backoff_until: datetime | None
    failure_count: int
    is_unanswered: bool = False
    """Whether one that worked was asked again, and has not answered."""
    cold_ms: float | None = None
    """Last latency on a connection that was new; warm: on one that was there."""
    warm_ms: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionReport:
    """The verdict on one server's connection."""

    server_id: str
    connection_type: ConnectionType | None = None
    """None: no verdict yet."""
    active: Candidate | None = None
    """What is shown; while it is suspected, operations may use another one."""
    suspected: bool = False
    """It does not answer, and it is not certain yet that it is lost (rule 12)."""
    standby: Candidate | None = None
    """The next best candidate known to work."""
    latency_ms: float | None = None
    last_tested: datetime | None = None
    """That of the connection in use, where there is one: when it was asked."""
    next_check: datetime | None = None
    failure_count: int = 0
    check_interval: float | None = None
    """Seconds, before jitter."""
    candidates: tuple[CandidateReport, ...] = ()
    """In order of priority."""
    rejected: tuple[Rejection, ...] = ()
    changes: tuple[Change, ...] = ()
    """The last ones, oldest first."""
    needs_discovery: bool = False
    """No candidate of the tier that was in use is left, or all are lost (rule 15)."""
    needs_authorization_check: bool = False
    """The server refused the last check, or the token when last it was shown; plex.tv
    must say whose fault it is (rule 11)."""
    starting: bool = False
    """The server answers that it is not ready yet."""
    pinned: str | None = None
    """The url of the only candidate that may be used (rule 14)."""
    proved_near: bool = False
    """The server has proved who it is on a network of ours."""

    @property
    def usable(self) -> bool:
        """Return whether requests are served: the server is there, and lets us in."""
        has_fault = self.starting or self.needs_authorization_check
        return self.active is not None and not has_fault

    @property
    def claimed(self) -> bool | None:
        """Return what the server last said of itself: whether it has an owner.

        None where it has not said so of late. Only what it has proved counts: over
        plain http any machine may say so in its place.
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
    def better(self) -> Candidate | None:
        """Return the best candidate known to work that outranks the one in use.

        There is one while moving up waits for its time, and where another is pinned.
        What was asked again and has not answered is not known to work: while a race
        looks for a replacement, the connection that broke has no failure yet. Of an
        offline server there is none, unless another is pinned: what works is used.
        """
        if self.active is None and self.pinned is None:
            return None
        preference = None if self.active is None else self.active.preference
        for each in self.candidates:
            answered = None if each.is_unanswered else each.last_attempt
            is_known = answered is not None and answered.ok
            outranks = preference is None or each.candidate.preference < preference
            if is_known and outranks and not each.candidate.diagnostic_only:
                return each.candidate
        return None
