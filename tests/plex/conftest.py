"""A simulated world, and a client in it with the TLS policy of production."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import ssl

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, ThreadedResolver
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    IPAddress,
    PhaseTraceConfig,
    PlexServerClient,
    create_ssl_context,
)
from simulator import Authority, Listener, MediaServer, Simulator

LAN = "192.168.40.12"

type Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
type Serve = Callable[..., Awaitable[int]]


def everything(_: IPAddress) -> bool:
    """Allow every address."""
    return True


def endpoint_of(listener: Listener, *, scheme: str = "https") -> Endpoint:
    """Return the endpoint of a server's listener, its address in the name."""
    server = listener.service
    assert isinstance(server, MediaServer)
    host = server.row(listener).uri.removeprefix("https://").rpartition(":")[0]
    return Endpoint(
        scheme="https" if scheme == "https" else "http",
        host=host,
        port=listener.port,
        address=listener.address,
    )


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return an authority for the whole run: keys take time."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def ssl_context(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    """Return our context, which trusts the simulated authority."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.ca_file))
    return create_ssl_context()


@pytest.fixture
async def sim(authority: Authority, socket_enabled: None) -> AsyncIterator[Simulator]:
    """Yield a simulated world with one account."""
    async with Simulator(authority) as simulator:
        simulator.add_account("alice")
        yield simulator


@pytest.fixture
async def attic(sim: Simulator) -> MediaServer:
    """Return a server of the account, with an address at home."""
    server = await sim.add_server("Attic")
    server.add_address(LAN)
    return server


@pytest.fixture
def lan(attic: MediaServer) -> Listener:
    """Return the server's address at home."""
    return attic.listener(LAN)


@pytest.fixture
async def session(ssl_context: ssl.SSLContext) -> AsyncIterator[ClientSession]:
    """Yield a session like the one that Home Assistant makes for us."""
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
async def serve(authority: Authority, socket_enabled: None) -> AsyncIterator[Serve]:
    """Yield a way to put a hand-written TLS server on a port of 127.0.0.1.

    For what neither the simulator nor any sane HTTP server does.
    """
    servers: list[asyncio.Server] = []

    async def start(talk: Talk, *names: str) -> int:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["h2", "http/1.1"])
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
    """Close a connection, which the client may have done before."""
    try:
        yield
    except ConnectionError, asyncio.IncompleteReadError:
        pass
    finally:
        writer.close()


def response(
    body: bytes, *, content_type: str = "application/json", status: str = "200 OK"
) -> bytes:
    """Return an HTTP answer as it goes over the wire."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def answering(answer: bytes) -> Talk:
    """Return a server that gives one answer to every request on a connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()

    return talk
