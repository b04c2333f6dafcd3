"""Deleting devices by hand."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN
from simulator import Simulator

from .acting import acted
from .conftest import Attic, Elapse, state
from .test_dynamic_servers import add_cabin, entities


@pytest.mark.provokes("rejected by integration")
@pytest.mark.parametrize("is_loaded", [True, False], ids=["loaded", "unloaded"])
async def test_account_in_use(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    *,
    is_loaded: bool,
) -> None:
    """The account's device stays, with its entities, and later servers still appear."""
    assert await async_setup_component(hass, "config", {})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    before = entities(hass, entry)
    account = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, str(entry.unique_id)), entry.entry_id
    )
    assert account is not None
    if not is_loaded:
        assert await hass.config_entries.async_unload(entry.entry_id)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "config/device_registry/remove", "device_id": account.id}
    )
    answer = await client.receive_json()
    await client.close()
    assert not answer["success"]
    assert entities(hass, entry) == before
    assert er.async_entries_for_device(er.async_get(hass), account.id)

    if not is_loaded:
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(3)
    await add_cabin(sim)
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert state(hass, "sensor.cabin_connection_type") == "remote"
