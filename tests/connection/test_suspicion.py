"""A silent connection is suspected, and shown as lost once certain (rule 12)."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
import logging
from math import inf
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    ChangeReason,
    CheckFinished,
    CheckReason,
    ConnectionFound,
    ConnectionShown,
    ConnectionState,
    ConnectionSuspected,
    ConnectionType,
    FailureKind,
    MonitorEvent,
    Purpose,
    ServerMonitor,
    SuspicionEnded,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote
from tests.examples import examples

LOCAL, REMOTE = ConnectionType.LOCAL, ConnectionType.REMOTE
OFFLINE = ConnectionType.OFFLINE
REFUSED = FailureKind.REFUSED
CERTAIN = {LOCAL: 3.0, REMOTE: 4.0, ConnectionType.RELAY: 4.0}
"""Seconds until a silent connection is certain to be lost."""


class EventRecorder:
    """Records a monitor's events with their times."""

    def __init__(self, world: World, monitor: ServerMonitor) -> None:
        """Start recording now."""
        self.world = world
        self.monitor = monitor
        self.began = world.elapsed()
        self.known = len(monitor.report.changes)
        self.events: list[tuple[float, MonitorEvent]] = []
        world.watcher.also = lambda event: self.events.append((self.after(), event))

    def after(self) -> float:
        """Return seconds since the start."""
        return round(self.world.elapsed() - self.began, 3)

    def times(self, kind: type[MonitorEvent]) -> list[float]:
        """Return the times of events of a kind."""
        return [at for at, event in self.events if isinstance(event, kind)]

    @property
    def shown(self) -> list[tuple[float, ConnectionType | None]]:
        """Return the connection types shown, with their times."""
        return [
            (at, event.report.connection_type)
            for at, event in self.events
            if isinstance(event, ConnectionShown)
        ]

    @property
    def reasons(self) -> list[ChangeReason]:
        """Return the reasons for the changes shown since the start."""
        return [each.reason for each in self.monitor.report.changes[self.known :]]

    @property
    def confirming(self) -> int:
        """Return the number of confirming probes outside checks."""
        watcher = self.world.watcher
        return (watcher.purposes() + watcher.requests).count(Purpose.CONFIRM)


def back_in_time(world: World, candidate: Candidate, **path: object) -> None:
    """Make a path work again just before the second attempt."""
    world.loop.call_later(1.4, lambda: world.add(candidate, **path))


async def used(world: World, first: Candidate, *others: Candidate) -> ServerMonitor:
    """Return a monitor that uses `first` and knows the others."""
    monitor = world.monitor(first, *others)
    await monitor.check(CheckReason.START)
    await monitor.test_all()
    assert monitor.active == first
    await asyncio.sleep(100)
    world.probes.clear()
    return monitor


def at_home(world: World) -> tuple[Candidate, Candidate]:
    """Add a local and a remote address."""
    return world.add(local()), world.add(remote(), delay=0.04)


