"""Back-off: 30 s, doubled per failure, with jitter, 600 s at most (rule 10)."""

from dataclasses import dataclass
from random import Random

INITIAL_WAIT = 30.0
MAXIMUM_WAIT = 600.0
JITTER_SHARE = 0.2
"""Each wait is up to this share longer or shorter (gRPC's connection back-off), so that
candidates that failed together are not retried together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Backoff:
    """Seconds to wait after the n-th failure in a row, n counted from 0."""

    rng: Random
    initial: float = INITIAL_WAIT
    maximum: float = MAXIMUM_WAIT

    def nominal(self, failures_before: int) -> float:
        """Return the wait before jitter; any count is safe."""
        wait = self.initial
        for _ in range(failures_before):
            if wait >= self.maximum:
                break
            wait *= 2
        return min(wait, self.maximum)

    def wait(self, failures_before: int) -> float:
        """Return the wait with jitter, never above the maximum."""
        jittered = self.nominal(failures_before) * self.rng.uniform(
            1 - JITTER_SHARE, 1 + JITTER_SHARE
        )
        return min(jittered, self.maximum)
