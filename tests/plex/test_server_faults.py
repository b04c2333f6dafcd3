"""All faults of an identity probe."""

import asyncio
from typing import Any

import pytest

from custom_components.plex_connection.plex import (
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    PlexResponseError,
    PlexServerClient,
    PlexStartingError,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.identity import BODY_LIMIT
from custom_components.plex_connection.plex.timing import Phase
from simulator import Listener, Simulator

from .conftest import LAN
from .outcomes import endpoint_of, failure, local, probe
from .wire import Serve, answering, response


@pytest.mark.parametrize(
    ("fault", "settings", "kind", "phase"),
    [
        ("refuse", {}, ConnectionFault.REFUSED, Phase.CONNECT),
        ("unreachable", {}, ConnectionFault.UNREACHABLE, Phase.CONNECT),
        ("reset", {}, ConnectionFault.RESET, Phase.TLS),
        ("close", {}, ConnectionFault.RESET, Phase.TLS),
        ("cut", {"after": 100}, ConnectionFault.RESET, Phase.TLS),
        ("cut_reset", {"after": 100}, ConnectionFault.RESET, Phase.TLS),
        ("wrong_certificate", {}, ConnectionFault.TLS_NAME, Phase.TLS),
        ("expired_certificate", {}, ConnectionFault.TLS_EXPIRED, Phase.TLS),
        ("self_signed_certificate", {}, ConnectionFault.TLS_UNTRUSTED, Phase.TLS),
        ("drop_body", {}, ConnectionFault.RESET, Phase.BODY),
        ("reset_body", {}, ConnectionFault.RESET, Phase.BODY),
    ],
)
async def test_a_path_that_fails(
    *,
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    fault: str,
    settings: dict[str, Any],
    kind: ConnectionFault,
    phase: Phase,
) -> None:
    """Each fault has its kind, and costs one connection attempt, not two."""
    lan.inject(fault, **settings)

    error = await failure(probe(client, endpoint_of(lan)))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (kind, phase)
    assert error.timings is not None
    assert error.timings.peer == LAN
    assert (error.timings.connect_ms is None) is (phase is Phase.CONNECT)
    assert (error.timings.tls_ms is None) is (phase in (Phase.CONNECT, Phase.TLS))
    assert (error.timings.latency_ms is None) is (phase is not Phase.BODY)
    assert len(sim.record.dials) == 1


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (
            "constraints_not_critical",
            "Basic Constraints of CA cert not marked critical",
        ),
        ("no_key_usage", "CA cert does not include key usage extension"),
        ("no_subject_key", "Missing Subject Key Identifier"),
        ("no_authority_key", "Missing Authority Key Identifier"),
        ("self_signed_certificate", "self-signed certificate"),
        ("expired_certificate", "certificate has expired"),
        ("wrong_certificate", None),
    ],
)
async def test_certificate_that_openssl_refuses(
    lan: Listener, client: PlexServerClient, fault: str, detail: str | None
) -> None:
    """A trusted authority that violates RFC 5280 is rejected.

    The detail is OpenSSL's; for a name it would repeat ours, so there is none.
    """
    lan.inject(fault)

    error = await failure(probe(client, endpoint_of(lan)))

    assert isinstance(error, PlexConnectionError)
    assert error.detail == detail
    if fault.startswith(("constraints", "no_")):
        assert error.kind is ConnectionFault.TLS_UNTRUSTED


@pytest.mark.parametrize(
    ("fault", "settings", "phase"),
    [
        ("silent", {}, Phase.CONNECT),
        ("mute", {}, Phase.TLS),
        ("cut_stall", {"after": 100}, Phase.TLS),
        ("trickle", {"rate": 10}, Phase.TLS),
        ("slow_answer", {"delay": 60}, Phase.ANSWER),
        ("stall_body", {}, Phase.BODY),
    ],
)
async def test_silence(
    lan: Listener,
    client: PlexServerClient,
    fault: str,
    settings: dict[str, Any],
    phase: Phase,
) -> None:
    """The time limit ends any silence, with its phase."""
    lan.inject(fault, **settings)
    started = asyncio.get_running_loop().time()

    error = await failure(probe(client, endpoint_of(lan), budget=0.4))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (ConnectionFault.TIMEOUT, phase)
    assert asyncio.get_running_loop().time() - started < 2


