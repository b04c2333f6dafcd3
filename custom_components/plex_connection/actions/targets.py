"""The targets of an action: servers and accounts, by device, entity, area or label."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    ATTR_AREA_ID,
    ATTR_CONFIG_ENTRY_ID,
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    ATTR_FLOOR_ID,
    ATTR_LABEL_ID,
    ENTITY_MATCH_NONE,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.service import (
    async_get_config_entry,
    async_get_device_and_config_entry,
)
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.helpers.typing import VolDictType
import voluptuous as vol

from ..const import DOMAIN
from ..coordinator import ServerCoordinator
from ..runtime import PlexConnectionConfigEntry

type Target = tuple[PlexConnectionConfigEntry, ServerCoordinator | None]
"""An account and one of its servers; None: all of them."""

AROUND = (ATTR_AREA_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID)
"""Targets that may contain servers among unrelated devices."""

TARGET_FIELDS: VolDictType = {
    vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string,
    **cv.ENTITY_SERVICE_FIELDS,
}


@dataclass(kw_only=True, slots=True)
class Targets:
    """The accounts and servers that an action targets."""

    entries: list[PlexConnectionConfigEntry] = field(default_factory=list)
    servers: list[ServerCoordinator] = field(default_factory=list)

    def add(
        self, entry: PlexConnectionConfigEntry, server: ServerCoordinator | None = None
    ) -> None:
        """Add a server of an account, or the account with all its servers."""
        if entry not in self.entries:
            self.entries.append(entry)
        every: Iterable[ServerCoordinator] = entry.runtime_data.servers.values()
        for each in every if server is None else (server,):
            if each not in self.servers:
                self.servers.append(each)


@callback
def async_get_server(hass: HomeAssistant, name: str) -> ServerCoordinator:
    """Return a server by device id or machineIdentifier.

    If several accounts reach it, returns the owner's. Raises ServiceValidationError if
    the server is unknown or its account is not loaded.
    """
    registry = dr.async_get(hass)
    device_id = name
    found: list[ServerCoordinator] = []
    for entry in hass.config_entries.async_entries(DOMAIN):
        known = registry.async_get_device_by_identifier((DOMAIN, name), entry.entry_id)
        if known is not None:
            device_id = known.id
        if entry.state is ConfigEntryState.LOADED:
            servers: dict[str, ServerCoordinator] = entry.runtime_data.servers
            found += [servers[name]] if name in servers else []
    if found:
        return next((each for each in found if each.record.owned), found[0])
    device, owner = async_get_device_and_config_entry(hass, DOMAIN, device_id)
    for domain, value in device.identifiers:
        if domain == DOMAIN and value in owner.runtime_data.servers:
            server: ServerCoordinator = owner.runtime_data.servers[value]
            return server
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="server_unknown",
        translation_placeholders={"device": device.name or device_id},
    )


@callback
def async_get_targets(hass: HomeAssistant, data: Mapping[str, Any]) -> Targets:
    """Return the targets in an action's data; everything if it names no target.

    The account's device stands for all its servers, an entity for its device. A device
    or entity named directly must be ours, loaded and, if an account is named too,
    that account's; areas, floors and labels contribute only those of their devices and
    entities that are. Raises ServiceValidationError otherwise, and if nothing is left:
    a list that a template left empty does not mean everything.
    """
    entry_id = data.get(ATTR_CONFIG_ENTRY_ID)
    account: PlexConnectionConfigEntry | None = (
        None if entry_id is None else async_get_config_entry(hass, DOMAIN, entry_id)
    )
    if not any(key in data for key in cv.ENTITY_SERVICE_FIELDS):
        return _all(hass, account)
    targets = Targets()
    for device_id in _named_devices(hass, data):
        entry, server = _get_named(hass, device_id)
        if account is not None and account is not entry:
            raise _not_of(hass, account, device_id)
        targets.add(entry, server)
    for device_id in _devices_around(hass, data):
        # Areas and labels also hold foreign devices, and ours that are not loaded.
        with suppress(ServiceValidationError):
            entry, server = _get_named(hass, device_id)
            if account in (None, entry):
                targets.add(entry, server)
    if not targets.entries:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="target_empty"
        )
    return targets


def _all(hass: HomeAssistant, account: PlexConnectionConfigEntry | None) -> Targets:
    """Return the account, or all loaded ones if None."""
    entries: list[PlexConnectionConfigEntry] = (
        hass.config_entries.async_loaded_entries(DOMAIN)
        if account is None
        else [account]
    )
    if not entries:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_account"
        )
    targets = Targets()
    for entry in entries:
        targets.add(entry)
    return targets


def _named_devices(hass: HomeAssistant, data: Mapping[str, Any]) -> Iterable[str]:
    """Return the ids of the devices named directly or through an entity."""
    registry = er.async_get(hass)
    device_ids = dict.fromkeys(_listed(data, ATTR_DEVICE_ID))
    for entity_id in _listed(data, ATTR_ENTITY_ID):
        entity = registry.async_get(entity_id)
        if entity is None or entity.platform != DOMAIN or entity.device_id is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="target_foreign",
                translation_placeholders={"entity": entity_id},
            )
        device_ids[entity.device_id] = None
    return device_ids


def _devices_around(hass: HomeAssistant, data: Mapping[str, Any]) -> Iterable[str]:
    """Return the ids of the devices in the named areas, floors and labels."""
    around = TargetSelection({key: data.get(key) for key in AROUND})
    found = async_extract_referenced_entity_ids(
        hass, around, expand_group=False, primary_entities_only=False
    )
    registry = er.async_get(hass)
    device_ids = set(found.referenced_devices)
    for entity_id in found.indirectly_referenced:
        entity = registry.async_get(entity_id)
        if entity is not None and entity.device_id is not None:
            device_ids.add(entity.device_id)
    return sorted(device_ids)


def _listed(data: Mapping[str, Any], key: str) -> list[str]:
    """Return the named ids in order; "none" counts as an empty list."""
    value = data.get(key, ENTITY_MATCH_NONE)
    if value == ENTITY_MATCH_NONE:
        return []
    return [value] if isinstance(value, str) else list(value)


def _get_named(hass: HomeAssistant, device_id: str) -> Target:
    """Return the target of a device; raises ServiceValidationError."""
    device = dr.async_get(hass).async_get(device_id)
    if device is not None:
        _, entry = async_get_device_and_config_entry(hass, DOMAIN, device_id)
        if (DOMAIN, str(entry.unique_id)) in device.identifiers:
            return entry, None
    server = async_get_server(hass, device_id)
    return server.config_entry, server


def _not_of(
    hass: HomeAssistant, account: PlexConnectionConfigEntry, device_id: str
) -> ServiceValidationError:
    """Return the error for a device of another account."""
    device = dr.async_get(hass).async_get(device_id)
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="target_of_another_account",
        translation_placeholders={
            "device": (device and (device.name_by_user or device.name)) or device_id,
            "account": account.title,
        },
    )
