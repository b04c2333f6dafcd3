"""Requests and dead time in a day at home, a day offline, an hour of flapping."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ChangeReason,
    CheckFinished,
    CheckReason,
    ConnectionType,
    DiscoveryNeeded,
    DiscoverySchedule,
    DiscoveryTrigger,
    FailureKind,
    Freshness,
    MonitorEvent,
    Purpose,
)
from tests.connection.virtual_time import run
from tests.connection.world import World, local, relay, remote

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

REQUESTS_A_DAY = 330
PROBES_A_DAY_OFF = 1500
DISCOVERIES_A_DAY_OFF = 10


@dataclass
class Rig:
    """One server with its monitor, plex.tv, and operations."""

    world: World
    rows: list[Candidate]
    discoveries: Counter[DiscoveryTrigger] = field(default_factory=Counter)
    caused: int = 0
    """Requests caused by operations that needed a connection."""
    served: int = 0
    refreshes: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Start with an empty store: plex.tv is queried first."""
        self.schedule = DiscoverySchedule(clock=self.world.clock, rng=self.world.rng)
        self.world.spawn = self.spawn
        self.world.watcher.also = self.take
        self.monitor = self.world.monitor(*self.rows)

    async def check(self, reason: CheckReason) -> None:
        """Run a check."""
        await self.monitor.check(reason)

    def take(self, event: MonitorEvent) -> None:
        """Update the discovery schedule from an event."""
        match event:
            case DiscoveryNeeded():
                self.schedule.connection_failed("server")
            case CheckFinished(report=report) if report.needs_discovery:
                self.schedule.connection_failed("server")
            case CheckFinished(report=report) if report.active is not None:
                self.schedule.connection_restored("server")

    async def checks(self) -> None:
        """Check whenever it is due."""
        await self.check(CheckReason.START)
        while True:
            await asyncio.sleep(max(0.01, self.monitor.next_delay()))
            if self.monitor.next_delay() <= 0:
                await self.check(CheckReason.DUE)

    async def discovery(self) -> None:
        """Query plex.tv whenever it is due; its answer never changes."""
        while True:
            await asyncio.sleep(min(10.0, max(0.01, self.schedule.next_delay())))
            if (trigger := self.schedule.due()) is not None:
                self.discoveries[trigger] += 1
                await asyncio.sleep(0.05)
                self.schedule.succeeded()

    async def _counted(self, work: Coroutine[Any, Any, None]) -> None:
        sent = self.world.sent()
        await work
        self.caused += self.world.sent() - sent

    def spawn(self, work: Coroutine[Any, Any, None], _: str) -> asyncio.Task[None]:
        """Run an operation's check in the background and count its requests."""
        task = asyncio.create_task(self._counted(work))
        self.refreshes.add(task)
        task.add_done_callback(self.refreshes.discard)
        return task

    async def use(self) -> None:
        """Use the connection as an operation does."""
        self.monitor.note_operation()
        active = await self.monitor.connection()
        if active is not None:
            self.served += 1
            self.monitor.record_operation(ok=True)

    async def operations(self, times: list[float]) -> None:
        """Use the connection at these seconds of the day."""
        for time in times:
            await asyncio.sleep(max(0.0, time - self.world.elapsed()))
            await self.use()

    async def live(self, seconds: float, *lives: Coroutine[Any, Any, None]) -> None:
        """Run everything until `seconds`."""
        tasks = [
            asyncio.create_task(each)
            for each in (self.checks(), self.discovery(), *lives)
        ]
        await asyncio.sleep(seconds - self.world.elapsed())
        for task in [*tasks, *self.refreshes]:
            task.cancel()
        await asyncio.gather(*tasks, *self.refreshes, return_exceptions=True)
        for task in tasks:
            assert task.cancelled() or task.exception() is None

    @property
    def requests(self) -> int:
        """Return the number of all our requests."""
        told = len(self.world.watcher.attempts) + len(self.world.watcher.requests)
        assert told == self.world.sent()
        return told + self.discoveries.total()


