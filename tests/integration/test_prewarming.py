"""Pre-warming: an open socket in time for its use, and silence without habits."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.connection import (
    CheckReason,
    PrewarmQueue,
    Purpose,
)
from custom_components.plex_connection.const import CONF_PREWARM, DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .conftest import Attic, Elapse, SetUp, Until, state


def habits(server_id: str, moment: datetime) -> dict[str, Any]:
    """Return the stored habits of a server used at this moment for three weeks."""
    used_at = moment
    queue = PrewarmQueue(
        clock=lambda: used_at.timestamp(),  # noqa: PLW0108 (it moves)
        now=lambda: used_at,
    )
    for weeks in (3, 2, 1):
        used_at = moment - timedelta(weeks=weeks)
        queue.note_use(server_id)
    return queue.to_dict()


async def test_no_timer_without_habits(
    attic: Attic,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """There is no timer and no request until the server has habits."""
    prewarming = entry.runtime_data.prewarming
    assert not prewarming.is_waiting
    await elapse(2 * 3600, step=10)
    assert not prewarming.is_waiting
    requests = server.metrics.snapshot().today.requests
    assert Purpose.PREWARM not in requests
    await server.backend.get_json("/library/sections")
    assert not prewarming.is_waiting, "one use is not a habit"


@pytest.mark.parametrize("option", ["on", "off"])
async def test_socket_is_open_in_time(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    elapse: Elapse,
    option: str,
) -> None:
    """One probe some seconds ahead opens the connection that the operation uses."""
    enabled = option == "on"
    hass.config_entries.async_update_entry(entry, options={CONF_PREWARM: enabled})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert await hass.config_entries.async_unload(entry.entry_id)
    # Halfway through an hour, or the moment could straddle one.
    now = dt_util.now()
    moment = now.replace(minute=30, second=0, microsecond=0) + timedelta(hours=1)
    measured = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["measured"]
    measured["use"] = habits(attic.id, moment)

    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse((moment - now).total_seconds() - 60, step=5)
    server = entry.runtime_data.servers[attic.id]
    assert Purpose.PREWARM not in server.metrics.snapshot().today.requests
    assert entry.runtime_data.prewarming.is_waiting is enabled
    # A check that happens to be due in the seconds before would warm as well.
    await server.async_check(CheckReason.MANUAL)
    await elapse((moment - dt_util.now()).total_seconds(), step=0.5)
    warmed = server.metrics.snapshot().today.requests.get(Purpose.PREWARM, 0)
    assert warmed == (1 if enabled else 0)

    sim.record.clear()
    await server.backend.get_json("/library/sections")
    opened = [
        connection
        for connection in sim.record.connections
        if connection.origin.listener == attic.lan.place
    ]
    assert len(opened) == (0 if enabled else 1)
    assert state(hass, "sensor.attic_connection_type") == "local"
