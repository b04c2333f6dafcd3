"""Buttons: rediscover at plex.tv, test all of a server's addresses, forget a server."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .actions.permissions import async_require_admin
from .coordinator import ServerCoordinator
from .entity import PlexAccountEntity, PlexConnectionEntity, async_show_servers
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class ServerButtonDescription(ButtonEntityDescription):
    """A button that acts on one server."""

    press_fn: Callable[[ServerCoordinator], Awaitable[Any]]
    for_admin: bool = False
    """Whether it requires an administrator, not just control of the entity."""


BUTTONS = (
    ServerButtonDescription(
        key="rediscover",
        entity_category=EntityCategory.DIAGNOSTIC,
        # Off by default: it does the same as the account's button.
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
    """Add the buttons of the account and of every server, later ones included."""
    runtime = entry.runtime_data
    async_add_entities([RediscoverButton(runtime.account, REDISCOVER)])
    async_show_servers(entry, async_add_entities, ServerButton, *BUTTONS)


class ServerButton(PlexConnectionEntity, ButtonEntity):
    """One action on one server."""

    entity_description: ServerButtonDescription

    @override
    async def async_press(self) -> None:
        """Run the action; raises a translated HomeAssistantError if it fails."""
        if self.entity_description.for_admin and self._context is not None:
            await async_require_admin(self.hass, self._context)
        await self.entity_description.press_fn(self.coordinator)


class RediscoverButton(PlexAccountEntity, ButtonEntity):
    """Asks plex.tv for the account's servers."""

    @override
    async def async_press(self) -> None:
        """Run a discovery; raises a translated HomeAssistantError if it fails."""
        await self.coordinator.async_press_rediscover()
