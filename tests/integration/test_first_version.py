"""Upgrades from the first version: its entries, stores and entities."""

import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import CONF_SERVER_TOKENS, DOMAIN
from custom_components.plex_connection.push import PushState
from simulator import Account, Simulator

from .conftest import Attic, SetUp, Until, state
from .test_options import choose

STORE = Path(__file__).parent / "stores/version_1_1.json"

ENTITIES = (
    (Platform.SENSOR, "connection_type"),
    (Platform.SENSOR, "latency"),
    (Platform.SENSOR, "active_address"),
    (Platform.SENSOR, "last_test"),
    (Platform.SENSOR, "next_check"),
    (Platform.SENSOR, "failure_count"),
    (Platform.BINARY_SENSOR, "reachable"),
    (Platform.BUTTON, "rediscover"),
    (Platform.BUTTON, "test_connections"),
)
"""The first version's entities; all of them were enabled."""


@pytest.fixture(autouse=True)
def _first_store(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
) -> None:
    """Install its store and the tokens, dated now, for the simulated server."""
    tokens = {attic.id: attic.server.access_token(alice)}
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_SERVER_TOKENS: tokens}
    )
    text = STORE.read_text()
    for placeholder, value in (
        ("SERVER-ID", attic.id),
        ("HASH", attic.server.certificate_hash),
        ("NOW", dt_util.utcnow().isoformat()),
    ):
        text = text.replace(placeholder, value)
    hass_storage[f"{DOMAIN}.{entry.entry_id}"] = json.loads(text)


async def test_store(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Its store is restored: the state is known without asking plex.tv."""
    await set_up()
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert sim.record.count(path="/api/v2/resources") == 0
    assert not ir.async_get(hass).issues

    assert await hass.config_entries.async_unload(entry.entry_id)
    written = hass_storage[f"{DOMAIN}.{entry.entry_id}"]
    assert (written["version"], written["minor_version"]) == (1, 4)
    assert len(written["data"]["servers"]) == 1
    assert written["data"]["states"][attic.id]["connection_type"] == "local"


async def test_entry_without_options(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """An entry without options gets the defaults, and is not rewritten."""
    assert (entry.version, entry.minor_version, dict(entry.options)) == (1, 1, {})
    await set_up()
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.version, entry.minor_version, dict(entry.options)) == (1, 1, {})
    settings = entry.runtime_data.settings
    assert settings.cache_enabled
    assert settings.push_enabled
    assert settings.prewarm_enabled
    assert not settings.allow_http
    assert not settings.notify_better
    assert settings.notify_relay_after is None
    assert settings.relay_patience == 3600


async def test_flat_options(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """Flat options keep their meaning, and work in the form with sections."""
    old = {"connection_cache": False, "push": False, "prewarm": False}
    hass.config_entries.async_update_entry(entry, options=old)
    await set_up()
    settings = entry.runtime_data.settings
    assert not settings.cache_enabled
    assert settings.cache_switched_off_by == "option"
    assert not settings.prewarm_enabled
    server = entry.runtime_data.servers[attic.id]
    assert server.push.state is PushState.OFF

    await choose(hass, entry, push=True)
    assert entry.options["connection_cache"] is False
    assert entry.options["prewarm"] is False
    assert entry.options["push"] is True
    server = entry.runtime_data.servers[attic.id]
    await until(lambda: server.push.state is PushState.OPEN)


async def test_entities_and_device(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Entities and device stay the same, whatever their ids, and stay enabled."""
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, attic.id)},
        name="Attic",
    )
    registry = er.async_get(hass)
    old = [
        registry.async_get_or_create(
            platform,
            DOMAIN,
            f"{entry.unique_id}_{attic.id}_{key}",
            config_entry=entry,
            device_id=device.id,
            suggested_object_id=f"mine_{key}",
        )
        for platform, key in ENTITIES
    ]
    await set_up()
    for each in old:
        assert registry.async_get(each.entity_id) is not None
        assert each.entity_id == f"{each.domain}.mine_{each.unique_id.split('_', 2)[2]}"
        assert hass.states.get(each.entity_id) is not None
    kept = dr.async_get(hass).async_get(device.id)
    assert isinstance(kept, dr.DeviceEntry)
    assert kept.via_device_id is not None
