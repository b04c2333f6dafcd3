"""Addresses that die, fall silent, move, and return."""

import asyncio
from collections.abc import Callable
import socket
import ssl

import aiohttp
import pytest

from simulator import (
    Authority,
    CertificateFlaw,
    Latency,
    Listener,
    MediaServer,
    Reach,
    Row,
    Simulator,
)
from simulator.connection import Connection

pytestmark = pytest.mark.usefixtures("jumping_time")

WEBSOCKET = "/:/websockets/notifications"


async def _identity(
    client: aiohttp.ClientSession, listener: Listener, *, limit: float = 2
) -> int:
    server = listener.service
    assert isinstance(server, MediaServer)
    timeout = aiohttp.ClientTimeout(total=limit)
    async with client.get(
        server.row(listener).uri + "/identity", timeout=timeout
    ) as answer:
        return answer.status


async def _websocket(
    client: aiohttp.ClientSession, listener: Listener
) -> aiohttp.ClientWebSocketResponse:
    server = listener.service
    assert isinstance(server, MediaServer)
    return await client.ws_connect(
        server.row(listener).uri + WEBSOCKET,
        headers={"X-Plex-Token": server.owner.token},
    )


@pytest.mark.parametrize("reset", [True, False])
async def test_crash(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer, *, reset: bool
) -> None:
    """Open connections end at once, new ones are refused, until it is restored."""
    websocket = await _websocket(client, lan)
    attic.crash(reset=reset)
    async with asyncio.timeout(1):
        message = await websocket.receive()
    assert message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
    with pytest.raises(aiohttp.ClientConnectorError):
        await _identity(client, lan)

    attic.restore()
    assert await _identity(client, lan) == 200


