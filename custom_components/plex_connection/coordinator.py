"""One server: when to look after its connection, and what follows from a look."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import datetime, timedelta
import logging
from typing import Any, Protocol, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .account_coordinator import AccountCoordinator
from .backend import PlexBackend
from .background_work import BackgroundWork, WorkEndedError
from .bus_events import ServerAnnouncer
from .connection import (
    Attempt,
    Backoff,
    Candidate,
    CheckReason,
    ConnectionReport,
    ConnectionState,
    ConnectionType,
    IPNetwork,
    MetricsSnapshot,
    Networks,
    ServerMetrics,
    ServerMonitor,
    ServerRecord,
    Sighting,
    StoredCandidate,
    TroubleWatch,
    timer_delay,
)
from .error_logging import exceptions_logged
from .errors import ServerUnloadedError
from .hostile_text import safe_name
from .lan_discovery import LanDiscovery
from .listeners import Listeners
from .prober import ServerProber
from .push import PushListener, PushState
from .replacement import Replacement
from .settings import Settings
from .token_doubt import TokenDoubt
from .token_use import TokenUse
from .whereabouts import Whereabouts

_LOGGER = logging.getLogger(__name__)

PUSH_RETRY_INITIAL = 5.0
"""Seconds until a lost push channel is opened again, doubled up to ten minutes."""

HINT_SPACING = 1.0
"""Seconds between two hints of a server's that are passed on; what is made of them is
the engine's to say (rule 9), but each costs a task."""


LAST = object()
"""The context of a listener that is called after all others."""


