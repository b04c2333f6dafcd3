"""A candidate pinned by the user is used alone while it is pinned (rule 14)."""

import asyncio
from unittest.mock import patch

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    Change,
    ChangeReason,
    CheckReason,
    ConnectionType,
    FailureKind,
    ServerMonitor,
)
from tests.connection.test_monitor_restart import stored
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote

REFUSED = FailureKind.REFUSED


async def pinned(world: World, candidate: Candidate) -> ServerMonitor:
    """Return a monitor of three candidates, one of them pinned."""
    offer = [world.add(local()), world.add(remote()), world.add(relay())]
    monitor = world.monitor(*offer)
    await monitor.check(CheckReason.START)
    monitor.pin(candidate.url)
    await monitor.check(CheckReason.DUE)
    return monitor


def test_pin_applies_at_the_next_check() -> None:
    """Pinning makes a check due, which probes only the pinned candidate."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        assert monitor.report.pinned is None
        sent = world.sent(near)
        monitor.pin(far.url)
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.pinned == far.url
        assert report.active == far
        assert report.standby is None
        assert report.changes[-1].reason is ChangeReason.PINNED
        assert world.sent(near) == sent
        assert {each.candidate for each in report.candidates} == {near, far}

    run(main())


@pytest.mark.parametrize("candidate", [remote(), relay()])
def test_no_upgrade(candidate: Candidate) -> None:
    """A pinned candidate is kept, however good the others are."""

    async def main() -> None:
        world = World()
        monitor = await pinned(world, candidate)
        others = [each for each in (local(), remote(), relay()) if each != candidate]
        sent = world.sent(*others)
        report = await world.keep(monitor, 3600)
        for reason in (CheckReason.PUSH_HINT, CheckReason.DISCOVERY):
            report = await monitor.check(reason)
        assert report.active == candidate
        assert world.sent(*others) == sent
        await monitor.test_all()
        assert monitor.next_delay() > 0
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == candidate

    run(main())


def test_no_fail_over() -> None:
    """While the pinned candidate fails the server is offline; then it recovers."""

    async def main() -> None:
        world = World()
        monitor = await pinned(world, remote())
        sent = world.sent(local(), relay())
        world.cut(remote(), kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.needs_discovery
        change = report.changes[-1]
        assert change.reason is ChangeReason.PINNED
        assert change.chosen_url == change.from_url == remote().url
        assert report.better == local()
        report = await world.keep(monitor, 3600)
        assert report.connection_type is ConnectionType.OFFLINE
        assert world.sent(local(), relay()) == sent
        world.mend(remote())
        report = await world.keep(monitor, 600)
        assert report.active == remote()
        assert report.changes[-1].reason is ChangeReason.RECOVERED

    run(main())


def test_pinned_candidate_does_not_answer() -> None:
    """If the pinned candidate fails, the reason is PINNED, not the one left for it."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(far, kind=REFUSED)
        monitor.pin(far.url)
        report = await monitor.check(CheckReason.DUE)
        assert report.connection_type is ConnectionType.OFFLINE
        change = report.changes[-1]
        assert change.reason is ChangeReason.PINNED
        assert (change.from_url, change.chosen_url) == (near.url, far.url)
        assert Change.from_dict(change.to_dict()) == change
        monitor.pin(None)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near
        # The server has answered all along.
        assert report.changes[-1].reason is ChangeReason.PINNED
        assert report.changes[-1].chosen_url is None

    run(main())


