"""What a page that looks is sent: everything at first, then what has changed.

Nobody asks in a loop: whoever knows of a change says so, and what is shown is made
anew and compared with what was sent last. A page gets ten messages a second at most.
"""

from collections.abc import Callable

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .panel import async_bundle_version
from .views import View, account_view, server_detail, server_row
from .watching import Pace, ServerKey, Watch, async_accounts, async_find_server

type Send = Callable[[View], None]

GROWING = ("days", "relay_minutes_today")
"""What grows by the second, with nothing having happened."""


class OverviewUpdates:
    """Tells one page of all accounts and servers."""

    def __init__(self, hass: HomeAssistant, send: Send) -> None:
        """Send nothing yet."""
        self._hass = hass
        self._send = send
        self._pace = Pace(hass, self._async_flush)
        self._watch = Watch(
            hass, on_account=self._async_account, on_server=self._async_server
        )
        self._changed_accounts: set[str] = set()
        self._changed_servers: set[ServerKey] = set()
        self._accounts: dict[str, View] = {}
        """As they were sent."""
        self._servers: dict[ServerKey, View] = {}

    @callback
    def async_start(self) -> None:
        """Send everything, and what changes from now on."""
        self._changed_accounts.update(
            each.entry_id for each in async_accounts(self._hass)
        )
        self._watch.async_start()
        self._pace.async_stop()
        self._async_tell(full=True)

    @callback
    def async_stop(self) -> None:
        """Send nothing more."""
        self._watch.async_stop()
        self._pace.async_stop()

    @callback
    def _async_account(self, entry_id: str) -> None:
        self._changed_accounts.add(entry_id)
        self._pace.async_call()

    @callback
    def _async_server(self, key: ServerKey) -> None:
        self._changed_servers.add(key)
        # What is counted of all servers together stands with the account.
        self._async_account(key[0])

    @callback
    def _async_flush(self) -> None:
        self._async_tell(full=False)

    @callback
    def _async_tell(self, *, full: bool) -> None:
        accounts, gone_accounts = self._take_accounts()
        servers, gone_servers = self._take_servers()
        if full or accounts or servers or gone_accounts or gone_servers:
            self._send(
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
        return _differences(changed, shown, self._accounts)

    def _take_servers(self) -> tuple[list[View], list[ServerKey]]:
        """Return the same of servers."""
        changed, self._changed_servers = self._changed_servers, set()
        shown = {}
        for key in changed:
            if (server := async_find_server(self._hass, key)) is not None:
                shown[key] = server_row(self._hass, server)
        return _differences(changed, shown, self._servers)


class ServerUpdates:
    """Tells one page of one server, for as long as it looks."""

    def __init__(self, hass: HomeAssistant, key: ServerKey, send: Send) -> None:
        """Send nothing yet."""
        self._hass = hass
        self._key = key
        self._send = send
        self._pace = Pace(hass, self._async_flush)
        self._watch = Watch(
            hass,
            on_account=lambda _: None,
            on_server=lambda _: self._pace.async_call(),
            only=key,
        )
        self._sent: View | None = None

    @callback
    def async_start(self) -> None:
        """Send the server as it is, and again when it has changed."""
        self._watch.async_start()
        self._pace.async_stop()
        self._async_tell(self._look())

    @callback
    def async_stop(self) -> None:
        """Send nothing more."""
        self._watch.async_stop()
        self._pace.async_stop()

    def _look(self) -> View | None:
        server = async_find_server(self._hass, self._key)
        return None if server is None else server_detail(self._hass, server)

    @callback
    def _async_flush(self) -> None:
        view = self._look()
        if _settled(view) != _settled(self._sent):
            self._async_tell(view)

    @callback
    def _async_tell(self, view: View | None) -> None:
        self._sent = view
        self._send({"now": dt_util.utcnow().isoformat(), "server": view})


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
