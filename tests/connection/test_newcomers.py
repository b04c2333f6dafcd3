"""Candidates that plex.tv lists while a connection is being given up."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    DiscoverySource,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote, spawn

ANSWER = 0.1
"""Seconds until plex.tv answers."""


def says(
    monitor: ServerMonitor, *candidates: Candidate, after: float = ANSWER
) -> Callable[[], Awaitable[None]]:
    """Return an answer of plex.tv that offers these candidates."""

    async def news() -> None:
        await asyncio.sleep(after)
        monitor.set_candidates(candidates, networks=LAN)

    return news


async def check(
    monitor: ServerMonitor, reason: CheckReason, news: Callable[[], Awaitable[None]]
) -> ConnectionReport:
    """Check while an answer is pending."""

    async def answer() -> None:
        monitor.set_discovery_pending(DiscoverySource.PLEX_TV)
        await news()
        monitor.set_discovery_pending(None)

    answering = spawn(answer())
    try:
        return await monitor.check(reason)
    finally:
        answering.cancel()
        await asyncio.wait([answering])


async def lose(
    world: World, monitor: ServerMonitor, news: Callable[[], Awaitable[None]]
) -> ConnectionReport:
    """Report a loss while an answer is pending."""
    return await check(monitor, CheckReason.PUSH_LOST, news)


def test_server_under_a_new_name() -> None:
    """A server under a new name is used in one change, without being offline."""

    async def main() -> None:
        world = World()
        old = world.add(local(10))
        new = world.add(local(11), delay=0.03)
        monitor = world.monitor(old)
        await monitor.check(CheckReason.START)
        world.cut(old, kind=FailureKind.TLS_NAME)
        report = await lose(world, monitor, says(monitor, new))
        assert report.active == new
        assert not report.needs_discovery
        assert [each.reason for each in report.changes] == [
            ChangeReason.FIRST,
            ChangeReason.FAILOVER,
        ]
        assert ConnectionType.OFFLINE not in world.watcher.verdicts
        assert 100 < report.changes[-1].duration_ms < 300

    run(main())


def test_relay_is_left_for_a_newcomer() -> None:
    """A relay is left for a new direct candidate in the selection, not for a relay."""

    async def main() -> None:
        world = World()
        old, far = world.add(local(10)), world.add(relay(30))
        new, other = world.add(local(11)), world.add(relay(31))
        monitor = world.monitor(old, far)
        await monitor.check(CheckReason.START)
        world.cut(old)
        await lose(world, monitor, says(monitor, new, far, other))
        assert monitor.active == new
        report = await world.sure(monitor)
        assert report.active == new
        assert len(report.changes) == 2
        assert other.url not in [probe.url for probe in world.probes]

    run(main())


@pytest.mark.parametrize("is_new", [True, False])
def test_newcomer_does_not_help(*, is_new: bool) -> None:
    """If the new candidate fails, the server is offline; it was probed once."""

    async def main() -> None:
        world = World()
        old, new = world.add(local(10)), world.add(local(11), silent=True)
        monitor = world.monitor(old)
        await monitor.check(CheckReason.START)
        world.cut(old)
        offered = [old, new] if is_new else [old]
        await lose(world, monitor, says(monitor, *offered))
        report = await world.sure(monitor)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.needs_discovery
        asked = [probe.url for probe in world.probes]
        assert asked.count(new.url) == (1 if is_new else 0)

    run(main())


def test_no_wait_if_another_direct_candidate_answers() -> None:
    """No wait for plex.tv if a direct candidate answers or the server is at fault."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near)
        began = world.clock()
        await lose(world, monitor, says(monitor, near, after=60))
        assert monitor.active == far
        assert world.clock() - began < 2
        await world.sure(monitor)
        world.cut(far, kind=FailureKind.STARTING)
        report = await lose(world, monitor, says(monitor, near, after=60))
        assert report.starting
        assert world.clock() - began < 5

    run(main())


def test_relay_whose_row_is_replaced_during_fail_over() -> None:
    """A relay that answered is used although its row was replaced; a check is due."""

    async def main() -> None:
        world = World()
        near, old, new = world.add(local()), world.add(relay(30)), world.add(relay(31))
        monitor = world.monitor(near, old)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=FailureKind.REFUSED)
        report = await lose(world, monitor, says(monitor, near, new))
        assert report.active == old
        assert report.latency_ms is not None
        assert monitor.next_delay() == 0
        world.cut(old, kind=FailureKind.REFUSED)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == new
        assert [each.reason for each in report.changes[1:]] == [
            ChangeReason.FAILOVER,
            ChangeReason.WITHDRAWN,
        ]

    run(main())


@pytest.mark.parametrize("is_left", [True, False])
def test_rows_are_replaced_during_a_full_check(*, is_left: bool) -> None:
    """A candidate dropped during a full check still counts until its end."""

    async def main() -> None:
        world = World()
        old, new = world.add(relay(30)), world.add(relay(31), silent=True)
        monitor = world.monitor(old, world.add(local(), silent=True))
        await monitor.check(CheckReason.START)
        monitor.forget()
        world.add(old, failure=FailureKind.REFUSED if is_left else None)
        report = await check(monitor, CheckReason.DUE, says(monitor, new))
        assert report.active == (None if is_left else old)
        assert [each.candidate for each in report.candidates] == [new]

    run(main())
