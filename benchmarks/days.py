"""A day's requests, in virtual time: ours, and those of the design it replaces."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from custom_components.plex_connection.connection import (
    CheckFinished,
    CheckReason,
    ConnectionCache,
    DiscoveryNeeded,
    DiscoverySchedule,
    MonitorEvent,
    ProbeFinished,
    ProbeGate,
    Purpose,
    RequestSent,
    ServerMonitor,
    candidates_of,
)

from .bench import Bench
from .contestants.naive import TEST_TIMEOUT
from .virtual_time import run
from .virtual_world import (
    DAY,
    HOME,
    LAN,
    VirtualProber,
    VirtualWorld,
    record_of,
    url_of,
)

OPERATIONS = 500
HEALTHY_ROWS = 4
DEAD_ROWS = 20

NAIVE_INTERVAL = 30.0
"""Seconds between two rounds of the naive monitor."""
NAIVE_PATIENCE = TEST_TIMEOUT.total or 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """What was sent in a day."""

    healthy: bool
    """Whether the server was there; else it was off all day."""
    ours: bool
    """Whether it was Plex Connection; else the naive baseline."""
    operations: int
    sent: Mapping[str, int]
    """Requests by purpose, the operations themselves apart."""
    caused: int
    """Requests that were sent because of an operation."""

    @property
    def requests(self) -> int:
        """Return all requests."""
        return sum(self.sent.values())

    @property
    def discoveries(self) -> int:
        """Return the questions to plex.tv."""
        return self.sent.get("discovery", 0)

    @property
    def probes(self) -> int:
        """Return the requests to addresses of the server."""
        return self.requests - self.discoveries


async def measure(bench: Bench) -> list[Day]:
    """Spend four days."""
    # In a thread, for virtual time needs a loop of its own.
    days = await asyncio.to_thread(_days)
    for day in days:
        bench.say(
            f"A day, healthy {day.healthy}, ours {day.ours}: "
            f"{day.requests} requests, {day.discoveries} discoveries"
        )
    return days


def _days() -> list[Day]:
    return [
        run(spend(healthy)) for healthy in (True, False) for spend in (_ours, _naive)
    ]


def _world(healthy: bool) -> VirtualWorld:  # noqa: FBT001
    return VirtualWorld(alive=frozenset({url_of(*LAN)} if healthy else ()))


class _OurDay:
    """Plex Connection, driven as its coordinators drive it."""

    def __init__(self, world: VirtualWorld, *, rows: int) -> None:
        self._world = world
        self._record = record = record_of(rows)
        self.caused = 0
        self.schedule = DiscoverySchedule(clock=world.clock, rng=world.rng)
        # Not the account's first day: plex.tv was asked at noon of the day before.
        self.schedule.restore(DAY / 2)
        self.monitor = ServerMonitor(
            record.server_id,
            VirtualProber(world),
            clock=world.clock,
            now=world.now,
            rng=world.rng,
            gate=ProbeGate(),
            cache=ConnectionCache(),
            cache_key=("account", record.server_id),
            emit=self._take,
            spawn=self._spawn,
        )
        candidates, rejected = candidates_of(record, HOME, allow_http=False)
        self.monitor.set_candidates(candidates, rejected, networks=HOME)

    async def keep(self) -> None:
        """Check and discover when it is due, for a day."""
        world, monitor, schedule = self._world, self.monitor, self.schedule
        await monitor.check(CheckReason.START)
        if monitor.report.active is not None:
            # The push channel: one handshake, and it stays open.
            world.sent[Purpose.PUSH] += 1
            monitor.note_push(up=True)
        while True:
            wait = min(monitor.next_delay(), schedule.next_delay())
            if wait >= world.left():
                return
            await asyncio.sleep(wait)
            if schedule.due() is not None:
                await world.discover()
                schedule.succeeded()
            if monitor.next_delay() <= 0:
                await monitor.check(CheckReason.DUE)

    async def operate(self, moments: list[float]) -> None:
        """Use the server at each moment, as the backend does."""
        for moment in moments:
            await asyncio.sleep(max(0.0, moment - self._world.clock()))
            active = await self.monitor.connection()
            if active is not None:
                self.monitor.record_operation(ok=True)

    async def _counted(self, work: Coroutine[Any, Any, None]) -> None:
        before = self._world.sent.total()
        await work
        self.caused += self._world.sent.total() - before

    def _spawn(self, work: Coroutine[Any, Any, None], _: str) -> asyncio.Task[None]:
        """Run a check for operations, and count what it sends."""
        return asyncio.ensure_future(self._counted(work))

    def _take(self, event: MonitorEvent) -> None:
        """Count requests, and tell the schedule what follows from an event."""
        server_id = self._record.server_id
        match event:
            case ProbeFinished(purpose=purpose) | RequestSent(purpose):
                self._world.sent[purpose] += 1
            case DiscoveryNeeded():
                self.schedule.connection_failed(server_id)
            case CheckFinished(report=report) if report.needs_discovery:
                self.schedule.connection_failed(server_id)
            case CheckFinished(report=report) if report.active is not None:
                self.schedule.connection_restored(server_id)


async def _ours(healthy: bool) -> Day:  # noqa: FBT001
    world = _world(healthy)
    day = _OurDay(world, rows=HEALTHY_ROWS if healthy else DEAD_ROWS)
    moments = world.moments(OPERATIONS) if healthy else []
    using = asyncio.ensure_future(day.operate(moments))
    await day.keep()
    await using
    return Day(
        healthy=healthy,
        ours=True,
        operations=len(moments),
        sent=dict(world.sent.most_common()),
        caused=day.caused,
    )


class _NaiveDay:
    """Tests before every operation and every 30 s; what fails is discovered anew."""

    def __init__(self, world: VirtualWorld, *, rows: int) -> None:
        self._world = world
        self._urls = [row.url for row in record_of(rows).rows]
        self._stored = url_of(*LAN)
        self.caused = 0

    async def keep(self) -> None:
        """Test every 30 s, for a day."""
        due = self._world.clock()
        while self._world.left() > 0:
            await self._connect()
            due += NAIVE_INTERVAL
            await asyncio.sleep(max(0.0, due - self._world.clock()))

    async def operate(self, moments: list[float]) -> None:
        """Use the server at each moment."""
        for moment in moments:
            await asyncio.sleep(max(0.0, moment - self._world.clock()))
            before = self._world.sent.total()
            await self._connect()
            self.caused += self._world.sent.total() - before

    async def _connect(self) -> None:
        if await self._test(self._stored):
            return
        await self._world.discover()
        await asyncio.gather(*map(self._test, self._urls))

    async def _test(self, url: str) -> bool:
        self._world.sent["test"] += 1
        return await self._world.ask(url, patience=NAIVE_PATIENCE)


async def _naive(healthy: bool) -> Day:  # noqa: FBT001
    world = _world(healthy)
    day = _NaiveDay(world, rows=HEALTHY_ROWS if healthy else DEAD_ROWS)
    moments = world.moments(OPERATIONS) if healthy else []
    using = asyncio.ensure_future(day.operate(moments))
    await day.keep()
    await using
    return Day(
        healthy=healthy,
        ours=False,
        operations=len(moments),
        sent=dict(world.sent.most_common()),
        caused=day.caused,
    )
