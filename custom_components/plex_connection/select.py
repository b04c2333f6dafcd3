"""Select: the connection to a server, chosen automatically or pinned."""

from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .candidate_labels import choices
from .entity import PlexConnectionEntity, async_show_servers
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 1

AUTOMATIC = "automatic"

CONNECTION = SelectEntityDescription(
    key="connection",
    entity_category=EntityCategory.CONFIG,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the entities of every server, later ones included."""
    async_show_servers(entry, async_add_entities, ConnectionSelect, CONNECTION)


class ConnectionSelect(PlexConnectionEntity, SelectEntity):
    """Pins a candidate (rule 14), or leaves the choice to the engine."""

    @property
    @override
    def options(self) -> list[str]:
        """Return the known candidates and, in any case, the pinned one.

        Not by priority: that changes with every latency, and Home Assistant stores the
        options in its registry.
        """
        return [AUTOMATIC, *sorted(choices(self.coordinator.data))]

    @property
    @override
    def current_option(self) -> str:
        """Return the pinned candidate, or automatic."""
        pinned = self.coordinator.data.pinned
        for label, url in choices(self.coordinator.data).items():
            if url == pinned:
                return label
        return AUTOMATIC

    @override
    async def async_select_option(self, option: str) -> None:
        """Pin the candidate and check it at once."""
        url = choices(self.coordinator.data).get(option)
        await self.coordinator.async_pin(url)
