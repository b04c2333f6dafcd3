"""One look at a server while it goes on: what it tries, settles and finds out."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf

from .failover import tier_is_exhausted
from .models import Candidate, ConnectionType
from .observation import Purpose
from .racing import Outcome
from .reports import Change, ChangeReason, CheckReason
from .roster import Roster
from .standing import Standing

RELAY_SHOWN_AFTER = 2.0
"""Seconds from a relay's answer until it is shown, while a direct candidate may still
answer: a dead remote one has five, and for so long no page is to say what is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listener:
    """Told of what cannot wait for the end of the look."""

    on_first: Callable[[], None]
    """There is another connection, to be used at once."""
    on_shown: Callable[[], None]
    """It is to be shown, too: a direct one at once, a relay a little later."""
    on_needs_discovery: Callable[[], None]
    news: Callable[[], Awaitable[None]]
    """Takes the candidates that were offered meanwhile; waits for what plex.tv is
    about to say, if it was asked, but not for long."""


class Look:
    """One look, and the change that may come of it. To be used once.

    There is another where what was shown is left again in the same look.
    """

    def __init__(
        self,
        roster: Roster,
        standing: Standing,
        *,
        reason: CheckReason,
        listener: Listener,
        asked_at: float,
        clock: Callable[[], float],
        record: Callable[[], None],
    ) -> None:
        """Begin; `asked_at` is when something made us look, in monotonic seconds.

        `record` is to come to `record_change`: what is shown is a change before the
        look has ended.
        """
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
        self._failed_at = standing.failing_since
        """When the first answer failed, of those that led to this; inf: none did."""
        if reason.doubts_active:
            self._failed_at = min(self._failed_at, asked_at)
        self._recorded = standing.position
        """What the last change led to that is recorded."""
        self._record = record
        self._is_shown = False
        """Whether what is in use in its place is shown already."""
        self._is_relay_over = False
        """Whether a relay was shown in this look, which happens once."""
        self._answered_at: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        """Shows a relay."""
        self._clock = clock
        self._wants_discovery = False
        self._spared: Candidate | None = None
        self._held: Outcome | None = None
        """Who leads, and is worse than the spared one, which has not answered yet."""

    async def attempt(self, candidate: Candidate, purpose: Purpose) -> Outcome:
        """Probe a candidate, and see what its failure means for its tier."""
        outcome = await self._roster.probe(candidate, purpose)
        self._standing.heed(outcome)
        if outcome.attempt.ok:
            self.sampled.append(outcome)
            self._answered_at[candidate.url] = self._clock()
            if candidate.url == self._standing.position.url == self.before.url:
                self._failed_at = inf
        elif not outcome.attempt.authentic:
            self._failed_at = min(self._failed_at, self._standing.failing_since)
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
        self._present(outcome)

    def show(self) -> None:
        """Show the relay that is in use, if it is not: that is the change.

        Called when no candidate is left that might make it superfluous, and by a timer.
        """
        self._put_timer_away()
        position = self._standing.position
        if self._is_relay_over or position == self._recorded:
            return
        if position.connection_type is ConnectionType.RELAY:
            self._is_relay_over = True
            self._settled_at = self._clock()
            self._record()
            self._listener.on_shown()

    def lose(self, fault: Outcome | None, *, has_stand_in: bool) -> None:
        """Settle on nothing: no answer came, unless with the server's own fault.

        `has_stand_in` says that something answered in the server's place.
        """
        self._put_timer_away()
        self._standing.lose(fault, has_stand_in=has_stand_in)
        self._settled_at = self._clock()

    def consider_discovery(self) -> None:
        """Ask for discovery as soon as the tier in use has no candidate left (rule 15).

        Of a server without a verdict, as soon as no tier has: relays are not written
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

    @property
    def left(self) -> str | None:
        """Return the url that a change would be away from, if it was made now."""
        return self._recorded.url

    def record_change(self) -> Change | None:
        """Record the change that was made since the last one, if there is one.

        It took from the first answer that failed, or else from what made us look, to
        the answer that was put to use; of a relay, until it was shown.
        """
        self._put_timer_away()
        began_at = self._asked_at if self._failed_at == inf else self._failed_at
        duration = max(0.0, self._settled_at - began_at)
        change = self._standing.record_change(
            self._recorded, self.cause, duration, chosen=self._roster.pinned
        )
        self._recorded = self._standing.position
        # What is used next is better, or the one that was shown has failed as well.
        self.cause, self._is_shown = ChangeReason.FAILOVER, False
        return change

    def _present(self, outcome: Outcome) -> None:
        """Have what is used now shown, a relay in a while; that is the change."""
        self._put_timer_away()
        if self._standing.position == self._recorded:
            return
        if outcome.candidate.kind is ConnectionType.RELAY:
            answered_at = self._answered_at[outcome.candidate.url]
            delay = answered_at + RELAY_SHOWN_AFTER - self._clock()
            self._timer = asyncio.get_running_loop().call_later(delay, self.show)
        elif self.before.connection_type is not None:
            self._record()
            self._listener.on_shown()
        elif not self._is_shown:
            # A first verdict is one change, whatever takes over before it is final.
            self._is_shown = True
            self._listener.on_shown()

    def _put_timer_away(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
