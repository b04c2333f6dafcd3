"""`forget()` resets a server's history as if it were new, but keeps its connection."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import override

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    BreakerState,
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionCache,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    Freshness,
    Purpose,
    ServerMonitor,
    StoredCandidate,
)
from tests.connection.test_monitor_laws import CANDIDATES, network, step
from tests.connection.test_monitor_restart import stored
from tests.connection.virtual_time import run
from tests.connection.world import KEY, LAN, START, World, local, relay, remote
from tests.examples import examples

REFUSED = FailureKind.REFUSED


def test_only_the_active_connection_is_kept() -> None:
    """Only the active connection remains, without a request."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), delay=0.1), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.pin(near.url)
        await monitor.check(CheckReason.START)
        monitor.pin(None)
        await monitor.test_all()
        sent, changes = world.sent(), monitor.report.changes
        monitor.forget()
        report = monitor.report
        assert world.sent() == sent
        assert report.active == near
        assert report.connection_type is ConnectionType.LOCAL
        assert report.changes == changes[-1:]
        assert report.latency_ms is None
        assert report.last_tested is None
        assert report.standby is None
        assert [each.candidate for each in report.candidates] == [near, far]
        for each in report.candidates:
            assert each.last_attempt is None
            assert each.cold_ms is each.warm_ms is None
        assert monitor.history() == ()
        assert monitor.next_delay() == 0
        state = monitor.state()
        assert state is not None
        assert state.url == near.url
        assert state.last_tested is None
        cached = world.cache.find(KEY)
        assert cached is not None
        assert cached.freshness(world.clock()) is Freshness.STALE
        assert cached.last_good is None

    run(main())


def test_only_the_last_change_is_kept() -> None:
    """Two fail-overs and back: only the change to the current state is kept."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert len(report.changes) == 2
        monitor.forget()
        assert monitor.report.changes == report.changes[-1:]
        world.mend(near)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near
        # UPGRADE, not FAIL_BACK: the earlier departure is forgotten.
        assert report.changes[-1].reason is ChangeReason.UPGRADE
        assert len(report.changes) == 2

    run(main())


def test_breakers_are_closed() -> None:
    """Candidates failing for hours are tried at once, and so is the http variant."""

    async def main() -> None:
        world = World()
        twin = replace(local(scheme="http"), diagnostic_only=True)
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far, world.add(twin))
        await world.keep(monitor, 3600)
        first = monitor.report.candidates[0]
        assert first.candidate == near
        assert first.breaker is not BreakerState.CLOSED
        assert world.sent(twin) == 1
        monitor.forget()
        first = monitor.report.candidates[0]
        assert first.breaker is BreakerState.CLOSED
        assert first.failure_count == 0
        assert first.backoff_until is None
        report = await monitor.check(CheckReason.DUE)
        assert report.candidates[0].failure_count == 1
        assert world.sent(twin) == 2

    run(main())


@pytest.mark.parametrize(
    "reason", [each for each in CheckReason if each is not CheckReason.PREWARM]
)
def test_next_check_tests_everything(reason: CheckReason) -> None:
    """The next check tests everything once, whatever its reason."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote(), delay=0.1)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(15)
        world.mend(near)
        monitor.forget()
        report = await monitor.check(reason)
        assert report.active == near
        assert report.changes[-1].reason is ChangeReason.UPGRADE
        assert monitor.next_delay() > 200
        sent = world.sent()
        await world.keep(monitor, 300)
        assert world.sent() - sent <= 2

    run(main())


