"""From a signed-in account to entities, and back to nothing."""

import asyncio
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_ON
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import ifaddr
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.plex_connection import async_remove_config_entry_device
from custom_components.plex_connection.const import (
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.redaction.display_text import NAME_LIMIT
from simulator import Account, Simulator

from .conftest import Attic, Elapse, SetUp, Until, state

# What runs in other threads is used here.
pytestmark = pytest.mark.usefixtures("asyncio_debug")


@pytest.mark.usefixtures("all_enabled")
async def test_first_setup(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """The server at home is reached locally, over TLS, with its own token."""
    await set_up()
    await until(lambda: sim.record.count(path="/:/websockets/notifications"))

    assert entry.state is ConfigEntryState.LOADED
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert state(hass, "sensor.attic_active_address") == "192.168.40.12:32400"
    assert float(state(hass, "sensor.attic_latency")) >= 0
    assert state(hass, "sensor.attic_failed_checks") == "0"
    assert state(hass, "binary_sensor.attic_reachable") == STATE_ON
    assert state(hass, "sensor.attic_last_change").startswith("20")
    assert state(hass, "select.attic_connection_mode") == "automatic"

    assert sim.record.tokens_in_clear() == []
    assert sim.record.tokens_at(attic.lan.place) == {"server:Attic:alice"}
    for listener in (attic.bridge, attic.public, attic.relay):
        assert sim.record.tokens_at(listener.place) == set()
    assert list(entry.data[CONF_SERVER_TOKENS]) == [attic.id]


async def test_unique_ids(
    hass: HomeAssistant, alice: Account, attic: Attic, set_up: SetUp
) -> None:
    """Ids contain account, server and key: two accounts may share a server."""
    await set_up()
    registry = er.async_get(hass)
    keys = {
        entity.unique_id.removeprefix(f"{alice.id}_{attic.id}_")
        for entity in registry.entities.values()
        if entity.unique_id.startswith(f"{alice.id}_{attic.id}_")
    }
    assert keys == {
        "active_address",
        "activity",
        "better_available",
        "breaker",
        "candidates",
        "certificate_expires",
        "connection",
        "connection_type",
        "discovery_trigger",
        "encrypted",
        "failure_count",
        "forget",
        "last_change",
        "last_discovery",
        "last_test",
        "latency",
        "latency_p50",
        "latency_p95",
        "next_check",
        "problem",
        "reachable",
        "rediscover",
        "relay_in_use",
        "relay_time",
        "remote_access",
        "success_rate",
        "test_connections",
    }


async def test_names_need_no_dns(
    hass: HomeAssistant, sim: Simulator, attic: Attic, set_up: SetUp
) -> None:
    """With every plex.direct name unresolvable the local connection is chosen."""
    sim.break_plex_direct()
    await set_up()
    assert state(hass, "sensor.attic_connection_type") == "local"
    lan = [
        entry
        for entry in sim.record.requests
        if entry.origin.listener == attic.lan.place
    ]
    assert lan
    assert all(entry.tls for entry in lan)
    names = {lookup.name for lookup in sim.record.lookups}
    assert not any(name.endswith(".plex.direct") for name in names)


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(
    "fault",
    [
        "wrong_server",
        "expired_certificate",
        "wrong_certificate",
        "self_signed_certificate",
        "redirect",
        "not_plex",
        "garbage",
        "stall_body",
        "mute",
    ],
)
async def test_no_token_goes_to_a_stranger(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
    until: Until,
    fault: str,
) -> None:
    """A wrong server at the LAN address gets no token; the right one is found."""
    attic.lan.inject(fault)
    await set_up()
    await until(lambda: sim.record.tokens_at(attic.public.place))
    assert state(hass, "sensor.attic_connection_type") == "remote"
    assert state(hass, "sensor.attic_active_address") == "203.0.113.40:31234"
    assert sim.record.tokens_at(attic.lan.place) == set()
    assert sim.record.tokens_in_clear() == []


@pytest.mark.usefixtures("all_enabled")
async def test_hostile_rows_of_a_shared_server(
    hass: HomeAssistant, sim: Simulator, alice: Account, set_up: SetUp
) -> None:
    """A shared server cannot make us contact hosts on our own network."""
    bob = sim.add_account("bob")
    server = await sim.add_server("Barn", owner=bob, shared_with=(alice,))
    hostile = [
        server.add_address("127.0.0.1", 8123, kind="remote"),
        server.add_address("192.168.40.1", 443, kind="remote"),
        server.add_address("192.168.40.99"),
        server.add_address("169.254.169.254", 80, kind="remote"),
        server.add_address("10.0.0.7", 443, kind="remote", host="barn.example.net"),
    ]
    good = server.add_address("203.0.113.77", kind="remote")
    await set_up()
    assert state(hass, "sensor.barn_connection_type") == "remote"
    assert state(hass, "sensor.barn_active_address") == "203.0.113.77:32400"
    dialled = {(dial.address, dial.port) for dial in sim.record.dials}
    assert (good.address, good.port) in dialled
    assert dialled.isdisjoint((row.address, row.port) for row in hostile)


@pytest.mark.usefixtures("all_enabled")
async def test_hostile_rows_on_a_public_network_of_ours(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Public addresses on a network of ours are refused to a shared server, too.

    That others can reach them is no reason for us to contact them for its owner. The
    rows claim to be remote, and a name resolves elsewhere each time.
    """
    bob = sim.add_account("bob")
    server = await sim.add_server("Barn", owner=bob, shared_with=(alice,))
    hostile = [
        server.add_address("203.0.113.7", 22, kind="remote"),
        server.add_address("203.0.113.8", 22, kind="remote", host="rebound.example"),
        server.add_address("203.0.113.9", 443, kind="relay"),
        server.add_address("192.168.40.1", 443, listed=False),
    ]
    named = server.add_address("203.0.113.77", kind="remote", host="barn.example")
    adapters = [
        ifaddr.Adapter(address, address, [ifaddr.IP(address, prefix, address)], index=n)
        for n, (address, prefix) in enumerate(
            [("192.168.40.10", 24), ("203.0.113.2", 28)]
        )
    ]
    with patch("ifaddr.get_adapters", return_value=adapters):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(3)
        assert state(hass, "sensor.barn_active_address") == "barn.example:32400"
        for address in ("203.0.113.7", "192.168.40.1"):
            sim.network.set_name("barn.example", address)
            named.cut_connections()
            await elapse(30)
    dialled = {dial.address for dial in sim.record.dials}
    assert named.address in dialled
    assert dialled.isdisjoint(each.address for each in hostile)
    assert state(hass, "sensor.barn_connection_type") == "offline"


def shown(hass: HomeAssistant) -> dict[str, str]:
    """Return the states of all sensors that a start does not change by itself.

    Relay rows are not stored, and requests are counted when the sensor is read.
    """
    return {
        each.entity_id: each.state
        for each in hass.states.async_all("sensor")
        if not each.entity_id.endswith(("known_addresses", "requests_today"))
    }


async def test_fresh_start_sends_nothing_before_states_are_there(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """After a restart each entity has its state before the first request leaves."""
    await set_up()
    before = shown(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    asked = len(sim.record.dials)
    identities = sim.record.count(path="/identity")

    seen: dict[str, int] = {}

    async def note(event: Event[Any]) -> None:
        if (new := event.data["new_state"]) is not None:
            seen.setdefault(new.entity_id, len(sim.record.dials) - asked)
            assert new.state == before.get(new.entity_id, new.state)

    unlisten = hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert shown(hass) == before
    await hass.async_block_till_done()
    unlisten()
    assert set(before) <= set(seen)
    assert set(seen.values()) == {0}

    # The push channel verifies the identity before it sends its token; the check itself
    # is not due.
    await until(lambda: sim.record.count(path="/:/websockets/notifications") > 1)
    assert sim.record.count(path="/identity") == identities + 1
    assert sim.record.count(path="/api/v2/resources") == 1


async def test_stale_start_shows_the_old_state_and_checks_at_once(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After an hour off, the old state is shown while it is tested."""
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(hours=1))
    attic.lan.inject("refuse")
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert state(hass, "sensor.attic_connection_type") == "local"
    await until(lambda: state(hass, "sensor.attic_connection_type") == "remote")


async def test_plex_tv_is_down_at_the_start(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The store is enough: every live server is usable."""
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(days=2))
    sim.plex_tv.inject("refuse")
    caplog.clear()

    assert await hass.config_entries.async_setup(entry.entry_id)
    server = entry.runtime_data.servers[attic.id]
    asked = sim.record.count(server="Attic")
    await until(lambda: sim.record.count(server="Attic") > asked)
    await until(lambda: entry.runtime_data.account.data.error)
    assert entry.state is ConfigEntryState.LOADED
    assert server.data.connection_type == "local"
    assert caplog.text.count("plex.tv does not answer") == 1

    sim.plex_tv.heal()
    freezer.tick(timedelta(hours=2))
    async_fire_time_changed(hass)
    await until(lambda: entry.runtime_data.account.data.error is None)
    assert caplog.text.count("plex.tv answers again") == 1


async def test_plex_tv_is_down_at_the_very_first_start(
    hass: HomeAssistant, sim: Simulator, attic: Attic, entry: MockConfigEntry
) -> None:
    """Without a store there are no servers: setup is retried later."""
    sim.plex_tv.inject("refuse")
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "discovery_failed"


@pytest.mark.provokes("Config entry 'alice'")
async def test_token_is_rejected_at_the_start(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
) -> None:
    """A rejected token at the start asks the user to sign in again."""
    sim.plex_tv.revoke(alice)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


async def test_token_is_rejected_while_running(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The servers stay usable while the user is asked to sign in again."""
    await set_up()
    sim.plex_tv.revoke(alice)
    freezer.tick(timedelta(hours=25))
    async_fire_time_changed(hass)
    await until(hass.config_entries.flow.async_progress)
    assert entry.state is ConfigEntryState.LOADED
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_removal_leaves_nothing_behind(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    freezer: FrozenDateTimeFactory,
) -> None:
    """No device, entity, state, store content, task or socket stays."""
    await set_up()
    await until(lambda: sim.record.count(path="/:/websockets/notifications"))
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert f"{DOMAIN}.{entry.entry_id}" not in hass_storage
    devices = dr.async_get(hass)
    assert not dr.async_entries_for_config_entry(devices, entry.entry_id)
    assert not hass.states.async_all()
    # Home Assistant's connection pool keeps idle sockets for 15 s.
    freezer.tick(timedelta(minutes=1))
    await until(lambda: all(link.closed for link in sim.record.connections))


async def test_reload(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """A reload gives the same entities, with the same states."""
    await set_up()
    before = shown(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert shown(hass) == before


async def test_servers_come_and_go(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """A newly listed server appears; one that is no longer listed stays.

    Its device goes when the user deletes it, or after seven days (test_unlisted.py).
    """
    await set_up()
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    await entry.runtime_data.account.async_rediscover()
    await until(lambda: hass.states.get("sensor.cabin_connection_type"))
    await until(lambda: state(hass, "sensor.cabin_connection_type") == "remote")

    attic.server.profile.listed = False
    await entry.runtime_data.account.async_rediscover()
    await hass.async_block_till_done()
    assert state(hass, "sensor.attic_connection_type") == "local"
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, attic.id), entry.entry_id)
    assert device is not None

    assert await async_remove_config_entry_device(hass, entry, device)
    registry.async_remove_device(device.id)
    await hass.async_block_till_done()
    assert hass.states.get("sensor.attic_connection_type") is None
    assert list(entry.runtime_data.servers) == [cabin.machine_identifier]

    attic.server.profile.listed = True
    await entry.runtime_data.account.async_rediscover()
    await until(lambda: hass.states.get("sensor.attic_connection_type"))
    await until(lambda: state(hass, "sensor.attic_connection_type") == "local")


async def test_server_is_renamed_and_updated(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """The device shows the server's present name and version."""
    await set_up()
    attic.server.name = "Loft " + "x" * 300
    attic.server.profile.version = "1.44.0.1"
    await entry.runtime_data.account.async_rediscover()
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, attic.id), entry.entry_id
    )
    assert device is not None
    assert device.name is not None
    assert device.name.startswith("Loft xxx")
    assert len(device.name) == NAME_LIMIT
    assert device.sw_version == "1.44.0.1"
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_device_of_a_server_that_is_gone_may_be_deleted(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """The device of a listed server may not: the next discovery would restore it.

    An unlisted one's may, although the server is watched and answers; so may that of an
    unknown one.
    """
    await set_up()
    registry = dr.async_get(hass)
    there = registry.async_get_device_by_identifier((DOMAIN, attic.id), entry.entry_id)
    gone = registry.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, "gone")}
    )
    assert there is not None
    assert not await async_remove_config_entry_device(hass, entry, there)
    assert list(entry.runtime_data.servers) == [attic.id]
    assert await async_remove_config_entry_device(hass, entry, gone)

    attic.server.profile.listed = False
    await entry.runtime_data.account.async_rediscover()
    assert list(entry.runtime_data.servers) == [attic.id]
    assert await async_remove_config_entry_device(hass, entry, there)
    assert entry.runtime_data.servers == {}


@pytest.mark.parametrize("value", ["0", "false", "Off", " NO "])
async def test_kill_switch(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
) -> None:
    """Without the cache no state is kept or used; the selection is the same."""
    monkeypatch.setenv("ENABLE_CONNECTION_CACHE", value)
    await set_up()
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["states"] == {}
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.runtime_data.servers[attic.id].data.last_tested is None


@pytest.mark.parametrize("turns", range(20, 32))
async def test_unloaded_during_a_check(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    turns: int,
) -> None:
    """A race that has just begun ends silently, whatever it is doing."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    for _ in range(turns):
        await asyncio.sleep(0)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
