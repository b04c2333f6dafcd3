"""One server's connection: watched, kept, replaced, reported."""

from collections.abc import Callable, Iterable
from datetime import datetime
import logging
from math import inf
from random import Random

from .cache import CacheKey, ConnectionCache, Freshness
from .failover import STANDBY_INTERVAL, standby_of
from .models import (
    Attempt,
    Candidate,
    ConnectionType,
    Networks,
    Prober,
)
from .polling import DUE_TOLERANCE, ProbeGate, Urgency
from .reports import CheckReason, ConnectionReport, Rejection
from .roster import Roster
from .selection import Listener, Selection
from .standing import Standing, printable
from .state import ConnectionState
from .turns import Turns

_LOGGER = logging.getLogger(__name__)

OFFLINE_SPACING = 10.0
"""Least seconds between two races for a server that is off, however often somebody
finds out that it is."""

BEST_MERIT = (0, 0)
"""Local over https: there is nothing better to look for."""


class ServerMonitor:
    """Watches one server. Checks are serialised; everything else returns at once."""

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
        label: str = "",
    ) -> None:
        """Create a monitor without candidates and without a verdict.

        `clock` is monotonic seconds, `now` the time in UTC, `label` the server's
        name for the log (hostile text: it is capped and cleaned here).
        """
        self._server_id = server_id
        self._clock = clock
        self._now = now
        self._cache = cache
        self._key = cache_key
        name = printable(label or server_id)
        self._roster = Roster(prober, clock=clock, now=now, rng=rng, label=name)
        self._standing = Standing(name, clock=clock, now=now, rng=rng)
        self._selection = Selection(
            self._roster, self._standing, clock=clock, last_good=self._last_good
        )
        self._rejected: tuple[Rejection, ...] = ()
        self._turns = Turns(
            gate,
            urgency=lambda: Urgency.of(self._standing.verdict),
            between=self._take_offer,
        )
        self._offer: tuple[tuple[Candidate, ...], Networks] | None = None
        self._recalled: ConnectionState | None = None
        cache.pin(cache_key)

    @property
    def report(self) -> ConnectionReport:
        """The verdict as it stands; equal to the last one if nothing changed."""
        standby = standby_of(self._roster, self._standing.active)
        return self._standing.report(
            self._server_id,
            standby=None if standby is None else standby.candidate,
            candidates=self._roster.reports(),
            rejected=self._rejected,
        )

    def set_candidates(
        self,
        candidates: Iterable[Candidate],
        rejected: Iterable[Rejection] = (),
        *,
        networks: Networks,
    ) -> None:
        """Take the candidates as they are offered now.

        What is known of those that stay is kept. An active candidate that is no
        longer offered stays in the report until the next check, which is due at
        once. `networks` re-types a candidate by the peer it turned out to have.
        While a check runs the offer waits for its end.
        """
        self._rejected = tuple(rejected)
        self._offer = (tuple(candidates), networks)
        if not self._turns.is_taken:
            self._take_offer()

    def restore(self, state: ConnectionState) -> None:
        """Take the state from before a restart, so that there is a verdict at once.

        May come before or after `set_candidates`; without effect when the cache is
        disabled, for a relay, and for an url that is not (or no longer) offered.
        """
        if self._cache.enabled and state.connection_type is not ConnectionType.RELAY:
            self._recalled = state
            self._recall()

    def state(self) -> ConnectionState | None:
        """Return what is worth keeping over a restart; None without a verdict."""
        standing = self._standing
        return standing.state(self._last_direct()) if standing.verdict else None

    async def check(
        self,
        reason: CheckReason,
        *,
        on_first: Callable[[ConnectionReport], None] | None = None,
        on_needs_discovery: Callable[[], None] | None = None,
    ) -> ConnectionReport:
        """Look after the connection; what that costs depends on the reason.

        `on_first` gets a report as soon as there is a usable connection other than
        the one before, `on_needs_discovery` is called, at most once, as soon as it
        is clear that plex.tv should be asked: both before the check has ended.
        """
        if self._is_needless(reason):
            return self.report
        listener = Listener(
            on_first=lambda: on_first(self.report) if on_first else None,
            on_needs_discovery=on_needs_discovery or (lambda: None),
        )
        await self._turns.look(reason, lambda: self._look(reason, listener))
        return self.report

    async def test_all(
        self, on_attempt: Callable[[Attempt], None] | None = None
    ) -> tuple[Attempt, ...]:
        """Probe every candidate, whatever its breaker says, and switch to none.

        What it shows is acted on by the next check, which is due at once if the
        active one failed or a better one answered.
        """
        async with self._turns.turn():
            outcomes = await self._roster.probe_all(
                [track.candidate for track in self._roster],
                lambda each: on_attempt(each.attempt) if on_attempt else None,
            )
            tested = self._standing.last_tested
            if self._selection.judge(outcomes):
                self._cache.expire(self._key)
                self._standing.move_check(0.0)
            elif self._standing.last_tested != tested:
                self._remember()
        return tuple(outcome.attempt for outcome in outcomes)

    def next_delay(self) -> float:
        """Return seconds until the next check is due, 0 if it is."""
        return max(0.0, self._standing.due_at - self._clock())

    def note_operation(self) -> None:
        """Something uses the connection now: what can wait for idle time waits."""
        self._selection.operated_at = self._clock()

    def record_operation(self, *, ok: bool) -> None:
        """Learn how an operation on the active candidate went.

        Success counts as the candidate's test, and where there is nothing better to
        look for it puts the next check off. After a failure of the path call
        `check(OPERATION_FAILED)`; here it only ends the state's freshness.
        """
        self.note_operation()
        active = self._standing.active
        if active is None:
            return
        self._selection.has_operated = ok
        if not ok:
            self._cache.expire(self._key)
            self._standing.move_check(0.0)
            return
        self._standing.prove()
        if active.merit == BEST_MERIT:
            standby = standby_of(self._roster, active)
            age = -inf if standby is None else standby.age(self._clock())
            self._standing.put_off(max(0.0, STANDBY_INTERVAL - age))
        self._remember()

    def note_push(self, *, up: bool) -> None:
        """Learn whether the push channel is open over the active candidate."""
        self._selection.push_is_up = up

    def close(self) -> None:
        """End the monitoring: the state may be evicted from the cache again."""
        self._cache.unpin(self._key)

    def _last_good(self) -> str | None:
        """Return the url of the cached state; the kill switch takes it away."""
        state = self._cache.peek(self._key)
        return None if state is None else state.url

    def _last_direct(self) -> str | None:
        """Return the same, unless it is a relay's: those are not to be kept."""
        track = self._roster.find(self._last_good())
        is_relay = track is None or track.candidate.kind is ConnectionType.RELAY
        return None if is_relay else self._last_good()

    def _is_needless(self, reason: CheckReason) -> bool:
        """Return whether a check would tell nothing new, and say so in the log."""
        standing = self._standing
        if standing.is_offline and reason.is_hint:
            age = self._clock() - self._selection.looked_at
            return age < OFFLINE_SPACING and self._waits()
        if not reason.is_routine or standing.verdict is None:
            return False
        if not self._cache.enabled or self.next_delay() <= DUE_TOLERANCE:
            return False
        found = self._cache.lookup(self._key)
        if found.freshness is Freshness.FRESH:
            _LOGGER.debug(
                "%s: skipping test of %s, cached as %s, tested %.0f s ago",
                standing.label,
                "nothing" if standing.active is None else standing.active.endpoint,
                standing.verdict,
                found.age,
            )
            return True
        is_early = reason is CheckReason.DUE and standing.is_offline
        return is_early and self._waits()

    def _waits(self) -> bool:
        """Say in the log that it is too early; always true."""
        name, delay = self._standing.label, self.next_delay()
        _LOGGER.debug("%s: skipping test, the next is due in %.0f s", name, delay)
        return True

    async def _look(self, reason: CheckReason, listener: Listener) -> None:
        tested = self._standing.last_tested
        try:
            await self._selection.look(reason, listener)
            self._standing.schedule()
        finally:
            # A look that was cancelled has perhaps found a connection all the same.
            if self._standing.last_tested != tested:
                self._remember()

    def _remember(self) -> None:
        self._cache.store(self._key, self._standing.state(self._last_direct()))
        if self._standing.has_fault:
            self._cache.expire(self._key)

    def _take_offer(self) -> None:
        """Put a new offer of candidates in force."""
        if self._offer is None:
            return
        candidates, networks = self._offer
        self._offer = None
        self._roster.offer(candidates, networks)
        self._recall()
        active = self._standing.active
        if active is not None and self._roster.find(active.url) is None:
            self._standing.move_check(0.0)

    def _recall(self) -> None:
        """Restore the stored state, once there are candidates to find it among."""
        state = self._recalled
        if state is None or self._standing.verdict is not None:
            return
        active: Candidate | None = None
        if state.connection_type is not ConnectionType.OFFLINE:
            if not len(self._roster):
                return
            active = self._roster.recall(state)
            if active is None:
                self._recalled = None
                return
        self._recalled = None
        self._standing.recall(state, active)
        self._cache.load(self._key, state, now=self._now())
