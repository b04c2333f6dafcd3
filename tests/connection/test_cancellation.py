"""Cancellation at any point leaves no task, no claimed breaker, no partial state."""

import asyncio
from collections.abc import Coroutine
import contextlib
from dataclasses import replace
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    BreakerState,
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import KEY, World, local, relay, remote
from tests.examples import examples

CANDIDATES = [
    *(local(number, on_link=number < 12) for number in range(10, 15)),
    *(remote(number) for number in range(20, 24)),
    relay(30),
    relay(31),
]

paths = st.fixed_dictionaries(
    {
        "delay": st.sampled_from([0.0, 0.05, 0.3, 0.9, 2.0]),
        "silent": st.booleans(),
        "failure": st.sampled_from([None, None, *FailureKind]),
    }
)


async def cancel_after(main: Coroutine[Any, Any, object], seconds: float) -> None:
    """Run a coroutine and cancel it after `seconds`."""
    task = asyncio.create_task(main)
    await asyncio.sleep(seconds)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def assert_consistent(world: World, monitor: ServerMonitor) -> None:
    """Assert that nothing is left claimed, and that the report is consistent."""
    # A suspected connection is probed outside checks, and once it is lost after all, a
    # check begins that no caller waits for.
    if not monitor.is_checking:
        assert world.running <= monitor.report.suspected
        assert world.gate.running == 0
    report = monitor.report
    assert (report.active is not None) is (
        report.connection_type not in (None, ConnectionType.OFFLINE)
    )
    if report.active is not None:
        assert report.active.kind is report.connection_type
        assert report.active.url in {each.url for each in CANDIDATES}
    for known in monitor.current.candidates:
        waits = known.breaker.remaining(world.clock()) > 0
        assert waits <= (known.breaker.failures > 0)
        assert (known.breaker.failures > 0) is (known.backoff_until is not None)
    if report.changes:
        assert report.changes[-1].to_type is report.connection_type


