"""Rows as users have them: typed by hand, incomplete, or too many."""

import json
from typing import Any

from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.dashboard.views import server_detail
from simulator import Account, MediaServer, Row, ServerProfile, Simulator

from .acting import acted, call
from .conftest import Elapse, state
from .witness import TYPE, assert_no_token_astray

LAN = "192.168.40.12"
SIX = "2001-0db8-0000-0000-0000-0000-0000-0010"


@pytest.fixture
async def attic(sim: Simulator, alice: Account) -> MediaServer:
    """Return an owned server with no rows but those that a test adds."""
    return await sim.add_server(
        "Attic",
        owner=alice,
        profile=ServerProfile(public_address=sim.plex_tv.home_public_address),
    )


def typed(uri: Any, address: Any = "plex.example.net", port: Any = 443) -> Row:
    """Return a row as plex.tv passes on typed input."""
    return Row(address=address, port=port, uri=uri)


async def started(hass: HomeAssistant, entry: MockConfigEntry, elapse: Elapse) -> None:
    """Set up, and wait for the end of the first selection."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)


async def listed(
    hass: HomeAssistant, entry: MockConfigEntry, elapse: Elapse
) -> dict[str, str]:
    """Return the reasons by URL, after checking that action and page agree."""
    answer = await acted(elapse, call(hass, "test_connections"), seconds=8)
    (told,) = answer["servers"]
    (server,) = entry.runtime_data.servers.values()
    assert told["rejected"] == server_detail(hass, server)["rejected"]
    return {each["url"]: each["reason"] for each in told["rejected"]}


@pytest.mark.parametrize(
    ("uri", "shown", "reason"),
    [
        ("https://example.net:443/plex", "https://example.net:443/plex", "path"),
        ("https://Example.net/plex/", "https://example.net/plex/", "path"),
        ("https://example.net?x=1", "https://example.net?…", "malformed"),
        ("https://user:word@example.net", "https://…@example.net", "malformed"),
        ("example.net:32400", "example.net:32400", "malformed"),
        ("https://exa mple.net", "https://exa…", "malformed"),
        ("http://plex.example.net:32400", "http://plex.example.net:32400", "insecure"),
        (None, "plex.example.net", "malformed"),
    ],
)
async def test_unusable_row_is_listed(
    hass: HomeAssistant,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
    uri: Any,
    shown: str,
    reason: str,
) -> None:
    """An unusable row is listed with its reason everywhere; other rows are used."""
    attic.add_address(LAN)
    attic.add_row(typed(uri))
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "local"
    assert await listed(hass, entry, elapse) == {shown: reason}


async def test_token_in_a_custom_url(
    hass: HomeAssistant,
    sim: Simulator,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A URL with a token in its path is the problem; no evidence shows the token."""
    attic.add_address(LAN)
    attic.add_address(sim.plex_tv.home_public_address, kind="remote")
    token = entry.data[CONF_TOKEN]
    attic.add_row(typed(f"https://plex.example.net:443/{token}"))
    await started(hass, entry, elapse)
    (server,) = entry.runtime_data.servers.values()

    answer = await acted(elapse, call(hass, "diagnose"), seconds=8)
    await elapse(3600, step=10)
    page = server_detail(hass, server)

    assert answer["servers"][0]["problem"] == "custom_url_path"
    facts = [{**each, "text": None} for each in answer["servers"][0]["facts"]]
    assert facts == [{**each, "text": None} for each in page["facts"]]
    assert [each["key"] for each in facts] == ["url_unusable"]
    assert facts[0]["address"] == "https://plex.example.net:443/…"
    assert token.lower() not in json.dumps([answer, page]).lower()
    assert token.lower() not in repr(server.record).lower(), "which is stored"


