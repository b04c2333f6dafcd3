"""A simulated world, and clients in it with the TLS policy of production."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import ssl

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, ThreadedResolver
import pytest

from custom_components.plex_connection.plex import (
    ClientDevice,
    PhaseTraceConfig,
    PlexAccountClient,
    PlexServerClient,
    create_ssl_context,
)
from custom_components.plex_connection.plex.tls_sessions import TlsSessions
from simulator import Authority, Listener, MediaServer, Simulator

from .memory_tls import server_context
from .wire import Serve, Talk

LAN = "192.168.40.12"


DEVICE = ClientDevice(
    product="Plex Connection", version="1.2.3", device_name="Haus am\r\nSee 🏡"
)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return one authority for the whole run, as keys take time."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def ssl_context(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    """Return our context, which trusts the simulated authority."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.ca_file))
    return create_ssl_context()


@pytest.fixture
async def sim(
    authority: Authority, socket_enabled: None, jumping_time: None
) -> AsyncIterator[Simulator]:
    """Yield a simulated world with one account, on virtual time."""
    async with Simulator(authority) as simulator:
        simulator.add_account("alice")
        yield simulator


@pytest.fixture
async def attic(sim: Simulator) -> MediaServer:
    """Return a server of the account, with a LAN address."""
    server = await sim.add_server("Attic")
    server.add_address(LAN)
    return server


@pytest.fixture
def lan(attic: MediaServer) -> Listener:
    """Return the server's LAN listener."""
    return attic.listener(LAN)


@pytest.fixture
def token(sim: Simulator, attic: MediaServer) -> str:
    """Return the account's token for the server."""
    found = attic.access_token(sim.plex_tv.accounts["alice"])
    assert found is not None
    return found


@pytest.fixture
async def session(ssl_context: ssl.SSLContext) -> AsyncIterator[ClientSession]:
    """Yield a session like the one Home Assistant makes for us."""
    async with ClientSession(
        connector=TCPConnector(ssl=ssl_context, resolver=ThreadedResolver()),
        cookie_jar=DummyCookieJar(),
        trace_configs=[PhaseTraceConfig()],
    ) as client_session:
        yield client_session


@pytest.fixture
async def client(
    session: ClientSession, ssl_context: ssl.SSLContext
) -> PlexServerClient:
    """Return the client under test."""
    return PlexServerClient(
        session, ssl_context=ssl_context, resolver=ThreadedResolver()
    )


@pytest.fixture
def anyone(sim: Simulator, session: ClientSession) -> PlexAccountClient:
    """Return a client before the sign-in."""
    return PlexAccountClient(session, client_identifier="installation", device=DEVICE)


@pytest.fixture
def alice(sim: Simulator, session: ClientSession) -> PlexAccountClient:
    """Return a client that is signed in."""
    return PlexAccountClient(
        session,
        client_identifier="installation",
        device=DEVICE,
        token=sim.plex_tv.accounts["alice"].token,
        timeout=1.0,
    )


@pytest.fixture
async def serve(
    authority: Authority, socket_enabled: None, jumping_time: None
) -> AsyncIterator[Serve]:
    """Yield a function that serves a hand-written server on a port of 127.0.0.1.

    For behaviour of neither the simulator nor any sane HTTP server.
    """
    servers: list[asyncio.Server] = []

    async def start(
        talk: Talk,
        *names: str,
        tls: bool = True,
        max_version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    ) -> int:
        context = None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_alpn_protocols(["h2", "http/1.1"])
            context.maximum_version = max_version
            context.load_cert_chain(authority.certificate(names or ["127.0.0.1"]))

        async def connected(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            async with _closing(writer):
                await talk(reader, writer)

        server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    yield start
    for server in servers:
        server.close()
        server.close_clients()
        await server.wait_closed()


@asynccontextmanager
async def _closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Close a connection that the client may have closed already."""
    try:
        yield
    except ConnectionError, asyncio.IncompleteReadError:
        pass
    finally:
        writer.close()


@pytest.fixture
async def sessions() -> TlsSessions:
    """Return a client's empty session store."""
    return TlsSessions()


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def server(request: pytest.FixtureRequest, authority: Authority) -> ssl.SSLContext:
    """Return the context of a server that resumes sessions."""
    context = server_context(authority)
    context.maximum_version = request.param
    return context
