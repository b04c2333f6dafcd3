"""A reload is no outage: states stay as they were, and nothing is published."""

from typing import Any

from homeassistant.components.recorder import Recorder
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import (
    CONF_ALLOW_HTTP,
    CONF_CONNECTION_CACHE,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .acting import acted
from .automations import automate, own
from .conftest import Attic, Elapse, state
from .logbook_page import read_logbook
from .page import Page
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
"""Listeners that do not answer, by the connection type that remains."""


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Create the database first, as the test package requires."""


@pytest.mark.parametrize("fault", ["silent", "refuse"])
@pytest.mark.parametrize("kind", UNREACHED)
async def test_publishes_nothing(
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
    """No other state, no event, no trigger, no line in the logbook."""
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


FAULTS: dict[str, dict[str, Any]] = {
    "starting": {"kind": "starting"},
    "refuses": {"kind": "unauthorized"},
    "refuses the token": {"kind": "unauthorized", "except_paths": ["/identity"]},
}


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_of_the_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    name: str,
) -> None:
    """An unusable server is not shown as usable before its next check."""
    attic.server.inject(**FAULTS[name])
    attic.server.cut_connections()
    await elapse(8, step=0.5)
    is_refused = name != "starting"
    reachable = "binary_sensor.attic_reachable"
    assert state(hass, reachable) == ("off" if is_refused else "on")
    events: list[Event[EventStateChangedData]]
    events = async_capture_events(hass, EVENT_STATE_CHANGED)

    assert await hass.config_entries.async_reload(entry.entry_id)
    again: ServerCoordinator = entry.runtime_data.servers[attic.id]
    assert not _is_usable(again), "before the check"
    await elapse(20)
    assert not _is_usable(again)
    shown = {
        new.state
        for event in events
        if (new := event.data["new_state"]) and new.entity_id == reachable
    }
    assert shown <= {"unavailable", "unknown", "off" if is_refused else "on"}
    attic.server.heal()
    await elapse(700, step=2)
    assert _is_usable(again)
    assert state(hass, reachable) == "on"


def _is_usable(server: ServerCoordinator) -> bool:
    """Return what pages and responses show."""
    return server.data.usable


@pytest.mark.usefixtures("all_enabled")
async def test_plex_tv_down_over_a_reload(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    page: Page,
    elapse: Elapse,
) -> None:
    """After a reload page and entity still show it: plex.tv is not asked again."""
    overview = await page.subscribe("subscribe_overview")
    for listener in sim.plex_tv.listeners.values():
        listener.inject("server_error")
    with pytest.raises(HomeAssistantError):
        await acted(elapse, entry.runtime_data.account.async_rediscover())
    entity_id = "binary_sensor.alice_plex_tv"
    assert state(hass, entity_id) == "off"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(5)
    assert state(hass, entity_id) == "off"
    told = [each for event in overview.events for each in event["accounts"]]
    assert (told[-1]["state"], told[-1]["plex_tv"]) == ("loaded", "no_answer")
    # They also show why it was asked.
    trigger = state(hass, "sensor.alice_reason_for_last_server_search")
    assert told[-1]["discovery_trigger"] == trigger == "manual_refresh"


async def _lines(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> list[dict[str, Any]]:
    """Return the logbook's lines of the server; those of plex.tv are the account's."""
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
    """The same holds without stored states, or with other addresses in use."""
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
