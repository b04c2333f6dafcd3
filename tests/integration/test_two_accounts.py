"""Two accounts with the same server: separate, and independent of each other."""

import asyncio
from collections.abc import AsyncIterator

from homeassistant.components.persistent_notification import (
    DOMAIN as NOTIFICATIONS_DOMAIN,
)
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_PINNED,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from simulator import Account, Simulator

from .acting import acted, call, select
from .alert_cases import CASES, prepare, repair
from .conftest import Attic, Elapse, state
from .entity_table import ACCOUNT, SERVER


def entity_id(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    attic: Attic,
    key: str = "connection_type",
    platform: Platform = Platform.SENSOR,
) -> str:
    """Return an account's entity id; the account loaded first gets the plain name."""
    found = er.async_get(hass).async_get_entity_id(
        platform, DOMAIN, f"{entry.unique_id}_{attic.id}_{key}"
    )
    assert found is not None
    return found


def kind(hass: HomeAssistant, entry: MockConfigEntry, attic: Attic) -> str:
    """Return the type of connection that an account shows."""
    return state(hass, entity_id(hass, entry, attic))


@pytest.fixture
def bob(sim: Simulator, attic: Attic) -> Account:
    """Return a friend with access to the server, on the same network."""
    bob = sim.add_account("bob")
    attic.server.share_with(bob)
    return bob


@pytest.fixture
async def other(
    hass: HomeAssistant, bob: Account, entry: MockConfigEntry
) -> AsyncIterator[MockConfigEntry]:
    """Return the friend's entry."""
    other = MockConfigEntry(
        domain=DOMAIN,
        title=bob.username,
        unique_id=str(bob.id),
        data={
            CONF_CLIENT_IDENTIFIER: "b0b",
            "token": bob.token,
            CONF_SERVER_TOKENS: {},
        },
    )
    other.add_to_hass(hass)
    yield other
    if other.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(other.entry_id)


async def load(
    hass: HomeAssistant, elapse: Elapse, entry: MockConfigEntry, other: MockConfigEntry
) -> None:
    """Load both; Home Assistant loads all entries of a domain with the first."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    if other.state is ConfigEntryState.NOT_LOADED:
        assert await hass.config_entries.async_setup(other.entry_id)
    await elapse(3)


async def test_devices_and_entities(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Twice as many, none shared; each server's device belongs to its own account."""
    await load(hass, elapse, entry, other)
    entities, devices = er.async_get(hass), dr.async_get(hass)
    for each in (entry, other):
        ours = er.async_entries_for_config_entry(entities, each.entry_id)
        assert len(ours) == len(SERVER) + len(ACCOUNT)
        prefix = f"{each.unique_id}_"
        assert all(entity.unique_id.startswith(prefix) for entity in ours)
        by_identifier = {
            identifier: device
            for device in dr.async_entries_for_config_entry(devices, each.entry_id)
            for _, identifier in device.identifiers
        }
        assert by_identifier.keys() == {attic.id, str(each.unique_id)}
        account = by_identifier[str(each.unique_id)]
        assert by_identifier[attic.id].via_device_id == account.id
        assert {entity.device_id for entity in ours} == {
            device.id for device in by_identifier.values()
        }
    assert len(devices.devices) == 4
    assert kind(hass, entry, attic) == kind(hass, other, attic) == "local"


@pytest.mark.parametrize("whose", ["alice", "bob"])
async def test_unload_of_one_during_a_search(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
    whose: str,
) -> None:
    """The action asks for the other account, then raises an error for this one."""
    await load(hass, elapse, entry, other)
    sim.plex_tv.inject("slow_answer", delay=5.0)
    asking = asyncio.ensure_future(call(hass, "rediscover"))
    await elapse(1)
    gone = next(each for each in (entry, other) if each.title == whose)
    await acted(elapse, hass.config_entries.async_unload(gone.entry_id))
    assert not asking.done()
    await elapse(10)
    with pytest.raises(HomeAssistantError) as caught:
        await asking
    assert caught.value.translation_key == "account_unloaded"
    assert caught.value.translation_placeholders == {"account": whose}


