"""Opt-in notifications: a better connection, a long time on the relay."""

from collections.abc import Callable, Sequence
from datetime import datetime

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant, callback

from .connection import (
    Change,
    ConnectionReport,
    ConnectionType,
    ServerRecord,
    is_better,
)
from .const import DOMAIN
from .messages.messenger import Messenger
from .messages.relay_notification import (
    RelayStay,
    async_begin_stay,
    async_end_stay,
    async_stay,
)
from .redaction.display_text import escape_markdown, safe_name
from .texts import text

RELAY_PAUSE = 60.0
"""Seconds offline that do not end a stay on the relay: a restart of the server is not
the end of it."""

LONG = 7200.0
"""Seconds from which the text gives hours."""


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
        else:
            self._async_withdraw_relay()

    @callback
    def async_stop(self) -> None:
        """Keep the notifications: the account may be back in a moment."""

    @callback
    def _async_notify_of_change(
        self, record: ServerRecord, report: ConnectionReport, change: Change
    ) -> None:
        """Notify of a better connection; dismiss it once that connection is left."""
        entry_id, server_id = self._key
        better = f"{DOMAIN}_notification_better_{entry_id}_{server_id}"
        active = report.active
        moves_up = is_better(change.reason, change.from_type, change.to_type)
        if active is None or active.url != change.to_url or not moves_up:
            persistent_notification.async_dismiss(self._hass, better)
            return
        if not self._better:
            return
        is_same_kind = change.from_type is change.to_type
        title, message = self._texts(
            "notification_better",
            record,
            sentence="notification_better_address" if is_same_kind else None,
            before=self._kind(change.from_type),
            after=self._kind(change.to_type),
            address=escape_markdown(active.endpoint),
        )
        persistent_notification.async_create(
            self._hass, message, title=title, notification_id=better
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
                self._async_withdraw_relay()
                return
            case ConnectionType.LOCAL | ConnectionType.REMOTE:
                async_end_stay(self._hass, *self._key)
                return
            case ConnectionType.RELAY:
                pass
        stay = self._async_present(report.changes)
        seconds = self._clock() - stay.since
        is_over = stay.is_dismissed
        is_over |= self._messenger.is_relay_reported(self._key[1])
        if seconds < patience or is_over:
            return
        cause = self._messenger.relay_cause(self._key[1])
        # A cause that is found later is added, and stays once it is gone.
        if not stay.is_shown or (cause and cause != stay.cause):
            is_long = seconds >= LONG
            title, message = self._texts(
                "notification_relay",
                record,
                sentence="notification_relay_hours" if is_long else None,
                minutes=f"{seconds / 60:.0f}",
                hours=f"{seconds / 3600:.0f}",
            )
            stay.async_show(title, message, cause)

    @callback
    def _async_present(self, changes: Sequence[Change]) -> RelayStay:
        """Return the current stay on the relay.

        It counts from the change that began it, even if that was before this load or
        before the option was turned on. A wall clock that was wrong, then or now, does
        no harm.
        """
        known = async_stay(self._hass, *self._key)
        began = _beginning(changes)
        if known is not None and began in {None, known.began}:
            return known
        now = self._now()
        since = began or next((change.at for change in changes), now)
        age = max(0.0, (now - since).total_seconds())
        return async_begin_stay(
            self._hass, *self._key, began=began, since=self._clock() - age
        )

    @callback
    def _async_withdraw_relay(self) -> None:
        """Dismiss the relay notification; the stay may go on."""
        if (stay := async_stay(self._hass, *self._key)) is not None:
            stay.async_withdraw()

    def _texts(
        self,
        key: str,
        record: ServerRecord,
        *,
        sentence: str | None = None,
        **placeholders: str,
    ) -> tuple[str, str]:
        """Return a notification's translated title, and its text, which is Markdown."""
        name = safe_name(record.name)
        return text(self._hass, f"{key}_title", name=name), text(
            self._hass,
            sentence or key,
            server=escape_markdown(name),
            **placeholders,
        )

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
