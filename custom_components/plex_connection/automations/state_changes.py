"""Triggers on any change of a state, from and to chosen ones."""

from typing import ClassVar, override

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers.target import TargetStateChangedData
from homeassistant.helpers.trigger import NotTriggeredReasonReporter, TriggerConfig

from .gap_tolerance import LastingTrigger

CONF_FROM = "from"
CONF_TO = "to"


class ChangedTrigger(LastingTrigger):
    """A state changed to another one; a gap in between is not a change.

    Each entity counts for itself: several that changed to whatever state have nothing
    in common.
    """

    _excluded_from_states = frozenset()
    _gap_states: ClassVar[frozenset[str]] = frozenset(
        {STATE_UNAVAILABLE, STATE_UNKNOWN}
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the states to wait for; none given means any."""
        super().__init__(hass, config)
        self._from: list[str] = self._options[CONF_FROM]
        self._to: list[str] = self._options[CONF_TO]

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the state changed, and was one of the chosen ones."""
        is_chosen = not self._from or self.bridged(from_state).state in self._from
        return is_chosen and super().is_valid_transition(from_state, to_state)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the state is one of the chosen ones."""
        return not self._to or state.state in self._to

    @override
    def lasts(self, shown: State, now: State) -> bool:
        """Return whether it is the same state, not just another that matches."""
        return shown.state == now.state

    @callback
    @override
    def _cancel_invalidated_timers(
        self,
        behavior: str,
        pending_timers: dict[str, CALLBACK_TYPE],
        target_state_change_data: TargetStateChangedData,
    ) -> None:
        """End `for` with the state, even if the next one matches, too."""
        event = target_state_change_data.state_change_event.data
        old, new = event["old_state"], event["new_state"]
        if old is not None and new is not None and not self.is_gap(new):
            is_over = not self.lasts(self.bridged(old), new)
            if is_over and new.entity_id in pending_timers:
                pending_timers.pop(new.entity_id)()
        super()._cancel_invalidated_timers(
            behavior, pending_timers, target_state_change_data
        )
