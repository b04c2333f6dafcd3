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
        self, leaders: Sequence[Candidate], last_good: str | None
    ) -> list[list[Candidate]]:
        """Return the contenders of each round.

        The second is for when the first finds nobody, or only a relay. First come
        those whose breakers admit it, then the others: that is the panic rule, no
        connection is lost before each candidate was asked. A server that is off has
        a single round.
        """
        usable = self._roster.usable(last_good)
        if self._standing.is_offline:
            return [self._panic_round(usable, last_good)] if usable else []
        admitted = {each.url for each in self._roster.admitted(usable)}
        admitted |= {each.url for each in leaders}
        first = [each for each in usable if each.url in admitted]
        others = [each for each in usable if each.url not in admitted]
        return [contenders for contenders in (first, others) if contenders]

    def _panic_round(
        self, usable: Sequence[Candidate], last_good: str | None
    ) -> list[Candidate]:
        """Return who races for a server that is off, whatever the breakers say.

        Where it answered that it is starting, only they who brought the answer.
        """
        if self._standing.starting:
            authentic = [each for each in usable if self._is_authentic(each)]
            return authentic or list(usable)
        if self._clock() - self._standing.offline_since >= PANIC_PERIOD:
            return self._rotation.choose(usable, last_good)
        return list(usable)

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