def test_blip_is_not_shown() -> None:
    """A blip fails over for its duration, and is not shown, counted or retried."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        before = monitor.report
        penalty = monitor.current.upgrade
        world.cut(near)
        back_in_time(world, near)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        assert monitor.active == far
        assert await monitor.connection() == far
        assert (monitor.report.active, monitor.report.suspected) == (near, True)
        assert monitor.report.standby == far
        await world.sure(monitor)
        assert monitor.active == near
        assert 1.5 <= told.after() < 1.6
        assert told.shown == []
        assert told.confirming == 1, "the race was the first attempt"
        await world.keep(monitor, 250)
        assert world.sent(near, since=told.began + CERTAIN[LOCAL]) == 0
        after = monitor.report
        assert after.changes == before.changes
        assert after.failure_count == 0
        assert not after.needs_discovery
        assert monitor.current.upgrade == penalty
        assert after.check_interval == 300

    run(main())


@pytest.mark.parametrize("kind", [LOCAL, REMOTE])
def test_loss_is_shown_once_certain(kind: ConnectionType) -> None:
    """Two silent attempts in sequence show the loss; use moves on at once."""

    async def main() -> None:
        world = World()
        first = world.add(local() if kind is LOCAL else remote())
        other = world.add(remote(21), delay=0.04)
        monitor = await used(world, first, other)
        world.cut(first)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        assert told.times(ConnectionFound) == [pytest.approx(0.15)]
        report = await world.sure(monitor)
        # A race that finds an equally good address does not probe the first again.
        late = 0.0 if kind is LOCAL else 0.15
        assert told.times(ConnectionShown) == [pytest.approx(CERTAIN[kind] + late)]
        assert told.reasons == [ChangeReason.FAILOVER]
        assert report.active == other
        assert report.changes[-1].duration_ms == pytest.approx(150, abs=1)
        assert told.times(SuspicionEnded) == told.times(ConnectionShown)
        series = told.began + CERTAIN[kind]
        await world.keep(monitor, 2.5)
        assert world.sent(first, since=series) == (2 if kind is LOCAL else 0)

    run(main())


@pytest.mark.parametrize("is_pinned", [True, False])
def test_only_connection(*, is_pinned: bool) -> None:
    """A server's only connection is shown as reachable until its loss is certain."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, *([far] if is_pinned else []))
        if is_pinned:
            monitor.pin(near.url)
            await monitor.check(CheckReason.MANUAL)
        world.cut(near)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        assert told.after() == 1.5
        assert monitor.active is None
        assert monitor.report.connection_type is LOCAL
        assert (monitor.report.failure_count, monitor.report.suspected) == (0, True)
        await world.sure(monitor)
        assert told.shown == [(CERTAIN[LOCAL], OFFLINE)]
        reason = ChangeReason.PINNED if is_pinned else ChangeReason.LOST
        assert told.reasons == [reason]
        assert monitor.report.failure_count == 1
        assert monitor.report.changes[-1].duration_ms == pytest.approx(3000, abs=1)

    run(main())


@pytest.mark.parametrize("failure", [None, FailureKind.STARTING])
def test_only_connection_returns(failure: FailureKind | None) -> None:
    """If the only connection returns, even starting, the server was never offline."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = await used(world, near)
        world.cut(near)
        back_in_time(world, near, failure=failure)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        report = await world.sure(monitor)
        assert monitor.active == near == report.active
        assert told.after() < 1.6
        assert told.reasons == []
        assert report.starting is (failure is not None)
        assert (report.failure_count, report.needs_discovery) == (0, False)
        assert report.check_interval == (300 if failure is None else 10)
        assert await monitor.connection() == near

    run(main())


@pytest.mark.parametrize(
    "failure", [REFUSED, FailureKind.RESET, FailureKind.TLS_NAME, FailureKind.NOT_PLEX]
)
@pytest.mark.parametrize("when", [0.0, 1.0])
def test_definite_failure_ends_the_suspicion(failure: FailureKind, when: float) -> None:
    """A definite failure, also of the second attempt, ends the suspicion at once."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near, kind=None if when else failure)
        told = EventRecorder(world, monitor)
        checking = asyncio.create_task(monitor.check(CheckReason.PUSH_LOST))
        await asyncio.sleep(when)
        world.cut(near, kind=failure)
        await checking
        await world.sure(monitor)
        ((at, kind),) = told.shown
        assert at == pytest.approx(1.52 if when else 0.04, abs=0.001)
        assert kind is REMOTE
        assert told.confirming == (1 if when else 0)

    run(main())


