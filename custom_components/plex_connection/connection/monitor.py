"""Monitors, keeps, replaces and reports one server's connection."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
import logging
from math import inf
from random import Random

from .admission import CheckAdmission
from .backoff import Backoff
from .cache import CacheKey, ConnectionCache
from .changes import CHANGES_KEPT, with_loss
from .check import Check
from .check_queue import CheckQueue
from .clock import Clock
from .condition_variable import Condition
from .confirmation import Confirmation, Spawn
from .events import (
    CacheLookup,
    CheckFinished,
    ConnectionChanged,
    ConnectionFound,
    ConnectionShown,
    ConnectionSuspected,
    DiscoveryNeeded,
    MonitorEvent,
    OperationFinished,
    ProbeProgress,
    ProbesFinished,
    ProbesStarted,
    Purpose,
    SuspicionEnded,
    VerdictReached,
)
from .failover import STANDBY_INTERVAL, standby_of
from .fall_back_test import never_tested
from .freshness import Freshness
from .models import (
    Attempt,
    Candidate,
    ConnectionType,
    DiscoverySource,
    IPNetwork,
    Networks,
    Prober,
)
from .polling import ProbeGate
from .probing import Probing
from .racing import FinishedAttempt
from .reports import Change, CheckReason, ConnectionReport, Rejection
from .state import ServerState
from .stored import ConnectionState, StoredCandidate
from .transitions import (
    candidates_restored,
    expired,
    failing_restored,
    forgotten,
    operated,
    pinned,
    proved,
    put_off,
    questioned,
    restored,
    restored_active,
    retried,
    returned,
    scheduled,
    token_noted,
)
from .upgrade import UpgradeState, faster_rival, with_wins

_LOGGER = logging.getLogger(__name__)

BEST_PREFERENCE = (0, 0)
"""Local over https: nothing is better, so there is nothing to search for."""

LABEL_LIMIT = 60
"""Characters of a server's name in the log."""

DISCOVERY_PATIENCE = 2.0
"""Seconds that a check waits for each source of other addresses, before it decides on
the server: plex.tv answers within some 200 ms, a search of the LAN takes 1.5 s."""


def printable(label: str) -> str:
    """Return a server's name fit for one line of a log: names are hostile text."""
    clean = "".join(char if char.isprintable() else "?" for char in label)
    return clean if len(clean) <= LABEL_LIMIT else clean[: LABEL_LIMIT - 1] + "…"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Commands:
    """Commands to a monitor, pending while a check runs."""

    offer: tuple[tuple[Candidate, ...], Networks] | None = None
    pin: tuple[str | None] | None = None
    is_to_forget: bool = False


@dataclass(frozen=True, slots=True)
class _Flight:
    """A check for operations, and the number of finds at its start."""

    task: asyncio.Task[None]
    finds: int


