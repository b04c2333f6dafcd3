"""Sensors: each server's connection, its quality and its cost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfRatio, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .actions.responses import milliseconds, percent, relay_minutes
from .connection import (
    BreakerState,
    ConnectionReport,
    ConnectionType,
    DiscoveryTrigger,
)
from .coordinator import ServerCoordinator
from .diagnosis import Problem, RemoteAccessState
from .entity import PlexAccountEntity, PlexConnectionEntity, async_show_servers
from .runtime import PlexConnectionConfigEntry, PlexConnectionData
from .signals import SIGNAL_COUNTS

PARALLEL_UPDATES = 0

STATE_LIMIT = 255
"""Maximum characters of a state; a host name with port may exceed it."""


@dataclass(frozen=True, kw_only=True)
class KeptSensorDescription(SensorEntityDescription):
    """A sensor, diagnostic by default."""

    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC
    is_kept: bool = False
    """Whether the value from before a restart stays until there is a new one."""


@dataclass(frozen=True, kw_only=True)
class ServerSensorDescription(KeptSensorDescription):
    """A sensor for one value of a server."""

    value_fn: Callable[[ServerCoordinator], StateType | datetime]
    is_of_account: bool = False
    """Whether it changes with the account, not with a check."""


@dataclass(frozen=True, kw_only=True)
class AccountSensorDescription(KeptSensorDescription):
    """A sensor for one value of an account."""

    value_fn: Callable[[PlexConnectionData], StateType | datetime]
    is_count: bool = False
    """Whether it is a count, which changes without a discovery."""


def _breaker(report: ConnectionReport) -> BreakerState | None:
    """Return the active candidate's breaker; if offline, the least open one.

    If a candidate is pinned, only its breaker counts.
    """
    breakers = {
        each.candidate.url: each.breaker
        for each in report.candidates
        if not each.candidate.diagnostic_only
        and report.pinned in (None, each.candidate.url)
    }
    if report.active is not None:
        return breakers.get(report.active.url)
    hopes = (BreakerState.CLOSED, BreakerState.HALF_OPEN, BreakerState.OPEN)
    return next((each for each in hopes if each in breakers.values()), None)


def _last_change(server: ServerCoordinator) -> datetime | None:
    changes = server.data.changes
    return changes[-1].at if changes else None


def _address(report: ConnectionReport) -> str | None:
    return None if report.active is None else report.active.endpoint[:STATE_LIMIT]


@dataclass(frozen=True, kw_only=True)
class LatencyDescription(ServerSensorDescription):
    """A sensor for one of a server's latencies."""

    device_class: SensorDeviceClass | None = SensorDeviceClass.DURATION
    native_unit_of_measurement: str | None = UnitOfTime.MILLISECONDS
    state_class: SensorStateClass | None = SensorStateClass.MEASUREMENT
    suggested_display_precision: int | None = 1


