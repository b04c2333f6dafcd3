"""A reload is no change to an automation: `for` continues, and messages are true."""

from collections.abc import Callable
from datetime import timedelta
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.const import CONF_CONNECTION_CACHE
from custom_components.plex_connection.coordinator import ServerCoordinator

from .automations import ENUM, LATENCY, Standins, automate, limit, own, place
from .conftest import Attic, Elapse, state
from .test_blueprints import Said, said, use
from .test_reload import UNREACHED
from .test_reload_keeps import Again, again
from .test_trigger_options import pass_by, rooms
from .witness import TYPE

__all__ = ["again", "rooms", "said"]

MINUTE = {"hours": 0, "minutes": 1, "seconds": 0}
TWO_MINUTES = {"hours": 0, "minutes": 2, "seconds": 0}
"""More than it may take to find a server that is back."""

type Restart = Callable[[], Any]


async def lose(attic: Attic, elapse: Elapse, hass: HomeAssistant, kind: str) -> None:
    """Leave one connection type to the server, or none, and wait until it is shown."""
    for name in UNREACHED[kind]:
        getattr(attic, name).inject("refuse")
        getattr(attic, name).cut_connections()
    while state(hass, TYPE) != kind:
        await elapse(0.5, step=0.5)


async def heal(attic: Attic, elapse: Elapse, hass: HomeAssistant) -> None:
    """Make all addresses answer again, and wait until the server is reached."""
    for name in UNREACHED["offline"]:
        getattr(attic, name).heal()
    while state(hass, TYPE) in {"offline", "unavailable", "unknown"}:
        await elapse(0.5, step=0.5)


async def turn(hass: HomeAssistant, how: str) -> None:
    """Turn all automations on or off; a restart does both."""
    await hass.services.async_call(
        "automation", f"turn_{how}", {"entity_id": "all"}, blocking=True
    )


