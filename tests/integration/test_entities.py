"""Every entity's properties, and its states in each situation."""

# ruff: noqa: E501 (a table has rows)

from collections.abc import Callable, Mapping
import re
from typing import Any
from unittest.mock import ANY

from homeassistant.components.sensor import ATTR_STATE_CLASS
from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    ATTR_FRIENDLY_NAME,
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN as UNKNOWN,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.icon import async_get_icons
from homeassistant.helpers.translation import async_get_translations
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import CONF_PINNED, DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import account_view, server_row
from custom_components.plex_connection.runtime import COUNTS_INTERVAL
from simulator import Account, Simulator

from .acting import acted, call
from .conftest import Attic, Elapse, SetUp, Until, state
from .entity_table import ACCOUNT, SERVER, Row

ROWS = SERVER + ACCOUNT

type Find = Callable[[Row], RegistryEntry]


@pytest.fixture
def find(
    hass: HomeAssistant, alice: Account, attic: Attic, entry: MockConfigEntry
) -> Find:
    """Return a function that finds a row's entity in the registry."""

    def find(row: Row) -> RegistryEntry:
        owner = f"{alice.id}_{attic.id}" if row in SERVER else f"{alice.id}"
        registry = er.async_get(hass)
        entity_id = registry.async_get_entity_id(
            row.platform, DOMAIN, f"{owner}_{row.key}"
        )
        assert entity_id is not None, row
        return registry.entities[entity_id]

    return find


@pytest.fixture
async def enabled(attic: Attic, all_enabled: None, set_up: SetUp) -> None:
    """Load the account with every entity enabled."""
    await set_up()


async def test_all_are_in_the_table(
    hass: HomeAssistant, entry: MockConfigEntry, set_up: SetUp, find: Find
) -> None:
    """The registry and the table contain the same entities."""
    await set_up()
    registry = er.async_get(hass)
    there = er.async_entries_for_config_entry(registry, entry.entry_id)
    assert {each.entity_id for each in there} == {find(row).entity_id for row in ROWS}


async def test_entity_categories(set_up: SetUp, find: Find) -> None:
    """Primary entities have no category; the rest are diagnostic or configuration."""
    await set_up()
    for row in ROWS:
        assert find(row).entity_category is row.category, row


async def test_entity_device_classes(
    hass: HomeAssistant, enabled: None, find: Find
) -> None:
    """States show each entity's device class, unit and state class."""
    for row in ROWS:
        found = hass.states.get(find(row).entity_id)
        assert found is not None, row
        shown = found.attributes
        assert shown.get(ATTR_DEVICE_CLASS) == row.device_class, row
        assert shown.get(ATTR_UNIT_OF_MEASUREMENT) == row.unit, row
        assert shown.get(ATTR_STATE_CLASS) == row.state_class, row


async def test_entities_disabled_by_default(
    hass: HomeAssistant, set_up: SetUp, find: Find
) -> None:
    """Entities that few need are disabled by default, and have no state."""
    await set_up()
    for row in ROWS:
        entity = find(row)
        assert (entity.disabled_by is None) is row.enabled, row
        assert (hass.states.get(entity.entity_id) is not None) is row.enabled, row