def test_prewarming_is_still_skipped() -> None:
    """Pre-warming is skipped right after a check; the full check stays due."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        await monitor.check(CheckReason.START)
        monitor.forget()
        sent = world.sent()
        await monitor.check(CheckReason.PREWARM)
        assert world.sent() == sent
        assert monitor.next_delay() == 0
        await monitor.check(CheckReason.DUE)
        assert world.sent() > sent

    run(main())


def test_during_a_check() -> None:
    """`forget()` waits for a running check and drops its findings, too."""

    async def main() -> None:
        world = World()
        near = world.add(local(), delay=0.1)
        monitor = world.monitor(near)
        checking = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(0.05)
        monitor.forget()
        assert monitor.report.connection_type is None
        report = await checking
        assert report.active == near
        assert report.last_tested is None
        assert report.candidates[0].last_attempt is None
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.last_tested is not None

    run(main())


def test_check_requested_during_another() -> None:
    """A check requested during another runs after `forget()` has been applied."""

    async def main() -> None:
        world = World()
        near = world.add(local(), delay=0.1)
        monitor = world.monitor(near)
        first = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(0.05)
        monitor.forget()
        second = asyncio.create_task(monitor.check(CheckReason.MANUAL))
        await first
        report = await second
        assert report.candidates[0].last_attempt is not None
        assert report.latency_ms == 100
        assert monitor.next_delay() > 0

    run(main())


def test_restored_state_does_not_return() -> None:
    """Restored state does not return, even if it waited for its candidate."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor()
        past = START - timedelta(seconds=30)
        kept = StoredCandidate(url=far.url, last_tested=past, cold_ms=70.0)
        monitor.restore(stored(near), [kept])
        monitor.forget()
        monitor.set_candidates([near, far], networks=LAN)
        assert monitor.report.connection_type is None
        assert monitor.history() == ()
        assert world.cache.freshness(KEY, world.clock()) is Freshness.MISS
        assert monitor.state() is None

    run(main())


def test_operations_do_not_wait() -> None:
    """Operations use the active connection; one check runs for them all."""

    async def main() -> None:
        checks: list[asyncio.Task[None]] = []

        def spawn(work: Coroutine[object, object, None], _: str) -> asyncio.Task[None]:
            checks.append(asyncio.ensure_future(work))
            return checks[-1]

        world = World(spawn=spawn)
        near, far = world.add(local(), silent=True), world.add(remote(), delay=0.1)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        monitor.forget()
        began = world.clock()
        for _ in range(3):
            assert await monitor.connection() == far
        assert world.clock() == began
        (check,) = checks
        sent = world.sent()
        await check
        assert world.sent() - sent == 2
        assert world.cache.freshness(KEY, world.clock()) is Freshness.FRESH
        assert monitor.next_delay() > 100

    run(main())


def test_operation_does_not_delay_the_check() -> None:
    """A successful operation confirms only the active one; the check stays due."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()), world.add(remote()))
        await monitor.check(CheckReason.START)
        monitor.forget()
        monitor.record_operation(ok=True)
        assert monitor.next_delay() == 0
        sent = world.sent()
        await monitor.check(CheckReason.DUE)
        assert world.sent() - sent >= 2
        monitor.record_operation(ok=True)
        assert monitor.next_delay() > 200

    run(main())


def slow_and_near(world: World) -> Candidate:
    """Add a local candidate on a network behind a slow path."""
    return world.add(local(17, on_link=False), delay=0.4)


def test_working_connection_is_not_left_for_a_faster_worse_one() -> None:
    """A slow working connection is not left for a faster, worse one, even briefly."""

    async def main() -> None:
        world = World()
        near, far = slow_and_near(world), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await monitor.check(CheckReason.MANUAL)
        assert monitor.report.active == near
        verdicts = len(world.watcher.verdicts)
        monitor.forget()
        first: list[Candidate] = []
        world.watcher.on_found = first.append
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == near
        assert first == []
        assert set(world.watcher.verdicts[verdicts:]) == {ConnectionType.LOCAL}
        assert len(report.changes) == 1

    run(main())


@pytest.mark.parametrize("reason", [CheckReason.MANUAL, CheckReason.PUSH_LOST])
def test_dead_connection_is_left(reason: CheckReason) -> None:
    """A dead connection is left when it fails; at once if its failure was reported."""

    async def main() -> None:
        world = World()
        near, far = slow_and_near(world), world.add(remote())
        silent = world.add(local(18, on_link=False), silent=True)
        monitor = world.monitor(near, far, silent)
        await monitor.check(CheckReason.START)
        await monitor.check(CheckReason.MANUAL)
        monitor.forget()
        world.cut(near, kind=REFUSED)
        began = world.clock()
        arrived: list[float] = []
        world.watcher.on_found = lambda _: arrived.append(world.clock() - began)
        report = await monitor.check(reason)
        assert report.active == far
        assert report.changes[-1].reason is ChangeReason.FAILOVER
        takes = 0.02 if reason.questions_active else 0.4
        assert arrived == [pytest.approx(takes)]

    run(main())


def test_starting_server_is_left_after_the_race() -> None:
    """A starting server's connection is left, after the race, if another one works."""

    async def main() -> None:
        world = World()
        near, far = slow_and_near(world), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await monitor.check(CheckReason.MANUAL)
        monitor.forget()
        world.cut(near, kind=FailureKind.STARTING)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == far
        assert not report.starting

    run(main())


