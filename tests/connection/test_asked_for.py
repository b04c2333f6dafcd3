"""Requested checks run at once and never lengthen an offline server's intervals."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.plex_connection.connection import (
    CheckReason,
    ConnectionState,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import World, local, remote

REFUSED = FailureKind.REFUSED

ASKED = [
    CheckReason.MANUAL,
    CheckReason.DISCOVERY,
    CheckReason.PUSH_HINT,
    CheckReason.PUSH_LOST,
    CheckReason.OPERATION,
    CheckReason.OPERATION_FAILED,
]


def off(world: World) -> ServerMonitor:
    """Return the monitor of a server that refuses connections at once."""
    return world.monitor(world.add(local(), failure=REFUSED))


@pytest.mark.parametrize("reason", ASKED)
def test_requested_checks_leave_the_schedule_alone(reason: CheckReason) -> None:
    """Requested checks leave each scheduled interval at its length."""

    async def main() -> None:
        world = World()
        monitor = off(world)
        await monitor.check(CheckReason.START)
        for interval in (30, 60, 120, 240, 480):
            assert monitor.report.check_interval == interval
            due = world.clock() + monitor.next_delay()
            assert monitor.next_delay() <= 1.2 * interval
            served = world.sent()
            while world.clock() + 12 < due:
                await world.keep(monitor, 11)
                await monitor.check(reason)
                assert monitor.report.check_interval == interval
            assert world.sent() > served
            await world.keep(monitor, due - world.clock() + 6)
            assert monitor.report.check_interval == min(2 * interval, 600)

    run(main())


def test_published_count_includes_every_check() -> None:
    """The published count includes every failed check, whatever requested it."""

    async def main() -> None:
        world = World()
        monitor = off(world)
        await monitor.check(CheckReason.START)
        for _ in range(5):
            await monitor.check(CheckReason.MANUAL)
        assert monitor.report.failure_count == 6
        assert monitor.report.check_interval == 30
        assert monitor.next_delay() <= 36

    run(main())


def test_test_of_all_leaves_the_schedule_alone() -> None:
    """As for the action and the button: test all addresses, then check."""

    async def main() -> None:
        world = World()
        monitor = off(world)
        await monitor.check(CheckReason.START)
        for _ in range(3):
            await asyncio.sleep(5)
            due = monitor.next_delay()
            await monitor.test_all()
            await monitor.check(CheckReason.MANUAL)
            assert monitor.next_delay() == pytest.approx(due - 0.04, abs=0.01)

    run(main())


def test_reloads_leave_the_schedule_alone() -> None:
    """Repeated reloads keep the schedule; a start's check counts as requested."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        await world.keep(monitor, 200)
        for _ in range(4):
            await asyncio.sleep(4)
            due, interval = world.until_check(monitor), monitor.report.check_interval
            state = monitor.state()
            assert state is not None
            state = ConnectionState.from_dict(state.to_dict())
            monitor.close()
            monitor = world.monitor(near)
            monitor.restore(state, monitor.history())
            await monitor.check(CheckReason.START)
            assert world.until_check(monitor) == pytest.approx(max(5, due), abs=1)
            assert monitor.report.check_interval == interval

    run(main())


def test_schedule_goes_on_after_a_restart() -> None:
    """After a restart the intervals grow on; so they do from older versions' files."""

    async def main() -> None:
        world = World()
        monitor = off(world)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 400)
        await monitor.check(CheckReason.MANUAL)
        state = monitor.state()
        assert state is not None
        assert (state.failure_count, state.waits) == (5, 3)
        for known, interval in ((state, 240), (replace(state, waits=None), 480)):
            again = off(world)
            again.restore(known)
            assert again.report.check_interval == interval
            assert again.report.failure_count == 5

    run(main())


@pytest.mark.parametrize("after", [1, 200])
def test_use_while_offline(after: int) -> None:
    """Two minutes of attempts, one a second, do not delay finding the server."""

    async def main() -> None:
        world = World()
        monitor = off(world)
        await monitor.check(CheckReason.START)
        for _ in range(after):
            await monitor.check(CheckReason.OPERATION)
            await world.keep(monitor, 1)
        assert monitor.next_delay() <= 240
        world.mend(local())
        await world.keep(monitor, 240)
        assert monitor.report.connection_type is ConnectionType.LOCAL

    run(main())


def test_next_loss_begins_anew() -> None:
    """A new loss starts with the shortest interval."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=REFUSED)
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 3600)
        assert monitor.report.check_interval == 600
        world.mend(near)
        await monitor.check(CheckReason.MANUAL)
        world.cut(near, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        assert monitor.report.check_interval == 30
        await monitor.check(CheckReason.MANUAL)
        monitor.forget()
        await monitor.check(CheckReason.MANUAL)
        assert monitor.report.check_interval == 30

    run(main())


def test_earlier_success_does_not_cancel_a_deferred_check() -> None:
    """A success before the connection broke does not cancel a deferred check."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        monitor.record_operation(ok=True)
        for _ in range(10):
            await monitor.check(CheckReason.PUSH_LOST)
        world.cut(near, kind=REFUSED)
        sent = world.sent()
        await monitor.check(CheckReason.PUSH_LOST)
        assert world.sent() == sent
        await world.keep(monitor, 12)
        assert monitor.report.active == far

    run(main())
