"""Home Assistant's own Plex integration, unmodified, is kept on a working address."""

from http import HTTPStatus
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Event, HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.const import CONF_FOLLOW_CORE_PLEX, DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator
from tests.integration.acting import acted, call
from tests.integration.conftest import Attic, Elapse, state
from tests.integration.frontend import REPAIRS, Frontend

from .conftest import AS_CORE_IS, PLAYER, core_repairs, url_of

pytestmark = [
    *AS_CORE_IS,
    pytest.mark.provokes("Websocket connection failed", "Could not connect to Plex"),
    pytest.mark.provokes("Login attempt or request with invalid authentication"),
]


def core_url(core: MockConfigEntry) -> str:
    """Return the address that the integration has."""
    url: str = core.data["server_config"]["url"]
    return url


def is_loaded(core: MockConfigEntry) -> bool:
    """Return whether the integration runs."""
    return core.state is ConfigEntryState.LOADED


def stored(core: MockConfigEntry) -> list[Any]:
    """Return what put back has to restore."""
    return [dict(core.data), dict(core.options), core.title, core.unique_id]


def lose_lan(attic: Attic) -> None:
    """Have the LAN address refuse connections from now on."""
    attic.lan.inject("refuse")
    attic.lan.cut_connections()


async def test_core_runs(
    hass: HomeAssistant, sim: Simulator, core: MockConfigEntry, elapse: Elapse
) -> None:
    """The simulator serves all that it asks for: it is a second referee."""
    assert await hass.config_entries.async_setup(core.entry_id)
    await elapse(3)
    assert core.state is ConfigEntryState.LOADED
    assert state(hass, PLAYER) == "idle"
    assert state(hass, "update.attic_update") == "off"
    refused = [
        (each.method, each.path)
        for each in sim.record.requests
        if each.status is None or each.status >= HTTPStatus.BAD_REQUEST
    ]
    assert refused == []


async def test_repair(
    hass: HomeAssistant,
    sim: Simulator,
    core: MockConfigEntry,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    """A dead address becomes a repair, which replaces it, and can put it back."""
    for component in ("repairs", "config"):
        assert await async_setup_component(hass, component, {})
    assert await hass.config_entries.async_setup(core.entry_id)
    await elapse(300, step=5)
    assert core_repairs(hass) == []
    before = stored(core)

    lose_lan(attic)
    await elapse(100, step=2)
    assert core_repairs(hass) == []
    await elapse(60, step=2)
    (issue,) = core_repairs(hass)
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["name"] == "Attic"
    assert stored(core) == before

    guest = await hass_client(hass_read_only_access_token)
    data = {"handler": DOMAIN, "issue_id": issue.issue_id}
    response = await guest.post(REPAIRS, json=data)
    assert response.status == HTTPStatus.UNAUTHORIZED

    frontend = Frontend(hass, await hass_client(), dialogs=REPAIRS)
    step = await frontend.begin(DOMAIN, issue_id=issue.issue_id)
    assert (step["type"], step["step_id"]) == ("form", "confirm")
    texts = step["description_placeholders"]
    assert texts["from"] == r"192\.168\.40\.12\:32400"
    assert texts["to"] == r"203\.0\.113\.40\:31234"
    assert texts["reason"] == "it isn't responding"

    sim.record.clear()
    step = await frontend.submit()
    assert (step["type"], step["progress_action"]) == ("progress", "move")
    await elapse(10)
    step = await frontend.look()
    assert (step["type"], step["step_id"]) == ("menu", "moved")
    assert step["menu_options"] == ["follow", "leave", "put_back"]
    assert core_url(core) == url_of(attic, attic.public)
    assert is_loaded(core)
    assert state(hass, PLAYER) == "idle"
    assert core_repairs(hass) == []
    # Our tests carry no token.
    assert sim.record.tokens_to("Attic") <= {"account:alice", "server:Attic:alice"}

    step = await acted(elapse, frontend.choose("put_back"))
    assert (step["type"], step["reason"]) == ("abort", "put_back")
    assert stored(core) == before
    (again,) = core_repairs(hass)
    assert again.issue_id == issue.issue_id
    assert again.translation_placeholders == issue.translation_placeholders
    for _ in range(6):
        await elapse(30)
        assert not is_loaded(core)
        assert len(core_repairs(hass)) == 1


async def test_keep_following(
    hass: HomeAssistant,
    core: MockConfigEntry,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """With the option on, it happens without a click, and is in the logbook."""
    events: list[Event] = []
    hass.bus.async_listen(EVENT_PLEX_CONNECTION, events.append)
    hass.config_entries.async_update_entry(entry, options={CONF_FOLLOW_CORE_PLEX: True})
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await hass.config_entries.async_setup(core.entry_id)
    await elapse(30, step=2)
    lose_lan(attic)
    await elapse(60, step=2)
    assert core_url(core) == url_of(attic, attic.public)
    assert state(hass, PLAYER) == "idle"
    (moved,) = [each for each in events if each.data["type"] == "core_plex_moved"]
    assert moved.data["to_address"] == "203.0.113.40:31234"
    assert moved.data["reason"] == "no_answer"

    # It works, so that a nicer address changes nothing.
    attic.lan.heal()
    await elapse(900, step=10)
    assert core_url(core) == url_of(attic, attic.public)
    assert core_repairs(hass) == []

    diagnosing = call(hass, "diagnose", device_id=moved.data["device_id"])
    (found,) = (await acted(elapse, diagnosing, seconds=6))["servers"]
    assert found["connection_type"] == "local"
    assert found["core_plex"] == (
        "The Plex Media Server integration uses 203.0.113.40:31234, which works. "
        "192.168.40.12:32400 would be a better address."
    )

    # Something else changes it, twice.
    for address in ("https://192.168.40.98:32400", "https://192.168.40.99:32400"):
        config = {**core.data["server_config"], "url": address}
        hass.config_entries.async_update_entry(
            core, data={**core.data, "server_config": config}
        )
        await elapse(2)
    (issue,) = core_repairs(hass)
    assert issue.translation_key == "core_plex_suspended"
    await elapse(300, step=5)
    assert core_url(core) == "https://192.168.40.99:32400"
