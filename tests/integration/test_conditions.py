"""Our conditions: each holds exactly when its name says so."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Latency

from .automations import (
    ENUM,
    LATENCY,
    Places,
    Standins,
    automate,
    by_every_way,
    limit,
    own,
    pass_checks,
    place,
)
from .conftest import Attic, Elapse, state

TYPE_SENSOR = "sensor.attic_connection_type"
LATENCY_SENSOR = "sensor.attic_latency"

SLOW = {"type": "above", "value": limit(100)}


def every_condition_everywhere(places: Places) -> dict[str, dict[str, Any]]:
    """Return each condition, once per kind of target that selects the server."""
    conditions = {
        f"{name} by {way}": {"condition": own(name), "target": target}
        for name in ("is_local", "is_remote", "is_relay", "is_online")
        for way, target in places.ways(TYPE_SENSOR)
    }
    return conditions | {
        f"is_latency by {way}": {
            "condition": own("is_latency"),
            "target": target,
            "options": {"threshold": SLOW},
        }
        for way, target in places.ways(LATENCY_SENSOR)
    }


async def test_conditions_follow_the_connection(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Conditions follow a server that loses its addresses one by one, then recovers."""
    places = place(hass, entry, attic.id)
    ran = await automate(hass, conditions=every_condition_everywhere(places))
    assert await ran.hold() == by_every_way("is_local", "is_online")

    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    assert await ran.hold() == by_every_way("is_remote", "is_online")

    attic.public.inject("refuse")
    attic.public.cut_connections()
    await elapse(10)
    assert await ran.hold() == by_every_way("is_relay", "is_online")

    attic.server.crash()
    await elapse(20)
    assert state(hass, TYPE_SENSOR) == "offline"
    assert state(hass, LATENCY_SENSOR) == "unknown"
    assert await ran.hold() == []

    attic.lan.heal()
    attic.server.restore()
    await elapse(300, step=5)
    assert state(hass, TYPE_SENSOR) == "local"
    attic.lan.latency = Latency.round_trip(0.15)
    await pass_checks(server, elapse, 1)
    assert float(state(hass, LATENCY_SENSOR)) >= 100
    assert await ran.hold() == by_every_way("is_local", "is_online", "is_latency")


async def test_conditions_while_unloaded(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, server: ServerCoordinator
) -> None:
    """No condition holds while unloaded; restored states hold at once after loading."""
    places = place(hass, entry, attic.id)
    ran = await automate(hass, conditions=every_condition_everywhere(places))
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await ran.hold() == []
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await ran.hold() == by_every_way("is_local", "is_online")


@pytest.mark.parametrize(
    ("behavior", "expected"),
    [("any", ["is_online", "is_relay"]), ("all", ["is_online"])],
)
async def test_several_servers(
    hass: HomeAssistant, behavior: str, expected: list[str]
) -> None:
    """`any` needs one matching server, `all` every one; unknown states are left out."""
    rooms = Standins(hass)
    servers = [rooms.add(name, ENUM, kind) for name, kind in KINDS.items()]
    ran = await automate(
        hass,
        conditions={
            name: {
                "condition": own(name),
                "target": rooms.target,
                "options": {"behavior": behavior},
            }
            for name in ("is_online", "is_relay")
        },
    )
    assert await ran.hold() == expected
    for server in servers:
        rooms.show(server, "offline")
    assert await ran.hold() == []


KINDS = {"attic": "local", "cellar": "relay", "loft": "unknown"}


async def test_for_some_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A condition with `for` holds after that time; local to relay stays online."""
    rooms = Standins(hass)
    server = rooms.add("attic", ENUM, "offline")
    latency = rooms.add("attic", LATENCY, "unknown")
    lasting = {"for": {"minutes": 10}}
    ran = await automate(
        hass,
        conditions={
            name: {
                "condition": own(name),
                "target": rooms.target,
                "options": lasting | options,
            }
            for name, options in {
                "is_online": {},
                "is_relay": {},
                "is_latency": {"threshold": SLOW},
            }.items()
        },
    )
    rooms.show(server, "local")
    rooms.show(latency, "300")
    freezer.tick(400)
    rooms.show(server, "relay")
    rooms.show(latency, "250")
    freezer.tick(199)
    assert await ran.hold() == []
    freezer.tick(1)
    assert await ran.hold() == ["is_latency", "is_online"]
    freezer.tick(400)
    assert await ran.hold() == ["is_latency", "is_online", "is_relay"]
    rooms.show(latency, "20")
    rooms.show(latency, "300")
    assert await ran.hold() == ["is_online", "is_relay"]


@pytest.mark.parametrize(
    ("threshold", "holds_at"),
    [
        ({"type": "above", "value": limit(100)}, [101]),
        ({"type": "below", "value": limit(0.1, "s")}, [59, 60]),
        ({"type": "below", "value": {"entity": "input_number.limit"}}, [59, 60]),
        ({"type": "above", "value": {"entity": "input_number.gone"}}, []),
        (
            {"type": "between", "value_min": limit(60), "value_max": limit(100)},
            [60, 100],
        ),
        (
            {"type": "outside", "value_min": limit(60), "value_max": limit(100)},
            [59, 101],
        ),
    ],
)
@pytest.mark.parametrize("unit", ["ms", "s"])
async def test_thresholds(
    hass: HomeAssistant, threshold: dict[str, Any], holds_at: list[int], unit: str
) -> None:
    """Thresholds and sensors may use different units."""
    hass.states.async_set("input_number.limit", "0.1", {"unit_of_measurement": "s"})
    rooms = Standins(hass)
    sensor = rooms.add("attic", LATENCY, unit=unit)
    # Other entities would always or never match if they were taken for latencies.
    for key, shown in {"latency_p95": "1", "relay_time": "80", "other": "500"}.items():
        rooms.add("attic", key, shown)
    rooms.add("stranger", LATENCY, "80", platform="other")
    condition = {
        "condition": own("is_latency"),
        "target": rooms.target,
        "options": {"threshold": threshold},
    }
    ran = await automate(hass, conditions={"latency": condition})
    assert await ran.hold() == [], "an offline server has none"
    held: list[int] = []
    for latency in (59, 60, 100, 101):
        rooms.show(sensor, str(latency if unit == "ms" else latency / 1000))
        held += [latency for _ in await ran.hold()]
    assert held == holds_at


async def test_a_percentile_that_is_named(hass: HomeAssistant) -> None:
    """A percentile counts only if named itself; an area means its latencies."""
    rooms = Standins(hass)
    rooms.add("attic", LATENCY, "80")
    median = rooms.add("attic", "latency_p50", "120")
    ran = await automate(
        hass,
        conditions={
            name: {
                "condition": own("is_latency"),
                "target": target,
                "options": {"threshold": SLOW},
            }
            for name, target in {
                "median": {"entity_id": [median]},
                "room": rooms.target,
            }.items()
        },
    )
    assert await ran.hold() == ["median"]
