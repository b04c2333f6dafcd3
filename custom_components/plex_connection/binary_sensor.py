"""Binary sensor: whether a server can be reached at all."""

from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection import ConnectionType
from .entity import PlexConnectionEntity
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 0

REACHABLE = BinarySensorEntityDescription(
    key="reachable",
    translation_key="reachable",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Show every server, those that appear later too."""
    entry.runtime_data.async_for_each_server(
        lambda coordinator: async_add_entities(
            [ReachableSensor(coordinator, REACHABLE)]
        )
    )


class ReachableSensor(PlexConnectionEntity, BinarySensorEntity):
    """On while some connection to the server works."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the server was reached at the last look; None before it."""
        kind = self.coordinator.data.connection_type
        return None if kind is None else kind is not ConnectionType.OFFLINE
