"""Triggers for automations: changes of a server's connection, and of its problem.

The base classes are Home Assistant's and may change without notice
(docs/decisions/0007-purpose-specific-triggers.md): only this file, `gap_tolerance` and
`state_changes` know them. Home Assistant imports it to validate automations, with or
without an account.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, override

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.const import (
    ATTR_ENTITY_ID,
    CONF_FOR,
    CONF_OPTIONS,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfTime,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    EntityNumericalStateCrossedThresholdTriggerWithUnitBase,
    EntityTargetStateTriggerBase,
    EntityTransitionTriggerBase,
    EntityTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)
from homeassistant.util.unit_conversion import DurationConverter
import voluptuous as vol

from .automations.durations import (
    Arrival,
    async_arrival,
    async_left,
    async_restored_problem,
    with_moments,
)
from .automations.gap_tolerance import LastingTrigger
from .automations.state_changes import CONF_FROM, CONF_TO, ChangedTrigger
from .automations.targets import (
    CONNECTION_TYPE_SPECS,
    KEY_ACTIVITY,
    KEY_CONNECTION_TYPE,
    KEY_LATENCY,
    KEY_PROBLEM,
    LATENCY_SPECS,
    ONLINE,
    PROBLEM_SPECS,
    async_own_entities,
)
from .bus_events import Activity
from .connection import ConnectionType, is_better
from .diagnosis import Problem

ACTIVITY_SPECS = {EVENT_DOMAIN: DomainSpec()}

OFFLINE: set[str | bool] = {ConnectionType.OFFLINE.value}

CONNECTION_TYPES = vol.All(
    cv.ensure_list, [vol.In([kind.value for kind in ConnectionType])]
)

PROBLEMS = vol.All(cv.ensure_list, [vol.In([each.value for each in Problem])])

CONNECTION_CHANGED_SCHEMA = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {
        vol.Required(CONF_OPTIONS, default={}): {
            vol.Optional(CONF_FROM, default=[]): CONNECTION_TYPES,
            vol.Optional(CONF_TO, default=[]): CONNECTION_TYPES,
        },
    }
)

PROBLEM_CHANGED_SCHEMA = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {
        vol.Required(CONF_OPTIONS, default={}): {
            vol.Optional(CONF_FROM, default=[]): PROBLEMS,
            vol.Optional(CONF_TO, default=[]): PROBLEMS,
            vol.Optional(CONF_FOR): cv.positive_time_period,
        },
    }
)


class OwnEntityTrigger(EntityTriggerBase):
    """Watches our entities of one kind within the target."""

    _translation_key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Keep only our entities of the watched kind."""
        return async_own_entities(
            self._hass,
            super().entity_filter(entities),
            self._translation_key,
            named=TargetSelection(self._target).entity_ids,
        )


