"""Requests in an hour and a day by type: exactly what rule 9 allows."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionType,
    FailureKind,
)
from tests.connection.virtual_time import run
from tests.connection.world import World, local, relay, remote

HOUR = 3600.0
DAY = 24 * HOUR
MINUTE = 60.0


@dataclass
class Hour:
    """The requests after the first check."""

    world: World
    since: float

    def times(self, *candidates: Candidate) -> list[float]:
        """Return the times of these candidates' probes."""
        urls = {candidate.url for candidate in candidates}
        return [p.at for p in self.world.probes if p.url in urls and p.at > self.since]

    def counts(self) -> Counter[str]:
        """Return probes by candidate."""
        return Counter(p.url for p in self.world.probes if p.at > self.since)


async def spend(world: World, seconds: float, *candidates: Candidate) -> Hour:
    """Find the connection, then keep it for `seconds`."""
    monitor = world.monitor(*candidates)
    await monitor.check(CheckReason.START)
    since = world.elapsed()
    await world.keep(monitor, seconds)
    return Hour(world, since)


def assert_spaced(times: list[float], interval: float) -> None:
    """Assert that due checks are 0 to 10 % less than the interval apart."""
    for before, after in pairwise(times):
        assert 0.9 * interval <= after - before <= interval + 0.5


def test_hour_of_local() -> None:
    """One probe each 270 to 300 s, of the active candidate only."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        others = [
            world.add(local(11), delay=0.3),
            world.add(remote()),
            world.add(relay()),
        ]
        hour = await spend(world, HOUR, near, *others)
        assert hour.counts() == {near.url: 12}
        assert_spaced(hour.times(near), 300)

    run(main())


def test_hour_of_remote() -> None:
    """One probe each 108 to 120 s if there is nothing better to search for.

    And one each half hour of the possible standby.
    """

    async def main() -> None:
        world = World()
        far = world.add(remote())
        other = world.add(remote(21), delay=0.3)
        hour = await spend(world, HOUR, far, other, world.add(relay()))
        assert hour.counts() == {far.url: 31, other.url: 2}
        assert_spaced(hour.times(far), 120)

    run(main())


def test_hour_of_remote_with_a_dead_lan() -> None:
    """The local row is tried with due checks, less and less often."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        hour = await spend(world, HOUR, near, far)
        assert hour.counts() == {far.url: 31, near.url: 8}
        checks = hour.times(far)
        for time in hour.times(near):
            assert any(0 < time - check < 0.1 for check in checks)
        gaps = [b - a for a, b in pairwise(hour.times(near))]
        assert all(gap <= 600 + 121.5 for gap in gaps)
        assert gaps[-1] > 480

    run(main())


def test_hour_of_relay() -> None:
    """One probe each 27 to 30 s; of direct ones with each check for ten minutes."""

    async def main() -> None:
        world = World()
        away = world.add(relay(), delay=0.1)
        dead = [world.add(local(), silent=True), world.add(remote(), silent=True)]
        hour = await spend(world, HOUR, *dead, away)
        counts = hour.counts()
        assert counts == {away.url: 126, dead[0].url: 47, dead[1].url: 47}
        early = [time for time in hour.times(dead[1]) if time < hour.since + 600]
        late = [time for time in hour.times(dead[1]) if time >= hour.since + 600]
        assert (len(early), len(late)) == (21, 26)
        for before, after in pairwise(late):
            assert 108 <= after - before <= 150

    run(main())


def test_relay_tries_six_at_a_time() -> None:
    """A relay check tries six candidates at a time, all in turn."""

    async def main() -> None:
        world = World()
        away = world.add(relay())
        dead = [
            world.add(remote(number), failure=FailureKind.REFUSED)
            for number in range(1, 15)
        ]
        hour = await spend(world, 5 * MINUTE, *dead, away)
        rounds: Counter[int] = Counter()
        for time in hour.times(*dead):
            rounds[round(time / 10)] += 1
        assert set(rounds.values()) == {6}
        assert {p.url for p in world.probes if p.at > hour.since} == {
            away.url,
            *(each.url for each in dead),
        }

    run(main())