def at_home(world: World, *, has_standby: bool) -> list[Candidate]:
    """Add the rows of a server next door, including Docker's dead one."""
    return [
        world.add(local()),
        world.add(local(17, on_link=False), silent=not has_standby, delay=0.03),
        world.add(remote(), failure=None if has_standby else FailureKind.REFUSED),
        world.add(relay(), delay=0.1),
    ]


def all_day(rng: Random) -> list[float]:
    """Return 500 times over the whole day."""
    return sorted(rng.uniform(10, DAY - 10) for _ in range(500))


def in_the_evening(rng: Random) -> list[float]:
    """Return 500 times between seven and eleven in the evening."""
    return sorted(rng.uniform(19 * HOUR, 23 * HOUR) for _ in range(500))


def in_bursts(rng: Random) -> list[float]:
    """Return 500 times: ten within seconds, fifty times."""
    starts = [rng.uniform(10, DAY - 30) for _ in range(50)]
    return sorted(start + rng.uniform(0, 10) for start in starts for _ in range(10))


@pytest.mark.parametrize("habit", [all_day, in_the_evening, in_bursts])
@pytest.mark.parametrize("push", [True, False])
@pytest.mark.parametrize("has_standby", [True, False])
def test_day_at_home(
    habit: Callable[[Random], list[float]], *, push: bool, has_standby: bool
) -> None:
    """At most 330 requests, one discovery, and under 0.1 requests an operation."""

    async def main() -> None:
        world = World()
        home = Rig(world, at_home(world, has_standby=has_standby))
        monitor = home.monitor

        async def open_push() -> None:
            await asyncio.sleep(5)
            monitor.note_push(up=push)

        await home.live(DAY, open_push(), home.operations(habit(world.rng)))
        assert home.served == 500
        assert home.requests <= REQUESTS_A_DAY
        assert home.discoveries == {DiscoveryTrigger.FIRST_AUTH: 1}
        assert home.caused / 500 < 0.1
        lookups = Counter(world.watcher.lookups)
        assert lookups[Freshness.FRESH] >= 495
        assert set(world.watcher.verdicts) == {ConnectionType.LOCAL}
        assert [c.reason for c in monitor.report.changes] == [ChangeReason.FIRST]

    run(main())


def test_second_day_asks_plex_tv_once() -> None:
    """On the second day plex.tv is queried once, as its answer is a day old."""

    async def main() -> None:
        world = World()
        home = Rig(world, at_home(world, has_standby=True))
        await home.live(2 * DAY)
        assert home.discoveries == {
            DiscoveryTrigger.FIRST_AUTH: 1,
            DiscoveryTrigger.STALE: 1,
        }
        assert home.requests <= 2 * REQUESTS_A_DAY

    run(main())


def twenty_rows(world: World) -> list[Candidate]:
    """Add the rows of a server with many networks, none of which answers."""
    refused = FailureKind.REFUSED
    return [
        *(world.add(local(number), silent=True) for number in range(2, 8)),
        *(
            world.add(local(number, on_link=False), silent=True)
            for number in range(2, 8)
        ),
        *(world.add(remote(number), failure=refused) for number in range(1, 6)),
        *(world.add(relay(number), silent=True) for number in range(1, 4)),
    ]


@pytest.mark.parametrize("was_there", [True, False])
def test_day_offline(*, was_there: bool) -> None:
    """At most 1500 probes and ten discoveries, whether or not it was ever online."""

    async def main() -> None:
        world = World()
        rows = twenty_rows(world)
        home = Rig(world, rows)
        monitor = home.monitor
        if was_there:
            world.mend(rows[0])

        async def switch_off() -> None:
            await asyncio.sleep(60)
            world.cut(rows[0])
            await home.check(CheckReason.PUSH_LOST)

        await home.live(DAY, switch_off())
        assert monitor.report.connection_type is ConnectionType.OFFLINE
        assert world.sent() <= PROBES_A_DAY_OFF
        assert home.requests - world.sent() <= DISCOVERIES_A_DAY_OFF

    run(main())


