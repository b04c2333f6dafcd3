"""Conditions for automations: how a server is connected, and what is wrong.

The base classes are Home Assistant's and may change without notice
(docs/decisions/0007-purpose-specific-triggers.md): only this file knows them. Home
Assistant imports it to validate automations, with or without an account.
"""

from datetime import datetime
from typing import ClassVar, override

from homeassistant.const import CONF_OPTIONS, UnitOfTime
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
    EntityNumericalConditionWithUnitBase,
    EntityStateConditionBase,
)
from homeassistant.util.unit_conversion import DurationConverter
import voluptuous as vol

from .automations.durations import async_arrival
from .automations.targets import (
    CONNECTION_TYPE_SPECS,
    KEY_CONNECTION_TYPE,
    KEY_LATENCY,
    KEY_PROBLEM,
    LATENCY_SPECS,
    ONLINE,
    PROBLEM_SPECS,
    async_own_entities,
)
from .connection import ConnectionType
from .diagnosis import Problem

CONF_PROBLEM = "problem"

PROBLEM_SCHEMA = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
    {
        vol.Required(CONF_OPTIONS, default={}): {
            vol.Optional(CONF_PROBLEM, default=[]): vol.All(
                cv.ensure_list, [vol.In([each.value for each in Problem])]
            ),
        },
    }
)


class OwnEntityCondition(EntityConditionBase):
    """Checks our entities of one kind within the target."""

    _translation_key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Keep only our entities of the watched kind."""
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
    # The sensor is diagnostic, so it is not a primary entity.
    _primary_entities_only = False
    # A user may set the sensor to show seconds.
    _base_unit = UnitOfTime.MILLISECONDS
    _unit_converter = DurationConverter


class ProblemCondition(OwnEntityCondition, EntityStateConditionBase):
    """A server has one of the chosen problems, or any at all."""

    _schema = PROBLEM_SCHEMA
    _translation_key = KEY_PROBLEM
    _domain_specs = PROBLEM_SPECS

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Read the problems; none given means any."""
        super().__init__(hass, config)
        chosen = (config.options or {})[CONF_PROBLEM]
        self._states = {*chosen} or {*Problem} - {Problem.NONE}

    @property
    @override
    def _needs_duration_tracking(self) -> bool:
        """Count `for` as below: by the state alone, a reload restarts it."""
        return True

    @override
    def _update_valid_since(self, entity_id: str, _state: State | None) -> None:
        """Keep the time over a gap: a missing state is not a change."""
        if _state is None or _state.state not in self._excluded_states:
            super()._update_valid_since(entity_id, _state)


def _is(states: set[str | bool]) -> type[Condition]:
    """Return the condition that the connection is of one of these types."""

    class ConnectionTypeCondition(OwnEntityCondition, EntityStateConditionBase):
        """The connection is of one of those types."""

        _translation_key = KEY_CONNECTION_TYPE
        _domain_specs = CONNECTION_TYPE_SPECS
        _states = states

        @property
        @override
        def _needs_duration_tracking(self) -> bool:
            """Count `for` as below: by the state alone, a reload restarts it."""
            return True

        @override
        def _state_valid_since(self, _state: State) -> datetime:
            """Return when the condition became true, by the server's changes."""
            arrival = async_arrival(self._hass, _state.entity_id, self._states)
            moment = _state.last_changed
            return moment if arrival is None else min(moment, arrival.change.at)

    return ConnectionTypeCondition


CONDITIONS: dict[str, type[Condition]] = {
    "has_problem": ProblemCondition,
    "is_latency": LatencyCondition,
    "is_local": _is({ConnectionType.LOCAL.value}),
    "is_online": _is(ONLINE),
    "is_relay": _is({ConnectionType.RELAY.value}),
    "is_remote": _is({ConnectionType.REMOTE.value}),
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by name."""
    return CONDITIONS
