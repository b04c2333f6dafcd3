"""The trigger and the condition on a server's problem."""

import asyncio
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator

from .automations import ENUM, PROBLEM, Standins, automate, by_every_way, own, place
from .conftest import Attic, Elapse, drop_this_run, state
from .test_trigger_options import pass_by, rooms
from .test_triggers import start_again

__all__ = ["rooms"]

SENSOR = "sensor.attic_problem"

LASTING = {"for": {"minutes": 10}}


def changed(target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return the trigger."""
    return {"trigger": own("problem_changed"), "target": target, "options": options}


def has(target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return the condition."""
    return {"condition": own("has_problem"), "target": target, "options": options}


async def pin_dead(server: ServerCoordinator, attic: Attic, elapse: Elapse) -> None:
    """Pin the address that leads nowhere, for longer than a slip lasts."""
    pin = asyncio.ensure_future(server.async_pin(attic.server.row(attic.bridge).uri))
    await elapse(80, step=1)
    await pin


async def test_a_problem_comes_and_goes(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Each change of a real server's problem fires, and the condition follows it."""
    places = place(hass, entry, attic.id)
    ways = dict(places.ways(SENSOR))
    ran = await automate(
        hass,
        {f"changed by {way}": changed(target) for way, target in ways.items()},
        {f"has by {way}": has(target) for way, target in ways.items()},
    )
    assert state(hass, SENSOR) == "none"
    assert await ran.hold() == []

    await pin_dead(server, attic, elapse)
    assert state(hass, SENSOR) == "pinned_down"
    told = await ran.since()
    assert sorted(name for name, _ in told) == by_every_way("changed")
    assert {(each["from"], each["to"]) for _, each in told} == {("none", "pinned_down")}
    assert await ran.hold() == by_every_way("has")

    unpin = asyncio.ensure_future(server.async_pin(None))
    await elapse(10)
    await unpin
    assert state(hass, SENSOR) == "none"
    assert await ran.names() == by_every_way("changed")
    assert await ran.hold() == []


async def test_what_a_server_says(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A problem that only the server itself knows of fires as well."""
    target = {"device_id": place(hass, entry, attic.id).device_id}
    ran = await automate(
        hass,
        {
            "port": changed(target, to=["port_not_mapped"]),
            "other": changed(target, to=["slow"]),
        },
    )
    attic.server.profile.myplex = {"mappingState": "failed"}
    await elapse(950, step=5)
    assert state(hass, SENSOR) == "port_not_mapped"
    assert await ran.names() == ["port"]


@pytest.mark.parametrize("is_healed", [False, True])
async def test_restarts(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    is_healed: bool,
) -> None:
    """Neither a reload nor a restart is a change; what was mended meanwhile is one."""
    await pin_dead(server, attic, elapse)
    target = {"device_id": place(hass, entry, attic.id).device_id}
    ran = await automate(hass, {"changed": changed(target)})

    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(90, step=1)
    assert state(hass, SENSOR) == "pinned_down"
    assert await ran.names() == []

    assert await hass.config_entries.async_unload(entry.entry_id)
    drop_this_run(hass)
    start_again(hass, entry)
    if is_healed:
        attic.bridge.heal()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(90, step=1)
    assert state(hass, SENSOR) == ("none" if is_healed else "pinned_down")
    assert [(each["from"], each["to"]) for _, each in await ran.since()] == (
        [("pinned_down", "none")] if is_healed else []
    )


async def test_restarts_while_off(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A server that stays off has no other problem in between."""
    attic.server.crash()
    await elapse(150, step=1)
    assert state(hass, SENSOR) == "server_off"
    target = {"device_id": place(hass, entry, attic.id).device_id}
    ran = await automate(hass, {"changed": changed(target)})

    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(150, step=1)
    assert state(hass, SENSOR) == "server_off"
    assert await ran.since() == []

    assert await hass.config_entries.async_unload(entry.entry_id)
    drop_this_run(hass)
    start_again(hass, entry)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(150, step=1)
    assert state(hass, SENSOR) == "server_off"
    assert await ran.since() == []


async def test_from_and_to(hass: HomeAssistant, rooms: Standins) -> None:
    """`from` and `to` select problems; none selects all. Gaps are no change."""
    server = rooms.add("attic", PROBLEM, "none")
    way = rooms.add("attic", ENUM, "local")
    choices: dict[str, dict[str, Any]] = {
        "any": {},
        "from none": {"from": "none"},
        "one of two": {"to": ["slow", "flapping"]},
        "slow to none": {"from": ["slow"], "to": ["none"]},
    }
    ran = await automate(
        hass, {name: changed(rooms.target, **each) for name, each in choices.items()}
    )
    for shown, expected in (
        ("slow", ["any", "from none", "one of two"]),
        ("unavailable", []),
        ("unknown", []),
        ("slow", []),
        ("flapping", ["any", "one of two"]),
        ("unavailable", []),
        ("slow", ["any", "one of two"]),
        ("unknown", []),
        ("none", ["any", "slow to none"]),
    ):
        rooms.show(server, shown)
        assert await ran.names() == expected, shown
    rooms.show(way, "relay")
    assert await ran.names() == [], "a connection type is no problem"


async def test_before_the_first_verdict(hass: HomeAssistant, rooms: Standins) -> None:
    """A first verdict is no change."""
    server = rooms.add("attic", PROBLEM, "unavailable")
    ran = await automate(hass, {"any": changed(rooms.target)})
    for shown in ("unknown", "server_off"):
        rooms.show(server, shown)
        assert await ran.names() == []


async def test_for_some_time(
    hass: HomeAssistant, rooms: Standins, freezer: FrozenDateTimeFactory
) -> None:
    """The new problem itself has to last, not just any of those chosen."""
    server = rooms.add("attic", PROBLEM, "none")
    ran = await automate(
        hass,
        {
            "any": changed(rooms.target, **LASTING),
            "from none": changed(rooms.target, **{"from": "none"}, **LASTING),
        },
    )
    rooms.show(server, "slow")
    await pass_by(hass, freezer, 300)
    rooms.show(server, "flapping")
    await pass_by(hass, freezer, 599)
    assert await ran.names() == []
    await pass_by(hass, freezer, 2)
    told = dict(await ran.since())
    assert [*told] == ["any"]
    assert (told["any"]["from"], told["any"]["to"]) == ("slow", "flapping")


@pytest.mark.parametrize(
    ("back", "is_same"), [("slow", True), ("flapping", False), ("none", False)]
)
@pytest.mark.parametrize("is_due_in_gap", [False, True])
async def test_gap_while_it_has_to_last(
    hass: HomeAssistant,
    rooms: Standins,
    freezer: FrozenDateTimeFactory,
    *,
    back: str,
    is_same: bool,
    is_due_in_gap: bool,
) -> None:
    """`for` goes on over a gap, if it is the same problem afterwards."""
    server = rooms.add("attic", PROBLEM, "none")
    ran = await automate(hass, {"any": changed(rooms.target, **LASTING)})
    rooms.show(server, "slow")
    await pass_by(hass, freezer, 550)
    rooms.show(server, "unavailable")
    rooms.show(server, "unknown")
    if is_due_in_gap:
        await pass_by(hass, freezer, 60)
        assert await ran.names() == []
    rooms.show(server, back)
    if not is_due_in_gap:
        await pass_by(hass, freezer, 60)
    assert await ran.names() == (["any"] if is_same else [])
    await pass_by(hass, freezer, 600)
    assert await ran.names() == ([] if is_same else ["any"]), "that is a change, too"


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ("none", ["fine"]),
        ("slow", ["any", "any, as the form says it", "one of two"]),
        ("server_off", ["any", "any, as the form says it"]),
        ("unknown", []),
        ("unavailable", []),
    ],
)
async def test_chosen_problems(
    hass: HomeAssistant, rooms: Standins, problem: str, expected: list[str]
) -> None:
    """The condition holds for one of the chosen problems; without any, for each."""
    rooms.add("attic", ENUM, "relay")
    rooms.add("attic", PROBLEM, problem)
    choices: dict[str, dict[str, Any]] = {
        "any": {},
        "any, as the form says it": {"problem": []},
        "one of two": {"problem": ["slow", "flapping"]},
        "fine": {"problem": "none"},
    }
    ran = await automate(
        hass,
        conditions={name: has(rooms.target, **each) for name, each in choices.items()},
    )
    assert await ran.hold() == expected


async def test_several_servers(hass: HomeAssistant, rooms: Standins) -> None:
    """`any` needs one server with a problem, `all` each that is known."""
    attic, cellar = (rooms.add(each, PROBLEM, "slow") for each in ("attic", "cellar"))
    rooms.add("loft", PROBLEM, "unknown")
    ran = await automate(
        hass,
        conditions={each: has(rooms.target, behavior=each) for each in ("any", "all")},
    )
    assert await ran.hold() == ["all", "any"]
    rooms.show(attic, "none")
    assert await ran.hold() == ["any"]
    rooms.show(cellar, "none")
    assert await ran.hold() == []


async def test_a_problem_that_lasts(
    hass: HomeAssistant, rooms: Standins, freezer: FrozenDateTimeFactory
) -> None:
    """The time counts over a gap; another chosen problem goes on with it."""
    server = rooms.add("attic", PROBLEM, "none")
    ran = await automate(
        hass,
        conditions={
            "any": has(rooms.target, **LASTING),
            "slow": has(rooms.target, problem="slow", **LASTING),
        },
    )
    rooms.show(server, "slow")
    freezer.tick(300)
    for shown in ("unavailable", "unknown", "slow"):
        rooms.show(server, shown)
        await hass.async_block_till_done()
    freezer.tick(299)
    assert await ran.hold() == []
    freezer.tick(2)
    assert await ran.hold() == ["any", "slow"]
    rooms.show(server, "flapping")
    assert await ran.hold() == ["any"]
    rooms.show(server, "none")
    rooms.show(server, "slow")
    assert await ran.hold() == []
