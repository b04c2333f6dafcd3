"""A scripted network for the engine: paths that work, fail, hang, or raise a bug."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from random import Random
from typing import override

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    ConnectionType,
    FailureKind,
    Networks,
    Prober,
)

NETWORKS = Networks((ip_network("192.168.1.0/24"),))
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

DELAYS = (0.005, 0.02, 0.05, 0.3, 1.0, 2.0)
"""Seconds until an answer; the longest exceeds the budget of a local candidate."""

LAN_PEER = "192.168.1.77"
"""Result of a name that resolves to a network of ours."""


class InjectedError(Exception):
    """A bug in the engine's dependencies."""


def candidate(
    kind: ConnectionType,
    address: str,
    *,
    scheme: str = "https",
    is_named: bool = False,
    diagnostic_only: bool = False,
) -> Candidate:
    """Return a candidate; `is_named` requires a DNS lookup to dial it."""
    host = address if scheme == "http" else f"{address.replace('.', '-')}.test"
    return Candidate(
        url=f"{scheme}://{host}:32400",
        scheme=scheme,
        host=host,
        port=32400,
        address=None if is_named else address,
        kind=kind,
        on_link=kind is ConnectionType.LOCAL and address.startswith("192.168.1."),
        diagnostic_only=diagnostic_only,
    )


POOL = (
    candidate(ConnectionType.LOCAL, "192.168.1.10"),
    candidate(ConnectionType.LOCAL, "192.168.1.11"),
    candidate(ConnectionType.LOCAL, "172.18.0.10"),
    candidate(ConnectionType.LOCAL, "192.168.1.10", scheme="http"),
    candidate(
        ConnectionType.LOCAL, "192.168.1.11", scheme="http", diagnostic_only=True
    ),
    candidate(ConnectionType.REMOTE, "203.0.113.20"),
    candidate(ConnectionType.REMOTE, "203.0.113.21", is_named=True),
    candidate(ConnectionType.RELAY, "198.51.100.30"),
    candidate(ConnectionType.RELAY, "198.51.100.31"),
)
RELAYS = tuple(each for each in POOL if each.kind is ConnectionType.RELAY)


@dataclass(slots=True)
class Path:
    """Behavior of a candidate."""

    delay: float = 0.02
    failure: FailureKind | None = None
    is_silent: bool = False
    is_buggy: bool = False
    peer: str | None = None


@dataclass(kw_only=True, slots=True)
class Network(Prober):
    """Probes as scripted, and records the requests and the proved identities."""

    clock: Callable[[], float]
    rng: Random
    wall_offset: float = 0.0
    """Seconds by which the wall clock has been moved."""
    sent_at: list[float] = field(default_factory=list)
    """Monotonic seconds of each probe."""
    proved: set[str] = field(default_factory=set)
    """Urls that have shown the server's identity."""
    _paths: dict[str, Path] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return START + timedelta(seconds=self.clock() + self.wall_offset)

    def mend_all(self) -> None:
        """Make every path work."""
        self._paths = {}

    def disturb(self, share: float) -> None:
        """Change the behavior of about this share of the paths."""
        for each in POOL:
            if self.rng.random() < share:
                self._paths[each.url] = self._path(each)

    def _path(self, each: Candidate) -> Path:
        path = Path(delay=self.rng.choice(DELAYS))
        match self.rng.randrange(8):
            case 0 | 1:
                path.failure = self.rng.choice(list(FailureKind))
            case 2:
                path.is_silent = True
            case 3:
                path.is_buggy = self.rng.random() < 0.25  # noqa: PLR2004 - seldom
        if each.address is None and self.rng.random() < 0.5:  # noqa: PLR2004 - a coin
            path.peer = LAN_PEER
        return path

    @override
    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        self.sent_at.append(self.clock())
        path = self._paths.get(candidate.url, Path())
        is_silent = path.is_silent or path.delay > budget
        await asyncio.sleep(budget if is_silent else path.delay)
        if path.is_buggy:
            raise InjectedError
        failure = FailureKind.TIMEOUT if is_silent else path.failure
        if failure is None or failure.belongs_to_server:
            self.proved.add(candidate.url)
        return Attempt(
            url=candidate.url,
            at=self.now(),
            failure=failure,
            peer=None if is_silent else path.peer or candidate.address,
            latency_ms=path.delay * 1000 if failure is None else None,
            warm=self.rng.random() < 0.5,  # noqa: PLR2004 - a coin
        )
