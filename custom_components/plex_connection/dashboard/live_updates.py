"""Live updates for an open page: everything first, then what has changed.

Nothing is polled: a signal marks what may have changed, whose view is then rebuilt and
compared with the last one sent. A page gets at most ten messages a second.
"""

from typing import override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..panel import async_bundle_version
from .subscriptions import ServerKey, Subscriber, Watch, async_find_server
from .views import View, account_view, server_detail, server_row

GROWING = ("days", "relay_minutes_today")
"""Fields that grow every second without any event."""


class OverviewUpdates(Watch):
    """Sends all accounts and servers to one page."""

    def __init__(self, hass: HomeAssistant, to: Subscriber) -> None:
        """Send nothing yet."""
        super().__init__(hass, to)
        self._sent_accounts: dict[str, View] = {}
        self._sent_servers: dict[ServerKey, View] = {}

    @callback
    @override
    def _async_send(self, *, full: bool) -> None:
        accounts, gone_accounts = self._take_accounts()
        servers, gone_servers = self._take_servers()
        if full or accounts or servers or gone_accounts or gone_servers:
            self._to.send(
                {
                    "now": dt_util.utcnow().isoformat(),
                    "full": full,
                    "bundle": async_bundle_version(self._hass),
                    "accounts": accounts,
                    "servers": servers,
                    "gone_accounts": gone_accounts,
                    "gone_servers": [
                        {"entry_id": entry_id, "server_id": server_id}
                        for entry_id, server_id in gone_servers
                    ],
                }
            )

    def _take_accounts(self) -> tuple[list[View], list[str]]:
        """Return the views of the accounts that changed, and the ids of those gone."""
        changed, self._changed_accounts = self._changed_accounts, set()
        shown = {}
        for entry_id in changed:
            if (
                entry := self._hass.config_entries.async_get_entry(entry_id)
            ) is not None:
                if entry.state is ConfigEntryState.LOADED:
                    # So that sensor and page show the same figure at the same time.
                    entry.runtime_data.async_count()
                shown[entry_id] = account_view(entry)
        return _differences(changed, shown, self._sent_accounts)

    def _take_servers(self) -> tuple[list[View], list[ServerKey]]:
        """Return the same for servers."""
        changed, self._changed_servers = self._changed_servers, set()
        shown = {}
        for key in changed:
            if (server := async_find_server(self._hass, key)) is not None:
                shown[key] = server_row(self._hass, server)
        return _differences(changed, shown, self._sent_servers)


class ServerUpdates(Watch):
    """Sends one server to one page."""

    def __init__(self, hass: HomeAssistant, key: ServerKey, to: Subscriber) -> None:
        """Send nothing yet."""
        super().__init__(hass, to, only=key)
        self._key = key
        self._sent: View | None = None

    @callback
    @override
    def _async_send(self, *, full: bool) -> None:
        server = async_find_server(self._hass, self._key)
        view = None if server is None else server_detail(self._hass, server)
        if full or _settled(view) != _settled(self._sent):
            self._sent = view
            self._to.send({"now": dt_util.utcnow().isoformat(), "server": view})


def _differences[K](
    changed: set[K], shown: dict[K, View], sent: dict[K, View]
) -> tuple[list[View], list[K]]:
    """Return the changed views and the keys gone; updates `sent`."""
    updates = {key: view for key, view in shown.items() if sent.get(key) != view}
    gone = [key for key in changed if key in sent and key not in shown]
    sent.update(updates)
    for key in gone:
        del sent[key]
    return list(updates.values()), gone


def _settled(view: View | None) -> View | None:
    """Return the view without the fields that grow by themselves."""
    if view is None:
        return None
    return {key: value for key, value in view.items() if key not in GROWING}
