"""What is known of one candidate, attempt by attempt."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf

from .backoff import MAXIMUM_WAIT
from .breaker import CircuitBreaker
from .models import Attempt, Candidate, ConnectionType
from .ranking import Quality
from .reports import CandidateReport
from .state import CandidateState

KNOWN_FOR = 3600.0
"""Seconds since a success for which a candidate counts as known to work after a
restart; a standby is tested at least as often (rule 12)."""


@dataclass(kw_only=True, slots=True)
class Track:
    """What is known of one candidate."""

    offered: Candidate
    candidate: Candidate
    """As it turned out to be: re-typed by the peer it leads to."""
    breaker: CircuitBreaker
    quality: Quality = field(default_factory=Quality)
    last_attempt: Attempt | None = None
    peer: str | None = None
    """Where the candidate leads, by the right server's last answer."""
    tried_at: float = -inf
    """Monotonic seconds."""
    is_unanswered: bool = False
    """Whether it was asked again since the last attempt: the answer is awaited, or
    was not waited for because another came first."""
    good_since: float | None = None
    """Monotonic seconds; None unless the last attempt passed identity."""
    backoff_until: datetime | None = None
    wins: int = 0
    """Samples in a row that were clearly faster than the active candidate's."""

    @property
    def is_good(self) -> bool:
        """Whether the candidate is known to work."""
        return self.good_since is not None

    @property
    def is_lasting(self) -> bool:
        """Whether what is known is written down; a relay rotates."""
        is_relay = self.offered.kind is ConnectionType.RELAY
        return not is_relay and not self.offered.explain_only

    def age(self, now: float) -> float:
        """Return seconds since the last attempt; infinite: there was none."""
        return now - self.tried_at

    def record(self, attempt: Attempt, *, at: float, now: datetime) -> None:
        """Learn from an attempt; one that only explains touches no breaker."""
        self.last_attempt = attempt
        self.tried_at = at
        self.is_unanswered = False
        if attempt.authentic and attempt.peer is not None:
            self.peer = attempt.peer
        if self.offered.explain_only:
            self.breaker.release()
        elif attempt.ok:
            self._record_success(attempt, at)
        elif attempt.authentic:
            # The path is fine; but only one that passed identity closes a breaker.
            self.breaker.release()
            self.quality = replace(self.quality, failing=False)
        else:
            wait = self.breaker.record_failure()
            self.backoff_until = now + timedelta(seconds=wait)
            self.quality = Quality(failing=True)
            self.good_since = None
            self.wins = 0

    def _record_success(self, attempt: Attempt, at: float) -> None:
        self.breaker.record_success()
        self.backoff_until = None
        if self.good_since is None:
            self.good_since = at
        latency = attempt.latency_ms
        if attempt.warm:
            self.quality = replace(self.quality, warm_ms=latency, failing=False)
        else:
            self.quality = replace(self.quality, cold_ms=latency, failing=False)

    def recall(self, state: CandidateState, *, at: float, now: datetime) -> None:
        """Take what was known before a restart, without having asked.

        The wall clock may have jumped since: a test in the future is of unknown age,
        and no wait is longer than the longest back-off.
        """
        tested, failure = state.last_tested, state.failure
        if tested is None:
            return
        self._recall_attempt(state, tested, at=at, now=now)
        if self.offered.explain_only:
            return
        self.peer = state.peer
        self.quality = Quality(
            cold_ms=state.cold_ms,
            warm_ms=state.warm_ms,
            failing=not (self.last_attempt and self.last_attempt.authentic),
        )
        if failure is None:
            self.good_since = at if at - self.tried_at <= KNOWN_FOR else None
            return
        until = state.backoff_until or now
        wait = min(max(0.0, (until - now).total_seconds()), MAXIMUM_WAIT)
        self.backoff_until = now + timedelta(seconds=wait) if wait else None
        self.breaker.restore(state.failure_count, wait)

    def _recall_attempt(
        self, state: CandidateState, tested: datetime, *, at: float, now: datetime
    ) -> None:
        age = (now - tested).total_seconds()
        self.tried_at = at - age if age >= 0 else -inf
        self.last_attempt = state.attempt or Attempt(
            url=state.url, at=tested, failure=state.failure, peer=state.peer
        )

    def state(self) -> CandidateState | None:
        """Return what is to be kept; None if it was never tried."""
        if (last := self.last_attempt) is None:
            return None
        return CandidateState(
            url=self.offered.url,
            peer=self.peer,
            last_tested=last.at,
            failure=last.failure,
            failure_count=self.breaker.failures,
            backoff_until=self.backoff_until,
            cold_ms=self.quality.cold_ms,
            warm_ms=self.quality.warm_ms,
            attempt=last,
            is_lasting=self.is_lasting,
        )

    def report(self) -> CandidateReport:
        """Return what is known, for people."""
        return CandidateReport(
            candidate=self.candidate,
            last_attempt=self.last_attempt,
            is_unanswered=self.is_unanswered,
            breaker=self.breaker.state,
            backoff_until=self.backoff_until,
            failure_count=self.breaker.failures,
            cold_ms=self.quality.cold_ms,
            warm_ms=self.quality.warm_ms,
        )
