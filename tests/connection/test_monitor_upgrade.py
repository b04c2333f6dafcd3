"""Upgrades: steady and not too often."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote

REFUSED = FailureKind.REFUSED


async def on_relay(world: World, *direct: Candidate) -> ServerMonitor:
    """Return a monitor that uses a relay, as the direct candidates are dead."""
    away = world.add(relay(), delay=0.1)
    world.cut(*direct, kind=REFUSED)
    monitor = world.monitor(*direct, away)
    report = await monitor.check(CheckReason.START)
    assert report.active == away
    return monitor


def reasons(report: ConnectionReport) -> list[ChangeReason]:
    """Return the reasons of all changes."""
    return [change.reason for change in report.changes]


def test_relay_is_left_within_one_check() -> None:
    """Two good samples of a direct candidate, back to back (acceptance 9)."""

    async def main() -> None:
        world = World()
        far = world.add(remote())
        monitor = await on_relay(world, far)
        await world.keep(monitor, 200)
        world.mend(far)
        world.probes.clear()
        report = await world.keep(monitor, 30.5)
        assert report.active == far
        assert reasons(report) == [ChangeReason.FIRST, ChangeReason.UPGRADE]
        assert world.sent(far) == 2
        assert report.standby == relay()

    run(main())


def test_sixty_seconds_of_dwell() -> None:
    """A new connection is kept for 60 s, whatever the samples."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.mend(near)
        for wait in (20, 35):
            await asyncio.sleep(wait)
            report = await monitor.check(CheckReason.MANUAL)
            assert report.active == far
            assert report.standby == near
        await asyncio.sleep(5)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == near

    run(main())


def test_relay_is_left_without_the_dwell() -> None:
    """A relay is left without dwell at the next check, 30 s later; once in 15 min."""

    async def main() -> None:
        world = World()
        far = world.add(remote())
        monitor = await on_relay(world, far)
        for wait, most in ((0, 31), (300, 91), (900, 31)):
            await world.keep(monitor, wait)
            if monitor.report.active == far:
                world.cut(far, kind=REFUSED)
                await monitor.check(CheckReason.PUSH_LOST)
                # Until retries of the left candidate have ended.
                await world.keep(monitor, 59 if wait == 900 else 0)
            assert monitor.report.active == relay()
            world.mend(far)
            since = world.elapsed()
            while monitor.report.active != far:
                await world.keep(monitor, 1)
            assert most - 61 < world.elapsed() - since <= most

    run(main())


def test_one_good_sample_is_not_enough() -> None:
    """The second sample failed: no upgrade."""

    async def main() -> None:
        world = World()
        far = world.add(remote(), delay=0.05)
        monitor = await on_relay(world, far)
        await world.keep(monitor, 70)
        world.mend(far)
        await asyncio.sleep(monitor.next_delay())
        world.loop.call_later(0.16, lambda: world.cut(far, kind=REFUSED))
        report = await monitor.check(CheckReason.DUE)
        assert report.active == relay()
        assert world.sent(far) >= 2

    run(main())


def test_remote_checks_local_when_idle() -> None:
    """No search while operations run; it comes with the next due check."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.mend(near)
        sent = world.sent(near)
        for _ in range(3):
            await asyncio.sleep(monitor.next_delay() - 5)
            monitor.note_operation()
            await asyncio.sleep(5)
            await monitor.check(CheckReason.DUE)
        assert monitor.report.active == far
        assert world.sent(near) == sent
        report = await world.keep(monitor, 121)
        assert report.active == near
        assert reasons(report)[-1] is ChangeReason.UPGRADE

    run(main())


def test_successful_operations_do_not_prevent_checks() -> None:
    """Operations replace the active one's probe, not the search for a better one."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.mend(near)
        world.probes.clear()
        due = monitor.next_delay()
        await asyncio.sleep(60)
        monitor.record_operation(ok=True)
        assert monitor.next_delay() == pytest.approx(due - 60)
        await asyncio.sleep(due - 60)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near
        assert world.sent(far) == 0

    run(main())