def test_upgrade_penalty_is_forgotten() -> None:
    """After many upgrades a new one is possible at once."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        report = await monitor.check(CheckReason.START)
        for _ in range(5):
            world.cut(near, kind=REFUSED)
            await monitor.check(CheckReason.PUSH_LOST)
            world.mend(near)
            await asyncio.sleep(61)
            report = await monitor.check(CheckReason.MANUAL)
        assert report.active == far
        world.cut(near, kind=REFUSED)
        monitor.forget()
        await monitor.check(CheckReason.DUE)
        world.mend(near)
        await asyncio.sleep(61)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == near

    run(main())


def test_standby_is_probed_again() -> None:
    """The standby, probed without success, is probed again."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), delay=0.5, failure=REFUSED)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 310)
        assert Purpose.STANDBY in world.watcher.purposes()
        monitor.forget()
        await monitor.check(CheckReason.DUE)
        asked = world.watcher.purposes().count(Purpose.STANDBY)
        await world.keep(monitor, 310)
        assert world.watcher.purposes().count(Purpose.STANDBY) == asked + 1

    run(main())


def test_silent_connection_is_left_after_the_time_limit() -> None:
    """A silent connection is left after the time limit of any probe."""

    async def main() -> None:
        world = World()
        far, through = world.add(remote()), world.add(relay())
        monitor = world.monitor(far, through)
        await monitor.check(CheckReason.START)
        monitor.forget()
        check = asyncio.create_task(monitor.check(CheckReason.MANUAL))
        world.cut(far)
        await asyncio.sleep(2)
        assert monitor.report.active == far
        report = await check
        assert report.active == through

    run(main())


def test_cancelled_check() -> None:
    """A cancelled check keeps the connection; the next one tests everything."""

    async def main() -> None:
        world = World()
        near, far = slow_and_near(world), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await monitor.check(CheckReason.MANUAL)
        monitor.forget()
        check = asyncio.create_task(monitor.check(CheckReason.MANUAL))
        await asyncio.sleep(0.1)
        check.cancel()
        await asyncio.wait([check])
        assert monitor.report.active == near
        assert monitor.next_delay() == 0
        sent = world.sent(far)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near
        assert world.sent(far) == sent + 1

    run(main())


def test_fastest_of_equals_is_used() -> None:
    """As for a new server the fastest of equals is used; it is no fail-over."""

    async def main() -> None:
        world = World()
        slow, fast = world.add(local(10), delay=0.1), world.add(local(11))
        monitor = world.monitor(slow)
        await monitor.check(CheckReason.START)
        monitor.set_candidates([slow, fast], networks=LAN)
        monitor.forget()
        report = await monitor.check(CheckReason.DUE)
        assert report.active == fast
        assert report.changes[-1].reason is ChangeReason.UPGRADE
        monitor.forget()
        world.cut(fast, kind=REFUSED)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == slow
        assert report.changes[-1].reason is ChangeReason.FAILOVER

    run(main())


