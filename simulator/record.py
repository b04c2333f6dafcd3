"""The record: what a simulation observed, for tests to query.

It contains no tokens: only whose they were and how they arrived.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count

from .network import Reach


class ListenerKind(StrEnum):
    """The kind of an address for the client under test."""

    LOCAL = "local"
    REMOTE = "remote"
    RELAY = "relay"
    PLEX_TV = "plex.tv"


class TokenPlace(StrEnum):
    """Where a token was in a request."""

    HEADER = "header"
    QUERY = "query"
    ELSEWHERE = "elsewhere"
    """In another header, in the path or in a body."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The listener at which something arrived, by its simulated place."""

    listener: str
    """Address and port, "192.168.40.12:32400"; IPv6 in brackets."""
    kind: ListenerKind
    server: str
    """Name of the server, or "plex.tv"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenSeen:
    """A token in a request."""

    owner: str
    place: TokenPlace


@dataclass(kw_only=True, slots=True)
class RequestEntry:
    """One HTTP request, or a websocket handshake."""

    origin: Origin
    connection: int
    at: float
    """Loop time, in seconds."""
    when: datetime
    method: str
    path: str
    query: tuple[str, ...]
    """Names and harmless values; the values of secrets are left out."""
    host: str
    tokens: tuple[TokenSeen, ...]
    tls: bool
    sni: str | None
    status: int | None = None
    """None while unanswered, possibly forever."""


@dataclass(kw_only=True, slots=True)
class ConnectionEntry:
    """One TCP connection that a listener accepted."""

    number: int
    origin: Origin
    at: float
    when: datetime
    tls: bool | None = None
    """None until its first byte, possibly forever."""
    sni: str | None = None
    tls_version: str | None = None
    resumed: bool | None = None
    """Whether an earlier TLS session was resumed; None: no handshake completed."""
    handshake_error: str | None = None
    leaked: tuple[str, ...] = ()
    """Owners of the tokens in the bytes of a plain connection."""
    closed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DialEntry:
    """One connection attempt of the process under test."""

    at: float
    address: str
    port: int
    reach: Reach


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupEntry:
    """One DNS lookup of the process under test; without answers it failed."""

    at: float
    name: str
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SentEntry:
    """One datagram that the process under test sent to a simulated address."""

    at: float
    source: str | None
    """Address of the chosen interface; None: left to the system."""
    address: str
    port: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DatagramEntry:
    """One datagram that reached an address of a media server."""

    at: float
    when: datetime
    origin: Origin
    text: str
    answered: bool


@dataclass(kw_only=True, slots=True)
class Record:
    """All observations so far, in order."""

    requests: list[RequestEntry] = field(default_factory=list)
    connections: list[ConnectionEntry] = field(default_factory=list)
    dials: list[DialEntry] = field(default_factory=list)
    lookups: list[LookupEntry] = field(default_factory=list)
    datagrams: list[DatagramEntry] = field(default_factory=list)
    sent: list[SentEntry] = field(default_factory=list)
    on_request: Callable[[RequestEntry], None] | None = None
    """Called when a request has been answered or given up."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def connected(
        self, origin: Origin, *, at: float, when: datetime
    ) -> ConnectionEntry:
        """Start the entry of an accepted connection."""
        entry = ConnectionEntry(
            number=next(self._numbers), origin=origin, at=at, when=when
        )
        self.connections.append(entry)
        return entry

    def ended(self, entry: RequestEntry) -> None:
        """Record that a request was answered, or never will be."""
        if self.on_request is not None:
            self.on_request(entry)

    def connection_of(self, entry: RequestEntry) -> ConnectionEntry:
        """Return the connection of a request."""
        return next(row for row in self.connections if row.number == entry.connection)

    def find(
        self,
        *,
        path: str | None = None,
        server: str | None = None,
        listener: str | None = None,
        kind: ListenerKind | None = None,
        method: str | None = None,
    ) -> list[RequestEntry]:
        """Return the requests that match all given arguments.

        A path that ends in "*" is a prefix.
        """
        return [
            entry
            for entry in self.requests
            if (path is None or _fits(entry.path, path))
            and server in (None, entry.origin.server)
            and listener in (None, entry.origin.listener)
            and kind in (None, entry.origin.kind)
            and method in (None, entry.method)
        ]

    def count(
        self,
        *,
        path: str | None = None,
        server: str | None = None,
        listener: str | None = None,
        kind: ListenerKind | None = None,
        method: str | None = None,
    ) -> int:
        """Count the requests that `find` returns."""
        return len(
            self.find(
                path=path, server=server, listener=listener, kind=kind, method=method
            )
        )

    def tokens_at(self, listener: str) -> frozenset[str]:
        """Return the owners of all tokens sent to "address:port"."""
        return self._owners(
            origin.listener == listener for origin in self._all_origins()
        )

    def tokens_to(self, server: str) -> frozenset[str]:
        """Return the owners of all tokens sent to a server, by its name."""
        return self._owners(origin.server == server for origin in self._all_origins())

    def tokens_in_clear(self) -> list[tuple[str, str]]:
        """Return (owner, listener) once for each token sent without TLS.

        They are found in the bytes of the connection, so that neither a silent listener
        nor a request that is not HTTP hides one.
        """
        return sorted(
            {
                (owner, entry.origin.listener)
                for entry in self.connections
                for owner in entry.leaked
            }
        )

    def tokens_in_query(self) -> list[tuple[str, str]]:
        """Return (owner, listener) for each token in a URL."""
        return [
            (token.owner, entry.origin.listener)
            for entry in self.requests
            for token in entry.tokens
            if token.place is not TokenPlace.HEADER
        ]

    def names_looked_up(self) -> list[str]:
        """Return each name once, sorted."""
        return sorted({entry.name for entry in self.lookups})

    def strays(self) -> list[tuple[str, int]]:
        """Return the unmapped destinations, each address and port once."""
        return sorted(
            {
                (entry.address, entry.port)
                for entry in self.dials
                if entry.reach is Reach.UNREACHABLE
            }
        )

    def summary(self) -> dict[str, int]:
        """Count requests by server, kind, method, path and status.

        Sorted and without times, local ports and secrets: suitable for a snapshot.
        """
        counts = Counter(
            f"{entry.origin.server} {entry.origin.kind} {entry.method} "
            f"{entry.path} {entry.status or 'unanswered'}"
            for entry in self.requests
        )
        return dict(sorted(counts.items()))

    def clear(self) -> None:
        """Delete all observations."""
        for entries in (
            self.requests,
            self.connections,
            self.dials,
            self.lookups,
            self.datagrams,
            self.sent,
        ):
            entries.clear()

    def _all_origins(self) -> Iterable[Origin]:
        yield from (entry.origin for entry in self.requests)
        yield from (entry.origin for entry in self.connections)

    def _owners(self, chosen: Iterable[bool]) -> frozenset[str]:
        owners = [tuple(token.owner for token in row.tokens) for row in self.requests]
        owners += [entry.leaked for entry in self.connections]
        return frozenset(
            owner
            for fits, found in zip(chosen, owners, strict=True)
            if fits
            for owner in found
        )


def _fits(path: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return path.startswith(pattern[:-1])
    return path == pattern
