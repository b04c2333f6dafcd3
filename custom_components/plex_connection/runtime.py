"""One loaded account: creates, updates, removes and stores its servers."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util
from homeassistant.util.signal_type import SignalTypeFormat

from .account_coordinator import AccountResources
from .background_work import BackgroundWork, exceptions_logged
from .connection import (
    ConnectionType,
    DiscoveryResult,
    ServerMetrics,
    ServerRecord,
    SlowLimits,
    TokenBucket,
    WatchRecord,
)
from .const import DOMAIN
from .coordinator import ServerCoordinator
from .dns_rebind_check import NameCheck
from .handover import async_leave, async_leave_surroundings
from .issues import async_remove_others
from .lan_discovery import async_get_networks
from .messages.relay_notification import async_dismiss_others
from .redaction.display_text import safe_name
from .root_cause.installed_apps import async_apps
from .root_cause.server_diagnosis import Diagnosed
from .signals import (
    SIGNAL_COUNTS,
    SIGNAL_NAMES_CHECKED,
    SIGNAL_REMEMBER,
    SIGNAL_SERVERS,
)
from .storage import ConnectionStore, RestoredMetrics, StoredAccount, StoredServer

_LOGGER = logging.getLogger(__name__)

MEASURED_ACCOUNT = "account"
MEASURED_SERVERS = "servers"
MEASURED_USE = "use"
MEASURED_WATCH = "watch"
MEASURED_MESSAGES = "messages"
"""Keys of the stored measurements."""

COUNTS_INTERVAL = timedelta(minutes=5)
"""Interval at which the counts over all servers are published; nothing is sent for it.
While a page shows them, they are published at every change."""

NETWORKS_INTERVAL = timedelta(seconds=20)
"""Interval at which Home Assistant's networks are read, so that a change is acted on
within 30 s. A read sends nothing: it asks the operating system."""

DIAGNOSIS_BUDGET = 4.5
"""Seconds until a diagnosis concludes from what it has: within five, an answer."""

type PlexConnectionConfigEntry = ConfigEntry[PlexConnectionData]

SIGNAL_NEW_SERVER: SignalTypeFormat[ServerCoordinator] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_new_server"
)
"""Per account, by entry id: a server was added and its entities are to be created. The
server starts after that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountCounts:
    """Today's counts over all servers of an account, as displayed."""

    requests: int = 0
    """Requests sent, to plex.tv and the servers."""
    saved: int = 0
    """Uses of a connection that needed no test first."""


