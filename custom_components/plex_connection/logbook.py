"""Logbook entries for the events of a server's connection.

An event may be years old, or written by a later version: only its type is certain.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.components.logbook.const import LOGBOOK_ENTRY_STATE
from homeassistant.components.logbook.models import LazyEventPartialState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .bus_events import ATTR_TYPE, EVENT_PLEX_CONNECTION, Activity
from .connection import (
    ChangeReason,
    ConnectionType,
    DiscoveryResult,
    DiscoveryTrigger,
)
from .const import DOMAIN
from .core_plex.policy import Reason
from .redaction.display_text import safe_name
from .texts import text

type Describe = Callable[[LazyEventPartialState], dict[str, Any]]

UNKNOWN = "unknown"
"""Replaces a value that this version does not know."""

ICONS: dict[str, str] = {
    ConnectionType.LOCAL: "mdi:lan-connect",
    ConnectionType.REMOTE: "mdi:web",
    ConnectionType.RELAY: "mdi:transit-connection-variant",
    ConnectionType.OFFLINE: "mdi:lan-disconnect",
}
"""Icon of a change by its new type; the same as the sensor's."""


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Describe], None],
) -> None:
    """Register the descriptions of our events."""

    @callback
    def describe(event: LazyEventPartialState) -> dict[str, Any]:
        message, icon = _describe(hass, event.data)
        # Without an entity: the frontend would show its name instead of ours, and the
        # device's page has the entry anyway.
        return {
            LOGBOOK_ENTRY_NAME: _name(hass, event.data),
            LOGBOOK_ENTRY_MESSAGE: message,
            LOGBOOK_ENTRY_ICON: icon,
            # For cards that show only these, and no states of entities.
            LOGBOOK_ENTRY_STATE: safe_name(str(event.data.get(ATTR_TYPE))),
        }

    async_describe_event(DOMAIN, EVENT_PLEX_CONNECTION, describe)


def _describe(hass: HomeAssistant, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the message, which continues the name as a sentence, and an icon."""
    match data.get(ATTR_TYPE):
        case Activity.CONNECTION_CHANGED:
            return _describe_change(hass, data)
        case Activity.DISCOVERY:
            return _describe_discovery(hass, data)
        case Activity.DEGRADED:
            return _describe_latency(hass, "degraded", data), "mdi:speedometer-slow"
        case Activity.RECOVERED:
            return _describe_latency(hass, "recovered", data), "mdi:speedometer"
        case Activity.CORE_PLEX_MOVED:
            return _describe_core_plex(hass, data), "mdi:swap-horizontal"
    what = safe_name(str(data.get(ATTR_TYPE)))
    return text(hass, "logbook_other", what=what), "mdi:swap-horizontal"


def _describe_change(hass: HomeAssistant, data: Mapping[str, Any]) -> tuple[str, str]:
    """Describe a new connection, or the loss or return of one."""
    before = _known(ConnectionType, data.get("from"))
    after = _known(ConnectionType, data.get("to"))
    reason = _known(ChangeReason, data.get("reason"))
    words = {
        "to": text(hass, f"logbook_type_{after}"),
        "from": text(hass, f"logbook_type_{before}"),
        "reason": text(hass, f"logbook_reason_{reason}"),
    }
    is_chosen = reason == ChangeReason.PINNED
    key = "logbook_connection_changed"
    if after == ConnectionType.OFFLINE:
        key = "logbook_lost_pinned" if is_chosen else "logbook_lost"
    elif before == ConnectionType.OFFLINE and not is_chosen:
        key = "logbook_recovered_connection"
    elif before == after:
        key = "logbook_address_changed"
    return text(hass, key, **words), ICONS.get(after, "mdi:swap-horizontal")


def _describe_discovery(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> tuple[str, str]:
    """Describe a discovery: its reason and its result."""
    trigger = _known(DiscoveryTrigger, data.get("trigger"))
    result = _known(DiscoveryResult, data.get("result"))
    message = text(
        hass,
        f"logbook_discovery_{result}",
        trigger=text(hass, f"logbook_trigger_{trigger}"),
        count=_number(data.get("servers_found")),
    )
    return message, "mdi:cloud-search-outline"


def _describe_latency(hass: HomeAssistant, key: str, data: Mapping[str, Any]) -> str:
    """Describe that a server is slower than usual, or no longer."""
    return text(
        hass,
        f"logbook_{key}",
        latency=_number(data.get("latency_ms")),
        usual=_number(data.get("baseline_ms")),
    )


def _describe_core_plex(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Describe that Home Assistant's own integration was given another address."""
    reason = _known(Reason, data.get("reason"))
    return text(
        hass,
        "logbook_core_plex_moved",
        address=safe_name(str(data.get("to_address"))),
        reason=text(hass, f"core_plex_reason_{reason}"),
    )


def _known(words: type[StrEnum], value: Any) -> str:
    """Return the value if it is a known member, which has a text; else UNKNOWN."""
    return value if isinstance(value, str) and value in words else UNKNOWN


def _number(value: Any) -> str:
    """Return a number rounded for display."""
    return f"{value:.0f}" if isinstance(value, int | float) else "?"


def _name(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return the user's name for the server or the account, else its own.

    The account is appended if another account has a server of that name: that may be
    the same server over another connection.
    """
    registry = dr.async_get(hass)
    device = registry.async_get(str(data.get(ATTR_DEVICE_ID)))
    if device is None:
        return text(hass, "logbook_gone")
    name = _shown(device)
    namesakes = (
        each
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.entry_id != device.config_entry_id
        for each in dr.async_entries_for_config_entry(registry, entry.entry_id)
    )
    if not any(_shown(each) == name for each in namesakes):
        return name
    owner = hass.config_entries.async_get_entry(str(device.config_entry_id))
    return name if owner is None else f"{name} ({safe_name(owner.title)})"


def _shown(device: dr.AnyDeviceEntry) -> str:
    return device.name_by_user or safe_name(device.name or "")
