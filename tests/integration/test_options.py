"""Options: set in the UI, in force after a reload, shown in diagnostics."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.plex_connection.push import PushState
from custom_components.plex_connection.settings import ENABLE_CONNECTION_CACHE
from simulator import Simulator

from .conftest import Attic, SetUp, Until, state


async def choose(hass: HomeAssistant, entry: MockConfigEntry, **options: Any) -> None:
    """Set these options as a user does, and change no others."""
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["type"] is FlowResultType.FORM
    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], filled_in(flow, options)
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


def filled_in(
    flow: ConfigFlowResult, changes: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return the form as shown, with some fields changed."""
    schema = flow["data_schema"]
    assert schema is not None
    shown: dict[str, dict[str, Any]] = {
        part: {str(field): field.default() for field in fields.schema.schema}
        for part, fields in schema.schema.items()
    }
    for part in shown.values():
        part |= {key: value for key, value in changes.items() if key in part}
    return shown


async def test_kill_switch(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """Without the cache a start knows no states, and counts are kept apart."""
    await set_up()
    await choose(hass, entry, connection_cache=False)
    runtime = entry.runtime_data
    assert not runtime.settings.cache_enabled
    known = runtime.content().known
    assert [each.state for each in known.values()] == [None]
    shown = await async_get_config_entry_diagnostics(hass, entry)
    assert shown["cache_enabled"] is False
    assert shown["cache_switched_off_by"] == "option"
    days = runtime.servers[attic.id].metrics.snapshot().days
    assert {day.cached for day in days} == {True, False}

    await choose(hass, entry, connection_cache=True)
    shown = await async_get_config_entry_diagnostics(hass, entry)
    assert shown["cache_enabled"] is True
    assert shown["cache_switched_off_by"] is None
    await until(lambda: state(hass, "sensor.attic_connection_type") == "local")


@pytest.mark.parametrize("value", ["0", "false", "Off", " no "])
async def test_kill_switch_of_the_environment(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
) -> None:
    """The environment variable wins over the option, and diagnostics name it."""
    monkeypatch.setenv(ENABLE_CONNECTION_CACHE, value)
    await set_up()
    shown = await async_get_config_entry_diagnostics(hass, entry)
    assert shown["cache_switched_off_by"] == "environment"
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_no_push(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """No websocket is opened, and none stays open."""
    await set_up()
    await choose(hass, entry, push=False)
    server = entry.runtime_data.servers[attic.id]
    assert server.push.state is PushState.OFF
    assert attic.server.notifications.websockets == 0
