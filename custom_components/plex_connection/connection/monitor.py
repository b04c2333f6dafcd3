"""One server's connection: watched, kept, replaced, reported."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from math import inf
from random import Random

from .cache import CacheKey, ConnectionCache, Refresh, Spawn
from .failover import STANDBY_INTERVAL, standby_of
from .look import Listener
from .memory import Memory
from .models import (
    Attempt,
    Candidate,
    IPNetwork,
    Networks,
    Prober,
)
from .observation import Observer, Purpose, Unobserved
from .orders import Orders
from .polling import ProbeGate, Urgency
from .racing import Outcome
from .reports import Change, CheckReason, ConnectionReport, Rejection
from .roster import Roster
from .standing import Standing, printable
from .state import CandidateState, ConnectionState
from .thrift import Thrift
from .turns import Turns
from .upkeep import Upkeep

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
        observer: Observer | None = None,
    ) -> None:
        """Create a monitor without candidates and without a verdict.

        `clock` is monotonic seconds, `now` the time in UTC, `label` the server's
        name for the log (hostile text: it is capped and cleaned here).
        """
        self._server_id = server_id
        self._clock = clock
        self._observer = observer or Unobserved()
        name = printable(label or server_id)
        self._standing = Standing(
            name, clock=clock, now=now, rng=rng, observer=self._observer
        )
        self._roster = Roster(
            prober, clock=clock, now=now, rng=rng, label=name, observer=self._observer
        )
        self._memory = Memory(
            self._roster, self._standing, cache=cache, key=cache_key, now=now
        )
        self._upkeep = Upkeep(
            self._roster, self._standing, clock=clock, last_good=self._memory.last_good
        )
        self._thrift = Thrift(
            self._standing, self._upkeep, cache=cache, key=cache_key, clock=clock
        )
        self._orders = Orders(self._roster, self._standing, self._upkeep, self._memory)
        self._turns = Turns(
            gate,
            urgency=lambda: Urgency.of(self._standing.verdict),
            between=self._orders.take,
        )
        self._rejected: tuple[Rejection, ...] = ()

    @property
    def report(self) -> ConnectionReport:
        """The verdict as it stands; equal to the last one if nothing changed."""
        standby = standby_of(self._roster, self._standing.active)
        return self._standing.report(
            self._server_id,
            standby=None if standby is None else standby.candidate,
            candidates=self._roster.reports(),
            rejected=self._rejected,
            pinned=self._roster.pinned,
            proved_near=self._roster.is_proved_near,
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
        self._orders.offer(candidates, networks)
        self._obey()

    def pin(self, url: str | None) -> None:
        """Use this candidate and no other; None leaves the choice to us (rule 14).

        While it does not answer the server is offline, whoever else does. The next
        check, which acts on it, is due at once. May come before `set_candidates`, and
        has to come before `restore`, or a moment is spent on what is not wanted.
        """
        self._orders.pin(url)
        self._obey()

    def forget(self) -> None:
        """Forget what was learnt of the server and of its candidates.

        What is offered, pinned and in use stays so: a connection that works is not
        dropped for this, and operations go on over it. The next check, which is due
        at once, selects among all candidates as if it were the first. While a check
        runs this waits for its end. What is kept elsewhere, such as the store and the
        metrics, is for its owner to forget.
        """
        self._orders.forget()
        self._obey()

    def restore(
        self,
        state: ConnectionState | None,
        history: Iterable[CandidateState] = (),
        changes: Iterable[Change] = (),
        proved: Iterable[IPNetwork] = (),
        *,
        failing_since: datetime | None = None,
    ) -> None:
        """Take what was known before a restart, so that there is a verdict at once.

        May come before or after `set_candidates`; without effect when the cache is
        disabled, for a relay, and for an url that is not (or no longer) offered.
        Past changes are shown in any case: nothing is decided by them. `proved` are
        the networks on which the server had proved who it is. `failing_since` is when
        it first failed to answer: that, too, only tells of what is decided elsewhere.
        """
        self._roster.proofs.restore(proved)
        self._standing.changes.restore(changes)
        self._standing.recall_failing(failing_since)
        self._memory.restore(state, history)
        if not self.is_checking:
            self._memory.recall()

    def state(self) -> ConnectionState | None:
        """Return what is worth keeping over a restart; None without a verdict."""
        return self._memory.state() if self._standing.verdict else None

    def history(self) -> tuple[CandidateState, ...]:
        """Return what is worth keeping of each candidate."""
        return self._memory.history()

    def proved(self) -> tuple[IPNetwork, ...]:
        """Return the networks of ours on which the server has proved who it is."""
        return self._roster.proofs.found

    def failing_since(self) -> datetime | None:
        """Return when it failed to answer, if it was not reached since."""
        return self._standing.failing_from

    async def check(
        self,
        reason: CheckReason,
        *,
        on_first: Callable[[ConnectionReport], None] | None = None,
        on_shown: Callable[[ConnectionReport], None] | None = None,
        on_needs_discovery: Callable[[], None] | None = None,
        news: Callable[[], Awaitable[None]] | None = None,
    ) -> ConnectionReport:
        """Look after the connection; what that costs depends on the reason.

        `on_first` gets a report as soon as there is a usable connection other than
        the one before, `on_shown` one as soon as that, or what takes its place, is to
        be shown: a relay after two seconds at most. `on_needs_discovery` is called, at
        most once, as soon as it is clear that plex.tv should be asked. All this is
        before the check has ended. `news`
        waits, not for long, for what it says; candidates that it has offered by then
        are tried before a connection is given up.
        """
        self._heed_clocks()
        asked_at = self._clock()
        if reason.doubts_active:
            self._standing.doubt(asked_at)
            # Where this check is refused, the next one is to ask in its place.
            self._upkeep.proved_at = -inf
        if self._thrift.is_needless(reason):
            return self.report

        def arrive() -> None:
            self._memory.arrive()
            if on_first is not None:
                on_first(self.report)

        listener = Listener(
            on_first=arrive,
            on_shown=lambda: None if on_shown is None else on_shown(self.report),
            on_needs_discovery=on_needs_discovery or (lambda: None),
            news=lambda: self._hear(news),
        )
        doubted = self._standing.active if reason.doubts_active else None
        await self._turns.look(
            reason,
            lambda: self._look(reason, listener, asked_at=asked_at),
            is_needless=lambda: (
                self._is_replaced(doubted) or self._thrift.refuses(reason)
            ),
        )
        return self.report

    async def connection(self, refresh: Refresh, *, spawn: Spawn) -> Candidate | None:
        """Return what an operation is to use; None: the server is off.

        While the last test is fresh this costs nothing, and while it is stale no
        time: the connection is as it was until `refresh`, which is to come to
        `check(CheckReason.OPERATION)`, has shown otherwise. Where there is none it
        waits for the first that answers. Many may ask at once.
        """
        self._heed_clocks()
        self._observer.on_lookup(await self._memory.fetch(refresh, spawn=spawn))
        return self._standing.active

    async def test_all(
        self,
        on_attempt: Callable[[Attempt], None] = lambda _: None,
        *,
        on_start: Callable[[tuple[str, ...]], None] = lambda _: None,
        only_untested: bool = False,
    ) -> tuple[Attempt, ...]:
        """Probe every candidate, whatever its breaker says, and switch to none.

        With `only_untested` those alone of which no attempt is known.

        `on_start` is told the urls when their turn has come, `on_attempt` of each
        attempt as soon as it has ended.
        What it shows is acted on by the next check, which is due at once if the
        active one failed or a better one answered.
        """
        async with self._turns.turn():
            candidates = [
                track.candidate
                for track in self._roster
                if not only_untested or track.last_attempt is None
            ]
            on_start(tuple(each.url for each in candidates))

            def tell(outcome: Outcome) -> None:
                self._standing.heed(outcome)
                on_attempt(outcome.attempt)

            outcomes = await self._roster.probe_all(candidates, Purpose.TEST, tell)
            tested = self._standing.last_tested
            if self._upkeep.judge(outcomes):
                self._memory.expire()
                self._standing.move_check(0.0)
            elif self._standing.last_tested != tested:
                self._memory.remember()
        return tuple(outcome.attempt for outcome in outcomes)

    @property
    def is_checking(self) -> bool:
        """Whether a check or a test goes on: the report may change before it ends."""
        return self._turns.is_taken

    def next_delay(self) -> float:
        """Return seconds until the next check is due, 0 if it is.

        For a timer see `timer_delay`.
        """
        return self._standing.delay

    def note_operation(self) -> None:
        """Something uses the connection now: what can wait for idle time waits."""
        self._upkeep.operated_at = self._clock()

    def record_operation(self, *, ok: bool) -> None:
        """Learn how an operation on the active candidate went.

        Success counts as the candidate's test, and where there is nothing better to
        look for it puts the next check off. After a failure of the path call
        `check(OPERATION_FAILED)`; here it only ends the state's freshness.
        """
        self._observer.on_operation(ok=ok)
        self.note_operation()
        if self._standing.active is None:
            return
        if not ok:
            self._standing.doubt(self._clock())
            self._upkeep.proved_at = -inf
            self._memory.expire()
            self._thrift.hurry()
            return
        self._upkeep.proved_at = self._clock()
        self._standing.prove()
        self._put_off()
        self._memory.remember()

    def note_push(self, *, up: bool) -> None:
        """Learn whether the push channel is open over the active candidate."""
        self._upkeep.push_is_up = up

    def note_token(self, *, refused: bool) -> bool:
        """Learn that the server refused the token, or took it, or that it is a new one.

        The report says so until the next word: a check asks without a token, so that
        its success is none. Path, schedule and breakers stay as they are. Returns
        whether the report is to be shown for it now; during a look the end of that
        look shows it.
        """
        return self._standing.note_token(refused=refused) and not self.is_checking

    def close(self) -> None:
        """End the monitoring: the state may be evicted from the cache again."""
        self._memory.close()

    def _heed_clocks(self) -> None:
        """End freshness where the age of the last test is unknown."""
        if self._standing.clocks_disagree:
            self._memory.expire()
            self._upkeep.proved_at = -inf

    def _is_replaced(self, doubted: Candidate | None) -> bool:
        """Return whether another look has found out first, and found another one."""
        active = self._standing.active
        if doubted is None or active is None:
            return False
        return active.url != doubted.url

    async def _hear(self, news: Callable[[], Awaitable[None]] | None) -> None:
        """Take new candidates in the middle of a look, while none is being probed."""
        if news is not None:
            await news()
        self._orders.admit_newcomers()

    async def _look(
        self, reason: CheckReason, listener: Listener, *, asked_at: float
    ) -> None:
        began_at = self._clock()
        tested = self._standing.last_tested
        before, is_anew = self._standing.position, self._upkeep.is_anew
        try:
            await self._upkeep.look(reason, listener, asked_at=asked_at)
        except asyncio.CancelledError:
            # The caller went away. What was found by then has an interval of its own;
            # a check that was due before that still is.
            if self._standing.position != before:
                delay = self._standing.delay
                self._standing.schedule(began_at)
                self._standing.move_check(min(delay, self._standing.delay))
            raise
        except Exception:
            # A bug of ours or of the prober's, which travels. The server is looked at
            # again all the same, and not at once, or it would be asked without end.
            self._standing.schedule(began_at)
            raise
        else:
            is_kept = self._standing.position == before and not is_anew
            if is_kept and reason.is_for_use and self._standing.is_well:
                self._upkeep.proved_at = self._clock()
                self._put_off()
            else:
                self._standing.schedule(min(began_at, self._upkeep.spared_since))
        finally:
            # A look that was cancelled has perhaps found a connection all the same.
            if self._standing.last_tested != tested:
                self._memory.remember()
            self._memory.has_arrived = False

    def _put_off(self) -> None:
        """Move the next check away, for the active candidate was tested just now.

        At most to the standby's turn; and only where there is nothing better to look
        for, and nothing to look at anew or to replace, which the next check is to do.
        """
        active = self._standing.active
        if active is None or self._upkeep.is_anew:
            return
        if self._upkeep.is_unpinned or not self._roster.may_use(active.url):
            return
        if active.merit == BEST_MERIT:
            standby = standby_of(self._roster, active)
            age = -inf if standby is None else standby.age(self._clock())
            self._standing.put_off(max(0.0, STANDBY_INTERVAL - age))

    def _obey(self) -> None:
        """Put orders in force now, or when the look that goes on has ended."""
        if not self.is_checking:
            self._orders.take()
