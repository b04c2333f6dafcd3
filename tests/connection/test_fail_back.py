"""What was left, or is new, is tried again soon (rules 10 and 13)."""

import asyncio

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionState,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote

REFUSED = FailureKind.REFUSED
LADDER = [1, 2, 4, 8, 16, 30]


async def at_home(world: World, *others: Candidate) -> ServerMonitor:
    """Return a monitor that has used the LAN for a while."""
    monitor = world.monitor(world.add(local()), *others)
    await monitor.check(CheckReason.START)
    await world.keep(monitor, 1000)
    assert monitor.report.active == local()
    return monitor


async def leave(world: World, monitor: ServerMonitor, *dead: Candidate) -> float:
    """Let paths die, and have it noticed; return when they were left."""
    world.cut(*dead, kind=REFUSED)
    await monitor.check(CheckReason.PUSH_LOST)
    world.probes.clear()
    return world.elapsed()


def tries(world: World, since: float, candidate: Candidate) -> list[int]:
    """Return after how many seconds a candidate was probed."""
    return [round(p.at - since) for p in world.probes if p.url == candidate.url]


@pytest.mark.parametrize("seconds", [0.5, 3, 7, 12])
def test_blip_of_the_lan(seconds: float) -> None:
    """It is used again after two good answers, a second apart, without the dwell."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        left = await leave(world, monitor, local())
        assert monitor.report.active == far
        await world.keep(monitor, seconds)
        world.mend(local())
        await world.keep(monitor, seconds + 3)
        assert monitor.report.active == local()
        change = monitor.report.changes[-1]
        assert change.reason is ChangeReason.FAIL_BACK
        asked = tries(world, left, local())
        assert asked[:-1] == [each for each in LADDER if each < asked[-1]]
        assert len(asked) <= 8
        assert tries(world, left, far) == []

    run(main())


def test_what_stays_away_is_tried_six_times() -> None:
    """And is left alone no longer for it: the next search comes as it would have."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        left = await leave(world, monitor, local())
        (near, _) = monitor.report.candidates
        failures, until = near.failure_count, near.backoff_until
        await world.keep(monitor, 100)
        assert tries(world, left, local()) == LADDER
        (near, _) = monitor.report.candidates
        assert (near.failure_count, near.backoff_until) == (failures, until)
        world.mend(local())
        await world.keep(monitor, 30)
        assert monitor.report.active == local()

    run(main())


def test_second_answer_that_fails() -> None:
    """One good answer is no way back; the ladder goes on where it was."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        left = await leave(world, monitor, local())
        world.mend(local())
        await world.keep(monitor, 1.5)
        world.cut(local(), kind=REFUSED)
        await world.keep(monitor, 60)
        assert monitor.report.active == far
        assert tries(world, left, local()) == [1, 2, 4, 8, 16, 30]

    run(main())


def test_once_in_a_quarter_of_an_hour() -> None:
    """The second blip has to wait for the dwell; after fifteen minutes none has."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        for wait, is_quick in ((0, True), (300, False), (900, True)):
            await world.keep(monitor, wait)
            assert monitor.report.active == local()
            await leave(world, monitor, local())
            world.mend(local())
            await world.keep(monitor, 50)
            assert (monitor.report.active == local()) is is_quick
            await world.keep(monitor, 200)

    run(main())


def test_too_many_upgrades_damp_it() -> None:
    """What comes and goes all the time is not even tried."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        for _ in range(4):
            await leave(world, monitor, local())
            world.mend(local())
            await asyncio.sleep(61)
            await monitor.check(CheckReason.MANUAL)
            assert monitor.report.active == local()
        left = await leave(world, monitor, local())
        await world.keep(monitor, 50)
        assert tries(world, left, local()) == []

    run(main())


def test_late_is_not_soon() -> None:
    """Where no timer came for a minute, the series is over."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        left = await leave(world, monitor, local())
        await asyncio.sleep(70)
        await monitor.check(CheckReason.DUE)
        assert tries(world, left, local()) == []
        assert monitor.next_delay() > 1

    run(main())


@pytest.mark.parametrize("seconds", [0, 3, 20, 40, 200])
def test_row_that_was_just_listed(seconds: float) -> None:
    """A server that has moved is used at home as soon as it answers there twice."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        await leave(world, monitor, local())
        await world.keep(monitor, seconds)
        moved = world.add(local(77), failure=REFUSED)
        monitor.set_candidates([local(), moved, far], networks=LAN)
        await world.keep(monitor, 5)
        world.mend(moved)
        await world.keep(monitor, 5)
        assert monitor.report.active == moved
        monitor.set_candidates([local(78), moved, far], networks=LAN)
        assert monitor.next_delay() > 1, "it is no better than what is in use"

    run(main())


def test_rows_that_are_others_each_time() -> None:
    """They bring about one series in five minutes."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = world.monitor(far)
        await monitor.check(CheckReason.START)
        new = [world.add(local(number), failure=REFUSED) for number in range(31, 51)]
        began = world.elapsed()
        for each in new:
            monitor.set_candidates([far, each], networks=LAN)
            await world.keep(monitor, 5)
        asked = [len(tries(world, began, each)) for each in new]
        assert asked == [3, *[0] * 19]

    run(main())


