"""The options form, as Home Assistant's frontend shows it."""

from http import HTTPStatus
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import (
    CONF_MUTED_SERVERS,
    CONF_PINNED,
    CONF_UNWATCHED_SERVERS,
)
from simulator import MediaServer, Simulator

from .conftest import Attic, SetUp
from .frontend import OPTIONS, Frontend, Step

type Filled = dict[str, dict[str, Any]]

DEFAULT: Filled = {
    "connections": {
        "allow_http": False,
        "push": True,
        "connection_cache": True,
        "prewarm": True,
        "diagnosis": True,
        "follow_core_plex": False,
    },
    "thresholds": {"relay_patience": 60, "slow_ratio": 2.0, "slow_margin": 25},
    "notifications": {
        "notify_offline": False,
        "notify_problem": False,
        "notify_relay": False,
        "notify_target": [],
        "notify_grace": 2,
        "notify_relay_after": 10,
        "notify_better": False,
    },
}


@pytest.fixture
async def barn(sim: Simulator, attic: Attic) -> MediaServer:
    """Return a friend's server, shared with the account."""
    bob = sim.add_account("bob")
    alice = attic.server.owner
    barn = await sim.add_server("Barn", owner=bob, shared_with=(alice,))
    barn.add_address("203.0.113.77", kind="remote")
    return barn


@pytest.fixture
async def frontend(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> Frontend:
    """Return a frontend that opens the options."""
    assert await async_setup_component(hass, "config", {})
    return Frontend(hass, await hass_client(), dialogs=OPTIONS)


def fields(step: Step) -> dict[str, dict[str, Any]]:
    """Return the fields of the form, by section and name."""
    return {
        part["name"]: {field["name"]: field for field in part["schema"]}
        for part in step["data_schema"]
    }


def filled(step: Step) -> Filled:
    """Return the form as filled in when it opens."""
    return {
        part: {name: field["default"] for name, field in shown.items()}
        for part, shown in fields(step).items()
    }


async def test_sections(
    hass: HomeAssistant,
    attic: Attic,
    barn: MediaServer,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
) -> None:
    """Each option is shown with its default, the servers by name and owner."""
    await set_up()
    step = await frontend.begin(entry.entry_id)
    assert (step["type"], step["step_id"]) == ("form", "init")
    barn_id = barn.machine_identifier
    shown = filled(step)
    chosen = (
        shown.pop("servers")["watched_servers"],
        shown["notifications"].pop("notified_servers"),
    )
    assert all(sorted(each) == sorted([attic.id, barn_id]) for each in chosen)
    assert shown == DEFAULT
    choices = fields(step)["servers"]["watched_servers"]["selector"]["select"]
    labels = {each["value"]: each["label"] for each in choices["options"]}
    assert labels == {attic.id: "Attic", barn_id: "Barn (Owner: bob)"}
    assert [part["expanded"] for part in step["data_schema"]] == [
        False,
        True,
        False,
        False,
    ]


async def test_unchanged_form(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
) -> None:
    """An unchanged form stores the values in force; minutes stay integers."""
    await set_up()
    step = await frontend.begin(entry.entry_id)
    assert (await frontend.submit(filled(step)))["type"] == "create_entry"
    await hass.async_block_till_done()
    assert dict(entry.options) == {
        **DEFAULT["connections"],
        **DEFAULT["thresholds"],
        **DEFAULT["notifications"],
        CONF_UNWATCHED_SERVERS: [],
        CONF_MUTED_SERVERS: [],
    }
    assert isinstance(entry.options["relay_patience"], int)
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("thresholds", "relay_patience", 0),
        ("thresholds", "relay_patience", 1441),
        ("thresholds", "relay_patience", "long"),
        ("thresholds", "slow_ratio", 1.4),
        ("thresholds", "slow_ratio", 10.5),
        ("thresholds", "slow_margin", 4),
        ("thresholds", "slow_margin", 1001),
        ("notifications", "notify_relay_after", 0),
        ("notifications", "notify_relay_after", None),
        ("notifications", "unheard_of", True),
        ("servers", "watched_servers", ["nobody"]),
        ("servers", "watched_servers", "all"),
        ("notifications", "notified_servers", ["nobody"]),
    ],
)
async def test_bad_value(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
    part: str,
    field: str,
    value: Any,
) -> None:
    """The form refuses the value, stays open, and stores nothing."""
    await set_up()
    step = await frontend.begin(entry.entry_id)
    good = filled(step)
    assert await frontend.is_refused(good | {part: good[part] | {field: value}})
    assert dict(entry.options) == {}
    assert (await frontend.submit(good))["type"] == "create_entry"
    await hass.async_block_till_done()