async def test_registered_entities_stay(
    hass: HomeAssistant,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """A registered entity keeps its id, and stays enabled or disabled."""
    registry = er.async_get(hass)

    def known(platform: str, key: str, name: str, **more: Any) -> RegistryEntry:
        return registry.async_get_or_create(
            platform,
            DOMAIN,
            f"{alice.id}_{attic.id}_{key}",
            config_entry=entry,
            suggested_object_id=f"attic_{name}",
            **more,
        )

    known("sensor", "active_address", "active_address")
    known("sensor", "failure_count", "failure_count")
    known("select", "connection", "connection")
    known("sensor", "latency", "latency", disabled_by=er.RegistryEntryDisabler.USER)
    await set_up()
    assert state(hass, "sensor.attic_active_address") == "192.168.40.12:32400"
    assert state(hass, "sensor.attic_failure_count") == "0"
    assert state(hass, "select.attic_connection") == "automatic"
    assert hass.states.get("sensor.attic_latency") is None
    assert hass.states.get("sensor.attic_success_rate") is None


async def test_names(hass: HomeAssistant, enabled: None, find: Find) -> None:
    """Names come from the translations, after the device's name."""
    known = await async_get_translations(hass, "en", "entity", [DOMAIN])
    for row in ROWS:
        entity = find(row)
        key = f"component.{DOMAIN}.entity.{row.platform}.{entity.translation_key}.name"
        assert known[key] == row.name, row
        assert entity.has_entity_name
        found = hass.states.get(entity.entity_id)
        assert found is not None
        device = "Attic" if row in SERVER else "alice"
        assert found.attributes[ATTR_FRIENDLY_NAME] == f"{device} {row.name}"


async def test_icons(hass: HomeAssistant, set_up: SetUp, find: Find) -> None:
    """Every entity has its own icon, more specific than its device class's."""
    await set_up()
    icons = (await async_get_icons(hass, "entity", [DOMAIN]))[DOMAIN]
    for row in ROWS:
        assert icons[row.platform][find(row).translation_key]["default"], row


def fail(attic: Attic, *names: str) -> None:
    """Make addresses of the server refuse connections, at once."""
    for name in names:
        listener = getattr(attic, name)
        listener.inject("refuse")
        listener.cut_connections()


def nothing(_: Attic) -> None:
    """Change nothing."""


SITUATIONS: Mapping[str, tuple[Callable[[Attic], object], dict[str, Any]]] = {
    "local": (nothing, {}),
    "remote": (lambda attic: fail(attic, "lan"), {}),
    "relay": (lambda attic: fail(attic, "lan", "public"), {}),
    "http": (lambda attic: attic.lan.inject("tls_alert"), {"allow_http": True}),
    "pinned": (nothing, {CONF_PINNED: "public"}),
    "offline": (lambda attic: attic.server.crash(), {}),
    "starting": (lambda attic: attic.server.inject("starting"), {}),
}

LAN, PUBLIC = "192.168.40.12:32400", "203.0.113.40:31234"
RELAY = "198.51.100.77:8443"
AUTO = "automatic"

# One line per entity, so that it can be read as a table.
# fmt: off
VALUES: Mapping[str, tuple[str, ...]] = {
    # Situation:         local    remote    relay    http     pinned    offline    starting
    "connection_type":  ("local", "remote", "relay", "local", "remote", "offline", "offline"),
    "reachable":        ("on",    "on",     "on",    "on",    "on",     "off",     "off"),
    "relay_in_use":     ("off",   "off",    "on",    "off",   "off",    "off",     "off"),
    "better_available": ("off",   "off",    "off",   "off",   "off",    "off",     "off"),
    "encrypted":        ("on",    "on",     "on",    "off",   "on",     UNKNOWN,   UNKNOWN),
    "active_address":   (LAN,     PUBLIC,   RELAY,   LAN,     PUBLIC,   UNKNOWN,   UNKNOWN),
    "connection":       (AUTO,    AUTO,     AUTO,    AUTO,    PUBLIC,   AUTO,      AUTO),
    "candidates":       ("4",     "4",      "4",     "5",     "4",      "4",       "4"),
    "failure_count":    ("0",     "0",      "0",     "0",     "0",      "1",       ANY),
    "breaker":          ("closed", "closed", "closed", "closed", "closed", "closed", "closed"),
}
# fmt: on


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_values(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    all_enabled: None,
    elapse: Elapse,
    find: Find,
    situation: str,
) -> None:
    """A server's entities show the expected states in each situation."""
    begin, options = SITUATIONS[situation]
    if CONF_PINNED in options:
        options = {CONF_PINNED: {attic.id: attic.server.row(attic.public).uri}}
    begin(attic)
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(20)
    column = list(SITUATIONS).index(situation)
    rows = {row.key: row for row in SERVER}
    shown = {key: state(hass, find(rows[key]).entity_id) for key in VALUES}
    assert shown == {key: values[column] for key, values in VALUES.items()}
    for key in ("last_test", "last_discovery"):
        assert state(hass, find(rows[key]).entity_id).startswith("20"), key
    is_connected = shown["encrypted"] != UNKNOWN
    latency = state(hass, find(rows["latency"]).entity_id)
    assert (latency != UNKNOWN) is is_connected


async def test_nothing_is_unavailable(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    all_enabled: None,
    elapse: Elapse,
) -> None:
    """Entities stay available while the server and plex.tv are down, to show it."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    attic.server.crash()
    sim.plex_tv.inject("refuse")
    await elapse(90, step=1)
    states = {each.entity_id: each.state for each in hass.states.async_all()}
    assert STATE_UNAVAILABLE not in states.values()
    assert states["binary_sensor.alice_plex_tv"] == "off"


async def test_account(
    hass: HomeAssistant, sim: Simulator, attic: Attic, enabled: None, find: Find
) -> None:
    """The account shows plex.tv's last answer, its time, and all servers' requests."""
    rows = {row.key: row for row in ACCOUNT}
    shown = {key: state(hass, find(row).entity_id) for key, row in rows.items()}
    assert shown["plex_tv_reachable"] == "on"
    assert shown["servers_found"] == "1"
    assert shown["discovery_trigger"] == "first_auth"
    assert shown["last_discovery"].startswith("20")
    assert int(shown["requests_today"]) > 0
    assert shown["rediscover"] == UNKNOWN


@pytest.mark.usefixtures("all_enabled")
async def test_request_count_is_refreshed(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The count is refreshed periodically, without a request to plex.tv."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    before = int(state(hass, "sensor.alice_requests_today"))
    server = entry.runtime_data.servers[attic.id]
    await acted(elapse, server.async_test_connections())
    sent = entry.runtime_data.requests_today()
    assert sent > before
    assert int(state(hass, "sensor.alice_requests_today")) == before
    assert account_view(entry)["requests_today"] == before
    await elapse(COUNTS_INTERVAL.total_seconds(), step=1)
    assert int(state(hass, "sensor.alice_requests_today")) >= sent
    after = int(state(hass, "sensor.alice_requests_today"))
    assert account_view(entry)["requests_today"] == after, "one figure on every page"
    assert sim.record.count(path="/api/v2/resources") == 1


async def test_figures_of_an_outage(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Relay time is rounded in the state too; an offline server has no latencies."""
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(6)
    assert state(hass, "sensor.attic_connection_type") == "relay"
    await elapse(64, step=1)
    shown = state(hass, "sensor.attic_time_on_relay_today")
    assert 0 < float(shown) < 2
    assert re.fullmatch(r"\d\.\d", shown)
    (told,) = (await call(hass, "get_connection"))["servers"]
    assert float(shown) <= told["relay_minutes_today"] <= float(shown) + 0.5
    assert server_row(hass, server)["recent_ms"]

    attic.server.crash()
    await elapse(10)
    assert state(hass, "sensor.attic_connection_type") == "offline"
    row = server_row(hass, server)
    assert (row["latency_ms"], row["recent_ms"]) == (None, [])


async def test_last_change_is_kept_over_a_restart(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    enabled: None,
    find: Find,
) -> None:
    """So are the trigger of the last discovery, and whether plex.tv answered."""
    rows = {row.key: row for row in ROWS}
    kept = ("last_change", "discovery_trigger", "plex_tv_reachable")
    before = {key: state(hass, find(rows[key]).entity_id) for key in kept}
    assert UNKNOWN not in before.values()
    assert await hass.config_entries.async_reload(entry.entry_id)
    after = {key: state(hass, find(rows[key]).entity_id) for key in kept}
    assert after == before


async def test_devices(
    hass: HomeAssistant,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """The account's device is a service, and its servers are connected via it."""
    await set_up()
    registry = dr.async_get(hass)
    account = registry.async_get_device_by_identifier(
        (DOMAIN, str(alice.id)), entry.entry_id
    )
    server = registry.async_get_device_by_identifier((DOMAIN, attic.id), entry.entry_id)
    assert account is not None
    assert server is not None
    assert account.entry_type is DeviceEntryType.SERVICE
    assert (account.name, account.manufacturer, account.model) == (
        "alice",
        "Plex",
        "Account",
    )
    assert server.via_device_id == account.id
    assert server.entry_type is None
    assert (server.name, server.manufacturer, server.model) == (
        "Attic",
        "Plex",
        "Media Server",
    )
    assert server.sw_version == attic.server.profile.version


@pytest.mark.usefixtures("all_enabled")
async def test_first_state_is_unknown_until_the_first_check(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, until: Until
) -> None:
    """A server that has not been checked yet has no known state."""
    attic.server.inject("mute")
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert state(hass, "sensor.attic_connection_type") == UNKNOWN
    assert state(hass, "binary_sensor.attic_reachable") == UNKNOWN
    assert state(hass, "sensor.attic_active_address") == UNKNOWN
