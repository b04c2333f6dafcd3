"""A change's duration: from the first failed answer to the next good one."""

import asyncio

import pytest

from custom_components.plex_connection.connection import (
    ChangeReason,
    CheckReason,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import World, local, relay, remote

REFUSED = FailureKind.REFUSED

DOUBTS = [CheckReason.PUSH_LOST, CheckReason.OPERATION_FAILED]


async def at_home(world: World) -> ServerMonitor:
    """Return a monitor on the LAN, its standby tested 100 seconds ago."""
    near, far = world.add(local(), delay=0.01), world.add(remote(), delay=0.06)
    monitor = world.monitor(near, far)
    await monitor.check(CheckReason.START)
    await monitor.test_all()
    await asyncio.sleep(100)
    return monitor


def test_failed_operation_without_a_check() -> None:
    """The duration counts from the failed operation, not from the later check."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        world.cut(local(), kind=REFUSED)
        monitor.record_operation(ok=False)
        await asyncio.sleep(3)
        monitor.record_operation(ok=False)
        await asyncio.sleep(1)
        report = await monitor.check(CheckReason.DUE)
        change = report.changes[-1]
        assert change.to_type is ConnectionType.REMOTE
        assert change.duration_ms == pytest.approx(4060, abs=20)

    run(main())


@pytest.mark.parametrize("reason", DOUBTS)
def test_deferred_failure_reports(reason: CheckReason) -> None:
    """The duration counts from the first failure report deferred by admission."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        for _ in range(10):
            await monitor.check(reason)
        world.cut(local(), kind=REFUSED)
        began = world.clock()
        await monitor.check(reason)
        assert monitor.report.active == local(), "no check has run"
        report = await world.keep(monitor, 30)
        change = report.changes[-1]
        assert change.to_type is ConnectionType.REMOTE
        waited = (change.at - world.now()).total_seconds() + world.clock() - began
        assert change.duration_ms == pytest.approx(1000 * waited, abs=150)
        assert change.duration_ms > 5000

    run(main())


def test_failure_while_a_check_is_queued() -> None:
    """Failures in sequence share a queued check; the first one counts."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        world.cut(local(), kind=REFUSED)
        test = asyncio.create_task(monitor.test_all())
        world.add(relay(), silent=True)
        await asyncio.sleep(0)
        first = asyncio.create_task(monitor.check(CheckReason.OPERATION_FAILED))
        await asyncio.sleep(0.05)
        await monitor.check(CheckReason.OPERATION_FAILED)
        await asyncio.gather(test, first)
        assert monitor.report.changes[-1].duration_ms == pytest.approx(120, abs=30)

    run(main())


@pytest.mark.parametrize("wait", [0.0, 7.0])
def test_probe_that_failed(wait: float) -> None:
    """The duration counts from the failed probe: before it nothing was known."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        world.cut(local())
        if wait:
            await monitor.test_all()
            await asyncio.sleep(wait)
        await monitor.check(CheckReason.MANUAL)
        report = await world.sure(monitor)
        change = report.changes[-1]
        assert change.to_type is ConnectionType.REMOTE
        # After a mere time-out the active candidate has a second (rule 12); after an
        # earlier failed test, add that probe's 1.5 s.
        expected = 1.0 if not wait else wait + 1.5 + 1.0
        assert change.duration_ms == pytest.approx(1000 * expected, abs=100)

    run(main())


def test_success_resets_the_failure() -> None:
    """A successful operation resets the start of the failure."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        await monitor.check(CheckReason.PUSH_LOST)
        monitor.record_operation(ok=False)
        monitor.record_operation(ok=True)
        await world.keep(monitor, 1000)
        world.cut(local(), kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.changes[-1].duration_ms == pytest.approx(60)

    run(main())


def test_server_fault_is_an_answer() -> None:
    """A server fault is an answer; a later loss counts from its own start."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        world.cut(local(), remote(), kind=FailureKind.UNAUTHORIZED)
        await monitor.check(CheckReason.OPERATION_FAILED)
        await asyncio.sleep(50)
        world.mend(remote())
        world.cut(local(), kind=REFUSED)
        report = await monitor.check(CheckReason.OPERATION_FAILED)
        assert report.changes[-1].duration_ms == pytest.approx(60)

    run(main())


def test_outage() -> None:
    """A loss lasts until the search ends, a return until it; both from the failure."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        world.cut(local(), remote(), kind=REFUSED)
        began = world.clock()
        report = await monitor.check(CheckReason.PUSH_LOST)
        lost = report.changes[-1]
        assert lost.reason is ChangeReason.LOST
        assert lost.duration_ms == pytest.approx(1000 * (world.clock() - began), abs=5)
        await world.keep(monitor, 1000)
        world.mend(local())
        await asyncio.sleep(500)
        report = await monitor.check(CheckReason.MANUAL)
        back = report.changes[-1]
        assert back.reason is ChangeReason.RECOVERED
        waited = 1000 * (world.clock() - began)
        assert back.duration_ms == pytest.approx(waited, abs=50)

    run(main())


def test_upgrade() -> None:
    """Without a failure an upgrade counts from the request for the check."""

    async def main() -> None:
        world = World()
        near = world.add(local(), silent=True)
        monitor = world.monitor(near, world.add(remote(), delay=0.06))
        await monitor.check(CheckReason.START)
        await asyncio.sleep(100)
        await monitor.check(CheckReason.PUSH_LOST)
        world.mend(near)
        await asyncio.sleep(100)
        report = await monitor.check(CheckReason.MANUAL)
        change = report.changes[-1]
        assert change.reason is ChangeReason.UPGRADE
        assert change.duration_ms < 300

    run(main())


def test_failure_of_another_candidate() -> None:
    """A connection's duration ignores failures of other candidates."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        world.cut(remote(), kind=REFUSED)
        asked = world.sent(remote())
        while world.sent(remote()) == asked:
            await asyncio.sleep(monitor.next_delay())
            await monitor.check(CheckReason.DUE)
        assert monitor.failing_since() is None
        await asyncio.sleep(50)
        world.cut(local(), kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.changes[-1].reason is ChangeReason.LOST
        assert report.changes[-1].duration_ms < 1000

    run(main())
