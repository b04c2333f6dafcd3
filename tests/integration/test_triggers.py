"""Our triggers: each fires for what its name says, and for nothing else."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Latency

from .automations import Places, automate, by_every_way, limit, own, pass_checks, place
from .conftest import Attic, Elapse, SetUp, drop_this_run, state

TYPE_SENSOR = "sensor.attic_connection_type"
ACTIVITY = "event.attic_activity"
LATENCY_SENSOR = "sensor.attic_latency"

WATCHED = {
    "became_local": TYPE_SENSOR,
    "became_remote": TYPE_SENSOR,
    "became_relay": TYPE_SENSOR,
    "went_offline": TYPE_SENSOR,
    "came_online": TYPE_SENSOR,
    "connection_changed": ACTIVITY,
    "better_found": ACTIVITY,
    "degraded": ACTIVITY,
    "latency_crossed_threshold": LATENCY_SENSOR,
}
"""All triggers, with the entity that each observes."""

WAS_LOST = {"went_offline", "connection_changed"}

SLOW = {"type": "above", "value": limit(100)}
"""Far more than a simulated local server needs."""


def every_trigger_everywhere(places: Places) -> dict[str, dict[str, Any]]:
    """Return each trigger with each kind of target that contains the server."""
    return {
        f"{name} by {way}": {
            "trigger": own(name),
            "target": target,
            "options": {"threshold": SLOW} if "latency" in name else {},
        }
        for name, entity_id in WATCHED.items()
        for way, target in places.ways(entity_id)
    }


async def test_each_trigger_fires(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A server loses its connections one by one, and regains them."""
    places = place(hass, entry, attic.id)
    ran = await automate(hass, every_trigger_everywhere(places))
    assert state(hass, TYPE_SENSOR) == "local"
    assert await ran.names() == []

    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    assert state(hass, TYPE_SENSOR) == "remote"
    assert await ran.names() == by_every_way("became_remote", "connection_changed")

    attic.public.inject("refuse")
    attic.public.cut_connections()
    await elapse(10)
    assert state(hass, TYPE_SENSOR) == "relay"
    assert await ran.names() == by_every_way("became_relay", "connection_changed")

    attic.lan.heal()
    attic.public.heal()
    await elapse(700, step=5)
    assert state(hass, TYPE_SENSOR) == "local"
    moves = await ran.names()
    assert set(moves) == set(
        by_every_way("became_local", "connection_changed", "better_found")
    )

    attic.server.crash()
    await elapse(10)
    assert state(hass, TYPE_SENSOR) == "offline"
    assert await ran.names() == by_every_way("went_offline", "connection_changed")

    attic.server.restore()
    await elapse(60, step=1)
    assert state(hass, TYPE_SENSOR) == "local"
    assert await ran.names() == by_every_way(
        "came_online", "became_local", "connection_changed"
    ), "a recovery is not a better connection found"


