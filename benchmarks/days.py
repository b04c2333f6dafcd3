"""Requests of a day in virtual time: ours, and those of the design it replaces."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from .bench import Bench
from .contestants.naive import TEST_TIMEOUT
from .virtual_rig import VirtualRig
from .virtual_time import run
from .virtual_world import LAN, VirtualWorld, record_of, url_of

OPERATIONS = 500
HEALTHY_ROWS = 4
DEAD_ROWS = 20

NAIVE_INTERVAL = 30.0
"""Seconds between two rounds of the naive monitor."""
NAIVE_PATIENCE = TEST_TIMEOUT.total or 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """The requests of a day."""

    healthy: bool
    """Whether the server was up; otherwise it was off all day."""
    ours: bool
    """Whether Plex Connection ran; otherwise the naive baseline."""
    operations: int
    sent: Mapping[str, int]
    """Requests by purpose, without the operations themselves."""
    caused: int
    """Requests caused by an operation."""

    @property
    def requests(self) -> int:
        """Return all requests."""
        return sum(self.sent.values())

    @property
    def discoveries(self) -> int:
        """Return the requests to plex.tv."""
        return self.sent.get("discovery", 0)

    @property
    def probes(self) -> int:
        """Return the requests to addresses of the server."""
        return self.requests - self.discoveries


async def measure(bench: Bench) -> list[Day]:
    """Spend four days."""
    # In a thread, because virtual time needs its own loop.
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


class _OurDay(VirtualRig):
    """Plex Connection, and the operations on the server."""

    async def operate(self, moments: list[float]) -> None:
        """Use the server at each moment, as the backend does."""
        for moment in moments:
            await asyncio.sleep(max(0.0, moment - self._world.clock()))
            active = await self.monitor.connection()
            if active is not None:
                self.monitor.record_operation(ok=True)


async def _ours(healthy: bool) -> Day:  # noqa: FBT001
    world = _world(healthy)
    day = _OurDay(world, record_of(HEALTHY_ROWS if healthy else DEAD_ROWS))
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
    """Tests before every operation and every 30 s; rediscovers after a failure."""

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
