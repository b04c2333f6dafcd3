"""Servers missing from plex.tv's answer: a single answer proves nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import (
    CONF_PINNED,
    CONF_SERVER_TOKENS,
    CONF_UNWATCHED_SERVERS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import MediaServer, Simulator

from .acting import acted, call, select
from .alert_cases import repair, repairs
from .conftest import Attic, Elapse, SetUp, state
from .entity_table import SERVER
from .leaving import DAY, device_of, leave_out, let_days_pass

pytestmark = pytest.mark.usefixtures("all_enabled")


HOUR = 3600.0

RESOURCES = "/api/v2/resources"


def entities_of(hass: HomeAssistant, device: dr.DeviceEntry) -> int:
    """Return the number of a device's entities, including disabled ones."""
    registry = er.async_get(hass)
    return len(
        er.async_entries_for_device(registry, device.id, include_disabled_entities=True)
    )


@pytest.fixture
async def cabin(sim: Simulator, attic: Attic) -> MediaServer:
    """Return a friend's server with a remote address."""
    friend = sim.add_account("bob")
    cabin = await sim.add_server("Cabin", owner=friend)
    cabin.add_address("203.0.113.90", kind="remote")
    cabin.share_with(attic.server.owner)
    return cabin


@pytest.mark.parametrize("by", ["answer", "empty answer"])
async def test_unlisted_server_is_kept(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
    by: str,
) -> None:
    """Device, entities, pin, token and connection survive, as in a password reset."""
    pinned = attic.server.row(attic.lan).uri
    options: Mapping[str, Any] = {CONF_PINNED: {attic.id: pinned}}
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    device = device_of(hass, entry, attic.id)
    assert device is not None
    tokens = entry.data[CONF_SERVER_TOKENS]
    server = entry.runtime_data.servers[attic.id]
    changes = server.data.changes
    answer = await call(hass, "get_connection", device_id=device.id)
    told = answer["servers"][0]
    assert (told["listed"], told["unlisted_since"]) == (True, None)

    await leave_out(
        elapse, entry, attic.server, *([cabin] if by == "empty answer" else [])
    )
    since = dt_util.utcnow()
    await elapse(HOUR, step=10)
    assert entry.runtime_data.servers[attic.id] is server
    assert device_of(hass, entry, attic.id) == device
    assert entities_of(hass, device) == len(SERVER)
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert state(hass, "sensor.cabin_connection_type") == "remote"
    assert state(hass, "select.attic_connection_mode") == "192.168.40.12:32400"
    assert server.data.changes == changes
    assert entry.data[CONF_SERVER_TOKENS] == tokens
    assert await server.backend.get_json("/library/sections")
    assert repairs(hass) == []
    answer = await call(hass, "get_connection", device_id=device.id)
    told = answer["servers"][0]
    assert not told["listed"]
    age = since - datetime.fromisoformat(told["unlisted_since"])
    assert timedelta(0) <= age < timedelta(seconds=5)
    found = "0" if by == "empty answer" else "1"
    assert state(hass, "sensor.alice_servers_found") == found

    attic.server.profile.listed = cabin.profile.listed = True
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert entry.runtime_data.servers[attic.id] is server
    answer = await call(hass, "get_connection", device_id=device.id)
    told = answer["servers"][0]
    assert (told["listed"], told["unlisted_since"]) == (True, None)
    assert state(hass, "sensor.alice_servers_found") == "2"


