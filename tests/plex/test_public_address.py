"""From where plex.tv sees us: one anonymous question for each family."""

import asyncio

import pytest

from custom_components.plex_connection.plex import (
    PlexAccountClient,
    PlexConnectionError,
    PlexError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
)
from custom_components.plex_connection.plex.account import BODY_LIMIT
from simulator import Reach, Simulator
from simulator.network import Route

from .outcomes import failure
from .test_account import places, redirected
from .wire import Serve, Talk, response

V6 = "2001:db8:40::7"


async def test_both_families(sim: Simulator, alice: PlexAccountClient) -> None:
    """Each family has its own host; neither learns who asks."""
    sim.plex_tv.set_public_ipv6(V6)

    assert await alice.public_address(ipv6=False, budget=1.0) == "203.0.113.40"
    assert await alice.public_address(ipv6=True, budget=1.0) == V6

    assert places(sim) == ["v4.plex.tv", "v6.plex.tv"]
    for request in sim.record.requests:
        assert (request.method, request.path) == ("GET", "/pms/:/ip")
        assert request.tokens == ()
        assert request.query == ()
        assert request.tls


async def test_headers(sim: Simulator, serve: Serve, alice: PlexAccountClient) -> None:
    """No header names the client, the device or the account."""
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response(b"203.0.113.40", content_type="text/plain"))
        await writer.drain()

    await led_to(sim, serve, talk)

    assert await alice.public_address(ipv6=False, budget=1.0) == "203.0.113.40"
    (head,) = heads
    assert b"x-plex" not in head.lower()
    assert b"installation" not in head
    assert list(sim.tokens.found_in(head.decode())) == []


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (b"203.0.113.40", "203.0.113.40"),
        (b" 203.0.113.40\r\n", "203.0.113.40"),
        (b"2001:DB8::0:7\n", None),
        (b"", None),
        (b"plex.tv", None),
        (b"<html>203.0.113.40</html>", None),
        (b"\xff\xfe", None),
        (b"9" * 5000, None),
        (b"203.0.113.40" + b" " * 100 + b"x", "203.0.113.40"),
    ],
)
async def test_answers(
    sim: Simulator,
    serve: Serve,
    alice: PlexAccountClient,
    body: bytes,
    address: str | None,
) -> None:
    """An address in its usual form; None if the answer has none."""
    await redirected(sim, serve, response(body, content_type="text/plain"))

    assert await alice.public_address(ipv6=False, budget=1.0) == address


@pytest.mark.parametrize(
    ("body", "address"),
    [(b"2001:DB8::0:7\n", "2001:db8::7"), (b"203.0.113.40", None)],
)
async def test_answers_over_ipv6(
    sim: Simulator,
    serve: Serve,
    alice: PlexAccountClient,
    body: bytes,
    address: str | None,
) -> None:
    """Only an address of the family that was asked for counts."""
    sim.plex_tv.set_public_ipv6(V6)
    await redirected(sim, serve, response(body, content_type="text/plain"))

    assert await alice.public_address(ipv6=True, budget=1.0) == address


@pytest.mark.parametrize(
    ("fault", "settings", "error"),
    [
        ("refuse", {}, PlexConnectionError),
        ("unreachable", {}, PlexConnectionError),
        ("silent", {}, PlexConnectionError),
        ("mute", {}, PlexConnectionError),
        ("expired_certificate", {}, PlexConnectionError),
        ("starting", {}, PlexResponseError),
        ("server_error", {"status": 500}, PlexResponseError),
        ("rate_limited", {}, PlexRateLimitError),
        ("redirect", {}, PlexRedirectError),
    ],
)
async def test_faults(
    sim: Simulator,
    alice: PlexAccountClient,
    fault: str,
    settings: dict[str, object],
    error: type[PlexError],
) -> None:
    """A failure is an error, and no other host is asked."""
    sim.plex_tv.inject(fault, host="v4.plex.tv", **settings)

    err = await failure(alice.public_address(ipv6=False, budget=0.5))

    assert isinstance(err, error)
    assert set(places(sim)) <= {"v4.plex.tv"}


async def test_no_ipv6(sim: Simulator, alice: PlexAccountClient) -> None:
    """Without IPv6 that family cannot be asked; the other one can."""
    err = await failure(alice.public_address(ipv6=True, budget=1.0))

    assert isinstance(err, PlexConnectionError)
    assert await alice.public_address(ipv6=False, budget=1.0) == "203.0.113.40"


async def test_endless_answer(
    sim: Simulator, serve: Serve, alice: PlexAccountClient
) -> None:
    """An answer beyond the limit is an error."""
    await redirected(sim, serve, response(b"2" * (BODY_LIMIT + 1)))

    err = await failure(alice.public_address(ipv6=False, budget=5.0))

    assert isinstance(err, PlexResponseError)


async def led_to(sim: Simulator, serve: Serve, talk: Talk) -> None:
    """Lead every host of plex.tv to a hand-written server."""
    port = await serve(talk, *sim.plex_tv.listeners)
    for listener in sim.plex_tv.listeners.values():
        sim.network.set_route(
            listener.address, listener.port, Route(reach=Reach.OPEN, port=port)
        )