def test_new_rows_in_place_of_all() -> None:
    """Under a new certificate hash each name is another; the LAN is back at once."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = world.monitor(far)
        await monitor.check(CheckReason.START)
        new = [world.add(local(number), failure=REFUSED) for number in (31, 32, 33, 34)]
        began = world.elapsed()
        monitor.set_candidates([far, *new], networks=LAN)
        await world.keep(monitor, 40)
        asked = [tries(world, began, each) for each in new]
        assert asked == [LADDER, LADDER, LADDER, []], "three of them"
        world.mend(new[0])
        await world.keep(monitor, 300)
        assert monitor.report.active == new[0]

    run(main())


def test_never_two_at_once() -> None:
    """Of what is tried again; silent ones are waited for one after the other."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = world.monitor(far)
        await monitor.check(CheckReason.START)
        new = [world.add(local(number), silent=True) for number in (31, 32)]
        world.most_running = 0
        monitor.set_candidates([far, *new], networks=LAN)
        await world.keep(monitor, 60)
        assert world.most_running == 1

    run(main())


def test_relay_is_not_what_comes_back() -> None:
    """Its address rotates; and what is no better than what is in use is not tried."""

    async def main() -> None:
        world = World()
        away = world.add(relay(), delay=0.1)
        far = world.add(remote(), failure=REFUSED)
        monitor = world.monitor(away, far)
        await monitor.check(CheckReason.START)
        assert monitor.report.active == away
        await world.keep(monitor, 5)
        left = await leave(world, monitor, away)
        assert monitor.report.connection_type is ConnectionType.OFFLINE
        await world.keep(monitor, 20)
        assert tries(world, left, away) == []

    run(main())


@pytest.mark.parametrize("seconds", [2, 10])
def test_only_connection(seconds: int) -> None:
    """A server whose only address was gone for seconds is back within seconds."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        await leave(world, monitor, local())
        assert monitor.report.connection_type is ConnectionType.OFFLINE
        await world.keep(monitor, seconds)
        world.mend(local())
        await world.keep(monitor, seconds + 1)
        assert monitor.report.active == local()
        assert monitor.report.changes[-1].reason is ChangeReason.RECOVERED

    run(main())


def test_what_is_better_than_the_address_that_was_last_good() -> None:
    """Where it answers, all are raced: the best is used, at once."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        near = world.add(local(), failure=REFUSED)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        assert monitor.report.active == far
        await leave(world, monitor, near, far)
        world.mend(near, far)
        await world.keep(monitor, 3)
        assert monitor.report.active == near

    run(main())


def test_home_that_is_back_in_parts() -> None:
    """The LAN a moment after the internet, and after many a failure."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        await leave(world, monitor, local())
        await world.keep(monitor, 600)
        await leave(world, monitor, local(), far)
        await world.keep(monitor, 100)
        world.mend(far)
        await world.keep(monitor, 100)
        assert monitor.report.active == far
        await leave(world, monitor, local(), far)
        await world.keep(monitor, 400)
        world.mend(far)
        while monitor.report.active != far:
            await world.keep(monitor, 1)
        world.mend(local())
        await world.keep(monitor, 18)
        assert monitor.report.active == local()

    run(main())


@pytest.mark.parametrize(
    ("hours", "most"), [(0.5, 60), (5, 120), (20, 120), (30, 300), (60, 300)]
)
def test_server_that_was_off(hours: float, most: float) -> None:
    """One attempt where it was last, every minute, every two, then every five."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world, world.add(local(99), failure=REFUSED))
        await leave(world, monitor, local())
        await world.keep(monitor, 3600 * hours)
        world.mend(local())
        back = world.elapsed()
        while monitor.report.active is None:
            await world.keep(monitor, 1)
            assert world.elapsed() - back <= most * 1.05 + 2

    run(main())


def test_attempts_between_the_races_count_for_nothing() -> None:
    """Neither as failed checks nor for the wait of the address or of the server."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        await leave(world, monitor, local())
        await world.keep(monitor, 2 * 3600)
        await world.keep(monitor, world.until_check(monitor) + 1)
        report = monitor.report
        world.probes.clear()
        due = world.until_check(monitor)
        assert due > 400
        await world.keep(monitor, due - 1)
        assert due // 126 - 1 <= world.sent() <= due / 120
        assert monitor.report.failure_count == report.failure_count
        assert monitor.report.next_check == report.next_check

    run(main())


def test_server_that_answers_that_it_starts() -> None:
    """Then it is asked as one that starts is."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        await leave(world, monitor, local())
        await world.keep(monitor, 50)
        world.cut(local(), kind=FailureKind.STARTING)
        await world.keep(monitor, 70)
        assert monitor.report.starting
        world.mend(local())
        await world.keep(monitor, 11)
        assert monitor.report.active == local()

    run(main())


def test_attempts_go_on_after_a_restart() -> None:
    """With the last good address as it was written down."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        await leave(world, monitor, local())
        await world.keep(monitor, 3000)
        state = monitor.state()
        assert state is not None
        again = world.monitor(local())
        again.restore(ConnectionState.from_dict(state.to_dict()), monitor.history())
        monitor.close()
        await again.check(CheckReason.START)
        world.mend(local())
        await world.keep(again, 64)
        assert again.report.active == local()

    run(main())


def test_tests_by_hand_make_nobody_wait() -> None:
    """However often: the schedule tries an address as if nobody had asked."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.04)
        monitor = await at_home(world, far)
        await leave(world, monitor, local())
        (near, _) = monitor.report.candidates
        for _ in range(5):
            await monitor.test_all()
        (again, _) = monitor.report.candidates
        assert again.backoff_until == near.backoff_until
        assert again.failure_count == near.failure_count

    run(main())