@pytest.mark.parametrize(
    ("fault", "kind", "text"),
    [
        ("redirect", PlexRedirectError, "HTTP 302: redirects are not followed"),
        ("not_plex", PlexNotPlexError, "not JSON by its content type"),
        ("garbage", PlexNotPlexError, "not JSON"),
        ("unauthorized", PlexAuthError, "HTTP 401: not authorised"),
        ("forbidden", PlexAuthError, "HTTP 403: not authorised"),
        ("token_expired", PlexAuthError, "HTTP 498: not authorised"),
        ("starting", PlexStartingError, "HTTP 503: starting or under maintenance"),
        ("server_error", PlexResponseError, "HTTP 500: unexpected status"),
    ],
)
async def test_another_answer(
    *,
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    fault: str,
    kind: type[PlexError],
    text: str,
) -> None:
    """Error answers are typed and timed, without another request."""
    lan.inject(fault)

    error = await failure(probe(client, endpoint_of(lan)))

    assert type(error) is kind
    assert str(error) == text
    assert error.timings is not None
    assert error.timings.latency_ms is not None
    assert len(sim.record.requests) == 1
    assert len(sim.record.dials) == 1


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"SSH-2.0-OpenSSH_9.9\r\n", "not HTTP"),
        (response(b"[" * BODY_LIMIT), "not JSON"),
        (response(b"[" * (BODY_LIMIT + 1)), "more than 65536 bytes"),
        (response(b"null"), "identity: expected an object"),
        (
            response(b'{"MediaContainer": 5}'),
            "identity.MediaContainer: expected an object",
        ),
        (
            response(b'{"MediaContainer": {"machineIdentifier": "\\ud800"}}'),
            "identity.MediaContainer.machineIdentifier: expected an identifier",
        ),
    ],
)
async def test_no_plex_server(
    serve: Serve, client: PlexServerClient, answer: bytes, text: str
) -> None:
    """Anything but a Plex answer is PlexNotPlexError, whatever its size."""
    port = await serve(answering(answer))

    error = await failure(probe(client, local(port)))

    assert type(error) is PlexNotPlexError
    assert str(error) == text


async def test_a_body_without_end(serve: Serve, client: PlexServerClient) -> None:
    """Reading stops at the limit."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            writer.write(b" " * 10_000)
            await writer.drain()

    error = await failure(probe(client, local(await serve(talk))))

    assert str(error) == "more than 65536 bytes"


async def test_a_request_is_not_repeated(
    serve: Serve, client: PlexServerClient
) -> None:
    """A probe is one request, which aiohttp would send again."""
    requests = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        await reader.readuntil(b"\r\n\r\n")
        requests += 1

    error = await failure(probe(client, local(await serve(talk))))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (ConnectionFault.RESET, Phase.ANSWER)
    assert requests == 1


@pytest.mark.parametrize("fault", ["silent", "mute", "slow_answer", "stall_body"])
async def test_cancellation(
    sim: Simulator, lan: Listener, client: PlexServerClient, fault: str
) -> None:
    """Cancellation propagates, leaves no task, and closes the connection."""
    lan.inject(fault)
    before = asyncio.all_tasks()
    task = asyncio.create_task(probe(client, endpoint_of(lan), budget=60))
    await asyncio.sleep(0.1)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await asyncio.sleep(0.1)
    left = asyncio.all_tasks() - before
    assert not [task for task in left if "simulator" not in str(task.get_coro())]
    # A mute server does not notice that its client has gone.
    closed = [connection.closed for connection in sim.record.connections]
    assert all(closed) or fault == "mute"
