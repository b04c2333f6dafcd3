"""Base classes of all entities: ids and device, of a server or of the account."""

from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .account_coordinator import AccountCoordinator
from .automations.targets import KEY_CONNECTION_TYPE
from .const import DOMAIN
from .coordinator import LAST, ServerCoordinator
from .panel import async_page_url
from .redaction.display_text import safe_name
from .runtime import PlexConnectionConfigEntry


class PlexEntity(Entity):
    """Base of all our entities; the key is also the translation key."""

    _attr_has_entity_name = True

    @property
    @override
    def available(self) -> bool:
        """Return True: an unreachable server or plex.tv shows as a state."""
        return True


class PlexConnectionEntity(PlexEntity, CoordinatorEntity[ServerCoordinator]):
    """An entity about the connection to one server."""

    def __init__(
        self, coordinator: ServerCoordinator, description: EntityDescription
    ) -> None:
        """Build a unique id of account and server: two accounts may share a server."""
        is_watched = description.key == KEY_CONNECTION_TYPE
        super().__init__(coordinator, LAST if is_watched else None)
        self.entity_description = description
        self._attr_translation_key = description.key
        record = coordinator.record
        self._attr_unique_id = (
            f"{coordinator.account_id}_{record.server_id}_{description.key}"
        )
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, record.server_id)},
            configuration_url=async_page_url(
                coordinator.hass, coordinator.config_entry.entry_id, record.server_id
            ),
            name=safe_name(record.name),
            manufacturer="Plex",
            model="Media Server",
            sw_version=record.version,
            via_device_id=coordinator.account.device_id,
        )


@callback
def async_show_servers(
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    kind: type[PlexConnectionEntity],
    *descriptions: EntityDescription,
) -> None:
    """Add an entity per description for every server, later ones included."""

    @callback
    def add_server(server: ServerCoordinator) -> None:
        async_add_entities(kind(server, each) for each in descriptions)

    entry.runtime_data.async_for_each_server(add_server)


class PlexAccountEntity(PlexEntity, CoordinatorEntity[AccountCoordinator]):
    """An entity about the account as a whole."""

    def __init__(
        self, coordinator: AccountCoordinator, description: EntityDescription
    ) -> None:
        """Build the unique id from the account's."""
        super().__init__(coordinator)
        self.entity_description = description
        self._attr_translation_key = description.key
        account_id = coordinator.config_entry.unique_id
        self._attr_unique_id = f"{account_id}_{description.key}"
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, str(account_id))})
