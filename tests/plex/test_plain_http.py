"""A token in clear: only on the connection that has just said who it is."""

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
    """One of their own, although another is open to the same address."""
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
    """What the last connection said is not believed of the next."""
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
    """It gets nothing, and is told apart."""
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
async def test_no_token_for_just_anyone(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    expect: str | None,
) -> None:
    """Whoever sends a token in clear has to say to whom."""
    with pytest.raises(ValueError, match="identity"):
        await ask(client, endpoint_of(lan, scheme="http"), token, expect=expect)

    assert sim.record.dials == []


@pytest.mark.parametrize(
    "answer", [response(IDENTITY, Connection="close"), response(IDENTITY)]
)
async def test_a_connection_that_ends_after_the_identity(
    serve: Serve, client: PlexServerClient, answer: bytes
) -> None:
    """No token leaves: not to whoever would take a new connection."""
    heads: list[bytes] = []
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        # The end of the answer and the end of the connection, in one segment.
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


async def test_what_acts_is_never_sent_twice(
    serve: Serve, client: PlexServerClient
) -> None:
    """Nor on another connection, repeatable or not."""
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
    """While the identity is asked for, nothing of the request has left."""
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
    """What is no server at all gets nothing either."""
    port = await serve(answering(response(b"{}")), tls=False)

    error = await failure(ask(client, plain(port), "tok3n", expect="abc"))

    assert isinstance(error, PlexNotPlexError)
    assert not error.written


async def test_a_closed_session(
    session: ClientSession, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Nothing is opened behind the back of an owner who has closed."""
    session.detach()

    with pytest.raises(RuntimeError, match="closed"):
        await ask(client, endpoint_of(lan, scheme="http"), token, expect="abc")
