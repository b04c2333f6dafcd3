"""Limits on the probes that repeated requests cause."""

import asyncio
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from custom_components.plex_connection.connection.polling import retry_interval
from custom_components.plex_connection.connection.token_bucket import TokenBucket
from tests.connection.virtual_time import run
from tests.connection.world import World, local, relay, remote

HOUR = 3600.0
STARTING = FailureKind.STARTING
REFUSED = FailureKind.REFUSED


async def with_fault(world: World, kind: FailureKind) -> ServerMonitor:
    """Return a monitor whose candidates now all fail like this."""
    near = world.add(local())
    monitor = world.monitor(near, world.add(remote()))
    await monitor.check(CheckReason.START)
    world.cut(local(), remote(), kind=kind)
    await monitor.check(CheckReason.MANUAL)
    return monitor


def times(world: World, since: float, candidate: Candidate) -> list[float]:
    """Return the times of a candidate's probes."""
    return [
        probe.at
        for probe in world.probes
        if probe.at >= since and probe.url == candidate.url
    ]


def test_server_starting_for_hours() -> None:
    """Every 10 s for ten minutes, then less and less often, down to once a minute."""

    async def main() -> None:
        world = World()
        monitor = await with_fault(world, STARTING)
        began = world.elapsed() - 0.02
        await world.keep(monitor, 6 * HOUR)
        asked = times(world, began, local())
        for before, after in pairwise(asked):
            gap = retry_interval(before - began)
            assert after - before == pytest.approx(gap, abs=0.1)
        first_hour = [time for time in asked if time < began + HOUR]
        assert len(first_hour) <= 148
        last_hour = [time for time in asked if time >= began + 5 * HOUR]
        assert len(last_hour) <= 61
        assert monitor.report.check_interval == 60
        world.mend(local())
        report = await world.keep(monitor, 60)
        assert not report.starting
        assert report.check_interval == 300

    run(main())


def test_server_that_starts_again() -> None:
    """A server that starts again is probed every 10 s again."""

    async def main() -> None:
        world = World()
        monitor = await with_fault(world, STARTING)
        await world.keep(monitor, HOUR)
        world.mend(local())
        await monitor.check(CheckReason.MANUAL)
        world.cut(local(), kind=STARTING)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.check_interval == 10
        world.cut(local(), kind=FailureKind.UNAUTHORIZED)
        await monitor.check(CheckReason.MANUAL)
        await asyncio.sleep(HOUR)
        world.cut(local(), kind=STARTING)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.check_interval == 10

    run(main())


def test_server_starting_for_hours_from_the_first() -> None:
    """The same for a server never reached before."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=STARTING)
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, HOUR)
        assert monitor.report.starting
        assert world.sent() <= 150
        assert monitor.report.check_interval == 60

    run(main())


def test_hints_every_second() -> None:
    """One check in ten seconds, six in a row, then one a minute; no hint is lost."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        began = world.elapsed()
        await monitor.check(CheckReason.PUSH_HINT)
        sent = world.sent()
        await asyncio.sleep(1)
        await monitor.check(CheckReason.PUSH_HINT)
        assert world.sent() == sent
        assert monitor.next_delay() == pytest.approx(9, abs=0.1), "brought forward"
        while world.elapsed() < began + HOUR:
            await world.keep(monitor, 1)
            await monitor.check(CheckReason.PUSH_HINT)
        checks = times(world, began, far)
        assert all(after - before >= 9.9 for before, after in pairwise(checks))
        assert len(checks) <= 6 + 60
        assert len(times(world, world.elapsed() - 600, far)) <= 11

    run(main())