async def test_section_is_missing(
    attic: Attic, entry: MockConfigEntry, set_up: SetUp, frontend: Frontend
) -> None:
    """A form without one of its sections is refused."""
    await set_up()
    good = filled(await frontend.begin(entry.entry_id))
    for part in good:
        assert await frontend.is_refused({k: v for k, v in good.items() if k != part})


async def test_entry_is_not_loaded(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
) -> None:
    """Without known servers there is no choice, and earlier choices are kept."""
    hass.config_entries.async_update_entry(
        entry, options={CONF_UNWATCHED_SERVERS: ["one"], CONF_PINNED: {"two": "url"}}
    )
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    step = await frontend.begin(entry.entry_id)
    assert filled(step) == DEFAULT
    changed = filled(step)
    changed["connections"]["push"] = False
    assert (await frontend.submit(changed))["type"] == "create_entry"
    await hass.async_block_till_done()
    assert entry.options["push"] is False
    assert entry.options[CONF_UNWATCHED_SERVERS] == ["one"]
    assert entry.options[CONF_PINNED] == {"two": "url"}


async def test_account_without_servers(
    hass: HomeAssistant, entry: MockConfigEntry, set_up: SetUp, frontend: Frontend
) -> None:
    """Without servers there is no choice of them."""
    await set_up()
    assert filled(await frontend.begin(entry.entry_id)) == DEFAULT


async def test_servers_are_chosen(
    hass: HomeAssistant,
    attic: Attic,
    barn: MediaServer,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
) -> None:
    """Unchosen servers are stored, and a vanished one stays among them."""
    barn_id = barn.machine_identifier
    hass.config_entries.async_update_entry(
        entry, options={CONF_UNWATCHED_SERVERS: ["vanished"]}
    )
    await set_up()
    step = await frontend.begin(entry.entry_id)
    chosen = filled(step) | {"servers": {"watched_servers": [attic.id]}}
    await frontend.submit(chosen)
    await hass.async_block_till_done()
    assert entry.options[CONF_UNWATCHED_SERVERS] == sorted(["vanished", barn_id])

    step = await frontend.begin(entry.entry_id)
    assert filled(step)["servers"] == {"watched_servers": [attic.id]}
    assert list(fields(step)["notifications"]) == [
        "notify_offline",
        "notify_problem",
        "notify_relay",
        "notified_servers",
        "notify_target",
        "notify_grace",
        "notify_relay_after",
        "notify_better",
    ]
    both = filled(step) | {"servers": {"watched_servers": [attic.id, barn_id]}}
    both["notifications"]["notified_servers"] = [attic.id]
    await frontend.submit(both)
    await hass.async_block_till_done()
    assert entry.options[CONF_UNWATCHED_SERVERS] == ["vanished"]
    assert entry.options[CONF_MUTED_SERVERS] == [barn_id]
    step = await frontend.begin(entry.entry_id)
    assert filled(step)["notifications"]["notified_servers"] == [attic.id]


async def test_servers_come_and_go_while_the_form_is_open(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    barn: MediaServer,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
) -> None:
    """A new server is watched; the choice about a vanished one is stored."""
    await set_up()
    step = await frontend.begin(entry.entry_id)
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    sim.servers.remove(barn)
    await entry.runtime_data.account.async_rediscover()
    await frontend.submit(filled(step) | {"servers": {"watched_servers": [attic.id]}})
    await hass.async_block_till_done()
    assert entry.options[CONF_UNWATCHED_SERVERS] == [barn.machine_identifier]
    assert set(entry.runtime_data.servers) == {attic.id, cabin.machine_identifier}
    await barn.stop()


async def test_pinned_connection_stays(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    frontend: Frontend,
) -> None:
    """The form does not touch pins, even those set while it is open."""
    await set_up()
    step = await frontend.begin(entry.entry_id)
    url = attic.server.row(attic.public).uri
    await entry.runtime_data.servers[attic.id].async_pin(url)
    await frontend.submit(filled(step))
    await hass.async_block_till_done()
    assert entry.options[CONF_PINNED] == {attic.id: url}
    assert entry.runtime_data.servers[attic.id].data.pinned == url


@pytest.mark.provokes("Login attempt or request with invalid authentication")
async def test_only_for_administrators(
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    """Home Assistant refuses other users."""
    assert await async_setup_component(hass, "config", {})
    await set_up()
    client = await hass_client(hass_read_only_access_token)
    response = await client.post(OPTIONS, json={"handler": entry.entry_id})
    assert response.status == HTTPStatus.UNAUTHORIZED
