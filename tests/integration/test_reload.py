"""A reload is no outage: what was so before it is so after it, and nobody is told."""

from typing import Any

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import (
    CONF_ALLOW_HTTP,
    CONF_CONNECTION_CACHE,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .automations import automate, own
from .conftest import Attic, Elapse, state
from .logbook_page import read_logbook
from .witness import TYPE, Witness

ACTIVITY = "event.attic_activity"

TRIGGERS = {
    "came_online": TYPE,
    "became_local": TYPE,
    "became_remote": TYPE,
    "became_relay": TYPE,
    "went_offline": TYPE,
    "connection_changed": ACTIVITY,
    "better_found": ACTIVITY,
}

UNREACHED = {
    "local": (),
    "remote": ("lan",),
    "relay": ("lan", "public"),
    "offline": ("lan", "public", "relay"),
}
"""Where nobody answers, by what that leaves."""


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Have the database made first: the test package insists."""


@pytest.mark.parametrize("fault", ["silent", "refuse"])
@pytest.mark.parametrize("kind", UNREACHED)
async def test_tells_of_nothing(
    hass: HomeAssistant,
    recorder_mock: Recorder,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    kind: str,
    fault: str,
) -> None:
    """No state but that one, no event, no trigger, no line in the logbook."""
    assert await async_setup_component(hass, "logbook", {})
    for name in UNREACHED[kind]:
        listener = getattr(attic, name)
        listener.inject(fault)
        listener.cut_connections()
    await elapse(90, step=0.5)
    assert state(hass, TYPE) == kind
    ran = await automate(
        hass,
        {
            name: {"trigger": own(name), "target": {"entity_id": entity_id}}
            for name, entity_id in TRIGGERS.items()
        },
    )
    happened = state(hass, ACTIVITY)
    told = await _lines(hass, hass_ws_client)
    seen = Witness(hass, sim)

    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(20)
    assert state(hass, TYPE) == kind
    assert set(seen.types) <= {"unavailable", "unknown", kind}
    assert seen.changes == []
    assert state(hass, ACTIVITY) == happened
    assert await ran.names() == []
    assert await _lines(hass, hass_ws_client) == told


async def _lines(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> list[dict[str, Any]]:
    """Return what the logbook tells of the server; plex.tv's part is the account's."""
    told = await read_logbook(hass, hass_ws_client)
    return [each for each in told if each["name"] == "Attic"]


@pytest.mark.parametrize("kind", ["relay", "offline"])
@pytest.mark.parametrize("option", [CONF_CONNECTION_CACHE, CONF_ALLOW_HTTP])
async def test_options(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    kind: str,
    option: str,
) -> None:
    """The same holds where nothing is remembered, or other addresses are used."""
    for name in UNREACHED[kind]:
        listener = getattr(attic, name)
        listener.inject("silent")
        listener.cut_connections()
    await elapse(90, step=0.5)
    assert state(hass, TYPE) == kind
    seen = Witness(hass, sim)
    options = {option: option == CONF_ALLOW_HTTP}
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(20)
    assert state(hass, TYPE) == kind
    assert set(seen.types) <= {"unavailable", "unknown", kind}
    assert seen.changes == []
