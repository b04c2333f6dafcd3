"""System health: figures of all accounts, and the link to manage them."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN
from simulator import Simulator

from .conftest import Attic, SetUp, leaks


async def information(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> dict[str, Any]:
    """Return our part of the system information, once complete."""
    assert await async_setup_component(hass, "system_health", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "system_health/info"})
    assert (await client.receive_json())["success"]
    first = (await client.receive_json())["event"]
    shown: dict[str, Any] = first["data"][DOMAIN]
    while (event := (await client.receive_json())["event"])["type"] != "finish":
        if event["domain"] == DOMAIN:
            assert event["success"]
            shown["info"][event["key"]] = event["data"]
    return shown


async def test_information(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Figures cover all servers and identify no user."""
    cellar = await sim.add_server("Cellar", owner=attic.server.owner)
    cellar.add_address("198.51.100.7", 8443, kind="relay")
    await sim.add_server("Gone", owner=attic.server.owner)
    await set_up()
    shown = await information(hass, hass_ws_client)
    assert shown["manage_url"] == "/config/integrations/integration/plex_connection"
    info = shown["info"]
    assert 6 <= info.pop("requests_today") <= len(sim.record.requests)
    assert info == {
        "accounts": 1,
        "servers": 3,
        "servers_local": 1,
        "servers_remote": 0,
        "servers_relay": 1,
        "servers_offline": 1,
        "cache_enabled": True,
        "can_reach_plex_tv": "ok",
    }
    text = json.dumps(shown)
    assert leaks(sim, text) == []
    for name in ("alice", "Attic", "Cellar", "192.168", "198.51", "203.0", attic.id):
        assert name not in text


async def test_plex_tv_is_away(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
) -> None:
    """The failure is shown, and the other figures are there."""
    await set_up()
    sim.plex_tv.inject("refuse")
    info = (await information(hass, hass_ws_client))["info"]
    assert info["can_reach_plex_tv"] == {"type": "failed", "error": "unreachable"}
    assert info["servers_local"] == 1


async def test_kill_switch(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
    attic: Attic,
    set_up: SetUp,
) -> None:
    """The state of the cache is the first question in any report."""
    monkeypatch.setenv("ENABLE_CONNECTION_CACHE", "off")
    await set_up()
    info = (await information(hass, hass_ws_client))["info"]
    assert info["cache_enabled"] is False


async def test_no_account(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, sim: Simulator
) -> None:
    """Without an account every figure is zero."""
    assert await async_setup_component(hass, DOMAIN, {})
    info = (await information(hass, hass_ws_client))["info"]
    assert (info["accounts"], info["servers"], info["requests_today"]) == (0, 0, 0)


async def test_each_key_has_a_text(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, sim: Simulator
) -> None:
    """There is a text for each key, and no other."""
    assert await async_setup_component(hass, DOMAIN, {})
    info = (await information(hass, hass_ws_client))["info"]
    texts = await async_get_translations(hass, "en", "system_health", [DOMAIN])
    prefix = f"component.{DOMAIN}.system_health.info."
    assert texts.keys() == {prefix + key for key in info}