def test_channel_lost_every_second() -> None:
    """Ten checks at once, then one every ten seconds."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        began = world.elapsed()
        for number in range(10):
            before = world.sent(near)
            await monitor.check(CheckReason.PUSH_LOST)
            assert world.sent(near) == before + 1, number
        sent = world.sent()
        await monitor.check(CheckReason.PUSH_LOST)
        await monitor.check(CheckReason.OPERATION_FAILED)
        assert world.sent() == sent
        assert monitor.next_delay() <= 10
        world.cut(near, kind=REFUSED)
        report = await world.keep(monitor, 10)
        assert report.active == far, "the failure report was kept"
        world.mend(near)
        while world.elapsed() < began + HOUR:
            await world.keep(monitor, 1)
            await monitor.check(CheckReason.PUSH_LOST)
        assert len(times(world, began, far)) <= 10 + 2 * 360

    run(main())


@pytest.mark.parametrize("kind", [STARTING, FailureKind.UNAUTHORIZED, REFUSED])
def test_operations_on_a_failing_server(kind: FailureKind) -> None:
    """One attempt a second for hours: probed every 10 s, then once a minute."""

    async def main() -> None:
        world = World()
        monitor = await with_fault(world, kind)
        began = world.elapsed()
        while world.elapsed() < began + 4 * HOUR:
            await world.keep(monitor, 1)
            await monitor.check(CheckReason.OPERATION)
        hour = [time for time in times(world, began, local()) if time < began + HOUR]
        # Plus six retries of the left candidate (rule 13).
        assert len(hour) <= 150 + 6
        assert len(times(world, began + 3 * HOUR, local())) <= 75

    run(main())


def test_operations_failing_on_a_good_path() -> None:
    """On a good path each failed operation ends freshness, within the same limits."""

    async def main() -> None:
        world = World()
        world.add(local())
        monitor = world.monitor(local())
        await monitor.check(CheckReason.START)
        began = world.elapsed()
        while world.elapsed() < began + HOUR:
            await monitor.check(CheckReason.OPERATION)
            monitor.record_operation(ok=False)
            await monitor.check(CheckReason.OPERATION_FAILED)
            await asyncio.sleep(0.5)
        assert len(times(world, began, local())) <= 20 + 2 * 361

    run(main())


def test_relay_rounds_count_from_their_start() -> None:
    """Relay checks are scheduled from their start, so silent rows do not delay them."""

    async def main() -> None:
        world = World()
        away = world.add(relay(), delay=0.1)
        silent = world.add(remote(), silent=True)
        monitor = world.monitor(away, silent)
        await monitor.check(CheckReason.START)
        since = world.elapsed()
        await world.keep(monitor, 590)
        for before, after in pairwise(times(world, since, away)):
            assert 27 <= after - before <= 30.01
        assert len(times(world, since, silent)) >= 20

    run(main())


def test_check_as_long_as_its_interval() -> None:
    """At least five seconds between checks, however long one takes."""

    async def main() -> None:
        world = World()
        rows = [world.add(remote(number), silent=True) for number in range(1, 20)]
        monitor = world.monitor(*rows)
        await monitor.check(CheckReason.START)
        while monitor.report.connection_type is ConnectionType.OFFLINE:
            assert monitor.next_delay() >= 5
            await asyncio.sleep(monitor.next_delay())
            await monitor.check(CheckReason.DUE)
            if world.elapsed() > HOUR:
                break

    run(main())


@given(
    burst=st.integers(1, 10),
    period=st.floats(0.1, 100),
    pauses=st.lists(st.floats(0, 200), max_size=60),
)
def test_law_of_token_buckets(burst: int, period: float, pauses: list[float]) -> None:
    """In any period at most the burst plus one token per refill."""
    now = 5.0
    allowance = TokenBucket(clock=lambda: now, burst=burst, period=period)
    taken: list[float] = []
    for pause in pauses:
        now += pause
        if allowance.wait == 0:
            allowance.take()
            taken.append(now)
        else:
            assert allowance.wait <= period * (1 + 1e-9)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            stretch = taken[last] - taken[first]
            assert last - first + 1 <= burst + stretch / period + 1e-6


@pytest.mark.parametrize(
    ("elapsed", "seconds"),
    [(0, 10), (599, 10), (600, 20), (1800, 40), (3000, 60), (1e9, 60)],
)
def test_retry_interval(elapsed: float, seconds: float) -> None:
    """Ten seconds more for each ten minutes, up to 60."""
    assert retry_interval(elapsed) == seconds
