"""What an operation gets from the monitor, and its cost."""

import asyncio

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionType,
    FailureKind,
    Freshness,
    Purpose,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote

REFUSED = FailureKind.REFUSED


async def use(monitor: ServerMonitor) -> Candidate | None:
    """Request the connection as an operation does."""
    return await monitor.connection()


def test_fresh_connection_costs_nothing() -> None:
    """A fresh connection costs neither a request nor time."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        sent, began = world.sent(), world.clock()
        for _ in range(10):
            assert await use(monitor) == near
        assert world.sent() == sent
        assert world.clock() == began
        assert world.watcher.lookups == [Freshness.FRESH] * 10

    run(main())


def test_stale_connection_costs_one_probe_in_the_background() -> None:
    """A stale connection is used as it is; the next check is an interval away."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(301)
        sent, began = world.sent(), world.clock()
        for _ in range(10):
            assert await use(monitor) == near
        assert world.clock() == began
        await asyncio.sleep(1)
        assert world.sent() == sent + 1
        assert world.watcher.attempts[-1] == (near.url, Purpose.CHECK)
        assert monitor.next_delay() > 260
        assert await use(monitor) == near
        assert world.watcher.lookups == [Freshness.STALE] * 10 + [Freshness.FRESH]

    run(main())


def test_dead_connection_is_left_in_the_background() -> None:
    """The background refresh fails over like any check."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(301)
        world.cut(near, kind=REFUSED)
        assert await use(monitor) == near
        await asyncio.sleep(2)
        assert await use(monitor) == far
        assert monitor.report.changes[-1].reason is ChangeReason.FAILOVER
        assert monitor.next_delay() <= 120

    run(main())


def test_first_use_waits_for_the_first_check() -> None:
    """One check serves the start and all waiting operations."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        starting = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(0.01)
        assert await asyncio.gather(*(use(monitor) for _ in range(5))) == [near] * 5
        await starting
        assert world.sent() == 2

    run(main())


def test_offline_server() -> None:
    """Each operation tries, but not within ten seconds of the last check."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=REFUSED)
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        for _ in range(20):
            assert await use(monitor) is None
        assert world.sent() == 1
        await asyncio.sleep(10)
        world.mend(near)
        assert await use(monitor) == near
        await asyncio.sleep(1)

    run(main())


def test_refusing_server() -> None:
    """A refusing server keeps its address; operations check it every 10 s at most."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=FailureKind.UNAUTHORIZED)
        await monitor.check(CheckReason.MANUAL)
        sent = world.sent()
        for _ in range(9):
            assert await use(monitor) == near
            await asyncio.sleep(1)
        assert world.sent() == sent
        await asyncio.sleep(1.1)
        assert await use(monitor) == near
        await asyncio.sleep(1)
        assert world.sent() == sent + 1

    run(main())


def test_withdrawn_connection_is_not_used() -> None:
    """A withdrawn address, perhaps rejected by the address rules, is not used."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        monitor.set_candidates([far], networks=LAN)
        assert await use(monitor) == far

    run(main())


def test_with_the_kill_switch() -> None:
    """With the cache disabled each operation tests the connection first, no more."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        sent = world.sent()
        for asked in range(1, 4):
            began = world.clock()
            assert await use(monitor) == near
            assert world.clock() - began == pytest.approx(0.02)
            assert world.sent() == sent + asked
        world.cut(near, kind=REFUSED)
        assert await use(monitor) == far

    run(main())


def test_operations_do_not_postpone_the_search() -> None:
    """On remote, operations replace the active one's probe but postpone nothing."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        before = monitor.next_delay()
        assert before > 90
        await asyncio.sleep(before - 20)
        assert await use(monitor) == far
        assert monitor.next_delay() < 21
        sent = world.sent(far)
        world.mend(near)
        await world.keep(monitor, 30)
        assert monitor.report.active == near
        assert world.sent(far) == sent

    run(main())


def test_operation_is_no_test() -> None:
    """An operation postpones the next test, but `last_tested` stays a probe's time."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        tested, sent = world.now(), world.sent()
        await asyncio.sleep(200)
        monitor.record_operation(ok=True)
        (known,) = monitor.report.candidates
        assert known.last_attempt is not None
        assert monitor.report.last_tested == known.last_attempt.at == tested
        assert world.sent() == sent
        await asyncio.sleep(10)
        await monitor.test_all()
        (known,) = monitor.report.candidates
        assert known.last_attempt is not None
        assert monitor.report.last_tested == known.last_attempt.at == world.now()

    run(main())


