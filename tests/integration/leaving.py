"""Helpers for servers that plex.tv no longer lists."""

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
    """Return a server's device, or None."""
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, server_id), entry.entry_id
    )


async def leave_out(
    elapse: Elapse, entry: MockConfigEntry, *servers: MediaServer
) -> None:
    """Drop servers from plex.tv's list, and rediscover."""
    for each in servers:
        each.profile.listed = False
    await acted(elapse, entry.runtime_data.account.async_rediscover())


async def remove(
    hass: HomeAssistant, elapse: Elapse, entry: MockConfigEntry, server: MediaServer
) -> None:
    """Drop a server from plex.tv's list, and delete its device as the user does."""
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
    """Reload as if `days` had passed, with the wall clock ahead by `wall`."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    stored = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
    assert stored["unlisted"]
    for spell in stored["unlisted"].values():
        spell["age"] += days * DAY
        spell["unused"] += days * DAY
    discovered = datetime.fromisoformat(stored["discovered_at"])
    stored["discovered_at"] = (discovered - wall).isoformat()
    assert await hass.config_entries.async_setup(entry.entry_id)
