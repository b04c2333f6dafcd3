"""The account and its servers, and every refusal by plex.tv."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from custom_components.plex_connection.plex import (
    Account,
    PlexAccountClient,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
)
from custom_components.plex_connection.plex.account import (
    LIST_LIMIT,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from simulator import MediaServer, Reach, Simulator
from simulator.network import Route

from .outcomes import failure
from .wire import Serve, answering, response

PIN_ANSWER = b'{"id": 7, "code": "abc", "expiresIn": 1800, "authToken": null}'


type Call = Callable[[PlexAccountClient], Awaitable[object]]


def places(sim: Simulator) -> list[str]:
    """Return the hosts queried, in order."""
    names = {listener.place: host for host, listener in sim.plex_tv.listeners.items()}
    return [names[entry.origin.listener] for entry in sim.record.requests]


async def redirected(sim: Simulator, serve: Serve, answer: bytes) -> None:
    """Replace every host of plex.tv by a hand-written server."""
    hosts = list(sim.plex_tv.listeners)
    port = await serve(answering(answer), *hosts)
    for listener in sim.plex_tv.listeners.values():
        sim.network.set_route(
            listener.address, listener.port, Route(reach=Reach.OPEN, port=port)
        )


CREATE: Call = PlexAccountClient.create_pin


ACCOUNT: Call = PlexAccountClient.account


RESOURCES: Call = PlexAccountClient.resources


async def test_account(sim: Simulator, alice: PlexAccountClient) -> None:
    """`account()` returns the token's owner."""
    known = sim.plex_tv.accounts["alice"]

    assert await alice.account() == Account(
        id=known.id, uuid=known.uuid, username="alice", title="alice"
    )
    (entry,) = sim.record.requests
    assert [(token.owner, token.place) for token in entry.tokens] == [
        ("account:alice", "header")
    ]


async def test_resources(
    sim: Simulator, attic: MediaServer, alice: PlexAccountClient
) -> None:
    """All rows of servers, without players; the query has all three flags."""
    attic.add_address("203.0.113.40", 31234, kind="remote")
    attic.add_address("198.51.100.77", 8443, kind="relay")
    attic.add_address("2001:db8::10")
    bob = sim.add_account("bob")
    cellar = await sim.add_server(
        "Cellar", owner=bob, shared_with=(sim.plex_tv.accounts["alice"],)
    )
    cellar.add_address("203.0.113.9", 443, kind="remote", host="plex.example.net")
    sim.add_player("Living room")

    ours, shared = await alice.resources()

    assert (ours.name, ours.owned, ours.source_title) == ("Attic", True, None)
    assert ours.client_identifier == attic.machine_identifier
    assert ours.access_token == attic.access_token(sim.plex_tv.accounts["alice"])
    assert ours.relay
    assert [(row.uri, row.local, row.relay, row.ipv6) for row in ours.connections] == [
        (row.uri, row.local, row.relay, row.ipv6) for row in attic.published
    ]
    assert (shared.name, shared.owned, shared.source_title) == ("Cellar", False, "bob")
    assert shared.access_token == cellar.access_token(sim.plex_tv.accounts["alice"])
    assert shared.connections[0].address == "plex.example.net"
    (entry,) = sim.record.requests
    assert entry.query == ("includeHttps=1", "includeIPv6=1", "includeRelay=1")
    assert places(sim) == ["clients.plex.tv"]
    assert sim.record.tokens_in_query() == []


async def test_hostile_resources_beside_ours(
    sim: Simulator, attic: MediaServer, alice: PlexAccountClient
) -> None:
    """Malformed resources do not affect valid ones."""
    sim.plex_tv.extra_resources = [
        {"provides": ["server"], "clientIdentifier": "0" * 40},
        {"provides": "server"},
        {"provides": "server", "clientIdentifier": attic.machine_identifier},
    ]

    (server,) = await alice.resources()

    assert server.name == "Attic"


