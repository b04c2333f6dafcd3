"""Contenders for a server that has been offline for long (rule 10)."""

import asyncio

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import World, local, relay, remote


async def race(world: World, monitor: ServerMonitor) -> set[str]:
    """Return the URLs of the next race's contenders."""
    world.probes.clear()
    await asyncio.sleep(world.until_check(monitor))
    await monitor.check(CheckReason.DUE)
    return {probe.url for probe in world.probes}


def test_four_of_many_in_turn() -> None:
    """The last good one and each tier's best always race; the others take turns."""

    async def main() -> None:
        world = World()
        near = [world.add(local(number)) for number in range(1, 8)]
        far = [world.add(remote(number)) for number in range(1, 8)]
        away = world.add(relay())
        everybody = [*near, *far, away]
        monitor = world.monitor(*everybody)
        last_good = far[6]
        world.cut(*everybody, kind=FailureKind.REFUSED)
        world.mend(last_good)
        report = await monitor.check(CheckReason.START)
        assert report.active == last_good
        world.cut(last_good, kind=FailureKind.REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        for _ in range(5):
            assert len(await race(world, monitor)) == len(everybody)
        await asyncio.sleep(3600)
        seen: set[str] = set()
        for _ in range(12):
            racing = await race(world, monitor)
            assert len(racing) == 4
            assert {last_good.url, away.url} <= racing
            assert racing & {each.url for each in near}
            seen |= racing
        assert seen == {each.url for each in everybody}

    run(main())


def test_few_candidates_all_race() -> None:
    """Up to six candidates all race."""

    async def main() -> None:
        world = World()
        few: list[Candidate] = [world.add(local()), world.add(remote())]
        world.cut(*few)
        monitor = world.monitor(*few)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(4000)
        assert len(await race(world, monitor)) == 2
        assert monitor.report.connection_type is ConnectionType.OFFLINE

    run(main())
