"""TLS sessions over real sockets: checks, operations and the push channel."""

import asyncio
import ssl

from aiohttp import ClientSession, ThreadedResolver
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    PlexConnectionError,
    PlexServerClient,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase
from simulator import Authority, Listener, MediaServer, Simulator

from .outcomes import ask, endpoint_of, failure, local, opened, probe, until
from .wire import IDENTITY, Serve, response


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def version(request: pytest.FixtureRequest, attic: MediaServer) -> str:
    """Limit the server to one version of TLS; return its name."""
    attic.tls.max_version = request.param
    return {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[request.param.name]


async def test_a_new_connection_resumes(
    *,
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    version: str,
) -> None:
    """Probes, requests and channels resume; an open connection has no handshake."""
    endpoint = endpoint_of(lan)

    first = await probe(client, endpoint)
    warm = await probe(client, endpoint)
    lan.cut_connections()
    second = await probe(client, endpoint)
    lan.cut_connections()
    answer = await ask(client, endpoint, token)
    lan.cut_connections()
    async with await opened(client, endpoint, token):
        pass

    assert [first.resumed, warm.resumed, second.resumed] == [False, None, True]
    assert answer.timings.resumed
    assert second.tls_ms is not None
    assert [entry.resumed for entry in sim.record.connections] == [
        False,
        True,
        True,
        True,
    ]
    assert {entry.tls_version for entry in sim.record.connections} == {version}


async def test_a_push_channel_leaves_its_session(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """A push channel's session is kept: its connection may be the only one."""
    for _ in range(2):
        async with await opened(client, endpoint_of(lan), token):
            await until(lambda: attic.notifications.websockets)

    assert [entry.resumed for entry in sim.record.connections] == [False, True]


async def test_a_server_without_tickets(
    sim: Simulator, attic: MediaServer, lan: Listener, client: PlexServerClient
) -> None:
    """Without tickets every handshake is a full one."""
    attic.tls.tickets = False

    for _ in range(2):
        assert not (await probe(client, endpoint_of(lan))).resumed
        lan.cut_connections()


async def test_a_server_that_restarts(
    attic: MediaServer, lan: Listener, client: PlexServerClient
) -> None:
    """After a server's restart one full handshake is needed, then sessions resume."""
    await probe(client, endpoint_of(lan))
    attic.tls.forget()
    lan.cut_connections()

    assert not (await probe(client, endpoint_of(lan))).resumed
    lan.cut_connections()
    assert (await probe(client, endpoint_of(lan))).resumed


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("wrong_certificate", ConnectionFault.TLS_NAME),
        ("expired_certificate", ConnectionFault.TLS_EXPIRED),
        ("self_signed_certificate", ConnectionFault.TLS_UNTRUSTED),
    ],
)
async def test_another_server_at_the_same_address(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    kind: ConnectionFault,
) -> None:
    """A different certificate at the address is verified, and fails."""
    await probe(client, endpoint_of(lan))
    lan.inject(fault)
    lan.cut_connections()

    error = await failure(ask(client, endpoint_of(lan), token))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (kind, Phase.TLS)
    assert error.timings is not None
    assert error.timings.resumed is None
    assert sim.record.tokens_at(lan.place) == frozenset()
    assert [entry.resumed for entry in sim.record.connections][1:] == [None]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_one_server_under_two_names(
    serve: Serve, client: PlexServerClient, version: ssl.TLSVersion
) -> None:
    """A server would resume under its second name, which it never proved."""
    resumed: list[bool | None] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        resumed.append(writer.get_extra_info("ssl_object").session_reused)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response(IDENTITY, Connection="close"))

    port = await serve(talk, "one.example", max_version=version)
    for _ in range(2):
        await probe(client, local(port, "one.example"))

    error = await failure(probe(client, local(port, "two.example")))

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.TLS_NAME
    assert resumed == [False, True]


async def test_a_handshake_that_breaks_off(
    lan: Listener, client: PlexServerClient
) -> None:
    """A failed handshake discards its session, which may have been the cause."""
    await probe(client, endpoint_of(lan))
    lan.inject("cut", after=100)
    lan.cut_connections()
    await failure(probe(client, endpoint_of(lan)))
    lan.heal()

    assert not (await probe(client, endpoint_of(lan))).resumed


async def test_two_clients_on_one_context(
    session: ClientSession,
    ssl_context: ssl.SSLContext,
    lan: Listener,
    client: PlexServerClient,
) -> None:
    """Clients share connections in aiohttp's pool, but no sessions."""
    other = PlexServerClient(
        session, ssl_context=ssl_context, resolver=ThreadedResolver()
    )
    await probe(client, endpoint_of(lan))
    lan.cut_connections()

    assert not (await probe(other, endpoint_of(lan))).resumed
    lan.cut_connections()
    assert (await probe(client, endpoint_of(lan))).resumed


async def test_foreign_context(
    session: ClientSession, sim: Simulator, lan: Listener, authority: Authority
) -> None:
    """A context not made by us works, without resumption."""
    client = PlexServerClient(
        session,
        ssl_context=ssl.create_default_context(cafile=authority.ca_file),
        resolver=ThreadedResolver(),
    )

    answer = await client.identity(endpoint_of(lan), budget=5, allow=lambda _: True)

    assert answer.resumed is None
    assert answer.tls_ms is None


async def test_http_has_no_sessions(lan: Listener, client: PlexServerClient) -> None:
    """Plain http has no sessions: `resumed` is None."""
    endpoint: Endpoint = endpoint_of(lan, scheme="http")

    assert (await probe(client, endpoint)).resumed is None
