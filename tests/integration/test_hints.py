"""A server that hints all the time that its addresses may have changed."""

import asyncio
from itertools import pairwise

from homeassistant.core import HomeAssistant

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator
from simulator.hostility import Trick

from .conftest import Attic, Elapse, state

WEBSOCKETS = "/:/websockets/notifications"

HINTS = 90
"""Hints in one moment; a hundred in a second are no flood yet."""


async def _hint(attic: Attic) -> None:
    for _ in range(HINTS):
        await attic.server.notify("reachability", {"reachability": False})


async def test_many_hints(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Many hints cause one check; listeners are called only for changed reports."""
    await elapse(20, step=1)
    asked = sim.record.count(path="/identity")
    shown: list[object] = []
    server.async_add_listener(lambda: shown.append(server.data))

    await _hint(attic)
    await elapse(1)
    tasks = [each for each in asyncio.all_tasks() if "hint" in each.get_name()]
    await elapse(3)

    assert len(tasks) <= 1
    assert sim.record.count(path="/identity") == asked + 1
    assert 1 <= len(shown) <= 3
    assert all(before != after for before, after in pairwise(shown))
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_a_loss_among_hints(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A loss does not wait for the hints."""
    await elapse(20, step=1)
    await _hint(attic)
    attic.lan.crash()
    await elapse(2)

    assert state(hass, "sensor.attic_connection_type") == "remote"


async def test_a_hint_after_a_hint(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A later hint is checked too, as soon as that is allowed."""
    await elapse(20, step=1)
    asked = sim.record.count(path="/identity")
    await _hint(attic)
    await elapse(5)
    await _hint(attic)
    await elapse(15)

    assert sim.record.count(path="/identity") == asked + 2


async def test_a_flood(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A flooding push channel gets ten seconds, then reopens ever more rarely."""
    # Until all addresses have been tested once.
    await elapse(30)
    attic.lan.inject("hostile", trick=Trick.PINGS, paths=[WEBSOCKETS], rate=100)
    attic.lan.cut_connections()
    await elapse(10)
    asked = sim.record.count(path="/identity")
    await elapse(80)

    opened = [each.at for each in sim.record.requests if each.path == WEBSOCKETS]
    gaps = [after - before for before, after in pairwise(opened[1:])]
    assert len(gaps) >= 2
    assert gaps[0] >= 10
    assert all(after > before for before, after in pairwise(gaps))
    # The flood causes no check: the next one is due after five minutes.
    assert sim.record.count(path="/identity") == asked
    assert state(hass, "sensor.attic_connection_type") == "local"
