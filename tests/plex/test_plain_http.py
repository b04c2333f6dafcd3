"""A token in clear: only on a connection that has just proved its identity."""

import asyncio
import json
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    PlexConnectionError,
    PlexNotPlexError,
    PlexServerClient,
    PlexWrongServerError,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase
from simulator import Listener, MediaServer, Simulator

from .outcomes import ask, endpoint_of, failure, probe
from .wire import IDENTITY, Serve, answering, response


def plain(port: int) -> Endpoint:
    """Return the endpoint of a hand-written server without TLS."""
    return Endpoint(scheme="http", host="127.0.0.1", port=port, address="127.0.0.1")


async def test_identity_and_request_share_a_connection(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """Identity and request use a new connection, even if another is open."""
    endpoint = endpoint_of(lan, scheme="http")
    await probe(client, endpoint)

    answer = await ask(client, endpoint, token, expect=attic.machine_identifier)

    assert answer.status == 200
    assert json.loads(answer.body)["MediaContainer"]
    assert not answer.timings.warm
    assert answer.timings.connect_ms is not None
    assert answer.timings.tls_ms is None
    assert answer.timings.latency_ms is not None
    before, identity, request = sim.record.requests
    assert identity.path == "/identity"
    assert identity.tokens == ()
    assert [seen.place for seen in request.tokens] == ["header"]
    numbers = [sim.record.connection_of(entry).number for entry in sim.record.requests]
    assert numbers[1] == numbers[2] != numbers[0]
    assert before.path == "/identity"


async def test_each_token_has_its_identity(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """Each connection must show its identity before each token."""
    endpoint = endpoint_of(lan, scheme="http")

    for _ in range(2):
        await ask(client, endpoint, token, expect=attic.machine_identifier)

    assert [entry.path for entry in sim.record.requests] == [
        "/identity",
        "/media/providers",
    ] * 2


async def test_another_server(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """A wrong server gets no token, and has its own error."""
    error = await failure(
        ask(client, endpoint_of(lan, scheme="http"), token, expect="another")
    )

    assert isinstance(error, PlexWrongServerError)
    assert str(error) == "another server answers"
    assert not error.written
    assert error.timings is not None
    assert error.timings.latency_ms is not None
    assert sim.record.tokens_in_clear() == []


@pytest.mark.parametrize("expect", [None, ""])
async def test_no_token_without_an_expected_identity(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    expect: str | None,
) -> None:
    """A token in clear requires an expected identity."""
    with pytest.raises(ValueError, match="identity"):
        await ask(client, endpoint_of(lan, scheme="http"), token, expect=expect)

    assert sim.record.dials == []


@pytest.mark.parametrize(
    "answer", [response(IDENTITY, Connection="close"), response(IDENTITY)]
)
async def test_a_connection_that_ends_after_the_identity(
    serve: Serve, client: PlexServerClient, answer: bytes
) -> None:
    """No token is sent on a new connection, which another server might accept."""
    heads: list[bytes] = []
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        # The answer's end and the connection's end come in one segment.
        writer.write(answer)
        writer.write_eof()
        heads.append(await reader.read())

    error = await failure(
        ask(client, plain(await serve(talk, tls=False)), "tok3n", expect="abc")
    )

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.RESET
    assert connections == 1
    if b"close" in answer:
        assert error.phase is Phase.CONNECT
        assert not error.written
        assert b"tok3n" not in b"".join(heads)


async def test_token_is_never_sent_twice(
    serve: Serve, client: PlexServerClient
) -> None:
    """A request with a token in clear is not repeated, even if `repeatable`."""
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response(IDENTITY))
        heads.append(await reader.readuntil(b"\r\n\r\n"))

    endpoint = plain(await serve(talk, tls=False))
    for repeatable in (True, False):
        heads.clear()
        error = await failure(
            ask(client, endpoint, "tok3n", expect="abc", repeatable=repeatable)
        )

        assert isinstance(error, PlexConnectionError)
        assert error.written
        assert len([head for head in heads if b"tok3n" in head]) == 1


@pytest.mark.parametrize(
    ("fault", "settings", "phase"),
    [
        ("refuse", {}, Phase.CONNECT),
        ("silent", {}, Phase.CONNECT),
        ("slow_answer", {"delay": 60}, Phase.ANSWER),
    ],
)
async def test_a_path_that_fails(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    settings: dict[str, Any],
    phase: Phase,
) -> None:
    """If the identity probe fails, nothing of the request was sent."""
    lan.inject(fault, **settings)

    error = await failure(
        ask(
            client,
            endpoint_of(lan, scheme="http"),
            token,
            expect=attic.machine_identifier,
            budget=0.3,
        )
    )

    assert isinstance(error, PlexConnectionError)
    assert error.phase is phase
    assert not error.written
    assert sim.record.tokens_in_clear() == []


async def test_no_plex_server(serve: Serve, client: PlexServerClient) -> None:
    """An answer from something other than a Plex server gets no token."""
    port = await serve(answering(response(b"{}")), tls=False)

    error = await failure(ask(client, plain(port), "tok3n", expect="abc"))

    assert isinstance(error, PlexNotPlexError)
    assert not error.written


async def test_a_closed_session(
    session: ClientSession, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """With a closed session no connection is opened."""
    session.detach()

    with pytest.raises(RuntimeError, match="closed"):
        await ask(client, endpoint_of(lan, scheme="http"), token, expect="abc")
