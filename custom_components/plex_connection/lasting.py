"""What lasts over a reload: since when a server has been reached as it is.

A reload takes every entity away for a moment and shows it anew, and a restart does so
for longer. By the state machine a server that is offline all the while is so only since
then; by its own changes, which are stored, it is so since it was lost.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er

from .connection import Change
from .const import DOMAIN
from .coordinator import ServerCoordinator
from .runtime import PlexConnectionConfigEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The change by which a server came to be reached as it is."""

    change: Change
    before_since: datetime | None
    """Since when it had been as it was before that; None: that is not known."""


@callback
def async_arrival(
    hass: HomeAssistant, entity_id: str, kinds: Collection[str | bool]
) -> Arrival | None:
    """Return the change since which a server has been of one of these types.

    None if it is of another one, if that change is not known any more, or while the
    account is not loaded.
    """
    server = _server_of(hass, entity_id)
    changes = () if server is None else server.data.changes
    for number, change in reversed([*enumerate(changes)]):
        if change.to_type not in kinds:
            return None
        if change.from_type not in kinds:
            return Arrival(
                change=change, before_since=_began(changes[:number], change.from_type)
            )
    return None


def with_moments(arrival: Arrival, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a trigger tells, with the moments and the length of the change.

    The two states are what they were, at whatever moment they were shown last.
    """
    change = arrival.change
    before: State = told["from_state"]
    if before.state == change.from_type and arrival.before_since is not None:
        before = _since(before, arrival.before_since)
    return {
        **told,
        "from_state": before,
        "to_state": _since(told["to_state"], change.at),
        "duration_ms": round(change.duration_ms),
    }


def _began(changes: Collection[Change], kind: str | None) -> datetime | None:
    """Return when the last run of changes of one type began."""
    for change in reversed([*changes]):
        if change.to_type == kind != change.from_type:
            return change.at
    return None


def _since(state: State, moment: datetime) -> State:
    """Return a state that has been so since a moment."""
    return State(
        state.entity_id,
        state.state,
        state.attributes,
        last_changed=moment,
        last_reported=state.last_reported,
        last_updated=state.last_updated,
        context=state.context,
    )


def _server_of(hass: HomeAssistant, entity_id: str) -> ServerCoordinator | None:
    """Return the server that an entity shows; None while its account is not loaded."""
    registered = er.async_get(hass).async_get(entity_id)
    if registered is None or registered.config_entry_id is None:
        return None
    entry: PlexConnectionConfigEntry | None = hass.config_entries.async_get_entry(
        registered.config_entry_id
    )
    if entry is None or entry.domain != DOMAIN or not hasattr(entry, "runtime_data"):
        return None
    for server_id, server in entry.runtime_data.servers.items():
        if registered.unique_id.startswith(f"{server.account_id}_{server_id}_"):
            return server
    return None