async def test_vanish(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """Open connections fall silent without a FIN, new ones hang."""
    websocket = await _websocket(client, lan)
    attic.vanish()
    assert await attic.notify("status", {"title": "while away"}) == 1
    await websocket.send_str("is anybody there?")
    with pytest.raises(TimeoutError):
        await websocket.receive(timeout=0.05)
    assert not websocket.closed
    with pytest.raises(TimeoutError):
        await _identity(client, lan, limit=0.05)

    # The cable is back before TCP gave up: sent data arrives.
    attic.restore()
    assert "while away" in (await websocket.receive_str(timeout=1))
    assert await _identity(client, lan) == 200
    await websocket.close()


async def test_connection_survives_the_outage(
    client: aiohttp.ClientSession, lan: Listener
) -> None:
    """The kernel repeats a SYN: an attempt during the silence succeeds later."""
    lan.vanish()
    asking = asyncio.create_task(_identity(client, lan))
    await asyncio.sleep(0.5)
    assert not asking.done()
    lan.restore()
    assert await asking == 200


@pytest.mark.parametrize("ending", [Connection.close, Connection.reset])
async def test_cut_while_accepting(
    lan: Listener,
    monkeypatch: pytest.MonkeyPatch,
    ending: Callable[[Connection], None],
) -> None:
    """A connection that is cut while being accepted still ends."""
    start = Connection.start

    def cut_short(connection: Connection) -> None:
        ending(connection)
        start(connection)

    monkeypatch.setattr(Connection, "start", cut_short)
    reader, writer = await asyncio.open_connection(lan.address, lan.port)
    if ending is Connection.reset:
        with pytest.raises(ConnectionResetError):
            await reader.read()
    else:
        assert await reader.read() == b""
    writer.transport.abort()


async def test_client_that_leaves_without_a_word(lan: Listener) -> None:
    """A server closes what a client has opened and left, and keeps no socket."""
    reader, writer = await asyncio.open_connection(lan.address, lan.port)
    writer.write_eof()
    async with asyncio.timeout(1):
        assert await reader.read() == b""
    writer.close()


async def test_dead_rows_stay_dead(attic: MediaServer) -> None:
    """The end of an outage does not revive rows that were dead from the start."""
    docker = attic.add_address("172.18.0.1", fault="silent")
    lan = attic.add_address("192.168.40.12")
    for outage in (attic.crash, attic.vanish):
        outage()
        attic.restore()
        assert (docker.reach, lan.reach) == (Reach.SILENT, Reach.OPEN)


async def test_a_vanished_peer_fails_a_heartbeat(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """Only a client that sends a ping notices."""
    websocket = await client.ws_connect(
        attic.row(lan).uri + WEBSOCKET,
        headers={"X-Plex-Token": attic.owner.token},
        heartbeat=0.1,
    )
    attic.vanish()
    async with asyncio.timeout(2):
        message = await websocket.receive()
    assert message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


async def test_internet_down(
    client: aiohttp.ClientSession,
    lan: Listener,
    attic: MediaServer,
    simulator: Simulator,
) -> None:
    """The LAN works on; everything else fails, including names."""
    remote = attic.add_address("203.0.113.40", 31234, kind="remote")
    simulator.cut_internet()
    for address in (
        "http://203.0.113.40:31234/identity",
        "http://198.51.100.10:443/",
        attic.row(lan).uri,
        "https://plex.tv/",
    ):
        with pytest.raises(TimeoutError):
            await client.get(address, timeout=aiohttp.ClientTimeout(total=0.05))
    async with client.get("http://192.168.40.12:32400/identity") as answer:
        assert answer.status == 200
    simulator.restore_internet()
    assert await _identity(client, remote) == 200


async def test_move(
    client: aiohttp.ClientSession,
    lan: Listener,
    attic: MediaServer,
    simulator: Simulator,
) -> None:
    """The old address is unreachable, and plex.tv lists the new one."""
    old = attic.row(lan).uri
    attic.move(lan, "192.168.40.99", 32401)

    with pytest.raises(aiohttp.ClientConnectorError):
        await client.get(old + "/identity")
    assert attic.published[0].uri.startswith("https://192-168-40-99.")
    assert await _identity(client, lan) == 200
    assert simulator.record.requests[-1].origin.listener == "192.168.40.99:32401"


async def test_change_of_hash(
    client: aiohttp.ClientSession,
    lan: Listener,
    attic: MediaServer,
    simulator: Simulator,
) -> None:
    """The old name no longer matches the certificate; the list has the new one."""
    [before] = attic.published
    attic.change_hash(simulator.new_hash(), publish=False)
    assert attic.published == (before,)
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await client.get(before.uri + "/identity")

    attic.publish()
    assert attic.published != (before,)
    assert await _identity(client, lan) == 200


async def test_relay_row_rotates(
    client: aiohttp.ClientSession, attic: MediaServer
) -> None:
    """The server opened a new tunnel, at another host and port."""
    relay = attic.add_address("198.51.100.77", 8443, kind="relay")
    attic.move(relay, "198.51.100.81", 8444)
    [row] = attic.published
    assert (row.relay, row.local, row.address, row.port) == (
        True,
        False,
        "198.51.100.81",
        8444,
    )
    assert await _identity(client, relay) == 200


async def test_addresses_come_and_go(
    client: aiohttp.ClientSession, attic: MediaServer
) -> None:
    """A custom domain, IPv6, a row without a server, and a removal."""
    custom = attic.add_address(
        "203.0.113.40", 443, kind="remote", host="plex.example.net"
    )
    ipv6 = attic.add_address("2001:db8::10")
    attic.add_row(Row(address="10.0.0.1", port=1, uri="http://10.0.0.1:1"))

    assert await _identity(client, custom) == 200
    assert await _identity(client, ipv6) == 200
    assert [row.uri for row in attic.published][::2] == [
        "https://plex.example.net:443",
        "http://10.0.0.1:1",
    ]
    assert attic.published[0].address == "plex.example.net"
    assert attic.published[1].ipv6
    assert ipv6.place == "[2001:db8::10]:32400"
    await attic.remove_address(custom)
    with pytest.raises(aiohttp.ClientConnectorError):
        await _identity(client, custom)
    with pytest.raises(LookupError):
        attic.listener("203.0.113.40")
    assert attic.listener("2001:db8::10") is ipv6


async def test_latency(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """TCP, TLS 1.3 and HTTP take a round trip each, constant or with jitter."""
    lan = attic.add_address("192.168.40.12", latency=Latency.round_trip(0.04))
    loop = asyncio.get_running_loop()
    start = loop.time()
    assert await _identity(client, lan) == 200
    assert loop.time() - start == pytest.approx(0.12, abs=0.001)

    lan.latency = Latency(to_client=0.03, jitter=0.01)
    start = loop.time()
    async with client.get("http://192.168.40.12:32400/identity") as answer:
        assert answer.status == 200
    assert 0.06 <= loop.time() - start <= 0.101


async def test_rate(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """A relay limits the bytes a second over all its connections."""
    relay = attic.add_address("198.51.100.77", 8443, kind="relay", rate=20_000)
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(*(_identity(client, relay) for _ in range(3)))
    # Three handshakes and answers take some 5,000 bytes.
    assert loop.time() - start >= 0.15


async def test_ports_stay_reserved(lan: Listener) -> None:
    """While the listener refuses, no other process gets its port."""
    lan.inject("refuse")
    with socket.socket() as sock, pytest.raises(OSError, match="in use"):
        sock.bind(("127.0.0.1", lan.loopback_port))
    port = lan.loopback_port
    lan.heal()
    assert lan.loopback_port == port


async def test_tls_sessions_resume(
    simulator: Simulator, lan: Listener, attic: MediaServer, trusting: ssl.SSLContext
) -> None:
    """An offered TLS session is resumed, at another address too."""
    other = attic.add_address("192.168.40.13")
    name = attic.row(lan).uri.removeprefix("https://").partition(":")[0]

    def handshake(port: int, session: ssl.SSLSession | None) -> ssl.SSLSession | None:
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            trusting.wrap_socket(plain, server_hostname=name, session=session) as sock,
        ):
            sock.sendall(b"GET /identity HTTP/1.1\r\nHost: x\r\n\r\n")
            sock.recv(4096)
            return sock.session

    first = await asyncio.to_thread(handshake, lan.loopback_port, None)
    await asyncio.to_thread(handshake, other.loopback_port, first)
    assert [entry.resumed for entry in simulator.record.connections] == [False, True]
    assert simulator.record.connections[1].sni == name

    attic.tls.max_version = ssl.TLSVersion.TLSv1_2
    await asyncio.to_thread(handshake, lan.loopback_port, None)
    assert simulator.record.connections[2].tls_version == "TLSv1.2"


async def test_an_unopened_listener_has_no_port(attic: MediaServer) -> None:
    """Reading its port raises, rather than returning a wrong number."""
    lan = attic.add_address("192.168.40.12")
    await attic.remove_address(lan)
    with pytest.raises(RuntimeError, match="no longer does"):
        _ = lan.loopback_port
    lan.inject("refuse")
    assert attic.world.network.route("192.168.40.12", 32400) is not None
    assert attic.world.network.route("192.168.40.12", 32400).reach is Reach.UNREACHABLE  # type: ignore[union-attr]


def test_authority_is_kept(authority: Authority) -> None:
    """The folder's authority is reused; a broken one is replaced."""
    same = Authority(authority.folder)
    names = ["*.example.plex.direct", "192.0.2.1"]
    assert same.certificate(names) == authority.certificate(names)
    assert same.certificate(names) != same.certificate(names, CertificateFlaw.EXPIRED)


def test_broken_authority_is_replaced(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder with a half-written or foreign key gets a new authority."""
    folder = tmp_path_factory.mktemp("broken")
    first = Authority(folder)
    leaf = first.certificate(["a.example"])
    foreign = Authority(tmp_path_factory.mktemp("foreign"))
    (folder / "ca.key").write_bytes((foreign.folder / "ca.key").read_bytes())
    second = Authority(folder)
    assert second.certificate(["a.example"]) != leaf
    (folder / "ca.key").write_text("no key")
    assert Authority(folder).ca_file.read_bytes() != foreign.ca_file.read_bytes()
    assert (folder / "ca.key").stat().st_mode & 0o077 == 0


async def test_unpublished_move(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """plex.tv lists the old address until the server publishes the new one."""
    [before] = attic.published
    attic.move(lan, "192.168.40.99", publish=False)
    assert attic.published == (before,)
    assert await _identity(client, lan) == 200
    attic.publish()
    assert attic.published[0].address == "192.168.40.99"


async def test_a_new_certificate(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """The server has a new name; open connections keep the old one until cut."""
    [before] = attic.published
    websocket = await _websocket(client, lan)
    assert attic.rotate_certificate(publish=False) == attic.certificate_hash
    assert attic.published == (before,)
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await client.get(before.uri + "/identity")
    await attic.notify("status", {})
    assert (await websocket.receive()).type is aiohttp.WSMsgType.TEXT
    attic.cut_connections()
    assert (await websocket.receive()).type is not aiohttp.WSMsgType.TEXT
    attic.rotate_certificate()
    assert attic.certificate_hash in attic.published[0].uri
    assert await _identity(client, lan) == 200


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
async def test_tls_sessions_that_do_not_resume(
    simulator: Simulator,
    lan: Listener,
    attic: MediaServer,
    trusting: ssl.SSLContext,
    version: str,
) -> None:
    """Without tickets nothing is resumed, nor after a crash that lost the keys."""
    attic.tls.max_version = ssl.TLSVersion[version]
    sessions: list[ssl.SSLSession | None] = [None]
    name = attic.row(lan).uri.removeprefix("https://").partition(":")[0]

    def handshake() -> None:
        with (
            socket.create_connection(("127.0.0.1", lan.loopback_port)) as plain,
            trusting.wrap_socket(
                plain, server_hostname=name, session=sessions[-1]
            ) as sock,
        ):
            sock.sendall(b"GET /identity HTTP/1.1\r\nHost: x\r\n\r\n")
            sock.recv(4096)
            sessions.append(sock.session or sessions[-1])

    for tickets, resumed in ((True, False), (True, True), (False, False)):
        attic.tls.tickets = tickets
        await asyncio.to_thread(handshake)
        assert simulator.record.connections[-1].resumed is resumed
    sessions.append(None)
    await asyncio.to_thread(handshake)
    await asyncio.to_thread(handshake)
    attic.tls.tickets = True
    sessions.append(None)
    await asyncio.to_thread(handshake)
    attic.crash()
    attic.restore()
    await asyncio.to_thread(handshake)
    assert [entry.resumed for entry in simulator.record.connections[3:]] == [False] * 4

    # A server that accepts no session, and a client that offers none.
    lan.inject("resumption_refused")
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        await asyncio.to_thread(handshake)
    sessions.append(None)
    await asyncio.to_thread(handshake)
    assert simulator.record.connections[-1].resumed is False
