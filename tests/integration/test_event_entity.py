"""The event entity: the last event, as fired on the bus."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import restore_state
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Latency

from .conftest import Attic, Elapse, SetUp

ACTIVITY = "event.attic_activity"


def shown(hass: HomeAssistant) -> State:
    """Return the entity's state."""
    found = hass.states.get(ACTIVITY)
    assert found is not None
    return found


def told(hass: HomeAssistant) -> Mapping[str, Any]:
    """Return the last event's data, without its duration."""
    ours = ("event_type", "from", "to", "reason", "from_address", "to_address")
    return {key: value for key, value in shown(hass).attributes.items() if key in ours}


async def test_start_is_no_event(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Neither the first start nor one with restored state is an event."""
    await set_up()
    assert shown(hass).state == STATE_UNKNOWN
    assert shown(hass).attributes["event_types"] == [
        "connection_changed",
        "degraded",
        "recovered",
    ]
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert shown(hass).state == STATE_UNKNOWN


async def test_fail_over_and_back(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Each change is one event, with its from, to and reason."""
    before = dt_util.utcnow()
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    assert told(hass) == {
        "event_type": "connection_changed",
        "from": "local",
        "to": "remote",
        "reason": "failover",
        "from_address": "192.168.40.12:32400",
        "to_address": "203.0.113.40:31234",
    }
    assert 0 <= shown(hass).attributes["duration_ms"] < 2000
    failed_over = shown(hass).state
    assert before.isoformat(timespec="milliseconds") <= failed_over

    attic.lan.heal()
    await elapse(700, step=5)
    assert told(hass) == {
        "event_type": "connection_changed",
        "from": "remote",
        "to": "local",
        "reason": "fail_back",
        "from_address": "203.0.113.40:31234",
        "to_address": "192.168.40.12:32400",
    }
    moved_back = shown(hass).state
    assert failed_over < moved_back
    await elapse(700, step=5)
    assert shown(hass).state == moved_back, "checks in between are no events"


async def test_offline(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Going offline is an event without a new address; the entity stays available."""
    attic.server.crash()
    await elapse(10)
    assert told(hass) == {
        "event_type": "connection_changed",
        "from": "local",
        "to": "offline",
        "reason": "lost",
        "from_address": "192.168.40.12:32400",
        "to_address": None,
    }


async def test_slower_than_usual(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The event has the current and the usual latency."""
    # Large time steps would exceed the websocket's timeouts.
    hass.config_entries.async_update_entry(entry, options={"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server = entry.runtime_data.servers[attic.id]
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
    attributes = shown(hass).attributes
    assert attributes["event_type"] == "degraded"
    assert attributes["connection_type"] == "local"
    assert attributes["latency_ms"] >= 100
    assert attributes["baseline_ms"] < 50
    attic.lan.latency = Latency.round_trip(0.0)
    await checks(7)
    assert shown(hass).attributes["event_type"] == "recovered"


async def test_restored_after_a_restart(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """The last event before a restart is still the last event after it."""
    moment = "2026-11-03T09:00:00.000+00:00"
    attributes = {"from": "local", "to": "relay", "reason": "failover"}
    hass_storage[restore_state.STORAGE_KEY] = {
        "version": restore_state.STORAGE_VERSION,
        "key": restore_state.STORAGE_KEY,
        "data": [
            {
                "state": State(ACTIVITY, moment).as_dict(),
                "extra_data": {
                    "last_event_type": "connection_changed",
                    "last_event_attributes": attributes,
                },
                "last_seen": moment,
            }
        ],
    }
    await restore_state.async_get(hass).async_load()
    await set_up()
    assert shown(hass).state == moment
    assert shown(hass).attributes["event_type"] == "connection_changed"
    assert shown(hass).attributes["to"] == "relay"
