"""plex.tv: the sign-in, the account, its servers, and all the ways to say no."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession
from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.plex import (
    Account,
    ClientDevice,
    ConnectionFault,
    Pin,
    PlexAccountClient,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexPinExpiredError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
)
from custom_components.plex_connection.plex.account import (
    BODY_LIMIT,
    MAX_RETRY_AFTER,
    retry_after,
)
from simulator import MediaServer, Reach, Simulator
from simulator.network import Route

from .conftest import Serve, answering, response

DEVICE = ClientDevice(
    product="Plex Connection", version="1.2.3", device_name="Haus am\r\nSee 🏡"
)
PIN_ANSWER = b'{"id": 7, "code": "abc", "expiresIn": 1800, "authToken": null}'

type Call = Callable[[PlexAccountClient], Awaitable[object]]


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


async def failure(call: Awaitable[object]) -> PlexError:
    """Return how a call went wrong."""
    with pytest.raises(PlexError) as caught:
        await call
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    return caught.value


def places(sim: Simulator) -> list[str]:
    """Return the hosts that were asked, in order."""
    names = {listener.place: host for host, listener in sim.plex_tv.listeners.items()}
    return [names[entry.origin.listener] for entry in sim.record.requests]


async def test_sign_in(sim: Simulator, anyone: PlexAccountClient) -> None:
    """A long code, no token before the claim, and one after it."""
    pin = await anyone.create_pin()
    assert len(pin.code) == 25
    assert pin.deadline == pytest.approx(
        asyncio.get_running_loop().time() + 1800, abs=9
    )
    assert await anyone.check_pin(pin) is None

    claimed = sim.plex_tv.claim()
    assert await anyone.check_pin(pin) == claimed.auth_token

    assert sim.plex_tv.pins.get(pin.id, datetime.now(UTC)) is not None
    assert claimed.product == "Plex Connection"
    assert claimed.client_identifier == "installation"
    assert [entry.method for entry in sim.record.requests] == ["POST", "GET", "GET"]
    assert set(places(sim)) == {"plex.tv"}
    assert all(entry.tokens == () for entry in sim.record.requests)


def test_sign_in_page(session_free: PlexAccountClient) -> None:
    """All that the page needs stands behind the #, where no server sees it."""
    parts = urlsplit(session_free.auth_url(Pin(id=7, code="abc", deadline=0.0)))

    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://app.plex.tv/auth"
    assert parts.query == ""
    assert "[" not in parts.fragment
    assert parse_qs(parts.fragment.removeprefix("?"), strict_parsing=True) == {
        "clientID": ["installation"],
        "code": ["abc"],
        "context[device][product]": ["Plex Connection"],
        "context[device][version]": ["1.2.3"],
        "context[device][platform]": ["Home Assistant"],
        "context[device][deviceName]": ["Haus amSee 🏡"],
    }


@pytest.fixture
async def session_free(socket_enabled: None) -> Any:
    """Return a client that is not going to ask anything."""
    async with ClientSession() as session:
        yield PlexAccountClient(
            session, client_identifier="installation", device=DEVICE
        )


def test_a_device_name_cannot_end_its_header() -> None:
    """A user typed it."""
    headers = DEVICE.headers("installation")

    assert headers["X-Plex-Device-Name"] == "Haus amSee 🏡"
    assert headers["X-Plex-Client-Identifier"] == "installation"


async def test_a_pin_that_nobody_claims(
    sim: Simulator, anyone: PlexAccountClient
) -> None:
    """plex.tv forgets it, and says so."""
    pin = await anyone.create_pin()
    sim.plex_tv.pins.expire(sim.plex_tv.pending_pin())

    assert type(await failure(anyone.check_pin(pin))) is PlexPinExpiredError


async def test_a_pin_that_is_gone(sim: Simulator, anyone: PlexAccountClient) -> None:
    """The other status that has been seen."""
    pin = await anyone.create_pin()
    sim.plex_tv.inject("server_error", status=410)

    assert type(await failure(anyone.check_pin(pin))) is PlexPinExpiredError


async def test_a_pin_whose_time_is_over(
    sim: Simulator, anyone: PlexAccountClient
) -> None:
    """If plex.tv does not say so, our own clock does; a claim comes first."""
    pin = replace(await anyone.create_pin(), deadline=0.0)

    assert type(await failure(anyone.check_pin(pin))) is PlexPinExpiredError

    claimed = sim.plex_tv.claim()
    assert await anyone.check_pin(pin) == claimed.auth_token


async def test_plex_tv_down_says_nothing_of_a_pin(
    sim: Simulator, anyone: PlexAccountClient
) -> None:
    """The poll goes on."""
    pin = await anyone.create_pin()
    sim.plex_tv.inject("server_error", status=500)
    error = await failure(anyone.check_pin(pin))
    assert isinstance(error, PlexResponseError)
    assert error.status == 500

    sim.plex_tv.heal()
    sim.plex_tv.inject("refuse")
    for listener in sim.plex_tv.listeners.values():
        listener.cut_connections()
    assert type(await failure(anyone.check_pin(pin))) is PlexConnectionError

    sim.plex_tv.heal()
    assert await anyone.check_pin(pin) is None


