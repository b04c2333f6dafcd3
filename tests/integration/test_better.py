"""A better connection is one that works now, not one that worked a moment ago."""

from collections.abc import Callable

from homeassistant.const import STATE_OFF
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
import pytest

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Listener

from .acting import acted
from .conftest import Attic, Elapse, state

pytestmark = pytest.mark.usefixtures("all_enabled")


TYPE = "sensor.attic_connection_type"
BETTER = "binary_sensor.attic_better_connection_available"


def seen(hass: HomeAssistant) -> list[str]:
    """Return a list that collects the sensor's states from now on."""
    states: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        states.append("gone" if new is None else new.state)

    async_track_state_change_event(hass, BETTER, note)
    return states


@pytest.mark.parametrize("end", [Listener.crash, Listener.vanish])
@pytest.mark.parametrize("ways", [("lan",), ("lan", "bridge"), ("lan", "public")])
async def test_dead_address_is_not_better(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    end: Callable[[Listener], None],
    ways: tuple[str, ...],
) -> None:
    """A failed address is not better than its replacement."""
    attic.bridge.heal()
    await acted(elapse, server.async_test_connections())
    assert state(hass, BETTER) == STATE_OFF
    states = seen(hass)
    for way in ways:
        end(getattr(attic, way))
    if "bridge" not in ways:
        end(attic.bridge)
    await elapse(60)
    assert state(hass, TYPE) == ("relay" if "public" in ways else "remote")
    assert states == []

    attic.lan.restore()
    await elapse(600, step=1)
    assert state(hass, TYPE) == "local"
    assert state(hass, BETTER) == STATE_OFF