def test_server_fault_while_another_address_works() -> None:
    """A fault, maybe a proxy's, is left for an address that works (rule 11)."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        back_in_time(world, near, failure=FailureKind.STARTING)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        await world.sure(monitor)
        assert told.after() < 1.6
        assert told.reasons == [ChangeReason.FAILOVER]
        assert monitor.report.active == far

    run(main())


@pytest.mark.parametrize("kind", [FailureKind.UNREACHABLE, FailureKind.DNS])
def test_immediate_failure_is_retried_after_the_time_limit(kind: FailureKind) -> None:
    """A failure at once is retried only after the first attempt's time limit."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near, kind=kind)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        await asyncio.sleep(1.4 - told.after())
        assert monitor.report.suspected
        world.mend(near)
        await world.sure(monitor)
        assert told.reasons == []
        assert told.after() == pytest.approx(1.52, abs=0.01)

    run(main())


def test_cancelled_check() -> None:
    """Cancelling a check keeps both attempts; a full check follows them."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        far = world.add(remote(), delay=4.0)
        monitor = await used(world, near, far)
        world.cut(near)
        told = EventRecorder(world, monitor)
        checking = asyncio.create_task(monitor.check(CheckReason.PUSH_LOST))
        await asyncio.sleep(0.1)
        checking.cancel()
        await asyncio.sleep(CERTAIN[LOCAL] - 0.1)
        assert monitor.report.suspected
        assert monitor.active == near
        await asyncio.sleep(15)
        assert told.confirming == 2
        ((at, kind),) = told.shown
        assert at == pytest.approx(3.1 + 4.0, abs=0.3)
        assert kind is REMOTE

    run(main())


def test_operation_fails_during_suspicion() -> None:
    """A failing operation gets a new connection at once, which is shown in the end."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        last = world.add(relay(), delay=0.1)
        monitor = await used(world, near, far, last)
        world.cut(near)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        world.cut(far, kind=REFUSED)
        monitor.record_operation(ok=False)
        asked = told.after()
        monitor.fail_over()
        await monitor.replacement()
        assert monitor.active == last
        assert told.after() - asked <= 1.0, "the hold of a relay"
        assert monitor.report.active == near
        report = await world.sure(monitor)
        assert report.active == last
        ((at, kind),) = told.shown
        assert kind is ConnectionType.RELAY
        assert CERTAIN[LOCAL] <= at < 3.1, "no direct candidate can answer by then"
        assert told.reasons == [ChangeReason.FAILOVER]
        await asyncio.sleep(5)

    run(main())


def test_operation_succeeds_during_suspicion() -> None:
    """An answer to an operation sent earlier does not end a suspicion; probes do."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = await used(world, near)
        world.cut(near)
        told = EventRecorder(world, monitor)
        checking = asyncio.create_task(monitor.check(CheckReason.PUSH_LOST))
        await asyncio.sleep(0.5)
        assert monitor.report.suspected
        monitor.record_operation(ok=True)
        world.mend(near)
        await checking
        assert monitor.current.is_offline
        report = await world.sure(monitor)
        assert monitor.active == near == report.active
        assert told.reasons == []

    run(main())


def test_better_address_ends_the_suspicion() -> None:
    """A better address is shown at once, and ends the suspicion."""

    async def main() -> None:
        world = World()
        far = world.add(remote())
        monitor = await used(world, far)
        near = world.add(local())
        monitor.set_candidates([near, far], networks=LAN)
        world.cut(far)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        assert monitor.report.active == near
        assert not monitor.report.suspected
        assert told.shown[0][0] < 0.5
        await asyncio.sleep(5)
        assert told.confirming == 0

    run(main())


def test_push_lost_again() -> None:
    """Losing the push channel again probes nothing: a confirmation is running."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        await monitor.check(CheckReason.PUSH_LOST)
        sent = world.sent(far)
        await monitor.check(CheckReason.PUSH_LOST)
        assert world.sent(far) == sent
        await world.sure(monitor)

    run(main())


