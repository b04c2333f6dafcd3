"""A server whose history is forgotten: as if it were new, and in use all the while."""

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


def test_nothing_is_left_but_what_is_in_use() -> None:
    """Which needs no request to stay so."""

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
    """Two fail-overs and back: what led to where things stand is no history."""

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
        # Not back: that it had been left is forgotten as well.
        assert report.changes[-1].reason is ChangeReason.UPGRADE
        assert len(report.changes) == 2

    run(main())


def test_breakers_are_closed() -> None:
    """Who had failed for hours is asked at once, and so is the plain twin."""

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
    """Whatever it is made for; once."""

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


def test_prewarming_is_as_needless_as_ever() -> None:
    """What was looked at a moment ago is warm; the check anew is due all the same."""

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
    """It waits for its end, and takes along what the check found."""

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


def test_asked_for_a_check_while_another_runs() -> None:
    """The second one is made, after the forgetting."""

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


def test_what_was_restored_does_not_come_back() -> None:
    """Not even what waited for its candidate to be offered."""

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
    """They go on over what is in use, and one check is made for them all."""

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
    """It proves the one in use, and nothing of the others."""

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
    """Return a candidate on a network behind a slow way."""
    return world.add(local(17, on_link=False), delay=0.4)


def test_what_works_is_not_left_for_what_is_quicker_and_worse() -> None:
    """Not for the moment it needs to answer."""

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
def test_what_does_not_work_is_left(reason: CheckReason) -> None:
    """As soon as it has failed; at once if somebody saw it fail."""

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


def test_what_answers_that_it_is_not_ready_is_left_at_the_end() -> None:
    """If somebody else is: that is no worse for being quicker."""

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


def test_penalty_for_moving_up_is_forgotten() -> None:
    """Who has moved up too often may do so again."""

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


def test_standby_is_sought_anew() -> None:
    """It was asked a while ago in vain, and nobody knows of that any more."""

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


def test_what_is_silent_is_left_when_its_time_is_up() -> None:
    """Which is that of any probe."""

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
    """Nothing is dropped for it, and the next one looks at everything."""

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


def test_one_of_its_own_merit_that_answers_first() -> None:
    """It is as with a new server: the quickest is used, and nobody has failed."""

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
    """And the choice that is ours again is no upgrade."""

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


def test_a_server_that_is_off() -> None:
    """Stays so, is asked at once, and its waits begin anew."""

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
        # All of them: it is off for no time.
        assert world.sent() - sent == len(offer)
        assert 20 < monitor.next_delay() <= 36
        state = monitor.state()
        assert state is not None
        assert state.url is None

    run(main())


def test_a_server_that_is_not_ready() -> None:
    """What is its own fault stands, and is asked about as if it had just begun."""

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
    """The kill switch leaves nothing to forget but what the engine holds."""

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
    """Scatters nothing: what fails in the same instant draws in no certain order."""

    @override
    def uniform(self, a: float, b: float) -> float:
        """Return the upper end."""
        return b


async def happen(
    monitor: ServerMonitor, event: object, offered: list[Candidate]
) -> None:
    """Let something happen that a history is made of."""
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
    """Live through a past, begin anew, look once; return what came of it."""

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
        used = [monitor.report.active]
        monitor = anew(world, monitor, offered)
        sent = world.sent()
        report = await monitor.check(reason)
        return report, monitor.next_delay(), world.sent() - sent, used

    return run(main())


def forgotten(
    world: World, monitor: ServerMonitor, offered: list[Candidate]
) -> ServerMonitor:
    """Forget the past."""
    monitor.forget()
    return monitor


def made_anew(
    world: World, monitor: ServerMonitor, offered: list[Candidate]
) -> ServerMonitor:
    """Put another monitor in its place, which has no past."""
    monitor.close()
    pinned = monitor.report.pinned
    world.cache = ConnectionCache()
    fresh = world.monitor(*offered)
    fresh.pin(pinned)
    return fresh


WELL: dict[str, object] = {"delay": 0.005, "silent": False, "failure": None}
SLOW: dict[str, object] = {**WELL, "delay": 1.0}
SILENT: dict[str, object] = {**WELL, "silent": True}


@examples(150)
@given(steps=st.lists(step, max_size=6), paths=network)
# Three that time out in the same instant.
@example(
    steps=[([WELL] * ROWS, None, 0.0, CheckReason.DUE)],
    paths=[SILENT] * 4 + [SLOW] * 2 + [WELL],
)
def test_law_of_oblivion(
    steps: list[tuple[list[dict[str, object]], list[Candidate] | None, float, object]],
    paths: list[dict[str, object]],
) -> None:
    """After a check it is as if there had been no past, to the millisecond.

    Apart from the changes, which need a connection before; from what plex.tv is
    asked, for a tier can only be lost that was in use; and from a server that itself
    is at fault, over a connection that is kept for that reason (rule 11).
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
    """However often it is forgotten: one race, each asked once, the winner twice."""

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
    """Costs a race a minute and no more: nothing is remembered that would add up."""

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
