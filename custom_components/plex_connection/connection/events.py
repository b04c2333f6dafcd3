"""What the engine tells of its work: through one function, given once."""

from dataclasses import dataclass
from enum import StrEnum

from .freshness import Freshness
from .models import Attempt, Candidate, ConnectionType
from .reports import Change, CheckReason, ConnectionReport


class Purpose(StrEnum):
    """Why a request of ours was sent."""

    CHECK = "check"
    """The active candidate's turn."""
    STANDBY = "standby"
    SELECTION = "selection"
    """A race for a connection: the first, another one, or one for a server that is
    off."""
    SEARCH = "search"
    """Looking for something better than what is in use."""
    CONFIRM = "confirm"
    """What is suspected to be lost, asked once more."""
    MEASURE = "measure"
    """A new connection, asked once more now that it is open."""
    DIAGNOSE = "explain"
    """A plain twin, asked so that the reason can be told (rule 7)."""
    TEST = "test"
    """A user wanted every candidate tested."""
    PREWARM = "prewarm"
    VERIFY = "verify"
    """Who is there, before the first token goes there."""
    PUSH = "push"
    """A websocket's handshake."""
    OPERATION = "operation"
    """A user's use of the connection: theirs, not ours."""
    DISCOVERY = "discovery"
    ACCOUNT = "account"
    """Whether the account's token is good."""


@dataclass(frozen=True, slots=True)
class ProbeFinished:
    """A probe ended; it counts as a request as well."""

    candidate: Candidate
    """As its peer has typed it."""
    attempt: Attempt
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class RequestSent:
    """A request that is no probe was sent, or a probe was cancelled."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class OperationFinished:
    """An operation ended."""

    ok: bool
    """Whether it went well, as far as the connection is concerned."""


@dataclass(frozen=True, slots=True)
class CacheLookup:
    """An operation asked for the connection."""

    found: Freshness


@dataclass(frozen=True, slots=True)
class VerdictReached:
    """A test has shown how the server is reached; often the same as before."""

    connection_type: ConnectionType


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """A change of connection was recorded."""

    change: Change


@dataclass(frozen=True, slots=True)
class ConnectionFound:
    """Within a check: there is another connection, to be used at once."""

    candidate: Candidate


@dataclass(frozen=True, slots=True)
class ConnectionShown:
    """Before a check has ended, or after it: this is what to show from now on."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class ConnectionSuspected:
    """Within a check: what is shown does not answer; what is used may be another."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class SuspicionEnded:
    """Beside the checks: the loss is told by now, was none, or is to be looked at."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class DiscoveryNeeded:
    """Within a check: plex.tv should be asked where else the server may be."""


@dataclass(frozen=True, slots=True)
class CheckFinished:
    """A check has ended, whatever came of it; it may have been refused or cancelled."""

    reason: CheckReason
    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class ProbesStarted:
    """A test of all candidates has begun."""

    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProbesFinished:
    """A test of all candidates has ended; the check that acts on it has not begun."""

    attempts: tuple[Attempt, ...]


type ProbeProgress = ProbesStarted | ProbeFinished | ProbesFinished

type MonitorEvent = (
    ProbeFinished
    | RequestSent
    | OperationFinished
    | CacheLookup
    | VerdictReached
    | ConnectionChanged
    | ConnectionFound
    | ConnectionShown
    | ConnectionSuspected
    | SuspicionEnded
    | DiscoveryNeeded
    | CheckFinished
)
"""What takes one returns at once, and commands the engine to nothing."""
