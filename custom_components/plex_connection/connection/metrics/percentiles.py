"""Percentiles over a window: the last samples, sorted on request.

A few hundred samples need no sketch, and a window forgets what a sketch would keep.
Nearest rank: each percentile is a value that was measured.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Self

MINIMUM_P50 = 5
MINIMUM_P95 = 20
MINIMUM_P99 = 100
"""Minimum number of samples for each percentile: with fewer, p95 and p99 would simply
be the largest sample, and p50 would say little."""


def quantile(ordered: Sequence[float], q: float) -> float:
    """Return the smallest sample such that at least a share `q` is no larger."""
    return ordered[max(0, ceil(q * len(ordered)) - 1)]


class SampleWindow:
    """The last samples, in order of arrival; eight bytes each."""

    def __init__(self, limit: int, samples: Iterable[float] = ()) -> None:
        """Create a window over at most `limit` samples."""
        self._limit = limit
        self._samples = array("d", samples)
        del self._samples[:-limit]

    def __iter__(self) -> Iterator[float]:
        """Iterate over the samples, oldest first."""
        return iter(self._samples)

    def last(self, count: int) -> tuple[float, ...]:
        """Return the last samples, at most `count`, oldest first."""
        return tuple(self._samples[-count:])

    def add(self, sample: float) -> None:
        """Add a sample; a full window drops its oldest."""
        self._samples.append(sample)
        if len(self._samples) > self._limit:
            del self._samples[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class LatencySummary:
    """How long the connection has recently taken to answer, in milliseconds."""

    count: int = 0
    p50_ms: float | None = None
    """None below 5 samples."""
    p95_ms: float | None = None
    """None below 20."""
    p99_ms: float | None = None
    """None below 100."""
    recent_ms: tuple[float, ...] = ()
    """The last ones, oldest first."""

    @classmethod
    def of(cls, samples: Iterable[float], recent: tuple[float, ...] = ()) -> Self:
        """Summarise the samples with a single sort; `recent` is kept as it is."""
        ordered = sorted(samples)
        return cls(
            count=len(ordered),
            p50_ms=_percentile(ordered, 0.50, MINIMUM_P50),
            p95_ms=_percentile(ordered, 0.95, MINIMUM_P95),
            p99_ms=_percentile(ordered, 0.99, MINIMUM_P99),
            recent_ms=recent,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class FailoverSummary:
    """How long the last fail-overs took, in milliseconds."""

    count: int = 0
    """Fail-overs in this window; the daily change counts include all of them."""
    p50_ms: float | None = None
    """None below 5 fail-overs."""
    p95_ms: float | None = None
    """None below 20."""
    max_ms: float | None = None

    @classmethod
    def of(cls, samples: Iterable[float]) -> Self:
        """Summarise the durations."""
        ordered = sorted(samples)
        return cls(
            count=len(ordered),
            p50_ms=_percentile(ordered, 0.50, MINIMUM_P50),
            p95_ms=_percentile(ordered, 0.95, MINIMUM_P95),
            max_ms=ordered[-1] if ordered else None,
        )


def _percentile(ordered: Sequence[float], q: float, minimum: int) -> float | None:
    return quantile(ordered, q) if len(ordered) >= minimum else None
