"""What a user sees is unchanged by a reload and by a restart."""

from dataclasses import dataclass
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.const import (
    CONF_CONNECTION_CACHE,
    CONF_PINNED,
    CONF_UNWATCHED_SERVERS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import server_detail
from simulator import Simulator

from .acting import acted, press
from .alert_cases import CASES, bring_about, repair, repairs
from .conftest import Attic, Elapse, drop_this_run, state
from .page import Page
from .test_reload import UNREACHED
from .witness import ADDRESS, TYPE

pytestmark = pytest.mark.usefixtures("all_enabled")


CANDIDATES = "sensor.attic_known_addresses"
FAILURES = "sensor.attic_failed_checks"
SHOWN = (
    TYPE,
    ADDRESS,
    CANDIDATES,
    "sensor.attic_last_change",
    "binary_sensor.attic_reachable",
    "binary_sensor.attic_relay_in_use",
    "select.attic_connection_mode",
)
RESOURCES = "/api/v2/resources"


@dataclass(frozen=True, kw_only=True)
class Again:
    """Loads the entry again; after a restart the store is all there is."""

    hass: HomeAssistant
    entry_id: str
    is_restart: bool

    async def __call__(self) -> None:
        """Load it; no request is sent before this returns."""
        entries = self.hass.config_entries
        if not self.is_restart:
            assert await entries.async_reload(self.entry_id)
            return
        assert await entries.async_unload(self.entry_id)
        drop_this_run(self.hass)
        assert await entries.async_setup(self.entry_id)


@pytest.fixture(params=["reload", "restart"])
def again(
    request: pytest.FixtureRequest, hass: HomeAssistant, entry: MockConfigEntry
) -> Again:
    """Return a reload and a restart in turn."""
    is_restart = request.param == "restart"
    return Again(hass=hass, entry_id=entry.entry_id, is_restart=is_restart)


async def lose(attic: Attic, elapse: Elapse, kind: str, fault: str) -> None:
    """Leave connections of one kind to the server, or none, for 90 s."""
    for name in UNREACHED[kind]:
        listener = getattr(attic, name)
        listener.inject(fault)
        listener.cut_connections()
    await elapse(90, step=0.5)


async def seen(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, ref: dict[str, str]
) -> dict[str, Any]:
    """Return what entities and the server's page show."""
    page = await Page.open(hass_ws_client)
    server = (await page.subscribe("subscribe_server", **ref)).events
    while not server:
        await hass.async_block_till_done()
    view = server[-1]["server"]
    await page.close()
    return {
        **{each: state(hass, each) for each in SHOWN},
        **{key: view[key] for key in ("since", "reason", "changes")},
        "addresses": sorted(each["address"] for each in view["candidates"]),
    }


@pytest.mark.parametrize("kind", UNREACHED)
async def test_states_and_page(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    hass_ws_client: WebSocketGenerator,
    ref: dict[str, str],
    elapse: Elapse,
    again: Again,
    *,
    kind: str,
) -> None:
    """Type, address, time and reason, changes and addresses are the same.

    Except a relay's address after a restart: it is not stored, and plex.tv is asked for
    it when it is needed.
    """
    await lose(attic, elapse, kind, "refuse")
    before = await seen(hass, hass_ws_client, ref)
    assert before[TYPE] == kind
    assert before["since"] is not None
    await again()
    await elapse(20)
    after = await seen(hass, hass_ws_client, ref)
    if attic.relay.place not in after["addresses"]:
        assert kind in {"local", "remote"}
        assert again.is_restart
        before["addresses"].remove(attic.relay.place)
        before[CANDIDATES] = str(int(before[CANDIDATES]) - 1)
    assert after == before


async def test_latency_of_an_offline_server(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    again: Again,
    entry: MockConfigEntry,
) -> None:
    """Latency figures are those of the last connection."""
    await elapse(700, step=5)
    await lose(attic, elapse, "offline", "refuse")
    before = server.metrics.snapshot()
    assert before.latency_warm.count + before.latency_cold.count > 0
    await again()
    (loaded,) = entry.runtime_data.servers.values()
    after = loaded.metrics.snapshot()
    assert (after.latency_warm, after.latency_cold) == (
        before.latency_warm,
        before.latency_cold,
    )


async def test_return_to_what_had_failed(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    again: Again,
) -> None:
    """It counts as a fail-back, whatever was reloaded meanwhile."""
    await lose(attic, elapse, "relay", "refuse")
    assert state(hass, TYPE) == "relay"
    await again()
    await elapse(5)
    for name in UNREACHED["relay"]:
        getattr(attic, name).heal()
    while state(hass, TYPE) == "relay":
        await elapse(1, step=0.5)
    told = hass.states.get("event.attic_activity")
    assert told is not None
    assert told.attributes["to"] == "local"
    assert told.attributes["reason"] == "fail_back"


async def test_rows_after_a_reload(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A reload keeps each address's last attempt with its phases, the relay's too."""
    attic.lan.inject("expired_certificate")
    attic.lan.cut_connections()
    await acted(elapse, server.async_test_connections(), seconds=20)
    before = server_detail(hass, server)["candidates"]
    assert all(each["last_attempt"] for each in before)
    assert await hass.config_entries.async_reload(entry.entry_id)
    (again,) = entry.runtime_data.servers.values()
    assert server_detail(hass, again)["candidates"] == before


async def test_no_other_state_in_between(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """On a relay, whose address is not stored, a reload shows it at once."""
    await lose(attic, elapse, "relay", "silent")
    before = {each: state(hass, each) for each in SHOWN}
    shown: dict[str, set[str]] = {each: set() for each in SHOWN}

    @callback
    def note(event: Event[Any]) -> None:
        if (new := event.data["new_state"]) is not None and new.entity_id in shown:
            shown[new.entity_id].add(new.state)

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(20)
    for entity_id, states in shown.items():
        assert states <= {"unavailable", before[entity_id]}, entity_id


@pytest.mark.parametrize("is_cached", [True, False])
async def test_duration_of_an_outage(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    again: Again,
    *,
    is_cached: bool,
) -> None:
    """It counts from the first failed answer, whatever was reloaded meanwhile."""
    told: list[dict[str, Any]] = []
    hass.bus.async_listen(
        EVENT_PLEX_CONNECTION, lambda event: told.append(dict(event.data))
    )
    began = hass.loop.time()
    await lose(attic, elapse, "offline", "refuse")
    hass.config_entries.async_update_entry(
        entry, options={CONF_CONNECTION_CACHE: is_cached}
    )
    await again()
    await elapse(50, step=0.5)
    for name in UNREACHED["offline"]:
        getattr(attic, name).heal()
    while state(hass, TYPE) == "offline":
        await elapse(0.5, step=0.5)
    took = hass.loop.time() - began
    (change,) = [each for each in told if each.get("from") == "offline"]
    assert change["duration_ms"] == pytest.approx(1000 * took, abs=2000)
    assert took > 140


async def test_entities_show_new_addresses(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Entities show new addresses as soon as pages, without a check."""
    before = int(state(hass, CANDIDATES))
    attic.server.add_address("203.0.113.41", 31235, kind="remote")
    attic.server.publish()
    sent = server.data.last_tested
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert server.data.last_tested == sent
    assert int(state(hass, CANDIDATES)) == before + 1
    options = hass.states.get("select.attic_connection_mode")
    assert options is not None
    assert "203.0.113.41:31235" in options.attributes["options"]


@pytest.mark.parametrize("trouble", CASES)
async def test_repair(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    trouble: str,
) -> None:
    """A reload keeps a repair until its cause is gone."""
    await bring_about(hass, entry, attic, elapse, trouble)
    happened: list[str] = []
    hass.bus.async_listen(
        ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED,
        lambda event: happened.append(event.data["action"]),
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert repairs(hass) == [trouble]
    await elapse(60, step=1)
    assert repairs(hass) == [trouble]
    assert happened == []
    CASES[trouble].mend(attic)
    await elapse(CASES[trouble].over, step=2)
    assert repairs(hass) == []


@pytest.mark.parametrize("trouble", CASES)
async def test_repair_after_a_restart(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    trouble: str,
) -> None:
    """Its time had passed already: it is back with the first state."""
    await bring_about(hass, entry, attic, elapse, trouble)
    assert await hass.config_entries.async_unload(entry.entry_id)
    drop_this_run(hass)
    issue = repair(hass, entry, attic, trouble)
    assert issue is not None
    # Home Assistant keeps none of these over a restart.
    ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    await elapse(3600, step=600)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(20)
    assert repairs(hass) == [trouble]


async def test_repair_of_an_unwatched_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """An unwatched server has no repair."""
    await bring_about(hass, entry, attic, elapse, "pinned_down")
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_UNWATCHED_SERVERS: [attic.id]}
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert repairs(hass) == []


async def test_manual_searches(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Three in two minutes, however often the account is reloaded."""
    button = "button.alice_rediscover_servers"
    before = sim.record.count(path=RESOURCES)
    refused = 0
    for _ in range(6):
        try:
            await acted(elapse, press(hass, button))
        except ServiceValidationError:
            refused += 1
        assert await hass.config_entries.async_reload(entry.entry_id)
        await elapse(5)
    assert refused == 3
    assert sim.record.count(path=RESOURCES) - before == 3


async def test_pinned_to_a_dead_address(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    again: Again,
) -> None:
    """It is checked once, and the next time when it was due."""
    hass.config_entries.async_update_entry(
        entry, options={CONF_PINNED: {attic.id: attic.server.row(attic.lan).uri}}
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(5)
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    while state(hass, FAILURES) != "3":
        await elapse(1, step=0.5)
    assert state(hass, TYPE) == "offline"
    before = 3
    await again()
    await elapse(8)
    assert int(state(hass, FAILURES)) <= before + 1
