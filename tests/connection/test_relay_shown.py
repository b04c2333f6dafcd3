"""A relay is shown once no direct candidate can answer, or after two seconds.

Showing it is the change; a direct one that answers later is a second.
"""

import asyncio

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    Change,
    ChangeReason,
    CheckReason,
    ConnectionType,
    DiscoverySource,
    FailureKind,
    ServerMonitor,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote, spawn

REFUSED = FailureKind.REFUSED
REMOTE, RELAY = ConnectionType.REMOTE, ConnectionType.RELAY

LEAD = 0.6
"""Seconds until the relay has answered: it starts after half a second."""
SHOWN = LEAD + 2.0
CERTAIN = 4.0
"""Seconds until a silent remote address is certain to be lost."""


class Seen:
    """Records what one check shows, and when."""

    def __init__(self, world: World, monitor: ServerMonitor) -> None:
        """Start recording at a loss."""
        self.world = world
        self.monitor = monitor
        self.known = len(monitor.report.changes)
        self.began = world.now()
        self.shown: list[tuple[float, ConnectionType | None]] = []

    async def check(self, reason: CheckReason = CheckReason.PUSH_LOST) -> None:
        """Check until nothing is suspected; record what is shown, and when."""
        self.world.watcher.on_shown = lambda report: self.shown.append(
            (self.elapsed(), report.connection_type)
        )
        await self.monitor.check(reason)
        await self.world.sure(self.monitor)

    def elapsed(self) -> float:
        """Return seconds since the start."""
        return round((self.world.now() - self.began).total_seconds(), 2)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the changes since the start."""
        return self.monitor.report.changes[self.known :]

    @property
    def made(self) -> list[tuple[float, ConnectionType]]:
        """Return the time and type of each change."""
        return [
            (round((each.at - self.began).total_seconds(), 2), each.to_type)
            for each in self.changes
        ]


async def away(world: World, *others: Candidate) -> ServerMonitor:
    """Return a monitor of a server reached remotely, or by a relay."""
    far, last = world.add(remote(), delay=0.06), world.add(relay(), delay=0.1)
    near = world.add(local(), failure=REFUSED)
    monitor = world.monitor(near, far, *others, last)
    await monitor.check(CheckReason.START)
    assert monitor.report.active == far
    await asyncio.sleep(100)
    return monitor


def test_two_seconds_after_it_answered() -> None:
    """A relay is shown after two seconds, although a direct candidate has five."""

    async def main() -> None:
        world = World()
        monitor = await away(world, world.add(remote(21), silent=True))
        world.cut(remote(), kind=REFUSED)
        seen = Seen(world, monitor)
        await seen.check()
        assert seen.shown == [(SHOWN, RELAY)]
        assert seen.made == [(SHOWN, RELAY)]
        (change,) = seen.changes
        assert change.reason is ChangeReason.FAILOVER
        assert change.duration_ms == pytest.approx(1000 * SHOWN, abs=5)
        assert tuple(world.watcher.changes) == monitor.report.changes

    run(main())


def test_not_before_the_loss_is_certain() -> None:
    """A relay is shown only when the loss is certain: two probes of two seconds."""

    async def main() -> None:
        world = World()
        monitor = await away(world)
        world.cut(remote())
        seen = Seen(world, monitor)
        await seen.check()
        assert seen.shown == [(CERTAIN, RELAY)]
        assert seen.made == [(CERTAIN, RELAY)]
        (change,) = seen.changes
        assert change.reason is ChangeReason.FAILOVER
        assert change.duration_ms == pytest.approx(1000 * CERTAIN, abs=5)

    run(main())


def test_when_every_direct_candidate_has_failed() -> None:
    """With the LAN lost, after two time limits of 1.5 s, the relay is shown."""

    async def main() -> None:
        world = World()
        near, last = world.add(local()), world.add(relay(), delay=0.1)
        monitor = world.monitor(near, last)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(100)
        world.cut(near)
        seen = Seen(world, monitor)
        await seen.check()
        assert seen.shown == [(3.0, RELAY)]
        assert seen.changes[0].duration_ms == pytest.approx(3000, abs=5)

    run(main())


def test_nothing_direct_is_left() -> None:
    """With no direct candidate left the relay is shown as soon as it answers."""

    async def main() -> None:
        world = World()
        monitor = await away(world)
        world.cut(remote(), kind=REFUSED)
        seen = Seen(world, monitor)
        await seen.check()
        ((at, kind),) = seen.shown
        assert kind is RELAY
        assert at < 0.3

    run(main())


def test_direct_candidate_in_time() -> None:
    """A relay left before it was shown is not reported at all."""

    async def main() -> None:
        world = World()
        monitor = await away(world)
        world.add(remote(), delay=2.0)
        seen = Seen(world, monitor)
        await seen.check()
        assert monitor.report.connection_type is REMOTE
        assert seen.changes == ()
        assert seen.shown == []

    run(main())


def test_direct_candidate_answers_later() -> None:
    """A direct candidate that answers later takes over at once, as a second change."""

    async def main() -> None:
        world = World()
        other = world.add(remote(21), delay=4.2)
        monitor = await away(world, other)
        world.cut(remote())
        seen = Seen(world, monitor)
        await seen.check()
        assert seen.shown == [(CERTAIN, RELAY), (4.45, REMOTE)]
        first, second = seen.changes
        assert (first.to_url, first.reason) == (relay().url, ChangeReason.FAILOVER)
        assert (second.from_url, second.to_url) == (relay().url, other.url)
        assert second.reason is ChangeReason.UPGRADE
        assert second.duration_ms == pytest.approx(4450, abs=5)

    run(main())


def test_newcomer_answers_later() -> None:
    """plex.tv answers with the new address when the relay is already shown."""

    async def main() -> None:
        world = World()
        near, last = world.add(local()), world.add(relay(), delay=0.1)
        new = world.add(remote(), delay=0.06)
        monitor = world.monitor(near, last)
        await monitor.check(CheckReason.START)
        await asyncio.sleep(100)
        world.cut(near, kind=REFUSED)

        async def news() -> None:
            monitor.set_discovery_pending(DiscoverySource.PLEX_TV)
            await asyncio.sleep(1.5)
            monitor.set_discovery_pending(DiscoverySource.LAN)
            await asyncio.sleep(1)
            monitor.set_candidates([near, new, last], networks=LAN)
            monitor.set_discovery_pending(None)

        seen = Seen(world, monitor)
        answering = spawn(news())
        await monitor.check(CheckReason.PUSH_LOST)
        assert answering.done()
        (_, first), (_, second) = seen.made
        assert (first, second) == (RELAY, REMOTE)
        assert [each.reason for each in seen.changes] == [
            ChangeReason.FAILOVER,
            ChangeReason.UPGRADE,
        ]
        assert (seen.changes[0].at - seen.began).total_seconds() < 2.3

    run(main())


def test_shown_relay_dies() -> None:
    """If the shown relay dies, its loss is the second and last change."""

    async def main() -> None:
        world = World()
        monitor = await away(world, world.add(remote(21), silent=True))
        world.cut(remote())
        seen = Seen(world, monitor)
        check = asyncio.create_task(seen.check())
        await asyncio.sleep(CERTAIN + 0.1)
        assert monitor.report.connection_type is RELAY
        world.cut(relay(), kind=REFUSED)
        await check
        assert [kind for _, kind in seen.made] == [RELAY, ConnectionType.OFFLINE]

    run(main())


def test_two_direct_candidates_answer_later() -> None:
    """The second change is to the first of two direct candidates; no third follows."""

    async def main() -> None:
        world = World()
        others = [world.add(remote(21), delay=4.2), world.add(remote(22), delay=4.4)]
        monitor = await away(world, *others)
        world.cut(remote())
        seen = Seen(world, monitor)
        await seen.check()
        assert [kind for _, kind in seen.made] == [RELAY, REMOTE]

    run(main())


def test_check_cancelled_before_the_relay_is_shown() -> None:
    """After cancellation the relay in use is shown once certain; no timer remains."""

    async def main() -> None:
        world = World()
        monitor = await away(world)
        world.cut(remote())
        seen = Seen(world, monitor)
        check = asyncio.create_task(seen.check())
        await asyncio.sleep(1.5)
        assert seen.changes == ()
        check.cancel()
        await asyncio.wait([check])
        assert seen.changes == ()
        assert monitor.active == relay()
        await asyncio.sleep(CERTAIN + 0.1)
        assert [kind for _, kind in seen.made] == [RELAY]
        assert seen.shown == [(1.5 + CERTAIN, RELAY)]

    run(main())


def test_first_check() -> None:
    """A server reached by a relay only is not offline for five seconds."""

    async def main() -> None:
        world = World()
        far, last = world.add(remote(), silent=True), world.add(relay(), delay=0.1)
        seen = Seen(world, world.monitor(far, last))
        await seen.check(CheckReason.START)
        assert seen.shown == [(SHOWN, RELAY)]
        assert [each.reason for each in seen.changes] == [ChangeReason.FIRST]

    run(main())
