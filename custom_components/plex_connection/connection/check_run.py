"""One run of a check: what it settles on, and what it shows."""

import asyncio
from dataclasses import replace
from math import inf

from .changes import with_change, with_loss
from .clock import Clock
from .events import ConnectionFound, ConnectionShown, DiscoveryNeeded, Purpose
from .failover import tier_is_exhausted
from .models import Candidate, ConnectionType
from .probing import Probing, StateOwner
from .racing import FinishedAttempt
from .reports import ChangeReason, CheckReason
from .state import ServerState
from .suspicion import Shown, Suspicion
from .transitions import blamed, confirmed, lost

RELAY_SHOWN_AFTER = 2.0
"""Seconds from a relay's answer until it is shown, while a direct candidate may still
answer: a dead remote one has five, too long for a page to show what is over."""


class CheckRun:
    """One run of a check, and the changes that result. Use once."""

    def __init__(
        self,
        owner: StateOwner,
        probing: Probing,
        *,
        reason: CheckReason,
        asked_at: float,
        clock: Clock,
    ) -> None:
        """Begin; `asked_at` is when the check was requested, in monotonic seconds."""
        self.reason = reason
        self.before = owner.current
        self.sampled: list[FinishedAttempt] = []
        """Good answers so far."""
        self._owner = owner
        self._probing = probing
        self._clock = clock
        self._cause = cause_of_change(owner.current)
        """The reason recorded for a change from one connection to another."""
        self._asked_at = asked_at
        self._failed_at = owner.current.failing_since
        """When the first answer that led to this run failed; inf: none did."""
        if reason.questions_active:
            self._failed_at = min(self._failed_at, asked_at)
        self._first: Shown | None = None
        """What was shown before a first verdict that is shown, but not recorded yet."""
        self._is_relay_due = False
        """Whether a relay may be shown: nothing else is awaited."""
        self._is_relay_over = False
        """Whether this run has shown a relay, which happens once."""
        self._answered_at: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        """Shows a relay when it fires."""
        self._wants_discovery = False
        self._spared: Candidate | None = None
        self._held: FinishedAttempt | None = None
        """The leader that is worse than the spared one, which has not answered yet."""

    @property
    def state(self) -> ServerState:
        """Return the server's current state."""
        return self._owner.current

    async def attempt(
        self, candidate: Candidate, purpose: Purpose, *, is_extra: bool = False
    ) -> FinishedAttempt:
        """Probe a candidate, and apply what its failure means for its tier.

        A suspected candidate has no longer than it takes to confirm its loss. What a
        user or new addresses cause heeds no back-off, and lengthens none.
        """
        suspicion = self._suspicion_of(candidate)
        is_extra |= self.reason.may_concern_new_candidates
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

    def _learn(self, candidate: Candidate, outcome: FinishedAttempt) -> None:
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
        """Hold back what replaces the shown connection until the loss is certain."""
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
        """Show the connection in use: the shown one is certainly lost.

        A relay waits for its time. While nothing has answered, there is nothing to show
        before the selection ends.
        """
        is_relay = self.state.connection_type is ConnectionType.RELAY
        if not self.state.is_shown and (self._is_relay_due or not is_relay):
            self._show()

    def spare(self, active: Candidate) -> None:
        """Do not leave `active` for a worse one before it has failed."""
        self._spared = active

    def let_go(self) -> None:
        """Stop sparing; use the leader held back, if there is one."""
        held, self._spared, self._held = self._held, None, None
        if held is not None:
            self.lead(held)

    def sample_of(self, candidate: Candidate) -> FinishedAttempt | None:
        """Return the good answer of a candidate in this run, None if there was none."""
        samples = (e for e in self.sampled if e.candidate.url == candidate.url)
        return next(samples, None)

    def confirm(self, outcome: FinishedAttempt) -> None:
        """Use a candidate that has just proved itself, or keep using it."""
        self._owner.apply(confirmed(self.state, outcome, self._clock.read()))

    def upgrade(self, outcome: FinishedAttempt) -> None:
        """Use a better candidate from now on."""
        self._cause = ChangeReason.UPGRADE
        self.confirm(outcome)

    def lead(self, outcome: FinishedAttempt) -> None:
        """Use the leader of a race from now on; announce the first one."""
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
        """Show the relay in use, unless it is shown: that is the change.

        Called by a timer, and when no candidate is left that might make it superfluous.
        """
        self._stop_timer()
        self._is_relay_due = True
        if self._is_relay_over or self.state.is_shown or self.state.is_held_back:
            return
        if self.state.connection_type is ConnectionType.RELAY:
            self._show()

    def blame(self, outcome: FinishedAttempt) -> None:
        """Record a fault of the server's own."""
        self._owner.apply(blamed(self.state, outcome, self._clock.read()))

    def lose(self, fault: FinishedAttempt | None, *, has_stand_in: bool) -> None:
        """Settle on nothing: no answer came, or only the server's own fault.

        `has_stand_in`: something answered in the server's place.
        """
        self._stop_timer()
        moment = self._clock.read()
        self._owner.apply(
            lost(self.state, moment, fault=fault, has_stand_in=has_stand_in)
        )

    def consider_discovery(self) -> None:
        """Request discovery once the tier in use has no candidate left (rule 15).

        For a server without a verdict, once no tier has: relays are not stored, so
        after a start only plex.tv knows whether there is one.
        """
        tier = self.before.connection_type
        if self._wants_discovery or tier is ConnectionType.OFFLINE:
            return
        if self._is_exhausted(tier):
            self._wants_discovery = True
            self._owner.emit(DiscoveryNeeded())

    async def await_discovery(self) -> None:
        """Wait for the answer, and take what was discovered since the run began."""
        await self._owner.await_discovery()

    @property
    def is_discovery_needed(self) -> bool:
        """Whether plex.tv should be asked, by the state at the end of the run."""
        tier = self.before.connection_type
        if self._wants_discovery and self._is_exhausted(tier):
            return True
        return self.state.is_offline and not self.state.has_fault

    def conclude(self, *, is_done: bool) -> None:
        """Show the connection in use, unless the shown one is only suspected.

        Once that is certain and a whole check was made (`is_done`), nothing is left to
        suspect; nor if the second check breaks off as well.
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
        """When the first answer failed, or else when the check was requested."""
        return self._asked_at if self._failed_at == inf else self._failed_at

    @property
    def _recorded(self) -> Shown:
        """What the last recorded change led to."""
        return self._first or self.state.shown

    def _show(self) -> None:
        self._is_relay_over |= self.state.connection_type is ConnectionType.RELAY
        self._record_change()
        self._owner.emit(ConnectionShown(self._owner.report))

    def _record_change(self) -> None:
        """Record the change since the last recorded one, if there is one.

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
        # The next one used is better, or the shown one has failed as well.
        self._cause, self._first = ChangeReason.FAILOVER, None

    def _present(self, outcome: FinishedAttempt) -> None:
        """Show the connection used now, a relay in a while; that is the change."""
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

        A fail-over leaves a connection that failed; any other move counts as an
        upgrade, so that the damping sees it (rule 13). After everything was forgotten,
        one of equal preference may have been better, too: it answered first.
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
        """Return the open suspicion, if it is of this candidate."""
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
    """Return why a check may move the server off the connection in use."""
    shown = state.shown
    if state.candidates.may_use(shown.url):
        return ChangeReason.PINNED if state.is_unpinned else ChangeReason.FAILOVER
    is_off = shown.connection_type is ConnectionType.OFFLINE
    is_choice_free = is_off and state.is_unpinned
    if state.candidates.pinned is not None or is_choice_free:
        return ChangeReason.PINNED
    left = shown.url
    if left is None and state.changes:
        # After a start that knows only the changes, take it from the last one.
        left = state.changes[-1].to_url
    is_offered = state.candidates.may_use(left)
    return ChangeReason.FAILOVER if is_offered else ChangeReason.WITHDRAWN