SENSORS = (
    ServerSensorDescription(
        key="connection_type",
        device_class=SensorDeviceClass.ENUM,
        entity_category=None,
        options=[kind.value for kind in ConnectionType],
        value_fn=lambda server: server.data.connection_type,
    ),
    ServerSensorDescription(
        key="problem",
        device_class=SensorDeviceClass.ENUM,
        entity_category=None,
        options=[each.value for each in Problem],
        value_fn=lambda server: server.diagnosis.problem,
    ),
    LatencyDescription(
        key="latency",
        value_fn=lambda server: milliseconds(server.data.latency_ms),
    ),
    LatencyDescription(
        key="latency_p50",
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.measured.latency.p50_ms,
    ),
    LatencyDescription(
        key="latency_p95",
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.measured.latency.p95_ms,
    ),
    ServerSensorDescription(
        key="success_rate",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=1,
        entity_registry_enabled_default=False,
        value_fn=lambda server: percent(server.measured.success_rate),
    ),
    ServerSensorDescription(
        key="active_address",
        entity_registry_enabled_default=False,
        value_fn=lambda server: _address(server.data),
    ),
    ServerSensorDescription(
        key="candidates",
        entity_registry_enabled_default=False,
        value_fn=lambda server: sum(
            not each.candidate.diagnostic_only for each in server.data.candidates
        ),
    ),
    ServerSensorDescription(
        key="relay_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        state_class=SensorStateClass.TOTAL_INCREASING,
        suggested_display_precision=1,
        value_fn=lambda server: relay_minutes(server.measured),
    ),
    ServerSensorDescription(
        key="last_change",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=_last_change,
        is_kept=True,
    ),
    ServerSensorDescription(
        key="last_test",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.data.last_tested,
    ),
    ServerSensorDescription(
        key="next_check",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.data.next_attempt,
    ),
    ServerSensorDescription(
        key="failure_count",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.data.failure_count,
    ),
    ServerSensorDescription(
        key="breaker",
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in BreakerState],
        entity_registry_enabled_default=False,
        value_fn=lambda server: _breaker(server.data),
    ),
    ServerSensorDescription(
        key="remote_access",
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in RemoteAccessState],
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.reader.status.remote_access_state,
    ),
    ServerSensorDescription(
        key="certificate_expires",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.certificate_until,
    ),
    ServerSensorDescription(
        key="last_discovery",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.account.data.discovered_at,
        is_of_account=True,
    ),
    ServerSensorDescription(
        key="discovery_trigger",
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in DiscoveryTrigger],
        entity_registry_enabled_default=False,
        value_fn=lambda server: server.account.data.trigger,
        is_kept=True,
        is_of_account=True,
    ),
)

ACCOUNT_SENSORS = (
    AccountSensorDescription(
        key="servers_found",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda runtime: len(runtime.account.data.listed),
    ),
    AccountSensorDescription(
        key="requests_today",
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_registry_enabled_default=False,
        value_fn=lambda runtime: runtime.counts.requests,
        is_count=True,
    ),
    AccountSensorDescription(
        key="last_discovery",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda runtime: runtime.account.data.discovered_at,
    ),
    AccountSensorDescription(
        key="discovery_trigger",
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in DiscoveryTrigger],
        entity_registry_enabled_default=False,
        value_fn=lambda runtime: runtime.account.data.trigger,
        is_kept=True,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the entities of the account and of every server, later ones included."""
    runtime = entry.runtime_data
    async_add_entities(
        AccountSensor(runtime, description) for description in ACCOUNT_SENSORS
    )
    async_show_servers(entry, async_add_entities, ServerSensor, *SENSORS)


class KeptSensor(RestoreSensor):
    """A sensor that can restore its value from before the restart."""

    entity_description: KeptSensorDescription
    _kept: StateType | datetime = None

    @override
    async def async_added_to_hass(self) -> None:
        """Restore the last value if this sensor keeps it."""
        await super().async_added_to_hass()
        if self.entity_description.is_kept:
            last = await self.async_get_last_sensor_data()
            value = None if last is None else last.native_value
            if value is None or isinstance(value, str | int | float | datetime):
                self._kept = value


class ServerSensor(PlexConnectionEntity, KeptSensor):
    """One value of a server."""

    entity_description: ServerSensorDescription

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the account's updates if the value depends on it."""
        await super().async_added_to_hass()
        if self.entity_description.is_of_account:
            account = self.coordinator.account
            self.async_on_remove(account.async_add_listener(self.async_write_ha_state))

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value as of the last check."""
        value = self.entity_description.value_fn(self.coordinator)
        return self._kept if value is None else value


class AccountSensor(PlexAccountEntity, KeptSensor):
    """One value of an account."""

    entity_description: AccountSensorDescription

    def __init__(
        self, runtime: PlexConnectionData, description: AccountSensorDescription
    ) -> None:
        """Keep the runtime data, which the values come from."""
        super().__init__(runtime.account, description)
        self._runtime = runtime

    @override
    async def async_added_to_hass(self) -> None:
        """Update a count at the same time as the pages."""
        await super().async_added_to_hass()
        if self.entity_description.is_count:
            self.async_on_remove(
                async_dispatcher_connect(
                    self.hass,
                    SIGNAL_COUNTS.format(self.coordinator.config_entry.entry_id),
                    self.async_write_ha_state,
                )
            )

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the current value."""
        value = self.entity_description.value_fn(self._runtime)
        return self._kept if value is None else value
