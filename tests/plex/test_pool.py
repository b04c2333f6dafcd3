"""The token gate relies on this: a socket serves only the name it was opened for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    PlexConnectionError,
    PlexServerClient,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault

from .outcomes import ask, failure, local, opened, probe
from .wire import IDENTITY, Serve, Talk, response

OURS, OTHERS = "ours.example", "others.example"

type TokenCall = Callable[[PlexServerClient, Endpoint], Awaitable[object]]


def _request(client: PlexServerClient, endpoint: Endpoint) -> Awaitable[object]:
    return ask(client, endpoint, "tokentoken")


def _channel(client: PlexServerClient, endpoint: Endpoint) -> Awaitable[object]:
    return opened(client, endpoint, "tokentoken")


def keeping(heads: list[bytes]) -> Talk:
    """Return a server that answers any request and keeps connections open."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(response(IDENTITY))

    return talk


@pytest.mark.parametrize("call", [_request, _channel])
async def test_each_socket_proves_its_own_name(
    serve: Serve, client: PlexServerClient, call: TokenCall
) -> None:
    """A socket to the same address and port for another name is not reused.

    aiohttp's pool separates sockets by `server_hostname`. If it did not, a token would
    be sent over a connection whose server has proved nothing.
    """
    heads: list[bytes] = []
    port = await serve(keeping(heads), OTHERS)
    others = local(port, OTHERS)
    await probe(client, others)
    assert (await probe(client, others)).warm, "the socket waits in the pool"

    error = await failure(call(client, replace(others, host=OURS)))

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.TLS_NAME
    assert not error.written
    assert len(heads) == 2
    assert not any(b"tokentoken" in head for head in heads)
    assert (await probe(client, others)).warm, "it still waits there"
