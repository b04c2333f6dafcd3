"""GDM: searching the local networks."""

import asyncio
import logging
import socket

import pytest

from custom_components.plex_connection.plex import (
    GdmInterface,
    search_gdm,
)
from custom_components.plex_connection.plex.gdm import (
    MAX_ANSWERS,
    MAX_DATAGRAMS,
    MAX_PER_ADDRESS,
    QUERY,
    Answers,
)
from simulator import MediaServer, NetworkAdapter, Simulator

from .conftest import LAN
from .samples import gdm_answer

HOME = GdmInterface(address="192.168.40.10", broadcast="192.168.40.255")
CELLAR = GdmInterface(address="10.0.7.2", broadcast="10.0.7.255")


@pytest.fixture
async def home(sim: Simulator) -> Simulator:
    """Return a simulated world with us on two networks."""
    sim.network.adapters = (
        NetworkAdapter(name="eth0", address=HOME.address, prefix=24),
        NetworkAdapter(name="eth1", address=CELLAR.address, prefix=24),
    )
    return sim


async def test_search(home: Simulator, attic: MediaServer) -> None:
    """Each server once, despite two queries, and only on its own network."""
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
    # The group and the broadcast address, once on each network.
    assert len(home.record.sent) == 4


async def test_only_on_the_given_interface(home: Simulator, attic: MediaServer) -> None:
    """Other networks get no query."""
    assert await search_gdm([CELLAR], budget=0.05) == []
    assert home.record.datagrams == []


async def test_impostor(home: Simulator, attic: MediaServer) -> None:
    """An impostor's answer is returned, too; the caller judges it."""
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
    """Failing interfaces are skipped, others queried; no name is looked up."""
    caplog.set_level(logging.DEBUG)

    assert len(await search_gdm([interface, HOME], budget=0.1)) == 1
    assert f"No search on {interface.address}" in caplog.text
    assert home.record.lookups == []


async def test_no_interface(home: Simulator) -> None:
    """Without interfaces the search returns at once."""
    started = asyncio.get_running_loop().time()

    assert await search_gdm([], budget=60) == []
    assert asyncio.get_running_loop().time() - started < 5


async def test_a_query_that_cannot_be_sent(
    home: Simulator,
    attic: MediaServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If one query cannot be sent, the other may be answered."""
    caplog.set_level(logging.DEBUG)
    sendto = socket.socket.sendto

    def fails(sock: socket.socket, data: bytes, address: tuple[str, int]) -> int:
        if address[0].startswith("239."):
            raise OSError(101, "Network is unreachable")
        return sendto(sock, data, address)

    monkeypatch.setattr(socket.socket, "sendto", fails)

    assert len(await search_gdm([HOME], budget=0.1)) == 1
    assert "Network is unreachable" in caplog.text


async def test_an_answer_that_cannot_be_read(
    home: Simulator,
    attic: MediaServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A read error ends the search on that interface; earlier answers are kept."""
    caplog.set_level(logging.DEBUG)
    recvfrom = socket.socket.recvfrom
    heard: list[bytes] = []

    def fails(sock: socket.socket, size: int) -> tuple[bytes, tuple[str, int]]:
        if heard:
            raise OSError(100, "Network is down")
        datagram, source = recvfrom(sock, size)
        # Our own query may come back, too.
        if datagram.startswith(b"HTTP/"):
            heard.append(datagram)
        return datagram, source

    monkeypatch.setattr(socket.socket, "recvfrom", fails)

    assert len(await search_gdm([HOME], budget=60)) == 1
    assert "Network is down" in caplog.text


async def test_cancellation(home: Simulator, attic: MediaServer) -> None:
    """Cancellation propagates, and the sockets are closed."""
    task = asyncio.create_task(search_gdm([HOME], budget=60))
    await asyncio.sleep(0.05)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


def test_many_answers_from_one_address() -> None:
    """Many answers from one address do not crowd out other addresses."""
    received = Answers()
    for number in range(100):
        assert received.accept(gdm_answer(Port=str(1 + number)), LAN)
    assert received.accept(gdm_answer(), "192.168.40.13")

    assert len(received.answers) == MAX_PER_ADDRESS + 1


async def test_a_flood(home: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of datagrams ends the search; each takes its own loop iteration."""
    heard: list[int] = []
    turns = 0

    def recvfrom(sock: socket.socket, size: int) -> tuple[bytes, tuple[str, int]]:
        heard.append(turns)
        return b"?", (LAN, 32414)

    async def everything_else() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    monkeypatch.setattr(socket.socket, "recvfrom", recvfrom)
    others = asyncio.create_task(everything_else())

    assert await search_gdm([HOME], budget=60) == []

    others.cancel()
    assert len(heard) == MAX_DATAGRAMS
    assert sorted(set(heard)) == heard


def test_many_answers() -> None:
    """The search ends at `MAX_ANSWERS`, more servers than any home network has."""
    received = Answers()
    heard = [
        received.accept(gdm_answer(), f"192.168.40.{number}")
        for number in range(MAX_ANSWERS)
    ]

    assert heard == [True] * (MAX_ANSWERS - 1) + [False]
    assert len(received.answers) == MAX_ANSWERS
