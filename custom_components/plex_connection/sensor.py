"""Sensors: how each server is connected, how well, and since which look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .connection import ConnectionReport, ConnectionType
from .entity import PlexConnectionEntity
from .runtime import PlexConnectionConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class ReportSensorDescription(SensorEntityDescription):
    """A sensor that shows one value of a server's report."""

    value_fn: Callable[[ConnectionReport], StateType | datetime]


SENSORS = (
    ReportSensorDescription(
        key="connection_type",
        translation_key="connection_type",
        device_class=SensorDeviceClass.ENUM,
        options=[kind.value for kind in ConnectionType],
        value_fn=lambda report: report.connection_type,
    ),
    ReportSensorDescription(
        key="latency",
        translation_key="latency",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MILLISECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda report: report.latency_ms,
    ),
    ReportSensorDescription(
        key="active_address",
        translation_key="active_address",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda report: (
            None if report.active is None else report.active.endpoint
        ),
    ),
    ReportSensorDescription(
        key="last_test",
        translation_key="last_test",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda report: report.last_tested,
    ),
    ReportSensorDescription(
        key="next_check",
        translation_key="next_check",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda report: report.next_check,
    ),
    ReportSensorDescription(
        key="failure_count",
        translation_key="failure_count",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda report: report.failure_count,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Show every server, those that appear later too."""
    entry.runtime_data.async_for_each_server(
        lambda coordinator: async_add_entities(
            ReportSensor(coordinator, description) for description in SENSORS
        )
    )


class ReportSensor(PlexConnectionEntity, SensorEntity):
    """One value of a server's report."""

    entity_description: ReportSensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value as of the last look."""
        return self.entity_description.value_fn(self.coordinator.data)