def test_pinned_address_is_not_offered() -> None:
    """A pinned address that is not offered is not probed; it may be offered later."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        sent = world.sent()
        monitor.pin(far.url)
        report = await monitor.check(CheckReason.DUE)
        assert report.connection_type is ConnectionType.OFFLINE
        assert world.sent() == sent
        monitor.set_candidates([near, far], networks=LAN)
        report = await monitor.check(CheckReason.DISCOVERY)
        assert report.active == far

    run(main())


def test_unpin() -> None:
    """Unpinning selects the best at once, as the user is waiting."""

    async def main() -> None:
        world = World()
        monitor = await pinned(world, remote())
        monitor.pin(None)
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.active == local()
        assert report.changes[-1].reason is ChangeReason.PINNED
        report = await world.keep(monitor, 600)
        assert report.active == local()
        assert report.changes[-1].reason is ChangeReason.PINNED

    run(main())


@pytest.mark.parametrize("choice", [None, local()])
def test_pin_changes_while_the_pinned_one_is_down(choice: Candidate | None) -> None:
    """Only the pinned address failed: nothing shows that the server was gone."""

    async def main() -> None:
        world = World()
        monitor = await pinned(world, remote())
        world.cut(remote(), kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        monitor.pin(None if choice is None else choice.url)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == local()
        assert report.changes[-1].reason is ChangeReason.PINNED

    run(main())


def test_unpin_while_offline() -> None:
    """Without the pin no address answers; one that answers later is a recovery."""

    async def main() -> None:
        world = World()
        monitor = await pinned(world, remote())
        everyone = (local(), remote(), relay())
        world.cut(*everyone, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        monitor.pin(None)
        report = await monitor.check(CheckReason.DUE)
        assert report.connection_type is ConnectionType.OFFLINE
        world.mend(*everyone)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == local()
        assert report.changes[-1].reason is ChangeReason.RECOVERED

    run(main())


def test_pin_while_offline() -> None:
    """The pinned address did not answer before, so this is a recovery."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, far, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        world.mend(near, far)
        monitor.pin(far.url)
        report = await monitor.check(CheckReason.DUE)
        assert report.active == far
        assert report.changes[-1].reason is ChangeReason.RECOVERED

    run(main())


def test_pin_the_active_candidate() -> None:
    """Pinning the active candidate changes nothing, but it will not fail over."""

    async def main() -> None:
        world = World()
        monitor = await pinned(world, local())
        changes = monitor.report.changes
        assert len(changes) == 1
        delay = monitor.next_delay()
        monitor.pin(local().url)
        assert monitor.next_delay() == delay
        world.cut(local(), kind=REFUSED)
        report = await monitor.check(CheckReason.OPERATION_FAILED)
        assert report.connection_type is ConnectionType.OFFLINE

    run(main())


def test_pin_during_a_check() -> None:
    """A pin during a check applies after it."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), delay=0.1), world.add(remote())
        monitor = world.monitor(near, far)
        checking = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(0.05)
        monitor.pin(far.url)
        assert monitor.report.pinned is None
        report = await checking
        assert report.pinned == far.url
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.active == far

    run(main())


def test_operation_uses_the_pinned_candidate() -> None:
    """After pinning, operations wait for the pinned candidate."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        monitor.pin(far.url)
        assert await monitor.connection() == far

    run(main())


@pytest.mark.parametrize("candidate", [local(), remote()])
def test_restart(candidate: Candidate) -> None:
    """A restored state is used only if it is that of the pinned candidate."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.pin(far.url)
        monitor.restore(stored(candidate))
        if candidate == far:
            assert monitor.report.active == far
        else:
            assert monitor.report.connection_type is None
        report = await monitor.check(CheckReason.START)
        assert report.active == far

    run(main())


def test_check_that_raises() -> None:
    """After a crash the next check comes at its interval, not in a loop."""

    async def main() -> None:
        world = World()
        far = world.add(remote())
        monitor = world.monitor(world.add(local()), far)
        await monitor.check(CheckReason.START)
        monitor.pin(far.url)
        assert monitor.next_delay() == 0
        with (
            patch.object(World, "probe", side_effect=RuntimeError("broken")),
            pytest.raises(RuntimeError, match="broken"),
        ):
            await monitor.check(CheckReason.DUE)
        assert monitor.next_delay() > 60

    run(main())


def test_faster_rival_of_the_pinned_one() -> None:
    """Tests show a faster rival, but it is not used."""

    async def main() -> None:
        world = World()
        slow, fast = world.add(remote(), delay=0.1), world.add(remote(21), delay=0.01)
        monitor = world.monitor(slow, fast)
        monitor.pin(slow.url)
        await monitor.check(CheckReason.START)
        for _ in range(5):
            await asyncio.sleep(100)
            await monitor.test_all()
        report = await monitor.check(CheckReason.MANUAL)
        assert report.active == slow

    run(main())
