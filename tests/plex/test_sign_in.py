"""The sign-in: a PIN, from its making to its end."""

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


async def test_sign_in_page(anyone: PlexAccountClient) -> None:
    """All that the page needs stands behind the #, where no server sees it."""
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
