"""Selects a connection: the contenders, the rounds of races, and their result.

The decisions are in `racing` and `failover`; this is their order (rules 3, 10 to 12).
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
from .racing import SELECTION_LIMIT, FinishedAttempt, Incumbent, Race
from .reports import CheckReason
from .state import ServerState

NEWCOMERS_LIMIT = 2.0
"""Minimum seconds for a race of candidates that become known at the end of a selection:
enough for one that works and is near."""

PANIC_PERIOD = 3600.0
"""Seconds offline after which a race is limited (rule 10)."""

PANIC_WAVE = 4
"""Maximum candidates in a limited race."""

STAND_INS = 2
"""Maximum candidates with a stand-in that are probed between the races: a server has
one or two proxies in front of it."""


class Selection:
    """Selects among the candidates of one server, within a check."""

    def __init__(self, owner: StateOwner, probing: Probing, *, clock: Clock) -> None:
        """Create it; selects nothing yet."""
        self._owner = owner
        self._probing = probing
        self._clock = clock

    async def fail_over(
        self, run: CheckRun, active: Candidate, failure: FailureKind | None = None
    ) -> None:
        """Race for the active candidate's place; it and the standby lead.

        `failure` is that of its probe; None: it is questioned for another reason. After
        mere silence, it is not shown as lost before that is certain.
        """
        run.consider_discovery()
        state = self._owner.current
        is_silence = failure is None or failure.is_silence
        if is_silence and state.is_shown and run.reason is not CheckReason.PUSH_ENDED:
            run.suspect()
        # The current one: the probe may have changed its type.
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
        """Race for the best connection, and settle on the result.

        Leaders have the first 250 ms to themselves. A relay that won is used, but left
        within the same selection if a direct candidate answers that its breaker had
        kept out: a relay must not hide one. It is shown when none is left, or two
        seconds after it answered.
        """
        last_good = self._last_good
        outcomes: list[FinishedAttempt] = []
        winner: FinishedAttempt | None = None
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
        """Probe the others, if due, while the active candidate's server is at fault.

        They lead to the same server, which may serve by now. But the fault may be of a
        proxy in front of it, at this one address. So the one that answers is used,
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

        The second runs if the first finds none, or only a relay. The first has those
        that their breakers admit, the second the others: by the panic rule, no
        connection is lost before each candidate was probed. An offline server has a
        single round.
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
        """Return all candidates to probe for a server that is offline or at fault.

        Regardless of breakers; after an hour at most four of them, which rotate.
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
        self, run: CheckRun, winner: FinishedAttempt | None, until: float
    ) -> FinishedAttempt | None:
        """Race candidates that became known while nothing, or only a relay, answered.

        The answer of plex.tv, asked before a connection is given up, may be on its way:
        a server under a new name must not be offline for that moment.
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
        self, run: CheckRun, outcomes: Sequence[FinishedAttempt]
    ) -> None:
        """Record the loss, unless the active candidate's server is at fault."""
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
        """Probe the http variants if no local candidate works (rule 7).

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
    """Return what to probe between two races: what brought an answer, and the new.

    Empty if a race of all is due, or if no candidate is hopeful.
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
    places rotate, so that each address gets its turn. At least one is left: the last
    good candidate leads its tier.
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
    """Return the last good candidate, unless it is a relay, which must wait."""
    return tuple(
        each
        for each in contenders
        if each.url == last_good and each.kind is not ConnectionType.RELAY
    )


def is_settled(
    winner: FinishedAttempt | None,
    outcomes: Sequence[FinishedAttempt],
    incumbent: Incumbent | None,
) -> bool:
    """Return whether no further round is needed.

    The server itself is at fault, or there is a direct connection, or the active
    candidate confirmed itself: even a relay, which only an upgrade leaves then.
    """
    if winner is None:
        return any(each.attempt.authentic for each in outcomes)
    if incumbent is not None and winner.candidate.url == incumbent.url:
        return True
    return winner.candidate.kind is not ConnectionType.RELAY
