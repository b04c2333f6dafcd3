"""Left or new candidates are retried soon (rules 10 and 13)."""

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
    """Return a monitor that has used the LAN for 1000 s."""
    monitor = world.monitor(world.add(local()), *others)
    await monitor.check(CheckReason.START)
    await world.keep(monitor, 1000)
    assert monitor.report.active == local()
    return monitor


async def leave(world: World, monitor: ServerMonitor, *dead: Candidate) -> float:
    """Fail paths and report the loss; return when they were left."""
    world.cut(*dead, kind=REFUSED)
    await monitor.check(CheckReason.PUSH_LOST)
    world.probes.clear()
    return world.elapsed()


def tries(world: World, since: float, candidate: Candidate) -> list[int]:
    """Return the seconds after `since` at which a candidate was probed."""
    return [round(p.at - since) for p in world.probes if p.url == candidate.url]


@pytest.mark.parametrize("seconds", [0.5, 3, 7, 12])
def test_blip_of_the_lan(seconds: float) -> None:
    """The LAN is used again after two good answers a second apart, without dwell."""

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


def test_dead_candidate_is_retried_six_times() -> None:
    """Six retries, which do not lengthen the back-off before the next search."""

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
    """One good answer is not enough; the ladder continues where it was."""

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


def test_quick_fail_back_once_in_fifteen_minutes() -> None:
    """The second blip waits for the dwell; one after fifteen minutes does not."""

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


def test_damped_candidate_is_not_retried() -> None:
    """A damped candidate is not retried."""

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


def test_late_timer_ends_the_series() -> None:
    """A series without a timer for a minute is over."""

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
    """A new LAN address is used as soon as it answers twice."""

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
        assert monitor.next_delay() > 1, "no better than the active one"

    run(main())


def test_rows_that_change_each_time() -> None:
    """Rows that change each time cause one series in five minutes."""

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
    """A new certificate hash renames every row; the LAN is retried at once."""

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
    """Retries never overlap; silent candidates are awaited one by one."""

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


def test_relay_is_not_retried() -> None:
    """A relay, whose address rotates, is not retried; nor is an equal or worse one."""

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
    """A server whose only address failed for seconds recovers within seconds."""

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


def test_better_address_than_the_last_good_one() -> None:
    """If the last good address answers, all are raced and the best is used at once."""

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


def test_internet_returns_before_the_lan() -> None:
    """The internet returns first and the LAN shortly after, despite many failures."""

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
    """The last good address is tried every minute, every two, then every five."""

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


def test_retries_between_races_do_not_count() -> None:
    """Retries between races affect neither failure counts nor schedules."""

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


@pytest.mark.parametrize("is_starting", [False, True])
def test_times_shown_of_an_offline_server(*, is_starting: bool) -> None:
    """The last test and the next are those that are sent, races or not."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world, world.add(local(99), failure=REFUSED))
        await leave(world, monitor, local())
        await world.keep(monitor, 120)
        if is_starting:
            world.cut(local(), kind=FailureKind.STARTING)
            await world.keep(monitor, 120)
        for _ in range(40):
            told = monitor.report.next_attempt
            assert told is not None
            assert told <= (monitor.report.next_check or told)
            world.probes.clear()
            await asyncio.sleep(monitor.next_delay())
            assert abs((told - world.now()).total_seconds()) < 0.01
            await monitor.check(CheckReason.DUE)
            assert world.probes
            assert monitor.report.last_tested == world.now()
        await asyncio.sleep(10)
        await monitor.test_all()
        assert monitor.report.last_tested == world.now()

    run(main())


def test_next_attempt_while_connected() -> None:
    """Retries of another address are no tests of the connection."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world, world.add(remote(), delay=0.04))
        await leave(world, monitor, local())
        assert monitor.next_delay() < 2
        assert monitor.report.next_attempt == monitor.report.next_check

    run(main())


@pytest.mark.parametrize("hours", [0.2, 2, 30])
def test_a_retry_that_finds_a_starting_server(hours: float) -> None:
    """From the first 503 on, the checks follow every ten seconds (rule 11)."""

    async def main() -> None:
        world = World()
        monitor = await at_home(world)
        await leave(world, monitor, local())
        await world.keep(monitor, 3600 * hours)
        world.cut(local(), kind=FailureKind.STARTING)
        while not monitor.report.starting:
            await world.keep(monitor, 1)
        found = world.elapsed()
        world.probes.clear()
        await world.keep(monitor, 61)
        assert tries(world, found, local()) == pytest.approx(range(10, 61, 10), abs=2)
        world.mend(local())
        await world.keep(monitor, 11)
        assert monitor.report.active == local()

    run(main())


def test_server_that_is_starting() -> None:
    """A starting server is checked on the schedule of a starting one."""

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


def test_retries_continue_after_a_restart() -> None:
    """Retries continue after a restart with the stored last good address."""

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


REQUESTED = (CheckReason.MANUAL, CheckReason.DISCOVERY, CheckReason.ANNOUNCED)


@pytest.mark.parametrize("reason", REQUESTED)
@pytest.mark.parametrize("other", [remote(), relay(), None])
def test_requests_do_not_lengthen_the_back_off(
    other: Candidate | None, reason: CheckReason
) -> None:
    """Manual tests and the checks after them, however many, lengthen no wait.

    Nor do checks because of new addresses, which do not heed the waits, either.
    """

    async def main() -> None:
        world = World()
        others = [] if other is None else [world.add(other, delay=0.04)]
        monitor = await at_home(world, *others)
        await leave(world, monitor, local())
        await world.keep(monitor, 65)
        near = monitor.report.candidates[0]
        assert near.failure_count
        for _ in range(5):
            await asyncio.sleep(10)
            await monitor.test_all()
            await monitor.check(reason)
        again = monitor.report.candidates[0]
        assert again.candidate == near.candidate
        assert again.backoff_until == near.backoff_until
        assert again.failure_count == near.failure_count

    run(main())
