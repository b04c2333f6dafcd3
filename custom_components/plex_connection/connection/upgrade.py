"""Upgrades: which better candidates to try, and when to move to one (rule 13).

A connection is left for a better one only after two good samples, 60 s after the last
change, and not if there were too many upgrades recently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Self

from .candidates import CandidateSet
from .clock import Moment
from .damping import UNDAMPED, FlapDamper
from .models import Candidate, ConnectionType
from .polling import JITTER
from .racing import FinishedAttempt
from .ranking import clearly_faster
from .reports import Change, ChangeReason

DWELL = 60.0
"""Seconds a connection is kept before an upgrade."""

ROUND = 6
"""Maximum candidates tried in one search."""

ESCAPE_PERIOD = 600.0
"""For this many seconds after the move to a relay, every check tries to leave it."""

ESCAPE_INTERVAL = 120.0
"""Seconds between two such attempts after that."""

IDLE_AFTER = 10.0
"""Seconds without an operation after which a server is idle (rule 9)."""

STEADY_AFTER = 300.0
"""Seconds a direct candidate must work before a relay may be left despite damping."""

UPGRADES = (ChangeReason.UPGRADE, ChangeReason.FAIL_BACK)

IN_TIER_WINS = 3
"""Consecutive samples in which a rival of equal preference must be faster."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UpgradeState:
    """State for the upgrades of one server's connection; monotonic seconds."""

    changed_at: float
    relayed_since: float
    searched_at: float
    position: int = 0
    """Start of the next round of a search."""
    damper: FlapDamper = UNDAMPED

    @classmethod
    def initial(cls, now: float) -> Self:
        """Return the state of a server without a past."""
        return cls(changed_at=now, relayed_since=now, searched_at=now)

    @classmethod
    def restored(cls, changes: Iterable[Change], moment: Moment) -> Self:
        """Return the state after changes from before a restart, by the wall clock.

        Ignores changes in the future, whose age is unknown.
        """
        state = cls.initial(moment.at)
        for change in changes:
            age = (moment.wall - change.at).total_seconds()
            if age >= 0:
                is_upgrade = change.reason in UPGRADES
                at = moment.at - age
                state = state.changed(change.to_type, at, is_upgrade=is_upgrade)
        return state

    def changed(self, to_type: ConnectionType, now: float, *, is_upgrade: bool) -> Self:
        """Return the state after a change of connection."""
        is_relay = to_type is ConnectionType.RELAY
        return replace(
            self,
            changed_at=now,
            relayed_since=now if is_relay else self.relayed_since,
            damper=self.damper.upgraded(now) if is_upgrade else self.damper,
        )

    def escape_is_due(self, now: float) -> bool:
        """Return whether a check on a relay tries the direct candidates."""
        if now - self.relayed_since < ESCAPE_PERIOD:
            return True
        # Checks may be up to 10 % early, so this may also be early.
        return now - self.searched_at >= ESCAPE_INTERVAL * (1 - JITTER)

    def allows(
        self,
        candidates: CandidateSet,
        active: Candidate,
        rival: Candidate,
        now: float,
    ) -> bool:
        """Return whether an upgrade may happen now, given its samples."""
        if now - self.changed_at < DWELL:
            return False
        if not self.damper.is_suppressing(now):
            return True
        known = candidates.find(rival.url)
        return (
            active.kind is ConnectionType.RELAY
            and rival.kind is not ConnectionType.RELAY
            and known is not None
            and known.good_since is not None
            and now - known.good_since >= STEADY_AFTER
        )

    def searched(self, better: Sequence[Candidate], now: float) -> Self:
        """Return the state after a search among `better`."""
        position = self.position + (ROUND if len(better) > ROUND else 0)
        return replace(self, searched_at=now, position=position)

    def round(self, better: Sequence[Candidate]) -> list[Candidate]:
        """Return at most six candidates of a search, in rotation, best first."""
        if len(better) <= ROUND:
            return list(better)
        first = self.position % len(better)
        chosen = [*better[first:], *better[:first]][:ROUND]
        return [each for each in better if each in chosen]


def better_candidates(
    candidates: CandidateSet,
    upgrade: UpgradeState,
    active: Candidate,
    now: float,
    *,
    is_idle: bool,
    is_eager: bool,
) -> list[Candidate]:
    """Return the better candidates to try in this check, in order of priority.

    An eager search, on request, waits neither for idle time nor for any back-off.
    """
    better = [
        each for each in candidates.usable() if each.preference < active.preference
    ]
    if is_eager:
        return better
    if active.kind is ConnectionType.RELAY:
        return better if upgrade.escape_is_due(now) else []
    if not is_idle:
        return []
    return [each for each in better if candidates[each.url].breaker.is_rested(now)]


def with_wins(
    candidates: CandidateSet, active: Candidate, samples: Iterable[FinishedAttempt]
) -> CandidateSet:
    """Return the candidates with a win added for each rival that was clearly faster.

    `samples` are good outcomes of other probes; this function sends no probes.
    """
    quality = candidates[active.url].quality
    for sample in samples:
        if sample.candidate.preference == active.preference:
            rival = candidates[sample.candidate.url]
            faster = clearly_faster(rival.quality, quality)
            wins = rival.wins + 1 if faster else 0
            candidates = candidates.with_candidate(replace(rival, wins=wins))
    return candidates


def without_wins(candidates: CandidateSet) -> CandidateSet:
    """Return the candidates without wins."""
    winners = [replace(each, wins=0) for each in candidates if each.wins]
    return reduce(CandidateSet.with_candidate, winners, candidates)


def faster_rival(candidates: CandidateSet, active: Candidate) -> Candidate | None:
    """Return a rival of equal preference, faster three times in a row, or None."""
    return next(
        (
            each
            for each in candidates.good(besides=active)
            if candidates[each.url].wins >= IN_TIER_WINS
            and each.preference == active.preference
        ),
        None,
    )
