"""Which entities our triggers and conditions mean, and what those entities say.

An automation is aimed at a device, an area or a label, and there stand entities of
many kinds. Triggers and conditions each watch one kind of ours.
"""

from collections.abc import Collection, Mapping
from typing import Final

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN, SensorDeviceClass
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec

from .connection import ConnectionType
from .const import DOMAIN

KEY_ACTIVITY: Final = "activity"
KEY_CONNECTION_TYPE: Final = "connection_type"
KEY_LATENCY: Final = "latency"
"""Translation keys of the entities that are watched."""

CONNECTION_TYPE_SPECS = {SENSOR_DOMAIN: DomainSpec(device_class=SensorDeviceClass.ENUM)}
LATENCY_SPECS = {SENSOR_DOMAIN: DomainSpec(device_class=SensorDeviceClass.DURATION)}

KEYS_NAMED: Final[Mapping[str, frozenset[str]]] = {
    KEY_LATENCY: frozenset({"latency_p50", "latency_p95"})
}
"""Those that are watched as well where they are named themselves: the editor offers
them, and who chooses the median means the median. A device means its latency."""

ONLINE: Final[set[str | bool]] = {
    kind.value for kind in ConnectionType if kind is not ConnectionType.OFFLINE
}
"""States of a connection type that mean that the server is reached."""


@callback
def async_own_entities(
    hass: HomeAssistant,
    entity_ids: set[str],
    translation_key: str,
    *,
    named: Collection[str],
) -> set[str]:
    """Return those of ours that show what the translation key says.

    A device class alone would take in our other durations too, and those of others.
    `named` are the entities that the target names itself.
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
