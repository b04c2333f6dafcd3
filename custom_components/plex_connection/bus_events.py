"""What happened, on Home Assistant's event bus: one event type for all of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN

EVENT_PLEX_CONNECTION = f"{DOMAIN}_event"

ATTR_TYPE = "type"


class Activity(StrEnum):
    """What an event is about; the value of its `type`."""

    CONNECTION_CHANGED = "connection_changed"
    """With `from`, `to`, `reason`, `from_address`, `to_address`, `duration_ms`."""
    DISCOVERY = "discovery"
    """plex.tv was asked: with `trigger`, `result`, `servers_found`."""
    DEGRADED = "degraded"
    """Slower than the server's own usual: with `connection_type`, `latency_ms`,
    `baseline_ms`, as has the next."""
    RECOVERED = "recovered"


@callback
def async_fire_activity(
    hass: HomeAssistant,
    entry_id: str,
    identifier: str,
    activity: Activity,
    data: Mapping[str, Any],
) -> None:
    """Tell whoever listens; `identifier` is that of a server's or account's device."""
    device_id = dr.async_get_device_id_by_identifier(
        hass, (DOMAIN, identifier), config_entry_id=entry_id
    )
    hass.bus.async_fire(
        EVENT_PLEX_CONNECTION,
        {
            ATTR_CONFIG_ENTRY_ID: entry_id,
            ATTR_DEVICE_ID: device_id,
            ATTR_TYPE: activity.value,
            **data,
        },
    )