@pytest.mark.parametrize("when", [0.1, 0.5, 1.8])
def test_push_ended_during_suspicion(when: float) -> None:
    """A push channel closed by the peer makes the loss certain, at any time."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        told = EventRecorder(world, monitor)
        checking = asyncio.create_task(monitor.check(CheckReason.PUSH_LOST))
        await asyncio.sleep(when)
        assert told.times(ConnectionSuspected)
        await monitor.check(CheckReason.PUSH_ENDED)
        await checking
        assert told.times(ConnectionShown) == [pytest.approx(max(when, 0.15))]
        assert not monitor.report.suspected
        assert told.reasons == [ChangeReason.FAILOVER]
        assert told.confirming == (1 if when > 1.5 else 0)

    run(main())


def test_push_ended() -> None:
    """After the peer closes the push channel, a fail-over is shown at once."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_ENDED)
        assert told.times(ConnectionShown) == [pytest.approx(0.15)]
        assert told.times(ConnectionSuspected) == []

    run(main())


@pytest.mark.parametrize("is_in_use", [True, False])
def test_pin_during_suspicion(*, is_in_use: bool) -> None:
    """Pinning another address leaves a suspected one even if it answers."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        other = world.add(remote(21), delay=0.1)
        monitor = await used(world, near, far, other)
        world.cut(near)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        chosen = far if is_in_use else other
        monitor.pin(chosen.url)
        world.mend(near)
        assert not monitor.report.suspected
        assert monitor.next_delay() == 0 or monitor.report.active == far
        await monitor.check(CheckReason.MANUAL)
        assert monitor.report.active == chosen
        assert told.reasons == [ChangeReason.PINNED]

    run(main())


def test_forget_during_suspicion() -> None:
    """`forget()` ends a suspicion; the next check shows its result."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        await monitor.check(CheckReason.PUSH_LOST)
        monitor.forget()
        assert not monitor.report.suspected
        assert monitor.report.active == near
        await monitor.check(CheckReason.MANUAL)
        assert monitor.report.active == far

    run(main())


def test_answer_waits_for_a_running_check() -> None:
    """A confirmed address waits for a running check and is then used again."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        back_in_time(world, near, delay=0.2)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        slow = world.add(remote(22), silent=True)
        monitor.set_candidates([near, far, slow], networks=LAN)
        world.cut(far)
        testing = asyncio.create_task(monitor.test_all())
        await asyncio.sleep(2)
        assert monitor.report.suspected
        assert monitor.active == far
        await testing
        await world.sure(monitor)
        assert monitor.active == near
        assert told.shown == []
        assert told.reasons == []

    run(main())


def test_bug_in_the_confirmation(caplog: pytest.LogCaptureFixture) -> None:
    """A bug in a confirmation is logged once; the next check is due and decides."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        told = EventRecorder(world, monitor)
        original = world.probe

        async def broken(candidate: Candidate, *, budget: float) -> Attempt:
            if candidate == far:
                return await original(candidate, budget=budget)
            await asyncio.sleep(0.3)
            raise ZeroDivisionError

        world.loop.call_later(1.4, lambda: setattr(world, "probe", broken))
        await monitor.check(CheckReason.PUSH_LOST)
        await asyncio.sleep(0.5)
        world.probe = original  # type: ignore[method-assign]
        assert monitor.report.suspected
        assert len(told.times(SuspicionEnded)) == 1
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.active == far
        assert told.reasons == [ChangeReason.FAILOVER]
        assert not report.suspected

    with caplog.at_level(logging.ERROR):
        run(main())
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "Attic" in record.message


