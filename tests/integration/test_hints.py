"""A server that says all the time that its ways may have changed."""

import asyncio
from itertools import pairwise

from homeassistant.core import HomeAssistant

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .conftest import Attic, Elapse, state

HINTS = 90
"""In one moment; a hundred in a second are no flood yet."""


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
    """Are one look, and one more at most; nothing is shown that is not new."""
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
    """Waits for none of them."""
    await elapse(20, step=1)
    await _hint(attic)
    attic.lan.crash()
    await elapse(2)

    assert state(hass, "sensor.attic_connection_type") == "remote"


async def test_a_hint_after_a_hint(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Is looked at, too, as soon as it may be."""
    await elapse(20, step=1)
    asked = sim.record.count(path="/identity")
    await _hint(attic)
    await elapse(5)
    await _hint(attic)
    await elapse(15)

    assert sim.record.count(path="/identity") == asked + 2
