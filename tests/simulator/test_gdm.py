"""Searches on the local network: who receives them, and who answers from where."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
import socket
import ssl
import sys
from typing import override

import aiohttp
from homeassistant.core import HomeAssistant
import pytest

from simulator import (
    Authority,
    Latency,
    Listener,
    MediaServer,
    NetworkAdapter,
    Simulator,
)
from simulator.confinement import confined
from simulator.mapping import Mapping
from simulator.network_file import Journal, NetworkReader, read_journal
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("jumping_time")

AT_ONCE = 0.001
"""Seconds until everything sent has arrived."""

SEARCH = b"M-SEARCH * HTTP/1.0\r\n\r\n"
GROUP = ("239.0.0.250", 32414)
HOME = "192.168.40.10"
OTHER_HOME = "10.0.7.10"
NOWHERE = ("192.0.2.1", 9)

type Heard = list[tuple[bytes, tuple[str, int]]]


@pytest.fixture(autouse=True)
def two_networks(simulator: Simulator) -> None:
    """Put this process on two networks."""
    simulator.network.adapters = (
        NetworkAdapter(name="eth0", address="2001:db8::10", prefix=64),
        NetworkAdapter(name="eth0", address=HOME, prefix=24),
        NetworkAdapter(name="eth1", address=OTHER_HOME, prefix=24),
    )


class _Ear(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: Heard = []

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append((data, addr))


@asynccontextmanager
async def ear(
    local: str | None = HOME,
) -> AsyncGenerator[tuple[asyncio.DatagramTransport, Heard]]:
    """Yield a transport on an interface, and its received datagrams."""
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        _Ear,
        local_addr=None if local is None else (local, 0),
        family=socket.AF_INET,
        allow_broadcast=True,
    )
    try:
        yield transport, protocol.heard
    finally:
        transport.close()


async def search(
    target: tuple[str, int] = GROUP,
    *,
    local: str | None = HOME,
    data: bytes = SEARCH,
) -> Heard:
    """Send one datagram, and return the immediate answers."""
    async with ear(local) as (transport, heard):
        transport.sendto(data, target)
        await asyncio.sleep(AT_ONCE)
        return heard


async def test_answer(attic: MediaServer, lan: Listener, simulator: Simulator) -> None:
    """A server's answer has the form of the fact sheet."""
    [(answer, source)] = await search()
    assert source == ("192.168.40.12", 32414)
    assert answer.decode() == (
        "HTTP/1.0 200 OK\r\n"
        "Content-Type: plex/media-server\r\n"
        f"Host: {attic.certificate_hash}.plex.direct\r\n"
        "Name: Attic\r\n"
        "Port: 32400\r\n"
        f"Resource-Identifier: {attic.machine_identifier}\r\n"
        "Updated-At: 1793000000\r\n"
        f"Version: {attic.profile.version}\r\n\r\n"
    )
    [entry] = simulator.record.datagrams
    assert (entry.origin.server, entry.origin.listener) == ("Attic", lan.place)
    assert (entry.text, entry.answered) == (SEARCH.decode(), True)
    [sent] = simulator.record.sent
    assert (sent.source, sent.address, sent.port) == (HOME, *GROUP)
    simulator.record.clear()
    assert (simulator.record.datagrams, simulator.record.sent) == ([], [])