class ServerMonitor:
    """Monitors one server. Checks are serialised; everything else returns at once.

    Owns the server's state: `apply` has the only assignment.
    """

    def __init__(
        self,
        server_id: str,
        prober: Prober,
        *,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        rng: Random,
        gate: ProbeGate,
        cache: ConnectionCache,
        cache_key: CacheKey,
        emit: Callable[[MonitorEvent], None],
        spawn: Spawn,
        label: str = "",
    ) -> None:
        """Create a monitor without candidates and without a verdict.

        `clock` is monotonic seconds, `now` the time in UTC, `label` the server's
        name for the log (hostile text: it is capped and cleaned here). `emit` receives
        the events, `spawn` runs the checks that operations share, and the confirmation
        of a suspicion.
        """
        self._server_id = server_id
        self._label = shown = printable(label or server_id)
        self._clock = times = Clock(clock, now)
        self._backoff = backoff = Backoff(rng=rng)
        self._emit = emit
        self._spawn = spawn
        self._cache = cache
        self._key = cache_key
        self._state = ServerState.initial(self._clock.read())
        self._reported: tuple[ServerState, float, ConnectionReport] | None = None
        """The state of the last report, until when it is valid, and the report."""
        cache.run(cache_key)
        self._probing = Probing(self, prober, clock=times, backoff=backoff, label=shown)
        self._check = Check(self, self._probing, clock=times)
        self._admission = CheckAdmission(self, clock=times, label=shown)
        self._queue = CheckQueue(self, gate)
        self._commands = _Commands()
        self._stored: ConnectionState | None = None
        """Restored state, until its candidates exist."""
        self._history: dict[str, StoredCandidate] = {}
        """The same per candidate."""
        self._condition = changed = Condition()
        """Notified when a connection is found, a check for operations or a discovery
        ends, or the suspicion changes."""
        self._confirmation = Confirmation(
            self, self._probing, clock=times, changed=changed, spawn=spawn, label=shown
        )
        self._pending: DiscoverySource | None = None
        """The source being asked for other addresses."""
        self._finds = 0
        """Number of connections found within checks."""
        self._has_found = False
        """Whether the running check has found one."""
        self._flights: dict[CheckReason, _Flight] = {}

    @property
    def current(self) -> ServerState:
        """The server's state."""
        return self._state

    @property
    def is_cached(self) -> bool:
        """Whether cached state may replace a test."""
        return self._cache.enabled

    @property
    def active(self) -> Candidate | None:
        """The candidate in use."""
        return self._state.active

    @property
    def report(self) -> ConnectionReport:
        """The current report; the same object as before if nothing changed."""
        state, now = self._state, self._clock.monotonic()
        if (last := self._reported) is None or last[0] is not state or last[1] <= now:
            until = state.candidates.breakers_turn_at(now)
            last = state, until, state.report(self._server_id, now)
            self._reported = last
        return last[2]

    def apply(self, state: ServerState) -> None:
        """Set the state, and emit what it changes."""
        before, self._state = self._state, state
        self._cache.hold(self._key, state)
        if state.tests != before.tests and state.connection_type is not None:
            self.emit(VerdictReached(state.connection_type, state.is_starting))
        if state.changes_made != before.changes_made:
            self._log_change(state.changes[-1], state.active)
            self.emit(ConnectionChanged(state.changes[-1]))
        self._confirmation.follow(before)
        if state.suspicion is not None and before.suspicion is None:
            _LOGGER.debug("%s: does not answer, trying again", self._label)
            self.emit(ConnectionSuspected(self.report))

    def emit(self, event: MonitorEvent) -> None:
        """Emit an event; a found connection wakes those that wait for one."""
        match event:
            case DiscoveryNeeded():
                _LOGGER.debug("%s: no candidate of its type is left", self._label)
            case ConnectionFound(candidate):
                used = candidate.endpoint
                _LOGGER.debug("%s: uses %s from now on", self._label, used)
                self._has_found = True
                self._note_find()
        self._emit(event)

    def set_candidates(
        self,
        candidates: Iterable[Candidate],
        rejected: Iterable[Rejection] = (),
        *,
        networks: Networks,
    ) -> None:
        """Replace the candidates.

        Keeps what is known of those that stay. An active candidate that is no longer
        offered stays in the report until the next check, which is due at once.
        `networks` re-types a candidate by the peer that it connected to. While a check
        runs the offer waits for its end.
        """
        self.apply(replace(self._state, rejected=tuple(rejected)))
        self._command(_Commands(offer=(tuple(candidates), networks)))

    def pin(self, url: str | None) -> None:
        """Use only this candidate; None leaves the choice to us (rule 14).

        While it does not answer the server is offline, whatever else answers. The next
        check, which acts on it, is due at once. May be called before `set_candidates`,
        and must be before `restore`, which else briefly restores another connection.
        """
        self._command(_Commands(pin=(url,)))

    def forget(self) -> None:
        """Forget what was learnt of the server and of its candidates.

        Keeps the offer, the pin and the active candidate: operations continue over a
        working connection. The next check, due at once, selects among all candidates as
        if it were the first. While a check runs this waits for its end. The caller
        clears what it keeps itself, such as the store and the metrics.
        """
        self._command(_Commands(is_to_forget=True))

    def restore(
        self,
        state: ConnectionState | None,
        history: Iterable[StoredCandidate] = (),
        changes: Iterable[Change] = (),
        proved: Iterable[IPNetwork] = (),
        *,
        failing_since: datetime | None = None,
    ) -> None:
        """Restore the state before a restart, so that there is a verdict at once.

        May be called before or after `set_candidates`; without effect when the cache is
        disabled, for a relay, and for a URL that is not (or no longer) offered.
        `changes` are shown in any case: they decide on no path. `proved` are the
        networks on which the server had proved its identity. `failing_since` is when it
        first failed to answer; that, too, decides on no path.
        """
        known, moment = self._state, self._clock.read()
        past = (*changes, *known.changes)[-CHANGES_KEPT:]
        proofs = known.candidates.proofs | frozenset(proved)
        known = replace(
            known,
            candidates=replace(known.candidates, proofs=proofs),
            changes=past,
            upgrade=UpgradeState.restored(past, moment),
        )
        self.apply(failing_restored(known, failing_since, moment))
        if self.is_cached:
            self._history = {each.url: each for each in history}
            # A relay is stored without its URL, which rotates.
            self._stored = state
        if not self.is_checking:
            self._apply_stored()

    def state(self) -> ConnectionState | None:
        """Return the state to keep over a restart; None without a verdict."""
        if self._state.shown.connection_type is None:
            return None
        return self._state.stored(is_cached=self.is_cached)

    def history(self) -> tuple[StoredCandidate, ...]:
        """Return the state to keep of each candidate."""
        states = (known.stored() for known in self._state.candidates)
        return tuple(state for state in states if state is not None)

    def proved(self) -> tuple[IPNetwork, ...]:
        """Return those of our networks on which the server has proved its identity."""
        return tuple(sorted(self._state.candidates.proofs, key=str))

    def failing_since(self) -> datetime | None:
        """Return when it first failed to answer; None if it was reached since."""
        since, moment = self._state.failing_since, self._clock.read()
        return None if since == inf else moment.wall_after(since - moment.at)

    def set_discovery_pending(self, source: DiscoverySource | None) -> None:
        """Set which source is being asked for other addresses; None: no longer any.

        Meanwhile, but for two seconds at most, no check gives up a connection.
        """
        self._pending = source
        self._condition.notify_all()

    async def check(self, reason: CheckReason) -> ConnectionReport:
        """Check the connection; what that costs depends on the reason.

        Emits `CheckFinished` at its end, however it ends.
        """
        try:
            await self._check_if_needed(reason)
            return self.report
        finally:
            self.emit(CheckFinished(reason, self.report))

    async def connection(self) -> Candidate | None:
        """Return the candidate for an operation; None if the server is offline.

        Costs nothing while the last test is fresh, and no time while it is stale: then
        it starts a check but returns the old connection. Without one, it waits for the
        first that answers, or for the end of the check. All callers share one check,
        which the cancellation of a caller does not end.
        """
        self._check_clocks()
        found = Freshness.FRESH if self._has_found else self._freshness()
        if found is not Freshness.FRESH:
            flight = self._fly(CheckReason.OPERATION)
            if found is Freshness.MISS:
                await self._landing(flight)
        self.emit(CacheLookup(found))
        return self._state.active

    def fail_over(self) -> None:
        """Start a check for another connection, after an operation lost this one.

        All that fail meanwhile share one check.
        """
        self._fly(CheckReason.OPERATION_FAILED)

    async def replacement(self) -> None:
        """Wait for another connection, or for the end of the check that seeks one.

        The cancellation of a caller does not end that check.
        """
        flight = self._flights.get(CheckReason.OPERATION_FAILED)
        if flight is not None:
            await self._landing(flight)

    async def test_all(
        self,
        on_progress: Callable[[ProbeProgress], None] | None = None,
        *,
        only_untested: bool = False,
    ) -> tuple[Attempt, ...]:
        """Probe every candidate, regardless of its breaker; switch to none.

        With `only_untested`, probes only those without a known attempt. `on_progress`
        gets the URLs when the test starts, each attempt when it ends, and then all.
        The next check acts on the results; it is due at once if the active one failed
        or a better one answered.
        """
        progress = on_progress or _ignore
        async with self._queue.turn():
            with self._commands_applied():
                candidates = [
                    known.candidate
                    for known in self._state.candidates
                    if not only_untested or known.last_attempt is None
                ]
                progress(ProbesStarted(tuple(each.url for each in candidates)))
                outcomes = await self._test(candidates, Purpose.TEST, progress)
        attempts = tuple(outcome.attempt for outcome in outcomes)
        progress(ProbesFinished(attempts))
        return attempts

    async def test_fall_backs(self) -> None:
        """Probe the usable candidates that were never tested; switch to none.

        The next check acts on the results, as after `test_all`.
        """
        async with self._queue.turn():
            with self._commands_applied():
                await self._test(
                    never_tested(self._state.candidates), Purpose.STANDBY, _ignore
                )

    async def _test(
        self,
        candidates: Sequence[Candidate],
        purpose: Purpose,
        progress: Callable[[ProbeProgress], None],
    ) -> list[FinishedAttempt]:
        """Probe candidates; if a check should follow, it is due at once."""
        outcomes = await self._probing.probe_all(candidates, purpose, progress)
        if self._judge(outcomes):
            self.apply(replace(self._state, tested_at=-inf))
            self._move_check(0.0)
        return outcomes

    @property
    def is_checking(self) -> bool:
        """Whether a check or a test runs: the report may change before it ends."""
        return self._queue.is_busy

    def next_delay(self) -> float:
        """Return seconds until the next check is due, 0 if it is.

        For a timer, pass it through `timer_delay`.
        """
        return self._state.delay(self._clock.read())

    def note_operation(self) -> None:
        """Note that an operation uses the connection now; defers work for idle time."""
        self.apply(replace(self._state, used_at=self._clock.monotonic()))

    def record_operation(self, *, ok: bool) -> None:
        """Record the result of an operation on the active candidate.

        Success counts as the candidate's test, and defers the next check if there is
        nothing better to search for. A failure ends the state's freshness and brings
        the next check forward; also call `check(OPERATION_FAILED)` if the path failed.
        """
        self.emit(OperationFinished(ok))
        self.note_operation()
        if self._state.active is None:
            return
        moment = self._clock.read()
        if ok:
            self.apply(operated(self._state, moment))
            self._put_off()
            return
        self.apply(expired(questioned(self._state, moment.at)))
        if (wait := self._admission.after_failure()) is not None:
            self._move_check(wait)

    def note_push(self, *, up: bool) -> None:
        """Record whether the push channel is open over the active candidate."""
        self.apply(replace(self._state, is_push_open=up))

    def note_token(self, *, refused: bool) -> bool:
        """Record that the server refused the token or accepted it, or that it is new.

        The report keeps it until the next call: a check sends no token, so its success
        proves nothing here. Path, schedule and breakers do not change. Returns whether
        the caller must show the report now; during a check, the end of that check shows
        it.
        """
        before = self._state.is_refused
        self.apply(token_noted(self._state, refused=refused))
        return self._state.is_refused is not before and not self.is_checking

    def leave_shown(self) -> None:
        """Show the connection in use: the one shown is confirmed lost.

        A running check does that itself. If no other connection was found, because the
        check for one was cancelled, starts another check.
        """
        if self._check.reveal():
            return
        if self._state.is_shown:
            self._fly(CheckReason.OPERATION_FAILED)
        else:
            self._show_in_use()

    async def take_back(self, outcome: FinishedAttempt) -> None:
        """Use the shown connection again, since it has answered: that is not a change.

        Waits for the end of a running check, which may have found a better one, or that
        this one fails after all.
        """
        async with self._queue.pause():
            before = self._state
            self.apply(returned(before, outcome, self._clock.read()))
            self._schedule(self._clock.monotonic())
            self._retry(before)
        self._note_find()
        self.emit(SuspicionEnded(self.report))

    def leave_to_next_check(self) -> None:
        """Leave a suspicion whose confirmation broke off to the next check, due now."""
        self._move_check(0.0)
        self.emit(SuspicionEnded(self.report))

    def close(self) -> None:
        """End the monitoring: the cache may evict the state again."""
        self._cache.release(self._key)

    async def await_discovery(self) -> None:
        """Wait for pending discovery, then add its candidates between two races."""
        while (source := self._pending) is not None:
            try:
                async with asyncio.timeout(DISCOVERY_PATIENCE):
                    while self._pending is source:
                        await self._condition.wait()
            except TimeoutError:
                break
        if (offer := self._commands.offer) is not None:
            state = self._state
            candidates = state.candidates.extended(*offer, in_use=state.active_url)
            self.apply(state.with_candidates(candidates))

    async def _check_if_needed(self, reason: CheckReason) -> None:
        """Check, unless another check answers the same question, or it is too early."""
        self._check_clocks()
        asked_at = self._clock.monotonic()
        if reason is CheckReason.PUSH_ENDED:
            self._make_certain()
        if reason.is_of_push and not self._state.is_shown:
            # The channel uses the shown connection, which is already left.
            return
        if reason.questions_active:
            # If this check is refused, the next one must probe in its place.
            self.apply(replace(questioned(self._state, asked_at), proven_at=-inf))
        if self._admission.is_needless(reason):
            return
        seen = self._state.active_url if reason.questions_active else None
        async with self._queue.check(reason) as is_called_for:
            if is_called_for:
                with self._commands_applied():
                    if not self._is_replaced(seen) and self._is_admitted(reason):
                        self._queue.begin(reason)
                        await self._run(reason, asked_at)

    async def _run(self, reason: CheckReason, asked_at: float) -> None:
        """Run a check, and schedule the next one, however this one ends."""
        _LOGGER.debug("%s: checking, reason %s", self._label, reason)
        began_at, before = self._clock.monotonic(), self._state
        try:
            is_whole = await self._check.run(reason, asked_at=asked_at)
        except asyncio.CancelledError:
            # The caller was cancelled. A connection found by then sets its own
            # interval; a check that was due earlier stays due.
            if not self._state.is_like(before):
                delay = self._state.schedule.delay(self._clock.read())
                self._schedule(began_at)
                later = self._state.schedule.delay(self._clock.read())
                self._move_check(min(delay, later))
            raise
        except Exception:
            # A bug of ours or of the prober's, which propagates. Schedule the next
            # check all the same, but not at once, which would probe without end.
            self._schedule(began_at)
            raise
        else:
            is_kept = self._state.is_like(before) and not before.is_anew
            # A retry may find that an offline server is starting, or starts no more.
            is_as_before = self._state.is_starting is before.is_starting
            if is_kept and is_as_before and not is_whole:
                pass
            elif is_kept and reason.is_for_use and self._state.is_well:
                proven_at = self._clock.monotonic()
                self.apply(replace(self._state, proven_at=proven_at))
                self._put_off()
            else:
                self._schedule(min(began_at, self._state.spared_since))
        finally:
            self._has_found = False
            self._retry(before)
            wait = self.next_delay()
            _LOGGER.debug("%s: checked, the next is due in %.0f s", self._label, wait)

    def _retry(self, before: ServerState) -> None:
        """Set what to retry soon, by what has changed since `before`."""
        now = self._clock.monotonic()
        self.apply(retried(self._state, before, now, self._backoff.rng))

    def _log_change(self, change: Change, active: Candidate | None) -> None:
        over = "" if active is None else f" over {active.endpoint}"
        _LOGGER.info(
            "%s: %s%s, was %s; %s, settled in %.0f ms",
            self._label,
            change.to_type,
            over,
            change.from_type or "unknown",
            change.reason,
            change.duration_ms,
        )

    def _command(self, command: _Commands) -> None:
        """Apply a command now, or when the running check has ended."""
        before = self._commands
        self._commands = _Commands(
            offer=command.offer or before.offer,
            pin=command.pin or before.pin,
            is_to_forget=command.is_to_forget or before.is_to_forget,
        )
        if not self.is_checking:
            self._apply_commands()

    @contextmanager
    def _commands_applied(self) -> Iterator[None]:
        """Apply pending commands before and after the body, not within it."""
        self._apply_commands()
        try:
            yield
        finally:
            self._apply_commands()

    def _apply_commands(self) -> None:
        """Apply pending commands, in a fixed order."""
        commands, self._commands = self._commands, _Commands()
        moment = self._clock.read()
        if commands.offer is not None:
            state = self._state
            candidates = state.candidates.offered(
                *commands.offer, in_use=state.active_url
            )
            self.apply(state.with_candidates(candidates))
            self._retry(state)
        if commands.pin is not None:
            self.apply(pinned(self._state, commands.pin[0], moment))
        if commands.is_to_forget:
            self._history, self._stored = {}, None
            self.apply(forgotten(self._state, moment))
        self._apply_stored()
        # Once per command: after a cancelled check it is left to the schedule.
        is_out_of_place = commands != _Commands() and not self._state.may_keep_active
        if self._state.active is not None and is_out_of_place:
            self.apply(replace(self._state, last_good=None))
            self._move_check(0.0)
        suspicion = self._state.suspicion
        if suspicion and not self._state.candidates.may_use(suspicion.url):
            self._leave_suspected()

    def _make_certain(self) -> None:
        """Treat the suspected connection as lost, unless it proves itself."""
        suspicion = self._state.suspicion
        if suspicion is not None and suspicion.is_open:
            certain = suspicion.confirmed(self._clock.monotonic())
            self.apply(replace(self._state, suspicion=certain))
            if not self._state.is_shown:
                self.leave_shown()

    def _leave_suspected(self) -> None:
        """Show the connection in use, as the suspected one may not be used again.

        If the one in use may not be kept either, leaves it to the next check, due now.
        """
        if self._state.may_keep_active and not self._state.is_shown:
            self._show_in_use()
        else:
            self.apply(replace(self._state, suspicion=None))
            self._move_check(0.0)

    def _show_in_use(self) -> None:
        before = self._state
        self.apply(with_loss(before, self._clock.read()))
        self._retry(before)
        self.emit(ConnectionShown(self.report))
        self.emit(SuspicionEnded(self.report))

    def _apply_stored(self) -> None:
        """Apply restored state once its candidates exist."""
        moment = self._clock.read()
        known = self._state.candidates.known
        if self._history.keys() & known.keys():
            self.apply(candidates_restored(self._state, self._history, moment))
            self._history = {
                url: each for url, each in self._history.items() if url not in known
            }
        stored = self._stored
        if stored is None or self._state.connection_type is not None:
            return
        if stored.connection_type is ConnectionType.OFFLINE:
            self._stored = None
            self.apply(restored(self._state, stored, None, moment, self._backoff))
        elif known:
            self._stored = None
            active = restored_active(self._state, stored)
            if active is not None:
                self.apply(restored(self._state, stored, active, moment, self._backoff))

    def _freshness(self) -> Freshness:
        """Return the connection's freshness; MISS if offline, as it may be back."""
        if self._state.is_offline:
            return Freshness.MISS
        return self._cache.freshness(self._key, self._clock.monotonic())

    def _fly(self, reason: CheckReason) -> _Flight:
        """Start a check for operations, or join one that has found nothing yet."""
        flight = self._flights.get(reason)
        has_found = flight is not None and flight.finds != self._finds
        is_questioned = has_found and reason.questions_active
        if flight is None or flight.task.done() or is_questioned:
            finds = self._finds
            task = self._spawn(self._check_for_operations(reason), f"{reason} check")
            flight = self._flights[reason] = _Flight(task, finds)
            task.add_done_callback(self._land)
        return flight

    def _note_find(self) -> None:
        self._finds += 1
        self._condition.notify_all()

    def _land(self, _: asyncio.Task[None]) -> None:
        self._condition.notify_all()

    async def _landing(self, flight: _Flight) -> None:
        """Wait for a connection, or for the end of the check that seeks one."""
        while not flight.task.done() and self._finds == flight.finds:
            await self._condition.wait()

    async def _check_for_operations(self, reason: CheckReason) -> None:
        """Run a check for all waiting operations; log its errors."""
        try:
            await self.check(reason)
        except Exception:
            # A bug of ours or of the prober's: no caller awaits it, so log it.
            _LOGGER.exception("Unexpected error: check of %s", self._label)

    def _check_clocks(self) -> None:
        """End freshness if the age of the last test is unknown."""
        if self._state.schedule.clocks_disagree(self._clock.read()):
            self.apply(expired(self._state))

    def _is_admitted(self, reason: CheckReason) -> bool:
        admission = self._admission.admit(reason)
        if admission.next_check_in is not None:
            self._move_check(admission.next_check_in)
        return admission.is_granted

    def _is_replaced(self, seen: str | None) -> bool:
        """Return whether another check has already replaced the candidate `seen`."""
        active = self._state.active_url
        return seen is not None and active is not None and active != seen

    def _judge(self, outcomes: Sequence[FinishedAttempt]) -> bool:
        """Apply a test of all candidates; return whether a check should follow."""
        active = self._state.active
        should_check = False
        for outcome in outcomes:
            candidate, attempt = outcome.candidate, outcome.attempt
            if active is not None and candidate.url == active.url:
                should_check |= not attempt.ok
                if attempt.ok:
                    timed = replace(self._state, latency_ms=attempt.latency_ms)
                    self.apply(proved(timed, self._clock.read(), attempt.at))
            elif attempt.ok and self._state.candidates.may_use(candidate.url):
                should_check |= (
                    active is None or candidate.preference < active.preference
                )
        if active is not None and self._state.may_keep_active:
            good = [each for each in outcomes if each.attempt.ok]
            candidates = with_wins(self._state.candidates, active, good)
            self.apply(self._state.with_candidates(candidates))
            should_check |= faster_rival(candidates, active) is not None
        return should_check

    def _put_off(self) -> None:
        """Defer the next check, as the active candidate was tested just now.

        At most until the standby's probe is due; and only if the next check has nothing
        better to search for, nothing to select again and nothing to replace.
        """
        state, active = self._state, self._state.active
        if active is None or state.is_anew or state.is_unpinned:
            return
        if not state.may_keep_active or active.preference != BEST_PREFERENCE:
            return
        moment = self._clock.read()
        standby = standby_of(state.candidates, active)
        age = -inf if standby is None else standby.age(moment.at)
        at_most = max(0.0, STANDBY_INTERVAL - age)
        self.apply(put_off(state, at_most, moment, self._backoff))

    def _schedule(self, began_at: float) -> None:
        """Schedule the next check by the connection's current quality."""
        before = self._state.schedule.interval
        moment = self._clock.read()
        self.apply(scheduled(self._state, began_at, moment, self._backoff))
        interval = self._state.schedule.interval
        if interval is not None and interval != before:
            _LOGGER.info("%s: checked every %.0f s from now on", self._label, interval)

    def _move_check(self, wait: float) -> None:
        schedule = self._state.schedule.moved(wait, self._clock.read())
        self.apply(self._state.with_schedule(schedule))


def _ignore(_: object) -> None:
    """Ignore progress."""
