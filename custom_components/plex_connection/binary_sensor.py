"""Binary sensors of a server's connection and of plex.tv."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection import ConnectionReport, ConnectionType
from .entity import PlexAccountEntity, PlexConnectionEntity, async_show_servers
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class ReportSensorDescription(BinarySensorEntityDescription):
    """A binary sensor for one fact of a server's report."""

    is_on_fn: Callable[[ConnectionReport], bool | None]
    """Returns None if the fact is unknown or meaningless now."""


def _is_reachable(report: ConnectionReport) -> bool | None:
    """Return whether the server is usable; a starting one counts as reachable."""
    kind = report.connection_type
    if kind is None:
        return None
    return kind is not ConnectionType.OFFLINE and not report.needs_authorization_check


def _is_on_relay(report: ConnectionReport) -> bool | None:
    kind = report.connection_type
    return None if kind is None else kind is ConnectionType.RELAY


def _is_better_available(report: ConnectionReport) -> bool | None:
    return None if report.connection_type is None else report.better is not None


def _is_encrypted(report: ConnectionReport) -> bool | None:
    return None if report.active is None else report.active.scheme == "https"


SENSORS = (
    ReportSensorDescription(
        key="reachable",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        is_on_fn=_is_reachable,
    ),
    ReportSensorDescription(
        key="relay_in_use",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        is_on_fn=_is_on_relay,
    ),
    ReportSensorDescription(
        key="better_available",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        is_on_fn=_is_better_available,
    ),
    ReportSensorDescription(
        key="encrypted",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        is_on_fn=_is_encrypted,
    ),
)

PLEX_TV_REACHABLE = BinarySensorEntityDescription(
    key="plex_tv_reachable",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the entities of the account and of every server, later ones included."""
    runtime = entry.runtime_data
    async_add_entities([PlexTvSensor(runtime.account, PLEX_TV_REACHABLE)])
    async_show_servers(entry, async_add_entities, ReportSensor, *SENSORS)


class ReportSensor(PlexConnectionEntity, BinarySensorEntity):
    """One fact of a server's report."""

    entity_description: ReportSensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the fact as of the last check; None before the first."""
        return self.entity_description.is_on_fn(self.coordinator.data)


class PlexTvSensor(PlexAccountEntity, BinarySensorEntity):
    """On if plex.tv answered the last call, which may be a day ago.

    Off, too, if it rejected the sign-in: its answers are useless then.
    """

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the last call succeeded, possibly before a restart."""
        return self.coordinator.is_plex_tv_well
