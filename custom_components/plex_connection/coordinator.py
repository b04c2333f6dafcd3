"""One server: when to look after its connection, and what follows from a look."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
import logging
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
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
from .const import safe_name
from .prober import ServerProber
from .push import PushListener
from .settings import Settings

_LOGGER = logging.getLogger(__name__)

PUSH_RETRY_INITIAL = 5.0
"""Seconds until a lost push channel is opened again, doubled up to ten minutes."""


class ServerCoordinator(DataUpdateCoordinator[ConnectionReport]):
    """Runs the checks of one server's monitor and publishes its verdicts.

    A server that is down is data, never a failed update.
    """

    config_entry: ConfigEntry[Any]

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
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
            on_open=self._async_push_open,
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
        self._is_running = False
        self._is_token_settled = False
        """Whether plex.tv was asked about the token since it last worked."""

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
        self._is_running = True
        self._async_follow()
        self._async_spawn(self.async_refresh(), "first check")

    async def async_stop(self) -> None:
        """End the checks and close the push channel."""
        self._is_running = False
        self._unlisten()
        self.push.stop()
        self._monitor.close()
        self.account.async_connection_restored(self.record.server_id)
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
        if self._is_running and self._settings.push_enabled:
            self.push.follow((report or self.data).active)

    @callback
    def _async_push_open(self) -> None:
        """Note that path and token both work."""
        self._is_token_settled = False
        self._monitor.note_push(up=True)

    @callback
    def _async_push_lost(self) -> None:
        """Check the connection: its push channel broke, and so may it have."""
        self._monitor.note_push(up=False)
        self._async_spawn(self.async_check(CheckReason.PUSH_LOST), "check after loss")

    @callback
    def _async_unauthorized(self) -> None:
        """Find out why the server rejects its token."""
        self._async_spawn(self._async_settle_token(), "token check")

    async def _async_settle_token(self) -> None:
        """Ask plex.tv about the token, once until it has worked again.

        A server may reject a good token for days, and each retry of the push
        channel would ask.
        """
        if not self._is_token_settled:
            self._is_token_settled = await self.account.async_check_token()

    @callback
    def _async_spawn(
        self, work: Coroutine[Any, Any, None], what: str
    ) -> asyncio.Task[None]:
        """Run `work` in the background, for as long as the entry is loaded."""
        return self.config_entry.async_create_background_task(
            self.hass, work, f"{self.name} {what}"
        )


@callback
def _nothing() -> None:
    """Listen, and do nothing with it."""
