"""The entities that our triggers and conditions watch, and their states.

An automation targets a device, an area or a label, which hold entities of many kinds.
Each trigger and condition watches one kind of ours.
"""

from collections.abc import Collection, Mapping
from typing import Final

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN, SensorDeviceClass
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec

from ..connection import ConnectionType
from ..const import DOMAIN

KEY_ACTIVITY: Final = "activity"
KEY_CONNECTION_TYPE: Final = "connection_type"
KEY_LATENCY: Final = "latency"
KEY_PROBLEM: Final = "problem"
"""Translation keys of the watched entities."""

CONNECTION_TYPE_SPECS = {SENSOR_DOMAIN: DomainSpec(device_class=SensorDeviceClass.ENUM)}
PROBLEM_SPECS = CONNECTION_TYPE_SPECS
LATENCY_SPECS = {SENSOR_DOMAIN: DomainSpec(device_class=SensorDeviceClass.DURATION)}

KEYS_NAMED: Final[Mapping[str, frozenset[str]]] = {
    KEY_LATENCY: frozenset({"latency_p50", "latency_p95"})
}
"""Also watched if named directly: the editor offers them, and choosing the median means
the median. A device stands for its latency sensor."""

ONLINE: Final[set[str | bool]] = {
    kind.value for kind in ConnectionType if kind is not ConnectionType.OFFLINE
}
"""Connection types with which the server is reachable."""


@callback
def async_own_entities(
    hass: HomeAssistant,
    entity_ids: set[str],
    translation_key: str,
    *,
    named: Collection[str],
) -> set[str]:
    """Return our entities among `entity_ids` that have this translation key.

    A device class alone would also match our other durations and those of other
    integrations. `named` are the entities that the target names directly.
    """
    like = KEYS_NAMED.get(translation_key, frozenset())
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entity_ids
        if (entry := registry.async_get(entity_id)) is not None
        and entry.platform == DOMAIN
        and (
            entry.translation_key == translation_key
            or (entity_id in named and entry.translation_key in like)
        )
    }
