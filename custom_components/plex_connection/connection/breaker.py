"""Circuit breaker: stop calling what keeps failing, and test it again later.

States and terms follow M. Nygard, "Release It!". The time a breaker stays open is
the candidate's back-off, which also runs, as a wait for routine probes, before the
breaker opens (rule 10).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from .backoff import Backoff

FAILURE_THRESHOLD = 3
"""Failures in a row that open a breaker (HAProxy's `fall`)."""


class BreakerState(StrEnum):
    """Whether a breaker lets calls through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(kw_only=True, slots=True)
class CircuitBreaker:
    """Guards one candidate.

    Every `allow()` that returns True, and every `force()`, must be answered by
    exactly one of `record_success()`, `record_failure()` and `release()`.
    """

    backoff: Backoff
    clock: Callable[[], float]
    """Monotonic seconds."""
    failure_threshold: int = FAILURE_THRESHOLD

    _failures: int = field(default=0, init=False)
    _waits_until: float | None = field(default=None, init=False)
    _trial_in_flight: bool = field(default=False, init=False)

    @property
    def failures(self) -> int:
        """Failures in a row."""
        return self._failures

    @property
    def remaining(self) -> float:
        """Seconds of back-off left, 0 when there is none."""
        if self._waits_until is None:
            return 0.0
        return max(0.0, self._waits_until - self.clock())

    @property
    def state(self) -> BreakerState:
        """Return the state at this moment."""
        if self._failures < self.failure_threshold:
            return BreakerState.CLOSED
        return BreakerState.OPEN if self.remaining > 0 else BreakerState.HALF_OPEN

    def allow(self) -> bool:
        """Claim one call; a half-open breaker grants a single trial."""
        match self.state:
            case BreakerState.CLOSED:
                return True
            case BreakerState.HALF_OPEN if not self._trial_in_flight:
                self._trial_in_flight = True
                return True
        return False

    def force(self) -> None:
        """Claim one call whatever the state: the panic rule, an escape, a person."""
        self._trial_in_flight = True

    def record_success(self) -> None:
        """Close the breaker: the candidate passed identity."""
        self._failures = 0
        self._waits_until = None
        self._trial_in_flight = False

    def record_failure(self) -> float:
        """Count a failure and return the seconds to wait because of it."""
        wait = self.backoff.wait(self._failures)
        self._failures += 1
        self._waits_until = self.clock() + wait
        self._trial_in_flight = False
        return wait

    def release(self) -> None:
        """Give the claim back unused: a cancelled call says nothing of its target."""
        self._trial_in_flight = False
