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

    Every `claim()` must be answered by exactly one of `record_success()`,
    `record_failure()` and `release()`; there is one at a time.
    """

    backoff: Backoff
    clock: Callable[[], float]
    """Monotonic seconds."""
    failure_threshold: int = FAILURE_THRESHOLD

    _failures: int = field(default=0, init=False)
    _waits_until: float | None = field(default=None, init=False)
    _in_flight: bool = field(default=False, init=False)

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

    @property
    def admits(self) -> bool:
        """Whether a call may be made now; half-open, a single one at a time."""
        match self.state:
            case BreakerState.CLOSED:
                return True
            case BreakerState.HALF_OPEN:
                return not self._in_flight
        return False

    @property
    def is_rested(self) -> bool:
        """Whether a routine call may be made now: nothing is waited for either."""
        return self.admits and self.remaining <= 0

    def claim(self) -> None:
        """Make one call.

        To claim what is not admitted is the privilege of the panic rule, of an
        escape from relay, and of a person.
        """
        self._in_flight = True

    def record_success(self) -> None:
        """Close the breaker: the candidate passed identity."""
        self._failures = 0
        self._waits_until = None
        self._in_flight = False

    def record_failure(self) -> float:
        """Count a failure and return the seconds to wait because of it."""
        wait = self.backoff.wait(self._failures)
        self._failures += 1
        self._waits_until = self.clock() + wait
        self._in_flight = False
        return wait

    def restore(self, failures: int, wait: float) -> None:
        """Go on where a breaker was before a restart, with `wait` seconds to go."""
        self._failures = failures
        self._waits_until = self.clock() + wait

    def release(self) -> None:
        """Give the claim back unused: a cancelled call says nothing of its target."""
        self._in_flight = False
