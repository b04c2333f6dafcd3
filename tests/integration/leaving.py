"""Servers that plex.tv lists no more, and how they go."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection import async_remove_config_entry_device
from custom_components.plex_connection.const import DOMAIN
from simulator import MediaServer

from .acting import LONG_ENOUGH, acted
from .conftest import Elapse

DAY = 24 * 3600.0


def device_of(
    hass: HomeAssistant, entry: MockConfigEntry, server_id: str
) -> dr.DeviceEntry | None:
    """Return a server's device, if it has one."""
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, server_id), entry.entry_id
    )


async def leave_out(
    elapse: Elapse, entry: MockConfigEntry, *servers: MediaServer
) -> None:
    """Have plex.tv leave servers out, and be asked."""
    for each in servers:
        each.profile.listed = False
    await acted(elapse, entry.runtime_data.account.async_rediscover())


async def remove(
    hass: HomeAssistant, elapse: Elapse, entry: MockConfigEntry, server: MediaServer
) -> None:
    """Have plex.tv leave a server out, and its device deleted by the user."""
    await leave_out(elapse, entry, server)
    device = device_of(hass, entry, server.machine_identifier)
    assert device is not None
    assert await async_remove_config_entry_device(hass, entry, device)
    dr.async_get(hass).async_remove_device(device.id)
    await elapse(LONG_ENOUGH)


async def let_days_pass(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    entry: MockConfigEntry,
    days: float,
    wall: timedelta = timedelta(0),
) -> None:
    """Start anew, as if it had run for days; the wall clock may be wrong then."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    stored = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
    assert stored["unlisted"]
    for spell in stored["unlisted"].values():
        spell["age"] += days * DAY
        spell["unused"] += days * DAY
    discovered = datetime.fromisoformat(stored["discovered_at"])
    stored["discovered_at"] = (discovered - wall).isoformat()
    assert await hass.config_entries.async_setup(entry.entry_id)