def test_pinned_stays_pinned() -> None:
    """A pinned address stays pinned; unpinning later is not an upgrade."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.pin(far.url)
        await monitor.check(CheckReason.START)
        monitor.forget()
        sent = world.sent(near)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == far
        assert report.pinned == far.url
        assert world.sent(near) == sent
        monitor.pin(None)
        monitor.forget()
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near
        assert report.changes[-1].reason is ChangeReason.PINNED

    run(main())


def test_offline_server() -> None:
    """An offline server stays offline, is due at once, and its intervals restart."""

    async def main() -> None:
        world = World()
        offer = [world.add(remote(number), failure=REFUSED) for number in range(20, 30)]
        monitor = world.monitor(*offer)
        await world.keep(monitor, 4 * 3600)
        assert monitor.next_delay() > 60
        monitor.forget()
        report = monitor.report
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.failure_count == 0
        assert monitor.next_delay() == 0
        sent = world.sent()
        report = await monitor.check(CheckReason.DUE)
        assert report.failure_count == 1
        # All rows: the time offline has been reset.
        assert world.sent() - sent == len(offer)
        assert 20 < monitor.next_delay() <= 36
        state = monitor.state()
        assert state is not None
        assert state.url is None

    run(main())


def test_starting_server() -> None:
    """A server fault remains, and its check intervals restart."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=FailureKind.STARTING)
        await world.keep(monitor, 2 * 3600)
        assert monitor.report.starting
        assert monitor.next_delay() > 30
        monitor.forget()
        assert monitor.report.starting
        report = await monitor.check(CheckReason.DUE)
        assert report.starting
        assert report.active == near
        assert 5 <= monitor.next_delay() <= 10

    run(main())


