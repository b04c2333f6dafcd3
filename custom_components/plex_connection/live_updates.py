"""What a page that looks is sent: everything at first, then what has changed.

Nobody asks in a loop: whoever knows of a change says so, and what is shown is made
anew and compared with what was sent last. A page gets ten messages a second at most.
"""

from typing import override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .panel import async_bundle_version
from .views import View, account_view, server_detail, server_row
from .watching import ServerKey, Subscriber, Watch, async_find_server

GROWING = ("days", "relay_minutes_today")
"""What grows by the second, with nothing having happened."""


class OverviewUpdates(Watch):
    """Tells one page of all accounts and servers."""

    def __init__(self, hass: HomeAssistant, to: Subscriber) -> None:
        """Send nothing yet."""
        super().__init__(hass, to)
        self._sent_accounts: dict[str, View] = {}
        self._sent_servers: dict[ServerKey, View] = {}

    @callback
    @override
    def _async_tell(self, *, full: bool) -> None:
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
        """Return the accounts that are not as they were sent, and those gone."""
        changed, self._changed_accounts = self._changed_accounts, set()
        shown = {}
        for entry_id in changed:
            if (
                entry := self._hass.config_entries.async_get_entry(entry_id)
            ) is not None:
                if entry.state is ConfigEntryState.LOADED:
                    # The sensor shows the same figure at the same time.
                    entry.runtime_data.async_count()
                shown[entry_id] = account_view(entry)
        return _differences(changed, shown, self._sent_accounts)

    def _take_servers(self) -> tuple[list[View], list[ServerKey]]:
        """Return the same of servers."""
        changed, self._changed_servers = self._changed_servers, set()
        shown = {}
        for key in changed:
            if (server := async_find_server(self._hass, key)) is not None:
                shown[key] = server_row(self._hass, server)
        return _differences(changed, shown, self._sent_servers)


class ServerUpdates(Watch):
    """Tells one page of one server, for as long as it looks."""

    def __init__(self, hass: HomeAssistant, key: ServerKey, to: Subscriber) -> None:
        """Send nothing yet."""
        super().__init__(hass, to, only=key)
        self._key = key
        self._sent: View | None = None

    @callback
    @override
    def _async_tell(self, *, full: bool) -> None:
        server = async_find_server(self._hass, self._key)
        view = None if server is None else server_detail(self._hass, server)
        if full or _settled(view) != _settled(self._sent):
            self._sent = view
            self._to.send({"now": dt_util.utcnow().isoformat(), "server": view})


def _differences[K](
    changed: set[K], shown: dict[K, View], sent: dict[K, View]
) -> tuple[list[View], list[K]]:
    """Return what is to be sent, and the keys of what is gone; `sent` is kept true."""
    news = {key: view for key, view in shown.items() if sent.get(key) != view}
    gone = [key for key in changed if key in sent and key not in shown]
    sent.update(news)
    for key in gone:
        del sent[key]
    return list(news.values()), gone


def _settled(view: View | None) -> View | None:
    """Return what does not change by itself."""
    if view is None:
        return None
    return {key: value for key, value in view.items() if key not in GROWING}
