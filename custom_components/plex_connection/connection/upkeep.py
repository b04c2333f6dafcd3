"""Looking after a connection: mind the one in use, look for a better one.

The rules' decisions are in `failover` and `upgrade`; here is their order.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import inf

from .failover import prospect_of, standby_interval, standby_of
from .look import Listener, Look
from .models import Candidate, FailureKind
from .observation import Purpose
from .polling import INTERVAL
from .racing import Outcome, Race
from .reports import ChangeReason, CheckReason
from .roster import Roster
from .selection import Selection
from .standing import Standing
from .track import Track
from .upgrade import IDLE_AFTER, UpgradePolicy

PROOF_LASTS = 0.75
"""Share of the interval for which an operation spares the active candidate's probe.
After an interval the next operation may be far, and the last one too long ago."""


class Upkeep:
    """Looks after one server's connection. Looks must not overlap."""

    def __init__(
        self,
        roster: Roster,
        standing: Standing,
        *,
        clock: Callable[[], float],
        last_good: Callable[[], str | None],
    ) -> None:
        """`last_good` returns the url of the cached state, if there is one."""
        self.push_is_up = False
        self.proved_at = -inf
        """When an operation, or a probe for one, has proved the active candidate, if
        that was since the last look; monotonic seconds, as below."""
        self.spared_since = inf
        """When that was, if it was all the last look had to go by: it sent nothing."""
        self.operated_at = -inf
        self.looked_at = -inf
        self._prospected_at = -inf
        """When somebody unknown was last asked whether he could be the standby."""
        self.is_unpinned = False
        """Whether the choice is free again since the last look (rule 14)."""
        self.is_anew = False
        """Whether all was forgotten since the last look that came to its end."""
        self._roster = roster
        self._standing = standing
        self._clock = clock
        self._policy = UpgradePolicy(roster, clock=clock)
        self._selection = Selection(roster, standing, clock=clock, last_good=last_good)

    def forget(self) -> None:
        """Forget what the looks have taught; the next one starts anew.

        How often we looked of late is no such thing: it spares requests.
        """
        self._policy = UpgradePolicy(self._roster, clock=self._clock)
        self.proved_at = self._prospected_at = -inf
        self.is_anew = True

    async def look(
        self, reason: CheckReason, listener: Listener, *, asked_at: float
    ) -> None:
        """Look once. Ends, even if cancelled, with what it changed recorded."""
        look = Look(
            self._roster,
            self._standing,
            reason=reason,
            listener=listener,
            asked_at=asked_at,
            clock=self._clock,
            record=lambda: self._record_change(look),
        )
        self.spared_since = inf
        try:
            await self._look(look)
            await self._measure(look)
            look.conclude()
        finally:
            self.looked_at = self._clock()
            self._record_change(look)
            self.is_unpinned = False
        self.is_anew = False

    def judge(self, outcomes: Sequence[Outcome]) -> bool:
        """Take a test of all candidates; return whether a look should follow."""
        standing = self._standing
        active = standing.active
        should_look = False
        for outcome in outcomes:
            candidate, attempt = outcome.candidate, outcome.attempt
            if active is not None and candidate.url == active.url:
                should_look |= not attempt.ok
                if attempt.ok:
                    standing.latency_ms = attempt.latency_ms
                    standing.prove(attempt.at)
            elif attempt.ok and self._roster.may_use(candidate.url):
                should_look |= active is None or candidate.merit < active.merit
        if active is not None and self._roster.may_use(active.url):
            good = [each for each in outcomes if each.attempt.ok]
            self._policy.compare(active, good)
            should_look |= self._policy.faster_rival(active) is not None
        return should_look

    async def _look(self, look: Look) -> None:
        active = self._standing.active
        if active is None or not self._roster.may_use(active.url):
            look.cause = self._cause_of_selection(active)
            await self._selection.select(look)
        elif self.is_anew:
            await self._start_anew(look, active)
        elif self.is_unpinned:
            look.cause = ChangeReason.PINNED
            await self._selection.select(look, [self._roster[active.url].candidate])
        elif look.reason.doubts_active:
            await self._selection.fail_over(look, active, timed_out=False)
        elif look.reason is CheckReason.START:
            # From before the restart, and stale: it gets a head start, no more.
            leaders = [self._roster[active.url].candidate]
            await self._selection.select(look, leaders)
        elif await self._mind(look, active) and not look.reason.is_for_use:
            active = self._roster[active.url].candidate
            if not await self._search(look, active):
                await self._switch_in_tier(look, active)

    def _cause_of_selection(self, active: Candidate | None) -> ChangeReason:
        """Return why another is to be used than the one that was in use, if one was."""
        if self._roster.pinned is not None:
            return ChangeReason.PINNED
        # Of a start that knows nothing but the changes, the last one says what it was.
        left = self._standing.changes.position.url if active is None else active.url
        is_offered = self._roster.may_use(left)
        return ChangeReason.FAILOVER if is_offered else ChangeReason.WITHDRAWN

    async def _start_anew(self, look: Look, active: Candidate) -> None:
        """Select as if nobody were in use; but what is in use is not left in vain."""
        if self.is_unpinned:
            look.cause = ChangeReason.PINNED
        if not look.reason.doubts_active:
            look.spare(active)
        await self._selection.select(look)
        look.let_go()
        look.show()

    async def _mind(self, look: Look, active: Candidate) -> bool:
        """See that the active candidate works; return whether it did at once.

        An operation since the last look was its test. An open push channel is as
        good, but saves the probe only where the standby's takes its place.
        """
        standby = None if look.reason.is_for_use else self._standby_to_test(active)
        is_pushed = self.push_is_up and standby is not None
        is_spared = look.reason.is_routine and not self._standing.has_fault
        proved_at = self.proved_at if self._is_proved(active) else inf
        self.proved_at = -inf
        if is_spared and is_pushed:
            self._standing.prove()
        elif is_spared and proved_at < inf:
            # Its own time counts, for freshness and for the next check.
            if standby is None:
                self.spared_since = proved_at
        else:
            is_prewarming = look.reason is CheckReason.PREWARM
            purpose = Purpose.PREWARM if is_prewarming else Purpose.CHECK
            outcome = await look.attempt(active, purpose)
            if not outcome.attempt.authentic:
                timed_out = outcome.attempt.failure is FailureKind.TIMEOUT
                await self._selection.fail_over(look, active, timed_out=timed_out)
                return False
            if not outcome.attempt.ok:
                self._standing.blame(outcome)
                await self._selection.look_elsewhere(look, active)
                return False
            self._standing.confirm(outcome)
        if standby is not None:
            await look.attempt(standby.candidate, Purpose.STANDBY)
        return True

    def _is_proved(self, active: Candidate) -> bool:
        """Return whether an operation is test enough for a routine check."""
        lasts = PROOF_LASTS * INTERVAL[active.kind]
        return self._clock() - self.proved_at <= lasts

    def _standby_to_test(self, active: Candidate) -> Track | None:
        """Return the standby, if its turn has come; without one, who may become it.

        The race at the start cancels those that would have answered a moment later,
        so that nobody may be known although many work.
        """
        now = self._clock()
        is_aided = self.push_is_up or self._is_proved(active)
        interval = standby_interval(active, is_aided=is_aided)
        if (standby := standby_of(self._roster, active)) is not None:
            return standby if standby.age(now) >= interval else None
        if now - self._prospected_at < interval:
            return None
        prospect = prospect_of(self._roster, active)
        if prospect is not None:
            self._prospected_at = now
        return prospect

    async def _search(self, look: Look, active: Candidate) -> bool:
        """Try the candidates that would be better; return whether one was taken.

        Two good samples are needed, of which the race is the first.
        """
        is_idle = self._clock() - self.operated_at >= IDLE_AFTER
        targets = self._policy.targets(
            active,
            is_idle=is_idle or look.reason is CheckReason.PUSH_HINT,
            is_eager=look.reason.may_be_about_news,
        )
        if not targets:
            return False
        probe = partial(look.attempt, purpose=Purpose.SEARCH)
        race = Race(contenders=targets, probe=probe, clock=self._clock)
        result = await race.run()
        if result.winner is None:
            return False
        rival = result.winner.candidate
        if rival.merit >= active.merit or not self._policy.allows(active, rival):
            return False
        second = await probe(rival)
        if not second.attempt.ok or second.candidate.merit >= active.merit:
            return False
        look.cause = ChangeReason.UPGRADE
        look.settle(second)
        return True

    async def _switch_in_tier(self, look: Look, active: Candidate) -> None:
        """Move to a candidate of equal merit that has proved to be clearly faster.

        If it did not do so in this look, it is asked once more.
        """
        self._policy.compare(active, look.sampled)
        rival = self._policy.faster_rival(active)
        if rival is None or not self._policy.allows(active, rival):
            return
        sample = look.sample_of(rival)
        if sample is None:
            sample = await look.attempt(rival, Purpose.SEARCH)
            self._policy.compare(active, [sample])
            if self._policy.faster_rival(active) != sample.candidate:
                return
        look.cause = ChangeReason.UPGRADE
        look.settle(sample)

    async def _measure(self, look: Look) -> None:
        """Ask a new connection once more, now that it is open.

        What is shown as latency is the answer's time on an open connection (rule 2
        compares like with like). The first answer was had while others raced, and
        at a start while Home Assistant was busy; it would be shown until the next
        check, five minutes later.
        """
        position = self._standing.position
        is_new = position != look.before or self.is_anew
        if not is_new or position.url is None:
            return
        track = self._roster[position.url]
        if track.last_attempt is None or track.last_attempt.warm:
            return
        outcome = await look.attempt(track.candidate, Purpose.MEASURE)
        if outcome.attempt.ok:
            self._standing.confirm(outcome)
        elif not outcome.attempt.authentic:
            timed_out = outcome.attempt.failure is FailureKind.TIMEOUT
            await self._selection.fail_over(look, track.candidate, timed_out=timed_out)

    def _record_change(self, look: Look) -> None:
        if self._has_moved_up(look):
            look.cause = ChangeReason.UPGRADE
        if (change := look.record_change()) is not None:
            self.push_is_up, self.proved_at = False, -inf
            is_upgrade = change.reason in (ChangeReason.UPGRADE, ChangeReason.FAIL_BACK)
            self._policy.note_change(change.to_type, is_upgrade=is_upgrade)

    def _has_moved_up(self, look: Look) -> bool:
        """Return whether a race for another reason has only led to a better one.

        A fail-over is from a connection that failed; this one counts as an upgrade,
        so that the damping sees it (rule 13). Where all was forgotten one of its own
        merit may have been better, too: it answered first.
        """
        left = self._roster.find(look.left)
        active = self._standing.active
        if left is None or active is None or look.cause is not ChangeReason.FAILOVER:
            return False
        if self.is_anew and active.merit == left.candidate.merit:
            return not left.quality.failing
        return active.merit < left.candidate.merit and not left.quality.failing
