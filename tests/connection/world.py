"""A simulated surrounding for the engine: a clock, a network of scripted paths."""

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
    """Run in the background, begun before this returns, as Home Assistant does it."""
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
    """How a candidate behaves, until somebody changes it."""

    delay: float = 0.02
    """Seconds until an answer or a failure; a silent path takes the whole budget."""
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
    """Seconds since the world began."""
    url: str
    kind: ConnectionType
    """As the prober was told."""


@dataclass
class Watcher:
    """Writes down all it is told."""

    attempts: list[tuple[str, Purpose]] = field(default_factory=list)
    requests: list[Purpose] = field(default_factory=list)
    operations: list[bool] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    verdicts: list[ConnectionType] = field(default_factory=list)
    lookups: list[Freshness] = field(default_factory=list)
    on_found: Callable[[Candidate], object] | None = None
    """Called with each connection that is found within a check."""
    on_shown: Callable[[ConnectionReport], object] | None = None
    """Called with each verdict that is to be shown before the check's end."""
    on_needs_discovery: Callable[[], object] | None = None
    """Called when plex.tv should be asked."""
    also: Callable[[MonitorEvent], None] | None = None
    """Called with every event."""

    def take(self, event: MonitorEvent) -> None:
        """Write down an event, and tell it on."""
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
        """Return why each probe that ended was sent."""
        return [purpose for _, purpose in self.attempts]


@dataclass
class Waiter:
    """Who waits for a place at the gate."""

    urgency: Urgency = Urgency.REST


@dataclass
class World:
    """A fake prober, its clock, and a monitor's other surroundings."""

    seed: int = 7
    paths: dict[str, Path] = field(default_factory=dict)
    probes: list[Probe] = field(default_factory=list)
    running: int = 0
    most_running: int = 0
    used_at: dict[str, float] = field(default_factory=dict)
    """When each candidate's connection was last used."""
    watcher: Watcher = field(default_factory=Watcher)
    wall_offset: float = 0.0
    """Seconds the wall clock was moved by."""
    spawn: Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]] = spawn
    """Runs the checks that operations share."""

    def __post_init__(self) -> None:
        """Begin; needs a running loop."""
        self.loop = asyncio.get_running_loop()
        self.began_at = self.loop.time()
        self.rng = random.Random(self.seed)  # noqa: S311 - chance, not secrets
        self.cache = ConnectionCache()
        self.gate = ProbeGate()

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.loop.time()

    def elapsed(self) -> float:
        """Return seconds since the world began."""
        return self.clock() - self.began_at

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return START + timedelta(seconds=self.elapsed() + self.wall_offset)

    def add(self, candidate: Candidate, **path: object) -> Candidate:
        """Make a candidate behave."""
        self.paths[candidate.url] = Path(**path)  # type: ignore[arg-type]
        return candidate

    def cut(self, *candidates: Candidate, kind: FailureKind | None = None) -> None:
        """Kill paths: silent, or with a failure that comes at once."""
        for candidate in candidates:
            path = self.paths[candidate.url]
            path.silent, path.failure = kind is None, kind

    def mend(self, *candidates: Candidate) -> None:
        """Bring paths back."""
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
        """Wait until nothing is suspected any more; return what is shown then."""
        while monitor.report.suspected:  # noqa: ASYNC110 - the clock is virtual
            await asyncio.sleep(0.01)
        return monitor.report

    def sent(self, *candidates: Candidate, since: float = 0.0) -> int:
        """Return how many probes were sent, to these candidates if any are named."""
        urls = {candidate.url for candidate in candidates}
        return sum(
            1
            for probe in self.probes
            if probe.at >= since and (not urls or probe.url in urls)
        )

    async def race(self, monitor: ServerMonitor, times: int = 1) -> None:
        """Probe all as a race does: failures count, unlike those of tests by hand."""
        for _ in range(times):
            for each in monitor.report.candidates:
                await monitor._probing.probe(each.candidate, Purpose.SELECTION)

    def until_check(self, monitor: ServerMonitor) -> float:
        """Return the seconds until the next check, tries in between aside."""
        next_check = monitor.report.next_check
        assert next_check is not None
        return (next_check - self.now()).total_seconds()

    async def keep(self, monitor: ServerMonitor, seconds: float) -> ConnectionReport:
        """Do what the coordinator does, check when it is due, for so long."""
        until = self.clock() + seconds
        while (delay := monitor.next_delay()) + self.clock() <= until:
            await asyncio.sleep(delay)
            await monitor.check(CheckReason.DUE)
        await asyncio.sleep(until - self.clock())
        return monitor.report
