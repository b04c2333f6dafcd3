"""Observers get every request, change and connection type, with its reason."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from custom_components.plex_connection.connection import (
    CheckReason,
    ConnectionType,
    FailureKind,
    Purpose,
)
from tests.connection.virtual_time import run
from tests.connection.world import Waiter, World, local, relay, remote

REFUSED = FailureKind.REFUSED


def test_purposes() -> None:
    """Each probe has its purpose."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        twin = world.add(replace(local(scheme="http"), diagnostic_only=True))
        monitor = world.monitor(near, far, twin)
        await monitor.check(CheckReason.START)
        assert Counter(world.watcher.attempts) == {
            (near.url, Purpose.SELECTION): 1,
            (far.url, Purpose.SELECTION): 1,
            (far.url, Purpose.MEASURE): 1,
            (twin.url, Purpose.DIAGNOSE): 1,
        }
        world.watcher.attempts.clear()
        await asyncio.sleep(120)
        world.mend(near)
        await monitor.check(CheckReason.DUE)
        assert world.watcher.attempts == [
            (far.url, Purpose.CHECK),
            (near.url, Purpose.SEARCH),
            (near.url, Purpose.SEARCH),
        ]
        world.watcher.attempts.clear()
        await world.keep(monitor, 4000)
        assert (far.url, Purpose.STANDBY) in world.watcher.attempts
        world.watcher.attempts.clear()
        await monitor.test_all()
        assert world.watcher.purposes() == [Purpose.TEST] * 3

    run(main())


def test_every_request_is_counted() -> None:
    """Cancelled probes count as requests, too: they may have been sent."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        slow = [world.add(local(number), delay=1.0) for number in (11, 12)]
        monitor = world.monitor(near, *slow, world.add(remote()), world.add(relay()))
        await monitor.check(CheckReason.START)
        told = len(world.watcher.attempts) + len(world.watcher.requests)
        assert told == world.sent()
        assert world.watcher.requests
        assert set(world.watcher.requests) == {Purpose.SELECTION}

    run(main())


def test_changes_and_connection_types() -> None:
    """Changes and connection types as they are made, including a restored one."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        world.cut(far, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        told = world.watcher
        assert tuple(told.changes) == monitor.report.changes
        kinds = list(dict.fromkeys(told.verdicts))
        assert kinds == [
            ConnectionType.LOCAL,
            ConnectionType.REMOTE,
            ConnectionType.OFFLINE,
        ]
        state = monitor.state()
        told.verdicts.clear()
        world.monitor(near, far).restore(state)
        assert told.verdicts == [ConnectionType.OFFLINE]

    run(main())


def test_duration_includes_the_queue() -> None:
    """A change's duration includes the time its check was queued."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        busy = [asyncio.create_task(_hold(world)) for _ in range(4)]
        await asyncio.sleep(0)
        await monitor.check(CheckReason.START)
        assert monitor.report.changes[-1].duration_ms == pytest.approx(2020)
        await asyncio.gather(*busy)

    run(main())


async def _hold(world: World) -> None:
    async with world.gate.slot(Waiter()):
        await asyncio.sleep(2)


def test_operations() -> None:
    """Failed and successful operations, with and without a connection."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        monitor.record_operation(ok=False)
        await monitor.check(CheckReason.START)
        monitor.record_operation(ok=True)
        assert world.watcher.operations == [False, True]

    run(main())
