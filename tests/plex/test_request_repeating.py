"""Which requests are sent again, and which never."""

import asyncio
from types import SimpleNamespace
from typing import Any

from aiohttp import ClientSession, ThreadedResolver, TraceConfig
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    PlexConnectionError,
    PlexServerClient,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase
from simulator import Listener, MediaServer, Simulator

from .outcomes import ask, endpoint_of, failure, local, probe, until
from .wire import IDENTITY, Serve, Talk, response


def going_stale(requests: list[bytes]) -> Talk:
    """Return a server that answers once and closes at the next request."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response(IDENTITY))
        requests.append(await reader.readuntil(b"\r\n\r\n"))

    return talk


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
async def test_non_repeatable_request_is_never_sent_twice(
    serve: Serve, client: PlexServerClient, method: str
) -> None:
    """A request that may change something is never resent: the server may have read it.

    Not even on a stale connection, where aiohttp would resend it.
    """
    requests: list[bytes] = []
    endpoint = local(await serve(going_stale(requests)))
    await probe(client, endpoint)

    error = await failure(ask(client, endpoint, "tok3n", method=method))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (ConnectionFault.RESET, Phase.ANSWER)
    assert error.written
    assert error.timings is not None
    assert error.timings.warm
    assert len(requests) == 2


async def test_read_only_request_is_sent_again(
    serve: Serve, client: PlexServerClient
) -> None:
    """A read-only request is sent again, on a new connection."""
    requests: list[bytes] = []
    endpoint = local(await serve(going_stale(requests)))
    await probe(client, endpoint)

    answer = await ask(client, endpoint, "tok3n", repeatable=True)

    assert not answer.timings.warm
    assert len(requests) == 3


async def test_written_stays_true(serve: Serve, client: PlexServerClient) -> None:
    """`written` stays true even if the second connection failed before a byte."""
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response(IDENTITY))
        await reader.readuntil(b"\r\n\r\n")
        servers[0].close()

    servers: list[asyncio.Server] = []
    start_server = asyncio.start_server

    async def start(*args: Any, **settings: Any) -> asyncio.Server:
        server = await start_server(*args, **settings)
        servers.append(server)
        return server

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "start_server", start)
        endpoint = local(await serve(talk))
    await probe(client, endpoint)

    error = await failure(ask(client, endpoint, "tok3n", repeatable=True))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (ConnectionFault.REFUSED, Phase.CONNECT)
    assert error.written
    assert connections == 1


async def test_a_connection_that_the_server_has_closed(
    serve: Serve, client: PlexServerClient
) -> None:
    """Nothing is written to a closed connection; even an action uses a new one."""
    heads: list[bytes] = []
    closed = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal closed
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response(IDENTITY))
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        closed += 1

    endpoint = local(await serve(talk))
    await probe(client, endpoint)
    await until(lambda: closed)

    answer = await ask(client, endpoint, "tok3n", method="POST")

    assert not answer.timings.warm
    assert len(heads) == 2


async def test_a_connection_that_closed_while_the_loop_was_busy(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """A pending close is processed before a connection is chosen."""
    await probe(client, endpoint_of(lan))
    lan.cut_connections()

    answer = await ask(client, endpoint_of(lan), token, method="GET")

    assert not answer.timings.warm
    assert len(sim.record.connections) == 2


@pytest.mark.parametrize("repeatable", [True, False])
async def test_connection_that_closes_before_the_first_byte(
    serve: Serve, session: ClientSession, ssl_context: Any, *, repeatable: bool
) -> None:
    """A close between choosing a connection and the first byte: not written."""
    heads: list[bytes] = []
    trace = TraceConfig()

    async def close(_: ClientSession, __: SimpleNamespace, ___: object) -> None:
        connector = session.connector
        assert connector is not None
        for protocol in connector._acquired:
            assert protocol.transport is not None
            protocol.transport.close()

    trace.on_request_headers_sent.append(close)
    trace.freeze()
    session.trace_configs.append(trace)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))

    client = PlexServerClient(
        session, ssl_context=ssl_context, resolver=ThreadedResolver()
    )
    endpoint = local(await serve(talk))

    error = await failure(ask(client, endpoint, "tok3n", repeatable=repeatable))

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.RESET
    assert not error.written
    assert heads == []


@pytest.fixture
async def two_addresses(
    sim: Simulator, attic: MediaServer
) -> tuple[Listener, Listener]:
    """Return two listeners of one host name."""
    name = "plex.example.net"
    listeners = (
        attic.add_address("203.0.113.40", 443, kind="remote", host=name),
        attic.add_address("203.0.113.41", 443, kind="remote", host=name),
    )
    sim.network.set_name(name, *(listener.address for listener in listeners))
    return listeners


NAMED = Endpoint(scheme="https", host="plex.example.net", port=443)


@pytest.mark.parametrize("repeatable", [True, False])
async def test_another_address_of_the_name(
    sim: Simulator,
    two_addresses: tuple[Listener, Listener],
    client: PlexServerClient,
    token: str,
    *,
    repeatable: bool,
) -> None:
    """If one address cannot be reached the next is tried, for any request."""
    two_addresses[0].inject("refuse")

    answer = await ask(client, NAMED, token, repeatable=repeatable)

    assert answer.timings.peer == two_addresses[1].address


async def test_no_other_address_for_a_non_repeatable_request(
    sim: Simulator,
    two_addresses: tuple[Listener, Listener],
    client: PlexServerClient,
    token: str,
) -> None:
    """An action that may have been read is not sent to another address."""
    two_addresses[0].inject("slow_answer", delay=60)

    error = await failure(ask(client, NAMED, token, budget=0.6))

    assert isinstance(error, PlexConnectionError)
    assert error.written
    assert [dial.address for dial in sim.record.dials] == ["203.0.113.40"]


async def test_two_addresses_that_fail(
    two_addresses: tuple[Listener, Listener], client: PlexServerClient, token: str
) -> None:
    """The error is the last address's, with `written` from the first."""
    two_addresses[0].inject("slow_answer", delay=60)
    two_addresses[1].inject("refuse")

    error = await failure(ask(client, NAMED, token, budget=0.6, repeatable=True))

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.REFUSED
    assert error.written
