"""Notifications, for who wants them: a better connection, a relay that stays."""

from collections.abc import Callable

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant, callback

from .connection import (
    Change,
    ChangeReason,
    ConnectionReport,
    ConnectionType,
    ServerRecord,
)
from .const import DOMAIN
from .hostile_text import escape_markdown, safe_name
from .texts import text

BETTER = frozenset({ChangeReason.UPGRADE, ChangeReason.FAIL_BACK})


class ServerNotifications:
    """Tells of one server, each thing once, and takes back what is over."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        clock: Callable[[], float],
        better: bool,
        relay_after: float | None,
    ) -> None:
        """Tell nothing yet; `relay_after` is in seconds, None: never."""
        self._hass = hass
        self._entry_id = entry_id
        self._clock = clock
        self._better = better
        self._relay_after = relay_after
        self._relay_since: float | None = None
        self._told_of_relay: str | None = None
        """The notification's id, while it is there."""
        self._last_change: Change | None = None

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Tell what is new in a report."""
        change = next(reversed(report.changes), None)
        is_news = change != self._last_change
        self._last_change = change
        if self._better and is_news and change is not None and change.reason in BETTER:
            self._async_tell_better(record, report, change)
        if self._relay_after is not None:
            self._async_follow_relay(record, report, self._relay_after)

    @callback
    def async_stop(self) -> None:
        """Take back what is said of now; what was better stays said."""
        self._async_take_back()

    @callback
    def _async_tell_better(
        self, record: ServerRecord, report: ConnectionReport, change: Change
    ) -> None:
        is_same_kind = change.from_type is change.to_type
        self._async_notify(
            "notification_better",
            record,
            sentence="notification_better_address" if is_same_kind else None,
            before=self._kind(change.from_type),
            after=self._kind(change.to_type),
            address=escape_markdown(report.active.endpoint if report.active else ""),
        )

    @callback
    def _async_follow_relay(
        self, record: ServerRecord, report: ConnectionReport, patience: float
    ) -> None:
        """Count the time on a relay; a server that is off is not on one."""
        if report.connection_type is not ConnectionType.RELAY:
            self._relay_since = None
            self._async_take_back()
            return
        if self._relay_since is None:
            self._relay_since = self._clock()
        seconds = self._clock() - self._relay_since
        if seconds >= patience and self._told_of_relay is None:
            self._told_of_relay = self._async_notify(
                "notification_relay", record, minutes=f"{seconds / 60:.0f}"
            )

    @callback
    def _async_notify(
        self,
        key: str,
        record: ServerRecord,
        *,
        sentence: str | None = None,
        **placeholders: str,
    ) -> str:
        """Show a text of ours, in which Markdown is understood; return its id."""
        name = safe_name(record.name)
        notification_id = f"{DOMAIN}_{key}_{self._entry_id}_{record.server_id}"
        persistent_notification.async_create(
            self._hass,
            text(
                self._hass,
                sentence or key,
                server=escape_markdown(name),
                **placeholders,
            ),
            title=text(self._hass, f"{key}_title", name=name),
            notification_id=notification_id,
        )
        return notification_id

    @callback
    def _async_take_back(self) -> None:
        if self._told_of_relay is not None:
            persistent_notification.async_dismiss(self._hass, self._told_of_relay)
            self._told_of_relay = None

    def _kind(self, kind: ConnectionType | None) -> str:
        return text(self._hass, f"logbook_type_{kind or 'unknown'}")