async def test_rejected_sign_in_of_one(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The action's error is about one account; plex.tv is asked for the other, too."""
    await load(hass, elapse, entry, other)
    sim.plex_tv.revoke(alice)
    before = other.runtime_data.account.data.discovered_at
    with pytest.raises(HomeAssistantError) as caught:
        await acted(elapse, call(hass, "rediscover"))
    assert caught.value.translation_placeholders is not None
    assert caught.value.translation_placeholders["account"] == "alice"
    assert other.runtime_data.account.data.discovered_at > before


async def test_pins_are_separate(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """One account's pin does not affect the other; tokens are never mixed up."""
    await load(hass, elapse, entry, other)
    choice = entity_id(hass, other, attic, "connection", Platform.SELECT)
    await acted(elapse, select(hass, choice, "203.0.113.40:31234"))
    await elapse(400, step=2)
    assert kind(hass, entry, attic) == "local"
    assert kind(hass, other, attic) == "remote"
    assert CONF_PINNED not in entry.options
    assert sim.record.tokens_at(attic.public.place) == {"server:Attic:bob"}
    answer = await call(hass, "get_connection", config_entry_id=other.entry_id)
    (told,) = answer["servers"]
    assert told["pinned_url"] == attic.server.row(attic.public).uri


async def test_repairs_are_separate(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """One repair per account with the problem; disabling one removes its own."""
    prepare(hass, other, attic, "pinned_down")
    await load(hass, elapse, entry, other)
    CASES["pinned_down"].begin(attic)
    await elapse(90, step=1)
    assert repair(hass, entry, attic, "pinned_down") is None
    assert repair(hass, other, attic, "pinned_down") is not None

    prepare(hass, entry, attic, "pinned_down")
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(90, step=1)
    assert repair(hass, entry, attic, "pinned_down") is not None
    by_user = ConfigEntryDisabler.USER
    assert await hass.config_entries.async_set_disabled_by(entry.entry_id, by_user)
    assert repair(hass, entry, attic, "pinned_down") is None
    assert repair(hass, other, attic, "pinned_down") is not None


async def test_one_repair_for_one_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """What is wrong with the server has one repair; the other account takes it over."""
    for each in (entry, other):
        prepare(hass, each, attic, "relay_long")
    await load(hass, elapse, entry, other)
    CASES["relay_long"].begin(attic)
    await elapse(700, step=2)
    assert kind(hass, entry, attic) == kind(hass, other, attic) == "relay"
    told = [repair(hass, each, attic, "relay_long") for each in (entry, other)]
    assert told.count(None) == 1
    by_user = ConfigEntryDisabler.USER
    first, second = (entry, other) if told[0] else (other, entry)
    assert await hass.config_entries.async_set_disabled_by(first.entry_id, by_user)
    await elapse(300, step=2)
    assert repair(hass, second, attic, "relay_long") is not None


async def test_notifications_are_separate(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Each account that wants notifications gets its own, dismissed with it."""
    wanted = {"notify_relay": True, "notify_relay_after": 1}
    for each in (entry, other):
        hass.config_entries.async_update_entry(each, options=wanted)
    await load(hass, elapse, entry, other)
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(150, step=1)
    assert kind(hass, entry, attic) == kind(hass, other, attic) == "relay"
    about = {each.rsplit("_", 1)[0] for each in hass.data[NOTIFICATIONS_DOMAIN]}
    relay = "plex_connection_notification_relay"
    assert about == {f"{relay}_{entry.entry_id}", f"{relay}_{other.entry_id}"}

    assert await hass.config_entries.async_remove(other.entry_id)
    (left,) = hass.data[NOTIFICATIONS_DOMAIN]
    assert left.startswith(f"{relay}_{entry.entry_id}")


async def test_one_is_removed(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The other keeps its device and states."""
    await load(hass, elapse, entry, other)
    gone = entity_id(hass, entry, attic)
    await hass.config_entries.async_remove(entry.entry_id)
    assert hass.states.get(gone) is None
    assert kind(hass, other, attic) == "local"
    devices = dr.async_get(hass)
    assert len(dr.async_entries_for_config_entry(devices, other.entry_id)) == 2
    assert len(devices.devices) == 2
    await elapse(320, step=2)
    assert kind(hass, other, attic) == "local"
