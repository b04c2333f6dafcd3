"""Sign-in: a PIN from creation to claim or expiry."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from custom_components.plex_connection.plex import (
    Pin,
    PlexAccountClient,
    PlexConnectionError,
    PlexPinExpiredError,
    PlexResponseError,
)
from simulator import Simulator

from .conftest import DEVICE
from .outcomes import failure


def places(sim: Simulator) -> list[str]:
    """Return the hosts queried, in order."""
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


async def test_sign_in_page(anyone: PlexAccountClient) -> None:
    """The page's parameters are in the fragment, which no server receives."""
    parts = urlsplit(anyone.auth_url(Pin(id=7, code="abc", deadline=0.0)))

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


def test_a_device_name_cannot_end_its_header() -> None:
    """A device name is user input and cannot inject a header."""
    headers = DEVICE.headers("installation")

    assert headers["X-Plex-Device-Name"] == "Haus amSee 🏡"
    assert headers["X-Plex-Client-Identifier"] == "installation"


async def test_unclaimed_pin(sim: Simulator, anyone: PlexAccountClient) -> None:
    """plex.tv's expiry of a PIN raises PlexPinExpiredError."""
    pin = await anyone.create_pin()
    sim.plex_tv.pins.expire(sim.plex_tv.pending_pin())

    assert type(await failure(anyone.check_pin(pin))) is PlexPinExpiredError


async def test_a_pin_that_is_gone(sim: Simulator, anyone: PlexAccountClient) -> None:
    """HTTP 410, also observed, means the same."""
    pin = await anyone.create_pin()
    sim.plex_tv.inject("server_error", status=410)

    assert type(await failure(anyone.check_pin(pin))) is PlexPinExpiredError


async def test_expired_pin(sim: Simulator, anyone: PlexAccountClient) -> None:
    """Our clock expires a PIN if plex.tv does not; a claim takes precedence."""
    pin = replace(await anyone.create_pin(), deadline=0.0)

    assert type(await failure(anyone.check_pin(pin))) is PlexPinExpiredError

    claimed = sim.plex_tv.claim()
    assert await anyone.check_pin(pin) == claimed.auth_token


async def test_outage_does_not_expire_a_pin(
    sim: Simulator, anyone: PlexAccountClient
) -> None:
    """Outages do not end the poll of a PIN."""
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
