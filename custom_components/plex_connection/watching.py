"""Who knows of changes of accounts and servers, listened to while somebody looks."""

from asyncio import TimerHandle
from collections.abc import Callable
from functools import partial

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_IGNORE,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import DOMAIN
from .coordinator import ServerCoordinator
from .issues import id_suffix
from .runtime import PlexConnectionConfigEntry, PlexConnectionData
from .signals import SIGNAL_COUNTS, SIGNAL_SERVER_UPDATED, SIGNAL_SERVERS

type ServerKey = tuple[str, str]
"""The entry's id and the server's: two accounts may reach the same server."""

SPACING = 0.1
"""Seconds between two messages of one subscription."""


@callback
def async_find_server(hass: HomeAssistant, key: ServerKey) -> ServerCoordinator | None:
    """Return a server that is looked after at the moment."""
    entry_id, server_id = key
    entry = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN:
        return None
    if entry.state is not ConfigEntryState.LOADED:
        return None
    runtime: PlexConnectionData = entry.runtime_data
    return runtime.servers.get(server_id)


@callback
def async_accounts(hass: HomeAssistant) -> list[PlexConnectionConfigEntry]:
    """Return the accounts that are set up, loaded or not."""
    return hass.config_entries.async_entries(DOMAIN, include_ignore=False)


class Pace:
    """Calls `flush` once for what comes together, and not too often."""

    def __init__(self, hass: HomeAssistant, flush: Callable[[], None]) -> None:
        """Wait for the first call."""
        self._loop = hass.loop
        self._flush = flush
        self._flushed_at = float("-inf")
        self._timer: TimerHandle | None = None

    @callback
    def async_call(self) -> None:
        """Flush in the loop's next turn, or as soon after the last time as may be."""
        if self._timer is None:
            wait = self._flushed_at + SPACING - self._loop.time()
            self._timer = self._loop.call_later(max(0.0, wait), self._async_flush)

    @callback
    def async_stop(self) -> None:
        """Flush no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @callback
    def _async_flush(self) -> None:
        self._timer = None
        self._flushed_at = self._loop.time()
        self._flush()


class Watch:
    """Listens to accounts and servers, to those that come later too.

    Of an account that is not loaded nothing is kept.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        on_account: Callable[[str], None],
        on_server: Callable[[ServerKey], None],
        only: ServerKey | None = None,
    ) -> None:
        """Call with ids when something may have changed; `only`: of one server."""
        self._hass = hass
        self._on_account = on_account
        self._on_server = on_server
        self._only = only
        self._unlisten: list[CALLBACK_TYPE] = []
        self._accounts: dict[str, list[CALLBACK_TYPE]] = {}
        self._servers: set[ServerKey] = set()

    @callback
    def async_start(self) -> None:
        """Listen from now on."""
        hass = self._hass
        self._unlisten += (
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            ),
            hass.bus.async_listen(
                dr.EVENT_DEVICE_REGISTRY_UPDATED, self._async_device_changed
            ),
            hass.bus.async_listen(
                ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, self._async_repair_changed
            ),
        )
        if self._only is not None:
            self._unlisten.append(
                hass.bus.async_listen(
                    er.EVENT_ENTITY_REGISTRY_UPDATED, self._async_entity_changed
                )
            )
        for entry in async_accounts(hass):
            self._async_follow(entry)

    @callback
    def async_stop(self) -> None:
        """Listen no more."""
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()
        for entry_id in tuple(self._accounts):
            self._async_leave(entry_id)

    @callback
    def _async_entry_changed(
        self, change: ConfigEntryChange, entry: ConfigEntry
    ) -> None:
        if entry.domain != DOMAIN or entry.source == SOURCE_IGNORE:
            return
        self._async_follow(entry)
        self._on_account(entry.entry_id)

    @callback
    def _async_follow(self, entry: PlexConnectionConfigEntry) -> None:
        """Listen to an account and its servers for as long as it is loaded."""
        entry_id = entry.entry_id
        if self._only is not None and entry_id != self._only[0]:
            return
        if entry.state is not ConfigEntryState.LOADED:
            self._async_leave(entry_id)
        elif entry_id not in self._accounts:
            runtime = entry.runtime_data
            on_account = partial(self._on_account, entry_id)
            self._accounts[entry_id] = [
                runtime.account.async_add_listener(on_account),
                async_dispatcher_connect(
                    self._hass, SIGNAL_COUNTS.format(entry_id), on_account
                ),
                async_dispatcher_connect(
                    self._hass,
                    SIGNAL_SERVERS.format(entry_id),
                    partial(self._async_server_changed, entry_id),
                ),
                async_dispatcher_connect(
                    self._hass,
                    SIGNAL_SERVER_UPDATED.format(entry_id),
                    partial(self._async_server_updated, entry_id),
                ),
            ]
            for server_id in runtime.servers:
                self._async_server_changed(entry_id, server_id)

    @callback
    def _async_leave(self, entry_id: str) -> None:
        for unlisten in self._accounts.pop(entry_id, ()):
            unlisten()
        for key in [each for each in self._servers if each[0] == entry_id]:
            self._servers.discard(key)
            self._on_server(key)

    @callback
    def _async_server_changed(self, entry_id: str, server_id: str) -> None:
        """Follow a server that has come, and not one that has gone."""
        key = entry_id, server_id
        if self._only not in (None, key):
            return
        if async_find_server(self._hass, key) is None:
            self._servers.discard(key)
        else:
            self._servers.add(key)
        self._on_server(key)

    @callback
    def _async_server_updated(self, entry_id: str, server_id: str) -> None:
        if (key := (entry_id, server_id)) in self._servers:
            self._on_server(key)

    @callback
    def _async_device_changed(
        self, event: Event[dr.EventDeviceRegistryUpdatedData]
    ) -> None:
        """Look again at a server whose device is new."""
        device = dr.async_get(self._hass).async_get(event.data["device_id"])
        if device is None:
            return
        for domain, server_id in device.identifiers:
            key = str(device.config_entry_id), server_id
            if domain == DOMAIN and key in self._servers:
                self._on_server(key)

    @callback
    def _async_repair_changed(
        self, event: Event[ir.EventIssueRegistryUpdatedData]
    ) -> None:
        """Look again at a server of which a repair came, went or was put aside."""
        if event.data["domain"] != DOMAIN:
            return
        for key in tuple(self._servers):
            if event.data["issue_id"].endswith(id_suffix(*key)):
                self._on_server(key)

    @callback
    def _async_entity_changed(
        self, event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        """Look again if an entity of ours was added, renamed, switched on or off."""
        entity = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entity is None or entity.platform == DOMAIN:
            for key in self._servers:
                self._on_server(key)
