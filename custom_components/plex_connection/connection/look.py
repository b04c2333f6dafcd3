"""One look at a server while it goes on: what it tries, settles and finds out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .failover import tier_is_exhausted
from .models import Candidate, ConnectionType
from .observation import Purpose
from .racing import Outcome
from .reports import Change, ChangeReason, CheckReason
from .roster import Roster
from .standing import Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class Listener:
    """Told of what cannot wait for the end of the look."""

    on_first: Callable[[], None]
    on_needs_discovery: Callable[[], None]
    news: Callable[[], Awaitable[None]]
    """Takes the candidates that were offered meanwhile; waits for what plex.tv is
    about to say, if it was asked, but not for long."""


class Look:
    """One look, and the one change that may come of it. To be used once."""

    def __init__(
        self,
        roster: Roster,
        standing: Standing,
        *,
        reason: CheckReason,
        listener: Listener,
        asked_at: float,
        clock: Callable[[], float],
    ) -> None:
        """Begin; `asked_at` is when something made us look, in monotonic seconds."""
        self.reason = reason
        self.before = standing.position
        self.cause = ChangeReason.FAILOVER
        """What a change from one connection to another is due to."""
        self.sampled: list[Outcome] = []
        """The good answers so far."""
        self._roster = roster
        self._standing = standing
        self._listener = listener
        self._asked_at = asked_at
        self._settled_at = clock()
        self._clock = clock
        self._wants_discovery = False
        self._spared: Candidate | None = None
        self._held: Outcome | None = None
        """Who leads, and is worse than the spared one, which has not answered yet."""

    async def attempt(self, candidate: Candidate, purpose: Purpose) -> Outcome:
        """Probe a candidate, and see what its failure means for its tier."""
        outcome = await self._roster.probe(candidate, purpose)
        if outcome.attempt.ok:
            self.sampled.append(outcome)
        elif not outcome.attempt.authentic:
            self.consider_discovery()
            if self._spared is not None and candidate.url == self._spared.url:
                self.let_go()
        return outcome

    def spare(self, active: Candidate) -> None:
        """Do not leave this one for a worse one before it has failed."""
        self._spared = active

    def let_go(self) -> None:
        """Leave the spared one, if somebody leads in its place."""
        held, self._spared, self._held = self._held, None, None
        if held is not None:
            self.lead(held)

    def sample_of(self, candidate: Candidate) -> Outcome | None:
        """Return the good answer of a candidate in this look, if there was one."""
        samples = (e for e in self.sampled if e.candidate.url == candidate.url)
        return next(samples, None)

    def settle(self, outcome: Outcome) -> None:
        """Use a candidate that proved itself from now on."""
        self._standing.confirm(outcome)
        self._settled_at = self._clock()

    def lead(self, outcome: Outcome) -> None:
        """Use the leader of a race from now on, and say so the first time."""
        self._held = None
        if self._spared is not None and outcome.candidate.merit > self._spared.merit:
            self._held = outcome
            return
        is_new = self._standing.position == self.before
        self.settle(outcome)
        if is_new and self._standing.position != self.before:
            self._listener.on_first()

    def lose(self, fault: Outcome | None, *, has_stand_in: bool) -> None:
        """Settle on nothing: nobody answered, unless with the server's own fault.

        `has_stand_in` says that something answered in the server's place.
        """
        self._standing.lose(fault, has_stand_in=has_stand_in)
        self._settled_at = self._clock()

    def consider_discovery(self) -> None:
        """Ask for discovery as soon as the tier in use has nobody left (rule 15).

        Of a server without a verdict, as soon as nobody is: relays are not written
        down, so that after a start plex.tv alone knows whether there is one.
        """
        tier = self.before.connection_type
        if self._wants_discovery or tier is ConnectionType.OFFLINE:
            return
        if tier_is_exhausted(self._roster, tier):
            self._wants_discovery = True
            self._listener.on_needs_discovery()

    async def hear_news(self) -> None:
        """Take the candidates that have become known since the look began."""
        await self._listener.news()

    def conclude(self) -> None:
        """Say whether plex.tv should be asked, as it looks in the end."""
        tier = self.before.connection_type
        tier_is_lost = self._wants_discovery and tier_is_exhausted(self._roster, tier)
        is_lost = self._standing.is_offline and not self._standing.has_fault
        self._standing.needs_discovery = tier_is_lost or is_lost

    def record_change(self) -> Change | None:
        """Record the change that was made, if there is one."""
        duration = self._settled_at - self._asked_at
        return self._standing.record_change(self.before, self.cause, duration)