@pytest.mark.parametrize(
    ("target", "local", "servers"),
    [
        (GROUP, HOME, ["192.168.40.12", "192.168.40.13"]),
        (GROUP, OTHER_HOME, ["10.0.7.20"]),
        (GROUP, None, ["192.168.40.12", "192.168.40.13"]),
        (GROUP, "0.0.0.0", ["192.168.40.12", "192.168.40.13"]),  # noqa: S104
        (("192.168.40.255", 32414), HOME, ["192.168.40.12", "192.168.40.13"]),
        (("10.0.7.255", 32414), HOME, ["10.0.7.20"]),
        (("255.255.255.255", 32414), OTHER_HOME, ["10.0.7.20"]),
        (("192.168.40.13", 32414), None, ["192.168.40.13"]),
        # Another group, another port, a network without adapter.
        (("239.0.0.251", 32414), HOME, []),
        (("239.0.0.250", 32412), HOME, []),
        (("192.168.41.255", 32414), HOME, []),
        (NOWHERE, HOME, []),
    ],
)
async def test_receivers(
    simulator: Simulator,
    attic: MediaServer,
    target: tuple[str, int],
    local: str | None,
    servers: list[str],
) -> None:
    """A datagram reaches all servers of its outgoing network, and no others."""
    cabin = await simulator.add_server("Cabin")
    attic.add_address("192.168.40.12")
    attic.add_address("172.18.0.1", fault="silent")
    attic.add_address("203.0.113.40", 31234, kind="remote")
    attic.add_address("2001:db8::12")
    cabin.add_address("192.168.40.13")
    cabin.add_address("10.0.7.20", 32401)
    heard = await search(target, local=local)
    assert sorted(source for _, source in heard) == sorted(
        (address, 32414) for address in servers
    )


async def test_who_answers(
    simulator: Simulator, attic: MediaServer, lan: Listener
) -> None:
    """No answer from absent servers, silenced ones, or to other requests."""
    assert await search(data=b"HELLO * HTTP/1.0\r\n\r\n") == []
    attic.gdm = False
    assert await search() == []
    attic.gdm = True
    assert [entry.answered for entry in simulator.record.datagrams] == [False, False]
    for away in (attic.crash, attic.vanish, lambda: attic.inject("refuse")):
        away()
        assert await search() == []
        attic.restore()
        attic.heal()
    lan.inject("tls_alert")
    assert len(await search(data=b"M-SEARCH * HTTP/1.1\r\n")) == 1
    attic.move(lan, "192.168.40.99", 32401, publish=False)
    [(answer, source)] = await search()
    assert source == ("192.168.40.99", 32414)
    assert b"Port: 32401\r\n" in answer
    attic.profile.claimed = False
    [(answer, _)] = await search()
    assert b"Host" not in answer
    await attic.remove_address(lan)
    assert await search() == []


async def test_latency(attic: MediaServer, lan: Listener) -> None:
    """An answer takes a round trip; a server that left meanwhile sends none."""
    lan.latency = Latency.round_trip(0.02)
    async with ear() as (transport, heard):
        transport.sendto(SEARCH, GROUP)
        await asyncio.sleep(0.01)
        assert heard == []
        await asyncio.sleep(0.05)
        assert len(heard) == 1
        transport.sendto(SEARCH, GROUP)
        await asyncio.sleep(0.01)
        attic.vanish()
        await asyncio.sleep(0.05)
        assert len(heard) == 1


@pytest.mark.parametrize(
    ("packed", "answers"),
    [
        (socket.inet_aton(OTHER_HOME), 1),
        (socket.inet_aton(GROUP[0]) + socket.inet_aton(OTHER_HOME), 1),
        (int.from_bytes(socket.inet_aton(OTHER_HOME), sys.byteorder), 1),
        (socket.inet_aton(HOME), 0),
        (socket.inet_aton("192.0.2.9"), 0),
    ],
)
@pytest.mark.parametrize("way", ["sendto", "sendmsg"])
async def test_interface_by_option(
    attic: MediaServer, packed: bytes | int, answers: int, way: str
) -> None:
    """The interface can be selected by a socket option."""
    attic.add_address("10.0.7.20")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)  # noqa: FBT003
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, packed)
        if way == "sendto":
            assert sock.sendto(SEARCH, GROUP) == len(SEARCH)
        else:
            assert sock.sendmsg([SEARCH[:5], SEARCH[5:]], [], 0, GROUP) == len(SEARCH)
        await asyncio.sleep(AT_ONCE)
        buffer = bytearray(1024)
        for _ in range(answers):
            count, source = sock.recvfrom_into(buffer)
            assert buffer[:count].startswith(b"HTTP/1.0 200 OK")
            assert source == ("10.0.7.20", 32414)
        with pytest.raises(BlockingIOError):
            sock.recvfrom(1024)