@pytest.mark.parametrize(
    ("fault", "settings"),
    [
        ("refuse", {}),
        ("silent", {}),
        ("mute", {}),
        ("reset", {}),
        ("expired_certificate", {}),
        ("stall_body", {}),
        ("server_error", {"status": 500}),
        ("server_error", {"status": 502}),
        ("starting", {}),
    ],
)
async def test_the_second_host_is_queried(
    sim: Simulator,
    attic: MediaServer,
    alice: PlexAccountClient,
    fault: str,
    settings: dict[str, Any],
) -> None:
    """The second host is queried if the first one does not work."""
    sim.plex_tv.inject(fault, host="clients.plex.tv", **settings)

    (server,) = await alice.resources()

    assert server.name == "Attic"
    assert places(sim)[-1] == "plex.tv"


@pytest.mark.parametrize(
    ("fault", "settings", "kind"),
    [
        ("unauthorized", {}, PlexAuthError),
        ("token_expired", {}, PlexAuthError),
        ("unprocessable", {}, PlexAuthError),
        ("rate_limited", {}, PlexRateLimitError),
        ("forbidden", {}, PlexResponseError),
        ("garbage", {}, PlexResponseError),
        ("not_plex", {}, PlexResponseError),
        ("redirect", {}, PlexRedirectError),
    ],
)
async def test_the_second_host_is_not_queried(
    sim: Simulator,
    alice: PlexAccountClient,
    fault: str,
    settings: dict[str, Any],
    kind: type[PlexError],
) -> None:
    """The second host is not queried if the first one refuses."""
    sim.plex_tv.inject(fault, **settings)

    error = await failure(alice.resources())

    assert type(error) is kind
    assert places(sim) == ["clients.plex.tv"]


async def test_both_hosts_down(sim: Simulator, alice: PlexAccountClient) -> None:
    """A call ends within its time limit."""
    sim.plex_tv.inject("silent")
    started = asyncio.get_running_loop().time()

    error = await failure(alice.resources())

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.TIMEOUT
    assert asyncio.get_running_loop().time() - started < 3


async def test_plex_tv_does_not_resolve(
    sim: Simulator, alice: PlexAccountClient
) -> None:
    """A name failure is distinct from a path failure."""
    sim.network.set_name("plex.tv")

    error = await failure(alice.account())

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.DNS


async def test_no_token_is_not_authorised(
    sim: Simulator, anyone: PlexAccountClient
) -> None:
    """Before sign-in there is no account to query."""
    error = await failure(anyone.account())

    assert isinstance(error, PlexAuthError)
    assert error.status == 401


@pytest.mark.parametrize(
    ("call", "answer", "text"),
    [
        (CREATE, response(b"[]"), "pin: expected an object"),
        (CREATE, response(b'{"id": 1}'), "pin.code: expected an identifier"),
        (ACCOUNT, response(b'{"id": "1"}'), "user.id: expected a positive integer"),
        (ACCOUNT, response(b"{"), "/api/v2/user: not JSON"),
        (
            ACCOUNT,
            response(b"<html>", content_type="text/html"),
            "/api/v2/user: not JSON by its content type",
        ),
        (RESOURCES, response(b'{"a": 1}'), "resources: expected a list"),
        (
            RESOURCES,
            response(b" " * (LIST_LIMIT + 1)),
            "/api/v2/resources: more than 1048576 bytes",
        ),
        (
            ACCOUNT,
            response(b"no", content_type="text/plain", status="422 No"),
            "HTTP 422: refused by plex.tv",
        ),
        (ACCOUNT, b"SSH-2.0-OpenSSH_9.9\r\n", "/api/v2/user: not HTTP"),
    ],
)
async def test_malformed_answers(
    *,
    sim: Simulator,
    serve: Serve,
    alice: PlexAccountClient,
    call: Call,
    answer: bytes,
    text: str,
) -> None:
    """The error names where the answer was malformed, without its content."""
    await redirected(sim, serve, answer)

    error = await failure(call(alice))

    assert type(error) is PlexResponseError
    assert str(error) == text


async def test_invalid_token(
    sim: Simulator, serve: Serve, anyone: PlexAccountClient
) -> None:
    """An invalid token counts as none."""
    await redirected(
        sim, serve, response(PIN_ANSWER.replace(b"null", b'"a\\r\\nHost: evil"'))
    )
    pin = await anyone.create_pin()

    assert await anyone.check_pin(pin) is None
