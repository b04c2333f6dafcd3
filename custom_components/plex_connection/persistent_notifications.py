"""Opt-in notifications: a better connection, a long time on the relay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeassistant.components import persistent_notification
from homeassistant.components.persistent_notification import Notification, UpdateType
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .connection import (
    Change,
    ConnectionReport,
    ConnectionType,
    ServerRecord,
    is_better,
)
from .const import DOMAIN
from .messages.messenger import Messenger
from .redaction.display_text import escape_markdown, safe_name
from .texts import text

RELAY_PAUSE = 60.0
"""Seconds offline that do not end a stay on the relay: a restart of the server is not
the end of it."""

LONG = 7200.0
"""Seconds from which the text gives hours."""


@dataclass(slots=True)
class _RelayTime:
    """One stay on the relay."""

    began: datetime | None
    """Time of the change that began it; None: no longer known."""
    since: float
    """Monotonic seconds."""
    is_dismissed: bool = False
    """Whether the user has dismissed its notification."""


_LEFT: HassKey[dict[tuple[str, str], _RelayTime]] = HassKey(f"{DOMAIN}_relay_times")
"""Stays on the relay that continue over a reload, by entry and server."""


class ServerNotifications:
    """Notifies about one server, once per event, and dismisses what is over."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        server_id: str,
        last_change: Change | None,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        better: bool,
        relay_after: float | None,
        messenger: Messenger,
    ) -> None:
        """Show nothing yet; `relay_after` is in seconds, None: never.

        `last_change` is from before the start and is not announced. What `messenger`
        tells of a stay on the relay is not shown as well.
        """
        self._messenger = messenger
        self._hass = hass
        self._key = (entry_id, server_id)
        self._clock = clock
        self._now = now
        self._better = better
        self._relay_after = relay_after
        self._relay_time = hass.data.setdefault(_LEFT, {}).pop(self._key, None)
        self._relay_cause = ""
        """What the relay notification says of the cause."""
        self._unwatch: Callable[[], None] | None = None
        """Stops listening for the dismissal of the relay notification."""
        self._last_change = last_change

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Show what is new in a report."""
        change = next(reversed(report.changes), None)
        has_changed = change != self._last_change
        self._last_change = change
        if has_changed and change is not None:
            self._async_notify_of_change(record, report, change)
        if self._relay_after is not None:
            self._async_follow_relay(record, report, self._relay_after)

    @callback
    def async_stop(self) -> None:
        """Dismiss the relay notification; the one about a better connection stays."""
        self._async_take_back()
        if self._relay_time is not None:
            self._hass.data[_LEFT][self._key] = self._relay_time

    @callback
    def _async_notify_of_change(
        self, record: ServerRecord, report: ConnectionReport, change: Change
    ) -> None:
        """Notify of a better connection; dismiss one that is no longer used."""
        active = report.active
        moves_up = is_better(change.reason, change.from_type, change.to_type)
        if active is None or active.url != change.to_url or not moves_up:
            better = self._id("notification_better")
            persistent_notification.async_dismiss(self._hass, better)
            return
        if not self._better:
            return
        is_same_kind = change.from_type is change.to_type
        self._async_notify(
            "notification_better",
            record,
            sentence="notification_better_address" if is_same_kind else None,
            before=self._kind(change.from_type),
            after=self._kind(change.to_type),
            address=escape_markdown(active.endpoint),
        )

    @callback
    def _async_follow_relay(
        self, record: ServerRecord, report: ConnectionReport, patience: float
    ) -> None:
        """Measure the stay on the relay and notify once; ignore reports without type.

        An offline server is not on the relay but may be back on it shortly.
        """
        match report.connection_type:
            case None:
                return
            case ConnectionType.OFFLINE:
                self._async_take_back()
                return
            case ConnectionType.LOCAL | ConnectionType.REMOTE:
                self._async_take_back()
                self._relay_time = None
                return
            case ConnectionType.RELAY:
                pass
        relay_time = self._relay_time = self._present(report.changes)
        seconds = self._clock() - relay_time.since
        is_over = relay_time.is_dismissed
        is_over |= self._messenger.is_relay_reported(self._key[1])
        if seconds < patience or is_over:
            return
        cause = self._messenger.relay_cause(self._key[1])
        # A cause that is found later is added, and stays once it is gone.
        if self._unwatch is None or (cause and cause != self._relay_cause):
            self._relay_cause = cause
            is_long = seconds >= LONG
            self._async_notify(
                "notification_relay",
                record,
                sentence="notification_relay_hours" if is_long else None,
                minutes=f"{seconds / 60:.0f}",
                hours=f"{seconds / 3600:.0f}",
                more=cause,
            )
            self._async_watch()

    def _present(self, changes: Sequence[Change]) -> _RelayTime:
        """Return the current stay on the relay.

        It counts from the change that began it, even if that was before this load or
        before the option was turned on. A wall clock that was wrong, then or now, does
        no harm.
        """
        known, began = self._relay_time, _beginning(changes)
        if known is not None and began in {None, known.began}:
            return known
        now = self._now()
        since = began or next((change.at for change in changes), now)
        age = max(0.0, (now - since).total_seconds())
        return _RelayTime(began, self._clock() - age)

    @callback
    def _async_notify(
        self,
        key: str,
        record: ServerRecord,
        *,
        sentence: str | None = None,
        more: str = "",
        **placeholders: str,
    ) -> None:
        """Show a translated text, which is Markdown, and `more` after it."""
        name = safe_name(record.name)
        shown = text(
            self._hass,
            sentence or key,
            server=escape_markdown(name),
            **placeholders,
        )
        persistent_notification.async_create(
            self._hass,
            " ".join(filter(None, (shown, more))),
            title=text(self._hass, f"{key}_title", name=name),
            notification_id=self._id(key),
        )

    @callback
    def _async_notifications_changed(
        self, update: UpdateType, notifications: dict[str, Notification]
    ) -> None:
        """Record that the user dismissed the relay notification."""
        is_ours = self._id("notification_relay") in notifications
        if is_ours and update is UpdateType.REMOVED and self._relay_time is not None:
            self._relay_time.is_dismissed = True
            self._async_stop_watching()

    @callback
    def _async_take_back(self) -> None:
        """Dismiss the relay notification; this does not count as the user's doing."""
        self._async_stop_watching()
        relay = self._id("notification_relay")
        persistent_notification.async_dismiss(self._hass, relay)

    @callback
    def _async_watch(self) -> None:
        """Follow the relay notification, from when it is shown first."""
        if self._unwatch is None:
            self._messenger.async_note_relay(self._key[1], is_shown=True)
            self._unwatch = persistent_notification.async_register_callback(
                self._hass, self._async_notifications_changed
            )

    @callback
    def _async_stop_watching(self) -> None:
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
            self._messenger.async_note_relay(self._key[1], is_shown=False)

    def _id(self, key: str) -> str:
        entry_id, server_id = self._key
        return f"{DOMAIN}_{key}_{entry_id}_{server_id}"

    def _kind(self, kind: ConnectionType | None) -> str:
        return text(self._hass, f"logbook_type_{kind or 'unknown'}")


def _beginning(changes: Sequence[Change]) -> datetime | None:
    """Return when the stay on the relay of the last change began.

    None: earlier than the changes that are kept.
    """
    began: datetime | None = None
    for change in reversed(changes):
        match change.to_type:
            case ConnectionType.RELAY:
                began = change.at
                if change.from_type is None:
                    return began
            case ConnectionType.OFFLINE:
                if began and (began - change.at).total_seconds() > RELAY_PAUSE:
                    return began
            case ConnectionType.LOCAL | ConnectionType.REMOTE:
                return began
    return None
