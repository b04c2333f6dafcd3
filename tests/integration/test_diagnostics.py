"""Diagnostics: everything that explains a choice, nothing that identifies anyone."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.diagnostics import Pseudonyms
from simulator import Simulator

from .conftest import CLIENT_IDENTIFIER, Attic, SetUp


async def test_downloads(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """The download of an account, and of a device, over Home Assistant's own view."""
    attic.server.add_address(
        "203.0.113.41", 443, kind="remote", host="plex.example.net"
    )
    await set_up()
    assert await async_setup_component(hass, "diagnostics", {})
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, attic.id), entry.entry_id
    )
    assert device is not None
    downloads: list[Any] = [
        await get_diagnostics_for_config_entry(hass, hass_client, entry),
        await get_diagnostics_for_device(hass, hass_client, entry, device),
    ]
    for download in downloads:
        (server,) = download["servers"]
        assert server["report"]["connection_type"] == "local"
        urls = [each["candidate"]["url"] for each in server["report"]["candidates"]]
        assert "https://192-168-40-12.certificate-1.plex.direct:32400" in urls
        assert "https://host-1:443" in urls
        assert server["report"]["changes"][0]["reason"] == "first"
        assert {each["breaker"] for each in server["report"]["candidates"]} == {
            "closed"
        }
        assert server["metrics"]["today"]["requests"]["selection"] > 0
        assert server["metrics"]["latency_cold"]["count"] >= 0
        text = json.dumps(download)
        for secret in (
            "Attic",
            "alice",
            "203.0.113",
            "203-0-113",
            "198.51.100",
            "198-51-100",
            "example.net",
            CLIENT_IDENTIFIER,
            attic.id,
            attic.server.certificate_hash,
            *entry.data["server_tokens"].values(),
            entry.data["token"],
        ):
            assert secret not in text, secret
    assert downloads[0]["networks"] == ["192.168.40.0/24"]
    assert downloads[0]["metrics"]["discoveries_today"] == 1
    assert downloads[0]["prewarming"] == {"enabled": True, "waiting": False}


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("192.168.1.2 and 10-1-2-3", "192.168.1.2 and 10-1-2-3"),
        ("203.0.113.9:32400", "public-address-1:32400"),
        ("203-0-113-9 is 203.0.113.9", "public-address-1 is public-address-1"),
        ("http://[2001:db8::7]:32400", "http://[public-address-1]:32400"),
        ("fd00::7 and fe80::1", "fd00::7 and fe80::1"),
        (
            "https://2001-0db8-0000-0000-0000-0000-0000-0010.x",
            "https://public-address-1.x",
        ),
        ("999.1.1.1", "999.1.1.1"),
        ("1.43.4.10903", "1.43.4.10903"),
        ("2026-11-03T09:00:00+00:00", "2026-11-03T09:00:00+00:00"),
        ("secret secrets", "*** ***s"),
    ],
)
def test_pseudonyms(text: str, harmless: str) -> None:
    """Public addresses are named in each of their spellings, all else is left."""
    assert Pseudonyms([("secret", "***")]).scrub(text) == harmless


def test_pseudonyms_of_structures() -> None:
    """Keys and every kind of container are looked through."""
    scrubbed = Pseudonyms([("me", "x")]).scrub(
        {"me": ["me", ("me",), {"me"}, None, True, 1, 2.5]}
    )
    assert scrubbed == {"x": ["x", ["x"], ["x"], None, True, 1, 2.5]}
