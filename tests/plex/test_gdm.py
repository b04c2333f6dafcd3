"""GDM: what an answer says, and searching the local networks."""

import asyncio
import logging
import socket
from typing import cast

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.plex import (
    GdmAnswer,
    GdmInterface,
    parse_gdm,
    search_gdm,
)
from custom_components.plex_connection.plex.gdm import (
    MAX_ANSWERS,
    MAX_DATAGRAM,
    MAX_DATAGRAMS,
    MAX_PER_ADDRESS,
    QUERY,
    Hearing,
    SearchProtocol,
)
from simulator import MediaServer, NetworkAdapter, Simulator

from .conftest import LAN
from .samples import HASH, SERVER_ID

HOME = GdmInterface(address="192.168.40.10", broadcast="192.168.40.255")
CELLAR = GdmInterface(address="10.0.7.2", broadcast="10.0.7.255")
FIELDS = {
    "Content-Type": "plex/media-server",
    "Host": f"{HASH}.plex.direct",
    "Name": "Attic",
    "Port": "32400",
    "Resource-Identifier": SERVER_ID,
    "Updated-At": "1793000000",
    "Version": "1.43.4.10903-5a1e2c3d4",
}


def answer_of(first: str = "HTTP/1.0 200 OK", **changes: str) -> bytes:
    """Return the answer above with some fields changed, or without them if empty."""
    fields = FIELDS | {name.replace("_", "-"): text for name, text in changes.items()}
    lines = [f"{name}: {text}" for name, text in fields.items() if text]
    return "\r\n".join([first, *lines, "", ""]).encode()


def test_an_answer() -> None:
    """The sample of the protocol notes."""
    assert parse_gdm(answer_of(), LAN) == GdmAnswer(
        address=LAN,
        resource_identifier=SERVER_ID,
        port=32400,
        name="Attic",
        host=f"{HASH}.plex.direct",
    )


@pytest.mark.parametrize(
    ("changes", "name", "host"),
    [
        ({"Host": ""}, "Attic", None),
        ({"Host": "user@evil/"}, "Attic", None),
        ({"Host": f"{HASH.upper()}.Plex.Direct"}, "Attic", f"{HASH}.plex.direct"),
        ({"Name": ""}, None, f"{HASH}.plex.direct"),
        ({"Name": "Haus: am\tSee"}, "Haus: amSee", f"{HASH}.plex.direct"),
        ({"Name": "x" * 300}, "x" * 200, f"{HASH}.plex.direct"),
    ],
)
def test_names(changes: dict[str, str], name: str | None, host: str | None) -> None:
    """Are text for people, or a host name, or nothing; a colon is no end."""
    answer = parse_gdm(answer_of(**changes), LAN)

    assert answer is not None
    assert (answer.name, answer.host) == (name, host)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_leniency(line_end: bytes) -> None:
    """Where HTTP's own rules are lenient."""
    datagram = answer_of("HTTP/1.1 200").replace(b"\r\n", line_end)

    assert parse_gdm(datagram.replace(b"Port: ", b"pORT  :"), LAN) is not None


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        QUERY,
        answer_of("HTTP/1.0 404 Not Found"),
        answer_of("HTTP/1.0 2000"),
        answer_of(Content_Type="plex/media-player"),
        answer_of(Content_Type=""),
        answer_of(Resource_Identifier=""),
        answer_of(Resource_Identifier="a/../b"),
        answer_of(Resource_Identifier="x" * 129),
        answer_of(Port=""),
        answer_of(Port="0"),
        answer_of(Port="65536"),
        answer_of(Port="٣٢"),
        answer_of(Port="1" * 5000),
        answer_of(Name="x" * MAX_DATAGRAM),
        # What comes after an empty line is no field.
        answer_of().replace(b"Port", b"\r\nPort"),
    ],
)
def test_what_is_no_answer(datagram: bytes) -> None:
    """Is passed over."""
    assert parse_gdm(datagram, LAN) is None


def test_the_first_of_two_fields_counts() -> None:
    """And not more than so many are looked at."""
    assert parse_gdm(answer_of(Version="1\r\nPort: 1"), LAN) == parse_gdm(
        answer_of(), LAN
    )
    many = "".join(f"X-{number}: 1\r\n" for number in range(40))
    assert parse_gdm(answer_of(f"HTTP/1.0 200 OK\r\n{many.strip()}"), LAN) is None


@pytest.mark.parametrize("source", ["", "attic.example", "fe80::1", "192.168.40.012"])
def test_sources(source: str) -> None:
    """An answer is of use only with an address to dial."""
    assert parse_gdm(answer_of(), source) is None


PIECES = st.sampled_from(
    [line.encode() for line in answer_of().decode().splitlines(keepends=True)]
) | st.binary(max_size=40)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_hostile_answers(datagram: bytes) -> None:
    """Whatever comes: nothing, or a value within its bounds."""
    answer = parse_gdm(datagram, LAN)

    if answer is not None:
        assert answer.address == LAN
        assert answer.resource_identifier.isascii()
        assert len(answer.resource_identifier) <= 128
        assert 0 < answer.port <= 65535
        assert answer.name is None or (answer.name.isprintable() and answer.name)
        assert answer.host is None or len(answer.host) <= 254


