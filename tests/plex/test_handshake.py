"""Opening the push channel, the first request that carries a token."""

import asyncio
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
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
from custom_components.plex_connection.plex.timing import Phase
from simulator import Listener, MediaServer, Simulator

from .outcomes import endpoint_of, opened, until
from .wire import Serve, answering, response

PATH = "/:/websockets/notifications"


async def refusal(
    client: PlexServerClient, endpoint: Endpoint, token: str, **settings: Any
) -> PlexError:
    """Return the error of a handshake; assert that it is timed and not chained."""
    with pytest.raises(PlexError) as caught:
        await opened(client, endpoint, token, **settings)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert caught.value.timings is not None
    return caught.value


@pytest.mark.parametrize(
    ("fault", "settings", "kind"),
    [
        ("websocket_refused", {"status": 401}, PlexAuthError),
        ("websocket_refused", {"status": 403}, PlexAuthError),
        ("websocket_refused", {"status": 503}, PlexStartingError),
        ("websocket_refused", {"status": 404}, PlexResponseError),
        ("websocket_refused", {"status": 500}, PlexResponseError),
        ("not_plex", {}, PlexNotPlexError),
    ],
)
async def test_refused_handshake(
    *,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    settings: dict[str, Any],
    kind: type[PlexError],
) -> None:
    """A refusal's status maps to its error."""
    lan.inject(fault, **settings)

    assert type(await refusal(client, endpoint_of(lan), token)) is kind


async def test_unknown_token(lan: Listener, client: PlexServerClient) -> None:
    """A token unknown to the server is refused."""
    error = await refusal(client, endpoint_of(lan), "stranger")

    assert isinstance(error, PlexAuthError)
    assert error.status == 401


async def test_no_token_follows_a_redirect(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """Redirects are not followed; aiohttp would send the token anywhere, in clear."""
    elsewhere = attic.add_address("203.0.113.66", 80, kind="remote")
    lan.inject("redirect", location=f"http://203.0.113.66{PATH}")

    error = await refusal(client, endpoint_of(lan), token)

    assert type(error) is PlexRedirectError
    assert sim.record.tokens_at(elsewhere.place) == frozenset()
    assert [dial.address for dial in sim.record.dials] == [lan.address]


@pytest.mark.parametrize(
    ("fault", "kind", "phase"),
    [
        ("refuse", ConnectionFault.REFUSED, Phase.CONNECT),
        ("silent", ConnectionFault.TIMEOUT, Phase.CONNECT),
        ("mute", ConnectionFault.TIMEOUT, Phase.TLS),
        ("reset", ConnectionFault.RESET, Phase.TLS),
        ("wrong_certificate", ConnectionFault.TLS_NAME, Phase.TLS),
        ("expired_certificate", ConnectionFault.TLS_EXPIRED, Phase.TLS),
        ("slow_answer", ConnectionFault.TIMEOUT, Phase.ANSWER),
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
    """Errors are those of a probe, and no token is sent where TLS failed."""
    lan.inject(fault)

    error = await refusal(client, endpoint_of(lan), token, budget=0.4)

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (kind, phase)
    assert sim.record.tokens_in_clear() == []
    if phase is Phase.TLS:
        assert sim.record.tokens_at(lan.place) == frozenset()


async def test_no_token_without_tls(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Without TLS no channel is opened, not even on request."""
    with pytest.raises(ValueError, match="TLS"):
        await opened(client, endpoint_of(lan, scheme="http"), token)

    assert sim.record.dials == []


async def test_a_closed_session(
    session: ClientSession, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """With a closed session no connection is opened."""
    session.detach()

    with pytest.raises(RuntimeError, match="closed"):
        await opened(client, endpoint_of(lan), token)


async def test_cancelled_handshake(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Cancellation leaves nothing open and no retries."""
    lan.inject("mute")
    task = asyncio.create_task(opened(client, endpoint_of(lan), token))
    await until(lambda: sim.record.connections)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"SSH-2.0-OpenSSH_9.9\r\n", PlexNotPlexError),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", PlexNotPlexError),
        (response(b"", status="302 Found"), PlexRedirectError),
    ],
)
async def test_no_plex_server(
    serve: Serve, client: PlexServerClient, answer: bytes, kind: type[PlexError]
) -> None:
    """Any other answer to the handshake has its error."""
    port = await serve(answering(answer))
    endpoint = Endpoint(
        scheme="https", host="127.0.0.1", port=port, address="127.0.0.1"
    )

    assert type(await refusal(client, endpoint, "token")) is kind