class Follower(Protocol):
    """Follows the verdicts on one server, for as long as it is watched."""

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Act on a new verdict; all entities show it by now."""

    @callback
    def async_stop(self) -> None:
        """Take back what should not outlast the watching."""


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
        metrics: ServerMetrics,
        lan: LanDiscovery,
        sightings: tuple[Sighting, ...],
        push_backoff: Backoff,
        followers: Iterable[Follower],
        troubles: TroubleWatch,
        on_report: Callable[[ConnectionReport, ConnectionReport], None],
        on_use: Callable[[str], None],
        on_forget: Callable[[str], None],
    ) -> None:
        """Show the monitor's verdict as it stands; nothing is sent yet.

        `troubles` are what is wrong with it that its user can mend.
        `followers` are told of each report in their order, and then `on_report`,
        with the one before it;
        `on_use(server_id)` of each operation, and `on_forget(server_id)` when its
        history is to be forgotten.
        """
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=safe_name(prober.record.name),
            always_update=False,
        )
        self._work = BackgroundWork(hass)
        self.account = account
        self.account_id = settings.account_id
        self._token_doubt = TokenDoubt(
            ask=account.async_check_token,
            spawn=lambda asking: self.async_spawn(asking, "token check"),
        )
        self._token_use = TokenUse(
            prober,
            note=lambda: account.async_note_use(self.record.server_id),
            spawn=lambda asking: self.async_spawn(asking, "question"),
            clock=hass.loop.time,
        )
        self._whereabouts = Whereabouts(
            hass,
            entry,
            account=account,
            lan=lan,
            settings=settings,
            prober=prober,
            monitor=monitor,
            sightings=sightings,
        )
        self.push = PushListener(
            open_channel=lambda candidate, heartbeat: prober.open_channel(
                candidate, heartbeat=heartbeat
            ),
            create_task=lambda listening: self.async_spawn(listening, "push"),
            on_open=self._async_push_open,
            on_lost=self._async_push_lost,
            on_closed=self._async_push_closed,
            on_hint=self._async_push_hint,
            on_unauthorized=self._token_doubt.async_raise,
            backoff=push_backoff,
            clock=hass.loop.time,
            label=self.name,
        )
        self.backend = PlexBackend(
            hass=hass,
            prober=prober,
            connection=self._async_connection,
            active=lambda: monitor.report.active,
            record_operation=monitor.record_operation,
            fail_over=self.async_fail_over,
            on_unauthorized=self._token_doubt.async_raise,
            server_name=self.name,
        )
        self.metrics = metrics
        self.troubles = troubles
        self.data = self._published = monitor.report
        self._is_push_enabled = settings.push_enabled
        self._monitor = monitor
        self._followers = tuple(followers)
        self._on_report = on_report
        self._on_use = on_use
        self._on_forget = on_forget
        self._measured: MetricsSnapshot | None = None
        self._reason = CheckReason.START
        self._replacement = Replacement(
            check=lambda: self.async_check(CheckReason.OPERATION_FAILED),
            spawn=lambda work: self.async_spawn(work, "fail-over"),
        )
        self.announcer = ServerAnnouncer(
            hass,
            entry_id=entry.entry_id,
            server_id=self.record.server_id,
            report=self.data,
            metrics=metrics,
        )
        self._hint: asyncio.Task[None] | None = None
        self._is_hinted = False
        self._unlisten: tuple[Callable[[], None], ...] = ()
        self._watchers: Listeners[()] = Listeners()
        self._last_listeners: Listeners[()] = Listeners()
        self._is_running = False
        self._has_published = False
        """Whether anything was told in this run of what is known."""

    @property
    def record(self) -> ServerRecord:
        """Return what plex.tv last said of the server."""
        return self._whereabouts.record

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """Return where the server was heard on the LAN, the latest first."""
        return self._whereabouts.sightings

    @property
    def measured(self) -> MetricsSnapshot:
        """Return what was counted, as of the last report: all entities share it."""
        if self._measured is None:
            self._measured = self.metrics.snapshot()
        return self._measured

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Publish what is known now, in a fixed order; every verdict comes by here.

        The entities show it first, for what is told after them is looked up there;
        then the bus, the repairs and notifications, the store, and the pages that
        watch. An exception in one is logged, and the next are told.
        """
        self._measured = None
        super().async_update_listeners()
        self._last_listeners.async_tell()
        if self._is_running:
            self._has_published = True
            previous, self._published = self._published, self.data
            with exceptions_logged(_LOGGER, f"event of {self.name}"):
                self.announcer.async_announce(self.data)
            for follower in self._followers:
                with exceptions_logged(_LOGGER, f"what follows for {self.name}"):
                    follower.async_follow(self.record, self.data)
            with exceptions_logged(_LOGGER, f"storing of {self.name}"):
                self._on_report(previous, self.data)
        self._watchers.async_tell()

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: Any = None
    ) -> Callable[[], None]:
        """Call a listener with each update; with the context LAST after all others.

        An automation that a state starts runs before the next one is written, so the
        entity that starts most of them has to come last.
        """
        if context is LAST:
            return self._last_listeners.async_add(update_callback)
        return super().async_add_listener(update_callback, context)

    @callback
    def async_watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` after anything that may be seen of the server has changed.

        That is more than verdicts: what it is called, where it may be, whether its
        push channel is open. Nothing is done for a watcher's sake. Returns what ends
        it, once.
        """
        return self._watchers.async_add(watcher)

    @callback
    def async_set_record(self, record: ServerRecord, networks: Networks) -> None:
        """Take over what plex.tv, or the store, says of the server."""
        self.name = self.backend.server_name = safe_name(record.name)
        self._whereabouts.async_take(record, networks)
        self._async_show_offer()

    @callback
    def _async_show_offer(self) -> None:
        """Show where the server may be, which is no verdict, to all that show it.

        While a check goes on its end does that: in the middle of it a report may have
        what is not to be shown yet.
        """
        if not self._monitor.is_checking:
            self.data = self._monitor.report
            if self._is_running:
                self.async_update_listeners()
                return
        self._watchers.async_tell()

    @callback
    def async_rediscovered(self, record: ServerRecord, networks: Networks) -> None:
        """Take over a new answer of plex.tv; one that may help is tried at once."""
        if (record, networks) == (self.record, self._whereabouts.networks):
            return
        known = _usable_urls(self._monitor.report)
        has_other_rows = record.rows != self.record.rows
        self.async_set_record(record, networks)
        # Those that a pin leaves out, and those that went, help nobody. While a check
        # goes on the offer waits for its end, and what is new is not known yet.
        may_help = self._monitor.is_checking or not (
            _usable_urls(self._monitor.report) <= known
        )
        # Due is one where what is in use may not be used any more: by other rows, or
        # by what else was said of the server.
        is_due = self._monitor.next_delay() <= 0
        if is_due or (has_other_rows and may_help and self.data.active is None):
            self.async_spawn(self.async_check(CheckReason.DISCOVERY), "check")

    @callback
    def async_sighted(self, sighting: Sighting, *, is_news: bool) -> None:
        """Learn where the server was heard on the LAN; one that may help is tried.

        A server that is off and is heard again is looked at, too; one that says so all
        the time and does not answer has its own schedule.
        """
        is_new = self._whereabouts.async_sighted(sighting)
        if is_new:
            self._async_show_offer()
        if not self._whereabouts.is_near(sighting):
            return
        is_sought = self.data.connection_type is not ConnectionType.LOCAL
        if (is_new and is_sought) or (is_news and self.data.active is None):
            self.async_spawn(self.async_check(CheckReason.SIGHTED), "check")

    @callback
    def async_prewarm(self) -> None:
        """Test the connection, and open its socket, ahead of its likely use."""
        self.async_spawn(self.async_check(CheckReason.PREWARM), "pre-warming")

    def state(self) -> ConnectionState | None:
        """Return what is worth remembering over a restart."""
        return self._monitor.state()

    def history(self) -> tuple[StoredCandidate, ...]:
        """Return what is worth remembering of each candidate."""
        return self._monitor.history()

    def proved(self) -> tuple[IPNetwork, ...]:
        """Return the networks of ours on which the server has proved who it is."""
        return self._monitor.proved()

    def failing_since(self) -> datetime | None:
        """Return when the server failed to answer, if it was not reached since."""
        return self._monitor.failing_since()

    @callback
    def async_start(self) -> None:
        """Look after the connection from now on.

        The listener keeps the checks going with every entity disabled: push,
        the store and the account depend on them.
        """
        self._unlisten = (
            self.async_add_listener(_nothing),
            self.account.token_listeners.async_add(self._async_token_renewed),
        )
        self._is_running = True
        self._async_follow()
        self.async_spawn(self._async_begin(), "first check")

    async def _async_begin(self) -> None:
        """Check, and publish what is known even if that is all as it was stored.

        Repairs that the last run has left are judged by it.
        """
        await self.async_refresh()
        if self._is_running and not self._has_published:
            self.async_update_listeners()

    async def async_stop(self) -> None:
        """End the checks and close the push channel; takes 4 s at the most.

        What goes wrong with one part does not keep the others. May be called again
        while it runs, also without waiting for the first call.
        """
        self._is_running = False
        self.update_interval = None
        unlisten, self._unlisten = self._unlisten, ()
        for stop in (
            *unlisten,
            *(follower.async_stop for follower in self._followers),
            self.backend.close,
            self.push.stop,
            self._monitor.close,
            self._whereabouts.async_stop,
        ):
            with exceptions_logged(_LOGGER, f"end of {self.name}"):
                stop()
        await self.async_shutdown()
        await self._work.async_end()

    async def async_check(self, reason: CheckReason) -> None:
        """Check now, because of something that does not wait for its turn.

        Not by way of `async_refresh`, which lets one in at a time: what may share a
        check, and what goes first, is the monitor's to say. Where the caller goes
        away, what was found by then is published, and the timer is set for it.
        """
        before = self.data
        try:
            report = await self._async_look(reason)
        except asyncio.CancelledError:
            if self._is_running and not self._monitor.is_checking:
                self.async_set_updated_data(self._monitor.report)
            raise
        is_news = self.data is not before or report != before
        if self._is_running and is_news:
            self.async_set_updated_data(report)

    async def _async_connection(self) -> Candidate | None:
        """Return what an operation is to use, looked after if it is not fresh."""
        self._on_use(self.record.server_id)
        return await self._monitor.connection(
            lambda: self.async_check(CheckReason.OPERATION),
            spawn=lambda refresh: self.async_spawn(refresh, "refresh"),
        )

    @callback
    def async_fail_over(self) -> Awaitable[None]:
        """Look for a replacement of the active connection, which failed an operation.

        It begins at once, and all who ask meanwhile share one check; awaited, it
        waits for the replacement, or for the end of the check.
        """
        return self._replacement.seek()

    async def async_test_connections(
        self,
        *,
        on_start: Callable[[tuple[str, ...]], None] = lambda _: None,
        on_attempt: Callable[[Attempt], None] = lambda _: None,
        on_tested: Callable[[tuple[Attempt, ...]], None] = lambda _: None,
    ) -> tuple[Attempt, ...]:
        """Probe every candidate because a user wants to know, and act on it.

        `on_start` is told the urls when it begins, `on_attempt` of each attempt as
        soon as it has ended, `on_tested` of all, before the check that acts on them.
        Raises ServerUnloadedError if the server is watched no more before all has
        ended.
        """
        return await self._async_by_hand(
            self._async_test(on_start, on_attempt, on_tested), "test of connections"
        )

    async def _async_test(
        self,
        on_start: Callable[[tuple[str, ...]], None],
        on_attempt: Callable[[Attempt], None],
        on_tested: Callable[[tuple[Attempt, ...]], None],
    ) -> tuple[Attempt, ...]:
        attempts = await self._monitor.test_all(on_attempt, on_start=on_start)
        on_tested(attempts)
        report = self._monitor.report
        if report.needs_authorization_check and report.active is not None:
            # No address was asked with the token, which may be good again.
            await self._token_use.async_ask_again(report.active)
        await self.async_check(CheckReason.MANUAL)
        return attempts

    async def async_pin(self, url: str | None) -> None:
        """Use this candidate and no other, restarts included; None: choose again.

        Raises ServerUnloadedError as `async_test_connections`.
        """
        self._whereabouts.async_pin(url)
        await self._async_by_hand(self.async_check(CheckReason.MANUAL), "check")

    async def async_forget(self) -> None:
        """Forget how connections did, where the server was heard, what was counted.

        The connection in use stays until a better one, or none, has answered. Then
        those are asked that the race left out or did not wait for, so that each
        address was tested anew in the end, once; what came of it is shown as it comes.
        Raises ServerUnloadedError as `async_test_connections`.
        """
        self.account.metrics.on_departed(self.metrics.snapshot())
        self.metrics.clear()
        self.announcer.async_forget()
        self._on_forget(self.record.server_id)
        self._monitor.forget()
        self._whereabouts.async_forget()
        self.data = self._monitor.report
        await self._async_by_hand(self._async_test_anew(), "look at all")

    async def _async_test_anew(self) -> None:
        """Select as for a new server, then ask those that this left out."""
        await self.async_check(CheckReason.MANUAL)
        await self._monitor.test_all(self._async_show_attempt, only_untested=True)
        if self._monitor.next_delay() <= 0:
            await self.async_check(CheckReason.MANUAL)
        elif self._is_running:
            self.async_set_updated_data(self._monitor.report)

    @callback
    def _async_show_attempt(self, _: Attempt) -> None:
        """Show on pages what became of one address; entities wait for the others."""
        self.data = self._monitor.report
        self._watchers.async_tell()

    async def _async_by_hand[T](self, work: Coroutine[Any, Any, T], what: str) -> T:
        """Return what comes of work that a caller waits for.

        It runs among the work in the background: the caller may be another
        integration's task, which does not end with the account.
        """
        try:
            return await self._work.async_run(work, f"{self.name} {what}")
        except WorkEndedError:
            raise ServerUnloadedError(self.name) from None

    @override
    async def _async_update_data(self) -> ConnectionReport:
        """Check because it is time to; where it is over, nothing is new."""
        reason, self._reason = self._reason, CheckReason.DUE
        try:
            return await self._work.async_run(
                self._async_look(reason), f"{self.name} check"
            )
        except WorkEndedError:
            return self.data

    async def _async_look(self, reason: CheckReason) -> ConnectionReport:
        """Run one check, publishing the first usable connection at once.

        One that breaks off is logged, and leaves the verdict as it stands; the next
        one comes when the monitor says.
        """
        try:
            with exceptions_logged(_LOGGER, f"check of {self.name}"):
                await self._monitor.check(
                    reason,
                    on_first=self._async_use,
                    on_shown=self._async_publish,
                    on_needs_discovery=self._async_discover,
                    news=self._async_take_news,
                )
        finally:
            self._async_set_timer()
        report = self._monitor.report
        self._async_act_on(report)
        return report

    @callback
    def _async_set_timer(self) -> None:
        """Have the next check come, whatever became of this one.

        The only place that sets the interval: Home Assistant takes none, and one of
        zero seconds, for "no more checks".
        """
        if self._is_running:
            delay = timer_delay(self._monitor.next_delay())
            self.update_interval = timedelta(seconds=delay)

    @callback
    def _async_use(self, report: ConnectionReport) -> None:
        """Let operations that wait for a connection use one before it is shown."""
        self._replacement.found()
        self.backend.async_leave(report.active)

    @callback
    def _async_publish(self, report: ConnectionReport) -> None:
        """Show a verdict before its check has ended.

        A relay comes here late: while direct candidates are being asked, an automation
        must not be told of a relay that is left in the next second.
        """
        self._async_use(report)
        self.data = report
        self.async_update_listeners()
        with exceptions_logged(_LOGGER, f"push channel of {self.name}"):
            self._async_follow(report)

    @callback
    def _async_act_on(self, report: ConnectionReport) -> None:
        """Do what the verdict asks for, unless the server is watched no more."""
        if not self._is_running:
            return
        if report.active is None:
            self.backend.async_leave(None)
        if report.needs_authorization_check:
            self._token_doubt.async_raise()
        with exceptions_logged(_LOGGER, f"question for {self.name} at plex.tv"):
            self._whereabouts.async_ask(report)
        with exceptions_logged(_LOGGER, f"search for {self.name} on the LAN"):
            self._whereabouts.async_search(report.connection_type, report)
        with exceptions_logged(_LOGGER, f"question to {self.name}"):
            self._token_use.async_follow(
                self.record,
                report.active,
                push_is_open=self.push.state is PushState.OPEN,
                is_refused=report.needs_authorization_check
                and self.push.state in (PushState.OFF, PushState.OPEN),
            )
        with exceptions_logged(_LOGGER, f"push channel of {self.name}"):
            self._async_follow(report)

    @callback
    def _async_discover(self) -> None:
        """Look for other ways to the server, while those that are known race."""
        if self._is_running:
            with exceptions_logged(_LOGGER, f"search for {self.name}"):
                self._whereabouts.async_lost()

    async def _async_take_news(self) -> None:
        """Take what plex.tv is about to say, before a connection is given up."""
        with exceptions_logged(_LOGGER, f"news of {self.name}"):
            if (record := await self._whereabouts.async_news()) is not None:
                self.async_set_record(record, self._whereabouts.networks)

    @callback
    def _async_follow(self, report: ConnectionReport | None = None) -> None:
        """Let the push channel follow the active candidate."""
        if self._is_running and self._is_push_enabled:
            self.push.follow((report or self.data).active)

    @callback
    def async_note_token(self, *, refused: bool) -> None:
        """Learn that the server itself took its token, or refused it."""
        if not refused:
            self.account.async_note_use(self.record.server_id)
        self._async_show_token(refused=refused)

    @callback
    def _async_token_renewed(self, server_id: str) -> None:
        """Hold nothing against a token that the server has not seen."""
        if server_id == self.record.server_id:
            self._async_show_token(refused=False)

    @callback
    def _async_show_token(self, *, refused: bool) -> None:
        """Show at once that the server refuses its token, or does so no more."""
        if self._monitor.note_token(refused=refused) and self._is_running:
            self.data = self._monitor.report
            self.async_update_listeners()

    @callback
    def _async_push_open(self) -> None:
        """Note that path and token both work."""
        self._token_doubt.async_dispel()
        self._monitor.note_push(up=True)
        self._watchers.async_tell()

    @callback
    def _async_push_lost(self) -> None:
        """Check the connection: its push channel broke, and so may it have."""
        self._async_push_closed()
        self.async_spawn(self.async_check(CheckReason.PUSH_LOST), "check after loss")

    @callback
    def _async_push_closed(self) -> None:
        """Note that the push channel is down."""
        self._monitor.note_push(up=False)
        self._watchers.async_tell()

    @callback
    def _async_push_hint(self) -> None:
        """Check the connection: the server says that its ways may have changed.

        One check is enough for all hints until it has ended, and one more for those
        that came meanwhile. A loss does not wait for it.
        """
        self._is_hinted = True
        if self._hint is None or self._hint.done():
            self._hint = self.async_spawn(self._async_take_hints(), "check after hint")

    async def _async_take_hints(self) -> None:
        """Check until there was no hint since the last check began."""
        while self._is_hinted:
            self._is_hinted = False
            await self.async_check(CheckReason.PUSH_HINT)
            await asyncio.sleep(HINT_SPACING)

    @callback
    def async_spawn[T](
        self, work: Coroutine[Any, Any, T], what: str
    ) -> asyncio.Task[T]:
        """Run `work` in the background, for as long as the server is watched."""
        return self._work.async_spawn(work, f"{self.name} {what}")


def _usable_urls(report: ConnectionReport) -> frozenset[str]:
    """Return the urls of those that may be used."""
    return frozenset(
        each.candidate.url
        for each in report.candidates
        if not each.candidate.explain_only
        and report.pinned in (None, each.candidate.url)
    )


def _nothing() -> None:
    """Listen to nothing, or stop doing so."""
