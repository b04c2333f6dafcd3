"""Conditions for automations: how a server is connected at this moment.

Their base classes are Home Assistant's and may change without notice
(docs/decisions/0007-purpose-specific-triggers.md): only this file knows them.
Home Assistant imports it to check automations, with or without an account.
"""

from datetime import datetime
from typing import ClassVar, override

from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.condition import (
    Condition,
    EntityConditionBase,
    EntityNumericalConditionWithUnitBase,
    EntityStateConditionBase,
)
from homeassistant.util.unit_conversion import DurationConverter

from .automation_targets import (
    CONNECTION_TYPE_SPECS,
    KEY_CONNECTION_TYPE,
    KEY_LATENCY,
    LATENCY_SPECS,
    ONLINE,
    async_own_entities,
)
from .connection import ConnectionType
from .lasting import async_arrival


class OwnEntityCondition(EntityConditionBase):
    """Looks at entities of ours of one kind, wherever the target leads."""

    _translation_key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Leave out what is not ours, or shows something else."""
        return async_own_entities(
            self._hass,
            super().entity_filter(entities),
            self._translation_key,
            named=self._target_selection.entity_ids,
        )


class LatencyCondition(OwnEntityCondition, EntityNumericalConditionWithUnitBase):
    """The latency is beyond a threshold."""

    _translation_key = KEY_LATENCY
    _domain_specs = LATENCY_SPECS
    # Home Assistant files it under diagnostics.
    _primary_entities_only = False
    # A user may have the sensor show seconds.
    _base_unit = UnitOfTime.MILLISECONDS
    _unit_converter = DurationConverter


def _is(states: set[str | bool]) -> type[Condition]:
    """Return a condition for some types of connection."""

    class ConnectionTypeCondition(OwnEntityCondition, EntityStateConditionBase):
        """The connection is of one of those types."""

        _translation_key = KEY_CONNECTION_TYPE
        _domain_specs = CONNECTION_TYPE_SPECS
        _states = states

        @property
        @override
        def _needs_duration_tracking(self) -> bool:
            """Count `for` as below; by the state alone a reload begins it anew."""
            return True

        @override
        def _state_valid_since(self, _state: State) -> datetime:
            """Return since when it has been so, by the server's own changes."""
            arrival = async_arrival(self._hass, _state.entity_id, self._states)
            moment = _state.last_changed
            return moment if arrival is None else min(moment, arrival.change.at)

    return ConnectionTypeCondition


CONDITIONS: dict[str, type[Condition]] = {
    "is_latency": LatencyCondition,
    "is_local": _is({ConnectionType.LOCAL.value}),
    "is_online": _is(ONLINE),
    "is_relay": _is({ConnectionType.RELAY.value}),
    "is_remote": _is({ConnectionType.REMOTE.value}),
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by their names."""
    return CONDITIONS
