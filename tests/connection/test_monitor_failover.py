"""Fail-over: at once, to the right candidate, and not for the server's own faults."""

import asyncio

import pytest

from custom_components.plex_connection.connection import (
    BreakerState,
    ChangeReason,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from custom_components.plex_connection.connection.failover import incumbent_of
from tests.connection.virtual_time import run
from tests.connection.world import LAN, Waiter, World, local, relay, remote

REFUSED = FailureKind.REFUSED
LOSS = [CheckReason.PUSH_LOST, CheckReason.OPERATION_FAILED]


async def with_standby(world: World) -> ServerMonitor:
    """Return a monitor with a LAN connection, a known standby, and a relay."""
    candidates = [
        world.add(local(), delay=0.01),
        world.add(local(17, on_link=False), failure=REFUSED),
        world.add(remote(), delay=0.06),
        world.add(relay(), delay=0.1),
    ]
    monitor = world.monitor(*candidates)
    await monitor.check(CheckReason.START)
    await monitor.test_all()
    assert monitor.report.standby == remote()
    await asyncio.sleep(100)
    world.probes.clear()
    return monitor


@pytest.mark.parametrize("reason", LOSS)
def test_confirmed_active_candidate_stays(reason: CheckReason) -> None:
    """If only the websocket dropped, nothing changes, at the cost of two probes."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        changes = monitor.report.changes
        report = await monitor.check(reason)
        assert report.active == local()
        assert report.changes == changes
        assert not report.needs_discovery
        assert [probe.url for probe in world.probes] == [local().url, remote().url]

    run(main())


@pytest.mark.parametrize("reason", LOSS)
def test_crashed_server_with_a_known_standby(reason: CheckReason) -> None:
    """With a known standby a fail-over is verified within 300 ms."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), kind=REFUSED)
        began = world.clock()
        report = await monitor.check(reason)
        assert report.active == remote()
        assert world.clock() - began < 0.3
        change = report.changes[-1]
        assert change.reason is ChangeReason.FAILOVER
        assert (change.from_url, change.to_url) == (local().url, remote().url)
        assert change.duration_ms == pytest.approx(60)

    run(main())


def test_silent_active_candidate_and_its_standby() -> None:
    """A silent active candidate has its 150 ms, not the 300 ms of an on-link row."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local())
        first: list[float] = []
        began = world.clock()
        world.watcher.on_found = lambda _: first.append(world.clock() - began)
        await monitor.check(CheckReason.PUSH_LOST)
        assert first == [pytest.approx(0.15)]
        report = await world.sure(monitor)
        assert report.active == remote()
        assert report.changes[-1].duration_ms == pytest.approx(150)

    run(main())


def test_no_relay_before_every_direct_candidate() -> None:
    """A breaker opened in an earlier outage does not lead to the relay."""

    async def main() -> None:
        world = World()
        world.add(local(), delay=0.01)
        world.add(remote(), delay=0.06, failure=REFUSED)
        world.add(relay(), delay=0.1)
        monitor = world.monitor(local(), remote(), relay())
        await world.race(monitor, 4)
        await monitor.check(CheckReason.MANUAL)
        breakers = {
            each.candidate.url: each.breaker for each in monitor.report.candidates
        }
        assert breakers[remote().url] is BreakerState.OPEN

        world.mend(remote())
        world.cut(local(), kind=REFUSED)
        changes = len(monitor.report.changes)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == remote()
        assert len(report.changes) == changes + 1
        assert report.changes[-1].to_type is ConnectionType.REMOTE

    run(main())


def test_second_round_tries_no_other_relay() -> None:
    """A second round tries only better candidates, not another relay."""

    async def main() -> None:
        world = World()
        near, away, other = local(), relay(), relay(31)
        world.add(near, delay=0.01)
        world.add(away, delay=0.1)
        world.add(other, delay=0.1, failure=REFUSED)
        monitor = world.monitor(near, away, other)
        await monitor.check(CheckReason.START)
        await world.race(monitor, 3)
        world.cut(near, kind=REFUSED)
        world.probes.clear()
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == away
        assert world.sent(other) == 0

    run(main())


def test_relay_in_use_that_confirms_itself_stays() -> None:
    """A confirmed relay stays; an upgrade needs two samples, dwell and damping."""

    async def main() -> None:
        world = World()
        far, away = world.add(remote(), failure=REFUSED), world.add(relay())
        monitor = world.monitor(far, away)
        report = await monitor.check(CheckReason.START)
        while report.candidates[0].breaker is not BreakerState.OPEN:
            report = await world.keep(monitor, 10)
        world.mend(far)
        changes = report.changes
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == away
        assert report.changes == changes

    run(main())


def test_one_relay_is_as_good_as_another() -> None:
    """If only relays are left to try, the winner is kept."""

    async def main() -> None:
        world = World()
        world.add(relay(), delay=0.1)
        world.add(relay(31), failure=REFUSED)
        monitor = world.monitor(relay(), relay(31))
        for _ in range(4):
            await monitor.test_all()
        world.probes.clear()
        report = await monitor.check(CheckReason.OPERATION_FAILED)
        assert report.active == relay()
        assert world.sent(relay(31)) == 0

    run(main())


@pytest.mark.parametrize(
    ("latency_ms", "seconds"), [(None, 0.15), (3, 0.15), (40, 0.2), (300, 0.25)]
)
def test_time_for_confirmation(latency_ms: float | None, seconds: float) -> None:
    """Five round trips, but at least 150 and at most 250 ms."""
    questioned = incumbent_of(remote(), latency_ms=latency_ms, timed_out=False)
    assert (questioned.patience, questioned.peer_patience) == (seconds, seconds)
    timed_out = incumbent_of(remote(), latency_ms=latency_ms, timed_out=True)
    assert (timed_out.patience, timed_out.peer_patience) == (1.0, seconds)


def test_mere_time_out_of_a_due_check() -> None:
    """After a mere time-out the active candidate has a second before a lower tier."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local())
        await asyncio.sleep(monitor.next_delay())
        began = world.clock()
        first: list[float] = []
        world.watcher.on_found = lambda _: first.append(world.clock() - began)
        await monitor.check(CheckReason.DUE)
        assert first == [pytest.approx(1.5 + 1.0)]
        report = await world.sure(monitor)
        assert report.active == remote()

    run(main())


def test_slow_moment() -> None:
    """A server that answers within that second is not left."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        await asyncio.sleep(monitor.next_delay())
        world.paths[local().url].delay = 1.6
        world.loop.call_later(
            1.4, lambda: setattr(world.paths[local().url], "delay", 0.9)
        )
        changes = monitor.report.changes
        report = await monitor.check(CheckReason.DUE)
        assert report.active == local()
        assert report.changes == changes

    run(main())


def test_failed_due_check() -> None:
    """A refused probe fails over at once, within the same check."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), kind=REFUSED)
        await asyncio.sleep(monitor.next_delay())
        began = world.clock()
        report = await monitor.check(CheckReason.DUE)
        assert report.active == remote()
        assert world.clock() - began < 0.3
        assert report.candidates[0].breaker is BreakerState.CLOSED
        assert report.candidates[0].failure_count == 2

    run(main())


def test_relay_as_the_last_resort() -> None:
    """A relay is used when no direct candidate is left."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), remote(), kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == relay()
        assert report.check_interval == 30

    run(main())


def test_panic_rule() -> None:
    """Before a server is lost, open breakers are tried, too (the panic rule)."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        while monitor.report.candidates[0].breaker is not BreakerState.OPEN:
            await world.keep(monitor, 60)
        assert monitor.report.candidates[0].candidate == near
        world.mend(near)
        world.cut(far)
        world.probes.clear()
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == near
        assert report.candidates[0].breaker is BreakerState.CLOSED
        asked = [probe.url for probe in world.probes]
        assert asked[:2] == [far.url, far.url], "to be certain"
        assert asked[2:] == [near.url, near.url], "the probe, then the measurement"

    run(main())


def test_lost() -> None:
    """A loss is one change, needs discovery, and starts the offline schedule."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), remote(), relay(), kind=REFUSED)
        asked: list[float] = []
        world.watcher.on_needs_discovery = lambda: asked.append(world.clock())
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.OFFLINE
        assert len(asked) == 1
        assert report.needs_discovery
        assert report.failure_count == 1
        assert report.changes[-1].reason is ChangeReason.LOST
        assert report.changes[-1].to_url is None
        world.mend(local())
        report = await world.keep(monitor, 40)
        assert report.active == local()
        assert report.changes[-1].reason is ChangeReason.RECOVERED
        assert report.failure_count == 0
        assert not report.needs_discovery

    run(main())


def test_discovery_is_requested_during_the_race() -> None:
    """Discovery is requested during the race, once the active tier has failed."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), delay=0.5)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        world.paths[near.url].delay = 0.01
        asked: list[float] = []
        began = world.clock()
        world.watcher.on_needs_discovery = lambda: asked.append(world.clock() - began)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert asked == [pytest.approx(0.01)]
        assert report.active == far
        assert report.needs_discovery, "the active tier is lost"
        report = await world.keep(monitor, 130)
        assert not report.needs_discovery, "a candidate succeeded"

    run(main())


def test_no_discovery_while_the_tier_is_alive() -> None:
    """No discovery: the other LAN address took over."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11), delay=0.03)
        monitor = world.monitor(near, other)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        asked: list[None] = []
        world.watcher.on_needs_discovery = lambda: asked.append(None)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == other
        assert asked == []
        assert not report.needs_discovery

    run(main())


def test_no_discovery_when_the_active_candidate_recovers() -> None:
    """The only candidate of its tier failed once, and answered the race."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(monitor.next_delay())
        world.cut(near)
        world.loop.call_later(1.4, lambda: world.mend(near))
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near
        assert not report.needs_discovery

    run(main())


@pytest.mark.parametrize("reason", [CheckReason.DUE, *LOSS])
def test_starting_server_is_not_left(reason: CheckReason) -> None:
    """503 on an authentic connection: checked again in 10 s (rule 11)."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        changes = monitor.report.changes
        world.cut(local(), remote(), relay(), kind=FailureKind.STARTING)
        await asyncio.sleep(monitor.next_delay())
        report = await monitor.check(reason)
        assert report.active == local()
        assert report.starting
        assert report.changes == changes
        assert report.check_interval == 10
        assert monitor.next_delay() == pytest.approx(10, abs=0.05)
        assert all(each.failure_count <= 1 for each in report.candidates)
        assert not report.needs_discovery
        world.mend(local())
        report = await world.keep(monitor, 11)
        assert not report.starting
        assert report.check_interval == 300

    run(main())


def test_starting_server_is_probed_before_the_standby() -> None:
    """Push proves the path, not that the server is ready."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        monitor.note_push(up=True)
        await world.keep(monitor, 1695)
        world.cut(local(), kind=FailureKind.STARTING)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.starting
        assert world.sent(remote()) == 0
        world.mend(local())
        world.probes.clear()
        report = await world.keep(monitor, 11)
        assert not report.starting
        assert [probe.url for probe in world.probes] == [local().url, remote().url]

    run(main())


def test_path_to_a_starting_server_is_alive() -> None:
    """A path to a starting server counts as alive, although it failed before."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11), failure=REFUSED)
        monitor = world.monitor(near, other)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        world.cut(other, kind=FailureKind.STARTING)
        await monitor.test_all()
        world.cut(near, kind=REFUSED)
        asked: list[None] = []
        world.watcher.on_needs_discovery = lambda: asked.append(None)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert asked == []
        assert report.starting

    run(main())


def test_starting_server_is_probed_every_ten_seconds() -> None:
    """A starting server is probed at the active candidate only, push or not."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        monitor.note_push(up=True)
        world.cut(local(), kind=FailureKind.STARTING)
        await monitor.check(CheckReason.MANUAL)
        world.probes.clear()
        await world.keep(monitor, 61)
        assert [probe.url for probe in world.probes] == [local().url] * 6

    run(main())


@pytest.mark.parametrize("reason", [CheckReason.DUE, *LOSS])
def test_refused_request_needs_an_authorization_check(reason: CheckReason) -> None:
    """401 on an authentic connection: no fail-over, no breaker."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), kind=FailureKind.UNAUTHORIZED)
        await asyncio.sleep(monitor.next_delay())
        report = await monitor.check(reason)
        assert report.active == local()
        assert report.needs_authorization_check
        assert not report.starting
        assert report.check_interval == 300
        world.mend(local())
        report = await monitor.check(CheckReason.MANUAL)
        assert not report.needs_authorization_check

    run(main())


def test_starting_server_found_by_a_race() -> None:
    """Offline; the candidates that answered are probed again in 10 s.

    All are probed by the offline schedule, in 30 s.
    """

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.STARTING)
        far = world.add(remote(), silent=True)
        monitor = world.monitor(near, far)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.starting
        assert not report.needs_discovery
        assert monitor.next_delay() == 5, "counted from the start, and never at once"
        world.probes.clear()
        await world.keep(monitor, 24)
        assert [probe.url for probe in world.probes] == [near.url] * 2
        await world.keep(monitor, 2)
        assert [probe.url for probe in world.probes] == [near.url] * 3 + [far.url]
        monitor.set_candidates([far], networks=LAN)
        report = await monitor.check(CheckReason.DISCOVERY)
        assert not report.starting
        assert report.needs_discovery

    run(main())


def test_server_fault_at_the_standby() -> None:
    """All paths are dead or at fault: offline, but starting."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), relay())
        world.cut(remote(), kind=FailureKind.STARTING)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.starting
        assert monitor.next_delay() == 5

    run(main())


def test_refusing_server_found_by_a_race() -> None:
    """Offline, with an authorization check needed, on the offline schedule."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.UNAUTHORIZED)
        monitor = world.monitor(near)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.needs_authorization_check
        assert not report.needs_discovery
        assert report.check_interval == 30

    run(main())


def test_concurrent_failures_cause_one_failover() -> None:
    """A failure that waited for another's check gets its result."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), kind=REFUSED)
        reports = await asyncio.gather(
            *(monitor.check(CheckReason.OPERATION_FAILED) for _ in range(20))
        )
        assert {report.active for report in reports} == {remote()}
        failovers = [
            change
            for change in monitor.report.changes
            if change.reason is ChangeReason.FAILOVER
        ]
        assert len(failovers) == 1
        assert world.sent() <= 8

    run(main())


def test_loss_during_a_check_starts_another() -> None:
    """A loss during a check starts another: that one may have probed before it."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(120)
        running = asyncio.create_task(monitor.check(CheckReason.MANUAL))
        await asyncio.sleep(0.5)
        world.cut(far, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert running.done()
        assert report.connection_type is ConnectionType.OFFLINE

    run(main())


def test_loss_behind_a_queued_check() -> None:
    """A loss moves a queued check to the front."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(local(), kind=REFUSED)
        busy = [asyncio.create_task(hold(world)) for _ in range(4)]
        await asyncio.sleep(monitor.next_delay())
        waiting = asyncio.create_task(monitor.check(CheckReason.DUE))
        await asyncio.sleep(0.1)
        began = world.clock()
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == remote()
        assert world.clock() - began < 0.3
        await waiting
        await asyncio.gather(*busy)

    run(main())


async def hold(world: World) -> None:
    """Occupy a slot of the gate for 1000 s."""
    async with world.gate.slot(Waiter()):
        await asyncio.sleep(1000)


def test_candidates_offered_while_a_check_is_queued() -> None:
    """A queued check probes the candidates offered when it starts."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        busy = [asyncio.create_task(hold(world)) for _ in range(4)]
        await asyncio.sleep(0)
        waiting = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(1)
        monitor.set_candidates([world.add(local(11))], networks=LAN)
        report = await waiting
        assert report.active == local(11)
        await asyncio.gather(*busy)

    run(main())


def test_manual_check_is_never_shared() -> None:
    """A manual check is never coalesced with another."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await asyncio.gather(
            monitor.check(CheckReason.START),
            monitor.check(CheckReason.DUE),
            monitor.check(CheckReason.DUE),
            monitor.check(CheckReason.MANUAL),
        )
        assert world.sent() == 4

    run(main())


