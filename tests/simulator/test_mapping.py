"""The simulated network under the loop, and every resolver."""

import asyncio
from asyncio.base_events import BaseEventLoop
from asyncio.selector_events import BaseSelectorEventLoop
import errno
import socket
import ssl
from typing import Any

import aiodns
import aiohttp
from aiohttp.abc import AbstractResolver
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest

from simulator import (
    Authority,
    DnsMode,
    Latency,
    Listener,
    MediaServer,
    Reach,
    Simulator,
)
from simulator.adapters import NetworkAdapter
from simulator.network import Network, Route, decode_plex_direct

pytestmark = pytest.mark.usefixtures("jumping_time")


@pytest.mark.usefixtures("socket_enabled")
async def test_uninstalls_cleanly(authority: Authority) -> None:
    """After the simulation every patched function is the original."""
    before = _patched()
    async with Simulator(authority):
        assert all(
            now is not then for now, then in zip(_patched(), before, strict=True)
        )
    assert _patched() == before


def _patched() -> list[Any]:
    return [
        BaseSelectorEventLoop.sock_connect,
        BaseEventLoop.getaddrinfo,
        aiodns.DNSResolver.getaddrinfo,
    ]


@pytest.mark.usefixtures("lan")
async def test_peer_is_the_simulated_address(
    client: aiohttp.ClientSession, attic: MediaServer
) -> None:
    """The socket's peer is the simulated address that the client dialled."""
    attic.add_address("2001:db8::10")
    for address, peer in (
        ("192.168.40.12", ("192.168.40.12", 32400)),
        ("[2001:db8::10]", ("2001:db8::10", 32400, 0, 0)),
    ):
        async with client.ws_connect(
            f"http://{address}:32400/:/websockets/notifications",
            headers={"X-Plex-Token": attic.owner.token},
        ) as websocket:
            assert websocket.get_extra_info("peername") == peer


async def test_unknown_destinations_fail(
    client: aiohttp.ClientSession, simulator: Simulator, lan: Listener
) -> None:
    """Unknown hosts are unreachable, unknown ports refused, and both are recorded."""
    for address, number in (
        ("192.168.40.1:80", errno.EHOSTUNREACH),
        ("192.168.40.12:80", errno.ECONNREFUSED),
    ):
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await client.get(f"http://{address}/")
        assert caught.value.errno == number
    assert simulator.record.strays() == [("192.168.40.1", 80)]

    simulator.network.set_host("192.168.40.1", Reach.SILENT)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await client.get("http://192.168.40.1/")
    simulator.network.set_host("192.168.40.1", None)
    simulator.network.set_route("192.168.40.1", 80, Route(reach=Reach.OPEN, port=None))
    with pytest.raises(aiohttp.ClientConnectorError, match="refused"):
        await client.get("http://192.168.40.1/")


async def test_loopback_and_unix_are_left_alone(
    lan: Listener, simulator: Simulator
) -> None:
    """127.0.0.1 is not mapped, nor are sockets of other families."""
    _, writer = await asyncio.open_connection("127.0.0.1", lan.loopback_port)
    assert writer.get_extra_info("peername") == ("127.0.0.1", lan.loopback_port)
    writer.transport.abort()
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_UNIX) as sock:
        sock.setblocking(False)  # noqa: FBT003
        # It gets as far as the test package's guard.
        with pytest.raises(UserWarning, match="host"):
            await loop.sock_connect(sock, "/nowhere/at/all")
    assert simulator.record.dials == []


async def test_a_port_that_died_under_the_mapping(simulator: Simulator) -> None:
    """The error names the simulated address, not the loopback port."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    simulator.network.set_route("192.168.40.7", 1, Route(reach=Reach.OPEN, port=port))
    with pytest.raises(ConnectionRefusedError, match=r"192\.168\.40\.7"):
        await asyncio.open_connection("192.168.40.7", 1)


@pytest.mark.parametrize("resolver", [aiohttp.AsyncResolver, aiohttp.ThreadedResolver])
async def test_resolvers(
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
    trusting: ssl.SSLContext,
    resolver: type[AbstractResolver],
) -> None:
    """Both of aiohttp's resolvers query the simulated DNS."""
    uri = attic.row(lan).uri
    name = uri.removeprefix("https://").partition(":")[0]
    connector = aiohttp.TCPConnector(
        resolver=resolver(), ssl=trusting, use_dns_cache=False
    )
    async with aiohttp.ClientSession(connector=connector) as session:
        async with session.get(uri + "/identity") as answer:
            assert answer.status == 200
        async with session.get(
            f"http://127.0.0.1:{lan.loopback_port}/identity"
        ) as answer:
            assert answer.status == 200
        await connector.close()
    assert simulator.record.names_looked_up() == [name]
    assert simulator.record.lookups[0].answers == ("192.168.40.12",)


