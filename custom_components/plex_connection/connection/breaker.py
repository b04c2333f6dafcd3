"""Circuit breaker: stops calls to a failing candidate, and tries it again later.

States and terms follow M. Nygard, "Release It!". The time a breaker stays open is the
candidate's back-off, which also runs, as a wait for routine probes, before the breaker
opens (rule 10).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Self

FAILURE_THRESHOLD = 3
"""Failures in a row that open a breaker (HAProxy's `fall`)."""


class BreakerState(StrEnum):
    """Whether a breaker lets calls through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class CircuitBreaker:
    """Guards one candidate. Checks do not overlap, so there is only one trial."""

    failures: int = 0
    """In a row."""
    waits_until: float = -inf
    """Monotonic seconds."""

    def remaining(self, now: float) -> float:
        """Return the seconds of back-off left, 0 if none."""
        return max(0.0, self.waits_until - now)

    def state(self, now: float) -> BreakerState:
        """Return the state at `now`."""
        if self.failures < FAILURE_THRESHOLD:
            return BreakerState.CLOSED
        return BreakerState.OPEN if self.remaining(now) else BreakerState.HALF_OPEN

    def admits(self, now: float) -> bool:
        """Return whether a call may be made now.

        The panic rule, an escape from a relay and a manual test bypass this.
        """
        return self.state(now) is not BreakerState.OPEN

    def is_rested(self, now: float) -> bool:
        """Return whether a routine call may be made now, with no wait left either."""
        return self.admits(now) and not self.remaining(now)

    def failed(self, now: float, wait: float) -> Self:
        """Return the breaker after one more failure, with `wait` seconds to go."""
        return type(self)(self.failures + 1, now + wait)


CLOSED = CircuitBreaker()
"""The breaker of a candidate that has not failed."""
