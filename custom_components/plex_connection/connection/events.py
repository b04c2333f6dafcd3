"""What a check tells while it runs: through one function, given once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .models import Attempt, Candidate
from .reports import ConnectionReport


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
    MEASURE = "measure"
    """A new connection, asked once more now that it is open."""
    EXPLAIN = "explain"
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
class ConnectionFound:
    """Within a check: there is another connection, to be used at once."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class ConnectionShown:
    """Within a check: this is what to show from now on."""

    report: ConnectionReport


@dataclass(frozen=True, slots=True)
class DiscoveryNeeded:
    """Within a check: plex.tv should be asked where else the server may be."""


type MonitorEvent = (
    ProbeFinished | RequestSent | ConnectionFound | ConnectionShown | DiscoveryNeeded
)

type Emit = Callable[[MonitorEvent], None]
"""Takes an event; returns at once, and asks nothing of the engine."""
