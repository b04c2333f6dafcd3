"""Counts simulator records and drops them: a week would fill the memory."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from simulator import ListenerKind, Simulator, TokenPlace
from simulator.record import Origin

from .figures import Findings

PLEX_TV = "plex.tv"

OPERATIONS = "/library"
"""Prefix of the paths that operations request."""


class Tally:
    """All counts since the start."""

    def __init__(self, simulator: Simulator) -> None:
        """Create it empty."""
        self._simulator = simulator
        self._requests: Counter[tuple[str, str]] = Counter()
        self._dials: Counter[str] = Counter()
        self._places: dict[tuple[str, int], str] = {}
        """The server that is, or ever was, at an address."""
        self._in_query = 0
        self._in_clear: set[tuple[int, str]] = set()
        self._to_strangers: set[tuple[str, str]] = set()
        self._impersonated: set[str] = set()

    @property
    def requests(self) -> Counter[tuple[str, str]]:
        """Return the number of requests by server and path."""
        self._drain()
        return self._requests

    @property
    def own(self) -> int:
        """Return the number of our own requests."""
        return sum(
            number
            for (_, path), number in self.requests.items()
            if not path.startswith(OPERATIONS)
        )

    @property
    def discoveries(self) -> int:
        """Return the number of requests for the list of servers."""
        return self.requests[PLEX_TV, "/api/v2/resources"]

    @property
    def dials(self) -> Counter[str]:
        """Return the number of dials by server."""
        self._drain()
        return self._dials

    def tell(self, findings: Findings) -> None:
        """Add what no run may do."""
        self._drain()
        findings.add("tokens in clear", len(self._in_clear), 0)
        findings.add("tokens that reached a stranger", len(self._to_strangers), 0)
        findings.add("tokens in an address", self._in_query, 0)

    @contextmanager
    def impersonated(self, place: str) -> Iterator[None]:
        """Count connections at a place as an impostor's while the context lasts."""
        self._drain()
        self._impersonated.add(place)
        try:
            yield
        finally:
            self._drain()
            self._impersonated.discard(place)

    def _drain(self) -> None:
        record = self._simulator.record
        for listener in self._simulator.listeners():
            self._places[listener.address, listener.port] = listener.service.name
        for dial in record.dials:
            self._dials[self._places.get((dial.address, dial.port), "nobody")] += 1
        for request in record.requests:
            self._requests[request.origin.server, request.path] += 1
            for token in request.tokens:
                self._note_token(request.origin, token.owner)
                self._in_query += token.place is not TokenPlace.HEADER
        self._drain_connections()
        for entries in (record.dials, record.requests, record.lookups):
            entries.clear()
        record.datagrams.clear()
        record.sent.clear()

    def _drain_connections(self) -> None:
        """Process each connection until it is closed: it may leak until then."""
        record = self._simulator.record
        for connection in record.connections:
            for owner in connection.leaked:
                self._note_token(connection.origin, owner)
                self._in_clear.add((connection.number, owner))
        record.connections[:] = [each for each in record.connections if not each.closed]

    def _note_token(self, origin: Origin, owner: str) -> None:
        if origin.listener in self._impersonated or _is_stranger(origin, owner):
            self._to_strangers.add((origin.listener, owner))


def _is_stranger(origin: Origin, owner: str) -> bool:
    if origin.kind is ListenerKind.PLEX_TV:
        return owner.startswith("server:")
    return not owner.startswith(f"server:{origin.server}:")
