"""Triggers that ignore gaps: a state missing for a moment is not a change.

A reload removes entities and adds them again. Home Assistant's base classes, which only
this file, `trigger` and `condition` know, would restart `for` and miss a change to the
state found afterwards.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, override

from homeassistant.const import ATTR_ENTITY_ID, CONF_FOR, STATE_UNAVAILABLE
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, State, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.target import (
    TargetStateChangedData,
    async_track_target_selector_state_change_event,
)
from homeassistant.helpers.trigger import (
    ATTR_BEHAVIOR,
    BEHAVIOR_EACH,
    BEHAVIOR_FIRST,
    EntityTriggerBase,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.util import dt as dt_util

from .durations import Arrival

type HeldRun = tuple[dict[str, Any], str, Context | None]
"""The arguments of a trigger action."""


class LastingTrigger(EntityTriggerBase):
    """A trigger on a lasting state, whose `for` continues over a reload."""

    _gap_states: ClassVar[frozenset[str]] = frozenset({STATE_UNAVAILABLE})
    """States that say nothing about the watched value."""

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Start without gaps."""
        super().__init__(hass, config)
        self.behavior: str = self._options.get(ATTR_BEHAVIOR, BEHAVIOR_EACH)
        self.before: dict[str, State] = {}
        """Last states of entities before their present or last gap."""

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Compare with the state before the gap, if there was one."""
        before = self.bridged(from_state)
        return not self.is_gap(before) and super().is_valid_transition(before, to_state)

    @override
    def count_matches(
        self,
        entity_ids: Iterable[str],
        states: Mapping[str, State | None] | None = None,
    ) -> tuple[int, int]:
        """Count entities in a gap by their state before it."""
        known = {
            each: self._hass.states.get(each) if states is None else states[each]
            for each in entity_ids
        }
        return super().count_matches(
            known,
            {
                each: None if state is None else self.bridged(state)
                for each, state in known.items()
            },
        )

    @override
    def _cancel_invalidated_timers(
        self,
        behavior: str,
        pending_timers: dict[str, CALLBACK_TYPE],
        target_state_change_data: TargetStateChangedData,
    ) -> None:
        """Keep the timers over a gap."""
        new = target_state_change_data.state_change_event.data["new_state"]
        if new is None or not self.is_gap(new):
            super()._cancel_invalidated_timers(
                behavior, pending_timers, target_state_change_data
            )

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Attach the trigger and its watch for gaps, which gets events first."""
        watch = _Watch(self._hass, self, run_action)
        unwatch = await async_track_target_selector_state_change_event(
            self._hass,
            self._target,
            watch.async_note,
            self.entity_filter,
            watch.async_take,
            primary_entities_only=self._primary_entities_only,
        )
        detach = await super().async_attach_runner(watch.run, did_not_trigger)

        @callback
        def async_remove() -> None:
            unwatch()
            detach()
            watch.async_stop()

        return async_remove

    def is_gap(self, state: State) -> bool:
        """Return whether a state is a gap."""
        return state.state in self._gap_states

    def bridged(self, state: State) -> State:
        """Return the state, or the one before the gap if it is one."""
        if not self.is_gap(state):
            return state
        return self.before.get(state.entity_id) or self.left(state) or state

    def left(self, gap: State) -> State | None:
        """Return the state that ended in a gap whose begin was not seen; None: none."""
        return None

    @property
    def duration(self) -> timedelta | None:
        """Return how long the state must last."""
        return self._duration

    def fits(self, state: State) -> bool:
        """Return whether a state matches the trigger."""
        return self.count_matches([state.entity_id], {state.entity_id: state})[0] > 0

    def lasts(self, shown: State, now: State) -> bool:
        """Return whether the state that began a `for` is still there."""
        return True

    def arrival(self, entity_id: str) -> Arrival | None:
        """Return the change to the matching state; None: unknown."""
        return None

    def full_payload(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the automation's payload, with the state from before a gap."""
        return {**payload, "from_state": self.bridged(payload["from_state"])}


class _Watch:
    """Tracks gaps for one attached trigger."""

    def __init__(
        self,
        hass: HomeAssistant,
        trigger: LastingTrigger,
        run_action: TriggerActionRunner,
    ) -> None:
        """Start without postponed actions."""
        self._hass = hass
        self._trigger = trigger
        self._run_action = run_action
        self._duration = trigger.duration
        self._is_each = trigger.behavior == BEHAVIOR_EACH
        self._targets: set[str] = set()
        self._held: dict[str, HeldRun] = {}
        """Actions due during a gap: by entity, or by behavior for all of them."""
        self._timers: dict[str, CALLBACK_TYPE] = {}
        """Timers of a `for` that had begun before this trigger was attached."""

    @callback
    def async_take(
        self, added: set[str], removed: set[str], states: Mapping[str, State | None]
    ) -> None:
        """Update the watched entities; resume `for` only for the initial ones.

        An entity that gets the label later is watched from then on.
        """
        is_first = not self._targets
        self._targets = set(states)
        for entity_id in removed:
            self._forget(entity_id)
        for state in states.values():
            if is_first and state is not None and not self._trigger.is_gap(state):
                self._resume(state)

    @callback
    def async_note(self, data: TargetStateChangedData) -> None:
        """Keep an entity's state before a gap; act once it is back."""
        event = data.state_change_event.data
        old, new = event["old_state"], event["new_state"]
        if new is None:
            self._forget(event["entity_id"])
        elif self._trigger.is_gap(new):
            if old is not None and not self._trigger.is_gap(old):
                self._trigger.before[new.entity_id] = old
        else:
            self._async_show(old, new)

    @callback
    def _async_show(self, old: State | None, new: State) -> None:
        """Act on an entity's real state."""
        if not self._trigger.fits(new):
            self._cancel(new.entity_id)
        elif old is None or self._trigger.is_gap(self._trigger.bridged(old)):
            self._resume(new)
        for key in [*self._held]:
            if not self._is_in_gap(key):
                run = self._held.pop(key)
                if self._still_fits(key, run[0]["to_state"]):
                    self.run(*run)

    def run(
        self,
        extra_trigger_payload: dict[str, Any],
        description: str,
        context: Context | None = None,
    ) -> asyncio.Task[Any]:
        """Run the action; postpone one that is due during a gap."""
        payload = extra_trigger_payload
        key = payload[ATTR_ENTITY_ID] if self._is_each else self._trigger.behavior
        if self._duration and self._is_in_gap(key):
            self._held[key] = payload, description, context
            return self._hass.async_create_task(_nothing())
        return self._run_action(
            self._trigger.full_payload(payload), description, context
        )

    @callback
    def async_stop(self) -> None:
        """Drop postponed actions and cancel all timers."""
        self._held.clear()
        for entity_id in [*self._timers]:
            self._cancel(entity_id)

    def _resume(self, state: State) -> None:
        """Resume a `for` that began earlier, if it has not ended yet.

        One that has ended either fired, or ended while Home Assistant was off.
        """
        arrival = self._trigger.arrival(state.entity_id)
        if not self._duration or not self._is_each or arrival is None:
            return
        change = arrival.change
        left = change.at + self._duration - dt_util.utcnow()
        if change.from_type is None or left.total_seconds() <= 0:
            return
        entity_id = state.entity_id
        payload = {
            ATTR_ENTITY_ID: entity_id,
            "from_state": State(entity_id, change.from_type),
            "to_state": state,
            CONF_FOR: self._duration,
        }

        @callback
        def fire(_now: datetime) -> None:
            del self._timers[entity_id]
            self.run(payload, f"state of {entity_id}")

        self._cancel(entity_id)
        wait = min(left, self._duration)
        self._timers[entity_id] = async_call_later(self._hass, wait, fire)

    def _forget(self, entity_id: str) -> None:
        self._trigger.before.pop(entity_id, None)
        self._held.pop(entity_id, None)
        self._cancel(entity_id)

    def _cancel(self, entity_id: str) -> None:
        cancel: Callable[[], None] | None = self._timers.pop(entity_id, None)
        if cancel is not None:
            cancel()

    def _of(self, key: str) -> set[str]:
        """Return the entities that decide about this key."""
        return {key} if self._is_each else self._targets

    def _is_in_gap(self, key: str) -> bool:
        states = map(self._hass.states.get, self._of(key))
        return any(
            state is not None
            and self._trigger.is_gap(state)
            and state.entity_id in self._trigger.before
            for state in states
        )

    def _still_fits(self, key: str, shown: State) -> bool:
        now = self._hass.states.get(shown.entity_id)
        if self._is_each and (now is None or not self._trigger.lasts(shown, now)):
            return False
        matches, included = self._trigger.count_matches(self._of(key))
        is_one_enough = self._trigger.behavior == BEHAVIOR_FIRST
        return matches > 0 and (is_one_enough or matches == included)


async def _nothing() -> None:
    """Do nothing, in place of a postponed action."""
