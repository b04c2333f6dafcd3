"""Failing operations: how they fail, and whether the server may have seen them."""

import asyncio

import pytest

from custom_components.plex_connection.plex import (
    PlexAnswerTooLargeError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    PlexResponseError,
    PlexServerClient,
    PlexStartingError,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase
from simulator import Listener, Simulator

from .outcomes import ask, endpoint_of, failure, local, until
from .wire import Serve, answering, response


@pytest.mark.parametrize(
    ("fault", "kind", "phase"),
    [
        ("refuse", ConnectionFault.REFUSED, Phase.CONNECT),
        ("silent", ConnectionFault.TIMEOUT, Phase.CONNECT),
        ("reset", ConnectionFault.RESET, Phase.TLS),
        ("mute", ConnectionFault.TIMEOUT, Phase.TLS),
        ("wrong_certificate", ConnectionFault.TLS_NAME, Phase.TLS),
        ("expired_certificate", ConnectionFault.TLS_EXPIRED, Phase.TLS),
        ("slow_answer", ConnectionFault.TIMEOUT, Phase.ANSWER),
        ("drop_body", ConnectionFault.RESET, Phase.BODY),
        ("stall_body", ConnectionFault.TIMEOUT, Phase.BODY),
    ],
)
async def test_a_path_that_fails(
    *,
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    kind: ConnectionFault,
    phase: Phase,
) -> None:
    """`written` is false while the server cannot have seen the request."""
    lan.inject(fault)

    error = await failure(ask(client, endpoint_of(lan), token, budget=0.4))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (kind, phase)
    assert error.written is (phase in (Phase.ANSWER, Phase.BODY))
    assert error.timings is not None
    assert len(sim.record.dials) == 1
    if not error.written:
        assert sim.record.tokens_at(lan.place) == frozenset()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("redirect", PlexRedirectError),
        ("starting", PlexStartingError),
        ("server_error", PlexResponseError),
    ],
)
async def test_another_answer(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    kind: type[PlexError],
) -> None:
    """Error statuses are typed and timed, neither followed nor retried."""
    lan.inject(fault)

    error = await failure(ask(client, endpoint_of(lan), token, repeatable=True))

    assert type(error) is kind
    assert error.written
    assert error.timings is not None
    assert error.timings.latency_ms is not None
    assert len(sim.record.requests) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (b"SSH-2.0-OpenSSH_9.9\r\n", PlexNotPlexError, "not HTTP"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
            PlexResponseError,
            "HTTP 101: unexpected status",
        ),
        (response(b"x" * 11), PlexAnswerTooLargeError, "more than 10 bytes"),
        (
            response(b"x", Content_Encoding="gzip"),
            PlexResponseError,
            "packed, although that was not accepted",
        ),
    ],
)
async def test_unusable_answer(
    serve: Serve,
    client: PlexServerClient,
    answer: bytes,
    kind: type[PlexError],
    text: str,
) -> None:
    """An unusable answer is not read further; the request was written."""
    error = await failure(
        ask(client, local(await serve(answering(answer))), "tok3n", limit=10)
    )

    assert type(error) is kind
    assert str(error) == text
    assert error.written


async def test_the_limit(serve: Serve, client: PlexServerClient) -> None:
    """A body as long as the limit is accepted."""
    port = await serve(answering(response(b"x" * 10)))

    assert (await ask(client, local(port), "tok3n", limit=10)).body == b"x" * 10


async def test_a_body_without_end(serve: Serve, client: PlexServerClient) -> None:
    """Reading stops at the limit, and the connection is closed."""
    closed = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        try:
            while True:
                writer.write(b" " * 10_000)
                await writer.drain()
        finally:
            closed.set()

    error = await failure(ask(client, local(await serve(talk)), "tok3n", limit=65_536))

    assert isinstance(error, PlexAnswerTooLargeError)
    assert error.limit == 65_536
    async with asyncio.timeout(5):
        await closed.wait()


async def test_cancellation(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Cancellation propagates."""
    lan.inject("slow_answer", delay=60)
    task = asyncio.create_task(ask(client, endpoint_of(lan), token, budget=60))
    await until(lambda: sim.record.requests)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