def test_hour_of_offline() -> None:
    """Races after 30, 60, 120, 240, 480 s, then every ten minutes."""

    async def main() -> None:
        world = World()
        dead = [world.add(local(), silent=True), world.add(remote(), silent=True)]
        hour = await spend(world, HOUR, *dead)
        assert hour.counts() == {dead[0].url: 9, dead[1].url: 9}
        times = hour.times(dead[1])
        gaps = [b - a for a, b in pairwise([hour.since, *times])]
        for gap, nominal in zip(
            gaps, [30, 60, 120, 240, 480, *[600] * 9], strict=False
        ):
            assert 0.8 * nominal <= gap <= min(1.2 * nominal, 600) + 5

    run(main())


def test_day_of_local_without_push() -> None:
    """At most 330 requests with one discovery, the standby's included (rule 12)."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), delay=0.01)
        docker = world.add(local(17, on_link=False), delay=0.03)
        monitor = world.monitor(near, docker, far)
        await monitor.check(CheckReason.START)
        start = world.sent()
        await monitor.test_all()
        assert monitor.report.standby == docker
        since = world.elapsed()
        await world.keep(monitor, DAY)
        day = Hour(world, since)
        assert day.counts() == {near.url: 302, docker.url: 23}
        discovery = 1
        assert start + sum(day.counts().values()) + discovery <= 330

    run(main())


def test_day_of_local_with_push() -> None:
    """Push proves the active one, so the standby's probe replaces it."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11), delay=0.1)
        monitor = world.monitor(near, other)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        monitor.note_push(up=True)
        since = world.elapsed()
        await world.keep(monitor, DAY)
        day = Hour(world, since)
        assert sum(day.counts().values()) == 302
        assert day.counts()[other.url] == 43
        standby = day.times(other)
        assert_spaced_at_most(standby, 1800 + 300)
        assert monitor.report.connection_type is ConnectionType.LOCAL

    run(main())


def assert_spaced_at_most(times: list[float], seconds: float) -> None:
    """Assert that no two are further apart."""
    assert all(b - a <= seconds for a, b in pairwise(times))


def test_day_of_local_with_operations() -> None:
    """Operations replace the active one's probes; only the standby's remain."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11), delay=0.1)
        monitor = world.monitor(near, other)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        sent = world.sent()
        for _ in range(500):
            await world.keep(monitor, DAY / 500)
            monitor.record_operation(ok=True)
        assert world.sent() - sent == 47
        assert world.sent(near) == 3

    run(main())


@pytest.mark.parametrize("rows", [1, 6, 20])
def test_day_of_an_offline_server(rows: int) -> None:
    """At most 1500 probes, whatever its number of addresses."""

    async def main() -> None:
        world = World()
        dead = [
            world.add(local(number, on_link=number < 3), silent=True)
            if number % 2
            else world.add(remote(number), failure=FailureKind.REFUSED)
            for number in range(rows)
        ]
        monitor = world.monitor(*dead)
        await monitor.check(CheckReason.START)
        report = await world.keep(monitor, DAY)
        assert report.connection_type is ConnectionType.OFFLINE
        assert world.sent() <= 1500
        late = world.elapsed() - 8 * HOUR
        assert all(world.sent(each, since=late) for each in dead), "all take turns"

    run(main())


def test_premature_check_costs_nothing() -> None:
    """A premature due check costs nothing, for any type."""

    async def main() -> None:
        for candidate in (local(), remote(), relay(), None):
            world = World()
            offered = [world.add(candidate)] if candidate else []
            monitor = world.monitor(*offered)
            await monitor.check(CheckReason.START)
            sent = world.sent()
            for _ in range(5):
                await monitor.check(CheckReason.DUE)
            assert world.sent() == sent

    run(main())