def test_day_offline_with_operations() -> None:
    """Operations may race in addition to the schedule, and cost few requests.

    Half as many again as if each replaced the schedule's next race, which would find a
    server that returns between the two later.
    """

    async def main() -> None:
        world = World()
        home = Rig(world, twenty_rows(world))
        await home.live(DAY, home.operations(all_day(world.rng)))
        assert home.served == 0
        assert world.sent() <= 2.5 * PROBES_A_DAY_OFF
        assert home.discoveries.total() <= DISCOVERIES_A_DAY_OFF

    run(main())


class Flapping:
    """A server whose LAN path fails and recovers every `period` seconds."""

    def __init__(self, world: World, *, period: float, detection: float) -> None:
        """Create; `detection` is the seconds until push notices a dead path."""
        self.world = world
        self.near, self.far = world.add(local()), world.add(remote(), delay=0.06)
        self.home = Rig(world, [self.near, self.far, world.add(relay())])
        self.monitor = self.home.monitor
        self.period = period
        self.detection = detection
        self.is_dead = False
        self.dead_for: list[float] = []
        """Seconds from each failure to its detection."""

    async def flap(self, kind: FailureKind | None) -> None:
        """Fail and restore the path for ever."""
        await asyncio.sleep(self.period)
        while True:
            self.is_dead = True
            self.world.cut(self.near, kind=kind)
            async with asyncio.TaskGroup() as group:
                group.create_task(self.notice())
                await asyncio.sleep(self.period)
                self.is_dead = False
                self.world.mend(self.near)
                # The server notifies its connected clients that it is reachable.
                group.create_task(self.home.check(CheckReason.PUSH_HINT))
            await asyncio.sleep(self.period)

    async def notice(self) -> None:
        """Report the channel as lost if it uses the dead path."""
        began = self.world.clock()
        await asyncio.sleep(self.detection)
        if self.monitor.active == self.near and self.is_dead:
            await self.home.check(CheckReason.PUSH_LOST)
        assert not self.is_dead or self.monitor.active != self.near
        self.dead_for.append(self.world.clock() - began)

    async def watch(self) -> None:
        """Assert every second that the dead path is not used for a minute."""
        used = 0
        while True:
            await asyncio.sleep(1)
            is_in_use = self.monitor.active == self.near
            used = used + 1 if self.is_dead and is_in_use else 0
            assert used < MINUTE


@pytest.mark.parametrize(
    ("kind", "detection"), [(FailureKind.REFUSED, 0.2), (None, 13.5)]
)
def test_hour_on_a_flapping_path(kind: FailureKind | None, detection: float) -> None:
    """Damped upgrades, never a minute on the dead path, and few requests."""

    async def main() -> None:
        world = World()
        scene = Flapping(world, period=20, detection=detection)
        await scene.home.live(HOUR, scene.flap(kind), scene.watch())
        changes = world.watcher.changes
        upgrades = [
            change
            for change in changes
            if change.reason in (ChangeReason.UPGRADE, ChangeReason.FAIL_BACK)
        ]
        failovers = [c for c in changes if c.reason is ChangeReason.FAILOVER]
        assert len(upgrades) <= 8
        assert len(failovers) <= len(upgrades) + 1
        assert not [c for c in changes if c.reason is ChangeReason.LOST]
        assert {c.to_type for c in changes} == {
            ConnectionType.LOCAL,
            ConnectionType.REMOTE,
        }
        times = [change.at for change in changes]
        assert all((b - a).total_seconds() < HOUR for a, b in pairwise(times))
        assert max(scene.dead_for) < detection + 2
        assert world.sent() <= 300
        # No more checks than remote's interval, plus those for hints.
        purposes = Counter(world.watcher.purposes())
        assert purposes[Purpose.CHECK] <= HOUR / 108 + 66
        assert scene.home.discoveries.total() <= 8

    run(main())