def test_cancelled_confirmation() -> None:
    """Cancelling a confirmation, as unloading does, ends it and shows nothing."""

    async def main() -> None:
        tasks: list[asyncio.Task[None]] = []
        world = World()
        spawn = world.spawn

        def noted(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
            tasks.append(spawn(work, name))
            return tasks[-1]

        world.spawn = noted
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        told = EventRecorder(world, monitor)
        await monitor.check(CheckReason.PUSH_LOST)
        (task,) = tasks
        task.cancel()
        await asyncio.wait(tasks)
        assert told.shown == []
        assert monitor.next_delay() == 0
        await world.keep(monitor, 1)
        assert monitor.report.active == far

    run(main())


@pytest.mark.parametrize("is_back", [True, False])
def test_restart_during_suspicion(*, is_back: bool) -> None:
    """A restart restores the shown connection and checks it before trusting it."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        world.cut(near)
        await monitor.check(CheckReason.PUSH_LOST)
        assert monitor.report.suspected
        state = monitor.state()
        assert state is not None
        again = world.monitor(near, far)
        again.restore(
            ConnectionState.from_dict(state.to_dict()),
            monitor.history(),
            monitor.report.changes,
        )
        assert again.report.active == near
        assert not again.report.suspected
        if is_back:
            world.mend(near)
        report = await again.check(CheckReason.START)
        assert report.active == (near if is_back else far)
        assert len(report.changes) == (1 if is_back else 2)
        await world.sure(monitor)

    run(main())


def test_report_is_suspected_throughout() -> None:
    """`suspected` holds from the first silence to the end; pages are notified."""

    async def main() -> None:
        world = World()
        near, far = at_home(world)
        monitor = await used(world, near, far)
        told = EventRecorder(world, monitor)
        world.cut(near)
        await monitor.check(CheckReason.PUSH_LOST)
        ((_, event),) = [
            each for each in told.events if isinstance(each[1], ConnectionSuspected)
        ]
        assert isinstance(event, ConnectionSuspected)
        assert event.report.suspected
        assert event.report == replace(
            event.report, active=near, connection_type=LOCAL
        ), "what is shown"
        await world.sure(monitor)
        assert not monitor.report.suspected
        assert told.times(CheckFinished)[0] < told.times(SuspicionEnded)[0]

    run(main())


outage = st.tuples(
    st.sampled_from([0.0, 0.3, 2.0, 5.0, 40.0]),
    st.sampled_from([0.1, 1.0, 2.5, 4.0, 7.0, 30.0]),
    st.sampled_from([None, None, None, REFUSED, FailureKind.UNREACHABLE]),
)


@examples(60)
@given(
    outages=st.lists(outage, min_size=1, max_size=8),
    delays=st.tuples(*[st.sampled_from([0.005, 0.04, 0.3, 1.0])] * 3),
)
def test_operation_never_waits_for_a_publication(
    outages: list[tuple[float, float, FailureKind | None]],
    delays: tuple[float, float, float],
) -> None:
    """A failing operation resumes with the first answer or the end of the check.

    No server stays suspected longer than it takes to be certain.
    """

    async def main() -> None:
        world = World()
        ways = [local(), remote(), relay()]
        for each, delay in zip(ways, delays, strict=True):
            world.add(each, delay=delay)
        monitor = world.monitor(*ways)
        await monitor.check(CheckReason.START)
        told = EventRecorder(world, monitor)
        turn = 0
        for calm, lasts, failure in outages:
            await world.keep(monitor, calm)
            dead, turn = ways[turn % 2], turn + 1
            world.cut(dead, kind=failure)
            if monitor.active == dead:
                began = told.after()
                monitor.record_operation(ok=False)
                monitor.fail_over()
                await monitor.replacement()
                found = [at for at in told.times(ConnectionFound) if at >= began]
                assert told.after() <= min(found, default=inf)
                ends = (ConnectionFound, CheckFinished, SuspicionEnded)
                assert any(told.after() in told.times(kind) for kind in ends)
            await world.keep(monitor, lasts)
            if monitor.report.suspected:
                since = told.times(ConnectionSuspected)[-1]
                assert told.after() - since <= CERTAIN[REMOTE] + 22
            if monitor.active is not None:
                began = told.after()
                assert await monitor.connection() == monitor.active
                assert told.after() == began
            world.mend(dead)
        await world.sure(monitor)
        assert told.confirming <= 2 * len(told.times(ConnectionSuspected))

    run(main())
