"""One server: when to look after its connection, and what follows from a look."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import logging
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .account_coordinator import AccountCoordinator
from .connection import (
    Attempt,
    Backoff,
    CheckReason,
    ConnectionReport,
    ConnectionState,
    ConnectionType,
    Networks,
    ServerMonitor,
    ServerRecord,
    candidates_of,
)
from .const import DOMAIN, safe_name
from .prober import ServerProber
from .push import PushListener
from .settings import Settings
from .storage import ConnectionStore, Remembered

_LOGGER = logging.getLogger(__name__)

PUSH_RETRY_INITIAL = 5.0
"""Seconds until a lost push channel is opened again, doubled up to ten minutes."""

type PlexConnectionConfigEntry = ConfigEntry[PlexConnectionData]
type AddServer = Callable[[ServerCoordinator], None]
type MakeServer = Callable[[ServerRecord], ServerCoordinator]


class ServerCoordinator(DataUpdateCoordinator[ConnectionReport]):
    """Runs the checks of one server's monitor and publishes its verdicts.

    A server that is down is data, never a failed update.
    """

    config_entry: PlexConnectionConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: PlexConnectionConfigEntry,
        *,
        account: AccountCoordinator,
        settings: Settings,
        prober: ServerProber,
        monitor: ServerMonitor,
        push_backoff: Backoff,
        on_report: Callable[[ConnectionReport, ConnectionReport], None],
    ) -> None:
        """Show the monitor's verdict as it stands; nothing is sent yet.

        `on_report` is told of each report, after the one before it.
        """
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=safe_name(prober.record.name),
            always_update=False,
        )
        self.account = account
        self.account_id = settings.account_id
        self.push = PushListener(
            open_channel=prober.open_channel,
            create_task=lambda listening: self._async_spawn(listening, "push"),
            on_open=lambda: monitor.note_push(up=True),
            on_lost=self._async_push_lost,
            on_unauthorized=self._async_unauthorized,
            backoff=push_backoff,
            clock=hass.loop.time,
            label=self.name,
        )
        self.data = monitor.report
        self._settings = settings
        self._prober = prober
        self._monitor = monitor
        self._on_report = on_report
        self._reason = CheckReason.START
        self._unlisten: Callable[[], None] = _nothing

    @property
    def record(self) -> ServerRecord:
        """Return what plex.tv last said of the server."""
        return self._prober.record

    @callback
    def async_set_record(self, record: ServerRecord, networks: Networks) -> None:
        """Take over what plex.tv, or the store, says of the server."""
        self._prober.record = record
        candidates, rejected = candidates_of(
            record, networks, allow_http=self._settings.allow_http
        )
        self._monitor.set_candidates(candidates, rejected, networks=networks)
        self.data = self._monitor.report

    @callback
    def async_rediscovered(self, record: ServerRecord, networks: Networks) -> None:
        """Take over a new answer of plex.tv; one that may help is tried at once."""
        changed = record.rows != self.record.rows
        self.async_set_record(record, networks)
        if changed and (self.data.active is None or self._monitor.next_delay() <= 0):
            self._async_spawn(self.async_check(CheckReason.DISCOVERY), "check")

    def state(self) -> ConnectionState | None:
        """Return what is worth remembering over a restart."""
        return self._monitor.state()

    @callback
    def async_start(self) -> None:
        """Look after the connection from now on.

        The listener keeps the checks going with every entity disabled: push,
        the store and the account depend on them.
        """
        self._unlisten = self.async_add_listener(_nothing)
        self._async_follow()
        self._async_spawn(self.async_refresh(), "first check")

    async def async_stop(self) -> None:
        """End the checks and close the push channel."""
        self._unlisten()
        self.push.stop()
        self._monitor.close()
        await self.async_shutdown()

    async def async_check(self, reason: CheckReason) -> None:
        """Check now, because of something that does not wait for its turn."""
        self._reason = reason
        await self.async_refresh()

    async def async_test_connections(self) -> tuple[Attempt, ...]:
        """Probe every candidate because somebody wants to know."""
        attempts = await self._monitor.test_all()
        await self.async_check(CheckReason.MANUAL)
        return attempts

    @override
    async def _async_update_data(self) -> ConnectionReport:
        """Run one check, publishing the first usable connection at once."""
        reason, self._reason = self._reason, CheckReason.DUE
        report = await self._monitor.check(
            reason,
            on_first=self._async_publish,
            on_needs_discovery=lambda: self.account.async_connection_failed(
                self.record.server_id
            ),
        )
        self.update_interval = timedelta(seconds=self._monitor.next_delay())
        self._async_act_on(report)
        return report

    @callback
    def _async_publish(self, report: ConnectionReport) -> None:
        """Show a verdict before its check has ended.

        A relay is not shown yet: direct candidates are still being asked, and an
        automation must not be told of a relay that is left in the next second.
        """
        if report.connection_type is ConnectionType.RELAY:
            return
        previous, self.data = self.data, report
        self.async_update_listeners()
        self._async_follow(report)
        self._on_report(previous, report)

    @callback
    def _async_act_on(self, report: ConnectionReport) -> None:
        """Do what the verdict asks for."""
        server_id = self.record.server_id
        if report.needs_discovery:
            self.account.async_connection_failed(server_id)
        elif report.active is not None:
            self.account.async_connection_restored(server_id)
        if report.needs_authorization_check:
            self._async_unauthorized()
        self._async_follow(report)
        self._on_report(self.data, report)

    @callback
    def _async_follow(self, report: ConnectionReport | None = None) -> None:
        """Let the push channel follow the active candidate."""
        if self._settings.push_enabled:
            self.push.follow((report or self.data).active)

    @callback
    def _async_push_lost(self) -> None:
        """Check the connection: its push channel broke, and so may it have."""
        self._monitor.note_push(up=False)
        self._async_spawn(self.async_check(CheckReason.PUSH_LOST), "check after loss")

    @callback
    def _async_unauthorized(self) -> None:
        """Find out why the server rejects its token."""
        self._async_spawn(self.account.async_check_token(), "token check")

    @callback
    def _async_spawn(self, work: Coroutine[Any, Any, None], what: str) -> Any:
        """Run `work` in the background, for as long as the entry is loaded."""
        return self.config_entry.async_create_background_task(
            self.hass, work, f"{self.name} {what}"
        )


@callback
def _nothing() -> None:
    """Listen, and do nothing with it."""


@dataclass(kw_only=True)
class PlexConnectionData:
    """What one loaded account is made of."""

    hass: HomeAssistant
    entry: PlexConnectionConfigEntry
    settings: Settings
    networks: Networks
    store: ConnectionStore
    account: AccountCoordinator
    make_server: MakeServer
    servers: dict[str, ServerCoordinator] = field(default_factory=dict)
    """By machineIdentifier."""
    _add_entities: list[AddServer] = field(default_factory=list)
    _discovered_at: datetime | None = None

    @callback
    def async_for_each_server(self, add: AddServer) -> None:
        """Call `add` with every server, and with each that appears later."""
        self._add_entities.append(add)
        for server in self.servers.values():
            add(server)

    @callback
    def async_create_servers(self) -> None:
        """Make a coordinator for every server known; nothing is sent yet."""
        self._discovered_at = self.account.data.discovered_at
        for record in self.account.data.servers:
            self.servers[record.server_id] = self.make_server(record)

    @callback
    def async_start(self) -> None:
        """Look after every server, and follow what plex.tv says from now on."""
        for server in self.servers.values():
            server.async_start()
        self.entry.async_on_unload(
            self.account.async_add_listener(self._async_rediscovered)
        )
        self.account.async_start()
        self._async_remove_stale_devices()

    async def async_stop(self) -> None:
        """End everything and write down what is known."""
        content = self.content()
        for server in self.servers.values():
            await server.async_stop()
        await self.store.async_save(content)

    def content(self) -> Remembered:
        """Return what the next start shall know."""
        states = {
            server_id: state
            for server_id, server in self.servers.items()
            if (state := server.state()) is not None
        }
        return Remembered(
            servers=self.account.data.servers,
            states=states if self.settings.cache_enabled else {},
            discovered_at=self.account.data.discovered_at,
        )

    @callback
    def async_remember(
        self, before: ConnectionReport | None, after: ConnectionReport | None
    ) -> None:
        """Write the store, soon if the connection is another than before."""
        changed = before is None or after is None or before.active != after.active
        self.store.async_schedule_save(self.content, changed=changed)

    @callback
    def _async_rediscovered(self) -> None:
        """Take over a new answer of plex.tv: servers come, change and go."""
        if self.account.data.discovered_at == self._discovered_at:
            return
        self._discovered_at = self.account.data.discovered_at
        records = {record.server_id: record for record in self.account.data.servers}
        for server_id in self.servers.keys() - records.keys():
            server = self.servers.pop(server_id)
            self.entry.async_create_background_task(
                self.hass, server.async_stop(), f"{server.name} removal"
            )
        for server_id, record in records.items():
            if (known := self.servers.get(server_id)) is not None:
                known.async_rediscovered(record, self.networks)
                continue
            server = self.servers[server_id] = self.make_server(record)
            server.async_start()
            for add in self._add_entities:
                add(server)
        self._async_remove_stale_devices()
        self.async_remember(None, None)

    @callback
    def _async_remove_stale_devices(self) -> None:
        """Take away the devices of servers that the account does not reach any more."""
        registry = dr.async_get(self.hass)
        for device in dr.async_entries_for_config_entry(registry, self.entry.entry_id):
            if not any((DOMAIN, known) in device.identifiers for known in self.servers):
                registry.async_remove_device(device.id)
