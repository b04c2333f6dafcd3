"""Metrics and pre-warming with a real monitor: the counts match the requests."""

import asyncio

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    Change,
    CheckReason,
    ConnectionType,
    FailureKind,
    MetricsSnapshot,
    PrewarmQueue,
    Purpose,
    ServerMetrics,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import KEY, LAN, World, local, relay, remote, spawn

HOUR = 3600.0
DAY = 24 * HOUR


def metered(
    world: World, *candidates: Candidate
) -> tuple[ServerMonitor, ServerMetrics]:
    """Return a monitor and its metrics."""
    metrics = ServerMetrics(
        clock=world.clock, today=lambda: world.now().date(), cached=True
    )
    monitor = ServerMonitor(
        "server",
        world,
        clock=world.clock,
        now=world.now,
        rng=world.rng,
        gate=world.gate,
        cache=world.cache,
        cache_key=KEY,
        label="Attic",
        emit=metrics.observe,
        spawn=spawn,
    )
    monitor.set_candidates(candidates, networks=LAN)
    return monitor, metrics


def test_a_bad_evening() -> None:
    """The day's counts of a fail-over to a relay and the upgrade back."""

    async def main() -> tuple[World, MetricsSnapshot, tuple[Change, ...]]:
        world = World()
        near, far = world.add(local()), world.add(remote())
        escape = world.add(relay(), delay=0.08)
        monitor, metrics = metered(world, near, far, escape)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 2 * HOUR)
        world.cut(near, far)
        await world.keep(monitor, HOUR)
        world.mend(near)
        await world.keep(monitor, HOUR)
        return world, metrics.snapshot(), monitor.report.changes

    world, found, changes = run(main())
    assert found.requests_today == world.sent()
    assert found.today.failover_count == 1
    assert found.failovers.count == 1
    assert found.failovers.max_ms is not None
    assert 500 < found.failovers.max_ms < 3500
    assert sum(found.today.seconds.values()) == pytest.approx(4 * HOUR, abs=5)
    assert found.relay_seconds_today == pytest.approx(HOUR, abs=300)
    _, left, returned = changes
    shown = (returned.at - left.at).total_seconds()
    assert found.relay_seconds_today == pytest.approx(shown, abs=0.01)
    assert found.time_share[ConnectionType.LOCAL] == pytest.approx(0.75, abs=0.03)
    assert found.latency_cold.p50_ms == pytest.approx(20)
    assert found.success_rate is not None
    assert 0.9 < found.success_rate < 1


@pytest.mark.parametrize("kind", [FailureKind.TIMEOUT, FailureKind.REFUSED])
@pytest.mark.parametrize("other", [remote(), relay()])
def test_latency_is_that_of_the_connection_shown(
    kind: FailureKind, other: Candidate
) -> None:
    """What is used before it is shown, be it suspicion or a relay that waits, is not.

    While the server is offline, it is that of the last connection.
    """

    async def main() -> None:
        world = World()
        near, far = world.add(local(), delay=0.002), world.add(other, delay=0.04)
        dead = world.add(remote(77), silent=True)
        monitor, metrics = metered(world, near, far, dead)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 4 * HOUR)

        def agree() -> bool:
            told = metrics.snapshot().latency.p50_ms
            if monitor.report.connection_type is near.kind:
                return told == pytest.approx(2.0)
            return told in (None, pytest.approx(40.0))

        assert agree()
        world.cut(near, kind=kind)
        check = asyncio.ensure_future(monitor.check(CheckReason.PUSH_LOST))
        waited = 0
        while not monitor.report.active or monitor.report.active.kind is near.kind:
            waited += monitor.active is not None and monitor.active.url == far.url
            assert agree()
            await asyncio.sleep(0.05)
        assert waited or kind is FailureKind.REFUSED
        await check
        assert agree()
        world.cut(far, kind=kind)
        await world.keep(monitor, 600)
        assert monitor.report.connection_type is ConnectionType.OFFLINE
        assert agree()

    run(main())


def test_offline_server() -> None:
    """Time offline counts, and the success rate falls."""

    async def main() -> MetricsSnapshot:
        world = World()
        near = world.add(local())
        monitor, metrics = metered(world, near)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, HOUR)
        world.cut(near)
        await world.keep(monitor, 5 * HOUR)
        return metrics.snapshot()

    found = run(main())
    assert found.time_share[ConnectionType.OFFLINE] == pytest.approx(5 / 6, abs=0.02)
    assert found.success_rate is not None
    assert found.success_rate < 0.5


def test_automations_day_is_within_the_budget() -> None:
    """Eight moments, each warmed in time, and no more than 330 requests."""

    async def main() -> list[float]:
        world = World()
        near = world.add(local())
        monitor, metrics = metered(world, near)
        queue = PrewarmQueue(clock=world.clock, now=world.now)
        begin = world.clock()
        for week in range(2):
            for hour in range(1, 9):
                await asyncio.sleep(
                    begin + week * 7 * DAY + hour * 2 * HOUR - world.clock()
                )
                queue.note_use("server")
        await asyncio.sleep(begin + 14 * DAY - world.clock())
        await monitor.check(CheckReason.START)
        ahead = []
        for hour in range(1, 9):
            moment = begin + 14 * DAY + hour * 2 * HOUR
            while (delay := queue.next_delay()) is not None:
                if world.clock() + delay >= moment:
                    break
                await world.keep(monitor, delay)
                if queue.due():
                    await monitor.check(CheckReason.PREWARM)
                    ahead.append(moment - world.used_at[near.url])
            await world.keep(monitor, moment - world.clock())
            queue.note_use("server")
            monitor.record_operation(ok=True)
        await world.keep(monitor, 8 * HOUR - 60)
        days = metrics.snapshot().days
        total = sum(day.requests.get(Purpose.PREWARM, 0) for day in days)
        assert total == 8
        assert sum(day.request_count for day in days) <= 330
        return ahead

    ahead = run(main())
    assert len(ahead) == 8
    assert all(0 < seconds <= 10 for seconds in ahead)
