"""Targets of actions: every kind selects the right servers, and no others."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from simulator import Account, MediaServer, Simulator

from .acting import acted, call
from .automations import Places, place
from .conftest import Attic, Elapse, SetUp

TARGETED = ("rediscover", "test_connections", "get_connection", "forget")


@pytest.fixture
async def cabin(sim: Simulator, alice: Account) -> MediaServer:
    """Return a second server of the account."""
    server = await sim.add_server("Cabin", owner=alice)
    server.add_address("203.0.113.90", kind="remote")
    return server


@pytest.fixture
async def places(
    hass: HomeAssistant,
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> Places:
    """Load the account; return the home server's places, which a lamp shares."""
    await set_up()
    places = place(hass, entry, attic.id)
    devices = dr.async_get(hass)
    elsewhere = MockConfigEntry(domain="elsewhere")
    elsewhere.add_to_hass(hass)
    lamp = devices.async_get_or_create(
        config_entry_id=elsewhere.entry_id, identifiers={("elsewhere", "lamp")}
    )
    devices.async_update_device(
        lamp.id, area_id=places.area_id, labels={places.label_id}
    )
    return places


def names(answer: dict[str, Any]) -> list[str]:
    """Return the names of the servers in an action's response."""
    return [each["name"] for each in answer["servers"]]


def device_of(hass: HomeAssistant, entry: MockConfigEntry, identifier: str) -> str:
    """Return the id of one of our devices."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, identifier), entry.entry_id
    )
    assert device is not None
    return device.id


@pytest.mark.parametrize("action", TARGETED[1:])
async def test_every_kind_of_target_selects_the_server(
    hass: HomeAssistant, places: Places, elapse: Elapse, action: str
) -> None:
    """Every kind of target selects the server, as for triggers, and not the lamp."""
    for way, target in places.ways("sensor.attic_latency"):
        answer = await acted(elapse, call(hass, action, **target), seconds=20)
        assert names(answer) == ["Attic"], way


async def test_every_kind_of_target_selects_the_account(
    hass: HomeAssistant, sim: Simulator, entry: MockConfigEntry, places: Places
) -> None:
    """`rediscover` accepts any target of a server as its account."""
    for way, target in places.ways("sensor.attic_latency"):
        answer = await call(hass, "rediscover", **target)
        (account,) = answer["accounts"]
        assert account["config_entry_id"] == entry.entry_id, way


async def test_several_targets(
    hass: HomeAssistant,
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    places: Places,
) -> None:
    """Lists are accepted: servers keep their order and appear once."""
    here = device_of(hass, entry, attic.id)
    there = device_of(hass, entry, cabin.machine_identifier)
    both = await call(hass, "get_connection", device_id=[there, here, there])
    assert names(both) == ["Cabin", "Attic"]
    mixed = await call(
        hass,
        "get_connection",
        entity_id=["sensor.cabin_connection_type"],
        area_id=[places.area_id],
        config_entry_id=entry.entry_id,
    )
    assert names(mixed) == ["Cabin", "Attic"]
    account = device_of(hass, entry, str(entry.unique_id))
    every = await call(hass, "get_connection", device_id=[account, here])
    assert sorted(names(every)) == ["Attic", "Cabin"]


@pytest.mark.parametrize("action", TARGETED)
async def test_empty_target(
    hass: HomeAssistant, sim: Simulator, places: Places, action: str
) -> None:
    """An empty list does not mean all servers; neither does an area without any."""
    sent = len(sim.record.requests)
    empty: tuple[dict[str, Any], ...] = (
        {"device_id": []},
        {"device_id": "none"},
        {"area_id": "kitchen"},
        {"label_id": []},
    )
    for target in empty:
        with pytest.raises(ServiceValidationError) as caught:
            await call(hass, action, **target)
        assert caught.value.translation_key == "target_empty", target
    for entity_id in ("light.hall", "all"):
        with pytest.raises(ServiceValidationError) as caught:
            await call(hass, action, entity_id=entity_id)
        assert caught.value.translation_key == "target_foreign"
        assert caught.value.translation_placeholders == {"entity": entity_id}
    assert len(sim.record.requests) == sent


@pytest.mark.parametrize("action", TARGETED)
async def test_device_of_another_account(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    places: Places,
    action: str,
) -> None:
    """A device with the wrong account raises, and nothing is sent."""
    bob = sim.add_account("bob")
    other = MockConfigEntry(
        domain=DOMAIN,
        title="bob",
        unique_id=str(bob.id),
        data={**entry.data, "token": bob.token},
    )
    other.add_to_hass(hass)
    assert await hass.config_entries.async_setup(other.entry_id)
    sent = len(sim.record.requests)
    with pytest.raises(ServiceValidationError) as caught:
        await call(
            hass,
            action,
            device_id=device_of(hass, entry, attic.id),
            config_entry_id=other.entry_id,
        )
    assert caught.value.translation_key == "target_of_another_account"
    assert caught.value.translation_placeholders == {
        "device": "Attic",
        "account": "bob",
    }
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, action, area_id=places.area_id, config_entry_id=other.entry_id)
    assert caught.value.translation_key == "target_empty"
    assert len(sim.record.requests) == sent


async def test_response_is_required(hass: HomeAssistant, places: Places) -> None:
    """`get_connection` raises unless a response is requested."""
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(DOMAIN, "get_connection", {}, blocking=True)
    assert caught.value.translation_key == "service_lacks_response_request"
