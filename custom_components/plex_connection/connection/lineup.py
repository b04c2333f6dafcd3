"""Who takes part in a race, and in which round (rules 3 and 10)."""

from collections.abc import Callable, Sequence

from .models import Candidate, ConnectionType
from .racing import Incumbent, Outcome
from .roster import Roster
from .standing import Standing

PANIC_PERIOD = 3600.0
"""Seconds offline after which a race is limited (rule 10)."""

PANIC_WAVE = 6
"""Candidates in a limited race."""

STAND_INS = 2
"""Candidates at which something else answers that are asked between the races: a server
has one proxy before it, or two."""


class _Rotation:
    """Chooses who takes part in the races of a server that is off for long.

    The last good candidate and the best of each tier always do; the other places go
    round, so that each address gets its turn.
    """

    def __init__(self) -> None:
        """Start with the first."""
        self._position = 0

    def choose(
        self, candidates: Sequence[Candidate], last_good: str | None
    ) -> list[Candidate]:
        """Return at most six of the candidates, in the order they were given."""
        chosen = {each.url for each in candidates if each.url == last_good}
        tiers: set[int] = set()
        for each in candidates:
            if each.tier not in tiers:
                tiers.add(each.tier)
                chosen.add(each.url)
        others = [each.url for each in candidates if each.url not in chosen]
        places = min(PANIC_WAVE - len(chosen), len(others))
        for offset in range(places):
            chosen.add(others[(self._position + offset) % len(others)])
        self._position += places
        return [each for each in candidates if each.url in chosen]


class Lineup:
    """Chooses the contenders of the races for one server."""

    def __init__(
        self, roster: Roster, standing: Standing, *, clock: Callable[[], float]
    ) -> None:
        """Create a line-up of the candidates in the roster."""
        self._roster = roster
        self._standing = standing
        self._clock = clock
        self._rotation = _Rotation()

    def rounds(
        self,
        leaders: Sequence[Candidate],
        last_good: str | None,
        *,
        is_due: bool = False,
    ) -> list[list[Candidate]]:
        """Return the contenders of each round; `is_due`: of a check of the schedule's.

        The second is for when the first finds nobody, or only a relay. First come
        those whose breakers admit it, then the others: that is the panic rule, no
        connection is lost before each candidate was asked. A server that is off has
        a single round.
        """
        usable = self._roster.usable(last_good)
        if self._standing.is_offline:
            hopeful = self._hopeful(usable) if is_due else []
            round_ = hopeful or self.field(last_good)
            return [round_] if round_ else []
        admitted = {each.url for each in self._roster.admitted(usable)}
        admitted |= {each.url for each in leaders}
        first = [each for each in usable if each.url in admitted]
        others = [each for each in usable if each.url not in admitted]
        return [contenders for contenders in (first, others) if contenders]

    def field(self, last_good: str | None) -> list[Candidate]:
        """Return all who are asked for a server that is off or at fault.

        Whatever the breakers say; after an hour six of them, who change.
        """
        self._standing.field.note_asked()
        usable = self._roster.usable(last_good)
        since = min(self._standing.offline_since, self._standing.fault_since)
        if self._clock() - since >= PANIC_PERIOD:
            return self._rotation.choose(usable, last_good)
        return list(usable)

    def _hopeful(self, usable: Sequence[Candidate]) -> list[Candidate]:
        """Return who is asked in between: who brought an answer, and who is new.

        None: it is time for all, or there is nothing to hope for.
        """
        standing = self._standing
        if standing.field.is_due or not standing.is_awaited:
            return []
        if standing.starting:
            hopeful = [each for each in usable if self._is_authentic(each)]
        else:
            stand_ins = [each for each in usable if self._has_stand_in(each)]
            hopeful = stand_ins[:STAND_INS]
        if not hopeful:
            return []
        new = [each for each in usable if self._roster[each.url].last_attempt is None]
        return [each for each in usable if each in hopeful or each in new]

    def _has_stand_in(self, candidate: Candidate) -> bool:
        last = self._roster[candidate.url].last_attempt
        return last is not None and bool(last.failure and last.failure.is_stand_in)

    def _is_authentic(self, candidate: Candidate) -> bool:
        last = self._roster[candidate.url].last_attempt
        return last is not None and last.authentic


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
