"""Select: which connection to a server is used, ours to choose or one for good."""

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
    """Offer the choice for every server, those that appear later too."""
    async_show_servers(entry, async_add_entities, ConnectionSelect, CONNECTION)


class ConnectionSelect(PlexConnectionEntity, SelectEntity):
    """Pins a candidate (rule 14), or leaves the choice to us."""

    @property
    @override
    def options(self) -> list[str]:
        """Return the candidates there are, and what is pinned in any case.

        Not in order of priority: that moves with every latency, and Home Assistant
        keeps the options in its registry.
        """
        return [AUTOMATIC, *sorted(choices(self.coordinator.data))]

    @property
    @override
    def current_option(self) -> str:
        """Return what is pinned."""
        pinned = self.coordinator.data.pinned
        for label, url in choices(self.coordinator.data).items():
            if url == pinned:
                return label
        return AUTOMATIC

    @override
    async def async_select_option(self, option: str) -> None:
        """Pin it, and look at once whether it answers."""
        url = choices(self.coordinator.data).get(option)
        await self.coordinator.async_pin(url)