@pytest.mark.parametrize("is_anew", [False, True], ids=["running", "automation anew"])
async def test_offline_and_back(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
    again: Again,
    *,
    is_anew: bool,
) -> None:
    """A reload does not delay the notification; the return has the event's duration."""
    servers = {"device_id": place(hass, entry, attic.id).device_id}
    chosen = {"servers": servers, "duration": MINUTE}
    await use(hass, ("outage", "offline_and_back", chosen))
    events = async_capture_events(hass, EVENT_PLEX_CONNECTION)
    await lose(attic, elapse, hass, "offline")
    offline = hass.states.get("sensor.attic_connection_type")
    assert offline is not None
    gone_at = dt_util.as_local(offline.last_changed)
    await elapse(40, step=1)
    if is_anew:
        await turn(hass, "off")
    await again()
    if is_anew:
        await turn(hass, "on")
    await elapse(17, step=1)
    assert said.since() == []
    await elapse(5, step=1)
    assert said.since() == [("Attic is offline", f"Offline since {gone_at:%H:%M}.")]

    await again()
    await elapse(120, step=1)
    assert said.since() == []
    await heal(attic, elapse, hass)
    await elapse(2)
    ((title, message),) = said.since()
    assert title == "Attic is back"
    (took,) = (
        each.data["duration_ms"]
        for each in events
        if each.data.get("reason") == "recovered"
    )
    assert timedelta(milliseconds=took) > timedelta(minutes=2)
    minutes, seconds = divmod(took // 1000, 60)
    said_of = re.search(r"after (\d+) minutes?(?: (\d+) seconds?)?\.", message)
    assert said_of is not None
    assert (int(said_of[1]), int(said_of[2] or 0)) == (minutes, seconds)


@pytest.mark.parametrize("is_cached", [True, False])
async def test_back_during_a_reload(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
    again: Again,
    *,
    is_cached: bool,
) -> None:
    """If offline was notified, the first check after a reload notifies the return."""
    servers = {"device_id": place(hass, entry, attic.id).device_id}
    chosen = {"servers": servers, "duration": MINUTE}
    await use(hass, ("outage", "offline_and_back", chosen))
    hass.config_entries.async_update_entry(
        entry, options={CONF_CONNECTION_CACHE: is_cached}
    )
    await lose(attic, elapse, hass, "offline")
    await elapse(70, step=1)
    assert [title for title, _ in said.since()] == ["Attic is offline"]
    for name in UNREACHED["offline"]:
        getattr(attic, name).heal()
    await again()
    await elapse(5)
    assert [title for title, _ in said.since()] == ["Attic is back"]


async def test_short_outage_is_not_notified(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
    again: Again,
) -> None:
    """Without a notification that it is offline, there is none that it is back."""
    servers = {"device_id": place(hass, entry, attic.id).device_id}
    chosen = {"servers": servers, "duration": TWO_MINUTES}
    await use(hass, ("outage", "offline_and_back", chosen))
    await lose(attic, elapse, hass, "offline")
    await elapse(20, step=1)
    await again()
    await elapse(10, step=1)
    await heal(attic, elapse, hass)
    await elapse(180, step=1)
    assert said.since() == []

    # The same if its time ran out while the automations were off.
    await lose(attic, elapse, hass, "offline")
    await turn(hass, "off")
    await elapse(150, step=1)
    await turn(hass, "on")
    await elapse(5, step=1)
    await heal(attic, elapse, hass)
    await elapse(5, step=1)
    assert said.since() == []


async def test_on_relay(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
    again: Again,
) -> None:
    """The relay is notified after its minute, whatever was reloaded meanwhile."""
    servers = {"device_id": place(hass, entry, attic.id).device_id}
    chosen = {"servers": servers, "duration": MINUTE}
    await use(hass, ("relay", "on_relay", chosen))
    await lose(attic, elapse, hass, "relay")
    await elapse(40, step=1)
    await again()
    await elapse(15, step=1)
    assert said.since() == []
    await elapse(7, step=1)
    ((title, message),) = said.since()
    assert title == "Attic is on the relay"
    assert message.startswith("For 1 minute.")


async def test_conditions(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    again: Again,
) -> None:
    """A condition's `for` continues over a reload too."""
    target = {"device_id": place(hass, entry, attic.id).device_id}
    lasting = {"for": {"seconds": 60}}
    ran = await automate(
        hass,
        conditions={
            name: {"condition": own(name), "target": target, "options": lasting}
            for name in ("is_relay", "is_online")
        },
    )
    await lose(attic, elapse, hass, "relay")
    await elapse(50, step=1)
    await again()
    await elapse(5, step=1)
    assert "is_relay" not in await ran.hold()
    await elapse(10, step=1)
    assert await ran.hold() == ["is_online", "is_relay"]


@pytest.mark.parametrize("behavior", ["each", "first", "all"])
@pytest.mark.parametrize(
    ("back", "is_raised"), [("relay", True), ("local", False), (None, False)]
)
@pytest.mark.parametrize("is_due_in_gap", [False, True])
async def test_gap(
    hass: HomeAssistant,
    rooms: Standins,
    freezer: FrozenDateTimeFactory,
    *,
    behavior: str,
    back: str | None,
    is_raised: bool,
    is_due_in_gap: bool,
) -> None:
    """A state that is unavailable for a moment and returns the same has not changed."""
    server = rooms.add("attic", ENUM, "local")
    latency = rooms.add("attic", LATENCY, "20")
    lasting = {"for": {"seconds": 60}, "behavior": behavior}
    ran = await automate(
        hass,
        {
            "became_relay": {
                "trigger": own("became_relay"),
                "target": rooms.target,
                "options": lasting,
            },
            "latency_crossed_threshold": {
                "trigger": own("latency_crossed_threshold"),
                "target": rooms.target,
                "options": lasting
                | {"threshold": {"type": "above", "value": limit(100)}},
            },
        },
    )
    rooms.show(server, "relay")
    rooms.show(latency, "300")
    await pass_by(hass, freezer, 50)
    for each in (server, latency):
        rooms.show(each, "unavailable")
    rooms.show(server, "unknown")
    if is_due_in_gap:
        await pass_by(hass, freezer, 20)
        assert await ran.names() == []
    if back is None:
        for each in (server, latency):
            hass.states.async_remove(each)
    else:
        rooms.show(server, back)
        rooms.show(latency, "300" if is_raised else "20")
    if not is_due_in_gap:
        await hass.async_block_till_done()
        assert await ran.names() == []
        await pass_by(hass, freezer, 11)
    told = dict(await ran.since())
    assert sorted(told) == (
        ["became_relay", "latency_crossed_threshold"] if is_raised else []
    )
    if is_raised:
        assert told["became_relay"]["from"] == "local"


async def test_change_over_a_gap(hass: HomeAssistant, rooms: Standins) -> None:
    """The state after a gap is compared with the state before it."""
    server = rooms.add("attic", ENUM, "offline")
    ran = await automate(
        hass,
        {
            name: {"trigger": own(name), "target": rooms.target}
            for name in ("came_online", "became_local", "went_offline")
        },
    )
    for shown in ("unavailable", "unknown", "local"):
        rooms.show(server, shown)
    told = dict(await ran.since())
    assert sorted(told) == ["became_local", "came_online"]
    assert told["came_online"]["from"] == "offline"
    for shown in ("unavailable", "local"):
        rooms.show(server, shown)
    assert await ran.names() == []