async def test_asked_again(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """plex.tv is asked again after 1, 5, 15 and 60 minutes, then every six hours."""
    await leave_out(elapse, entry, attic.server)
    sim.record.clear()
    passed = 0
    for number, minutes in enumerate((1, 6, 21, 81, 441, 801)):
        step = 20 if minutes < 100 else 60
        await elapse(60 * minutes - 10 - passed, step=step)
        assert sim.record.count(path=RESOURCES) == number
        await elapse(130, step=step)
        assert sim.record.count(path=RESOURCES) == number + 1
        passed = 60 * minutes + 120


WALL = [timedelta(0), timedelta(days=400), timedelta(days=-9)]


@pytest.mark.parametrize("wall", WALL)
async def test_goes_after_seven_days(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
    wall: timedelta,
) -> None:
    """A friend's goes, even if it answers; an owned one that takes our token stays.

    Only days on which we ran count, over restarts, whatever the wall clock says.
    """
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await leave_out(elapse, entry, attic.server, cabin)
    tokens = entry.data[CONF_SERVER_TOKENS]
    since = entry.runtime_data.servers[attic.id].record.unlisted_since
    await let_days_pass(hass, hass_storage, entry, 3, wall)
    record = entry.runtime_data.servers[attic.id].record
    assert record.unlisted_since == since
    assert state(hass, "sensor.attic_connection_type") == "local"
    await elapse(3)
    assert entry.data[CONF_SERVER_TOKENS] == tokens
    await let_days_pass(hass, hass_storage, entry, 3.95)
    await elapse(HOUR, step=60)
    assert set(entry.runtime_data.servers) == {attic.id, cabin.machine_identifier}
    await elapse(HOUR, step=60)
    assert set(entry.runtime_data.servers) == {attic.id}
    assert device_of(hass, entry, cabin.machine_identifier) is None
    assert set(entry.data[CONF_SERVER_TOKENS]) == {attic.id}
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_own_server_that_is_off_goes_after_seven_days(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Neither listed nor taking our token: nothing of it is left."""
    await leave_out(elapse, entry, attic.server)
    attic.server.crash()
    await let_days_pass(hass, hass_storage, entry, 6.97)
    await elapse(0.5 * HOUR, step=30)
    assert device_of(hass, entry, attic.id) is not None
    await elapse(0.5 * HOUR, step=30)
    assert entry.runtime_data.servers == {}
    assert device_of(hass, entry, attic.id) is None
    assert entry.data[CONF_SERVER_TOKENS] == {}
    assert state(hass, "sensor.alice_servers_found") == "0"
    attic.server.restore()


async def test_token_is_tested_once_a_day(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Without push and operations an owned server's token is tested once a day."""
    hass.config_entries.async_update_entry(entry, options={"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(HOUR, step=10)
    assert sim.record.count(server="Attic", path="/") == 0
    await leave_out(elapse, entry, attic.server)
    await let_days_pass(hass, hass_storage, entry, 6.99)
    await elapse(3)
    await elapse(HOUR, step=60)
    assert sim.record.count(server="Attic", path="/") == 1
    assert state(hass, "sensor.attic_connection_type") == "local"
    await elapse(1.2 * DAY, step=900)
    assert sim.record.count(server="Attic", path="/") == 2


async def delete(hass: HomeAssistant, ws: WebSocketGenerator, device_id: str) -> Any:
    """Delete a device as the frontend does."""
    assert await async_setup_component(hass, "config", {})
    client = await ws(hass)
    return await client.remove_device(device_id)


@pytest.mark.provokes("rejected by integration")
async def test_deleted(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Refused while listed; then at once, for good until listed again."""
    device = device_of(hass, entry, attic.id)
    assert device is not None
    assert not (await delete(hass, hass_ws_client, device.id))["success"]
    assert attic.id in entry.runtime_data.servers

    await leave_out(elapse, entry, attic.server)
    assert (await delete(hass, hass_ws_client, device.id))["success"]
    await elapse(1)
    assert attic.id not in entry.runtime_data.servers
    assert attic.id not in str(hass_storage[f"{DOMAIN}.{entry.entry_id}"])
    assert entry.data[CONF_SERVER_TOKENS] == {}
    assert device_of(hass, entry, attic.id) is None
    assert not [each for each in hass.states.async_entity_ids() if ".attic_" in each]
    asked = sim.record.count(server="Attic")
    await elapse(HOUR, step=10)
    assert sim.record.count(server="Attic") == asked

    assert await hass.config_entries.async_reload(entry.entry_id)
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert entry.runtime_data.servers == {}
    attic.server.profile.listed = True
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_deleted_and_back_in_the_same_run(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """It is new, whatever was known of it at the start of the run."""
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(3)
    assert entry.runtime_data.servers[attic.id].data.changes == server.data.changes
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(5)
    assert state(hass, "event.attic_activity") not in (None, STATE_UNKNOWN)
    attic.lan.heal()
    await leave_out(elapse, entry, attic.server)
    device = device_of(hass, entry, attic.id)
    assert device is not None
    assert (await delete(hass, hass_ws_client, device.id))["success"]
    attic.server.profile.listed = True
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    (change,) = entry.runtime_data.servers[attic.id].data.changes
    assert change.reason == "first"
    assert change not in server.data.changes
    assert state(hass, "event.attic_activity") == STATE_UNKNOWN


@pytest.mark.provokes("rejected by integration")
async def test_deleted_while_its_account_is_not_loaded(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """It does not come back with the account, either."""
    device = device_of(hass, entry, attic.id)
    assert device is not None
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not (await delete(hass, hass_ws_client, device.id))["success"]
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await leave_out(elapse, entry, attic.server)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (await delete(hass, hass_ws_client, device.id))["success"]
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert entry.runtime_data.servers == {}
    assert device_of(hass, entry, attic.id) is None


async def test_deleted_while_an_answer_is_processed(
    hass: HomeAssistant,
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """It does not come back with the rest of the answer."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await leave_out(elapse, entry, cabin)
    runtime = entry.runtime_data
    attic.server.name = "Loft"
    account = runtime.account

    @callback
    def delete() -> None:
        unsubscribe()
        deletion = runtime.async_delete_server(cabin.machine_identifier)
        hass.async_create_task(deletion)

    unsubscribe = account.async_add_listener(delete)
    await acted(elapse, account.async_rediscover())
    assert list(runtime.servers) == [attic.id]


async def test_unwatched_server_goes_at_once(
    hass: HomeAssistant,
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Whether it was unwatched before or after it became unlisted."""
    cabin_id = cabin.machine_identifier
    unwatched: Mapping[str, Any] = {CONF_UNWATCHED_SERVERS: [cabin_id]}
    hass.config_entries.async_update_entry(entry, options=unwatched)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await leave_out(elapse, entry, cabin)
    account = entry.runtime_data.account
    assert [each.server_id for each in account.data.servers] == [attic.id]
    assert set(entry.data[CONF_SERVER_TOKENS]) == {attic.id}

    await leave_out(elapse, entry, attic.server)
    unwatched = {CONF_UNWATCHED_SERVERS: [attic.id]}
    hass.config_entries.async_update_entry(entry, options=unwatched)
    await acted(elapse, hass.config_entries.async_reload(entry.entry_id))
    assert device_of(hass, entry, attic.id) is None
    account = entry.runtime_data.account
    await acted(elapse, account.async_rediscover())
    assert account.data.servers == ()


async def test_lost_store(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Its device stays, with its entities, though nothing else is known of it.

    plex.tv is asked again after a minute, as for any server that it leaves out.
    """
    attic.server.profile.listed = False
    assert await hass.config_entries.async_unload(entry.entry_id)
    del hass_storage[f"{DOMAIN}.{entry.entry_id}"]
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    device = device_of(hass, entry, attic.id)
    assert device is not None
    assert entities_of(hass, device) == len(SERVER)
    assert entry.runtime_data.servers == {}
    sim.record.clear()
    await elapse(70, step=1)
    assert sim.record.count(path=RESOURCES) == 1
    attic.server.profile.listed = True
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert device_of(hass, entry, attic.id) == device
    assert state(hass, "sensor.attic_connection_type") == "local"

    attic.server.profile.listed = False
    assert await hass.config_entries.async_unload(entry.entry_id)
    del hass_storage[f"{DOMAIN}.{entry.entry_id}"]
    assert await hass.config_entries.async_setup(entry.entry_id)
    await let_days_pass(hass, hass_storage, entry, 6.99)
    assert device_of(hass, entry, attic.id) == device
    await elapse(HOUR, step=60)
    assert device_of(hass, entry, attic.id) is None


async def test_owner_lost(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A repair reports it until the server is claimed again."""
    attic.server.profile.claimed = False
    await leave_out(elapse, entry, attic.server)
    await elapse(300, step=1)
    assert repairs(hass) == []
    await elapse(700, step=2)
    assert repairs(hass) == ["owner_lost"]
    assert state(hass, "sensor.attic_connection_type") == "local"
    found = repair(hass, entry, attic, "owner_lost")
    assert found is not None
    assert found.is_fixable
    attic.server.profile.claimed = attic.server.profile.listed = True
    await elapse(330, step=2)
    assert repairs(hass) == []


async def test_listed_without_a_token(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """An answer without a token does not delete the known one."""
    tokens = entry.data[CONF_SERVER_TOKENS]
    attic.server.profile.resource["accessToken"] = None
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert entry.data[CONF_SERVER_TOKENS] == tokens
    assert await server.backend.get_json("/library/sections")


async def test_unlisted_at_a_start(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """A server missing from plex.tv's answer at a start is kept as well."""
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    attic.server.profile.listed = False
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    await entry.runtime_data.account.async_rediscover()
    await hass.async_block_till_done()
    assert state(hass, "sensor.attic_connection_type") == "local"
    await select(hass, "select.attic_connection_mode", "automatic")