@pytest.mark.parametrize("reason", [CheckReason.MANUAL, CheckReason.DISCOVERY])
def test_requested_search(reason: CheckReason) -> None:
    """A requested search waits neither for idle time nor for back-off."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(61)
        await monitor.check(reason)
        world.mend(near)
        monitor.note_operation()
        report = await monitor.check(reason)
        assert report.active == near

    run(main())


def test_hint_from_the_server() -> None:
    """A hint does not wait for idle time."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.mend(near)
        await asyncio.sleep(61)
        monitor.note_operation()
        report = await monitor.check(CheckReason.PUSH_HINT)
        assert report.active == near

    run(main())


def test_hint_on_relay_in_the_slow_phase() -> None:
    """The relay escape has its own schedule, except for manual checks."""

    async def main() -> None:
        world = World()
        far = world.add(remote())
        monitor = await on_relay(world, far)
        await world.keep(monitor, 1200)
        world.mend(far)
        await asyncio.sleep(monitor.next_delay())
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == far

    run(main())


def test_fail_back() -> None:
    """An upgrade to a candidate left by a fail-over has its own reason."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        world.mend(near)
        report = await world.keep(monitor, 241)
        assert reasons(report) == [
            ChangeReason.FIRST,
            ChangeReason.FAILOVER,
            ChangeReason.FAIL_BACK,
        ]

    run(main())


async def with_faster_rival(world: World) -> ServerMonitor:
    """Return a monitor whose active candidate has become slower than its rival."""
    slow = world.add(remote(20), delay=0.02)
    fast = world.add(remote(21), delay=0.03)
    monitor = world.monitor(slow, fast)
    await monitor.check(CheckReason.START)
    await monitor.test_all()
    world.paths[slow.url].delay, world.paths[fast.url].delay = 0.10, 0.05
    return monitor


def test_faster_rival_three_times() -> None:
    """Within a tier: by 10 ms and 20 %, three times in a row, without extra probes."""

    async def main() -> None:
        world = World()
        monitor = await with_faster_rival(world)
        # In a check only the standby's revalidation is a sample.
        report = await world.keep(monitor, 2 * 1920)
        assert report.active == remote(20), "twice is not enough"
        report = await world.keep(monitor, 1920)
        assert report.active == remote(21)
        assert reasons(report)[-1] is ChangeReason.UPGRADE

    run(main())


def test_manual_tests_are_samples() -> None:
    """Three manual tests suffice; the next check switches, after one more probe."""

    async def main() -> None:
        world = World()
        monitor = await with_faster_rival(world)
        for number in range(3):
            await world.keep(monitor, 61)
            assert monitor.report.active == remote(20), number
            await monitor.test_all()
            assert (monitor.next_delay() == 0) is (number == 2)
        sent = world.sent(remote(21))
        report = await monitor.check(CheckReason.DUE)
        assert report.active == remote(21)
        assert reasons(report)[-1] is ChangeReason.UPGRADE
        assert world.sent(remote(21)) == sent + 1, "a final probe, as the last is old"

    run(main())


def test_rival_no_longer_faster() -> None:
    """A rival slow at the final probe starts from zero."""

    async def main() -> None:
        world = World()
        monitor = await with_faster_rival(world)
        for _ in range(3):
            await asyncio.sleep(61)
            await monitor.test_all()
        world.paths[remote(21).url].delay = 0.2
        report = await monitor.check(CheckReason.DUE)
        assert report.active == remote(20)
        report = await world.keep(monitor, 3600)
        assert report.active == remote(20)

    run(main())


def test_rival_that_died_since() -> None:
    """A rival dead at the final probe is not used."""

    async def main() -> None:
        world = World()
        monitor = await with_faster_rival(world)
        for _ in range(3):
            await asyncio.sleep(61)
            await monitor.test_all()
        world.cut(remote(21), kind=REFUSED)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == remote(20)
        assert report.standby is None

    run(main())


def test_warm_samples_are_compared_with_warm_ones() -> None:
    """A warm rival is compared only with a warm incumbent."""

    async def main() -> None:
        world = World()
        slow = world.add(remote(20), delay=0.1, warm=False)
        fast = world.add(remote(21), delay=0.11, warm=False)
        monitor = world.monitor(slow, fast)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        world.paths[fast.url].delay, world.paths[fast.url].warm = 0.01, True
        report = await world.keep(monitor, 5 * 1920)
        assert report.active == slow
        world.paths[slow.url].warm = True
        report = await world.keep(monitor, 4 * 1920)
        assert report.active == fast
        world.paths[fast.url].delay = 0.3
        report = await world.keep(monitor, 5 * 1920)
        assert report.active == slow
        assert reasons(report)[-2:] == [ChangeReason.UPGRADE, ChangeReason.UPGRADE]

    run(main())


def test_rival_slightly_faster() -> None:
    """Hysteresis: the active candidate stays."""

    async def main() -> None:
        world = World()
        slow, fast = (
            world.add(remote(20), delay=0.05),
            world.add(remote(21), delay=0.06),
        )
        monitor = world.monitor(slow, fast)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        world.paths[fast.url].delay = 0.041
        report = await world.keep(monitor, 12 * 3600)
        assert report.active == slow

    run(main())


def test_rival_waits_for_the_dwell() -> None:
    """Dwell applies to a faster rival, too."""

    async def main() -> None:
        world = World()
        slow, fast = (
            world.add(remote(20), delay=0.02),
            world.add(remote(21), delay=0.03),
        )
        monitor = world.monitor(slow, fast)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        world.paths[slow.url].delay, world.paths[fast.url].delay = 0.10, 0.05
        await world.keep(monitor, 2 * 1920)
        near = world.add(local(), failure=REFUSED)
        monitor.set_candidates([near, slow, fast], networks=LAN)
        world.mend(near)
        await monitor.check(CheckReason.DISCOVERY)
        world.cut(near, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.REMOTE
        report = await world.keep(monitor, 59)
        assert reasons(report)[-1] is ChangeReason.FAILOVER

    run(main())


def test_wins_are_over_the_active_candidate() -> None:
    """Wins over another active candidate start from zero."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        state = monitor.current
        for known in state.candidates:
            winner = state.candidates.with_candidate(replace(known, wins=2))
            state = replace(state, candidates=winner)
        monitor.apply(state)
        world.cut(near, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        assert [known.wins for known in monitor.current.candidates] == [0, 0]

    run(main())


async def flap(world: World, monitor: ServerMonitor, near: Candidate) -> None:
    """Cut the LAN, report the loss, restore it, and check after the dwell."""
    world.cut(near, kind=REFUSED)
    await monitor.check(CheckReason.PUSH_LOST)
    world.mend(near)
    await asyncio.sleep(61)
    await monitor.check(CheckReason.MANUAL)


def test_flapping_path_is_damped() -> None:
    """After four upgrades in a row the next one waits; a fail-over never does."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        for _ in range(4):
            await flap(world, monitor, near)
            assert monitor.report.active == near
        began = world.clock()
        await flap(world, monitor, near)
        assert monitor.report.active == far
        while monitor.report.active == far:
            await world.keep(monitor, 10)
            assert world.clock() - began < 1800 + 130
        assert world.clock() - began > 1500

    run(main())


def test_steady_direct_candidate_ends_suppression() -> None:
    """A direct candidate good for five minutes ends suppression on a relay."""

    async def main() -> None:
        world = World()
        far = world.add(remote())
        monitor = await on_relay(world, far)
        world.mend(far)
        await world.keep(monitor, 100)
        for _ in range(3):
            await flap(world, monitor, far)
            assert monitor.report.active == far
        began = world.clock()
        await flap(world, monitor, far)
        assert monitor.report.active == relay()
        await world.keep(monitor, 200)
        assert monitor.report.active == relay()
        while monitor.report.active == relay():
            await world.keep(monitor, 10)
        assert 300 <= world.clock() - began <= 420

    run(main())