async def test_leading_blank(
    hass: HomeAssistant,
    sim: Simulator,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A blank, as after the comma between two custom URLs, is stripped."""
    attic.add_address(
        "203.0.113.41", 443, kind="remote", host="plex.example.net", listed=False
    )
    attic.add_row(typed(" https://plex.example.net:443 "))
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "remote"
    assert await listed(hass, entry, elapse) == {}
    assert_no_token_astray(sim)


@pytest.mark.parametrize(
    ("port", "local"), [("32400", True), (None, True), ("none", False), (0, True)]
)
async def test_the_port_is_in_the_uri(
    hass: HomeAssistant,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
    port: Any,
    *,
    local: bool,
) -> None:
    """A string, null or nonsense as port does not matter."""
    attic.add_address(LAN)
    (row,) = attic.published
    attic.profile.resource["connections"] = [
        {"uri": row.uri, "address": row.address, "port": port, "local": local}
    ]
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "local"
    assert await listed(hass, entry, elapse) == {}


async def test_uri_alone(
    hass: HomeAssistant, attic: MediaServer, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """A row needs nothing but its URI."""
    attic.add_address(LAN)
    (row,) = attic.published
    attic.profile.resource["connections"] = [{"uri": row.uri}]
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "local"


@pytest.mark.parametrize("port", [32400, 32401])
async def test_http_at_the_lan_address(
    hass: HomeAssistant,
    sim: Simulator,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
    port: int,
) -> None:
    """The row that README and Plex recommend for a server in a container.

    https is tried there under the server's own name, known from the row with the
    address inside the container.
    """
    attic.add_address("172.18.0.2", fault="silent")
    attic.add_address(LAN, port, listed=False)
    attic.add_row(typed(f"http://{LAN}:{port}", LAN, port))
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "local"
    (server,) = entry.runtime_data.servers.values()
    assert server.data.active.scheme == "https"
    assert f".{attic.certificate_hash}.plex.direct" in server.data.active.url
    assert await listed(hass, entry, elapse) == {}
    assert_no_token_astray(sim)


async def test_http_at_an_address_elsewhere(
    hass: HomeAssistant,
    sim: Simulator,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The row itself is rejected, and https at its address is used."""
    attic.add_address("172.18.0.2", fault="silent")
    attic.add_address("203.0.113.41", 32400, kind="remote", listed=False)
    attic.add_row(typed("http://203.0.113.41:32400", "203.0.113.41", 32400))
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "remote"
    reasons = await listed(hass, entry, elapse)
    assert reasons == {"http://203.0.113.41:32400": "insecure"}
    assert_no_token_astray(sim)


async def test_http_under_the_servers_own_name(
    hass: HomeAssistant,
    sim: Simulator,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """An IPv6 row of a server that allows plain http: https works as well."""
    attic.add_address("2001:db8::10", kind="remote", listed=False)
    name = f"{SIX}.{attic.certificate_hash}.plex.direct"
    attic.add_row(typed(f"http://{name}:32400", name, 32400))
    await started(hass, entry, elapse)
    assert state(hass, TYPE) == "remote"
    (server,) = entry.runtime_data.servers.values()
    assert server.data.active.url == f"https://{name}:32400"
    assert await listed(hass, entry, elapse) == {f"http://{name}:32400": "insecure"}
    assert_no_token_astray(sim)


@pytest.mark.parametrize("bridges", [48, 49, 50, 120])
async def test_bridges_listed_first(
    hass: HomeAssistant,
    attic: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
    bridges: int,
) -> None:
    """Dozens of container bridges cost no tier its best address."""
    for number in range(bridges):
        address = f"172.{18 + number % 12}.{number // 12}.1"
        attic.extra_rows.append(
            Row(
                address=address,
                port=32400,
                uri=f"https://{address.replace('.', '-')}."
                f"{attic.certificate_hash}.plex.direct:32400",
                local=True,
            )
        )
    rows = attic.extra_rows
    attic.add_address(LAN)
    attic.add_address("203.0.113.40", 31234, kind="remote")
    attic.add_address("198.51.100.77", 8443, kind="relay")
    # The bridges come first.
    attic.published = (*rows, *attic.published[: -len(rows)])
    await started(hass, entry, elapse)
    (server,) = entry.runtime_data.servers.values()
    places = {each.candidate.endpoint for each in server.data.candidates}
    assert {f"{LAN}:32400", "203.0.113.40:31234", "198.51.100.77:8443"} <= places
    # One more: the http variant of the LAN address.
    assert len(places) <= 50
    assert state(hass, TYPE) == "local"
    too_many = await listed(hass, entry, elapse)
    assert set(too_many.values()) == ({"too_many"} if bridges > 47 else set())
