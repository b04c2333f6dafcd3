"""Finding a connection: the contenders, the races, and what is settled on.

The rules' decisions are in `racing` and `failover`; here is their order (rules 3, 10
to 12).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import inf

from .check_run import CheckRun
from .clock import Clock
from .events import Purpose
from .failover import incumbent_of, standby_of
from .models import Candidate, ConnectionType, FailureKind
from .probing import Probing, StateOwner
from .racing import SELECTION_LIMIT, Incumbent, Outcome, Race
from .reports import CheckReason
from .state import ServerState

NEWCOMERS_LIMIT = 2.0
"""Seconds that a race of candidates which become known at the end of a selection has
at least: enough for one that is alive and near."""

PANIC_PERIOD = 3600.0
"""Seconds offline after which a race is limited (rule 10)."""

PANIC_WAVE = 4
"""Candidates in a limited race."""

STAND_INS = 2
"""Candidates at which something else answers that are probed between the races: a
server has one proxy before it, or two."""


class Selection:
    """Selects among the candidates of one server, within a check."""

    def __init__(self, owner: StateOwner, probing: Probing, *, clock: Clock) -> None:
        """Select nothing yet."""
        self._owner = owner
        self._probing = probing
        self._clock = clock

    async def fail_over(
        self, run: CheckRun, active: Candidate, failure: FailureKind | None = None
    ) -> None:
        """Race for the active candidate's place, itself and the standby in front.

        `failure` is what its probe failed on; None: it is doubted for another reason.
        Where that was mere silence, it is not shown as lost before it is certain.
        """
        run.consider_discovery()
        state = self._owner.current
        is_silence = failure is None or failure.is_silence
        if is_silence and state.is_shown and run.reason is not CheckReason.PUSH_ENDED:
            run.suspect()
        # As it is known by now: the probe may have shown where it leads.
        active = state.candidates[active.url].candidate
        standby = standby_of(state.candidates, state.active)
        leaders = [active] if standby is None else [active, standby.candidate]
        incumbent = incumbent_of(
            active,
            latency_ms=state.latency_ms,
            timed_out=failure is FailureKind.TIMEOUT,
        )
        await self.select(run, leaders, incumbent)

    async def select(
        self,
        run: CheckRun,
        leaders: Sequence[Candidate] = (),
        incumbent: Incumbent | None = None,
    ) -> None:
        """Race for the best connection there is, and settle on what comes of it.

        Leaders have the first 250 ms to themselves. A relay that won is used, and
        left again within the same selection if one of the direct candidates that
        their breakers had kept out answers: none may be overlooked for a relay. It is
        shown when none is left, or two seconds after it answered.
        """
        last_good = self._last_good
        outcomes: list[Outcome] = []
        winner: Outcome | None = None
        until = self._clock.monotonic() + SELECTION_LIMIT
        for entrants in self._rounds(run, leaders, last_good):
            contenders = entrants
            if winner is not None:
                tier = winner.candidate.tier
                contenders = [each for each in entrants if each.tier < tier]
            if not contenders:
                break
            result = await self._race(
                run,
                contenders,
                leaders=leaders or leader_of(contenders, last_good),
                leaders_only=bool(leaders),
                incumbent=incumbent,
                time_limit=until - self._clock.monotonic(),
            ).run()
            winner = result.winner or winner
            outcomes += result.outcomes
            if is_settled(winner, outcomes, incumbent):
                break
            leaders, incumbent = (), None
        if not is_settled(winner, outcomes, incumbent):
            winner = await self._race_newcomers(run, winner, until)
        if winner is None:
            self._settle_without_winner(run, outcomes)
        run.show()
        await self._probe_http_variants()

    async def probe_elsewhere(self, run: CheckRun, active: Candidate) -> None:
        """Probe the others, if it is time, while the active one's server is at fault.

        They lead to the same server, and it may serve by now. But the fault may be of
        what stands before it after all, at this one address. So what answers is used,
        unless the active one does as well.
        """
        if not self._owner.current.schedule.outage.is_due(self._clock.monotonic()):
            return
        others = [each for each in self._everyone() if each.url != active.url]
        probe = partial(run.attempt, purpose=Purpose.SELECTION)
        clock = self._clock.monotonic
        result = await Race(contenders=others, probe=probe, clock=clock).run()
        if result.winner is None:
            return
        again = await probe(active)
        if again.attempt.ok:
            run.confirm(again)
        else:
            run.confirm(result.winner)

    @property
    def _last_good(self) -> str | None:
        return self._owner.current.last_good if self._owner.is_cached else None

    def _rounds(
        self, run: CheckRun, leaders: Sequence[Candidate], last_good: str | None
    ) -> list[list[Candidate]]:
        """Return the contenders of each round.

        The second is for when the first finds none, or only a relay. First come those
        whose breakers admit it, then the others: that is the panic rule, no connection
        is lost before each candidate was probed. An offline server has a single round.
        """
        state, now = self._owner.current, self._clock.monotonic()
        if state.is_offline:
            is_due = run.reason is CheckReason.DUE
            hopeful = hopeful_of(state, last_good, now) if is_due else []
            entrants = hopeful or self._everyone()
            return [entrants] if entrants else []
        usable = state.candidates.usable(last_good)
        admitted = {each.url for each in state.candidates.admitted(usable, now)}
        admitted |= {each.url for each in leaders}
        first = [each for each in usable if each.url in admitted]
        others = [each for each in usable if each.url not in admitted]
        return [contenders for contenders in (first, others) if contenders]

    def _everyone(self) -> list[Candidate]:
        """Return all who are probed for a server that is offline or at fault.

        Whatever the breakers say; after an hour six of them, who change.
        """
        state, last_good = self._owner.current, self._last_good
        outage = replace(state.schedule.outage, is_race=True)
        usable = list(state.candidates.usable(last_good))
        since = min(state.offline_since, state.fault_since)
        turn = state.panic_turn
        if self._clock.monotonic() - since >= PANIC_PERIOD:
            usable, turn = panic_wave(usable, last_good, turn)
        schedule = replace(state.schedule, outage=outage)
        self._owner.apply(replace(state, schedule=schedule, panic_turn=turn))
        return usable

    async def _race_newcomers(
        self, run: CheckRun, winner: Outcome | None, until: float
    ) -> Outcome | None:
        """Race what has become known while nothing, or only a relay, answered.

        Before a connection is given up plex.tv was asked, and its answer may be on
        its way: a server under a new name is not off for that moment.
        """
        known = {each.url for each in self._owner.current.candidates.usable()}
        await run.await_discovery()
        newcomers = [
            each
            for each in self._owner.current.candidates.usable()
            if each.url not in known
            and (winner is None or each.tier < winner.candidate.tier)
        ]
        if not newcomers:
            return winner
        time_limit = max(until - self._clock.monotonic(), NEWCOMERS_LIMIT)
        result = await self._race(run, newcomers, time_limit=time_limit).run()
        return result.winner or winner

    def _race(
        self,
        run: CheckRun,
        contenders: Sequence[Candidate],
        *,
        time_limit: float,
        leaders: Sequence[Candidate] = (),
        leaders_only: bool = False,
        incumbent: Incumbent | None = None,
    ) -> Race:
        return Race(
            contenders=contenders,
            probe=partial(run.attempt, purpose=Purpose.SELECTION),
            clock=self._clock.monotonic,
            leaders=leaders,
            leaders_only=leaders_only,
            incumbent=incumbent,
            time_limit=time_limit,
            on_lead=run.lead,
        )

    def _settle_without_winner(
        self, run: CheckRun, outcomes: Sequence[Outcome]
    ) -> None:
        """Note the loss, unless the active candidate's server is what is at fault."""
        faults = [
            each for each in outcomes if each.attempt.authentic and not each.attempt.ok
        ]
        active = self._owner.current.active_url
        its_own = [each for each in faults if each.candidate.url == active]
        if its_own:
            run.blame(its_own[0])
            return
        kinds = [each.attempt.failure for each in outcomes]
        has_stand_in = any(kind is not None and kind.is_stand_in for kind in kinds)
        run.lose(faults[0] if faults else None, has_stand_in=has_stand_in)

    async def _probe_http_variants(self) -> None:
        """Probe the http twins where no https candidate near us works (rule 7).

        Once; and once more when the server is lost, which may have other causes.
        """
        state = self._owner.current
        good = state.candidates.good()
        if not any(each.kind is ConnectionType.LOCAL for each in good):
            since = state.offline_since if state.is_offline else -inf
            http_variants = state.candidates.unprobed_diagnostics(since)
            await self._probing.probe_all(http_variants, Purpose.DIAGNOSE)


