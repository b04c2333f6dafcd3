"""Buttons: ask plex.tv again, and test every known address of a server."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ServerCoordinator
from .entity import PlexConnectionEntity
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class ServerButtonDescription(ButtonEntityDescription):
    """A button that does one thing for one server."""

    press_fn: Callable[[ServerCoordinator], Awaitable[Any]]


BUTTONS = (
    ServerButtonDescription(
        key="rediscover",
        translation_key="rediscover",
        entity_category=EntityCategory.DIAGNOSTIC,
        press_fn=lambda coordinator: coordinator.account.async_press_rediscover(),
    ),
    ServerButtonDescription(
        key="test_connections",
        translation_key="test_connections",
        entity_category=EntityCategory.DIAGNOSTIC,
        press_fn=lambda coordinator: coordinator.async_test_connections(),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Offer the buttons for every server, those that appear later too."""
    entry.runtime_data.async_for_each_server(
        lambda coordinator: async_add_entities(
            ServerButton(coordinator, description) for description in BUTTONS
        )
    )


class ServerButton(PlexConnectionEntity, ButtonEntity):
    """One thing to do for one server."""

    entity_description: ServerButtonDescription

    @override
    async def async_press(self) -> None:
        """Do it; what could not be done is told as a translated error."""
        await self.entity_description.press_fn(self.coordinator)
