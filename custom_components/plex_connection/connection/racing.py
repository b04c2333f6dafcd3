"""Races candidates: tries several, staggered, with relays held back (rule 3).

After Happy Eyeballs v2 (RFC 8305, section 5), with tiers: the fastest answer wins only
among candidates of equal preference.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import inf

from .models import Attempt, Candidate, ConnectionType
from .ranking import WAVE, first_wave

ATTEMPT_DELAY = 0.25
"""Seconds between two waves; the value RFC 8305 recommends."""

RELAY_START = 0.5
"""Seconds after which the first relay starts, whatever the others do."""

RELAY_HOLD = 1.0
"""Seconds for which a relay's answer waits for a direct candidate."""

LOCAL_GRACE = 0.3
"""Seconds a remote answer waits for a candidate on our own network."""

SELECTION_LIMIT = 10.0
"""Seconds after which a selection ends with what it has."""

TIMER_SLACK = 0.001
"""Seconds a timer may be early; the loop's clock has a resolution."""


@dataclass(frozen=True, slots=True)
class FinishedAttempt:
    """A finished attempt and its candidate, re-typed by the peer."""

    candidate: Candidate
    attempt: Attempt

    @property
    def latency(self) -> float:
        """Milliseconds, infinite if not measured."""
        latency = self.attempt.latency_ms
        return inf if latency is None else latency