@pytest.fixture
async def home(sim: Simulator) -> Simulator:
    """Return a simulated world in which we are on two networks."""
    sim.network.adapters = (
        NetworkAdapter(name="eth0", address=HOME.address, prefix=24),
        NetworkAdapter(name="eth1", address=CELLAR.address, prefix=24),
    )
    return sim


async def test_search(home: Simulator, attic: MediaServer) -> None:
    """Each server once, though it hears both queries, and only where it is."""
    cellar = await home.add_server("Cellar")
    cellar.add_address("10.0.7.9", 32401)
    cellar.add_address("203.0.113.40", kind="remote")
    silent = await home.add_server("Silent")
    silent.add_address("192.168.40.13")
    silent.gdm = False

    answers = await search_gdm([HOME, CELLAR, HOME], budget=0.1)

    found = {(a.address, a.port, a.resource_identifier) for a in answers}
    assert len(answers) == 2
    assert found == {
        (LAN, 32400, attic.machine_identifier),
        ("10.0.7.9", 32401, cellar.machine_identifier),
    }
    assert {entry.text.encode() for entry in home.record.datagrams} == {QUERY}
    # The group and the broadcast address, on each network once.
    assert len(home.record.sent) == 4


async def test_only_where_it_was_asked(home: Simulator, attic: MediaServer) -> None:
    """The other network hears nothing."""
    assert await search_gdm([CELLAR], budget=0.05) == []
    assert home.record.datagrams == []


async def test_someone_with_anothers_identifier(
    home: Simulator, attic: MediaServer
) -> None:
    """Is an answer like any other: what it is worth is not decided here."""
    await home.add_gdm_impostor(
        "192.168.40.66", machine_identifier=attic.machine_identifier, port=32499
    )

    answers = await search_gdm([HOME], budget=0.1)

    assert {answer.address for answer in answers} == {LAN, "192.168.40.66"}
    assert {a.resource_identifier for a in answers} == {attic.machine_identifier}


@pytest.mark.parametrize(
    "interface",
    [
        GdmInterface(address="192.0.2.77", broadcast="192.0.2.255"),
        GdmInterface(address="router.example", broadcast="192.0.2.255"),
        GdmInterface(address="fe80::1", broadcast="ff02::1"),
        GdmInterface(address=HOME.address, broadcast="everybody"),
    ],
)
async def test_interfaces_that_fail(
    home: Simulator,
    attic: MediaServer,
    interface: GdmInterface,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Are left out; the others are asked. No name is looked up."""
    caplog.set_level(logging.DEBUG)

    assert len(await search_gdm([interface, HOME], budget=0.1)) == 1
    assert f"No search on {interface.address}" in caplog.text
    assert home.record.lookups == []


async def test_no_interface(home: Simulator) -> None:
    """Then nothing is waited for."""
    started = asyncio.get_running_loop().time()

    assert await search_gdm([], budget=60) == []
    assert asyncio.get_running_loop().time() - started < 5


async def test_a_query_that_cannot_be_sent(
    home: Simulator,
    attic: MediaServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The other one may be heard."""
    caplog.set_level(logging.DEBUG)
    sendto = socket.socket.sendto

    def fails(sock: socket.socket, data: bytes, address: tuple[str, int]) -> int:
        if address[0].startswith("239."):
            raise OSError(101, "Network is unreachable")
        return sendto(sock, data, address)

    monkeypatch.setattr(socket.socket, "sendto", fails)

    assert len(await search_gdm([HOME], budget=0.1)) == 1
    assert "Network is unreachable" in caplog.text


async def test_cancellation(home: Simulator, attic: MediaServer) -> None:
    """It passes through, and the sockets are closed."""
    task = asyncio.create_task(search_gdm([HOME], budget=60))
    await asyncio.sleep(0.05)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


class Transport:
    """Stands for a socket's transport."""

    closed = False

    def sendto(self, data: bytes, address: tuple[str, int]) -> None:
        """Let it go."""

    def close(self) -> None:
        """Note it."""
        self.closed = True


def search_on(hearing: Hearing) -> tuple[SearchProtocol, Transport]:
    """Return a protocol that has asked, and its transport."""
    protocol, transport = SearchProtocol(HOME, hearing), Transport()
    protocol.connection_made(cast("asyncio.DatagramTransport", transport))
    return protocol, transport


def test_a_crowd_at_one_address() -> None:
    """It does not keep others from being heard."""
    hearing = Hearing()
    protocol, transport = search_on(hearing)
    for number in range(100):
        protocol.datagram_received(answer_of(Port=str(1 + number)), (LAN, 32414))
    protocol.datagram_received(answer_of(), ("192.168.40.13", 32414))

    assert len(hearing.answers) == MAX_PER_ADDRESS + 1
    assert not transport.closed


def test_a_flood() -> None:
    """Ends the search, whether it makes sense or not."""
    hearing = Hearing()
    protocol, transport = search_on(hearing)
    for _ in range(MAX_DATAGRAMS):
        assert not transport.closed
        protocol.datagram_received(b"?", (LAN, 32414))

    assert transport.closed


def test_a_crowd_everywhere() -> None:
    """There are not that many servers on a home's networks."""
    hearing = Hearing()
    protocol, transport = search_on(hearing)
    for number in range(MAX_ANSWERS):
        assert not transport.closed
        protocol.datagram_received(answer_of(), (f"192.168.40.{number}", 32414))

    assert transport.closed
    assert len(hearing.answers) == MAX_ANSWERS
