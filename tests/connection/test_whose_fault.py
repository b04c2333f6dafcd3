"""No result keeps the other candidates from being probed (rules 10 and 11)."""

import asyncio
from dataclasses import replace
import itertools

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    CheckReason,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.examples import examples

from .virtual_time import run
from .world import LAN, World, local, relay, remote

CANDIDATES = [local(), local(17, on_link=False), remote(), remote(21), relay()]

LONGEST = 600 * 1.2 + 60 + 25
"""Seconds: the longest scheduled wait with its jitter, a check that comes just before
its end, and the race itself."""

failing = st.sampled_from([*FailureKind, None])
"""None: silent."""


async def looked_after(world: World, kinds: list[FailureKind | None]) -> ServerMonitor:
    """Return a monitor whose server worked, and whose paths now fail like this."""
    for candidate in CANDIDATES:
        world.add(candidate)
    monitor = world.monitor(*CANDIDATES)
    await monitor.check(CheckReason.START)
    await world.keep(monitor, 700)
    for candidate, kind in zip(CANDIDATES, kinds, strict=True):
        world.cut(candidate, kind=kind)
    return monitor


@examples(60)
@given(
    kinds=st.lists(failing, min_size=5, max_size=5),
    questioned=st.sampled_from([0, 1, 2]),
)
def test_law_of_probing(kinds: list[FailureKind | None], questioned: int) -> None:
    """Whatever the failures, each candidate is probed again until one works.

    And one that works again is used.
    """

    async def main() -> None:
        world = World()
        monitor = await looked_after(world, kinds)
        if questioned:
            reasons = (CheckReason.PUSH_LOST, CheckReason.OPERATION_FAILED)
            await monitor.check(reasons[questioned - 1])
        began = world.elapsed()
        await world.keep(monitor, 3 * LONGEST)
        for candidate in CANDIDATES:
            asked = [each.at for each in world.probes if each.url == candidate.url]
            times = [began, *(at for at in asked if at > began), world.elapsed()]
            gaps = [b - a for a, b in itertools.pairwise(times)]
            assert max(gaps) <= LONGEST, candidate.url
        world.mend(CANDIDATES[-2])
        await world.keep(monitor, LONGEST)
        assert monitor.report.active == CANDIDATES[-2]

    run(main())


@pytest.mark.parametrize("kind", [FailureKind.STARTING, FailureKind.UNAUTHORIZED])
def test_another_address_works_during_a_fault(kind: FailureKind) -> None:
    """A server fault on one connection may be a proxy's, although authentic."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 700)
        world.cut(near, kind=kind)
        await world.keep(monitor, 290)
        assert monitor.report.active == near
        await world.keep(monitor, 400)
        assert monitor.report.active == far
        assert not monitor.report.starting
        assert not monitor.report.needs_authorization_check

    run(main())


def test_recovers_while_the_others_are_probed() -> None:
    """A server that recovers when the others are probed is not left for them."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), delay=0.5)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 700)
        world.cut(near, kind=FailureKind.STARTING)
        await monitor.check(CheckReason.MANUAL)
        world.probes.clear()
        while not world.sent(far):
            await asyncio.sleep(max(0.1, monitor.next_delay()))
            task = asyncio.ensure_future(monitor.check(CheckReason.DUE))
            await asyncio.sleep(0.2)
            if world.sent(far):
                world.mend(near)
            await task
        report = monitor.report
        assert report.active == near
        assert not report.starting
        assert report.changes[-1].to_type is ConnectionType.LOCAL

    run(main())


@pytest.mark.parametrize(
    "kind", [FailureKind.HTTP_ERROR, FailureKind.NOT_PLEX, FailureKind.REDIRECT]
)
def test_stand_in_answers(kind: FailureKind) -> None:
    """Stand-ins are probed every ten seconds for ten minutes, two at most."""

    async def main() -> None:
        world = World()
        proxies = [world.add(remote(number)) for number in (20, 21, 22)]
        silent = world.add(local(17, on_link=False), silent=True)
        monitor = world.monitor(*proxies, silent)
        await monitor.check(CheckReason.START)
        world.cut(*proxies, kind=kind)
        await monitor.check(CheckReason.PUSH_LOST)
        assert monitor.report.connection_type is ConnectionType.OFFLINE
        assert not monitor.report.starting
        world.probes.clear()
        await world.keep(monitor, 600)
        asked = [world.sent(each) for each in proxies]
        races = world.sent(silent)
        assert 4 <= races <= 6
        assert min(asked) == races
        assert 100 <= sum(sorted(asked)[1:]) <= 2 * 63
        world.probes.clear()
        await world.keep(monitor, 86_400)
        assert world.sent() <= 1500 - 130

    run(main())


def test_newcomers_are_probed_at_once() -> None:
    """An address new from plex.tv does not wait for the next race."""

    async def main() -> None:
        world = World()
        proxy, new = world.add(remote()), world.add(local())
        monitor = world.monitor(proxy)
        world.cut(proxy, kind=FailureKind.HTTP_ERROR)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 250)
        world.cut(new, kind=FailureKind.HTTP_ERROR)
        monitor.set_candidates([proxy, new], networks=LAN)
        world.mend(new)
        await world.keep(monitor, 15)
        assert monitor.report.active == new

    run(main())


def test_token_refused_while_checks_succeed() -> None:
    """A refused token is shown until one is accepted, and changes nothing else."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        before = await monitor.check(CheckReason.START)
        assert before.usable
        delay = monitor.next_delay()
        assert monitor.note_token(refused=True)
        report = monitor.report
        assert report == replace(
            before, needs_authorization_check=True, failure_count=1
        )
        assert not report.usable
        assert monitor.next_delay() == delay
        assert not monitor.note_token(refused=True), "it is shown already"
        monitor.record_operation(ok=True)
        await world.keep(monitor, 2000)
        report = monitor.report
        assert report.needs_authorization_check
        assert report.failure_count == 2
        assert (report.active, report.check_interval) == (near, 300)
        assert len(report.changes) == 1
        assert monitor.note_token(refused=False)
        assert monitor.report.usable
        assert monitor.report.failure_count == 0
        assert not monitor.note_token(refused=False)

    run(main())


def test_refused_token_of_a_server_that_returns() -> None:
    """An offline or starting server refuses nothing; back again it still does."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        monitor.note_token(refused=True)
        world.cut(near, kind=FailureKind.STARTING)
        report = await monitor.check(CheckReason.MANUAL)
        assert (report.starting, report.needs_authorization_check) == (True, False)
        world.cut(near, kind=FailureKind.REFUSED)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.connection_type is ConnectionType.OFFLINE
        assert not report.needs_authorization_check
        failures = report.failure_count
        assert not monitor.note_token(refused=False)
        assert monitor.report.failure_count == failures, "those of its path"
        assert not monitor.note_token(refused=True)
        world.mend(near)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == near
        assert report.needs_authorization_check

    run(main())


def test_token_refused_during_a_check() -> None:
    """A refusal during a check is shown at its end, not with partial results."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local(), delay=0.3))
        await monitor.check(CheckReason.START)
        check = asyncio.ensure_future(monitor.check(CheckReason.MANUAL))
        await asyncio.sleep(0.1)
        assert not monitor.note_token(refused=True)
        assert (await check).needs_authorization_check

    run(main())
