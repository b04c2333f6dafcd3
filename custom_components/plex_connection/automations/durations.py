"""Since when a server has had its connection type, across reloads and restarts.

A reload removes every entity for a moment, and a restart for longer, so the state
machine dates an unchanged state to the reload. The server's own change history is
stored and has the real time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er

from ..connection import Change
from ..const import DOMAIN
from ..coordinator import ServerCoordinator
from ..diagnosis import Problem
from ..runtime import PlexConnectionConfigEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The change with which a server entered its present state."""

    change: Change
    before_since: datetime | None
    """When the state before that had begun; None: unknown."""


@callback
def async_arrival(
    hass: HomeAssistant, entity_id: str, kinds: Collection[str | bool]
) -> Arrival | None:
    """Return the change since which a server has been of one of these types.

    None if it is of another type, if that change is too old to be kept, or while the
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


@callback
def async_left(
    hass: HomeAssistant,
    entity_id: str,
    kinds: Collection[str | bool],
    since: datetime,
) -> str | None:
    """Return the type that a server left for one of these since a moment.

    After a restart a relay is unknown until the first check, whose result is shown at
    once and recorded as a change at the check's end. None: it left no type.
    """
    server = _server_of(hass, entity_id)
    if server is None or not server.data.changes:
        return None
    last = server.data.changes[-1]
    if last.at >= since:
        return last.from_type
    return None if last.to_type in kinds else last.to_type


@callback
def async_restored_problem(hass: HomeAssistant, entity_id: str) -> Problem | None:
    """Return a server's problem before its account was loaded; None: not known."""
    server = _server_of(hass, entity_id)
    return None if server is None else server.diagnosis.restored


def with_moments(arrival: Arrival, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a trigger's payload with the times and the duration of the change.

    The two states keep their content; only their timestamps change.
    """
    change = arrival.change
    before: State = payload["from_state"]
    if before.state == change.from_type and arrival.before_since is not None:
        before = _since(before, arrival.before_since)
    return {
        **payload,
        "from_state": before,
        "to_state": _since(payload["to_state"], change.at),
        "duration_ms": round(change.duration_ms),
    }


def _began(changes: Collection[Change], kind: str | None) -> datetime | None:
    """Return when the last uninterrupted time of one type began."""
    for change in reversed([*changes]):
        if change.to_type == kind != change.from_type:
            return change.at
    return None


def _since(state: State, moment: datetime) -> State:
    """Return a copy of a state, dated to `moment`."""
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
    """Return the server of an entity; None while its account is not loaded."""
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
