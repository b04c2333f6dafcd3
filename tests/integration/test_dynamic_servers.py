"""Servers that join or leave the account while it is loaded."""

import asyncio
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from homeassistant.components.persistent_notification import (
    DOMAIN as NOTIFICATIONS_DOMAIN,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import (
    CONF_PINNED,
    CONF_SERVER_TOKENS,
    CONF_UNWATCHED_SERVERS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.push import PushState
from simulator import MediaServer, Simulator

from .acting import acted, call
from .alert_cases import repairs
from .conftest import Attic, Elapse, InjectedError, state
from .entity_table import ACCOUNT, SERVER
from .leaving import remove
from .listening import Listening


def entities(hass: HomeAssistant, entry: MockConfigEntry) -> int:
    """Return the number of entities, including disabled ones."""
    registry = er.async_get(hass)
    return len(er.async_entries_for_config_entry(registry, entry.entry_id))


async def add_cabin(sim: Simulator) -> MediaServer:
    """Add a second server to the account, reached from outside or by relay."""
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    cabin.add_address("198.51.100.78", 8443, kind="relay")
    return cabin


@pytest.mark.usefixtures("all_enabled")
async def test_appears(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A new server gets everything that a server has, without a reload."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    runtime = entry.runtime_data
    cabin = await add_cabin(sim)
    await acted(elapse, runtime.account.async_rediscover())
    assert entry.runtime_data is runtime
    assert entities(hass, entry) == 2 * len(SERVER) + len(ACCOUNT)
    assert state(hass, "sensor.cabin_connection_type") == "remote"
    assert state(hass, "select.cabin_connection_mode") == "automatic"
    assert state(hass, "sensor.alice_servers_found") == "2"
    server = runtime.servers[cabin.machine_identifier]
    assert server.push.state is PushState.OPEN
    answer = await call(hass, "get_connection")
    assert [each["name"] for each in answer["servers"]] == ["Attic", "Cabin"]
    assert set(entry.data[CONF_SERVER_TOKENS]) == {attic.id, cabin.machine_identifier}


@pytest.mark.parametrize("step", ["async_rediscovered", "async_start"])
async def test_error_of_one_server_spares_the_others(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    injected: list[InjectedError],
    step: str,
) -> None:
    """If a changed or new server raises, it is logged and the others are applied."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await add_cabin(sim)
    harbour = await sim.add_server("Harbour")
    harbour.add_address("203.0.113.120", kind="remote")
    troubled = "Attic" if step == "async_rediscovered" else "Cabin"
    proper = getattr(ServerCoordinator, step)

    def fail(server: ServerCoordinator, *told: Any) -> None:
        if server.name == troubled:
            injected.append(InjectedError(step))
            raise injected[-1]
        proper(server, *told)

    with patch.object(ServerCoordinator, step, fail):
        await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert len(injected) == 1
    assert state(hass, "sensor.harbour_connection_type") == "remote"


@pytest.fixture
async def cabin(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> MediaServer:
    """Return a server that leaves traces everywhere: pinned, used and tested."""
    cabin = await add_cabin(sim)
    url = cabin.row(cabin.listeners[0]).uri
    options: Mapping[str, Any] = {
        CONF_PINNED: {cabin.machine_identifier: url},
        "notify_relay": True,
        "notify_relay_after": 1,
    }
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server = entry.runtime_data.servers[cabin.machine_identifier]
    await acted(elapse, server.backend.get_json("/library/sections"))
    await acted(elapse, server.async_test_connections())
    return cabin


async def test_disappears(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    cabin: MediaServer,
    elapse: Elapse,
) -> None:
    """No device, entity, task, socket, timer, repair or store content remains."""
    cabin_id = cabin.machine_identifier
    cabin.listeners[0].inject("refuse")
    cabin.listeners[0].cut_connections()
    await elapse(90, step=1)
    assert repairs(hass) == ["pinned_down"]
    content = str(entry.runtime_data.content().to_dict())
    assert cabin_id in content

    await remove(hass, elapse, entry, cabin)
    registry = dr.async_get(hass)
    devices = dr.async_entries_for_config_entry(registry, entry.entry_id)
    assert {identifier for each in devices for _, identifier in each.identifiers} == {
        attic.id,
        str(entry.unique_id),
    }
    assert entities(hass, entry) == len(SERVER) + len(ACCOUNT)
    assert not [each for each in hass.states.async_entity_ids() if ".cabin_" in each]
    assert repairs(hass) == []
    assert not [
        task for task in asyncio.all_tasks() if task.get_name().startswith("Cabin")
    ]
    assert cabin_id not in entry.runtime_data.servers
    assert set(entry.data[CONF_SERVER_TOKENS]) == {attic.id}

    asked = sim.record.count(server="Cabin")
    # Home Assistant's connection pool keeps idle sockets for 15 s.
    await elapse(900, step=3)
    assert sim.record.count(server="Cabin") == asked
    assert cabin.notifications.websockets == 0
    assert all(
        each.closed for each in sim.record.connections if each.origin.server == "Cabin"
    )
    assert cabin_id not in str(hass_storage[f"{DOMAIN}.{entry.entry_id}"])
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert cabin_id not in str(hass_storage[f"{DOMAIN}.{entry.entry_id}"])


async def test_requests_of_a_server_that_disappears(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    cabin: MediaServer,
    elapse: Elapse,
) -> None:
    """Today's requests of a removed, unwatched or forgotten server stay counted."""
    runtime = entry.runtime_data
    sent = runtime.requests_today()
    await acted(elapse, runtime.servers[attic.id].async_forget())
    forgotten = runtime.requests_today()
    assert forgotten > sent

    cabin_id = cabin.machine_identifier
    unwatched: Mapping[str, Any] = {CONF_UNWATCHED_SERVERS: [cabin_id]}
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, **unwatched}
    )
    await acted(elapse, hass.config_entries.async_reload(entry.entry_id))
    runtime = entry.runtime_data
    assert list(runtime.servers) == [attic.id]
    without = runtime.requests_today()
    assert without >= forgotten

    options = {key: entry.options[key] for key in entry.options if key not in unwatched}
    hass.config_entries.async_update_entry(entry, options=options)
    await acted(elapse, hass.config_entries.async_reload(entry.entry_id))
    runtime = entry.runtime_data
    again = runtime.requests_today()
    assert again >= without
    await remove(hass, elapse, entry, cabin)
    assert list(runtime.servers) == [attic.id]
    gone = runtime.requests_today()
    assert gone >= again

    # The returned server counts from zero, and its earlier requests count only once.
    cabin.profile.listed = True
    await acted(elapse, runtime.account.async_rediscover())
    counted = runtime.servers[cabin_id].metrics.snapshot().requests_today
    assert 0 < counted < 12
    assert gone < runtime.requests_today() < gone + 15


async def test_unwatched_server_is_forgotten(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    cabin: MediaServer,
    elapse: Elapse,
) -> None:
    """An unwatched server's changes, latencies, days and learned data are erased."""

    def kept() -> set[str]:
        """Return the parts of the store that contain the server."""
        data = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
        parts = {**data, "measured": data["measured"]["servers"]}
        return {key for key, part in parts.items() if cabin_id in str(part)}

    cabin_id = cabin.machine_identifier
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert {"changes", "measured", "histories"} <= kept()
    options = {**entry.options, CONF_UNWATCHED_SERVERS: [cabin_id]}
    hass.config_entries.async_update_entry(entry, options=options)
    await acted(elapse, hass.config_entries.async_setup(entry.entry_id))
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert kept() <= {"servers"}


async def test_notification_of_a_server_that_disappears(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    cabin: MediaServer,
    elapse: Elapse,
) -> None:
    """The notification is dismissed, because nothing else would do so later."""
    await acted(
        elapse, entry.runtime_data.servers[cabin.machine_identifier].async_pin(None)
    )
    cabin.listeners[0].inject("refuse")
    cabin.listeners[0].cut_connections()
    await elapse(150, step=1)
    assert state(hass, "sensor.cabin_connection_type") == "relay"
    assert len(hass.data[NOTIFICATIONS_DOMAIN]) == 1
    await remove(hass, elapse, entry, cabin)
    assert hass.data[NOTIFICATIONS_DOMAIN] == {}


async def test_comes_back(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    cabin: MediaServer,
    elapse: Elapse,
) -> None:
    """A user's decisions about a returned server apply again; nothing else is kept."""
    await remove(hass, elapse, entry, cabin)
    assert list(entry.options[CONF_PINNED]) == [cabin.machine_identifier]
    cabin.profile.listed = True
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert state(hass, "sensor.cabin_connection_type") == "remote"
    assert state(hass, "select.cabin_connection_mode") == "203.0.113.90:32400"
    server = entry.runtime_data.servers[cabin.machine_identifier]
    assert not server.measured.today.operations


async def test_repeated_removal_and_return(
    listening: Listening,
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    cabin: MediaServer,
    elapse: Elapse,
) -> None:
    """Repeated removal and return accumulate neither listeners nor tasks."""

    async def once() -> tuple[int, int]:
        await remove(hass, elapse, entry, cabin)
        await elapse(120, step=2)
        cabin.profile.listed = True
        await acted(elapse, entry.runtime_data.account.async_rediscover())
        await elapse(120, step=2)
        account = entry.runtime_data.account
        tasks = [
            each
            for each in asyncio.all_tasks()
            if each.get_name().startswith(("Cabin", "Attic", "Plex account"))
        ]
        return listening.to(account), len(tasks)

    first = await once()
    for _ in range(3):
        assert await once() == first
    assert state(hass, "sensor.cabin_connection_type") == "remote"


async def test_address_that_is_no_longer_allowed(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A shared server that moves out keeps its rows, but its local address is left.

    At once, not at the next scheduled check.
    """
    cabin = await sim.add_server("Cabin", owner=sim.add_account("bob"))
    cabin.add_address("192.168.40.33", kind="local")
    cabin.add_address("203.0.113.90", kind="remote")
    cabin.share_with(attic.server.owner)
    cabin.profile.public_address_matches = True
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert state(hass, "sensor.cabin_connection_type") == "local"
    cabin.profile.public_address_matches = False
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    assert state(hass, "sensor.cabin_connection_type") == "remote"
