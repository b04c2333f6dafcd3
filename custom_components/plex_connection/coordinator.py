"""Schedules one server's checks, and acts on and publishes their results."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
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
    TEST_AFTER,
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
    DiscoveryResult,
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
from .core_plex import CorePlexFollower
from .diagnosis import NO_STATUS, Problem, Surroundings
from .errors import ServerUnloadedError
from .handover import async_leave_holds, async_take_holds
from .issues import ServerIssues
from .messages.messenger import ServerMessages
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
from .root_cause.server_diagnosis import Diagnosed, ServerDiagnosis
from .root_cause.status_reader import StatusReader
from .settings import Settings
from .signals import (
    SIGNAL_ANNOUNCED,
    SIGNAL_NEIGHBOUR,
    SIGNAL_PREWARM,
    SIGNAL_REMEMBER,
    SIGNAL_SERVER_UPDATED,
    SIGNAL_TOKEN_RENEWED,
    SIGNAL_UPDATE_LAST_ENTITY,
)
from .storage import StoredServer
from .token_check import TokenCheck

_LOGGER = logging.getLogger(__name__)

HINT_SPACING = 1.0
"""Minimum seconds between two of a server's hints passed on; the engine decides what to
do with them (rule 9), but each costs a task."""


LAST = object()
"""Context of a listener called after all others."""


ROUTINE = (CheckReason.START, CheckReason.DUE)
"""Reasons of checks that the update coordinator's own timer runs and publishes."""