async def test_home_assistant_session(
    hass: HomeAssistant, simulator: Simulator, attic: MediaServer, lan: Listener
) -> None:
    """Home Assistant's own session works, unless DNS rebinding protection is on."""
    session = async_get_clientsession(hass, verify_ssl=False)
    simulator.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    with pytest.raises(aiohttp.ClientConnectorDNSError):
        await session.get(attic.row(lan).uri + "/identity")
    simulator.repair_plex_direct()
    async with session.get(attic.row(lan).uri + "/identity") as answer:
        assert answer.status == 200


async def test_dns_modes(simulator: Simulator, lan: Listener) -> None:
    """Names of plex.direct answer, lose private addresses, vanish, or hang."""
    loop = asyncio.get_running_loop()
    private, public = "10-0-0-1.aa.plex.direct", "203-0-113-40.aa.plex.direct"

    async def answers(name: str) -> list[str]:
        found = await loop.getaddrinfo(name, 443, type=socket.SOCK_STREAM)
        return [str(row[4][0]) for row in found]

    assert await answers(private) == ["10.0.0.1"]
    simulator.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    with pytest.raises(socket.gaierror):
        await answers(private)
    assert await answers(public) == ["203.0.113.40"]
    simulator.break_plex_direct()
    with pytest.raises(socket.gaierror):
        await answers(public)
    assert await answers("plex.tv") == ["198.51.100.10"]
    simulator.network.set_other_names(DnsMode.NXDOMAIN)
    with pytest.raises(socket.gaierror):
        await answers("plex.tv")
    simulator.break_plex_direct(DnsMode.SILENT)
    resolver = aiodns.DNSResolver()
    for lookup in (
        answers(public),
        resolver.getaddrinfo(public, family=socket.AF_INET),
    ):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lookup, 0.02)
    await resolver.close()
    assert simulator.record.lookups[-1].answers == ()
    simulator.network.set_name("plex.tv")
    assert "plex.tv" not in simulator.network.names


async def test_families(simulator: Simulator) -> None:
    """A query for one family gets no addresses of the other."""
    loop = asyncio.get_running_loop()
    simulator.network.set_name("both.example", "192.0.2.1", "2001:db8::1")
    for family, expected in (
        (socket.AF_INET, ("192.0.2.1", 80)),
        (socket.AF_INET6, ("2001:db8::1", 80, 0, 0)),
    ):
        [found] = await loop.getaddrinfo("both.example", 80, family=family)
        assert found[4] == expected
    simulator.network.set_name("four.example", "192.0.2.1")
    with pytest.raises(socket.gaierror):
        await loop.getaddrinfo("four.example", None, family=socket.AF_INET6)


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("192-168-40-12.aa.plex.direct", ("192.168.40.12",)),
        ("2001-0db8-0-0-0-0-0-10.aa.plex.direct", ("2001:db8::10",)),
        ("0-0-0-0-0-ffff-c0a8-280c.aa.plex.direct", ("192.168.40.12",)),
        ("not-an-address.aa.plex.direct", ()),
    ],
)
def test_decoding(name: str, addresses: tuple[str, ...]) -> None:
    """A plex.direct name resolves to the address inside it."""
    assert decode_plex_direct(name) == addresses


def test_network_survives_json() -> None:
    """The network survives the transfer between processes."""
    network = Network(
        routes={("192.168.40.12", 32400): Route(reach=Reach.OPEN, port=1, delay=0.1)},
        hosts={"192.168.40.1": Reach.SILENT},
        unknown=Reach.REFUSED,
        names={"plex.tv": ("198.51.100.10",)},
        plex_direct=DnsMode.NXDOMAIN,
        other_names=DnsMode.SILENT,
        adapters=(NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),),
    )
    assert Network.from_dict(network.to_dict()) == network


async def test_connecting_takes_a_round_trip(
    lan: Listener, simulator: Simulator
) -> None:
    """Refusals take a round trip, too."""
    lan.latency = Latency.round_trip(0.05)
    lan.inject("refuse")
    loop = asyncio.get_running_loop()
    start = loop.time()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(lan.address, lan.port)
    assert loop.time() - start == pytest.approx(0.05, abs=0.001)
    assert [entry.reach for entry in simulator.record.dials] == [Reach.REFUSED]
