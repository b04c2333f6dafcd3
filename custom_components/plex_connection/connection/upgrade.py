"""Moving up, calmly: whom to look for, and when a better one is good enough.

Rule 13. A connection is left for a better one only after two good samples, 60 s after
the last change, and not if that happened too often of late.
"""

from collections.abc import Callable, Iterable

from .damping import FlapDamper
from .models import Candidate, ConnectionType
from .polling import JITTER
from .racing import Outcome
from .ranking import clearly_faster
from .roster import Roster

DWELL = 60.0
"""Seconds a connection is kept before an upgrade."""

ROUND = 6
"""Candidates tried in one search."""

ESCAPE_PERIOD = 600.0
"""Seconds after going to relay in which each check tries to escape."""

ESCAPE_INTERVAL = 120.0
"""Seconds between two tries after that."""

IDLE_AFTER = 10.0
"""Seconds without an operation after which a server is idle (rule 9)."""

STEADY_AFTER = 300.0
"""A direct candidate good for so many seconds ends the suppression on relay."""

IN_TIER_WINS = 3
"""Samples in a row a rival of the same merit must be clearly faster."""


class UpgradePolicy:
    """Decides about upgrades of one server's connection."""

    def __init__(self, roster: Roster, *, clock: Callable[[], float]) -> None:
        """Create a policy without a past."""
        self._roster = roster
        self._clock = clock
        self._damper = FlapDamper(clock=clock)
        self._changed_at = clock()
        self._relayed_since = clock()
        self._searched_at = clock()
        self._position = 0

    def note_change(self, to_type: ConnectionType, *, is_upgrade: bool) -> None:
        """Learn that the connection changed."""
        self._changed_at = self._clock()
        if to_type is ConnectionType.RELAY:
            self._relayed_since = self._changed_at
        if is_upgrade:
            self._damper.record_upgrade()
        for track in self._roster:
            track.wins = 0

    def targets(
        self, active: Candidate, *, is_idle: bool, is_eager: bool
    ) -> list[Candidate]:
        """Return the better candidates to try in this check, in order of priority.

        An eager search, one that somebody asked for, waits neither for idle time
        nor for anybody's back-off.
        """
        better = [each for each in self._roster.usable() if each.merit < active.merit]
        if active.kind is ConnectionType.RELAY:
            if not (is_eager or self._escape_is_due()):
                return []
        elif not is_eager:
            better = [each for each in better if is_idle and self._is_rested(each)]
        if better:
            self._searched_at = self._clock()
        return self._round(better)

    def allows(self, active: Candidate, rival: Candidate) -> bool:
        """Return whether an upgrade may happen now, the samples given."""
        if self._clock() - self._changed_at < DWELL:
            return False
        return not self._damper.is_suppressing or self._ends_suppression(active, rival)

    def compare(self, active: Candidate, samples: Iterable[Outcome]) -> None:
        """Count who of the active candidate's rivals was clearly faster just now.

        `samples` are good outcomes; nobody is probed for this alone.
        """
        quality = self._roster[active.url].quality
        for sample in samples:
            if sample.candidate.merit == active.merit:
                rival = self._roster[sample.candidate.url]
                faster = clearly_faster(rival.quality, quality)
                rival.wins = rival.wins + 1 if faster else 0

    def faster_rival(self, active: Candidate) -> Candidate | None:
        """Return one of equal merit that was clearly faster three times in a row."""
        return next(
            (
                each
                for each in self._roster.good(besides=active)
                if self._roster[each.url].wins >= IN_TIER_WINS
                and each.merit == active.merit
            ),
            None,
        )

    def _escape_is_due(self) -> bool:
        now = self._clock()
        if now - self._relayed_since < ESCAPE_PERIOD:
            return True
        # The checks it goes with are up to 10 % early, so this may be as well.
        return now - self._searched_at >= ESCAPE_INTERVAL * (1 - JITTER)

    def _is_rested(self, candidate: Candidate) -> bool:
        track = self._roster.find(candidate.url)
        return track is not None and track.breaker.is_rested

    def _ends_suppression(self, active: Candidate, rival: Candidate) -> bool:
        track = self._roster.find(rival.url)
        return (
            active.kind is ConnectionType.RELAY
            and rival.kind is not ConnectionType.RELAY
            and track is not None
            and track.good_since is not None
            and self._clock() - track.good_since >= STEADY_AFTER
        )

    def _round(self, candidates: list[Candidate]) -> list[Candidate]:
        """Return at most six, going round, best first."""
        if len(candidates) <= ROUND:
            return candidates
        first = self._position % len(candidates)
        self._position += ROUND
        chosen = (candidates[first:] + candidates[:first])[:ROUND]
        return [each for each in candidates if each in chosen]
