"""Identity probes, over real TLS."""

import asyncio
from typing import Any

from aiohttp import ClientSession, ThreadedResolver
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    IPAddress,
    PlexConnectionError,
    PlexServerClient,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase
from simulator import IMPOSTOR, Latency, Listener, MediaServer, Simulator

from .conftest import LAN
from .outcomes import endpoint_of, failure, local, probe
from .wire import IDENTITY, Serve, response


async def test_identity(
    sim: Simulator, attic: MediaServer, lan: Listener, client: PlexServerClient
) -> None:
    """One request without a token, over TLS verified for the name."""
    answer = await probe(client, endpoint_of(lan))

    assert answer.identity.machine_identifier == attic.machine_identifier
    assert answer.identity.version == attic.profile.version
    assert answer.identity.claimed
    assert answer.peer == LAN
    assert not answer.warm
    (request,) = sim.record.requests
    assert request.path == "/identity"
    assert request.tokens == ()
    assert request.tls
    assert request.sni == endpoint_of(lan).host
    assert request.host == f"{endpoint_of(lan).host}:32400"
    assert sim.record.lookups == []


async def test_names_under_plex_direct_need_no_name_server(
    sim: Simulator, lan: Listener, client: PlexServerClient
) -> None:
    """The address in the name is dialled; TLS still verifies the name."""
    sim.break_plex_direct()

    assert (await probe(client, endpoint_of(lan))).identity


async def test_slow_accept(lan: Listener, client: PlexServerClient) -> None:
    """The kernel accepts at once; the delay counts as handshake, not as latency."""
    lan.inject("slow_accept", delay=0.2)

    answer = await probe(client, endpoint_of(lan))

    assert answer.tls_ms is not None
    assert answer.tls_ms > 150
    for quick in (answer.connect_ms, answer.latency_ms):
        assert quick is not None
        assert quick < 150


async def test_the_wrong_server(lan: Listener, client: PlexServerClient) -> None:
    """A wrong identity is returned; the caller compares it."""
    lan.inject("wrong_server")

    answer = await probe(client, endpoint_of(lan))

    assert answer.identity.machine_identifier == IMPOSTOR


@pytest.mark.usefixtures("jumping_time")
async def test_open_connections_are_used_again(
    sim: Simulator, lan: Listener, client: PlexServerClient
) -> None:
    """A warm probe has no set-up to time; its latency is comparable."""
    lan.latency = Latency.round_trip(0.05)

    cold = await probe(client, endpoint_of(lan))
    warm = await probe(client, endpoint_of(lan))

    assert not cold.warm
    assert warm.warm
    assert warm.connect_ms is None
    assert warm.tls_ms is None
    assert cold.connect_ms == pytest.approx(50, abs=40)
    for answer in (cold, warm):
        assert answer.latency_ms == pytest.approx(50, abs=40)
    assert len(sim.record.connections) == 1


@pytest.mark.usefixtures("jumping_time")
async def test_phases_of_requests_at_the_same_time(
    attic: MediaServer, client: PlexServerClient
) -> None:
    """Concurrent requests each time their own connection."""
    trips = [0.3, 0.02, 0.15, 0.02, 0.3]
    listeners = [
        attic.add_address(f"192.168.40.{20 + number}", latency=Latency.round_trip(trip))
        for number, trip in enumerate(trips)
    ]

    answers = await asyncio.gather(
        *(probe(client, endpoint_of(listener)) for listener in listeners)
    )

    for trip, listener, answer in zip(trips, listeners, answers, strict=True):
        assert answer.peer == listener.address
        for measured in (answer.connect_ms, answer.tls_ms, answer.latency_ms):
            assert measured == pytest.approx(trip * 1000, abs=120)


async def test_plain_http(
    sim: Simulator, attic: MediaServer, lan: Listener, client: PlexServerClient
) -> None:
    """Without TLS there is no handshake to time."""
    answer = await probe(client, endpoint_of(lan, scheme="http"))

    assert answer.identity.machine_identifier == attic.machine_identifier
    assert answer.connect_ms is not None
    assert answer.tls_ms is None
    assert not sim.record.requests[0].tls


