"""A simulated environment for the engine: a clock and a network of scripted paths."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from math import inf
import random
from typing import Any

from custom_components.plex_connection.connection import (
    Attempt,
    CacheLookup,
    Candidate,
    Change,
    CheckReason,
    ConnectionCache,
    ConnectionChanged,
    ConnectionFound,
    ConnectionReport,
    ConnectionShown,
    ConnectionType,
    DiscoveryNeeded,
    FailureKind,
    Freshness,
    MonitorEvent,
    Networks,
    OperationFinished,
    ProbeFinished,
    ProbeGate,
    Purpose,
    RequestSent,
    ServerMonitor,
    VerdictReached,
)
from custom_components.plex_connection.connection.polling import Urgency

LAN = Networks((ip_network("192.168.1.0/24"), ip_network("fd00:1::/64")))
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = ("account", "server")
IDLE = 15.0
"""Seconds for which an unused connection stays open (aiohttp's default)."""


def spawn(work: Coroutine[Any, Any, None], name: str = "") -> asyncio.Task[None]:
    """Run in the background, eagerly started, as Home Assistant does."""
    loop = asyncio.get_running_loop()
    return asyncio.Task(work, loop=loop, name=name, eager_start=True)


def local(
    number: int = 10, *, on_link: bool = True, scheme: str = "https"
) -> Candidate:
    """Return a LAN candidate."""
    address = f"192.168.1.{number}" if on_link else f"172.18.0.{number}"
    return _candidate(ConnectionType.LOCAL, address, scheme=scheme, on_link=on_link)


def remote(number: int = 20) -> Candidate:
    """Return a candidate at a public address."""
    return _candidate(ConnectionType.REMOTE, f"203.0.113.{number}")


def relay(number: int = 30) -> Candidate:
    """Return a relay."""
    return _candidate(ConnectionType.RELAY, f"198.51.100.{number}")


def _candidate(
    kind: ConnectionType,
    address: str,
    *,
    scheme: str = "https",
    on_link: bool = False,
) -> Candidate:
    host = address if scheme == "http" else f"{address.replace('.', '-')}.test"
    return Candidate(
        url=f"{scheme}://{host}:32400",
        scheme=scheme,
        host=host,
        port=32400,
        address=address,
        kind=kind,
        on_link=on_link,
    )


@dataclass(kw_only=True)
class Path:
    """How a candidate behaves until it is changed."""

    delay: float = 0.02
    """Seconds until an answer or failure; a silent path takes the whole time limit."""
    failure: FailureKind | None = None
    silent: bool = False
    latency_ms: float | None = None
    """Reported instead of the delay."""
    peer: str | None = None
    warm: bool | None = None
    """Whether the connection is open; None: for 15 s after its last use."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One probe that was sent."""

    at: float
    """Seconds since the world's start."""
    url: str
    kind: ConnectionType
    """The type given to the prober."""


@dataclass
class Watcher:
    """Records a monitor's events."""

    attempts: list[tuple[str, Purpose]] = field(default_factory=list)
    requests: list[Purpose] = field(default_factory=list)
    operations: list[bool] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    verdicts: list[ConnectionType] = field(default_factory=list)
    lookups: list[Freshness] = field(default_factory=list)
    on_found: Callable[[Candidate], object] | None = None
    """Called with each connection found within a check."""
    on_shown: Callable[[ConnectionReport], object] | None = None
    """Called with each report shown before the check's end."""
    on_needs_discovery: Callable[[], object] | None = None
    """Called when plex.tv should be queried."""
    also: Callable[[MonitorEvent], None] | None = None
    """Called with every event."""

    def take(self, event: MonitorEvent) -> None:
        """Record an event and call the callbacks."""
        self._note(event)
        if self.also is not None:
            self.also(event)
        match event:
            case ConnectionFound(candidate) if self.on_found is not None:
                self.on_found(candidate)
            case ConnectionShown(report) if self.on_shown is not None:
                self.on_shown(report)
            case DiscoveryNeeded() if self.on_needs_discovery is not None:
                self.on_needs_discovery()

    def _note(self, event: MonitorEvent) -> None:
        match event:
            case ProbeFinished(candidate, attempt, purpose):
                assert candidate.url == attempt.url
                self.attempts.append((candidate.url, purpose))
            case RequestSent(purpose):
                self.requests.append(purpose)
            case OperationFinished(ok):
                self.operations.append(ok)
            case ConnectionChanged(change):
                self.changes.append(change)
            case VerdictReached(connection_type):
                self.verdicts.append(connection_type)
            case CacheLookup(found):
                self.lookups.append(found)

    def purposes(self) -> list[Purpose]:
        """Return the purpose of each finished probe."""
        return [purpose for _, purpose in self.attempts]


@dataclass
class Waiter:
    """A waiter at the gate."""

    urgency: Urgency = Urgency.REST


@dataclass
class World:
    """A fake prober, its clock, and a monitor's other dependencies."""

    seed: int = 7
    paths: dict[str, Path] = field(default_factory=dict)
    probes: list[Probe] = field(default_factory=list)
    running: int = 0
    most_running: int = 0
    used_at: dict[str, float] = field(default_factory=dict)
    """When each candidate's connection was last used."""
    watcher: Watcher = field(default_factory=Watcher)
    wall_offset: float = 0.0
    """Seconds by which the wall clock was set."""
    spawn: Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]] = spawn
    """Runs the checks that operations share."""

    def __post_init__(self) -> None:
        """Start; needs a running loop."""
        self.loop = asyncio.get_running_loop()
        self.began_at = self.loop.time()
        self.rng = random.Random(self.seed)  # noqa: S311 - chance, not secrets
        self.cache = ConnectionCache()
        self.gate = ProbeGate()

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.loop.time()

    def elapsed(self) -> float:
        """Return seconds since the world's start."""
        return self.clock() - self.began_at

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return START + timedelta(seconds=self.elapsed() + self.wall_offset)

    def add(self, candidate: Candidate, **path: object) -> Candidate:
        """Set a candidate's path; return the candidate."""
        self.paths[candidate.url] = Path(**path)  # type: ignore[arg-type]
        return candidate

    def cut(self, *candidates: Candidate, kind: FailureKind | None = None) -> None:
        """Make paths silent, or fail at once."""
        for candidate in candidates:
            path = self.paths[candidate.url]
            path.silent, path.failure = kind is None, kind

    def mend(self, *candidates: Candidate) -> None:
        """Restore paths."""
        for candidate in candidates:
            path = self.paths[candidate.url]
            path.silent, path.failure = False, None

    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        """Probe as scripted."""
        self.probes.append(
            Probe(at=self.elapsed(), url=candidate.url, kind=candidate.kind)
        )
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        path = self.paths[candidate.url]
        silent = path.silent or path.delay > budget
        try:
            await asyncio.sleep(budget if silent else path.delay)
        finally:
            self.running -= 1
        failure = FailureKind.TIMEOUT if silent else path.failure
        latency = path.delay * 1000 if path.latency_ms is None else path.latency_ms
        idle = self.clock() - self.used_at.get(candidate.url, -inf)
        warm = idle < IDLE if path.warm is None else path.warm
        if failure is None:
            self.used_at[candidate.url] = self.clock()
        return Attempt(
            url=candidate.url,
            at=self.now(),
            failure=failure,
            peer=None if silent else path.peer or candidate.address,
            latency_ms=latency if failure is None else None,
            warm=warm,
        )

    def monitor(
        self, *candidates: Candidate, networks: Networks = LAN, label: str = "Attic"
    ) -> ServerMonitor:
        """Return a monitor of one server in this world."""
        monitor = ServerMonitor(
            "server",
            self,
            clock=self.clock,
            now=self.now,
            rng=self.rng,
            gate=self.gate,
            cache=self.cache,
            cache_key=KEY,
            label=label,
            emit=self.watcher.take,
            spawn=self.spawn,
        )
        if candidates:
            monitor.set_candidates(candidates, networks=networks)
        return monitor

    async def sure(self, monitor: ServerMonitor) -> ConnectionReport:
        """Wait until nothing is suspected; return the report."""
        while monitor.report.suspected:  # noqa: ASYNC110 - the clock is virtual
            await asyncio.sleep(0.01)
        return monitor.report

    def sent(self, *candidates: Candidate, since: float = 0.0) -> int:
        """Return the number of probes, of these candidates if any are given."""
        urls = {candidate.url for candidate in candidates}
        return sum(
            1
            for probe in self.probes
            if probe.at >= since and (not urls or probe.url in urls)
        )

    async def race(self, monitor: ServerMonitor, times: int = 1) -> None:
        """Probe all as a race does: failures count, unlike those of manual tests."""
        for _ in range(times):
            for each in monitor.report.candidates:
                await monitor._probing.probe(each.candidate, Purpose.SELECTION)

    def until_check(self, monitor: ServerMonitor) -> float:
        """Return the seconds until the next check, ignoring retries."""
        next_check = monitor.report.next_check
        assert next_check is not None
        return (next_check - self.now()).total_seconds()

    async def keep(self, monitor: ServerMonitor, seconds: float) -> ConnectionReport:
        """Check when due for `seconds`, as the coordinator does."""
        until = self.clock() + seconds
        while (delay := monitor.next_delay()) + self.clock() <= until:
            await asyncio.sleep(delay)
            await monitor.check(CheckReason.DUE)
        await asyncio.sleep(until - self.clock())
        return monitor.report