def test_prewarming() -> None:
    """Pre-warming sends one probe to the active candidate; it counts as its test."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(200)
        sent = world.sent()
        await monitor.check(CheckReason.PREWARM)
        assert world.sent() == sent + 1
        assert world.watcher.attempts[-1] == (near.url, Purpose.PREWARM)
        assert 269 <= monitor.next_delay() <= 300
        assert monitor.report.last_tested == world.now()
        await world.keep(monitor, monitor.next_delay() + 1)
        assert world.sent() == sent + 2, "the test is as old as the interval"

    run(main())


@pytest.mark.parametrize("candidate", [local(scheme="http"), remote(), relay()])
def test_operation_replaces_a_check(candidate: Candidate) -> None:
    """The next interval and freshness count from the operation."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(candidate))
        await monitor.check(CheckReason.START)
        await asyncio.sleep(monitor.next_delay() - 10)
        monitor.record_operation(ok=True)
        used_at, sent = world.clock(), world.sent()
        tested = monitor.report.last_tested
        await asyncio.sleep(monitor.next_delay())
        report = await monitor.check(CheckReason.DUE)
        assert world.sent() == sent, "the operation replaced the test"
        assert report.last_tested == tested
        assert report.check_interval is not None
        await world.keep(monitor, used_at + report.check_interval - world.clock())
        assert world.sent() > sent

    run(main())


@pytest.mark.parametrize("use", ["operation", "refresh", "warming"])
@pytest.mark.parametrize("cached", [True, False])
def test_use_while_the_standby_is_overdue(use: str, *, cached: bool) -> None:
    """The next check, which is to revalidate the standby, stays where it was."""

    async def main() -> None:
        world = World()
        world.cache.enabled = cached
        monitor = world.monitor(world.add(local()), world.add(remote()))
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 300 + 1900)
        await asyncio.sleep(monitor.next_delay() - 20)
        before, sent = monitor.next_delay(), world.sent()
        if use == "operation":
            monitor.record_operation(ok=True)
        elif use == "refresh":
            await monitor.check(CheckReason.OPERATION)
        else:
            await monitor.check(CheckReason.PREWARM)
        took = 20 - before
        assert monitor.next_delay() == pytest.approx(before - took, abs=0.1)
        await world.keep(monitor, 21)
        assert world.sent() > sent

    run(main())


@pytest.mark.parametrize("order", ["withdrawn", "unpinned"])
def test_operation_postpones_no_command(order: str) -> None:
    """An operation does not postpone a pending command."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.pin(near.url)
        await monitor.check(CheckReason.START)
        if order == "withdrawn":
            monitor.set_candidates([far], networks=LAN)
        else:
            monitor.pin(None)
        assert monitor.next_delay() == 0
        monitor.record_operation(ok=True)
        assert monitor.next_delay() == 0

    run(main())


@pytest.mark.parametrize("situation", ["busy", "off", "relay", "refuses", "unknown"])
def test_no_prewarming(situation: str) -> None:
    """No pre-warming while busy, or without a usable direct connection."""

    async def main() -> None:
        world = World()
        candidate = world.add(relay() if situation == "relay" else local())
        monitor = world.monitor(candidate)
        if situation == "off":
            world.cut(candidate)
        if situation == "refuses":
            world.cut(candidate, kind=FailureKind.UNAUTHORIZED)
        if situation != "unknown":
            await monitor.check(CheckReason.START)
        await asyncio.sleep(20)
        if situation == "busy":
            monitor.note_operation()
        sent = world.sent()
        await monitor.check(CheckReason.PREWARM)
        assert world.sent() == sent

    run(main())


def test_prewarming_rate() -> None:
    """Pre-warming runs at most once in ten seconds."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        await monitor.check(CheckReason.START)
        await asyncio.sleep(20)
        sent = world.sent()
        for _ in range(100):
            await monitor.check(CheckReason.PREWARM)
            await asyncio.sleep(1)
        assert world.sent() - sent <= 10

    run(main())