async def test_plain_http_to_a_server_that_wants_tls(
    attic: MediaServer, lan: Listener, client: PlexServerClient
) -> None:
    """The server closes without an answer."""
    attic.https_required = True

    error = await failure(probe(client, endpoint_of(lan, scheme="http")))

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (ConnectionFault.RESET, Phase.ANSWER)


async def test_ipv6(attic: MediaServer, client: PlexServerClient) -> None:
    """An IPv6 address is dialled like any other."""
    listener = attic.add_address("2001:db8::10")

    answer = await probe(client, endpoint_of(listener))

    assert answer.peer == "2001:db8::10"


async def test_a_host_name(
    sim: Simulator, attic: MediaServer, client: PlexServerClient
) -> None:
    """A custom access URL is resolved once, and the address checked is dialled."""
    attic.add_address("203.0.113.40", 443, kind="remote", host="plex.example.net")
    asked: list[str] = []

    def allow(ip: IPAddress) -> bool:
        asked.append(str(ip))
        return True

    endpoint = Endpoint(scheme="https", host="plex.example.net", port=443)
    answer = await client.identity(endpoint, budget=5, allow=allow)

    assert asked == ["203.0.113.40"]
    assert answer.peer == "203.0.113.40"
    (request,) = sim.record.requests
    assert request.host == "plex.example.net"
    assert request.sni == "plex.example.net"
    assert sim.record.names_looked_up() == ["plex.example.net"]


async def test_blocked_host_name(
    sim: Simulator, attic: MediaServer, client: PlexServerClient
) -> None:
    """A name that resolves to a blocked address is not dialled."""
    attic.add_address("203.0.113.40", 443, kind="remote", host="plex.example.net")
    endpoint = Endpoint(scheme="https", host="plex.example.net", port=443)

    with pytest.raises(PlexConnectionError) as caught:
        await client.identity(endpoint, budget=5, allow=lambda _: False)

    assert caught.value.kind is ConnectionFault.BLOCKED
    assert sim.record.dials == []


async def test_a_host_name_with_a_dead_address(
    sim: Simulator, attic: MediaServer, client: PlexServerClient
) -> None:
    """The next address is tried within the time limit."""
    attic.add_address("203.0.113.40", 443, kind="remote", host="plex.example.net")
    silent = attic.add_address("203.0.113.39", 443, kind="remote", fault="silent")
    sim.network.set_name("plex.example.net", silent.address, "203.0.113.40")
    endpoint = Endpoint(scheme="https", host="plex.example.net", port=443)

    answer = await probe(client, endpoint, budget=1.0)

    assert answer.peer == "203.0.113.40"


async def test_an_unknown_host_name(sim: Simulator, client: PlexServerClient) -> None:
    """The error is DNS."""
    error = await failure(
        probe(client, Endpoint(scheme="https", host="plex.example.net", port=443))
    )

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.DNS


async def test_a_stale_connection_is_no_failure(
    serve: Serve, client: PlexServerClient
) -> None:
    """A server may close an idle connection at any time; a new one is opened."""
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response(IDENTITY))
        # The next request finds the connection closed.
        await reader.readuntil(b"\r\n\r\n")

    endpoint = local(await serve(talk))
    await probe(client, endpoint)
    answer = await probe(client, endpoint)

    assert connections == 2
    assert not answer.warm
    assert answer.connect_ms is not None
    assert answer.tls_ms is not None


async def test_frozen_time(
    lan: Listener, client: PlexServerClient, freezer: FrozenDateTimeFactory
) -> None:
    """With time frozen the latency is 0, without other effects."""
    freezer.move_to("2026-11-03T09:00:00Z")

    answer = await probe(client, endpoint_of(lan))

    assert answer.latency_ms == 0.0


async def test_session_without_trace_config(
    ssl_context: Any, socket_enabled: None
) -> None:
    """A session without trace config raises ValueError at once."""
    async with ClientSession() as session:
        with pytest.raises(ValueError, match="PhaseTraceConfig"):
            PlexServerClient(
                session, ssl_context=ssl_context, resolver=ThreadedResolver()
            )
