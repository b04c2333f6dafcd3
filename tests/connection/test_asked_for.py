"""Whoever asks is served at once, and makes a server that is off wait no longer."""

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
    """Return the monitor of a server that refuses at once."""
    return world.monitor(world.add(local(), failure=REFUSED))


@pytest.mark.parametrize("reason", ASKED)
def test_schedule_is_as_if_nobody_had_asked(reason: CheckReason) -> None:
    """Each of its waits is of the length that it would have been."""

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


def test_public_count_is_of_all() -> None:
    """Checks in a row that found nothing, whoever asked for them."""

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
    """As the action and the button ask: all addresses, and then a check."""

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
    """However often in a row: the check of a start is asked for like any other."""

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
    """It grows from where it was, and so it does after what older versions wrote."""

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
def test_use_of_a_server_that_is_off(after: int) -> None:
    """Two minutes of attempts, one a second: found as soon as if nobody had tried."""

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
    """The waits of one loss are not those of the next."""

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


def test_doubt_that_waits_is_not_spared_by_what_was_before_it() -> None:
    """An operation that succeeded before the connection broke proves nothing then."""

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
