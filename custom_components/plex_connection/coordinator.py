"""One server: when to check its connection, and what follows from a check."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
import logging
from typing import Any, Protocol, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util
from homeassistant.util.signal_type import SignalType

from .account_coordinator import AccountResources, keep_going
from .backend import PlexBackend
from .background_work import BackgroundWork, WorkEndedError, exceptions_logged
from .bus_events import ServerAnnouncer
from .candidate_source import CandidateSource
from .connection import (
    AlertMonitor,
    Attempt,
    CacheLookup,
    CheckFinished,
    CheckReason,
    ConnectionFound,
    ConnectionReport,
    ConnectionShown,
    ConnectionSuspected,
    ConnectionType,
    DiscoveryNeeded,
    LanAnnouncement,
    MetricsSnapshot,
    MonitorEvent,
    ProbeProgress,
    ProbesFinished,
    RequestSent,
    ServerMetrics,
    ServerMonitor,
    ServerRecord,
    SuspicionEnded,
    timer_delay,
)
from .errors import ServerUnloadedError
from .issues import ServerIssues
from .persistent_notifications import ServerNotifications
from .prober import ProberEvent, ServerProber, TokenRefused, TokenTaken
from .push import (
    PushClosed,
    PushEvent,
    PushHinted,
    PushListener,
    PushLost,
    PushOpened,
    PushState,
)
from .redaction.display_text import safe_name
from .settings import Settings
from .signals import (
    SIGNAL_ANNOUNCED,
    SIGNAL_PREWARM,
    SIGNAL_REMEMBER,
    SIGNAL_SERVER_UPDATED,
    SIGNAL_TOKEN_RENEWED,
    SIGNAL_WRITTEN_LAST,
)
from .storage import StoredServer
from .token_check import TokenCheck

_LOGGER = logging.getLogger(__name__)

HINT_SPACING = 1.0
"""Seconds between two hints of a server's that are passed on; what is made of them is
the engine's to say (rule 9), but each costs a task."""


LAST = object()
"""The context of a listener that is called after all others."""