@dataclass(frozen=True, kw_only=True, slots=True)
class Incumbent:
    """The candidate in use, racing for its own confirmation (rule 12)."""

    url: str
    patience: float
    """Seconds it has before a candidate of a lower tier is used."""
    peer_patience: float
    """Seconds it has before one of equal preference is used: some milliseconds must not
    decide between it and its standby."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RaceResult:
    """The winner, if any, and all outcomes, in order of their end."""

    winner: FinishedAttempt | None
    outcomes: tuple[FinishedAttempt, ...]


type Probe = Callable[[Candidate], Awaitable[FinishedAttempt]]


@dataclass(kw_only=True, slots=True, eq=False)
class Race:
    """One selection among the contenders. Run it once."""

    contenders: Sequence[Candidate]
    """In order of priority."""
    probe: Probe
    clock: Callable[[], float]
    """Monotonic seconds."""
    leaders: Sequence[Candidate] = ()
    """Start before all others."""
    leaders_only: bool = False
    """Whether the first wave consists of the leaders only."""
    incumbent: Incumbent | None = None
    time_limit: float = SELECTION_LIMIT
    on_lead: Callable[[FinishedAttempt], None] | None = None
    """Called with each outcome to use from now on."""

    _started_at: float = field(default=0.0, init=False)
    _wave_due: float = field(default=0.0, init=False)
    """When the next wave starts; like all times below, seconds since the start."""
    _direct: list[Candidate] = field(default_factory=list, init=False)
    """Not started yet, as are `_relays`."""
    _relays: list[Candidate] = field(default_factory=list, init=False)
    _relay_tried: bool = field(default=False, init=False)
    _running: dict[asyncio.Task[FinishedAttempt], Candidate] = field(
        default_factory=dict, init=False
    )
    _outcomes: list[FinishedAttempt] = field(default_factory=list, init=False)
    _answers: list[tuple[float, FinishedAttempt]] = field(
        default_factory=list, init=False
    )
    """Successful outcomes, and when each arrived."""
    _lead: FinishedAttempt | None = field(default=None, init=False)
    _has_ended: bool = field(default=False, init=False)
    _errors: list[BaseException] = field(default_factory=list, init=False)
    """Exceptions of probes; the first ends the race."""

    async def run(self) -> RaceResult:
        """Run the race; no task outlives this call, however it ends.

        Raises the exception of a probe, or a group if there was more than one.
        """
        try:
            await self._run()
        except BaseException:
            # Mostly a cancellation: it propagates, and the probes' errors are logged.
            self._report_errors()
            raise
        if len(self._errors) > 1:
            raise BaseExceptionGroup("probes of one race", self._errors)
        if self._errors:
            raise self._errors[0]
        return RaceResult(winner=self._lead, outcomes=tuple(self._outcomes))

    async def _run(self) -> None:
        self._started_at = self.clock()
        leaders = tuple(self.leaders)
        wave = leaders if self.leaders_only else first_wave(self.contenders, leaders)
        rest = [each for each in self.contenders if each not in wave]
        self._direct = [each for each in rest if not _is_relay(each)]
        self._relays = [each for each in rest if _is_relay(each)]
        try:
            self._start(wave)
            while not self._is_over():
                self._start_what_is_due()
                done, _ = await asyncio.wait(
                    self._running,
                    timeout=self._time_to_next_event(),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                self._collect(done)
                if not self._errors:
                    await self._advance()
        finally:
            await self._cancel(list(self._running))

    @property
    def _elapsed(self) -> float:
        return self.clock() - self._started_at

    def _has_passed(self, time: float) -> bool:
        return self._elapsed >= time - TIMER_SLACK

    def _is_over(self) -> bool:
        somebody_left = self._running or self._direct or self._relays
        return self._has_ended or not somebody_left or self._has_passed(self.time_limit)

    def _is_incumbent(self, candidate: Candidate) -> bool:
        return self.incumbent is not None and candidate.url == self.incumbent.url

    def _is_direct_left(self) -> bool:
        """Return whether a direct candidate may still answer."""
        running = any(not _is_relay(each) for each in self._running.values())
        return running or bool(self._direct)

    def _queue(self) -> list[Candidate]:
        """Return the candidates that may start with the next wave, in order."""
        return self._direct + (self._relays if self._relay_tried else [])

    def _start(self, wave: Iterable[Candidate]) -> None:
        for candidate in wave:
            self._running[asyncio.ensure_future(self.probe(candidate))] = candidate
            self._relay_tried |= _is_relay(candidate)
        self._wave_due = self._elapsed + ATTEMPT_DELAY

    def _start_what_is_due(self) -> None:
        """Start the first relay and the next wave, if due."""
        relay_due = self._has_passed(RELAY_START) or not self._is_direct_left()
        wave: list[Candidate] = []
        if self._relays and not self._relay_tried and relay_due:
            wave.append(self._relays[0])
        if self._has_passed(self._wave_due) or not (self._running or wave):
            queue = [each for each in self._queue() if each not in wave]
            wave += queue[: WAVE - len(wave)]
            self._start(wave)
        else:
            wave_due = self._wave_due
            self._start(wave)
            self._wave_due = wave_due
        self._direct = [each for each in self._direct if each not in wave]
        self._relays = [each for each in self._relays if each not in wave]

    def _time_to_next_event(self) -> float:
        """Return seconds until something may be due; waking up early is harmless."""
        times = [self.time_limit, RELAY_START, RELAY_HOLD]
        times += [came_at + LOCAL_GRACE for came_at, _ in self._answers]
        if self._queue():
            times.append(self._wave_due)
        if self.incumbent is not None:
            times += [self.incumbent.patience, self.incumbent.peer_patience]
        elapsed = self._elapsed
        # Events within the slack are already handled; a wait for them would be too
        # short for the loop's clock.
        ahead = [time for time in times if time > elapsed + TIMER_SLACK]
        return min(ahead, default=elapsed) - elapsed

    def _collect(self, done: set[asyncio.Task[FinishedAttempt]]) -> None:
        """Collect the results in the order of the starts."""
        for task in [task for task in self._running if task in done]:
            outcome = self._take(task)
            if outcome is None:
                continue
            if outcome.attempt.ok:
                self._answers.append((self._elapsed, outcome))
            else:
                self._wave_due = self._elapsed
                # The incumbent's path works and its server does not, so no candidate
                # can win: the others lead to the same server (rule 11).
                fault = outcome.attempt.authentic
                self._has_ended |= fault and self._is_incumbent(outcome.candidate)

    async def _advance(self) -> None:
        """Lead with the best usable answer; keep only candidates that can beat it."""
        usable = [
            (
                outcome.candidate.preference,
                not self._is_incumbent(outcome.candidate),
                came_at,
                outcome.latency,
                position,
            )
            for position, (came_at, outcome) in enumerate(self._answers)
            if self._is_usable(came_at, outcome.candidate)
        ]
        if not usable:
            return
        best = self._answers[min(usable)[-1]][1]
        preference = best.candidate.preference
        if self._lead is not None and preference >= self._lead.candidate.preference:
            return
        self._lead = best
        if self.on_lead is not None:
            self.on_lead(best)
        if self._is_incumbent(best.candidate):
            # It has proved itself, so it stays. The search for a better one is not part
            # of this race (rule 13).
            self._has_ended = True
        self._direct = [each for each in self._direct if each.preference < preference]
        self._relays = [each for each in self._relays if each.preference < preference]
        await self._cancel(
            [
                task
                for task, each in self._running.items()
                if each.preference >= preference
            ]
        )

    def _is_usable(self, came_at: float, candidate: Candidate) -> bool:
        if self._has_passed(self.time_limit) or self._is_incumbent(candidate):
            return True
        if not self._has_passed(self._patience_with_incumbent(candidate)):
            return False
        match candidate.kind:
            case ConnectionType.RELAY:
                return self._has_passed(RELAY_HOLD) or not self._is_direct_left()
            case ConnectionType.REMOTE:
                return self._has_passed(came_at + LOCAL_GRACE) or not any(
                    self._is_worth_waiting_for(each)
                    for each in (*self._running.values(), *self._direct)
                )
        return True

    def _is_worth_waiting_for(self, each: Candidate) -> bool:
        """Return whether a remote answer waits for this one, on our own network.

        Not for the incumbent: its own time limit applies.
        """
        is_near = each.on_link and each.kind is ConnectionType.LOCAL
        return is_near and not self._is_incumbent(each)

    def _patience_with_incumbent(self, candidate: Candidate) -> float:
        """Return until when the running incumbent keeps another candidate waiting."""
        if (incumbent := self.incumbent) is None:
            return 0.0
        for running in self._running.values():
            if running.url == incumbent.url:
                if candidate.tier > running.tier:
                    return incumbent.patience
                if candidate.preference >= running.preference:
                    return incumbent.peer_patience
        return 0.0

    async def _cancel(self, losers: list[asyncio.Task[FinishedAttempt]]) -> None:
        """Cancel and await; still records results that arrive at the last moment."""
        for task in losers:
            if not task.cancelling():
                task.cancel()
        if losers:
            # They stay in `_running` until they have ended: if this is cancelled in
            # turn, the end of the race awaits them again.
            await asyncio.wait(losers)
        for task in losers:
            self._take(task)

    def _take(self, task: asyncio.Task[FinishedAttempt]) -> FinishedAttempt | None:
        """Record a task's result; return its outcome, None if it has none."""
        del self._running[task]
        if task.cancelled():
            return None
        if (error := task.exception()) is not None:
            self._errors.append(error)
            self._has_ended = True
            return None
        self._outcomes.append(task.result())
        return self._outcomes[-1]

    def _report_errors(self) -> None:
        """Let the loop log the probes' exceptions, as the caller gets another one.

        Includes probes that still run because the wait for them was cancelled.
        """
        for error in self._errors:
            _report(error)
        for task in self._running:
            task.add_done_callback(_report_end)


def _report_end(task: asyncio.Task[FinishedAttempt]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _report(error)


def _report(error: BaseException) -> None:
    asyncio.get_running_loop().call_exception_handler(
        {"message": "A probe failed in a race", "exception": error}
    )


def _is_relay(each: Candidate) -> bool:
    return each.kind is ConnectionType.RELAY
