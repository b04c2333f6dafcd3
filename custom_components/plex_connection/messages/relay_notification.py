"""Home Assistant's notification about a server's stay on the relay."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime

from homeassistant.components import persistent_notification
from homeassistant.components.persistent_notification import Notification, UpdateType
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

_STAYS: HassKey[dict[tuple[str, str], RelayStay]] = HassKey(f"{DOMAIN}_relay_stays")
"""The latest stays on the relay, by entry and server."""


@dataclass(slots=True)
class RelayStay:
    """One stay on the relay, and its notification; a reload keeps both."""

    hass: HomeAssistant
    notification_id: str
    began: datetime | None
    """Time of the change that began it; None: no longer known."""
    since: float
    """Monotonic seconds."""
    cause: str = ""
    """What the notification says of the cause."""
    is_dismissed: bool = False
    """Whether the user has dismissed the notification."""
    _unwatch: Callable[[], None] | None = None
    """Stops listening for the dismissal; None: the notification is not on show."""

    @property
    def is_shown(self) -> bool:
        """Return whether the notification is on show."""
        return self._unwatch is not None

    @callback
    def async_show(self, title: str, message: str, cause: str) -> None:
        """Show the notification, or change it; `message` is Markdown, as is `cause`."""
        self.cause = cause
        persistent_notification.async_create(
            self.hass,
            " ".join(filter(None, (message, cause))),
            title=title,
            notification_id=self.notification_id,
        )
        if self._unwatch is None:
            self._unwatch = persistent_notification.async_register_callback(
                self.hass, self._async_changed
            )

    @callback
    def async_withdraw(self) -> None:
        """Dismiss the notification; this does not count as the user's doing."""
        if self._unwatch is not None:
            self._async_stop_watching()
            persistent_notification.async_dismiss(self.hass, self.notification_id)

    @callback
    def _async_changed(
        self, update: UpdateType, notifications: dict[str, Notification]
    ) -> None:
        """Record that the user dismissed the notification."""
        if update is UpdateType.REMOVED and self.notification_id in notifications:
            self.is_dismissed = True
            self._async_stop_watching()

    @callback
    def _async_stop_watching(self) -> None:
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None


@callback
def async_stay(hass: HomeAssistant, entry_id: str, server_id: str) -> RelayStay | None:
    """Return a server's stay on the relay; None if it is not there."""
    return hass.data.get(_STAYS, {}).get((entry_id, server_id))


@callback
def async_begin_stay(
    hass: HomeAssistant,
    entry_id: str,
    server_id: str,
    *,
    began: datetime | None,
    since: float,
) -> RelayStay:
    """Return a new stay on the relay, which replaces the last one."""
    async_end_stay(hass, entry_id, server_id)
    stay = RelayStay(
        hass,
        f"{DOMAIN}_notification_relay_{entry_id}_{server_id}",
        began=began,
        since=since,
    )
    hass.data.setdefault(_STAYS, {})[entry_id, server_id] = stay
    return stay


@callback
def async_end_stay(hass: HomeAssistant, entry_id: str, server_id: str) -> None:
    """End a stay on the relay, and dismiss its notification."""
    stay = hass.data.get(_STAYS, {}).pop((entry_id, server_id), None)
    if stay is not None:
        stay.async_withdraw()


@callback
def async_dismiss_others(
    hass: HomeAssistant, entry_id: str, server_ids: Container[str]
) -> None:
    """Dismiss the notifications of an account's servers but these."""
    for (of_entry, server_id), stay in hass.data.get(_STAYS, {}).items():
        if of_entry == entry_id and server_id not in server_ids:
            stay.async_withdraw()