def hopeful_of(
    state: ServerState, last_good: str | None, now: float
) -> list[Candidate]:
    """Return what is probed between two races: what brought an answer, and the new.

    None: it is time for all, or there is nothing to hope for.
    """
    if state.schedule.outage.is_due(now) or not state.is_awaited(now):
        return []
    usable = state.candidates.usable(last_good)
    attempts = {each.url: state.candidates[each.url].last_attempt for each in usable}
    if state.is_starting:
        hopeful = [url for url, last in attempts.items() if last and last.authentic]
    else:
        hopeful = [
            url
            for url, last in attempts.items()
            if last and last.failure and last.failure.is_stand_in
        ][:STAND_INS]
    if not hopeful:
        return []
    return [each for each in usable if each.url in hopeful or not attempts[each.url]]


def panic_wave(
    candidates: Sequence[Candidate], last_good: str | None, turn: int
) -> tuple[list[Candidate], int]:
    """Return at most four of the candidates, in their order, and the next turn.

    The last good candidate and the best of each tier are always among them; the other
    places go round, so that each address gets its turn. There is one: the last good
    candidate leads its tier.
    """
    chosen = {each.url for each in candidates if each.url == last_good}
    tiers: set[int] = set()
    for each in candidates:
        if each.tier not in tiers:
            tiers.add(each.tier)
            chosen.add(each.url)
    others = [each.url for each in candidates if each.url not in chosen]
    places = min(PANIC_WAVE - len(chosen), len(others))
    for offset in range(places):
        chosen.add(others[(turn + offset) % len(others)])
    return [each for each in candidates if each.url in chosen], turn + places


def leader_of(
    contenders: Sequence[Candidate], last_good: str | None
) -> tuple[Candidate, ...]:
    """Return the last good candidate; a relay has to wait for its turn."""
    return tuple(
        each
        for each in contenders
        if each.url == last_good and each.kind is not ConnectionType.RELAY
    )


def is_settled(
    winner: Outcome | None,
    outcomes: Sequence[Outcome],
    incumbent: Incumbent | None,
) -> bool:
    """Return whether another round is not called for.

    The server itself is at fault, or there is a direct connection, or the active
    candidate confirmed itself: from a relay, too, one moves up calmly.
    """
    if winner is None:
        return any(each.attempt.authentic for each in outcomes)
    if incumbent is not None and winner.candidate.url == incumbent.url:
        return True
    return winner.candidate.kind is not ConnectionType.RELAY