async def test_variables_of_an_automation(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Variables are the states before and after; the event entity's have the reason."""
    target = {"device_id": place(hass, entry, attic.id).device_id}
    ran = await automate(
        hass,
        {
            name: {"trigger": own(name), "target": target}
            for name in ("became_remote", "connection_changed")
        },
    )
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    told = dict(await ran.since())

    became = told["became_remote"]
    assert became["description"] == f"state of {TYPE_SENSOR}"
    assert became["entity_id"] == TYPE_SENSOR
    assert (became["from"], became["to"]) == ("local", "remote")

    changed = told["connection_changed"]
    assert changed["entity_id"] == ACTIVITY
    assert changed["from"] == "unknown", "the first event after a start counts"
    attributes = changed["attributes"]
    assert attributes["duration_ms"] < 2000
    assert {
        key: attributes[key]
        for key in ("event_type", "from", "to", "reason", "from_address", "to_address")
    } == {
        "event_type": "connection_changed",
        "from": "local",
        "to": "remote",
        "reason": "failover",
        "from_address": "192.168.40.12:32400",
        "to_address": "203.0.113.40:31234",
    }


async def test_slow_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """One slow check crosses the threshold; degraded means that it lasts."""
    known = server.metrics.to_dict()
    usual = {"type": "local", "warm": False, "count": 100}
    known["performance"] = {
        "state": "normal",
        "baselines": [usual | {"mean_ms": 2.0, "deviation_ms": 0.5}],
    }
    server.metrics.load(known)
    places = place(hass, entry, attic.id)
    ran = await automate(hass, every_trigger_everywhere(places))

    await pass_checks(server, elapse, 1)
    assert float(state(hass, LATENCY_SENSOR)) < 100
    assert await ran.names() == []
    attic.lan.latency = Latency.round_trip(0.15)
    await pass_checks(server, elapse, 1)
    assert await ran.names() == by_every_way("latency_crossed_threshold")
    await pass_checks(server, elapse, 6)
    assert await ran.names() == by_every_way("degraded")
    attic.lan.latency = Latency.round_trip(0.0)
    await pass_checks(server, elapse, 7)
    happened = hass.states.get(ACTIVITY)
    assert happened is not None
    assert happened.attributes["event_type"] == "recovered"
    assert await ran.names() == []


async def test_nothing_fires_when_nothing_happens(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    elapse: Elapse,
) -> None:
    """No start, reload or restart is an event, whatever states it writes again."""
    threshold = {"threshold": {**SLOW, "type": "below"}}
    ran = await automate(
        hass,
        {
            name: {
                "trigger": own(name),
                "target": {"entity_id": entity_id},
                "options": threshold if "latency" in name else {},
            }
            for name, entity_id in WATCHED.items()
        },
    )
    await set_up()
    await elapse(3)
    assert state(hass, TYPE_SENSOR) == "local"
    assert state(hass, ACTIVITY) == "unknown"
    assert await ran.names() == []

    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(5)
    assert state(hass, TYPE_SENSOR) == "remote"
    assert await ran.names() == ["became_remote", "connection_changed"]
    happened = state(hass, ACTIVITY)

    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(5)
    assert state(hass, TYPE_SENSOR) == "remote"
    assert state(hass, ACTIVITY) == happened
    assert await ran.names() == []

    assert await hass.config_entries.async_unload(entry.entry_id)
    start_again(hass, entry)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(5)
    assert state(hass, TYPE_SENSOR) == "remote"
    assert state(hass, ACTIVITY) == happened
    assert await ran.names() == []


def start_again(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Replace the states of an unloaded account as Home Assistant does at its start."""
    registry = er.async_get(hass)
    for each in er.async_entries_for_config_entry(registry, entry.entry_id):
        hass.states.async_remove(each.entity_id)
        each.write_unavailable_state(hass)


async def test_loss_during_a_restart(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A restored state that is outdated is published as a change."""
    target = {"device_id": place(hass, entry, attic.id).device_id}
    ran = await automate(
        hass,
        {
            name: {"trigger": own(name), "target": target}
            for name in WAS_LOST | {"came_online", "became_local"}
        },
    )
    assert await hass.config_entries.async_unload(entry.entry_id)
    attic.server.crash()
    await elapse(1)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(20)
    assert state(hass, TYPE_SENSOR) == "offline"
    assert set(await ran.names()) == WAS_LOST


async def test_relay_left_during_a_restart(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A relay is not remembered, but what the first check finds is a change from it."""
    attic.lan.inject("refuse")
    attic.public.inject("refuse")
    attic.lan.cut_connections()
    attic.public.cut_connections()
    await elapse(20)
    assert state(hass, TYPE_SENSOR) == "relay"
    target = {"device_id": place(hass, entry, attic.id).device_id}
    assert await hass.config_entries.async_unload(entry.entry_id)
    drop_this_run(hass)
    start_again(hass, entry)
    names = ("became_local", "became_remote", "became_relay", "connection_changed")
    each = {name: {"trigger": own(name), "target": target} for name in names}
    first = {
        f"{name} {behavior}": {
            "trigger": own(name),
            "target": target,
            "options": {"behavior": behavior},
        }
        for name in ("became_remote", "became_relay")
        for behavior in ("first", "all")
    }
    lasting = {
        "became_remote for 5 s": {
            "trigger": own("became_remote"),
            "target": target,
            "options": {"for": {"seconds": 5}},
        }
    }
    ran = await automate(hass, each | first | lasting)
    attic.public.heal()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(20)
    assert state(hass, TYPE_SENSOR) == "remote"
    assert sorted(await ran.names()) == [
        "became_remote",
        "became_remote all",
        "became_remote first",
        "became_remote for 5 s",
        "connection_changed",
    ]
