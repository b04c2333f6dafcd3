"""A server is near if it proved its identity on our network, not by its IP range."""

from dataclasses import replace
from ipaddress import ip_network

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionType,
    FailureKind,
    Networks,
    ServerMonitor,
    is_near,
)
from tests.connection.test_listing import record
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote

IPV4, IPV6 = LAN.interfaces
ELSEWHERE = Networks((ip_network("10.9.0.0/16"),))
FAR = replace(record("server"), public_address_matches=False)


async def proved(world: World, *candidates: Candidate) -> bool:
    """Check once; return whether the server has proved to be near."""
    monitor = world.monitor(*candidates)
    report = await monitor.check(CheckReason.START)
    assert is_near(FAR, report) is report.proved_near
    assert is_near(replace(FAR, public_address_matches=True), report)
    return report.proved_near


def test_answer_at_home() -> None:
    """The right server on our network, over a usable connection, is near."""

    async def main() -> None:
        world = World()
        assert await proved(world, world.add(local()))

    run(main())


@pytest.mark.parametrize("peer", ["fd00:1::5", "::ffff:192.168.1.5"])
def test_peer_of_a_name(peer: str) -> None:
    """The peer's address counts, in either family."""

    async def main() -> None:
        world = World()
        named = replace(local(), address=None, on_link=False)
        assert await proved(world, world.add(named, peer=peer))

    run(main())


@pytest.mark.parametrize(
    "failure", [None, FailureKind.STARTING, FailureKind.WRONG_SERVER]
)
def test_same_ip_range_elsewhere(failure: FailureKind | None) -> None:
    """A listed address is in our IP range, but no server proves its identity."""

    async def main() -> None:
        world = World()
        same = world.add(local(), failure=failure, silent=failure is None)
        assert not await proved(world, same, world.add(remote()), world.add(relay()))

    run(main())


def test_http_variant_proves_nothing() -> None:
    """Without TLS any server there may claim the identity."""

    async def main() -> None:
        world = World()
        twin = replace(local(scheme="http"), diagnostic_only=True)
        secure = world.add(local(), failure=FailureKind.TLS_NAME)
        assert not await proved(world, secure, world.add(twin), world.add(remote()))
        assert world.sent(twin)

    run(main())


def test_kept_and_cleared() -> None:
    """Proof survives losses and restarts, but not leaving the network or `forget()`."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near)
        await monitor.check(CheckReason.PUSH_LOST)
        report = await world.sure(monitor)
        assert report.connection_type is ConnectionType.REMOTE
        assert report.proved_near
        assert monitor.proved() == (IPV4,)
        monitor.close()

        def holds(server: ServerMonitor) -> bool:
            return server.report.proved_near

        after = world.monitor()
        after.restore(None, proved=monitor.proved())
        assert not holds(after)
        after.set_candidates([far], networks=Networks())
        assert not holds(after)
        assert after.proved() == (IPV4,)
        after.set_candidates([far], networks=Networks((IPV4,)))
        assert holds(after)
        after.set_candidates([far], networks=ELSEWHERE)
        assert not holds(after)
        assert after.proved() == ()
        after.set_candidates([far], networks=LAN)
        assert not holds(after)

        monitor.forget()
        assert not monitor.report.proved_near
        assert monitor.proved() == ()

    run(main())