class WayTrigger(OwnEntityTrigger, LastingTrigger):
    """Watches the connection type; unknown means not known yet after a start."""

    _translation_key = KEY_CONNECTION_TYPE
    _domain_specs = CONNECTION_TYPE_SPECS
    _excluded_from_states = frozenset()
    _gap_states = frozenset({STATE_UNAVAILABLE, STATE_UNKNOWN})
    _kinds: ClassVar[Collection[str | bool]]

    @override
    def arrival(self, entity_id: str) -> Arrival | None:
        """Return the change that fires the trigger, from the server's own history."""
        return async_arrival(self._hass, entity_id, self._kinds)

    @override
    def left(self, gap: State) -> State | None:
        """Return the type that ended in a gap, from the server's own history."""
        kind = async_left(self._hass, gap.entity_id, self._kinds, gap.last_changed)
        return None if kind is None else State(gap.entity_id, kind)

    @override
    def full_payload(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the payload with the change's times and duration."""
        result = super().full_payload(payload)
        arrival = self.arrival(result[ATTR_ENTITY_ID])
        if arrival is None:
            return {**result, "duration_ms": None}
        return with_moments(arrival, result)


class ConnectionTypeTrigger(WayTrigger, EntityTargetStateTriggerBase):
    """The connection changed to a type that it was not of before."""


class CameOnlineTrigger(WayTrigger, EntityTransitionTriggerBase):
    """A server that was offline is reachable again, over any connection."""

    _from_states = OFFLINE
    _to_states = ONLINE
    _kinds = ONLINE


class ProblemChangedTrigger(OwnEntityTrigger, ChangedTrigger):
    """A server's root cause changed; unknown means that there is no verdict yet."""

    _schema = PROBLEM_CHANGED_SCHEMA
    _translation_key = KEY_PROBLEM
    _domain_specs = PROBLEM_SPECS

    @override
    def left(self, gap: State) -> State | None:
        """Return the problem before a restart, as it was stored."""
        problem = async_restored_problem(self._hass, gap.entity_id)
        return None if problem is None else State(gap.entity_id, problem)


class LatencyTrigger(
    OwnEntityTrigger,
    LastingTrigger,
    EntityNumericalStateCrossedThresholdTriggerWithUnitBase,
):
    """The latency crossed a threshold.

    The latency of an offline server is unknown and is not compared.
    """

    _excluded_from_states = frozenset({STATE_UNKNOWN})
    _translation_key = KEY_LATENCY
    _domain_specs = LATENCY_SPECS
    # The sensor is diagnostic, so it is not a primary entity.
    _primary_entities_only = False
    # A user may set the sensor to show seconds.
    _base_unit = UnitOfTime.MILLISECONDS
    _unit_converter = DurationConverter


class ActivityTrigger(OwnEntityTrigger, StatelessEntityTriggerBase):
    """An event of a server's connection.

    The event entity's state is the time of the event. The one that it restores after a
    restart happened earlier and does not count.
    """

    _translation_key = KEY_ACTIVITY
    _domain_specs = ACTIVITY_SPECS
    _activity: ClassVar[Activity]

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the event is the one that this trigger waits for."""
        attributes = state.attributes
        return attributes.get("event_type") == self._activity and self.matches(
            attributes
        )

    def matches(self, happened: Mapping[str, Any]) -> bool:
        """Return whether the event's attributes match; all do by default."""
        return True


class DegradedTrigger(ActivityTrigger):
    """A server responds more slowly than usual."""

    _activity = Activity.DEGRADED


class ConnectionChangedTrigger(ActivityTrigger):
    """A server's connection changed."""

    _activity = Activity.CONNECTION_CHANGED
    _schema = CONNECTION_CHANGED_SCHEMA

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the types to wait for; none given means any."""
        super().__init__(hass, config)
        self._from: list[str] = self._options[CONF_FROM]
        self._to: list[str] = self._options[CONF_TO]

    @override
    def matches(self, happened: Mapping[str, Any]) -> bool:
        """Return whether the change is from and to one of the chosen types."""
        return (not self._from or happened.get("from") in self._from) and (
            not self._to or happened.get("to") in self._to
        )


class BetterFoundTrigger(ActivityTrigger):
    """A server that was already reachable has a better connection."""

    _activity = Activity.CONNECTION_CHANGED

    @override
    def matches(self, happened: Mapping[str, Any]) -> bool:
        """Return whether the new connection is better than a previous one."""
        reason, before, after = (happened.get(key) for key in ("reason", "from", "to"))
        return is_better(reason, before, after)


def _became(kind: ConnectionType) -> type[Trigger]:
    """Return the trigger for one connection type."""
    states = {kind.value}

    class BecameTrigger(ConnectionTypeTrigger):
        """The connection changed to that type."""

        _to_states = states
        _kinds = states

    return BecameTrigger


TRIGGERS: dict[str, type[Trigger]] = {
    "became_local": _became(ConnectionType.LOCAL),
    "became_relay": _became(ConnectionType.RELAY),
    "became_remote": _became(ConnectionType.REMOTE),
    "better_found": BetterFoundTrigger,
    "came_online": CameOnlineTrigger,
    "connection_changed": ConnectionChangedTrigger,
    "degraded": DegradedTrigger,
    "latency_crossed_threshold": LatencyTrigger,
    "problem_changed": ProblemChangedTrigger,
    "went_offline": _became(ConnectionType.OFFLINE),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by name."""
    return TRIGGERS
