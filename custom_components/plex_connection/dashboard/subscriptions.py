"""Collects changes of accounts and servers for a subscribed page."""

from abc import ABC, abstractmethod
from asyncio import TimerHandle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from homeassistant.components.websocket_api import ActiveConnection
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

from ..const import DOMAIN
from ..coordinator import ServerCoordinator
from ..issues import id_suffix
from ..runtime import PlexConnectionConfigEntry
from ..signals import SIGNAL_COUNTS, SIGNAL_SERVER_UPDATED, SIGNAL_SERVERS

type ServerKey = tuple[str, str]
"""Entry id and server id: two accounts may reach the same server."""

SPACING = 0.1
"""Minimum seconds between two messages of a subscription."""


@callback
def async_find_account(
    hass: HomeAssistant, entry_id: str
) -> PlexConnectionConfigEntry | None:
    """Return a loaded account, or None."""
    loaded: list[PlexConnectionConfigEntry] = hass.config_entries.async_loaded_entries(
        DOMAIN
    )
    return next((each for each in loaded if each.entry_id == entry_id), None)


@callback
def async_find_server(hass: HomeAssistant, key: ServerKey) -> ServerCoordinator | None:
    """Return a server that is currently watched, or None."""
    entry_id, server_id = key
    entry = async_find_account(hass, entry_id)
    return None if entry is None else entry.runtime_data.servers.get(server_id)


@callback
def async_accounts(hass: HomeAssistant) -> list[PlexConnectionConfigEntry]:
    """Return all accounts, loaded or not."""
    return hass.config_entries.async_entries(DOMAIN, include_ignore=False)


@dataclass(frozen=True)
class Subscriber:
    """Receiver of the events of one WebSocket command."""

    connection: ActiveConnection
    number: int
    """The command's id within its connection."""

    @callback
    def send(self, event: Mapping[str, Any]) -> None:
        """Send an event."""
        self.connection.send_event(self.number, event)


class Watch(ABC):
    """Watches accounts and servers for a page, later ones included.

    Changes are coalesced and rate limited. For accounts that are not loaded, nothing is
    kept.
    """

    def __init__(
        self, hass: HomeAssistant, to: Subscriber, *, only: ServerKey | None = None
    ) -> None:
        """Send nothing yet; `only` limits it to one server."""
        self._hass = hass
        self._to = to
        self._only = only
        self._changed_accounts: set[str] = set()
        self._changed_servers: set[ServerKey] = set()
        self._sent_at = float("-inf")
        self._timer: TimerHandle | None = None
        self._unlisten: list[CALLBACK_TYPE] = []
        self._accounts: dict[str, list[CALLBACK_TYPE]] = {}
        self._servers: set[ServerKey] = set()

    @callback
    @abstractmethod
    def _async_send(self, *, full: bool) -> None:
        """Send the changes; with `full`, everything."""

    @callback
    def async_start(self) -> None:
        """Send everything, and changes from now on."""
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
            self._async_note_account(entry.entry_id)
        self._async_stop_waiting()
        self._async_send(full=True)

    @callback
    def async_stop(self) -> None:
        """Stop sending and unsubscribe."""
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()
        for entry_id in tuple(self._accounts):
            self._async_leave(entry_id)
        self._async_stop_waiting()

    @callback
    def _async_note_account(self, entry_id: str) -> None:
        """Mark an account as changed; it is sent as soon as the rate limit allows."""
        if self._only is None:
            self._changed_accounts.add(entry_id)
            self._async_wait()

    @callback
    def _async_note_server(self, key: ServerKey) -> None:
        """Mark a server as changed, and its account with it."""
        self._changed_servers.add(key)
        # The account's view has the counts over all its servers.
        self._changed_accounts.add(key[0])
        self._async_wait()

    @callback
    def _async_wait(self) -> None:
        if self._timer is None:
            loop = self._hass.loop
            wait = self._sent_at + SPACING - loop.time()
            self._timer = loop.call_later(max(0.0, wait), self._async_send_updates)

    @callback
    def _async_stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @callback
    def _async_send_updates(self) -> None:
        self._timer = None
        self._sent_at = self._hass.loop.time()
        self._async_send(full=False)

    @callback
    def _async_entry_changed(
        self, change: ConfigEntryChange, entry: ConfigEntry
    ) -> None:
        if entry.domain != DOMAIN or entry.source == SOURCE_IGNORE:
            return
        self._async_follow(entry)
        self._async_note_account(entry.entry_id)

    @callback
    def _async_follow(self, entry: PlexConnectionConfigEntry) -> None:
        """Follow an account and its servers while it is loaded."""
        entry_id = entry.entry_id
        if self._only is not None and entry_id != self._only[0]:
            return
        if entry.state is not ConfigEntryState.LOADED:
            self._async_leave(entry_id)
        elif entry_id not in self._accounts:
            runtime = entry.runtime_data
            on_account = partial(self._async_note_account, entry_id)
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
            self._async_note_server(key)

    @callback
    def _async_server_changed(self, entry_id: str, server_id: str) -> None:
        """Follow a server that was added, and stop following a removed one."""
        key = entry_id, server_id
        if self._only not in (None, key):
            return
        if async_find_server(self._hass, key) is None:
            self._servers.discard(key)
        else:
            self._servers.add(key)
        self._async_note_server(key)

    @callback
    def _async_server_updated(self, entry_id: str, server_id: str) -> None:
        if (key := (entry_id, server_id)) in self._servers:
            self._async_note_server(key)

    @callback
    def _async_device_changed(
        self, event: Event[dr.EventDeviceRegistryUpdatedData]
    ) -> None:
        """Mark the server of a new or changed device as changed."""
        device = dr.async_get(self._hass).async_get(event.data["device_id"])
        if device is None:
            return
        for domain, server_id in device.identifiers:
            key = str(device.config_entry_id), server_id
            if domain == DOMAIN and key in self._servers:
                self._async_note_server(key)

    @callback
    def _async_repair_changed(
        self, event: Event[ir.EventIssueRegistryUpdatedData]
    ) -> None:
        """Mark the server of a new, removed or ignored repair as changed."""
        if event.data["domain"] != DOMAIN:
            return
        for key in tuple(self._servers):
            if event.data["issue_id"].endswith(id_suffix(*key)):
                self._async_note_server(key)

    @callback
    def _async_entity_changed(
        self, event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        """Mark all servers as changed when one of our entities is added or edited."""
        entity = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entity is None or entity.platform == DOMAIN:
            for key in self._servers:
                self._async_note_server(key)
