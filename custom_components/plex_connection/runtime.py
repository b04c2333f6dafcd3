"""One loaded account: its servers come, change, go, and are remembered."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_track_time_interval

from .account_coordinator import AccountCoordinator
from .background_work import BackgroundWork
from .connection import Candidate, ConnectionReport, Networks, ServerRecord, Sighting
from .const import DOMAIN
from .coordinator import ServerCoordinator
from .error_logging import exceptions_logged
from .handover import async_leave
from .hostile_text import safe_name
from .ignored_issues import async_remove_others
from .lan_discovery import LanDiscovery
from .listeners import Listeners
from .name_check import NameCheck
from .prewarming import Prewarming
from .settings import Settings
from .storage import ConnectionStore, Remembered

_LOGGER = logging.getLogger(__name__)

MEASURED_ACCOUNT = "account"
MEASURED_SERVERS = "servers"
MEASURED_USE = "use"
"""Keys of what the store keeps of measurements."""

COUNTS_INTERVAL = timedelta(minutes=5)
"""How often what is counted over all servers is shown anew; nothing is sent for it.
While a page is open that shows it, whenever something has been counted."""

type PlexConnectionConfigEntry = ConfigEntry[PlexConnectionData]
type AddServer = Callable[[ServerCoordinator], None]
type Unwatch = Callable[[], None]
type MakeServer = Callable[[ServerRecord], ServerCoordinator]


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountCounts:
    """What was counted over all servers of an account today, as it is shown."""

    requests: int = 0
    """Requests sent, to plex.tv and the servers."""
    saved: int = 0
    """Uses of a connection that needed no test before them."""


@dataclass(kw_only=True)
class PlexConnectionData:
    """What one loaded account is made of."""

    hass: HomeAssistant
    entry: PlexConnectionConfigEntry
    settings: Settings
    networks: Networks
    store: ConnectionStore
    account: AccountCoordinator
    lan: LanDiscovery
    prewarming: Prewarming
    names: NameCheck
    make_server: MakeServer
    work: BackgroundWork
    """What runs for the account as a whole."""
    servers: dict[str, ServerCoordinator] = field(default_factory=dict)
    """By machineIdentifier."""
    counts: AccountCounts = AccountCounts()
    """What sensor and pages show: one figure, wherever it is looked at."""
    _counted: Listeners[()] = field(default_factory=Listeners[()])
    _add_entities: list[AddServer] = field(default_factory=list)
    _watchers: Listeners[str] = field(default_factory=Listeners)
    _deleted: set[str] = field(default_factory=set)
    """Servers deleted while an answer of plex.tv is taken over."""
    _discovered_at: datetime | None = None
    _is_taking_over: bool = False
    _is_stopping: bool = False
    _departing: set[ServerCoordinator] = field(default_factory=set)
    """Servers that are watched no more, and have not ended yet."""

    @callback
    def async_for_each_server(self, add: AddServer) -> None:
        """Call `add` with every server, and with each that appears later."""
        self._add_entities.append(add)
        for server in self.servers.values():
            add(server)

    @callback
    def async_watch_servers(self, watcher: Callable[[str], None]) -> Unwatch:
        """Call `watcher` with the id of each server that comes or goes.

        Returns what ends it, once.
        """
        return self._watchers.async_add(watcher)

    @callback
    def async_watch_counts(self, watcher: Callable[[], None]) -> Unwatch:
        """Call `watcher` when `counts` has changed; returns what ends it, once."""
        return self._counted.async_add(watcher)

    @callback
    def async_count(self, _now: datetime | None = None) -> None:
        """Sum up anew, and tell all that show it if it is something else."""
        counts = AccountCounts(requests=self.requests_today(), saved=self.saved_today())
        if counts != self.counts:
            self.counts = counts
            self._counted.async_tell()

    @callback
    def async_create_servers(self) -> None:
        """Make a coordinator for every server known; nothing is sent yet."""
        self._discovered_at = self.account.data.discovered_at
        for record in self._watched():
            self.servers[record.server_id] = self.make_server(record)
        self.async_count()

    def requests_today(self) -> int:
        """Return how many requests were sent today, to plex.tv and the servers.

        Servers that were there today and are not any more are among them: what was
        sent is not taken back.
        """
        account = self.account.metrics.snapshot()
        return (
            account.requests_today
            + account.departed_today
            + sum(server.measured.requests_today for server in self.servers.values())
        )

    def saved_today(self) -> int:
        """Return how many uses of a connection needed no test before them today."""
        return sum(server.measured.saved_today for server in self.servers.values())

    def own_candidates(self) -> Iterator[Candidate]:
        """Return all candidates of the account's own servers."""
        for server in self.servers.values():
            if server.record.owned:
                yield from (each.candidate for each in server.data.candidates)

    def _watched(self) -> tuple[ServerRecord, ...]:
        """Return the servers of the account that are to be looked after."""
        unwatched = self.settings.unwatched_servers
        return tuple(
            record
            for record in self.account.data.servers
            if record.server_id not in unwatched
        )

    @callback
    def async_start(self) -> None:
        """Look after every server, and follow what plex.tv says from now on."""
        for server in self.servers.values():
            with exceptions_logged(_LOGGER, f"start of {server.name}"):
                server.async_start()
        self.entry.async_on_unload(
            self.account.async_add_listener(self._async_rediscovered)
        )
        self.entry.async_on_unload(self.account.async_add_listener(self.async_count))
        self.entry.async_on_unload(
            async_track_time_interval(
                self.hass, self.async_count, COUNTS_INTERVAL, cancel_on_shutdown=True
            )
        )
        self.account.async_start()
        self.prewarming.async_start()
        self.names.async_start()
        self._async_remove_stale_devices()
        async_remove_others(self.hass, self.entry.entry_id, self.servers)

    async def async_stop(self) -> None:
        """End everything and write down what is known; takes 6 s at the most.

        Whatever is going on, and whatever goes wrong with one part of it: the others
        end all the same, and all at once.
        """
        self._is_stopping = True
        content: Remembered | None = None
        with exceptions_logged(_LOGGER, "what is known of the servers"):
            content = self.content()
        for stop in (
            self.lan.async_stop,
            self.prewarming.async_stop,
            self.names.async_stop,
        ):
            with exceptions_logged(_LOGGER, "end of an account"):
                stop()
        servers = (*self.servers.values(), *self._departing)
        for outcome in await asyncio.gather(
            self.work.async_end(),
            self.account.async_stop(),
            *(server.async_stop() for server in servers),
            return_exceptions=True,
        ):
            if outcome is not None:
                _LOGGER.error("Unexpected error: end of a server", exc_info=outcome)
        if content is not None:
            with exceptions_logged(_LOGGER, "writing what is known of the servers"):
                await self.store.async_save(content)
            async_leave(self.hass, self.entry.entry_id, content)

    def content(self) -> Remembered:
        """Return what the next start shall know; little with the kill switch thrown."""
        is_kept = self.settings.cache_enabled
        return Remembered(
            servers=self.account.data.servers,
            states={
                server_id: state
                for server_id, server in self.servers.items()
                if is_kept and (state := server.state()) is not None
            },
            discovered_at=self.account.data.discovered_at,
            discovery_result=self.account.data.result,
            discovery_trigger=self.account.data.trigger,
            histories={
                server_id: history
                for server_id, server in self.servers.items()
                if is_kept and (history := server.history())
            },
            sightings={
                server_id: server.sightings
                for server_id, server in self.servers.items()
                if server.sightings
            },
            changes={
                server_id: server.data.changes
                for server_id, server in self.servers.items()
                if server.data.changes
            },
            unlisted=self.account.listings.state(),
            proved={
                server_id: networks
                for server_id, server in self.servers.items()
                if (networks := server.proved())
            },
            failing={
                server_id: since
                for server_id, server in self.servers.items()
                if (since := server.failing_since()) is not None
            },
            troubles={
                server_id: troubles
                for server_id, server in self.servers.items()
                if (troubles := server.troubles.state())
            },
            measured={
                MEASURED_ACCOUNT: self.account.metrics.to_dict(),
                MEASURED_SERVERS: {
                    server_id: server.metrics.to_dict()
                    for server_id, server in self.servers.items()
                },
                MEASURED_USE: self.prewarming.to_dict(),
            },
        )

    async def async_look_again(self) -> None:
        """Ask plex.tv for the servers, if that may be now, and test all connections.

        Raises HomeAssistantError when plex.tv gives no answer; the servers have been
        looked at by then. What breaks off a test of one keeps no other from its own.
        """
        rediscovery = asyncio.ensure_future(self.account.async_rediscover())
        try:
            for server in tuple(self.servers.values()):
                try:
                    await server.async_test_connections()
                except HomeAssistantError:
                    raise
                except Exception:
                    _LOGGER.exception("Unexpected error: test of %s", server.name)
        finally:
            await rediscovery

    @callback
    def async_sighted(
        self, server_id: str, sighting: Sighting, *, is_news: bool = True
    ) -> None:
        """Tell a server that it was heard on the local network; others are ignored."""
        if (server := self.servers.get(server_id)) is not None:
            server.async_sighted(sighting, is_news=is_news)

    @callback
    def async_prewarm(self, server_id: str) -> None:
        """Look at a connection that is likely to be used in a moment."""
        if (server := self.servers.get(server_id)) is not None:
            server.async_prewarm()

    @callback
    def async_remember(
        self, before: ConnectionReport | None, after: ConnectionReport | None
    ) -> None:
        """Write the store, soon if the connection is another than before."""
        if self._is_stopping:
            return
        changed = before is None or after is None or before.active != after.active
        self.store.async_schedule_save(self.content, changed=changed)

    @callback
    def _async_rediscovered(self) -> None:
        """Take over a new answer of plex.tv, if this is one."""
        if self._is_stopping:
            return
        if self.account.data.discovered_at == self._discovered_at:
            return
        self._discovered_at = self.account.data.discovered_at
        if not self._is_taking_over:
            self.work.async_spawn(self._async_take_over(), "plex.tv's answer")

    async def _async_take_over(self) -> None:
        """Let servers come, change and go.

        One at a time: a hundred at once would keep everybody else waiting for 50 ms.
        """
        self._is_taking_over = True
        try:
            taken: datetime | None = None
            while taken != self._discovered_at:
                taken = self._discovered_at
                await self._async_take_over_servers(self._watched())
        finally:
            self._is_taking_over = False
        with exceptions_logged(_LOGGER, "removal of devices"):
            self._async_remove_stale_devices()
        with exceptions_logged(_LOGGER, "storing of plex.tv's answer"):
            self.async_remember(None, None)

    async def _async_take_over_servers(self, servers: tuple[ServerRecord, ...]) -> None:
        """Take over an answer; what goes wrong with one server keeps no other."""
        records = {record.server_id: record for record in servers}
        self._deleted.clear()
        for server_id in self.servers.keys() - records.keys():
            with exceptions_logged(_LOGGER, "end of a server that plex.tv leaves out"):
                self._async_end(server_id)
                if (device := self._device(server_id)) is not None:
                    dr.async_get(self.hass).async_remove_device(device.id)
        for number, (server_id, record) in enumerate(records.items()):
            if number:
                await asyncio.sleep(0)
                if self._is_stopping:
                    return
            if server_id not in self._deleted:
                name = safe_name(record.name)
                with exceptions_logged(_LOGGER, f"what plex.tv says of {name}"):
                    self._async_take_over_server(record)

    @callback
    def _async_take_over_server(self, record: ServerRecord) -> None:
        """Let one server change, or come."""
        if (known := self.servers.get(record.server_id)) is not None:
            known.async_rediscovered(record, self.networks)
            self._async_update_device(record)
            return
        server = self.servers[record.server_id] = self.make_server(record)
        for add in self._add_entities:
            with exceptions_logged(_LOGGER, f"entities of {server.name}"):
                add(server)
        # After its entities have states, as at the start of the account.
        server.async_start()
        self._watchers.async_tell(record.server_id)

    async def _async_see_off(self, server: ServerCoordinator) -> None:
        """End what runs for a server that is watched no more."""
        await server.async_stop()
        self._departing.discard(server)
        async_remove_others(self.hass, self.entry.entry_id, self.servers)

    @callback
    def _async_end(self, server_id: str) -> None:
        """Look after a server no more."""
        server = self.servers.pop(server_id)
        self.account.metrics.on_departed(server.metrics.snapshot())
        self.prewarming.async_forget(server_id)
        self._departing.add(server)
        self.work.async_spawn(self._async_see_off(server), f"{server.name} removal")
        self._watchers.async_tell(server_id)

    async def async_delete_server(self, server_id: str) -> None:
        """End a server whose device the user deletes, and write that down at once.

        plex.tv does not list it; it is a new one when it does.
        """
        self._deleted.add(server_id)
        if server_id in self.servers:
            self._async_end(server_id)
        self.account.async_forget_server(server_id)
        await self.store.async_save(self.content())

    def _device(self, server_id: str) -> dr.DeviceEntry | None:
        registry = dr.async_get(self.hass)
        return registry.async_get_device_by_identifier(
            (DOMAIN, server_id), self.entry.entry_id
        )

    @callback
    def _async_update_device(self, record: ServerRecord) -> None:
        """Show a server's new name or version."""
        if (device := self._device(record.server_id)) is not None:
            dr.async_get(self.hass).async_update_device(
                device.id, name=safe_name(record.name), sw_version=record.version
            )

    @callback
    def _async_remove_stale_devices(self) -> None:
        """Take away the devices of servers that are not looked after any more.

        One of which nothing is remembered, for the store was lost, and which plex.tv
        leaves out just now, stays as long as a friend's server would.
        """
        registry = dr.async_get(self.hass)
        kept = {*self.servers, self.settings.account_id}
        for device in dr.async_entries_for_config_entry(registry, self.entry.entry_id):
            ids = {each for domain, each in device.identifiers if domain == DOMAIN}
            if ids & kept:
                continue
            is_unwatched = bool(ids & self.settings.unwatched_servers)
            if is_unwatched or not any(map(self.account.async_keeps, ids)):
                registry.async_remove_device(device.id)