@pytest.mark.usefixtures("lan")
async def test_broadcast_needs_a_permit() -> None:
    """As in the kernel, broadcasts require SO_BROADCAST."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for address in ("255.255.255.255", "192.168.40.255"):
            with pytest.raises(PermissionError):
                sock.sendto(SEARCH, (address, 32414))
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        assert sock.sendto(SEARCH, ("2001:db8::255", 32414)) == len(SEARCH)


async def test_datagrams_between_others(simulator: Simulator) -> None:
    """Traffic between loopback addresses is passed unchanged, and not recorded."""
    async with ear("127.0.0.1") as (one, heard), ear() as (other, _):
        other.sendto(b"hello", one.get_extra_info("sockname"))
        await asyncio.sleep(AT_ONCE)
        assert heard == [(b"hello", other.get_extra_info("sockname"))]
    streams = socket.socketpair()
    for sock in streams:
        sock.setblocking(False)  # noqa: FBT003
    streams[0].send(b"x")
    assert streams[1].recvfrom(1)[0] == b"x"
    for sock in streams:
        sock.close()
    assert simulator.record.sent == []


@pytest.mark.parametrize("lies", [True, False])
async def test_impostor(
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: aiohttp.ClientSession,
    trusting: ssl.SSLContext,
    *,
    lies: bool,
) -> None:
    """It has our identifier, and a valid certificate that is not ours."""
    ours = f"{attic.certificate_hash}.plex.direct"
    impostor = await simulator.add_gdm_impostor(
        "192.168.40.66",
        machine_identifier=attic.machine_identifier,
        host=ours if lies else None,
        port=32499,
    )
    answers = {source[0]: answer for answer, source in await search()}
    assert set(answers) == {"192.168.40.12", "192.168.40.66"}
    answer = answers["192.168.40.66"].decode()
    assert f"Resource-Identifier: {attic.machine_identifier}" in answer
    assert "Port: 32499" in answer
    assert (f"Host: {ours}" in answer) is lies

    [trap] = impostor.listeners
    for path in ("/identity", "/"):
        async with client.get(
            impostor.row(trap).uri + path, headers={"Accept": "application/json"}
        ) as found:
            container = (await found.json())["MediaContainer"]
        assert container["machineIdentifier"] == attic.machine_identifier
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await client.get(f"https://192-168-40-66.{ours}:32499/identity")
    assert impostor.published == ()
    assert impostor.access_token(attic.owner) is None
    assert simulator.record.tokens_to(impostor.name) == frozenset()
    assert await simulator.add_gdm_impostor("192.168.40.67", machine_identifier="x")


async def test_frozen_time(
    hass: HomeAssistant, freezer: None, attic: MediaServer, lan: Listener
) -> None:
    """Without latency a search takes no time."""
    assert len(await search()) == 1


@pytest.mark.usefixtures("socket_enabled")
async def test_by_file(authority: Authority, tmp_path: Path) -> None:
    """Another process's search is received as well; here a thread plays it."""
    file, notes = tmp_path / "network.json", tmp_path / "journal"
    async with Simulator(authority, mapped=False, network_file=file) as simulator:
        simulator.network.adapters = (
            NetworkAdapter(name="eth0", address=HOME, prefix=24),
        )
        attic = await simulator.add_server("Attic")
        attic.add_address("192.168.40.12")
        simulator.write_network()

        def ask() -> tuple[bytes, tuple[str, int]]:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.settimeout(PATIENCE)
                sock.bind((HOME, 0))
                sock.sendto(SEARCH, GROUP)
                return sock.recvfrom(1024)

        journal = Journal(notes)
        with confined(Mapping(network=NetworkReader(file), witness=journal)):
            answer, source = await asyncio.to_thread(ask)
        journal.close()
        assert source == ("192.168.40.12", 32414)
        assert b"Name: Attic" in answer
        assert len(simulator.record.datagrams) == 1
    assert {"sent_to": GROUP[0], "port": GROUP[1], "source": HOME} in read_journal(
        notes
    )