@dataclass(kw_only=True)
class PlexConnectionData(AccountResources):
    """The runtime data of one loaded account."""

    hass: HomeAssistant
    entry: PlexConnectionConfigEntry
    store: ConnectionStore
    stored: StoredAccount
    """The stored state as of the start."""
    restored_metrics: RestoredMetrics
    names: NameCheck
    watch: WatchRecord
    """When the servers were not watched."""
    work: BackgroundWork
    """Tasks of the account as a whole."""
    servers: dict[str, ServerCoordinator]
    """By machineIdentifier."""
    counts: AccountCounts = AccountCounts()
    """What the sensors and the pages show: the same figure everywhere."""
    address_questions: TokenBucket
    """Limits the questions to plex.tv from where it sees us."""
    _address_question: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while such a question is under way."""
    _diagnoses: int = 0
    """How many are running."""
    _restored: set[str] = field(default_factory=set)
    """Servers whose stored state has been restored."""
    _deleted: set[str] = field(default_factory=set)
    """Servers deleted while an answer of plex.tv is being processed."""
    _discovered_at: datetime | None = None
    _plex_tv: tuple[DiscoveryResult | None, bool] | None = None
    """The last answer to a discovery, and whether the token is rejected."""
    _is_taking_over: bool = False
    _is_stopping: bool = False
    _departing: set[ServerCoordinator] = field(default_factory=set)
    """Servers that are no longer watched but have not stopped yet."""

    @callback
    def async_for_each_server(self, add: Callable[[ServerCoordinator], None]) -> None:
        """Call `add` with every server, later ones included."""
        for server in self.servers.values():
            add(server)
        new = SIGNAL_NEW_SERVER.format(self.entry.entry_id)
        self.entry.async_on_unload(async_dispatcher_connect(self.hass, new, add))

    @callback
    def async_count(self, _now: datetime | None = None) -> None:
        """Update the counts; dispatch a signal if they changed."""
        saved = sum(server.measured.saved_today for server in self.servers.values())
        counts = AccountCounts(requests=self.requests_today(), saved=saved)
        if counts != self.counts:
            self.counts = counts
            async_dispatcher_send(self.hass, SIGNAL_COUNTS.format(self.entry.entry_id))

    def requests_today(self) -> int:
        """Return the number of requests sent today, to plex.tv and the servers.

        Includes servers that have since been removed: their requests were sent all the
        same.
        """
        account = self.account.metrics.snapshot()
        return (
            account.requests_today
            + account.departed_today
            + sum(server.measured.requests_today for server in self.servers.values())
        )

    @callback
    def async_create_servers(self) -> None:
        """Create a coordinator for every known server; sends nothing."""
        self._discovered_at = self.account.data.discovered_at
        for record in self._watched():
            self.servers[record.server_id] = self._create_server(record)
        for server_id in self.restored_metrics.left(MEASURED_SERVERS):
            gone = self._create_metrics(server_id, StoredServer())
            self.account.metrics.on_departed(gone.snapshot())
        self.async_count()

    def _create_server(self, record: ServerRecord) -> ServerCoordinator:
        """Create one server with its state from before the restart."""
        server_id = record.server_id
        known = StoredServer()
        # A server that is removed and comes back in the same run starts afresh.
        is_new = server_id in self._restored
        if not is_new:
            self._restored.add(server_id)
            known = self.stored.of(server_id)
            is_new = known == StoredServer() and self.stored.discovered_at is not None
        return ServerCoordinator(
            self.hass,
            self.entry,
            self,
            record=record,
            known=known,
            is_new=is_new,
            metrics=self._create_metrics(server_id, known),
        )

    def _create_metrics(self, server_id: str, known: StoredServer) -> ServerMetrics:
        """Return the metrics of one server, restored from before the restart."""
        kinds = [change.to_type for change in known.changes]
        reached = [kind for kind in kinds if kind is not ConnectionType.OFFLINE]
        settings = self.settings
        metrics = ServerMetrics(
            clock=self.hass.loop.time,
            today=today,
            cached=settings.cache_enabled,
            slow=SlowLimits(
                ratio=settings.slow_ratio, margin_ms=settings.slow_margin_ms
            ),
            last_type=reached[-1] if reached else None,
        )
        self.restored_metrics.load(metrics, MEASURED_SERVERS, server_id)
        return metrics

    def _watched(self) -> tuple[ServerRecord, ...]:
        """Return the records of the account's watched servers."""
        unwatched = self.settings.unwatched_servers
        return tuple(
            record
            for record in self.account.data.servers
            if record.server_id not in unwatched
        )

    @callback
    def async_start(self) -> None:
        """Start every server, and follow discovery from now on."""
        self.messenger.async_start()
        for server in self.servers.values():
            with exceptions_logged(_LOGGER, f"start of {server.name}"):
                server.async_start()
        self.entry.async_on_unload(
            self.account.async_add_listener(self._async_rediscovered)
        )
        self.entry.async_on_unload(self.account.async_add_listener(self.async_count))
        self.entry.async_on_unload(
            self.account.async_add_listener(self._async_note_plex_tv)
        )
        self.entry.async_on_unload(
            async_dispatcher_connect(
                self.hass,
                SIGNAL_REMEMBER.format(self.entry.entry_id),
                self._async_remember,
            )
        )
        self.entry.async_on_unload(
            async_dispatcher_connect(
                self.hass,
                SIGNAL_NAMES_CHECKED.format(self.entry.entry_id),
                self._async_names_checked,
            )
        )
        self.entry.async_on_unload(
            self.hass.bus.async_listen_once(
                EVENT_HOMEASSISTANT_STOP, self._async_home_assistant_stops
            )
        )
        self.entry.async_on_unload(
            async_track_time_interval(
                self.hass, self.async_count, COUNTS_INTERVAL, cancel_on_shutdown=True
            )
        )
        self.entry.async_on_unload(
            async_track_time_interval(
                self.hass,
                self._async_read_networks,
                NETWORKS_INTERVAL,
                cancel_on_shutdown=True,
            )
        )
        self.account.async_start()
        self._async_ask_public_addresses()
        self.prewarming.async_start()
        self.names.async_start()
        self._async_remove_stale_devices()
        async_remove_others(self.hass, self.entry.entry_id, self.servers)
        async_dismiss_others(self.hass, self.entry.entry_id, self.servers)

    async def _async_home_assistant_stops(self, _event: Event) -> None:
        """Stop: Home Assistant closes the sessions, but does not unload the account."""
        await self.async_stop()

    async def async_stop(self) -> None:
        """Stop everything and store the state; takes at most 6 s.

        Whatever is in progress, and whatever fails in one part: the others stop
        regardless, all concurrently.
        """
        self._is_stopping = True
        content: StoredAccount | None = None
        with exceptions_logged(_LOGGER, "what is known of the servers"):
            content = self.content()
        for stop in (
            self.lan.async_stop,
            self.prewarming.async_stop,
            self.messenger.async_stop,
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

    def content(self) -> StoredAccount:
        """Return the state to store; little of it with the cache's kill switch on."""
        account = self.account.data
        return StoredAccount(
            servers=account.servers,
            known={
                server_id: server.to_stored(is_cached=self.settings.cache_enabled)
                for server_id, server in self.servers.items()
            },
            discovered_at=account.discovered_at,
            discovery_result=account.result,
            discovery_trigger=account.trigger,
            discovery_error=account.error,
            unlisted=self.account.listings.state(),
            measured={
                MEASURED_ACCOUNT: self.account.metrics.to_dict(),
                MEASURED_SERVERS: {
                    server_id: server.metrics.to_dict()
                    for server_id, server in self.servers.items()
                },
                MEASURED_USE: self.prewarming.to_dict(),
                MEASURED_WATCH: self.watch.to_dict(),
                MEASURED_MESSAGES: self.messenger.to_dict(),
            },
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the state in its stored form."""
        return self.content().to_dict()

    async def async_check_again(self) -> None:
        """Run a discovery, if allowed, and test all connections.

        Raises HomeAssistantError if plex.tv gives no answer; by then all servers have
        been tested. An unexpected exception in one server's test does not stop the
        others.
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

    async def async_diagnose(self, server: ServerCoordinator) -> Diagnosed:
        """Gather what evidence five seconds allow, and conclude.

        Whatever hangs is left behind: what was known of it before counts. Raises
        ServerUnloadedError if the server is no longer watched.
        """
        parts = (
            server.async_gather_evidence(),
            self.names.async_check(),
            self._async_find_public_addresses(shared=True),
        )
        what = f"diagnosis of {server.name}"
        self._diagnoses += 1
        try:
            tasks = [
                self.work.async_spawn(_async_in_part(part, what), what)
                for part in parts
            ]
            await asyncio.wait(tasks, timeout=DIAGNOSIS_BUDGET)
            return server.diagnosed()
        finally:
            self._diagnoses -= 1
            if not self._diagnoses:
                # So it was at this moment: its next good answer may be a day away.
                self._async_note(is_plex_tv_silent=False)

    @callback
    def _async_ask_public_addresses(self) -> None:
        """Ask in the background, unless that is known of the present networks."""
        known = self.surroundings
        is_known = known.public_address is not None and known.networks == self.networks
        if self.settings.diagnosis_enabled and not is_known:
            self.work.async_spawn(
                _async_in_part(
                    self._async_find_public_addresses(shared=False), "public addresses"
                ),
                "public addresses",
            )

    async def _async_find_public_addresses(self, *, shared: bool) -> None:
        """Ask plex.tv from where it sees us, three times in three minutes at most.

        If it is being asked, a `shared` question waits for that answer and needs none
        of its own.
        """
        is_asked = shared and self._address_question.locked()
        async with self._address_question:
            if is_asked or self.address_questions.wait > 0:
                return
            self.address_questions.take()
            networks = self.networks
            found = await self.account.async_public_addresses(networks)
            if not found.is_silent:
                self._async_note(
                    networks=networks,
                    public_address=found.version4,
                    has_ipv6=found.version6 is not None,
                )
            elif self._diagnoses:
                # At a start it may only mean that the router is starting, too.
                self._async_note(is_plex_tv_silent=True)

    async def _async_read_networks(self, _now: datetime) -> None:
        """Read our networks; if they changed, have all servers checked."""
        with exceptions_logged(_LOGGER, "read of our networks"):
            networks, bridges = await async_get_networks()
            if self._is_stopping:
                return
            self._async_note(bridges=bridges, apps=async_apps(self.hass))
            if networks == self.networks:
                return
            _LOGGER.debug("Home Assistant's networks changed: %s", networks)
            self.networks = networks
            self._async_ask_public_addresses()
            for server in tuple(self.servers.values()):
                server.async_networks_changed()
                # There may be more than a hundred, each with work to do.
                await asyncio.sleep(0)

    @callback
    def _async_names_checked(self, blocked: bool) -> None:  # noqa: FBT001 - a signal's
        self._async_note(names_blocked=blocked)

    @callback
    def _async_note(self, **known: Any) -> None:
        """Update what is known besides the servers' answers; let them conclude."""
        before, self.surroundings = (
            self.surroundings,
            replace(self.surroundings, **known),
        )
        if self.surroundings != before:
            # A diagnosis under way ends with this load, and so does what it noted.
            async_leave_surroundings(
                self.hass,
                self.settings.account_id,
                replace(self.surroundings, is_plex_tv_silent=False),
            )
            self.work.async_spawn(self._async_tell_servers(), "surroundings")

    @callback
    def _async_note_plex_tv(self) -> None:
        """Let the servers conclude if plex.tv fails, or rejects the account's token.

        Both are causes; for a new sign-in, Home Assistant has a repair of its own.
        """
        state = self.account.data.result, self.account.is_token_rejected
        if state != self._plex_tv and not self._is_stopping:
            self._plex_tv = state
            self.work.async_spawn(self._async_tell_servers(), "state of plex.tv")

    async def _async_tell_servers(self) -> None:
        """Let all servers conclude from the surroundings, one per turn of the loop."""
        for server in tuple(self.servers.values()):
            server.async_surroundings_changed()
            await asyncio.sleep(0)

    @callback
    def _async_remember(self, has_changed: bool) -> None:  # noqa: FBT001 - a signal's
        """Schedule a write of the store, soon if connection or servers changed."""
        if not self._is_stopping:
            self.store.async_schedule_save(self, changed=has_changed)

    @callback
    def _async_rediscovered(self) -> None:
        """Process a new answer of plex.tv, if this is one."""
        if self._is_stopping:
            return
        if self.account.data.discovered_at == self._discovered_at:
            return
        self._discovered_at = self.account.data.discovered_at
        if not self._is_taking_over:
            self.work.async_spawn(self._async_take_over(), "plex.tv's answer")

    async def _async_take_over(self) -> None:
        """Add, update and remove servers.

        One per turn of the loop: a hundred at once would block everything else for 50
        ms.
        """
        self._is_taking_over = True
        try:
            taken: datetime | None = None
            while taken != self._discovered_at:
                taken = self._discovered_at
                await self._async_take_over_servers(self._watched())
        finally:
            self._is_taking_over = False
        # What is wrong with one server may depend on what plex.tv says of another.
        await self._async_tell_servers()
        with exceptions_logged(_LOGGER, "removal of devices"):
            self._async_remove_stale_devices()
        with exceptions_logged(_LOGGER, "storing of plex.tv's answer"):
            self._async_remember(True)  # noqa: FBT003 - as the signal has it

    async def _async_take_over_servers(self, servers: tuple[ServerRecord, ...]) -> None:
        """Process an answer; an exception in one server does not affect the others."""
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
        """Update or add one server."""
        server_id = record.server_id
        if (known := self.servers.get(server_id)) is not None:
            known.async_rediscovered(record)
            self._async_update_device(record)
            return
        server = self.servers[server_id] = self._create_server(record)
        new = SIGNAL_NEW_SERVER.format(self.entry.entry_id)
        async_dispatcher_send(self.hass, new, server)
        # After its entities have states, as when the account starts.
        server.async_start()
        self._async_notify(server_id)

    async def _async_see_off(self, server: ServerCoordinator) -> None:
        """Stop a server that is no longer watched."""
        await server.async_stop()
        self._departing.discard(server)
        async_remove_others(self.hass, self.entry.entry_id, self.servers)
        async_dismiss_others(self.hass, self.entry.entry_id, self.servers)

    @callback
    def _async_end(self, server_id: str) -> None:
        """Remove a server and stop it in the background."""
        server = self.servers.pop(server_id)
        self.account.metrics.on_departed(server.metrics.snapshot())
        self.prewarming.async_forget(server_id)
        self.messenger.async_forget(server_id)
        self._departing.add(server)
        self.work.async_spawn(self._async_see_off(server), f"{server.name} removal")
        self._async_notify(server_id)

    @callback
    def _async_notify(self, server_id: str) -> None:
        """Signal that a server was added or removed."""
        servers = SIGNAL_SERVERS.format(self.entry.entry_id)
        async_dispatcher_send(self.hass, servers, server_id)

    async def async_delete_server(self, server_id: str) -> None:
        """Remove a server whose device the user deletes; store that at once.

        plex.tv does not list it; if it does again, it is a new server.
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
        """Update a server's name and version in the device registry."""
        if (device := self._device(record.server_id)) is not None:
            dr.async_get(self.hass).async_update_device(
                device.id, name=safe_name(record.name), sw_version=record.version
            )

    @callback
    def _async_remove_stale_devices(self) -> None:
        """Remove the devices of servers that are no longer watched.

        If nothing is stored of a server, because the store was lost, and plex.tv
        currently leaves it out, its device stays as long as a shared server's would.
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


async def _async_in_part(work: Coroutine[Any, Any, object], what: str) -> None:
    """Run one part of several; its failure does not concern the others."""
    with exceptions_logged(_LOGGER, what), suppress(HomeAssistantError):
        await work


def today() -> date:
    """Return the local date."""
    return dt_util.now().date()
