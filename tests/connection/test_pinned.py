"""A candidate somebody chose: used alone, as long as it is chosen (rule 14)."""

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
    """Return a monitor of a server with three ways, one of which is pinned."""
    offer = [world.add(local()), world.add(remote()), world.add(relay())]
    monitor = world.monitor(*offer)
    await monitor.check(CheckReason.START)
    monitor.pin(candidate.url)
    await monitor.check(CheckReason.DUE)
    return monitor


def test_choice_is_acted_on_by_the_next_check() -> None:
    """Which is due at once, and asks nobody else."""

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
    """However good the others are."""

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
    """While it does not answer the server is offline; then it is there again."""

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


def test_choice_that_does_not_answer() -> None:
    """The choice is why the server is off, and not what was left for it."""

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


def test_choice_of_what_is_not_offered() -> None:
    """Nobody is asked; it may be offered later."""

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


def test_choice_is_ours_again() -> None:
    """The best is selected at once: a person waits."""

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
def test_choice_is_another_of_a_server_that_was_off(choice: Candidate | None) -> None:
    """Only the pin was the trouble: nothing says that the server had been gone."""

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


def test_choice_is_ours_again_of_a_server_that_is_off() -> None:
    """Then no address answers when it is asked; what answers later is the server."""

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


def test_choice_of_a_server_that_was_off() -> None:
    """Fewer are asked than before: one that answers had not."""

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


def test_choice_that_is_in_use_already() -> None:
    """Changes nothing but what may follow."""

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


def test_choice_during_a_check_waits_for_its_end() -> None:
    """And is not forgotten by it."""

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


def test_operation_does_not_use_what_was_left() -> None:
    """Between the choice and the check that acts on it."""

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
    """The state from before is believed if it is about the pinned one."""

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


def test_check_that_breaks_off() -> None:
    """The next one comes when it is its turn, not at once, and so on without end."""

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
    """Tests by hand show it, and it is not taken."""

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
