"""Buttons: ask plex.tv again, test every known address of a server, start afresh."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ServerCoordinator
from .entity import PlexAccountEntity, PlexConnectionEntity, async_show_servers
from .permissions import async_require_admin
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class ServerButtonDescription(ButtonEntityDescription):
    """A button that does one thing for one server."""

    press_fn: Callable[[ServerCoordinator], Awaitable[Any]]
    for_admin: bool = False
    """Whether control of the entity is not enough."""


BUTTONS = (
    ServerButtonDescription(
        key="rediscover",
        entity_category=EntityCategory.DIAGNOSTIC,
        # It asks plex.tv about all servers, as the account's does.
        entity_registry_enabled_default=False,
        press_fn=lambda coordinator: coordinator.account.async_press_rediscover(),
    ),
    ServerButtonDescription(
        key="test_connections",
        entity_category=EntityCategory.DIAGNOSTIC,
        press_fn=lambda coordinator: coordinator.async_test_connections(),
    ),
    ServerButtonDescription(
        key="forget",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        press_fn=lambda coordinator: coordinator.async_forget(),
        for_admin=True,
    ),
)

REDISCOVER = ButtonEntityDescription(
    key="rediscover", entity_category=EntityCategory.DIAGNOSTIC
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Offer the buttons of the account and of every server, later ones too."""
    runtime = entry.runtime_data
    async_add_entities([RediscoverButton(runtime.account, REDISCOVER)])
    async_show_servers(entry, async_add_entities, ServerButton, *BUTTONS)


class ServerButton(PlexConnectionEntity, ButtonEntity):
    """One thing to do for one server."""

    entity_description: ServerButtonDescription

    @override
    async def async_press(self) -> None:
        """Do it; what could not be done is told as a translated error."""
        if self.entity_description.for_admin and self._context is not None:
            await async_require_admin(self.hass, self._context)
        await self.entity_description.press_fn(self.coordinator)


class RediscoverButton(PlexAccountEntity, ButtonEntity):
    """Asks plex.tv for the account's servers."""

    @override
    async def async_press(self) -> None:
        """Ask; what could not be done is told as a translated error."""
        await self.coordinator.async_press_rediscover()
