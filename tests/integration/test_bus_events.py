"""Bus events: each change, discovery and latency anomaly is fired once."""

from collections.abc import Callable
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Latency, Simulator

from .conftest import Attic, Elapse, SetUp, leaks, state

type Heard = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def heard(hass: HomeAssistant, sim: Simulator) -> Heard:
    """Return a function that returns the data of all events of a type so far."""
    events: list[dict[str, Any]] = []

    @callback
    def note(event: Event) -> None:
        events.append(dict(event.data))

    hass.bus.async_listen(EVENT_PLEX_CONNECTION, note)

    def of_type(kind: str) -> list[dict[str, Any]]:
        assert leaks(sim, repr(events)) == []
        return [
            {key: value for key, value in data.items() if key != "config_entry_id"}
            for data in events
            if data["type"] == kind
        ]

    return of_type


def device_id(hass: HomeAssistant, entry: MockConfigEntry, identifier: str) -> str:
    """Return a device's id; fail if the device does not exist."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, identifier), entry.entry_id
    )
    assert device is not None
    return device.id


async def test_change_is_fired_after_the_states(
    hass: HomeAssistant,
    heard: Heard,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Each change fires one event, after the entities show the change."""
    assert heard("connection_changed") == [], "a start changes nothing"
    seen: list[str] = []

    @callback
    def look(event: Event) -> None:
        if event.data["type"] == "connection_changed":
            seen.append(state(hass, "sensor.attic_connection_type"))

    hass.bus.async_listen(EVENT_PLEX_CONNECTION, look)
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    (change,) = heard("connection_changed")
    assert seen == ["remote"]
    assert change.pop("duration_ms") < 2000
    assert change == {
        "device_id": device_id(hass, entry, attic.id),
        "type": "connection_changed",
        "entity_id": "event.attic_activity",
        "from": "local",
        "to": "remote",
        "reason": "failover",
        "from_address": "192.168.40.12:32400",
        "to_address": "203.0.113.40:31234",
    }

    attic.lan.heal()
    await elapse(700, step=5)
    back = heard("connection_changed")[1:]
    assert [(each["from"], each["to"], each["reason"]) for each in back] == [
        ("remote", "local", "fail_back")
    ]


async def test_change_is_fired_as_soon_as_it_is_shown(
    hass: HomeAssistant,
    heard: Heard,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The event follows the state at once, though the selection goes on for the LAN."""
    told: list[int] = []

    @callback
    def look(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == "sensor.attic_connection_type":
            told.append(len(heard("connection_changed")))

    hass.bus.async_listen(EVENT_STATE_CHANGED, look)
    attic.lan.inject("silent")
    attic.lan.cut_connections()
    for _ in range(40):
        await elapse(0.1, step=0.1)
        is_shown = state(hass, "sensor.attic_connection_type") == "remote"
        assert len(heard("connection_changed")) == is_shown
    assert told == [0], "the event is fired next"
    await elapse(3)
    assert len(heard("connection_changed")) == 1


async def test_loss_and_recovery(
    hass: HomeAssistant,
    heard: Heard,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Going offline and coming back fire events like any other change."""
    attic.server.crash()
    await elapse(10)
    attic.server.restore()
    await elapse(60, step=1)
    assert [(each["from"], each["to"]) for each in heard("connection_changed")] == [
        ("local", "offline"),
        ("offline", "local"),
    ]
    assert heard("connection_changed")[0]["to_address"] is None


async def test_restart_is_no_change(
    hass: HomeAssistant,
    heard: Heard,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A reload that restores the state fires no event."""
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(5)
    assert heard("connection_changed") == []


async def test_discovery(
    hass: HomeAssistant,
    heard: Heard,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Discovery events carry trigger and result, on the account's device."""
    await set_up()
    account = device_id(hass, entry, str(entry.unique_id))
    await entry.runtime_data.account.async_rediscover()
    sim.plex_tv.inject("rate_limited", retry_after=30)
    with pytest.raises(HomeAssistantError):
        await entry.runtime_data.account.async_rediscover()
    first, second, third = heard("discovery")
    assert first == {
        "device_id": account,
        "type": "discovery",
        "trigger": "first_auth",
        "result": "ok",
        "servers_found": 1,
    }
    assert (second["trigger"], second["result"]) == ("manual_refresh", "ok")
    assert (third["result"], third["servers_found"]) == ("rate_limited", None)
    counted = entry.runtime_data.account.metrics.snapshot()
    assert counted.discoveries_today == 3
    asked = sim.record.count(server="plex.tv")
    assert counted.requests_today == asked == 3 + sim.record.count(path="/pms/:/ip")


async def test_degraded_and_recovered(
    hass: HomeAssistant,
    heard: Heard,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A lasting slowdown fires one event, and its end another."""
    known = server.metrics.to_dict()
    usual = {"type": "local", "warm": False, "count": 100}
    known["performance"] = {
        "state": "normal",
        "baselines": [usual | {"mean_ms": 2.0, "deviation_ms": 0.5}],
    }
    server.metrics.load(known)

    async def checks(count: int) -> None:
        for _ in range(count):
            # Large steps during the check itself would be measured as latency.
            await elapse(server._monitor.next_delay() - 2, step=30)
            await elapse(3, step=0.05)

    attic.lan.latency = Latency.round_trip(0.15)
    await checks(7)
    (degraded,) = heard("degraded")
    assert degraded["connection_type"] == "local"
    assert degraded["latency_ms"] >= 100
    assert degraded["baseline_ms"] < 50
    attic.lan.latency = Latency.round_trip(0.0)
    await checks(7)
    assert len(heard("recovered")) == 1
    assert len(heard("degraded")) == 1
