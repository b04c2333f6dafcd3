"""Our TLS context equals Home Assistant's, except for its timing."""

import asyncio
import ssl

from aiohttp import ClientSession, DummyCookieJar, ThreadedResolver
import certifi
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util.ssl import SSL_ALPN_HTTP11, create_client_context
import pytest

from custom_components.plex_connection.plex import (
    ChannelEnd,
    Endpoint,
    PhaseTraceConfig,
    PlexError,
    PlexServerClient,
    create_ssl_context,
)
from simulator import Authority, Listener, MediaServer, Simulator

from .outcomes import endpoint_of, everything
from .wire import Serve


def policy(context: ssl.SSLContext) -> dict[str, object]:
    """Return a context's settings."""
    return {
        "verify_mode": context.verify_mode,
        "verify_flags": context.verify_flags,
        "check_hostname": context.check_hostname,
        "options": context.options,
        "minimum": context.minimum_version,
        "maximum": context.maximum_version,
        "ciphers": [cipher["name"] for cipher in context.get_ciphers()],
        "authorities": context.get_ca_certs(),
    }


@pytest.mark.parametrize("bundle", [True, False])
def test_the_policy_is_home_assistants(
    *, authority: Authority, monkeypatch: pytest.MonkeyPatch, bundle: bool
) -> None:
    """With and without REQUESTS_CA_BUNDLE; a new Python changes both alike."""
    if bundle:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.ca_file))
    else:
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        assert certifi.where()

    ours = policy(create_ssl_context())

    assert ours == policy(create_client_context(alpn_protocols=SSL_ALPN_HTTP11))
    assert ours["verify_mode"] is ssl.CERT_REQUIRED


async def test_alpn(
    serve: Serve, ssl_context: ssl.SSLContext, session: ClientSession
) -> None:
    """ALPN offers HTTP/1.1 only, as aiohttp speaks no other."""
    chosen: list[str | None] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chosen.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await reader.read(1)

    port = await serve(talk)
    client = PlexServerClient(
        session, ssl_context=ssl_context, resolver=ThreadedResolver()
    )
    endpoint = Endpoint(scheme="https", host="127.0.0.1", port=port)
    with pytest.raises(PlexError):
        await client.identity(endpoint, budget=5, allow=everything)

    assert chosen == ["http/1.1"]


async def test_untimed_requests(session: ClientSession, sim: Simulator) -> None:
    """Untimed requests pass through the same hooks."""
    for _ in range(2):
        async with session.get("https://plex.tv/auth") as response:
            assert response.status == 200
            await response.read()


async def test_on_home_assistants_connector(
    hass: HomeAssistant,
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    ssl_context: ssl.SSLContext,
) -> None:
    """As in production: Home Assistant's session with its shared pool."""
    token = attic.access_token(sim.plex_tv.accounts["alice"])
    assert token is not None
    client = PlexServerClient(
        async_create_clientsession(
            hass, cookie_jar=DummyCookieJar(), trace_configs=[PhaseTraceConfig()]
        ),
        ssl_context=ssl_context,
        resolver=ThreadedResolver(),
    )

    cold = await client.identity(endpoint_of(lan), budget=5, allow=everything)
    warm = await client.identity(endpoint_of(lan), budget=5, allow=everything)
    async with await client.open_notifications(
        endpoint_of(lan), token=token, allow=everything
    ) as channel:
        await attic.notifications.close_websockets()
        assert [notification async for notification in channel] == []

    assert channel.end is ChannelEnd.CLEAN
    assert cold.connect_ms is not None
    assert cold.tls_ms is not None
    assert cold.latency_ms is not None
    assert warm.warm
    # The channel reused the open connection.
    assert len(sim.record.connections) == 1
