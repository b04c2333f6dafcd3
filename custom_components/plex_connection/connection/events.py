"""Events of the engine, emitted through one function."""

from dataclasses import dataclass
from enum import StrEnum

from .freshness import Freshness
from .models import Attempt, Candidate, ConnectionType
from .reports import Change, CheckReason, ConnectionReport


class Purpose(StrEnum):
    """Why we sent a request."""

    CHECK = "check"
    """A due probe of the active candidate."""
    STANDBY = "standby"
    SELECTION = "selection"
    """A race for a connection: the first, another one, or one to an offline server."""
    SEARCH = "search"
    """A search for a better candidate than the one in use."""
    CONFIRM = "confirm"
    """Another probe of a connection suspected to be lost."""
    MEASURE = "measure"
    """Another probe of a new connection, now that it is open."""
    DIAGNOSE = "explain"
    """A probe of an http variant, only to report the reason (rule 7)."""
    TEST = "test"
    """A user's test of all candidates."""
    PREWARM = "prewarm"
    VERIFY = "verify"
    """A check of the server's identity, before it gets the first token."""
    PUSH = "push"
    """A websocket's handshake."""
    OPERATION = "operation"
    """A user's own request over the connection, not ours."""
    DISCOVERY = "discovery"
    ACCOUNT = "account"
    """A check of the account's token."""
    STATUS = "status"
    """A question to an owned server about its remote access or its settings."""


@dataclass(frozen=True, slots=True)
class ProbeFinished:
    """A probe ended; it counts as a request as well."""

    candidate: Candidate
    """Typed by the peer that it connected to."""
    attempt: Attempt
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class RequestSent:
    """A request other than a probe was sent, or a probe was cancelled."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class OperationFinished:
    """An operation ended."""

    ok: bool
    """Whether it succeeded, as far as the connection is concerned."""


@dataclass(frozen=True, slots=True)
class CacheLookup:
    """An operation asked for the connection."""

    found: Freshness


@dataclass(frozen=True, slots=True)
class VerdictReached:
    """A test determined how the server is reached; often the same as before."""

    connection_type: ConnectionType
    starting: bool = False
    """Whether it answered that it is not ready."""


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """A change of connection was recorded."""

    change: Change


@dataclass(frozen=True, slots=True)
class ConnectionFound:
    """A running check found another connection; use it at once."""

    candidate: Candidate


@dataclass(frozen=True, slots=True)
class ConnectionShown:
    """The report to show from now on; emitted during a check or after it."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class ConnectionSuspected:
    """During a check: the shown connection is silent; the one in use may differ."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class SuspicionEnded:
    """Outside checks: the loss is reported, was none, or awaits the next check."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class DiscoveryNeeded:
    """During a check: ask plex.tv for other addresses of the server."""


@dataclass(frozen=True, slots=True)
class CheckFinished:
    """A check ended, with whatever result; it may have been refused or cancelled."""

    reason: CheckReason
    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class ProbesStarted:
    """A test of all candidates started."""

    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProbesFinished:
    """A test of all candidates ended; the check that acts on it has not started."""

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
"""A handler returns at once and does not call the engine."""
