"""Event entity: a server's connection events, as fired on the bus."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.event import (
    EventEntity,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .bus_events import KEY_ACTIVITY, SERVER_ACTIVITIES, SIGNAL_ACTIVITY, Activity
from .entity import PlexConnectionEntity, async_show_servers
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 0

ACTIVITY = EventEntityDescription(
    key=KEY_ACTIVITY,
    event_types=[activity.value for activity in SERVER_ACTIVITIES],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the entities of every server, later ones included."""
    async_show_servers(entry, async_add_entities, ActivityEvent, ACTIVITY)


class ActivityEvent(PlexConnectionEntity, EventEntity):
    """The last event of a server's connection; checks do not update it."""

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the stored event; None for a new server.

        Home Assistant stores it by entity id, and keeps it when a device is deleted.
        """
        if self.coordinator.is_new:
            return None
        return await super().async_get_last_event_data()

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the server's events."""
        await super().async_added_to_hass()
        server = self.coordinator
        signal = SIGNAL_ACTIVITY.format(
            server.config_entry.entry_id, server.record.server_id
        )
        self.async_on_remove(
            async_dispatcher_connect(self.hass, signal, self._async_happened)
        )

    @callback
    def _async_happened(self, activity: Activity, data: Mapping[str, Any]) -> None:
        self._trigger_event(activity.value, dict(data))
        self.async_write_ha_state()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Ignore coordinator updates: a check does not change this entity."""
