"""Options of triggers, and entities that triggers ignore."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from .automations import ENUM, EVENT, LATENCY, Standins, automate, limit, own

LATENCY_CROSSED = "latency_crossed_threshold"


@pytest.fixture
def rooms(hass: HomeAssistant) -> Standins:
    """Return a room for stand-in entities."""
    return Standins(hass)


class Events:
    """An event entity with one event per millisecond."""

    def __init__(self, rooms: Standins) -> None:
        """Add the entity, without any event."""
        self._rooms = rooms
        self._entity_id = rooms.add("attic", EVENT)
        self._count = 0

    def happen(
        self, told: dict[str, str | None], kind: str = "connection_changed"
    ) -> None:
        """Fire an event."""
        self._count += 1
        at = f"2026-11-02T10:00:00.{self._count:03}+00:00"
        self._rooms.show(self._entity_id, at, event_type=kind, **told)


async def pass_by(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float
) -> None:
    """Let seconds pass."""
    freezer.tick(seconds)
    async_fire_time_changed(hass, dt_util.utcnow())
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("before", "after", "reason", "is_better"),
    [
        ("remote", "local", "fail_back", True),
        ("relay", "remote", "upgrade", True),
        ("local", "local", "upgrade", True),
        ("relay", "local", "failover", True),
        ("remote", "local", "retyped", True),
        ("remote", "local", "pinned", True),
        ("local", "local", "failover", False),
        ("local", "remote", "failover", False),
        ("local", "relay", "withdrawn", False),
        ("local", "remote", "pinned", False),
        ("local", "offline", "lost", False),
        ("offline", "local", "recovered", False),
        ("offline", "relay", "recovered", False),
        (None, "local", "first", False),
    ],
)
async def test_better_connections(
    hass: HomeAssistant,
    rooms: Standins,
    before: str | None,
    after: str,
    reason: str,
    is_better: bool,  # noqa: FBT001
) -> None:
    """A better type, or an upgrade within one, but no recovery from offline."""
    events = Events(rooms)
    trigger = {"trigger": own("better_found"), "target": rooms.target}
    ran = await automate(hass, {"better": trigger})
    events.happen({"from": before, "to": after, "reason": reason})
    assert await ran.names() == (["better"] if is_better else [])


async def test_changes_from_and_to(hass: HomeAssistant, rooms: Standins) -> None:
    """`from` and `to` select types of connection; none selects all."""
    events = Events(rooms)
    choices: dict[str, dict[str, Any]] = {
        "any": {},
        "any, as the form says it": {"from": [], "to": []},
        "from local": {"from": "local"},
        "to a bad one": {"to": ["relay", "offline"]},
        "local to relay": {"from": ["local"], "to": ["relay"]},
    }
    ran = await automate(
        hass,
        {
            name: {
                "trigger": own("connection_changed"),
                "target": rooms.target,
                "options": options,
            }
            for name, options in choices.items()
        },
    )
    always = ["any", "any, as the form says it"]
    events.happen({"from": "local", "to": "remote"})
    assert await ran.names() == [*always, "from local"]
    events.happen({"from": "remote", "to": "offline"})
    assert await ran.names() == [*always, "to a bad one"]
    events.happen({"from": "local", "to": "relay"})
    assert await ran.names() == sorted(choices)
    events.happen({"connection_type": "local"}, "degraded")
    assert await ran.names() == []


@pytest.mark.parametrize("behavior", ["each", "first", "all"])
async def test_several_servers(
    hass: HomeAssistant, rooms: Standins, behavior: str
) -> None:
    """Fires for each server, for the first, or for the last of all."""
    servers = [rooms.add(name, ENUM, "local") for name in ("attic", "cellar")]
    rooms.add("loft", ENUM, "unknown")
    ran = await automate(
        hass,
        {
            name: {
                "trigger": own(name),
                "target": rooms.target,
                "options": {"behavior": behavior},
            }
            for name in ("went_offline", "came_online")
        },
    )
    expected = {"each": [1, 1], "first": [1, 0], "all": [0, 1]}[behavior]
    for name, kind in (("went_offline", "offline"), ("came_online", "relay")):
        for server, times in zip(servers, expected, strict=True):
            rooms.show(server, kind)
            assert await ran.names() == [name] * times


async def test_for_some_time(
    hass: HomeAssistant, rooms: Standins, freezer: FrozenDateTimeFactory
) -> None:
    """The state has to last; one that ends earlier starts nothing."""
    server = rooms.add("attic", ENUM, "local")
    latency = rooms.add("attic", LATENCY, "20")
    lasting = {"for": {"minutes": 10}}
    above = {"type": "above", "value": limit(100)}
    ran = await automate(
        hass,
        {
            "became_relay": {
                "trigger": own("became_relay"),
                "target": rooms.target,
                "options": lasting,
            },
            "latency": {
                "trigger": own("latency_crossed_threshold"),
                "target": rooms.target,
                "options": lasting | {"threshold": above},
            },
        },
    )
    rooms.show(server, "relay")
    rooms.show(latency, "300")
    await pass_by(hass, freezer, 599)
    rooms.show(server, "local")
    rooms.show(latency, "unknown")
    await pass_by(hass, freezer, 3600)
    assert await ran.names() == []

    rooms.show(latency, "20")
    rooms.show(latency, "300")
    rooms.show(server, "relay")
    await pass_by(hass, freezer, 300)
    rooms.show(latency, "200")
    await pass_by(hass, freezer, 301)
    told = dict(await ran.since())
    assert sorted(told) == ["became_relay", "latency"]
    assert told["became_relay"]["for"] == "0:10:00"


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        ({"type": "above", "value": limit(100)}, [150]),
        ({"type": "above", "value": limit(0.1, "s")}, [150]),
        ({"type": "above", "value": {"entity": "input_number.limit"}}, [150]),
        ({"type": "below", "value": limit(100)}, [99]),
        (
            {"type": "between", "value_min": limit(60), "value_max": limit(120)},
            [100, 101],
        ),
        (
            {"type": "outside", "value_min": limit(60), "value_max": limit(120)},
            [150, 50],
        ),
    ],
)
@pytest.mark.parametrize("unit", ["ms", "s"])
async def test_thresholds(
    hass: HomeAssistant,
    rooms: Standins,
    threshold: dict[str, Any],
    expected: list[int],
    unit: str,
) -> None:
    """In the unit of the limit and in that of the sensor."""
    hass.states.async_set("input_number.limit", "100", {"unit_of_measurement": "ms"})
    sensor = rooms.add("attic", LATENCY, unit=unit)
    trigger = {
        "trigger": own(LATENCY_CROSSED),
        "target": rooms.target,
        "options": {"threshold": threshold},
    }
    ran = await automate(hass, {"latency": trigger})
    fired: list[int | None] = []
    # An offline server has no latency: neither losing nor regaining it counts.
    for latency in (150, None, 50, 100, 150, 170, 101, None, 101, 99, 50):
        if latency is None:
            rooms.show(sensor, "unknown")
        else:
            rooms.show(sensor, str(latency if unit == "ms" else latency / 1000))
        fired += [latency for _ in await ran.names()]
    assert fired == expected


async def test_foreign_entities_and_other_figures(
    hass: HomeAssistant, rooms: Standins
) -> None:
    """Entities of others in the same room, and similar figures of ours.

    Percentiles count only where they are named themselves.
    """
    strangers = [
        rooms.add("attic", ENUM, "local", platform="other"),
        rooms.add("attic", EVENT, "2026-11-02T10:00:00.000+00:00", platform="other"),
        rooms.add("attic", LATENCY, "1", platform="other"),
        rooms.add("attic", "latency_p95", "1"),
        rooms.add("attic", "relay_time", "1"),
    ]
    targets: dict[str, dict[str, Any]] = {
        "room": rooms.target,
        "entities": {"entity_id": strangers},
    }
    above = {"type": "above", "value": limit(100)}
    ran = await automate(
        hass,
        {
            f"{name} by {way}": {
                "trigger": own(name),
                "target": target,
                "options": {"threshold": above} if "latency" in name else {},
            }
            for name in ("became_relay", "connection_changed", LATENCY_CROSSED)
            for way, target in targets.items()
        },
    )
    rooms.show(strangers[0], "relay")
    rooms.show(
        strangers[1],
        "2026-11-02T11:00:00.000+00:00",
        event_type="connection_changed",
    )
    for each in strangers[2:]:
        rooms.show(each, "500")
    assert await ran.names() == [f"{LATENCY_CROSSED} by entities"]


async def test_before_its_entity(hass: HomeAssistant, rooms: Standins) -> None:
    """An automation is valid before its account is loaded, and waits for it."""
    ran = await automate(
        hass, {"late": {"trigger": own("went_offline"), "target": rooms.target}}
    )
    server = rooms.add("attic", ENUM, "unavailable")
    rooms.show(server, "local")
    assert await ran.names() == []
    rooms.show(server, "offline")
    assert await ran.names() == ["late"]