def test_prewarming_finds_a_dead_connection() -> None:
    """Pre-warming that finds a dead connection fails over before the next use."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(20)
        world.cut(near)
        await monitor.check(CheckReason.PREWARM)
        assert monitor.active == far
        report = await world.sure(monitor)
        assert report.active == far
        assert report.connection_type is ConnectionType.REMOTE

    run(main())


def test_loss_behind_a_skipped_prewarming() -> None:
    """A skipped pre-warming does not answer a loss."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(20)
        running = asyncio.create_task(monitor.check(CheckReason.MANUAL))
        await asyncio.sleep(0)
        warming = asyncio.create_task(monitor.check(CheckReason.PREWARM))
        await asyncio.sleep(0)
        world.cut(near, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == far
        await asyncio.gather(running, warming)

    run(main())


@pytest.mark.parametrize(
    ("asked", "ran", "verdict"),
    [
        (CheckReason.DUE, CheckReason.PREWARM, True),
        (CheckReason.OPERATION, CheckReason.DUE, True),
        (CheckReason.PREWARM, CheckReason.DUE, False),
        (CheckReason.PREWARM, CheckReason.OPERATION, True),
        (CheckReason.PUSH_HINT, CheckReason.OPERATION, False),
        (CheckReason.PUSH_HINT, CheckReason.PREWARM, False),
        (CheckReason.PUSH_HINT, CheckReason.DUE, False),
        (CheckReason.PUSH_HINT, CheckReason.MANUAL, True),
        (CheckReason.PUSH_LOST, CheckReason.OPERATION, True),
        (CheckReason.PUSH_LOST, CheckReason.DUE, False),
        (CheckReason.OPERATION_FAILED, CheckReason.PUSH_LOST, True),
        (CheckReason.MANUAL, CheckReason.MANUAL, False),
        (CheckReason.DISCOVERY, CheckReason.MANUAL, False),
    ],
)
def test_is_answered_by(asked: CheckReason, ran: CheckReason, *, verdict: bool) -> None:
    """A check answers another if it probed at least the same candidates."""
    assert asked.is_answered_by(ran) is verdict


def test_hint_behind_an_operation() -> None:
    """An operation's check tests only the active one; a hint is about the others."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(61)
        world.mend(near)
        checks = [
            asyncio.create_task(monitor.check(reason))
            for reason in (CheckReason.OPERATION, CheckReason.OPERATION)
        ]
        await asyncio.sleep(0)
        await monitor.check(CheckReason.PUSH_HINT)
        await asyncio.gather(*checks)
        assert monitor.report.active == far, "within ten seconds of a check"
        assert monitor.next_delay() == pytest.approx(10, abs=0.1)
        report = await world.keep(monitor, 11)
        assert report.active == near

    run(main())


def test_first_connection_is_used_before_its_check_has_ended() -> None:
    """The first connection is usable at once, for waiting and for new requests."""

    async def main() -> None:
        world = World()
        # The local row uses up its time limit; the relay is held for a second.
        near = world.add(local(on_link=False), silent=True)
        far, away = world.add(remote(), silent=True), world.add(relay())
        monitor = world.monitor(near, far, away)
        check = asyncio.ensure_future(monitor.check(CheckReason.START))
        await asyncio.sleep(0.1)
        assert await use(monitor) == away
        assert world.elapsed() == pytest.approx(1.0, abs=0.05)
        assert not check.done()
        assert await use(monitor) == away
        assert world.elapsed() == pytest.approx(1.0, abs=0.05)
        await check
        assert world.elapsed() > 4

    run(main())


def test_failure_already_handled() -> None:
    """A second failure report about a connection already replaced costs nothing."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        first = asyncio.ensure_future(monitor.check(CheckReason.PUSH_LOST))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(monitor.check(CheckReason.OPERATION_FAILED))
        await first
        sent = world.sent()
        report = await second
        assert report.active == far
        assert world.sent() == sent

    run(main())


def test_replacement_without_a_loss() -> None:
    """Without a loss, `replacement()` returns at once."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        await monitor.check(CheckReason.START)
        began, sent = world.clock(), world.sent()
        await monitor.replacement()
        assert world.clock() == began
        assert world.sent() == sent

    run(main())


def test_second_loss_during_the_check_for_the_first() -> None:
    """The replacement fails before the check ends: the next operation gets another."""

    async def main() -> None:
        world = World()
        near, first, second = world.add(local()), remote(), remote(21)
        world.add(local(11), silent=True)
        world.add(first, delay=0.05)
        world.add(second, delay=0.3)
        monitor = world.monitor(near, local(11), first, second)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        monitor.fail_over()
        await monitor.replacement()
        assert monitor.report.active == first
        assert monitor.is_checking
        world.cut(first, kind=REFUSED)
        monitor.fail_over()
        await monitor.replacement()
        assert monitor.report.active == second

    run(main())