ROUTINE = (CheckReason.START, CheckReason.DUE)
"""Reasons of the checks that the update coordinator's own timer runs, and publishes."""


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

    _reason = CheckReason.START
    _measured: MetricsSnapshot | None = None
    _hint: asyncio.Task[None] | None = None
    _is_hinted = False
    _discovery: asyncio.Task[None] | None = None
    _unlisten: tuple[CALLBACK_TYPE, ...] = ()
    _is_running = False
    _has_published = False
    """Whether anything was told in this run of what is known."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        resources: AccountResources,
        *,
        record: ServerRecord,
        known: StoredServer,
        metrics: ServerMetrics,
    ) -> None:
        """Show what is known from before; nothing is sent yet."""
        name = safe_name(record.name)
        super().__init__(
            hass, _LOGGER, config_entry=entry, name=name, always_update=False
        )
        settings = resources.settings
        self.account = resources.account
        self.account_id = settings.account_id
        self.metrics = metrics
        self.alerts = AlertMonitor(
            clock=hass.loop.time, relay_patience=settings.relay_patience
        )
        self.alerts.restore(known.alerts)
        self._work = BackgroundWork(hass)
        self._shared = resources
        prober = ServerProber(
            resources.client,
            entry,
            record=record,
            now=dt_util.utcnow,
            emit=self._async_handle_token,
        )
        self._monitor = self._create_monitor(resources, prober, known)
        self._token_check = TokenCheck(
            hass, account=resources.account, prober=prober, work=self._work
        )
        self._candidate_source = CandidateSource(
            hass,
            entry,
            resources,
            prober=prober,
            monitor=self._monitor,
            announcements=known.announcements,
        )
        self.push = PushListener(
            prober,
            self._work,
            emit=self._async_handle_push,
            rng=resources.rng,
            clock=hass.loop.time,
            label=name,
        )
        self.backend = PlexBackend(
            hass=hass, prober=prober, monitor=self._monitor, server_name=self.name
        )
        self.data = self._published = self._monitor.report
        self._followers = self._create_followers(settings)
        self.announcer = self._create_announcer()
        self.async_set_record(record)

    def _create_monitor(
        self,
        resources: AccountResources,
        prober: ServerProber,
        known: StoredServer,
    ) -> ServerMonitor:
        """Return the monitor, with what was known before the restart."""
        server_id = prober.record.server_id
        monitor = ServerMonitor(
            server_id,
            prober,
            clock=self.hass.loop.time,
            now=dt_util.utcnow,
            rng=resources.rng,
            gate=resources.gate,
            cache=resources.cache,
            cache_key=(self.account_id, server_id),
            emit=self._async_handle,
            spawn=self.async_spawn,
            label=prober.record.name,
        )
        monitor.restore(
            known.state,
            known.history,
            known.changes,
            known.proved,
            failing_since=known.failing_since,
        )
        return monitor

    def _create_announcer(self) -> ServerAnnouncer:
        return ServerAnnouncer(
            self.hass,
            entry_id=self._entry_id,
            server_id=self.record.server_id,
            name=self.name,
            report=self.data,
            metrics=self.metrics,
        )

    def _create_followers(self, settings: Settings) -> tuple[Follower, ...]:
        """Return who acts on the verdicts, entities aside, in their order."""
        entry_id = self.config_entry.entry_id
        return (
            ServerIssues(self.hass, entry_id=entry_id, watch=self.alerts),
            ServerNotifications(
                self.hass,
                entry_id=entry_id,
                server_id=self.record.server_id,
                last_change=next(iter(self.data.changes[-1:]), None),
                clock=self.hass.loop.time,
                now=dt_util.utcnow,
                better=settings.notify_better,
                relay_after=settings.notify_relay_after,
            ),
        )

    @property
    def record(self) -> ServerRecord:
        """Return what plex.tv last said of the server."""
        return self._candidate_source.record

    @property
    def announcements(self) -> tuple[LanAnnouncement, ...]:
        """Return where the server was heard on the LAN, the latest first."""
        return self._candidate_source.announcements

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
        async_dispatcher_send(self.hass, self._signal_last)
        if self._is_running:
            self._has_published = True
            previous, self._published = self._published, self.data
            with exceptions_logged(_LOGGER, f"event of {self.name}"):
                self.announcer.async_announce(self.data)
            for follower in self._followers:
                with exceptions_logged(_LOGGER, f"what follows for {self.name}"):
                    follower.async_follow(self.record, self.data)
            if self.data.usable and not previous.usable:
                # It waits for longer each time that it was refused.
                self.push.retry()
            has_changed = previous.active != self.data.active
            async_dispatcher_send(
                self.hass, SIGNAL_REMEMBER.format(self._entry_id), has_changed
            )
        self._async_show()

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: Any = None
    ) -> CALLBACK_TYPE:
        """Call a listener with each update; with the context LAST after all others.

        An automation that a state starts runs before the next one is written, so the
        entity that starts most of them has to come last.
        """
        if context is LAST:
            return async_dispatcher_connect(
                self.hass, self._signal_last, update_callback
            )
        return super().async_add_listener(update_callback, context)

    @property
    def _entry_id(self) -> str:
        return self.config_entry.entry_id

    @property
    def _signal_last(self) -> SignalType[()]:
        return SIGNAL_WRITTEN_LAST.format(self._entry_id, self.record.server_id)

    @callback
    def _async_show(self) -> None:
        """Have the pages that watch show what has changed."""
        async_dispatcher_send(
            self.hass,
            SIGNAL_SERVER_UPDATED.format(self._entry_id),
            self.record.server_id,
        )

    @callback
    def async_set_record(self, record: ServerRecord) -> None:
        """Take over what plex.tv, or the store, says of the server."""
        self.name = self.backend.server_name = safe_name(record.name)
        self._candidate_source.async_take(record)
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
        self._async_show()

    @callback
    def async_rediscovered(self, record: ServerRecord) -> None:
        """Take over a new answer of plex.tv; one that may help is tried at once."""
        if record == self.record:
            return
        known = _usable_urls(self._monitor.report)
        has_other_rows = record.rows != self.record.rows
        self.async_set_record(record)
        # Those that a pin leaves out, and those that went, help nobody. While a check
        # goes on the offer waits for its end, and what is new is not known yet.
        may_help = self._monitor.is_checking or not (
            _usable_urls(self._monitor.report) <= known
        )
        # Due is one where what is in use may not be used any more: by other rows, or
        # by what else was said of the server.
        is_due = self._monitor.next_delay() <= 0
        if is_due or (has_other_rows and may_help and self._monitor.active is None):
            self.async_spawn(self.async_check(CheckReason.DISCOVERY), "check")

    @callback
    def async_networks_changed(self) -> None:
        """Look at what the networks that we are on now make of the addresses."""
        self._candidate_source.async_take(self.record)
        self._async_show_offer()
        self.async_spawn(self.async_check(CheckReason.DISCOVERY), "check")

    @callback
    def async_announced(
        self,
        announcement: LanAnnouncement,
        is_new_since_search: bool,  # noqa: FBT001
    ) -> None:
        """Learn where the server was heard on the LAN; one that may help is tried.

        A server that is off and is heard again is looked at, too; one that says so all
        the time and does not answer has its own schedule.
        """
        is_new = self._candidate_source.async_announced(announcement)
        if is_new:
            self._async_show_offer()
        if not self._candidate_source.is_near(announcement):
            return
        active = self._monitor.active
        is_wanted = active is None or active.kind is not ConnectionType.LOCAL
        if (is_new and is_wanted) or (is_new_since_search and active is None):
            self.async_spawn(self.async_check(CheckReason.ANNOUNCED), "check")

    @callback
    def async_prewarm(self) -> None:
        """Test the connection, and open its socket, ahead of its likely use."""
        self.async_spawn(self.async_check(CheckReason.PREWARM), "pre-warming")

    def to_stored(self, *, is_cached: bool) -> StoredServer:
        """Return what the next start shall know; less with the kill switch thrown."""
        return StoredServer(
            state=self._monitor.state() if is_cached else None,
            history=self._monitor.history() if is_cached else (),
            announcements=self.announcements,
            changes=self.data.changes,
            proved=self._monitor.proved(),
            failing_since=self._monitor.failing_since(),
            alerts=self.alerts.state(),
        )

    @callback
    def async_start(self) -> None:
        """Look after the connection from now on.

        The listener keeps the checks going with every entity disabled: push,
        the store and the account depend on them.
        """
        ids = self._entry_id, self.record.server_id
        self._unlisten = (
            self.async_add_listener(keep_going),
            async_dispatcher_connect(
                self.hass, SIGNAL_ANNOUNCED.format(*ids), self.async_announced
            ),
            async_dispatcher_connect(
                self.hass, SIGNAL_PREWARM.format(*ids), self.async_prewarm
            ),
            async_dispatcher_connect(
                self.hass, SIGNAL_TOKEN_RENEWED.format(*ids), self._async_token_renewed
            ),
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
            self._candidate_source.async_stop,
        ):
            with exceptions_logged(_LOGGER, f"end of {self.name}"):
                stop()
        await self.async_shutdown()
        await self._work.async_end()

    async def async_check(self, reason: CheckReason) -> None:
        """Check now, because of something that does not wait for its turn.

        Not by way of `async_refresh`, which lets one in at a time: what may share a
        check, and what goes first, is the monitor's to say. One that breaks off is
        logged, and leaves the verdict as it stands.
        """
        with exceptions_logged(_LOGGER, f"check of {self.name}"):
            await self._monitor.check(reason)

    async def async_test_connections(
        self, on_progress: Callable[[ProbeProgress], None] | None = None
    ) -> tuple[Attempt, ...]:
        """Probe every candidate because a user wants to know, and act on it.

        `on_progress` gets the urls when it begins, each attempt as soon as it has
        ended, and all of them before the check that acts on them. Raises
        ServerUnloadedError if the server is watched no more before all has ended.
        """
        return await self._async_by_hand(
            self._async_test(on_progress), "test of connections"
        )

    async def _async_test(
        self, on_progress: Callable[[ProbeProgress], None] | None
    ) -> tuple[Attempt, ...]:
        attempts = await self._monitor.test_all(on_progress)
        report = self._monitor.report
        if report.needs_authorization_check and report.active is not None:
            # No address was asked with the token, which may be good again.
            await self._token_check.async_ask_again(report.active)
        await self.async_check(CheckReason.MANUAL)
        return attempts

    async def async_pin(self, url: str | None) -> None:
        """Use this candidate and no other, restarts included; None: choose again.

        Raises ServerUnloadedError as `async_test_connections`.
        """
        self._candidate_source.async_pin(url)
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
        self._shared.prewarming.async_forget(self.record.server_id)
        self._monitor.forget()
        self._candidate_source.async_forget()
        self.data = self._monitor.report
        await self._async_by_hand(self._async_test_anew(), "look at all")

    async def _async_test_anew(self) -> None:
        """Select as for a new server, then ask those that this left out."""
        await self.async_check(CheckReason.MANUAL)
        await self._monitor.test_all(self._async_show_progress, only_untested=True)
        if self._monitor.next_delay() <= 0:
            await self.async_check(CheckReason.MANUAL)
        elif self._is_running:
            self.async_set_updated_data(self._monitor.report)

    @callback
    def _async_show_progress(self, event: ProbeProgress) -> None:
        """Show on pages what became of one address; entities wait for the others."""
        if not isinstance(event, ProbesFinished):
            self.data = self._monitor.report
            self._async_show()

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
            await self._work.async_run(self.async_check(reason), f"{self.name} check")
        except WorkEndedError:
            return self.data
        return self.data if self._monitor.is_checking else self._monitor.report

    @callback
    def _async_handle(self, event: MonitorEvent) -> None:
        """Do what follows from what the monitor tells; an exception is logged."""
        self.metrics.observe(event)
        with exceptions_logged(_LOGGER, f"what follows for {self.name}"):
            match event:
                case CacheLookup():
                    self._shared.prewarming.async_note_use(self.record.server_id)
                case ConnectionFound(candidate):
                    self.backend.async_leave(candidate)
                case ConnectionShown(report):
                    self._async_publish(report)
                case ConnectionSuspected(report) if self._is_running:
                    self.data = report
                    self._async_show()
                case SuspicionEnded(report):
                    self._async_conclude(report)
                case DiscoveryNeeded() if self._is_running:
                    # Other ways are looked for while those that are known race.
                    self._candidate_source.async_lost()
                    self._async_await_discovery()
                case CheckFinished(reason, report):
                    self._async_conclude(report, is_routine=reason in ROUTINE)

    @callback
    def _async_handle_token(self, event: ProberEvent) -> None:
        """Learn that the server took its token, or that it did not."""
        match event:
            case RequestSent():
                self.metrics.observe(event)
            case TokenTaken():
                self.account.async_note_use(self.record.server_id)
                self._async_show_token(refused=False)
            case TokenRefused(is_servers_word):
                if is_servers_word:
                    self._async_show_token(refused=True)
                self._token_check.async_verify()

    @callback
    def _async_handle_push(self, event: PushEvent) -> None:
        """Do what follows from what the push channel tells."""
        match event:
            case PushOpened():
                self._token_check.async_dispel()
                self._monitor.note_push(up=True)
                self._async_show()
            case PushLost() | PushClosed():
                self._monitor.note_push(up=False)
                self._async_show()
                if isinstance(event, PushLost):
                    reason = (
                        CheckReason.PUSH_LOST
                        if event.is_silence
                        else CheckReason.PUSH_ENDED
                    )
                    self.async_spawn(self.async_check(reason), "push loss")
            case PushHinted():
                self._async_take_hint()

    @callback
    def _async_conclude(
        self, report: ConnectionReport, *, is_routine: bool = False
    ) -> None:
        """Set the timer for the next check, and publish and do what this one shows.

        What is routine the update coordinator publishes. While another one goes on
        that is for its end: in the middle of it a report may have what is not to be
        shown yet.
        """
        self._async_set_timer()
        if not self._is_running or self._monitor.is_checking:
            return
        self._async_act_on(report)
        if is_routine:
            return
        if report != self.data:
            self.async_set_updated_data(report)
        else:
            # It may be told already, and the next check is sooner than it was.
            self._schedule_refresh()

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
    def _async_publish(self, report: ConnectionReport) -> None:
        """Show a verdict before its check has ended.

        A relay comes here late: while direct candidates are being asked, an automation
        must not be told of a relay that is left in the next second.
        """
        _LOGGER.debug("%s: shown as %s", self.name, report.connection_type)
        self.backend.async_leave(self._monitor.active)
        self.data = report
        self.async_update_listeners()
        with exceptions_logged(_LOGGER, f"push channel of {self.name}"):
            self._async_follow(report)

    @callback
    def _async_act_on(self, report: ConnectionReport) -> None:
        """Do what the verdict asks for."""
        if self._monitor.active is None:
            self.backend.async_leave(None)
        if report.needs_authorization_check:
            self._token_check.async_verify()
        with exceptions_logged(_LOGGER, f"question for {self.name} at plex.tv"):
            self._candidate_source.async_ask(report)
            if report.needs_discovery:
                self._async_await_discovery()
        with exceptions_logged(_LOGGER, f"search for {self.name} on the LAN"):
            self._candidate_source.async_search(report.connection_type, report)
        with exceptions_logged(_LOGGER, f"question to {self.name}"):
            self._token_check.async_follow(
                report.active,
                push_is_open=self.push.state is PushState.OPEN,
                is_refused=report.needs_authorization_check
                and self.push.state in (PushState.OFF, PushState.OPEN),
            )
        with exceptions_logged(_LOGGER, f"push channel of {self.name}"):
            self._async_follow(report)

    @callback
    def _async_await_discovery(self) -> None:
        """Have no check give up while plex.tv, or the LAN, is being asked."""
        if self._discovery is None or self._discovery.done():
            self._discovery = self.async_spawn(self._async_take_answer(), "discovery")

    async def _async_take_answer(self) -> None:
        try:
            with exceptions_logged(_LOGGER, f"discovery of {self.name}"):
                record = await self._candidate_source.async_discovered()
                if record is not None:
                    self.async_rediscovered(record)
        finally:
            self._monitor.set_discovery_pending(None)

    @callback
    def _async_follow(self, report: ConnectionReport | None = None) -> None:
        """Let the push channel follow the active candidate."""
        if self._is_running and self._shared.settings.push_enabled:
            self.push.follow((report or self.data).active)

    @callback
    def _async_token_renewed(self) -> None:
        """Hold nothing against a token that the server has not seen."""
        self._async_show_token(refused=False)

    @callback
    def _async_show_token(self, *, refused: bool) -> None:
        """Show at once that the server refuses its token, or does so no more."""
        if self._monitor.note_token(refused=refused) and self._is_running:
            self.data = self._monitor.report
            self.async_update_listeners()

    @callback
    def _async_take_hint(self) -> None:
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
        if not each.candidate.diagnostic_only
        and report.pinned in (None, each.candidate.url)
    )