def test_hints_about_an_offline_server() -> None:
    """Hints bring the race forward, but at most every 10 s."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=REFUSED)
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(5)
        for reason in (*LOSS, CheckReason.PUSH_HINT):
            await monitor.check(reason)
        assert world.sent() == 1
        await asyncio.sleep(5)
        world.mend(near)
        report = await monitor.check(CheckReason.OPERATION_FAILED)
        assert report.active == near

    run(main())


def test_dead_standby_is_replaced() -> None:
    """A failed revalidation replaces the standby by the next best."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        world.cut(remote())
        monitor.note_push(up=True)
        report = await world.keep(monitor, 2100)
        assert report.active == local()
        assert report.standby == relay()
        assert world.sent(remote()) == 1

    run(main())


def test_push_is_over_the_active_candidate() -> None:
    """After a fail-over push proves nothing until it is open again."""

    async def main() -> None:
        world = World()
        monitor = await with_standby(world)
        monitor.note_push(up=True)
        world.cut(local(), kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        world.probes.clear()
        await world.keep(monitor, 1900)
        assert world.sent(remote()) == 16

    run(main())


def test_standby_becomes_known() -> None:
    """The first race cancels the standby's probe; the first check repeats it."""

    async def main() -> None:
        world = World()
        near = world.add(local(), delay=0.01)
        docker = world.add(local(11, on_link=False), silent=True)
        far, away = world.add(remote(), delay=0.06), world.add(relay())
        monitor = world.monitor(near, docker, far, away)
        report = await monitor.check(CheckReason.START)
        assert report.standby is None
        monitor.note_push(up=True)
        since = world.elapsed()
        report = await world.keep(monitor, 310)
        assert report.standby == far
        # It replaces the active one's probe, which the push channel makes needless.
        assert world.sent(since=since) == 1
        world.cut(near)
        began = world.clock()
        await monitor.check(CheckReason.PUSH_LOST)
        assert monitor.active == far
        assert world.clock() - began < 2
        report = await world.sure(monitor)
        assert report.active == far
        assert report.changes[-1].duration_ms < 300

    run(main())


def test_no_candidate_can_be_the_standby() -> None:
    """Dead candidates are probed in turn, one each half hour; a relay never."""

    async def main() -> None:
        world = World()
        near = world.add(local(), delay=0.01)
        dead = [
            world.add(local(11, on_link=False), silent=True),
            world.add(local(12, on_link=False), silent=True),
            world.add(remote(), silent=True),
        ]
        away = world.add(relay())
        monitor = world.monitor(near, *dead, away)
        await monitor.check(CheckReason.START)
        monitor.note_push(up=True)
        since = world.elapsed()
        report = await world.keep(monitor, 2 * 3600)
        assert report.standby is None
        assert world.sent(away, since=since) == 0
        assert 3 <= world.sent(*dead, since=since) <= 4
        assert all(world.sent(each, since=since) for each in dead)

    run(main())


def test_failed_candidate_is_no_standby() -> None:
    """A candidate that just failed is no standby, even before its probe has ended."""

    async def main() -> None:
        world = World()
        candidates = [
            world.add(local(), delay=0.01),
            world.add(remote(), delay=0.06),
            world.add(relay(), delay=0.1),
        ]
        monitor = world.monitor(*candidates)
        await monitor.check(CheckReason.START)
        await monitor.test_all()
        world.cut(local())
        shown: list[ConnectionReport] = []
        world.watcher.on_shown = shown.append
        await monitor.check(CheckReason.PUSH_LOST)
        report = await world.sure(monitor)
        assert [each.active for each in shown] == [remote()]
        assert [each.standby for each in shown] == [relay()]
        assert report.standby == relay()
        world.mend(local())
        await monitor.test_all()
        assert monitor.report.standby == local()

    run(main())
