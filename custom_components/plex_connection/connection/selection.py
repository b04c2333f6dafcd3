"""Finding a connection: the races, their line-ups, and what is settled on.

The rules' decisions are in `racing`, `lineup` and `failover`; here is their order.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import inf

from .failover import incumbent_of, standby_of
from .lineup import Lineup, is_settled, leader_of
from .look import Look
from .models import Candidate, ConnectionType
from .observation import Purpose
from .racing import SELECTION_LIMIT, Incumbent, Outcome, Race
from .reports import CheckReason
from .roster import Roster
from .standing import Standing

NEWCOMERS_LIMIT = 2.0
"""Seconds that a race of candidates which become known at the end of a selection has
at least: enough for one that is alive and near."""


class Selection:
    """Selects among the candidates of one server. Selections must not overlap."""

    def __init__(
        self,
        roster: Roster,
        standing: Standing,
        *,
        clock: Callable[[], float],
        last_good: Callable[[], str | None],
    ) -> None:
        """`last_good` returns the url of the cached state, if there is one."""
        self._roster = roster
        self._standing = standing
        self._clock = clock
        self._last_good = last_good
        self._lineup = Lineup(roster, standing, clock=clock)

    async def fail_over(
        self, look: Look, active: Candidate, *, timed_out: bool
    ) -> None:
        """Race for the active candidate's place, itself and the standby in front."""
        look.consider_discovery()
        # As it is known by now: the probe may have shown where it leads.
        active = self._roster[active.url].candidate
        standby = standby_of(self._roster, active)
        leaders = [active] if standby is None else [active, standby.candidate]
        latency_ms = self._standing.latency_ms
        incumbent = incumbent_of(active, latency_ms=latency_ms, timed_out=timed_out)
        await self.select(look, leaders, incumbent)

    async def select(
        self,
        look: Look,
        leaders: Sequence[Candidate] = (),
        incumbent: Incumbent | None = None,
    ) -> None:
        """Race for the best connection there is, and settle on what comes of it.

        Leaders have the first 250 ms to themselves. A relay that won is used, and
        left again within the same selection if one of the direct candidates that
        their breakers had kept out answers: none may be overlooked for a relay. It is
        shown when none is left, or two seconds after it answered.
        """
        last_good = self._last_good()
        outcomes: list[Outcome] = []
        winner: Outcome | None = None
        until = self._clock() + SELECTION_LIMIT
        for entrants in self._lineup.rounds(
            leaders, last_good, is_due=look.reason is CheckReason.DUE
        ):
            contenders = entrants
            if winner is not None:
                tier = winner.candidate.tier
                contenders = [each for each in entrants if each.tier < tier]
            if not contenders:
                break
            result = await self._race(
                look,
                contenders,
                leaders=leaders or leader_of(contenders, last_good),
                leaders_only=bool(leaders),
                incumbent=incumbent,
                time_limit=until - self._clock(),
            ).run()
            winner = result.winner or winner
            outcomes += result.outcomes
            if is_settled(winner, outcomes, incumbent):
                break
            leaders, incumbent = (), None
        if not is_settled(winner, outcomes, incumbent):
            winner = await self._race_newcomers(look, winner, until)
        if winner is None:
            self._settle_without_winner(look, outcomes)
        look.show()
        await self._explain()

    async def _race_newcomers(
        self, look: Look, winner: Outcome | None, until: float
    ) -> Outcome | None:
        """Race whoever has become known while nobody, or only a relay, answered.

        Before a connection is given up plex.tv was asked, and its answer may be on
        its way: a server under a new name is not off for that moment.
        """
        known = {each.url for each in self._roster.usable()}
        await look.hear_news()
        newcomers = [
            each
            for each in self._roster.usable()
            if each.url not in known
            and (winner is None or each.tier < winner.candidate.tier)
        ]
        if not newcomers:
            return winner
        time_limit = max(until - self._clock(), NEWCOMERS_LIMIT)
        result = await self._race(look, newcomers, time_limit=time_limit).run()
        return result.winner or winner

    def _race(
        self,
        look: Look,
        contenders: Sequence[Candidate],
        *,
        time_limit: float,
        leaders: Sequence[Candidate] = (),
        leaders_only: bool = False,
        incumbent: Incumbent | None = None,
    ) -> Race:
        return Race(
            contenders=contenders,
            probe=partial(look.attempt, purpose=Purpose.SELECTION),
            clock=self._clock,
            leaders=leaders,
            leaders_only=leaders_only,
            incumbent=incumbent,
            time_limit=time_limit,
            on_lead=look.lead,
        )

    def _settle_without_winner(self, look: Look, outcomes: Sequence[Outcome]) -> None:
        """Note the loss, unless the active candidate's server is what is at fault."""
        faults = [
            each for each in outcomes if each.attempt.authentic and not each.attempt.ok
        ]
        active = self._standing.position.url
        its_own = [each for each in faults if each.candidate.url == active]
        if its_own:
            self._standing.blame(its_own[0])
            return
        kinds = [each.attempt.failure for each in outcomes]
        has_stand_in = any(kind is not None and kind.is_stand_in for kind in kinds)
        look.lose(faults[0] if faults else None, has_stand_in=has_stand_in)

    async def look_elsewhere(self, look: Look, active: Candidate) -> None:
        """Ask the others, if it is time, while the active one's server is at fault.

        They lead to the same server, and it may serve by now. But the fault may be of
        what stands before it after all, at this one address. So who answers is used,
        unless the active one does as well.
        """
        if not self._standing.field.is_due:
            return
        field = self._lineup.field(self._last_good())
        others = [each for each in field if each.url != active.url]
        probe = partial(look.attempt, purpose=Purpose.SELECTION)
        result = await Race(contenders=others, probe=probe, clock=self._clock).run()
        if result.winner is None:
            return
        again = await probe(active)
        if again.attempt.ok:
            self._standing.confirm(again)
        else:
            look.settle(result.winner)

    async def _explain(self) -> None:
        """Ask the http twins where no https row near us works (rule 7).

        Once; and once more when the server is lost, which may have other causes.
        """
        good = self._roster.good()
        if not any(each.kind is ConnectionType.LOCAL for each in good):
            is_lost = self._standing.is_offline
            since = self._standing.offline_since if is_lost else -inf
            twins = self._roster.unexplained(since)
            await self._roster.probe_all(twins, Purpose.EXPLAIN)
