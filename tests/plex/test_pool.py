"""What the gate for tokens leans on: a socket serves the name it was opened for."""

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
    """Return a server that answers to whatever is asked, and keeps connections open."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(response(IDENTITY))

    return talk


@pytest.mark.parametrize("call", [_request, _channel])
async def test_a_name_is_proved_by_each_socket_for_itself(
    serve: Serve, client: PlexServerClient, call: TokenCall
) -> None:
    """One open to the same address and port, for another name, is not used.

    aiohttp's pool tells sockets apart by `server_hostname`. If it did not, a token
    would leave over a connection on which its server has proved nothing.
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
