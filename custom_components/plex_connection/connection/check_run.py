"""One check of a server while it runs: what it settles on, and what it shows."""

import asyncio
from dataclasses import replace
from math import inf

from .changes import with_change, with_loss
from .clock import Clock
from .events import ConnectionFound, ConnectionShown, DiscoveryNeeded, Purpose
from .failover import tier_is_exhausted
from .models import Candidate, ConnectionType
from .probing import Probing, StateOwner
from .racing import Outcome
from .reports import ChangeReason, CheckReason
from .state import ServerState
from .suspicion import Shown, Suspicion
from .transitions import blamed, confirmed, lost

RELAY_SHOWN_AFTER = 2.0
"""Seconds from a relay's answer until it is shown, while a direct candidate may still
answer: a dead remote one has five, and for so long no page is to say what is over."""


class CheckRun:
    """One run of a check, and the changes that come of it. To be used once."""

    def __init__(
        self,
        owner: StateOwner,
        probing: Probing,
        *,
        reason: CheckReason,
        asked_at: float,
        clock: Clock,
    ) -> None:
        """Begin; `asked_at` is when the check was asked for, in monotonic seconds."""
        self.reason = reason
        self.before = owner.current
        self.sampled: list[Outcome] = []
        """The good answers so far."""
        self._owner = owner
        self._probing = probing
        self._clock = clock
        self._cause = cause_of_change(owner.current)
        """What a change from one connection to another is due to."""
        self._asked_at = asked_at
        self._failed_at = owner.current.failing_since
        """When the first answer failed, of those that led to this; inf: none did."""
        if reason.questions_active:
            self._failed_at = min(self._failed_at, asked_at)
        self._first: Shown | None = None
        """What was shown before a first verdict that is, and is not recorded yet."""
        self._is_relay_due = False
        """Whether a relay may be shown: nothing is waited for any more."""
        self._is_relay_over = False
        """Whether a relay was shown in this run, which happens once."""
        self._answered_at: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        """Shows a relay."""
        self._wants_discovery = False
        self._spared: Candidate | None = None
        self._held: Outcome | None = None
        """What leads, and is worse than the spared one, which has not answered yet."""

    @property
    def state(self) -> ServerState:
        """Return the server's state as it is."""
        return self._owner.current

    async def attempt(
        self, candidate: Candidate, purpose: Purpose, *, is_extra: bool = False
    ) -> Outcome:
        """Probe a candidate, and see what its failure means for its tier.

        What is suspected has as long as is enough to make that certain.
        """
        suspicion = self._suspicion_of(candidate)
        try:
            outcome = await self._probing.probe(
                candidate,
                purpose,
                is_extra=is_extra,
                budget=inf if suspicion is None else suspicion.given,
            )
        except asyncio.CancelledError:
            if (suspicion := self._suspicion_of(candidate)) is not None:
                self._suspect(suspicion.unasked())
            raise
        self._learn(candidate, outcome)
        return outcome

    def _learn(self, candidate: Candidate, outcome: Outcome) -> None:
        if outcome.attempt.ok:
            self.sampled.append(outcome)
            self._answered_at[candidate.url] = self._clock.monotonic()
            if candidate.url == self.state.active_url == self.before.active_url:
                self._failed_at = inf
        elif not outcome.attempt.authentic:
            self._failed_at = min(self._failed_at, self.state.failing_since)
            self.consider_discovery()
            if self._spared is not None and candidate.url == self._spared.url:
                self.let_go()
            suspicion = self._suspicion_of(candidate)
            if suspicion is not None and not outcome.attempt.is_silence:
                self._suspect(suspicion.confirmed(self._clock.monotonic()))
                self.reveal()

    def suspect(self) -> None:
        """Hold back what is used in place of what is shown, until that is certain."""
        state = self.state
        is_known = state.suspicion is not None or self._first is not None
        if is_known or state.shown.active is None:
            return
        self._suspect(
            Suspicion(
                url=state.shown.active.url,
                kind=state.shown.active.kind,
                began_at=self._began_at,
            )
        )

    def reveal(self) -> None:
        """Show what is in use: what is shown is lost for certain.

        A relay waits for its time. Where nothing has answered yet, there is nothing
        to show before the selection has ended.
        """
        is_relay = self.state.connection_type is ConnectionType.RELAY
        if not self.state.is_shown and (self._is_relay_due or not is_relay):
            self._show()

    def spare(self, active: Candidate) -> None:
        """Do not leave this one for a worse one before it has failed."""
        self._spared = active

    def let_go(self) -> None:
        """Leave the spared one, if another leads in its place."""
        held, self._spared, self._held = self._held, None, None
        if held is not None:
            self.lead(held)

    def sample_of(self, candidate: Candidate) -> Outcome | None:
        """Return the good answer of a candidate in this run, if there was one."""
        samples = (e for e in self.sampled if e.candidate.url == candidate.url)
        return next(samples, None)

    def confirm(self, outcome: Outcome) -> None:
        """Use a candidate that has just proved itself, or go on using it."""
        self._owner.apply(confirmed(self.state, outcome, self._clock.read()))

    def upgrade(self, outcome: Outcome) -> None:
        """Use a better candidate from now on."""
        self._cause = ChangeReason.UPGRADE
        self.confirm(outcome)

    def lead(self, outcome: Outcome) -> None:
        """Use the leader of a race from now on, and say so the first time."""
        self._held = None
        if (
            self._spared is not None
            and outcome.candidate.preference > self._spared.preference
        ):
            self._held = outcome
            return
        is_first = self.state.is_like(self.before)
        self.confirm(outcome)
        if is_first and not self.state.is_like(self.before):
            self._owner.emit(ConnectionFound(outcome.candidate))
        self._present(outcome)

    def show(self) -> None:
        """Show the relay that is in use, if it is not: that is the change.

        Called when no candidate is left that might make it superfluous, and by a timer.
        """
        self._stop_timer()
        self._is_relay_due = True
        if self._is_relay_over or self.state.is_shown or self.state.is_held_back:
            return
        if self.state.connection_type is ConnectionType.RELAY:
            self._show()

    def blame(self, outcome: Outcome) -> None:
        """Note a fault that is the server's own."""
        self._owner.apply(blamed(self.state, outcome, self._clock.read()))

    def lose(self, fault: Outcome | None, *, has_stand_in: bool) -> None:
        """Settle on nothing: no answer came, unless with the server's own fault.

        `has_stand_in` says that something answered in the server's place.
        """
        self._stop_timer()
        moment = self._clock.read()
        self._owner.apply(
            lost(self.state, moment, fault=fault, has_stand_in=has_stand_in)
        )

    def consider_discovery(self) -> None:
        """Ask for discovery as soon as the tier in use has no candidate left (rule 15).

        Of a server without a verdict, as soon as no tier has: relays are not written
        down, so that after a start plex.tv alone knows whether there is one.
        """
        tier = self.before.connection_type
        if self._wants_discovery or tier is ConnectionType.OFFLINE:
            return
        if self._is_exhausted(tier):
            self._wants_discovery = True
            self._owner.emit(DiscoveryNeeded())

    async def await_discovery(self) -> None:
        """Wait for the answer, and take what has become known since the run began."""
        await self._owner.await_discovery()

    @property
    def is_discovery_needed(self) -> bool:
        """Whether plex.tv should be asked, as it looks in the end."""
        tier = self.before.connection_type
        if self._wants_discovery and self._is_exhausted(tier):
            return True
        return self.state.is_offline and not self.state.has_fault

    def conclude(self, *, is_done: bool) -> None:
        """Have what is in use shown, unless what is shown is only suspected.

        Once it is certain and a whole check was made (`is_done`), there is nothing
        left to suspect; nor where the second one breaks off as well.
        """
        self._stop_timer()
        if self.state.is_held_back:
            return
        self._record_change()
        was_certain = _is_certain(self.before.suspicion)
        if _is_certain(self.state.suspicion) and (is_done or was_certain):
            self._owner.apply(replace(self.state, suspicion=None))

    @property
    def _began_at(self) -> float:
        """When the first answer failed, or else what made us check happened."""
        return self._asked_at if self._failed_at == inf else self._failed_at

    @property
    def _recorded(self) -> Shown:
        """What the last change that is recorded led to."""
        return self._first or self.state.shown

    def _show(self) -> None:
        self._is_relay_over |= self.state.connection_type is ConnectionType.RELAY
        self._record_change()
        self._owner.emit(ConnectionShown(self._owner.report))

    def _record_change(self) -> None:
        """Record the change that was made since the last one, if there is one.

        It took until the answer that was put to use; of a relay, until it is shown.
        """
        self._stop_timer()
        state, moment = self.state, self._clock.read()
        if _is_certain(state.suspicion):
            self._owner.apply(with_loss(state, moment))
        else:
            is_late = state.connection_type is ConnectionType.RELAY
            until = moment.at if is_late else state.settled_at
            seconds = max(0.0, until - self._began_at)
            cause = ChangeReason.UPGRADE if self._has_moved_up() else self._cause
            self._owner.apply(
                with_change(state, self._recorded, cause, seconds, moment)
            )
        # What is used next is better, or the one that was shown has failed as well.
        self._cause, self._first = ChangeReason.FAILOVER, None

    def _present(self, outcome: Outcome) -> None:
        """Have what is used now shown, a relay in a while; that is the change."""
        self._stop_timer()
        if self.state.is_shown:
            return
        if outcome.candidate.kind is ConnectionType.RELAY:
            answered_at = self._answered_at[outcome.candidate.url]
            delay = answered_at + RELAY_SHOWN_AFTER - self._clock.monotonic()
            self._timer = asyncio.get_running_loop().call_later(delay, self.show)
        elif self.state.is_held_back:
            return
        elif self.before.connection_type is not None:
            self._show()
        elif self._first is None:
            # A first verdict is one change, whatever takes over before it is final.
            self._first = self.state.shown
            self._owner.apply(replace(self.state, shown_still=None))
            self._owner.emit(ConnectionShown(self._owner.report))

    def _is_exhausted(self, tier: ConnectionType | None) -> bool:
        return tier_is_exhausted(self.state.candidates, tier, self._clock.monotonic())

    def _has_moved_up(self) -> bool:
        """Return whether a race for another reason has only led to a better one.

        A fail-over is from a connection that failed; this one counts as an upgrade,
        so that the damping sees it (rule 13). Where all was forgotten one of its own
        merit may have been better, too: it answered first.
        """
        left = self.state.candidates.find(self._recorded.url)
        active = self.state.active
        if left is None or active is None or self._cause is not ChangeReason.FAILOVER:
            return False
        preference = left.candidate.preference
        is_better = active.preference < preference
        is_equal = self.state.is_anew and active.preference == preference
        return (is_better or is_equal) and not left.quality.failing

    def _suspicion_of(self, candidate: Candidate) -> Suspicion | None:
        """Return the suspicion that is not certain, if it is of this candidate."""
        suspicion = self.state.suspicion
        if suspicion is None or not suspicion.is_open:
            return None
        return suspicion if suspicion.url == candidate.url else None

    def _suspect(self, suspicion: Suspicion) -> None:
        self._owner.apply(replace(self.state, suspicion=suspicion))

    def _stop_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()


def _is_certain(suspicion: Suspicion | None) -> bool:
    return suspicion is not None and not suspicion.is_open


def cause_of_change(state: ServerState) -> ChangeReason:
    """Return why a check may lead to another connection than the one in use."""
    shown = state.shown
    if state.candidates.may_use(shown.url):
        return ChangeReason.PINNED if state.is_unpinned else ChangeReason.FAILOVER
    is_off = shown.connection_type is ConnectionType.OFFLINE
    is_choice_free = is_off and state.is_unpinned
    if state.candidates.pinned is not None or is_choice_free:
        return ChangeReason.PINNED
    left = shown.url
    if left is None and state.changes:
        # Of a start that knows nothing but the changes, the last one says what it was.
        left = state.changes[-1].to_url
    is_offered = state.candidates.may_use(left)
    return ChangeReason.FAILOVER if is_offered else ChangeReason.WITHDRAWN