async def test_account(sim: Simulator, alice: PlexAccountClient) -> None:
    """Whose token it is."""
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
    """Servers with all their rows, and no players; asked with all three flags."""
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
    """They cost us nothing."""
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
async def test_the_second_host_is_asked(
    sim: Simulator,
    attic: MediaServer,
    alice: PlexAccountClient,
    fault: str,
    settings: dict[str, Any],
) -> None:
    """When the first one does not work."""
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
async def test_the_second_host_is_not_asked(
    sim: Simulator,
    alice: PlexAccountClient,
    fault: str,
    settings: dict[str, Any],
    kind: type[PlexError],
) -> None:
    """When the first one works, and says no."""
    sim.plex_tv.inject(fault, **settings)

    error = await failure(alice.resources())

    assert type(error) is kind
    assert places(sim) == ["clients.plex.tv"]


async def test_both_hosts_down(sim: Simulator, alice: PlexAccountClient) -> None:
    """The call ends in the time that it has."""
    sim.plex_tv.inject("silent")
    started = asyncio.get_running_loop().time()

    error = await failure(alice.resources())

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.TIMEOUT
    assert asyncio.get_running_loop().time() - started < 3


async def test_a_name_server_that_does_not_know_plex_tv(
    sim: Simulator, alice: PlexAccountClient
) -> None:
    """Names fail apart from paths."""
    sim.network.set_name("plex.tv")

    error = await failure(alice.account())

    assert isinstance(error, PlexConnectionError)
    assert error.kind is ConnectionFault.DNS


@pytest.mark.parametrize("seconds", [None, 30.0])
async def test_rate_limit(
    sim: Simulator, alice: PlexAccountClient, seconds: float | None
) -> None:
    """How long to wait is passed on, if plex.tv says it."""
    sim.plex_tv.inject("rate_limited", retry_after=seconds)

    error = await failure(alice.account())

    assert isinstance(error, PlexRateLimitError)
    assert error.retry_after == seconds


async def test_no_token_is_not_authorised(
    sim: Simulator, anyone: PlexAccountClient
) -> None:
    """Before the sign-in there is no account to ask for."""
    error = await failure(anyone.account())

    assert isinstance(error, PlexAuthError)
    assert error.status == 401


async def redirected(sim: Simulator, serve: Serve, answer: bytes) -> None:
    """Put a hand-written server in the place of every host of plex.tv."""
    hosts = list(sim.plex_tv.listeners)
    port = await serve(answering(answer), *hosts)
    for listener in sim.plex_tv.listeners.values():
        sim.network.set_route(
            listener.address, listener.port, Route(reach=Reach.OPEN, port=port)
        )


CREATE: Call = PlexAccountClient.create_pin
ACCOUNT: Call = PlexAccountClient.account
RESOURCES: Call = PlexAccountClient.resources


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
            response(b" " * (BODY_LIMIT + 1)),
            "/api/v2/resources: more than 4194304 bytes",
        ),
        (
            ACCOUNT,
            response(b"no", content_type="text/plain", status="422 No"),
            "HTTP 422: refused by plex.tv",
        ),
        (ACCOUNT, b"SSH-2.0-OpenSSH_9.9\r\n", "/api/v2/user: not HTTP"),
    ],
)
async def test_answers_of_another_shape(
    *,
    sim: Simulator,
    serve: Serve,
    alice: PlexAccountClient,
    call: Call,
    answer: bytes,
    text: str,
) -> None:
    """The error says where the answer was wrong, and not what it was."""
    await redirected(sim, serve, answer)

    error = await failure(call(alice))

    assert type(error) is PlexResponseError
    assert str(error) == text


async def test_a_token_that_cannot_be_one(
    sim: Simulator, serve: Serve, anyone: PlexAccountClient
) -> None:
    """It counts as none."""
    await redirected(
        sim, serve, response(PIN_ANSWER.replace(b"null", b'"a\\r\\nHost: evil"'))
    )
    pin = await anyone.create_pin()

    assert await anyone.check_pin(pin) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("999999999", MAX_RETRY_AFTER),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 5000, None),
    ],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    """Whole seconds, and at most a day."""
    assert retry_after({"Retry-After": value}) == seconds
    assert retry_after({}) is None


@pytest.mark.parametrize(
    ("later", "seconds"),
    [
        (timedelta(seconds=90), 90.0),
        (timedelta(seconds=-90), 0.0),
        (timedelta(days=90), MAX_RETRY_AFTER),
    ],
)
def test_retry_after_as_a_date(later: timedelta, seconds: float) -> None:
    """It is read by the clock of the answer, which may differ from ours."""
    sent = datetime(2031, 5, 1, 12, tzinfo=UTC)
    headers = {
        "Date": format_datetime(sent, usegmt=True),
        "Retry-After": format_datetime(sent + later, usegmt=True),
    }

    assert retry_after(headers) == seconds


def test_retry_after_as_a_date_without_another() -> None:
    """Then our clock has to do; a date without a zone is UTC."""
    until = datetime.now(UTC) + timedelta(seconds=90)
    text = f"{until:%a, %d %b %Y %H:%M:%S} -0000"

    assert retry_after({"Retry-After": text}) == pytest.approx(90, abs=5)


@given(value=st.text(max_size=80), date=st.text(max_size=80))
def test_no_retry_after_raises(value: str, date: str) -> None:
    """Headers are as hostile as bodies."""
    seconds = retry_after({"Retry-After": value, "Date": date})

    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER
