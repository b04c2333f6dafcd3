"""A check: verifies the connection in use, and searches for a better one.

The rules' decisions are in `failover` and `upgrade`; this is their order.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import inf

from .candidates import CandidateState
from .check_run import CheckRun
from .clock import Clock
from .events import Purpose
from .fail_back import SERIES_LASTS
from .failover import standby_interval, standby_of, unproven_standby
from .models import Candidate, ConnectionType
from .polling import DUE_TOLERANCE, INTERVAL
from .probing import Probing, StateOwner
from .racing import FinishedAttempt, Race
from .reports import CheckReason
from .selection import Selection
from .transitions import proved
from .upgrade import IDLE_AFTER, better_candidates, faster_rival, with_wins

PROOF_LASTS = 0.75
"""Share of the interval for which an operation spares the active candidate's probe.
After an interval the next operation may be far off, the last one too long ago."""


class Check:
    """Checks one server's connection. Checks must not overlap."""

    def __init__(self, owner: StateOwner, probing: Probing, *, clock: Clock) -> None:
        """Create it idle."""
        self._owner = owner
        self._probing = probing
        self._clock = clock
        self._selection = Selection(owner, probing, clock=clock)
        self._run: CheckRun | None = None
        """The run under way, if any."""

    def reveal(self) -> bool:
        """Have the check under way show its findings, later ones as they come.

        Returns whether there is one.
        """
        if self._run is None:
            return False
        self._run.reveal()
        return True

    async def run(self, reason: CheckReason, *, asked_at: float) -> bool:
        """Check once; return whether it was a whole check.

        It is not if only a retry is due: nothing else is done then. All changes are
        recorded before it ends, even if it is cancelled.
        """
        assert self._run is None, "checks of a server overlap"  # noqa: S101
        self._run = run = CheckRun(
            self._owner,
            self._probing,
            reason=reason,
            asked_at=asked_at,
            clock=self._clock,
        )
        owner, is_done = self._owner, False
        is_whole = not (reason is CheckReason.DUE and self._is_try())
        if owner.current.spared_since != inf:
            owner.apply(replace(owner.current, spared_since=inf))
        try:
            await (self._check(run) if is_whole else self._try_again(run))
            await self._measure(run)
            is_verdict = is_whole or not owner.current.is_like(run.before)
            needs = run.is_discovery_needed
            if is_verdict and owner.current.needs_discovery is not needs:
                owner.apply(replace(owner.current, needs_discovery=needs))
            is_done = True
        finally:
            self._run = None
            run.conclude(is_done=is_done and is_whole)
            owner.apply(
                replace(
                    owner.current,
                    checked_at=self._clock.monotonic(),
                    is_pin_left=False,
                    is_anew=owner.current.is_anew and not is_done,
                )
            )
        return is_whole

    def _is_try(self) -> bool:
        """Return whether a retry is due, but no check."""
        state, moment = self._owner.current, self._clock.read()
        is_check_due = state.schedule.delay(moment) <= DUE_TOLERANCE
        return state.fail_back.is_due(moment.at) and not is_check_due

    async def _try_again(self, run: CheckRun) -> None:
        """Probe candidates left behind or new, in turn, until one answers."""
        state = self._owner.current
        series, now = state.fail_back, self._clock.monotonic()
        later = series.tried(now)
        self._owner.apply(replace(state, fail_back=later))
        if series.is_series and now - series.began_at > SERIES_LASTS:
            return
        for url in filter(state.is_worth_a_try, series.urls):
            candidate = state.candidates[url].candidate
            outcome = await run.attempt(candidate, Purpose.SEARCH, is_extra=True)
            if outcome.attempt.authentic:
                await self._take_back(run, outcome, is_second=series.answered == url)
                return

    async def _take_back(
        self, run: CheckRun, outcome: FinishedAttempt, *, is_second: bool
    ) -> None:
        """Return to what has answered; from a worse one, after a second answer."""
        state, now = self._owner.current, self._clock.monotonic()
        candidate, fail_back = outcome.candidate, state.fail_back
        if state.active is None:
            await self._selection.select(run, [candidate])
        elif not outcome.attempt.ok or candidate.preference >= state.active.preference:
            return
        elif is_second:
            run.upgrade(outcome)
            state = self._owner.current
            self._owner.apply(replace(state, fail_back=fail_back.returned(now)))
        else:
            heard = fail_back.heard(candidate.url, now)
            self._owner.apply(replace(state, fail_back=heard))

    async def _check(self, run: CheckRun) -> None:
        state = self._owner.current
        active = state.active
        if active is None or not state.may_keep_active:
            await self._selection.select(run)
        elif state.is_anew:
            await self._start_anew(run, active)
        elif state.is_unpinned:
            await self._selection.select(run, [self._known(active).candidate])
        elif run.reason.questions_active:
            await self._selection.fail_over(run, active)
        elif run.reason is CheckReason.START:
            # Stale, from before the restart: it gets a head start, no more.
            await self._selection.select(run, [self._known(active).candidate])
        elif await self._keep(run, active) and not run.reason.is_for_use:
            active = self._known(active).candidate
            if not await self._search(run, active):
                await self._switch_in_tier(run, active)

    async def _start_anew(self, run: CheckRun, active: Candidate) -> None:
        """Select from scratch; spare the active candidate unless it is questioned."""
        if not run.reason.questions_active:
            run.spare(active)
        await self._selection.select(run)
        run.let_go()
        run.show()

    async def _keep(self, run: CheckRun, active: Candidate) -> bool:
        """Verify the active candidate; return whether it worked at once.

        An operation since the last check was its test. An open push channel is as good,
        but saves the probe only if the standby is probed in its place.
        """
        owner, state = self._owner, self._owner.current
        standby = None if run.reason.is_for_use else self._standby_to_test(active)
        is_pushed = state.is_pushed and standby is not None
        is_spared = run.reason.is_routine and not state.has_fault
        proven_at = state.proven_at if self._is_proven(active) else inf
        if state.proven_at != -inf:
            owner.apply(replace(owner.current, proven_at=-inf))
        if is_spared and is_pushed:
            owner.apply(proved(owner.current, self._clock.read()))
        elif is_spared and proven_at < inf:
            # The operation's time counts, for freshness and for the next check.
            if standby is None:
                owner.apply(replace(owner.current, spared_since=proven_at))
        else:
            is_prewarming = run.reason is CheckReason.PREWARM
            purpose = Purpose.PREWARM if is_prewarming else Purpose.CHECK
            outcome = await run.attempt(active, purpose)
            if not outcome.attempt.authentic:
                await self._selection.fail_over(run, active, outcome.attempt.failure)
                return False
            if not outcome.attempt.ok:
                run.blame(outcome)
                await self._selection.probe_elsewhere(run, active)
                return False
            run.confirm(outcome)
        if standby is not None:
            await run.attempt(standby.candidate, Purpose.STANDBY)
        return True

    def _is_proven(self, active: Candidate) -> bool:
        """Return whether an operation is recent enough to spare a routine probe."""
        lasts = PROOF_LASTS * INTERVAL[active.kind]
        return self._clock.monotonic() - self._owner.current.proven_at <= lasts

    def _standby_to_test(self, active: Candidate) -> CandidateState | None:
        """Return the standby if its test is due; without one, what may become it.

        The race at the start cancels candidates that would have answered a moment
        later, so none may be known to work although many do.
        """
        state, now = self._owner.current, self._clock.monotonic()
        is_aided = state.is_pushed or self._is_proven(active)
        interval = standby_interval(active, is_aided=is_aided)
        if (standby := standby_of(state.candidates, state.active)) is not None:
            return standby if standby.age(now) >= interval else None
        if now - state.standby_searched_at < interval:
            return None
        unproven = unproven_standby(state.candidates, active, now)
        if unproven is not None:
            self._owner.apply(replace(state, standby_searched_at=now))
        return unproven

    async def _search(self, run: CheckRun, active: Candidate) -> bool:
        """Probe better candidates; return whether one was taken.

        That takes two good samples, of which the race is the first.
        """
        state, now = self._owner.current, self._clock.monotonic()
        is_idle = now - state.used_at >= IDLE_AFTER
        better = better_candidates(
            state.candidates,
            state.upgrade,
            active,
            now,
            is_idle=is_idle or run.reason is CheckReason.PUSH_HINT,
            is_eager=run.reason.may_concern_new_candidates,
        )
        if not better:
            return False
        targets = state.upgrade.round(better)
        self._owner.apply(replace(state, upgrade=state.upgrade.searched(better, now)))
        probe = partial(run.attempt, purpose=Purpose.SEARCH)
        clock = self._clock.monotonic
        result = await Race(contenders=targets, probe=probe, clock=clock).run()
        if result.winner is None:
            return False
        rival = result.winner.candidate
        is_calm = self._may_upgrade(active, rival)
        is_escape = not is_calm and self._may_escape(active, rival)
        if rival.preference >= active.preference or not (is_calm or is_escape):
            return False
        second = await probe(rival)
        if not second.attempt.ok or second.candidate.preference >= active.preference:
            return False
        run.upgrade(second)
        if is_escape:
            state = self._owner.current
            self._owner.apply(replace(state, fail_back=state.fail_back.returned(now)))
        return True

    async def _switch_in_tier(self, run: CheckRun, active: Candidate) -> None:
        """Move to a candidate of equal preference that has proved clearly faster.

        Probes it once more, unless it was sampled in this run.
        """
        self._compare(active, run.sampled)
        rival = faster_rival(self._owner.current.candidates, active)
        if rival is None or not self._may_upgrade(active, rival):
            return
        sample = run.sample_of(rival)
        if sample is None:
            sample = await run.attempt(rival, Purpose.SEARCH)
            self._compare(active, [sample])
            faster = faster_rival(self._owner.current.candidates, active)
            if faster != sample.candidate:
                return
        run.upgrade(sample)

    async def _measure(self, run: CheckRun) -> None:
        """Probe a new connection once more, now that it is open.

        The latency shown is the answer's time on an open connection (rule 2 compares
        like with like). The first answer came while others raced, and at a start while
        Home Assistant was busy; it would be shown for five minutes, until the next
        check.
        """
        state = self._owner.current
        is_new = state.is_anew or not state.is_like(run.before)
        if not is_new or state.active is None:
            return
        known = self._known(state.active)
        if known.last_attempt is None or known.last_attempt.warm:
            return
        outcome = await run.attempt(known.candidate, Purpose.MEASURE)
        if outcome.attempt.ok:
            run.confirm(outcome)
        elif not outcome.attempt.authentic:
            failure = outcome.attempt.failure
            await self._selection.fail_over(run, known.candidate, failure)

    def _known(self, candidate: Candidate) -> CandidateState:
        return self._owner.current.candidates[candidate.url]

    def _may_upgrade(self, active: Candidate, rival: Candidate) -> bool:
        state = self._owner.current
        now = self._clock.monotonic()
        return state.upgrade.allows(state.candidates, active, rival, now)

    def _may_escape(self, active: Candidate, rival: Candidate) -> bool:
        """Return whether to leave a relay for a direct candidate without the dwell."""
        state, now = self._owner.current, self._clock.monotonic()
        return (
            active.kind is ConnectionType.RELAY is not rival.kind
            and state.fail_back.may_return(now)
            and not state.upgrade.damper.is_suppressing(now)
        )

    def _compare(self, active: Candidate, samples: Sequence[FinishedAttempt]) -> None:
        state = self._owner.current
        candidates = with_wins(state.candidates, active, samples)
        self._owner.apply(state.with_candidates(candidates))
