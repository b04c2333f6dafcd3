"""One look at a server: mind the active connection, replace it, look for a better one.

The rules' decisions are in `racing`, `failover` and `upgrade`; here is their order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf

from .failover import incumbent_of, standby_interval, standby_of, tier_is_exhausted
from .lineup import Lineup, is_settled, leader_of
from .models import Candidate, ConnectionType, FailureKind
from .racing import SELECTION_LIMIT, Incumbent, Outcome, Race
from .reports import ChangeReason, CheckReason
from .roster import Roster
from .standing import Position, Standing
from .upgrade import IDLE_AFTER, UpgradePolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class Listener:
    """Told of what cannot wait for the end of the look."""

    on_first: Callable[[], None]
    on_needs_discovery: Callable[[], None]


NOBODY = Listener(on_first=lambda: None, on_needs_discovery=lambda: None)


class Selection:
    """Keeps one server's connection. Looks must not overlap."""

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
        self.has_operated = False
        """Whether an operation has proved the active candidate since the last look."""
        self.operated_at = -inf
        self.looked_at = -inf
        """Monotonic seconds, as above."""
        self._roster = roster
        self._standing = standing
        self._clock = clock
        self._last_good = last_good
        self._policy = UpgradePolicy(roster, clock=clock)
        self._lineup = Lineup(roster, standing, clock=clock)
        self._listener = NOBODY
        self._before = Position(None, None)
        self._cause = ChangeReason.FAILOVER
        self._settled_at = -inf
        self._sampled: list[Outcome] = []
        self._wants_discovery = False

    async def look(self, reason: CheckReason, listener: Listener) -> None:
        """Look once. Ends, even if cancelled, with the change recorded that it made."""
        started_at = self._settled_at = self._clock()
        self._listener = listener
        self._before = self._standing.position
        self._cause = ChangeReason.FAILOVER
        self._sampled.clear()
        self._wants_discovery = False
        try:
            await self._look(reason)
            await self._measure()
            self._conclude()
        finally:
            self._listener = NOBODY
            self.looked_at = self._clock()
            self._record_change(self._settled_at - started_at)

    async def _measure(self) -> None:
        """Ask a new connection once more, now that it is open.

        What is shown as latency is the answer's time on an open connection (rule 2
        compares like with like). The first answer was had while others raced, and
        at a start while Home Assistant was busy; it would be shown until the next
        check, five minutes later.
        """
        position = self._standing.position
        if position == self._before or position.url is None:
            return
        track = self._roster[position.url]
        if track.last_attempt is None or track.last_attempt.warm:
            return
        outcome = await self._try(track.candidate)
        if outcome.attempt.ok:
            self._standing.confirm(outcome)
        elif not outcome.attempt.authentic:
            timed_out = outcome.attempt.failure is FailureKind.TIMEOUT
            await self._fail_over(track.candidate, timed_out=timed_out)

    def judge(self, outcomes: Iterable[Outcome]) -> bool:
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
            elif attempt.ok and not candidate.explain_only:
                should_look |= active is None or candidate.merit < active.merit
        return should_look

    async def _look(self, reason: CheckReason) -> None:
        active = self._standing.active
        if active is None or self._roster.find(active.url) is None:
            self._cause = ChangeReason.WITHDRAWN
            await self._select()
        elif reason.doubts_active:
            await self._fail_over(active, timed_out=False)
        elif reason is CheckReason.START:
            # From before the restart, and stale: it gets a head start, no more.
            await self._select([self._roster[active.url].candidate])
        elif await self._mind(active, reason):
            active = self._roster[active.url].candidate
            if not await self._search(active, reason):
                self._switch_in_tier(active)

    async def _mind(self, active: Candidate, reason: CheckReason) -> bool:
        """See that the active candidate works; return whether it did at once.

        An operation since the last look was its test. An open push channel is as
        good, but saves the probe only where the standby's takes its place.
        """
        is_aided = self.push_is_up or self.has_operated
        standby = standby_of(self._roster, active)
        interval = standby_interval(active, is_aided=is_aided)
        if standby is not None and standby.age(self._clock()) < interval:
            standby = None
        proved = self.has_operated or (self.push_is_up and standby is not None)
        self.has_operated = False
        if proved and reason.is_routine and not self._standing.has_fault:
            self._standing.prove()
        else:
            outcome = await self._try(active)
            if not outcome.attempt.authentic:
                timed_out = outcome.attempt.failure is FailureKind.TIMEOUT
                await self._fail_over(active, timed_out=timed_out)
                return False
            if not outcome.attempt.ok:
                self._standing.blame(outcome)
                return False
            self._standing.confirm(outcome)
        if standby is not None:
            await self._try(standby.candidate)
        return True

    async def _fail_over(self, active: Candidate, *, timed_out: bool) -> None:
        """Race for the active candidate's place, itself and the standby in front."""
        self._consider_discovery()
        # As it is known by now: the probe may have shown where it leads.
        active = self._roster[active.url].candidate
        standby = standby_of(self._roster, active)
        leaders = [active] if standby is None else [active, standby.candidate]
        latency_ms = self._standing.latency_ms
        incumbent = incumbent_of(active, latency_ms=latency_ms, timed_out=timed_out)
        await self._select(leaders, incumbent)

    async def _select(
        self, leaders: Sequence[Candidate] = (), incumbent: Incumbent | None = None
    ) -> None:
        """Race for the best connection there is, and settle on what comes of it.

        Leaders have the first 250 ms to themselves. A relay that won is used, and
        left again within the same selection if one of the direct candidates that
        their breakers had kept out answers: none may be overlooked for a relay.
        """
        last_good = self._last_good()
        outcomes: list[Outcome] = []
        winner: Outcome | None = None
        until = self._clock() + SELECTION_LIMIT
        for entrants in self._lineup.rounds(leaders, last_good):
            contenders = entrants
            if winner is not None:
                tier = winner.candidate.tier
                contenders = [each for each in entrants if each.tier < tier]
            if not contenders:
                break
            race = Race(
                contenders=contenders,
                probe=self._try,
                clock=self._clock,
                leaders=leaders or leader_of(contenders, last_good),
                leaders_only=bool(leaders),
                incumbent=incumbent,
                time_limit=until - self._clock(),
                on_lead=self._lead,
            )
            result = await race.run()
            winner = result.winner or winner
            outcomes += result.outcomes
            if is_settled(winner, outcomes, incumbent):
                break
            leaders, incumbent = (), None
        if winner is None:
            self._settle_without_winner(outcomes)
        await self._explain()

    def _settle_without_winner(self, outcomes: Sequence[Outcome]) -> None:
        """Note the loss, unless the active candidate's server is what is at fault."""
        faults = [
            each for each in outcomes if each.attempt.authentic and not each.attempt.ok
        ]
        active = self._standing.position.url
        if all(each.candidate.url != active for each in faults):
            self._standing.lose()
            self._settled_at = self._clock()
        for fault in faults[:1]:
            self._standing.blame(fault)

    async def _explain(self) -> None:
        """Ask the http twins, once, where no https row near us works (rule 7)."""
        good = self._roster.good()
        if not any(each.kind is ConnectionType.LOCAL for each in good):
            await self._roster.probe_all(self._roster.unexplained())

    async def _search(self, active: Candidate, reason: CheckReason) -> bool:
        """Try the candidates that would be better; return whether one was taken.

        Two good samples are needed, of which the race is the first.
        """
        is_idle = self._clock() - self.operated_at >= IDLE_AFTER
        targets = self._policy.targets(
            active,
            is_idle=is_idle or reason is CheckReason.PUSH_HINT,
            is_eager=reason in (CheckReason.MANUAL, CheckReason.DISCOVERY),
        )
        if not targets:
            return False
        race = Race(contenders=targets, probe=self._try, clock=self._clock)
        result = await race.run()
        if result.winner is None:
            return False
        rival = result.winner.candidate
        if rival.merit >= active.merit or not self._policy.allows(active, rival):
            return False
        second = await self._try(rival)
        if not second.attempt.ok or second.candidate.merit >= active.merit:
            return False
        self._cause = ChangeReason.UPGRADE
        self._settle(second)
        return True

    def _switch_in_tier(self, active: Candidate) -> None:
        """Move to a candidate of equal merit that has proved to be clearly faster."""
        rival = self._policy.faster_rival(active, self._sampled)
        if rival is not None and self._policy.allows(active, rival.candidate):
            self._cause = ChangeReason.UPGRADE
            self._settle(rival)

    async def _try(self, candidate: Candidate) -> Outcome:
        outcome = await self._roster.probe(candidate)
        if outcome.attempt.ok:
            self._sampled.append(outcome)
        elif not outcome.attempt.authentic:
            self._consider_discovery()
        return outcome

    def _settle(self, outcome: Outcome) -> None:
        self._standing.confirm(outcome)
        self._settled_at = self._clock()

    def _lead(self, outcome: Outcome) -> None:
        """Use the leader of a race from now on, and say so the first time."""
        is_new = self._standing.position == self._before
        self._settle(outcome)
        if is_new and self._standing.position != self._before:
            self._listener.on_first()

    def _consider_discovery(self) -> None:
        """Ask for discovery as soon as the tier in use has nobody left (rule 15)."""
        tier = self._before.connection_type
        is_connected = tier not in (None, ConnectionType.OFFLINE)
        if self._wants_discovery or not is_connected:
            return
        if tier_is_exhausted(self._roster, tier):
            self._wants_discovery = True
            self._listener.on_needs_discovery()

    def _conclude(self) -> None:
        """Say whether plex.tv should be asked, as it looks in the end."""
        tier = self._before.connection_type
        tier_is_lost = self._wants_discovery and tier_is_exhausted(self._roster, tier)
        is_lost = self._standing.is_offline and not self._standing.has_fault
        self._standing.needs_discovery = tier_is_lost or is_lost

    def _record_change(self, duration: float) -> None:
        reason = self._standing.record_change(self._before, self._cause, duration)
        if reason is not None and self._standing.verdict is not None:
            self.push_is_up = self.has_operated = False
            is_upgrade = reason in (ChangeReason.UPGRADE, ChangeReason.FAIL_BACK)
            self._policy.note_change(self._standing.verdict, is_upgrade=is_upgrade)