def test_without_a_cache() -> None:
    """With the cache disabled, the monitor's own state is reset."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        monitor = world.monitor(world.add(local()))
        await monitor.check(CheckReason.START)
        monitor.forget()
        assert world.cache.find(KEY) is None
        report = await monitor.check(CheckReason.DUE)
        assert report.latency_ms == 20

    run(main())


ROWS = len(CANDIDATES)


class NoChance(Random):
    """No jitter: simultaneous failures draw random numbers in no fixed order."""

    @override
    def uniform(self, a: float, b: float) -> float:
        """Return the upper end."""
        return b


async def happen(
    monitor: ServerMonitor, event: object, offered: list[Candidate]
) -> None:
    """Apply one event of a history."""
    match event:
        case CheckReason():
            await monitor.check(event)
        case "test":
            await monitor.test_all()
        case "pin" | "unpin":
            monitor.pin(offered[-1].url if event == "pin" else None)
            await monitor.check(CheckReason.MANUAL)
        case "operation" | "failed operation":
            monitor.record_operation(ok=event == "operation")
        case "push":
            monitor.note_push(up=True)
        case _:
            monitor.forget()


def fork(
    steps: list[tuple[list[dict[str, object]], list[Candidate] | None, float, object]],
    paths: list[dict[str, object]],
    *,
    anew: Callable[[World, ServerMonitor, list[Candidate]], ServerMonitor],
    reason: CheckReason,
) -> tuple[ConnectionReport, float, int, list[Candidate | None]]:
    """Play a history, start anew, check once; return the result."""

    async def main() -> tuple[ConnectionReport, float, int, list[Candidate | None]]:
        world = World()
        world.rng = NoChance()
        offered = list(CANDIDATES)
        for candidate in offered:
            world.add(candidate)
        monitor = world.monitor(*offered)
        for behaviours, offer, pause, event in steps:
            for candidate, behaviour in zip(CANDIDATES, behaviours, strict=True):
                world.add(candidate, **behaviour)
            if offer is not None:
                offered = offer
                monitor.set_candidates(offered, networks=LAN)
            await asyncio.sleep(pause)
            await happen(monitor, event, offered)
        for candidate, behaviour in zip(CANDIDATES, paths, strict=True):
            world.add(candidate, **behaviour)
        # What operations use: a suspected address is shown, and no longer used.
        used = [monitor.active]
        monitor = anew(world, monitor, offered)
        sent = world.sent()
        report = await monitor.check(reason)
        return report, monitor.next_delay(), world.sent() - sent, used

    return run(main())


def forgotten(
    world: World, monitor: ServerMonitor, offered: list[Candidate]
) -> ServerMonitor:
    """Forget the history."""
    monitor.forget()
    return monitor


def made_anew(
    world: World, monitor: ServerMonitor, offered: list[Candidate]
) -> ServerMonitor:
    """Replace the monitor by one without a history."""
    monitor.close()
    # Its owner ends what runs for it, such as the confirmation of a suspicion.
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    pinned = monitor.report.pinned
    world.cache = ConnectionCache()
    fresh = world.monitor(*offered)
    fresh.pin(pinned)
    return fresh


WELL: dict[str, object] = {"delay": 0.005, "silent": False, "failure": None}
SLOW: dict[str, object] = {**WELL, "delay": 1.0}
SILENT: dict[str, object] = {**WELL, "silent": True}
LOST: dict[str, object] = {**WELL, "failure": FailureKind.DNS}
UNAUTHORIZED: dict[str, object] = {**WELL, "failure": FailureKind.UNAUTHORIZED}


@examples(150)
@given(steps=st.lists(step, max_size=6), paths=network)
# Three that time out at the same instant.
@example(
    steps=[([WELL] * ROWS, None, 0.0, CheckReason.DUE)],
    paths=[SILENT] * 4 + [SLOW] * 2 + [WELL],
)
# Forgotten while the shown address is suspected and another is used.
@example(
    steps=[
        *[([WELL] * ROWS, None, 0.0, CheckReason.DUE)] * 5,
        ([SILENT] * 2 + [WELL] * 5, None, 0.0, CheckReason.PUSH_LOST),
    ],
    paths=[LOST, LOST, UNAUTHORIZED, LOST, *[SILENT] * 3],
)
@example(
    steps=[
        *[([WELL] * ROWS, None, 0.0, CheckReason.DUE)] * 5,
        ([SILENT, *[WELL] * 6], None, 0.0, CheckReason.PUSH_LOST),
    ],
    paths=[*[LOST] * 4, SILENT, SILENT, WELL],
)
def test_law_of_forgetting(
    steps: list[tuple[list[dict[str, object]], list[Candidate] | None, float, object]],
    paths: list[dict[str, object]],
) -> None:
    """After a check the state equals a new monitor's, to the millisecond.

    Exceptions: changes, which need an earlier connection; queries to plex.tv, since a
    tier can only be lost if it was in use; and a server that is itself at fault, whose
    connection is kept for that reason (rule 11).
    """
    late, delay, requests, (used,) = fork(
        steps, paths, anew=forgotten, reason=CheckReason.DUE
    )
    new, new_delay, new_requests, _ = fork(
        steps, paths, anew=made_anew, reason=CheckReason.START
    )
    assert requests <= 2 * ROWS + 11
    if late.active is not None and late.active == used and new.active is None:
        assert (late.starting, late.needs_authorization_check) != (False, False)
        return
    assert replace(late, changes=(), needs_discovery=new.needs_discovery) == replace(
        new, changes=()
    )
    assert delay == pytest.approx(new_delay)
    assert requests == new_requests
    assert late.needs_discovery >= new.needs_discovery


@examples(30)
@given(
    steps=st.lists(step, max_size=4),
    times=st.integers(1, 20),
    delays=st.lists(st.floats(0.005, 1.2), min_size=ROWS, max_size=ROWS),
    dead=st.sets(st.integers(1, ROWS - 1)),
)
def test_law_of_one_race(
    steps: list[tuple[list[dict[str, object]], list[Candidate] | None, float, object]],
    times: int,
    delays: list[float],
    dead: set[int],
) -> None:
    """Forgetting repeatedly costs one race: each candidate once, the winner twice."""

    def forget_often(
        world: World, monitor: ServerMonitor, offered: list[Candidate]
    ) -> ServerMonitor:
        sent = world.sent()
        for _ in range(times):
            monitor.forget()
        assert world.sent() == sent
        return monitor

    paths: list[dict[str, object]] = [
        {"delay": delay, "failure": REFUSED if number in dead else None}
        for number, delay in enumerate(delays)
    ]
    report, _, requests, _ = fork(
        steps, paths, anew=forget_often, reason=CheckReason.DUE
    )
    assert requests <= len(report.candidates) + 1


def test_forgetting_every_minute() -> None:
    """Forgetting every minute costs one race a minute and accumulates nothing."""

    async def main() -> None:
        world = World()
        near, far, through = (
            world.add(local()),
            world.add(remote(), delay=0.1),
            world.add(relay(), delay=0.2),
        )
        monitor = world.monitor(near, far, through)
        await monitor.check(CheckReason.START)
        sent = world.sent()
        for _ in range(60):
            await world.keep(monitor, 60)
            monitor.forget()
        assert monitor.report.active == near
        assert world.sent() - sent <= 60 * 4
        assert world.watcher.purposes().count(Purpose.SEARCH) == 0
        assert len(monitor.report.changes) == 1

    run(main())
