"""Overlong and malformed answers, and what they may cost."""

import asyncio
import threading
from typing import Any

from aiohttp.client_proto import ResponseHandler
import pytest

from custom_components.plex_connection.plex import (
    PlexAccountClient,
    PlexConnectionError,
    PlexNotPlexError,
    PlexResponseError,
    PlexServerClient,
    transport,
)
from custom_components.plex_connection.plex.account import LIST_LIMIT
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.tls import READ_AT_ONCE
from simulator import Listener, Simulator
from simulator.hostility import ANSWERS, Trick

from .outcomes import ask, endpoint_of, failure, local, probe
from .wire import IDENTITY, Serve, answering, response

TLS_RECORD = 16 * 1024
"""Bytes; a portion ends with a complete record."""


@pytest.fixture
def portions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the sizes of the data aiohttp processes in each loop iteration."""
    sizes: list[int] = []
    received = ResponseHandler.data_received

    def data_received(handler: ResponseHandler, data: bytes) -> None:
        sizes.append(len(data))
        received(handler, data)

    monkeypatch.setattr(ResponseHandler, "data_received", data_received)
    return sizes


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("trick", ANSWERS)
async def test_probe(
    lan: Listener,
    client: PlexServerClient,
    portions: list[int],
    scheme: str,
    trick: Trick,
) -> None:
    """A probe ends within its time limit, and reads little at once."""
    lan.inject("hostile", trick=trick, rate=0)

    async with asyncio.timeout(3):
        error = await failure(probe(client, endpoint_of(lan, scheme=scheme), 0.5))

    assert isinstance(error, PlexConnectionError | PlexNotPlexError)
    assert 0 < max(portions) <= READ_AT_ONCE + TLS_RECORD


@pytest.mark.parametrize("trick", [Trick.INTERIM, Trick.LONG_INTERIM])
async def test_interim_answers_for_ever(
    lan: Listener, client: PlexServerClient, portions: list[int], trick: Trick
) -> None:
    """Endless interim answers are read up to one portion, until the time limit."""
    lan.inject("hostile", trick=trick, rate=0)

    error = await failure(probe(client, endpoint_of(lan), 0.5))

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.TIMEOUT
    assert sum(portions) <= READ_AT_ONCE + TLS_RECORD


async def test_interim_answers_of_a_sane_server(
    serve: Serve, client: PlexServerClient
) -> None:
    """Interim answers precede the final one."""
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" * 5
    port = await serve(answering(interim + response(IDENTITY)))

    *_, found = [await probe(client, local(port)) for _ in range(3)]

    assert found.identity.machine_identifier == "abc"
    assert found.warm


@pytest.mark.parametrize("size", [READ_AT_ONCE, 100_000, 3_000_000])
async def test_long_answers_of_a_sane_server(
    serve: Serve, client: PlexServerClient, portions: list[int], size: int
) -> None:
    """Long answers are read completely, by portions, and keep the connection."""
    head = len(response(b"x" * size)) - size
    body = b"x" * (size - head)
    port = await serve(answering(response(body)))

    answers = [await ask(client, local(port), "t" * 20, limit=size) for _ in range(3)]

    assert {found.body for found in answers} == {body}
    assert answers[-1].timings.warm
    assert max(portions) <= READ_AT_ONCE + TLS_RECORD


async def test_unsolicited_data(serve: Serve, client: PlexServerClient) -> None:
    """Data sent before the request is no answer, and costs one portion at most."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 100 C\r\n\r\n" * 50_000)
        await reader.read()

    port = await serve(talk)

    error = await failure(probe(client, local(port), 0.5))

    assert isinstance(error, PlexConnectionError)


async def test_list_beyond_its_limit(sim: Simulator, alice: PlexAccountClient) -> None:
    """A list beyond its limit, some three hundred servers, is rejected."""
    sim.plex_tv.inject("hostile", trick=Trick.LONG_LIST, after=4 * LIST_LIMIT)

    error = await failure(alice.resources())

    assert isinstance(error, PlexResponseError)
    assert str(error) == f"/api/v2/resources: more than {LIST_LIMIT} bytes"


async def test_long_list(
    sim: Simulator, alice: PlexAccountClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long list is parsed in a thread."""
    threads: list[int] = []
    parse = transport.parse_json

    def parse_json(text: bytes | str) -> Any:
        threads.append(threading.get_ident())
        return parse(text)

    monkeypatch.setattr(transport, "parse_json", parse_json)
    sim.plex_tv.inject("hostile", trick=Trick.LONG_LIST, after=LIST_LIMIT)

    servers = await alice.resources()

    assert len(servers) > 250
    assert all(len(server.connections) == 16 for server in servers)
    assert threads
    assert threading.get_ident() not in threads
