"""Events on Home Assistant's event bus; all have one event type."""

from collections.abc import Mapping
from enum import StrEnum
import logging
from typing import Any

from homeassistant.const import (
    ATTR_CONFIG_ENTRY_ID,
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    Platform,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.signal_type import SignalTypeFormat

from .candidate_labels import label_of_url
from .connection import (
    Change,
    ChangeReason,
    ConnectionReport,
    Performance,
    ServerMetrics,
)
from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

EVENT_PLEX_CONNECTION = f"{DOMAIN}_event"

ATTR_TYPE = "type"

KEY_ACTIVITY = "activity"
"""Key of the entity that shows a server's events."""


class Activity(StrEnum):
    """Kinds of events; the value of `type`."""

    CONNECTION_CHANGED = "connection_changed"
    """With `from`, `to`, `reason`, `from_address`, `to_address`, `duration_ms`; and
    with `chosen_address` if a choice took the server offline."""
    DISCOVERY = "discovery"
    """plex.tv was asked: with `trigger`, `result`, `servers_found`."""
    DEGRADED = "degraded"
    """Slower than usual for the server: with `connection_type`, `latency_ms`,
    `baseline_ms`, as RECOVERED."""
    RECOVERED = "recovered"
    CORE_PLEX_MOVED = "core_plex_moved"
    """Home Assistant's own Plex integration was given another address: with
    `from_address`, `to_address`, `reason`."""


@callback
def async_fire_activity(
    hass: HomeAssistant,
    entry_id: str,
    identifier: str,
    activity: Activity,
    data: Mapping[str, Any],
) -> None:
    """Fire an event; `identifier` is that of a server's or account's device.

    A server's events contain its event entity: the logbook of that entity alone then
    has one line per event, with the reason.
    """
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, identifier), entry_id
    )
    hass.bus.async_fire(
        EVENT_PLEX_CONNECTION,
        {
            ATTR_CONFIG_ENTRY_ID: entry_id,
            ATTR_DEVICE_ID: device and device.id,
            ATTR_TYPE: activity.value,
            **_entity_of(hass, entry_id, identifier),
            **data,
        },
    )


def _entity_of(hass: HomeAssistant, entry_id: str, identifier: str) -> dict[str, str]:
    """Return a server's event entity as event data; empty for an account."""
    entry = hass.config_entries.async_get_entry(entry_id)
    entity_id = er.async_get(hass).async_get_entity_id(
        Platform.EVENT,
        DOMAIN,
        f"{entry and entry.unique_id}_{identifier}_{KEY_ACTIVITY}",
    )
    return {} if entity_id is None else {ATTR_ENTITY_ID: entity_id}


SERVER_ACTIVITIES = (
    Activity.CONNECTION_CHANGED,
    Activity.DEGRADED,
    Activity.RECOVERED,
)
"""Events of a server; a discovery is an event of its account."""

SIGNAL_ACTIVITY: SignalTypeFormat[Activity, Mapping[str, Any]] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_activity"
)
"""Sent after each event of a server; formatted with its entry's id and its own."""


class ServerAnnouncer:
    """Fires one server's new events, each once."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        server_id: str,
        name: str,
        report: ConnectionReport,
        metrics: ServerMetrics,
    ) -> None:
        """Treat the current report as announced; `name` is the server's for the log."""
        self._name = name
        self._hass = hass
        self._entry_id = entry_id
        self._server_id = server_id
        self._metrics = metrics
        self._announced = next(reversed(report.changes), None)
        self._is_start = report.connection_type is None
        """Whether there is no verdict in this run yet."""
        self._used = _endpoint_in_use(report)
        """Endpoints used since the last change; they may no longer be offered then."""
        self._performance = metrics.snapshot().performance

    @callback
    def async_forget(self) -> None:
        """Adopt the cleared performance without an event: it is not a recovery."""
        self._performance = self._metrics.snapshot().performance

    @callback
    def async_announce(self, report: ConnectionReport) -> None:
        """Fire events for what is new; call it when all states are set.

        The first connection ever is not a change; nor is the first verdict after a
        start, if it has the type that was shown before.
        """
        changes: list[Change] = []
        for change in reversed(report.changes):
            if change == self._announced:
                break
            changes.insert(0, change)
        # The candidates as the sensor shows them.
        endpoints = self._used | {
            each.candidate.url: each.candidate.endpoint for each in report.candidates
        }
        for change in changes:
            self._announced = change
            is_as_before = self._is_start and change.from_type is change.to_type
            if change.reason is not ChangeReason.FIRST and not is_as_before:
                self._async_fire(
                    Activity.CONNECTION_CHANGED, _describe_change(change, endpoints)
                )
        self._is_start = report.connection_type is None
        if changes:
            self._used.clear()
        self._used |= _endpoint_in_use(report)
        self._async_announce_performance(report)

    @callback
    def _async_announce_performance(self, report: ConnectionReport) -> None:
        """Fire an event if the server became slower than usual, or normal again."""
        known = self._metrics.snapshot()
        if known.performance is self._performance:
            return
        self._performance = known.performance
        is_degraded = known.performance is Performance.DEGRADED
        self._async_fire(
            Activity.DEGRADED if is_degraded else Activity.RECOVERED,
            {
                "connection_type": report.connection_type,
                "latency_ms": report.latency_ms,
                "baseline_ms": known.baseline_warm_ms
                if _is_latency_warm(report)
                else known.baseline_cold_ms,
            },
        )

    @callback
    def _async_fire(self, activity: Activity, data: Mapping[str, Any]) -> None:
        _LOGGER.debug("%s: event %s", self._name, activity)
        async_fire_activity(self._hass, self._entry_id, self._server_id, activity, data)
        signal = SIGNAL_ACTIVITY.format(self._entry_id, self._server_id)
        async_dispatcher_send(self._hass, signal, activity, data)


def _endpoint_in_use(report: ConnectionReport) -> dict[str, str]:
    return {} if report.active is None else {report.active.url: report.active.endpoint}


def _describe_change(change: Change, endpoints: Mapping[str, str]) -> dict[str, Any]:
    """Return the event data of a change."""
    described = {
        "from": change.from_type,
        "to": change.to_type,
        "reason": change.reason,
        "from_address": change.from_url and endpoints.get(change.from_url),
        "to_address": change.to_url and endpoints.get(change.to_url),
        "duration_ms": round(change.duration_ms),
    }
    if (chosen := change.chosen_url) is not None:
        described["chosen_address"] = endpoints.get(chosen) or label_of_url(chosen)
    return described


def _is_latency_warm(report: ConnectionReport) -> bool:
    """Return whether the shown latency was measured on an open connection."""
    return any(
        each.last_attempt.warm
        for each in report.candidates
        if each.candidate == report.active and each.last_attempt is not None
    )
