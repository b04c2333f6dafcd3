"""All entities of the integration, in one table."""

# ruff: noqa: E501 (a table has rows)

from dataclasses import dataclass

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, Platform

BINARY, BUTTON, EVENT = Platform.BINARY_SENSOR, Platform.BUTTON, Platform.EVENT
SELECT, SENSOR = Platform.SELECT, Platform.SENSOR
CONFIG, DIAGNOSTIC = EntityCategory.CONFIG, EntityCategory.DIAGNOSTIC
CONNECTIVITY = BinarySensorDeviceClass.CONNECTIVITY
PROBLEM = BinarySensorDeviceClass.PROBLEM
DURATION, ENUM = SensorDeviceClass.DURATION, SensorDeviceClass.ENUM
TIMESTAMP = SensorDeviceClass.TIMESTAMP
MEASURED = SensorStateClass.MEASUREMENT
COUNTED = SensorStateClass.TOTAL_INCREASING

type DeviceClass = BinarySensorDeviceClass | SensorDeviceClass | None


@dataclass(frozen=True, eq=False)
class Row:
    """One entity's expected properties."""

    platform: Platform
    key: str
    name: str
    category: EntityCategory | None = DIAGNOSTIC
    device_class: DeviceClass = None
    unit: str | None = None
    state_class: SensorStateClass | None = None
    enabled: bool = True


OFF = False
"""Off by default: few need it, or another entity or the dashboard shows the same."""

# One line per entity, so that it can be read as a table.
# fmt: off
SERVER = (
    Row(SENSOR, "connection_type", "Connection type", None, ENUM),
    Row(SENSOR, "problem", "Problem", None, ENUM),
    Row(BINARY, "reachable", "Reachable", None, CONNECTIVITY),
    Row(EVENT, "activity", "Activity", None),
    Row(SENSOR, "latency", "Latency", DIAGNOSTIC, DURATION, "ms", MEASURED),
    Row(SENSOR, "latency_p50", "Latency median", DIAGNOSTIC, DURATION, "ms", MEASURED, OFF),
    Row(SENSOR, "latency_p95", "Latency 95th percentile", DIAGNOSTIC, DURATION, "ms", MEASURED, OFF),
    Row(SENSOR, "success_rate", "Success rate", DIAGNOSTIC, None, "%", MEASURED, OFF),
    Row(SENSOR, "active_address", "Active address", DIAGNOSTIC, None, None, None, OFF),
    Row(SENSOR, "candidates", "Known addresses", DIAGNOSTIC, None, "addresses", None, OFF),
    Row(SENSOR, "relay_time", "Time on relay today", DIAGNOSTIC, DURATION, "min", COUNTED),
    Row(SENSOR, "last_change", "Last change", DIAGNOSTIC, TIMESTAMP, None, None, OFF),
    Row(SENSOR, "last_test", "Last check", DIAGNOSTIC, TIMESTAMP, None, None, OFF),
    Row(SENSOR, "next_check", "Next check", DIAGNOSTIC, TIMESTAMP, None, None, OFF),
    Row(SENSOR, "failure_count", "Failed checks", DIAGNOSTIC, None, "in a row", MEASURED, OFF),
    Row(SENSOR, "breaker", "Checks paused", DIAGNOSTIC, ENUM, None, None, OFF),
    Row(SENSOR, "remote_access", "Remote access", DIAGNOSTIC, ENUM, None, None, OFF),
    Row(SENSOR, "certificate_expires", "Certificate expires", DIAGNOSTIC, TIMESTAMP, None, None, OFF),
    Row(SENSOR, "last_discovery", "Last server search", DIAGNOSTIC, TIMESTAMP, None, None, OFF),
    Row(SENSOR, "discovery_trigger", "Reason for last server search", DIAGNOSTIC, ENUM, None, None, OFF),
    Row(BINARY, "relay_in_use", "Relay in use", DIAGNOSTIC, PROBLEM, None, None, OFF),
    Row(BINARY, "better_available", "Better connection available", DIAGNOSTIC, None, None, None, OFF),
    Row(BINARY, "encrypted", "Encrypted", DIAGNOSTIC, None, None, None, OFF),
    Row(BUTTON, "rediscover", "Rediscover servers", DIAGNOSTIC, None, None, None, OFF),
    Row(BUTTON, "test_connections", "Test connections"),
    Row(BUTTON, "forget", "Forget history", CONFIG, None, None, None, OFF),
    Row(SELECT, "connection", "Connection mode", CONFIG),
)

ACCOUNT = (
    Row(BINARY, "plex_tv_reachable", "plex.tv", DIAGNOSTIC, CONNECTIVITY),
    Row(SENSOR, "servers_found", "Servers found", DIAGNOSTIC, None, "on plex.tv", MEASURED, OFF),
    Row(SENSOR, "requests_today", "Requests today", DIAGNOSTIC, None, "requests", COUNTED, OFF),
    Row(SENSOR, "last_discovery", "Last server search", DIAGNOSTIC, TIMESTAMP, None, None, OFF),
    Row(SENSOR, "discovery_trigger", "Reason for last server search", DIAGNOSTIC, ENUM, None, None, OFF),
    Row(BUTTON, "rediscover", "Rediscover servers"),
)
# fmt: on