class Follower(Protocol):
    """Follows one server's verdicts while it is watched."""

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Act on a new verdict, which all entities show by now."""

    @callback
    def async_stop(self) -> None:
        """Remove what must not outlast the watching."""


class ServerCoordinator(DataUpdateCoordinator[ConnectionReport]):
    """Runs the checks of one server's monitor and publishes its verdicts.

    An offline server is data, never a failed update.
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
    """Whether it has published anything in this run."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        resources: AccountResources,
        *,
        record: ServerRecord,
        known: StoredServer,
        is_new: bool,
        metrics: ServerMetrics,
    ) -> None:
        """Start with the stored state; sends nothing yet.

        `is_new`: the account ran before without this server, or its device was deleted.
        """
        name = safe_name(record.name)
        super().__init__(
            hass, _LOGGER, config_entry=entry, name=name, always_update=False
        )
        self.is_new = is_new
        self._are_fall_backs_tested = known.fall_backs_tested
        settings = resources.settings
        self.account = resources.account
        self.account_id = settings.account_id
        self.metrics = metrics
        self.alerts = self._create_alerts(settings, known)
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
        self.push = self._create_push(prober)
        self.reader = self._create_reader(prober, known)
        self.certificate_until_at = prober.certificate_until
        self.diagnosis = self._create_diagnosis(known)
        self.backend = PlexBackend(
            hass=hass, prober=prober, monitor=self._monitor, server_name=self.name
        )
        self.data = self._published = self._monitor.report
        self._followers = self._create_followers(settings)
        self.announcer = self._create_announcer()
        self.async_set_record(record)
        with exceptions_logged(_LOGGER, f"diagnosis of {self.name}"):
            self.diagnosis.async_resume(self.record, self.data, self.measured)

    def _create_push(self, prober: ServerProber) -> PushListener:
        """Return the listener on the server's push channel."""
        return PushListener(
            prober,
            self._work,
            emit=self._async_handle_push,
            rng=self._shared.rng,
            clock=self.hass.loop.time,
            label=self.name,
        )

    def _create_alerts(self, settings: Settings, known: StoredServer) -> AlertMonitor:
        """Return what decides on repairs, with the state from before the restart."""
        alerts = AlertMonitor(
            clock=self.hass.loop.time, relay_patience=settings.relay_patience
        )
        alerts.restore(known.alerts)
        return alerts

    def _create_reader(self, prober: ServerProber, known: StoredServer) -> StatusReader:
        """Return what asks the server about itself; with the option off, never."""
        is_enabled = self._shared.settings.diagnosis_enabled
        return StatusReader(
            self.hass,
            prober,
            self._work,
            now=dt_util.utcnow,
            emit=self._async_take_status,
            label=self.name,
            status=known.status if is_enabled else NO_STATUS,
        )

    def _create_diagnosis(self, known: StoredServer) -> ServerDiagnosis:
        """Return what finds the root cause of the server's problems."""
        return ServerDiagnosis(
            self.hass,
            source=self,
            reader=self.reader,
            watch=self.alerts,
            now=dt_util.utcnow,
            problem=known.problem,
            holds=async_take_holds(
                self.hass, self.config_entry.entry_id, self.record.server_id
            ),
            label=self.name,
        )

    @property
    def surroundings(self) -> Surroundings:
        """Return what is known besides the server's own answers."""
        result = self.account.data.result
        return replace(
            self._shared.surroundings,
            networks=self._shared.networks,
            is_plex_tv_down=result is DiscoveryResult.FAILED,
            is_sign_in_rejected=self.account.is_token_rejected,
        )

    @property
    def records(self) -> tuple[ServerRecord, ...]:
        """Return the account's servers."""
        return self.account.data.servers

    def _create_monitor(
        self,
        resources: AccountResources,
        prober: ServerProber,
        known: StoredServer,
    ) -> ServerMonitor:
        """Return the monitor, with the state from before the restart."""
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
        """Return what acts on the verdicts apart from entities, in this order."""
        entry_id = self.config_entry.entry_id
        is_muted = self.record.server_id in settings.muted_servers
        return (
            ServerIssues(self.hass, entry_id=entry_id, source=self.diagnosis),
            ServerMessages(self._shared.messenger, self.record.server_id),
            ServerNotifications(
                self.hass,
                entry_id=entry_id,
                server_id=self.record.server_id,
                last_change=next(iter(self.data.changes[-1:]), None),
                clock=self.hass.loop.time,
                now=dt_util.utcnow,
                better=settings.notify_better and not is_muted,
                relay_after=None if is_muted else settings.notify_relay_after,
                messenger=self._shared.messenger,
            ),
            CorePlexFollower(
                self.hass,
                self._work,
                entry_id=entry_id,
                server_id=self.record.server_id,
                is_following=settings.follows_core_plex,
            ),
        )

    @property
    def record(self) -> ServerRecord:
        """Return what plex.tv last listed of the server."""
        return self._candidate_source.record

    @property
    def announcements(self) -> tuple[LanAnnouncement, ...]:
        """Return the server's LAN announcements, latest first."""
        return self._candidate_source.announcements

    @property
    def measured(self) -> MetricsSnapshot:
        """Return the metrics as of the last report: all entities share them."""
        if self._measured is None:
            self._measured = self.metrics.snapshot()
        return self._measured

    @property
    def certificate_until(self) -> datetime | None:
        """Return the end of the certificate of the connection in use, if it is seen."""
        active = self.data.active
        return None if active is None else self.certificate_until_at(active.url)

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Publish the current data in a fixed order; every verdict passes here.

        Entities come first, since handlers of the others read their states; then the
        bus, the repairs and notifications, the store, and the open pages. Logs an
        exception in one and continues with the next.
        """
        self._measured = None
        with exceptions_logged(_LOGGER, f"diagnosis of {self.name}"):
            self.diagnosis.async_take(self.record, self.data, self.measured)
        super().async_update_listeners()
        async_dispatcher_send(self.hass, self._signal_last)
        if self._is_running:
            self._has_published = True
            previous, self._published = self._published, self.data
            with exceptions_logged(_LOGGER, f"event of {self.name}"):
                self.announcer.async_announce(self.data)
            for follower in self._followers:
                with exceptions_logged(_LOGGER, f"follower of {self.name}"):
                    follower.async_follow(self.record, self.data)
            if self.data.usable and not previous.usable:
                # Each refusal lengthens its wait.
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

        An automation started by one state runs before the next one is written, so the
        entity that starts most automations must be last.
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
        return SIGNAL_UPDATE_LAST_ENTITY.format(self._entry_id, self.record.server_id)

    @callback
    def _async_show(self) -> None:
        """Let open pages show what has changed."""
        async_dispatcher_send(
            self.hass,
            SIGNAL_SERVER_UPDATED.format(self._entry_id),
            self.record.server_id,
        )

    @callback
    def async_set_record(self, record: ServerRecord) -> None:
        """Apply a server's record from plex.tv or the store."""
        self.name = self.backend.server_name = safe_name(record.name)
        self._candidate_source.async_take(record)
        self._async_show_offer()

    @callback
    def _async_show_offer(self) -> None:
        """Publish the server's possible addresses, which are no verdict.

        While a check runs, its end does that: during it, a report may contain what must
        not be shown yet.
        """
        if not self._monitor.is_checking:
            self.data = self._monitor.report
            if self._is_running:
                self.async_update_listeners()
                return
        self._async_show()

    @callback
    def async_rediscovered(self, record: ServerRecord) -> None:
        """Apply a new answer of plex.tv; check at once if it may help."""
        if record == self.record:
            return
        known = _usable_urls(self._monitor.report)
        has_other_rows = record.rows != self.record.rows
        self.async_set_record(record)
        # Addresses that a pin excludes, or that were removed, do not help. While a
        # check runs, the offer waits for its end, so what is new is unknown yet.
        may_help = self._monitor.is_checking or not (
            _usable_urls(self._monitor.report) <= known
        )
        # A check is due if the active candidate may no longer be used, because of other
        # rows or other fields of the record.
        is_due = self._monitor.next_delay() <= 0
        if is_due or (has_other_rows and may_help and self._monitor.active is None):
            self.async_spawn(self.async_check(CheckReason.DISCOVERY), "check")

    @callback
    def async_networks_changed(self) -> None:
        """Re-type the addresses by the networks that we are on now, and check."""
        self._candidate_source.async_take(self.record)
        self._async_show_offer()
        self.async_spawn(self.async_check(CheckReason.DISCOVERY), "check")

    @callback
    def async_announced(
        self,
        announcement: LanAnnouncement,
        is_new_since_search: bool,  # noqa: FBT001
    ) -> None:
        """Record a LAN announcement of the server; check if it may help.

        Also checks an offline server that announces itself again; one that always does
        so without answering keeps its own schedule.
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
    def async_neighbour_changed(self) -> None:
        """Check: what took another server, or gave it back, may concern this one.

        An open push channel notices a loss by itself.
        """
        if self._monitor.active is None:
            reason = CheckReason.ANNOUNCED
        elif self.push.state is not PushState.OPEN:
            reason = CheckReason.PUSH_HINT
        else:
            return
        self.async_spawn(self.async_check(reason), "check with a neighbour")

    @callback
    def async_prewarm(self) -> None:
        """Test the connection and open its socket, ahead of its likely use."""
        self.async_spawn(self.async_check(CheckReason.PREWARM), "pre-warming")

    def to_stored(self, *, is_cached: bool) -> StoredServer:
        """Return what to store for the next start; less with the cache disabled."""
        return StoredServer(
            state=self._monitor.state() if is_cached else None,
            history=self._monitor.history() if is_cached else (),
            announcements=self.announcements,
            changes=self.data.changes,
            proved=self._monitor.proved(),
            failing_since=self._monitor.failing_since(),
            alerts=self.alerts.state(),
            status=self.reader.status,
            problem=self.diagnosis.problem,
            fall_backs_tested=self._are_fall_backs_tested,
        )

    @callback
    def async_start(self) -> None:
        """Start to check the connection.

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
                self.hass, SIGNAL_NEIGHBOUR.format(*ids), self.async_neighbour_changed
            ),
            async_dispatcher_connect(
                self.hass, SIGNAL_TOKEN_RENEWED.format(*ids), self._async_token_renewed
            ),
        )
        self._is_running = True
        self._async_follow()
        self.async_spawn(self._async_begin(), "first check")

    async def _async_begin(self) -> None:
        """Check, and publish the result even if it equals the stored one.

        It decides on the repairs that the last run left.
        """
        await self.async_refresh()
        if self._is_running and not self._has_published:
            self.async_update_listeners()
        if not self._are_fall_backs_tested:
            self.async_spawn(self._async_test_fall_backs(), "test of fall-backs")

    async def _async_test_fall_backs(self) -> None:
        """Test the addresses that the first race left out: once, not after restarts.

        If there is no connection to fall back from, after the next start.
        """
        await asyncio.sleep(TEST_AFTER)
        if self._monitor.active is None:
            return
        with exceptions_logged(_LOGGER, f"test of the fall-backs of {self.name}"):
            await self._monitor.test_fall_backs()
            self._are_fall_backs_tested = True
            self._async_conclude(self._monitor.report)

    async def async_stop(self) -> None:
        """End the checks and close the push channel; takes 4 s at most.

        An error in one part does not stop the others. May be called again while it
        runs, without waiting for the first call.
        """
        self._is_running = False
        self.update_interval = None
        unlisten, self._unlisten = self._unlisten, ()
        for stop in (
            *unlisten,
            *(follower.async_stop for follower in self._followers),
            self.backend.close,
            self.push.stop,
            self.reader.async_stop,
            self.diagnosis.async_stop,
            self._async_leave_holds,
            self._monitor.close,
            self._candidate_source.async_stop,
        ):
            with exceptions_logged(_LOGGER, f"end of {self.name}"):
                stop()
        await self.async_shutdown()
        await self._work.async_end()

    @callback
    def _async_leave_holds(self) -> None:
        """Keep how long the causes of problems have lasted, for a reload."""
        async_leave_holds(
            self.hass,
            self.config_entry.entry_id,
            self.record.server_id,
            self.diagnosis.holds,
        )

    async def async_check(self, reason: CheckReason) -> None:
        """Check now, outside the schedule.

        Not through `async_refresh`, which runs one at a time: the monitor decides which
        requests share a check, and their order. Logs a failed check, which leaves the
        verdict unchanged.
        """
        with exceptions_logged(_LOGGER, f"check of {self.name}"):
            await self._monitor.check(reason)

    async def async_test_connections(
        self, on_progress: Callable[[ProbeProgress], None] | None = None
    ) -> tuple[Attempt, ...]:
        """Probe every candidate for a user, and act on the results.

        `on_progress` gets the URLs at the start, each attempt when it ends, and all of
        them before the check that acts on them. Raises ServerUnloadedError if the
        server is no longer watched before the end.
        """
        return await self._async_by_hand(
            self._async_test(on_progress), "test of connections"
        )

    async def _async_test(
        self,
        on_progress: Callable[[ProbeProgress], None] | None,
        *,
        tests_token: bool = True,
    ) -> tuple[Attempt, ...]:
        attempts = await self._monitor.test_all(on_progress)
        report = self._monitor.report
        is_refused = report.needs_authorization_check
        if tests_token and is_refused and report.active is not None:
            # The probes sent no token, which may be valid again.
            await self._token_check.async_ask_again(report.active)
        await self.async_check(CheckReason.MANUAL)
        return attempts

    async def async_gather_evidence(self) -> None:
        """Test all addresses and the token, and ask an owned server about itself.

        Probes send no token, so only its own test shows whether the server accepts it:
        over the connection in use, if there is one, else over one that is found.
        """
        active = self._monitor.active
        tests = self._async_test(None, tests_token=active is None)
        await asyncio.gather(
            self._async_by_hand(tests, "test of connections"),
            self.reader.async_refresh(),
            *([] if active is None else [self._token_check.async_ask_again(active)]),
        )

    @property
    def problem(self) -> Problem | None:
        """Return the root cause as published; None before there is a connection."""
        return self.diagnosis.problem

    @property
    def problem_lasted(self) -> float:
        """Return for how many seconds the root cause published has been found."""
        return self.diagnosis.problem_lasted

    def cause(self) -> Problem | None:
        """Return the root cause as known now, even if it has not lasted yet."""
        return self.diagnosed().verdict.problem if self._is_running else self.problem

    def diagnosed(self) -> Diagnosed:
        """Return the verdict on what is known now, tests just made included.

        Raises ServerUnloadedError if the server is no longer watched.
        """
        if not self._is_running:
            raise ServerUnloadedError(self.name)
        return self.diagnosis.diagnose(
            self.record, self._monitor.report, self.metrics.snapshot()
        )

    async def async_pin(self, url: str | None) -> None:
        """Use only this candidate, also after restarts; None: choose again.

        Raises ServerUnloadedError like `async_test_connections`.
        """
        self._candidate_source.async_pin(url)
        await self._async_by_hand(self.async_check(CheckReason.MANUAL), "check")

    async def async_forget(self) -> None:
        """Forget the history of connections, the LAN announcements and the metrics.

        The connection in use stays until a better one, or none, has answered. Then
        probes those that the race left out or did not wait for, so that each address is
        tested again, once; publishes results as they arrive. Raises ServerUnloadedError
        like `async_test_connections`.
        """
        self.account.metrics.on_departed(self.metrics.snapshot())
        self.metrics.clear()
        self.announcer.async_forget()
        self._shared.prewarming.async_forget(self.record.server_id)
        self._monitor.forget()
        self._candidate_source.async_forget()
        self.data = self._monitor.report
        await self._async_by_hand(self._async_test_anew(), "new test of all addresses")

    async def _async_test_anew(self) -> None:
        """Select as for a new server, then probe those that this left out."""
        await self.async_check(CheckReason.MANUAL)
        await self._monitor.test_all(self._async_show_progress, only_untested=True)
        if self._monitor.next_delay() <= 0:
            await self.async_check(CheckReason.MANUAL)
        elif self._is_running:
            self.async_set_updated_data(self._monitor.report)

    @callback
    def _async_show_progress(self, event: ProbeProgress) -> None:
        """Show the result for one address on pages; entities wait for the others."""
        if not isinstance(event, ProbesFinished):
            self.data = self._monitor.report
            self._async_show()

    async def _async_by_hand[T](self, work: Coroutine[Any, Any, T], what: str) -> T:
        """Return the result of work that a caller waits for.

        It runs in the background: the caller may be another integration's task, which
        does not end with the account.
        """
        try:
            return await self._work.async_run(work, f"{self.name} {what}")
        except WorkEndedError:
            raise ServerUnloadedError(self.name) from None

    @override
    async def _async_update_data(self) -> ConnectionReport:
        """Run a due check; return the old data if the server is no longer watched."""
        reason, self._reason = self._reason, CheckReason.DUE
        try:
            await self._work.async_run(self.async_check(reason), f"{self.name} check")
        except WorkEndedError:
            return self.data
        return self.data if self._monitor.is_checking else self._monitor.report

    @callback
    def _async_handle(self, event: MonitorEvent) -> None:
        """Act on an event of the monitor; log exceptions."""
        self.metrics.observe(event)
        with exceptions_logged(_LOGGER, f"event of the monitor of {self.name}"):
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
                    # Search for other addresses while the known ones race.
                    self._candidate_source.async_lost()
                    self._async_await_discovery()
                case CheckFinished(reason, report):
                    self._async_conclude(report, is_routine=reason in ROUTINE)

    @callback
    def _async_handle_token(self, event: ProberEvent) -> None:
        """Act on the server's acceptance or refusal of its token."""
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
        """Act on an event of the push channel."""
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
            case PushHinted(about):
                self.reader.async_hint(about)
                self._async_take_hint()

    @callback
    def _async_conclude(
        self, report: ConnectionReport, *, is_routine: bool = False
    ) -> None:
        """Set the timer for the next check, and publish and act on this one's report.

        The update coordinator publishes routine checks itself. While another check runs
        its end does so: during it, a report may contain what must not be shown yet.
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
            # Already published, perhaps, but the next check may be earlier.
            self._schedule_refresh()

    @callback
    def _async_set_timer(self) -> None:
        """Set the timer for the next check, whatever this one's result.

        The only place that sets the interval: Home Assistant treats none, and zero
        seconds, as "no more checks".
        """
        if self._is_running:
            delay = timer_delay(self._monitor.next_delay())
            self.update_interval = timedelta(seconds=delay)

    @callback
    def _async_publish(self, report: ConnectionReport) -> None:
        """Publish a verdict before its check has ended.

        A relay arrives here late: during the probes of direct candidates, automations
        must not see a relay that is left within a second.
        """
        _LOGGER.debug("%s: shown as %s", self.name, report.connection_type)
        self.backend.async_leave(self._monitor.active)
        self.data = report
        self.async_update_listeners()
        with exceptions_logged(_LOGGER, f"push channel of {self.name}"):
            self._async_follow(report)

    @callback
    def _async_act_on(self, report: ConnectionReport) -> None:
        """Act on a verdict: token checks, discovery, LAN search and push channel."""
        if self._monitor.active is None:
            self.backend.async_leave(None)
        if report.needs_authorization_check:
            self._token_check.async_verify()
        with exceptions_logged(_LOGGER, f"discovery of {self.name} at plex.tv"):
            self._candidate_source.async_ask(report)
            if report.needs_discovery:
                self._async_await_discovery()
        with exceptions_logged(_LOGGER, f"search for {self.name} on the LAN"):
            self._candidate_source.async_search(report.connection_type, report)
        with exceptions_logged(_LOGGER, f"token check of {self.name}"):
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
        """Await discovery in the background; meanwhile no check gives up."""
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
    def async_surroundings_changed(self) -> None:
        """Conclude from what is newly known besides the server's own answers."""
        if not self._is_running:
            return
        before = self.diagnosis.shown
        with exceptions_logged(_LOGGER, f"diagnosis of {self.name}"):
            self.diagnosis.async_take(self.record, self.data, self.measured)
        if self.diagnosis.shown != before:
            self.async_update_listeners()

    @callback
    def _async_take_status(self) -> None:
        """Publish what follows from the server's new word about itself."""
        if self._is_running:
            self.async_update_listeners()

    @callback
    def _async_follow(self, report: ConnectionReport | None = None) -> None:
        """Let the push channel follow the active candidate."""
        shown = report or self.data
        if self._is_running and self._shared.settings.push_enabled:
            self.push.follow(shown.active)
        if self._is_running and self._shared.settings.diagnosis_enabled:
            self.reader.async_follow(
                shown.active if shown.usable else None, owned=self.record.owned
            )

    @callback
    def _async_token_renewed(self) -> None:
        """Clear the refusal: the server has not seen the new token."""
        self._async_show_token(refused=False)

    @callback
    def _async_show_token(self, *, refused: bool) -> None:
        """Publish at once that the server refuses its token, or no longer does."""
        if self._monitor.note_token(refused=refused) and self._is_running:
            self.data = self._monitor.report
            self.async_update_listeners()

    @callback
    def _async_take_hint(self) -> None:
        """Check the connection: the server hinted that its addresses may have changed.

        One check serves all hints until it has begun, and one more those that arrive
        during it. A loss does not wait for it.
        """
        self._is_hinted = True
        if self._hint is None or self._hint.done():
            self._hint = self.async_spawn(self._async_take_hints(), "check after hint")

    async def _async_take_hints(self) -> None:
        """Check until no hint has arrived since the last check began."""
        while self._is_hinted:
            self._is_hinted = False
            await self.async_check(CheckReason.PUSH_HINT)
            await asyncio.sleep(HINT_SPACING)

    @callback
    def async_spawn[T](
        self, work: Coroutine[Any, Any, T], what: str
    ) -> asyncio.Task[T]:
        """Run `work` in the background while the server is watched."""
        return self._work.async_spawn(work, f"{self.name} {what}")


def _usable_urls(report: ConnectionReport) -> frozenset[str]:
    """Return the URLs of the candidates that may be used."""
    return frozenset(
        each.candidate.url
        for each in report.candidates
        if not each.candidate.diagnostic_only
        and report.pinned in (None, each.candidate.url)
    )