@examples(120)
@given(
    field=st.lists(paths, min_size=len(CANDIDATES), max_size=len(CANDIDATES)),
    later=st.lists(paths, min_size=len(CANDIDATES), max_size=len(CANDIDATES)),
    steps=st.lists(
        st.tuples(
            st.sampled_from([*CheckReason, "test_all"]),
            st.sampled_from([0.0, 0.05, 0.25, 0.3, 0.5, 1.0, 1.3, 1.5, 5.0, 11.0]),
            st.sampled_from([0.0, 1.0, 31.0, 130.0, 700.0]),
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_cancelled_anywhere(
    field: list[dict[str, object]],
    later: list[dict[str, object]],
    steps: list[tuple[CheckReason | str, float, float]],
) -> None:
    """A check may be cancelled at any time, whatever the network does."""

    async def main() -> None:
        world = World()
        for candidate, path in zip(CANDIDATES, field, strict=True):
            world.add(candidate, **path)
        monitor = world.monitor(*CANDIDATES)
        for number, (step, seconds, pause) in enumerate(steps):
            if number == 1:
                for candidate, path in zip(CANDIDATES, later, strict=True):
                    world.add(candidate, **path)
            if isinstance(step, CheckReason):
                await cancel_after(monitor.check(step), seconds)
            else:
                await cancel_after(monitor.test_all(), seconds)
            assert_consistent(world, monitor)
            await asyncio.sleep(pause)
        await monitor.check(CheckReason.MANUAL)
        await world.sure(monitor)
        assert not monitor.is_checking
        assert_consistent(world, monitor)
        assert monitor.report.connection_type is not None

    run(main())


def test_cancelled_after_the_first_answer() -> None:
    """A connection found before cancellation is kept and recorded; a check is due."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        await cancel_after(monitor.check(CheckReason.START), 0.5)
        report = monitor.report
        assert report.active == far
        assert [change.reason for change in report.changes] == [ChangeReason.FIRST]
        assert monitor.next_delay() == 0
        cached = world.cache.find(KEY)
        assert cached is not None
        assert cached.last_good == far.url

    run(main())


def test_cancelled_before_any_answer() -> None:
    """Only `is_unanswered` and `suspected` change; the address may still answer."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        before = await monitor.check(CheckReason.START)
        world.cut(near)
        await cancel_after(monitor.check(CheckReason.PUSH_LOST), 0.5)
        (asked,) = before.candidates
        assert monitor.report == replace(
            before,
            candidates=(replace(asked, is_unanswered=True),),
            suspected=True,
        )
        world.mend(near)
        report = await world.sure(monitor)
        assert report.changes == before.changes

    run(main())


def test_cancelled_trial_of_a_half_open_breaker() -> None:
    """A cancelled trial is not a failure; the next one is admitted."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        while monitor.report.candidates[0].breaker is not BreakerState.HALF_OPEN:
            await world.keep(monitor, 20)
        failures = monitor.report.candidates[0].failure_count
        await cancel_after(monitor.check(CheckReason.MANUAL), 0.5)
        assert monitor.report.candidates[0].breaker is BreakerState.HALF_OPEN
        assert monitor.report.candidates[0].failure_count == failures
        world.mend(near)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == near

    run(main())


def test_bug_in_the_prober_propagates() -> None:
    """A bug is not a failed path, and the monitor continues afterwards."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)

        async def broken(candidate: Candidate, *, budget: float) -> Attempt:
            raise ZeroDivisionError

        original = world.probe
        world.probe = broken  # type: ignore[method-assign]
        with pytest.raises(ZeroDivisionError):
            await monitor.check(CheckReason.START)
        with pytest.raises(ExceptionGroup):
            await monitor.test_all()
        world.probe = original  # type: ignore[method-assign]
        assert_consistent(world, monitor)
        report = await monitor.check(CheckReason.START)
        assert report.active == near

    run(main())


def test_check_that_raises_is_followed_by_the_next() -> None:
    """After a crash the next check comes at the type's interval: it may crash again."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        original = world.probe

        async def broken(candidate: Candidate, *, budget: float) -> Attempt:
            raise ZeroDivisionError

        async def break_off(reason: CheckReason) -> float:
            world.probe = broken  # type: ignore[method-assign]
            with pytest.raises(ZeroDivisionError):
                await monitor.check(reason)
            world.probe = original  # type: ignore[method-assign]
            return monitor.next_delay()

        assert 24 <= await break_off(CheckReason.START) <= 36
        await monitor.check(CheckReason.START)
        await asyncio.sleep(300)
        assert 270 <= await break_off(CheckReason.DUE) <= 300
        assert 270 <= await break_off(CheckReason.PUSH_LOST) <= 300
        report = await world.sure(monitor)
        assert report.connection_type is ConnectionType.LOCAL

    run(main())


def test_cancelled_twice_while_losers_end() -> None:
    """Losers that are slow to end are awaited even after two cancellations."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11), silent=True)
        monitor = world.monitor(near, other)
        original = world.probe
        ended: list[str] = []

        async def slow_to_end(candidate: Candidate, *, budget: float) -> Attempt:
            try:
                return await original(candidate, budget=budget)
            finally:
                if candidate == other:
                    # Closing a socket may take a moment.
                    await asyncio.sleep(0.2)
                ended.append(candidate.url)

        world.probe = slow_to_end  # type: ignore[method-assign]
        await cancel_after(monitor.check(CheckReason.START), 0.1)
        assert set(ended) <= {near.url, other.url}
        await asyncio.sleep(1)
        assert_consistent(world, monitor)
        assert ended == [near.url, other.url]

    run(main())


def test_connection_found_sets_the_interval() -> None:
    """A connection found before cancellation has its own interval, not offline's."""

    async def main() -> None:
        world = World()
        way = world.add(relay(30), failure=FailureKind.REFUSED)
        slow = world.add(local(10), silent=True)
        monitor = world.monitor(way, slow)
        for _ in range(6):
            await monitor.check(CheckReason.MANUAL)
            await asyncio.sleep(monitor.next_delay())
            await monitor.check(CheckReason.DUE)
        assert monitor.next_delay() > 60
        world.add(way, delay=0.01)
        await cancel_after(monitor.check(CheckReason.MANUAL), 1.2)
        assert monitor.report.connection_type is ConnectionType.RELAY
        assert not monitor.is_checking
        assert monitor.next_delay() <= 30

    run(main())
