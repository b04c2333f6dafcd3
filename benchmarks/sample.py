"""Statistics of several measurements of one quantity."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
import statistics
from typing import Self


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """Milliseconds, in ascending order; at least one."""

    values: tuple[float, ...]

    @classmethod
    def of_seconds(cls, seconds: Iterable[float]) -> Self:
        """Convert from seconds."""
        return cls(values=tuple(sorted(each * 1000 for each in seconds)))

    @property
    def count(self) -> int:
        """Return the number of values."""
        return len(self.values)

    @property
    def median(self) -> float:
        """Return the median."""
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        """Return the smallest."""
        return self.values[0]

    @property
    def most(self) -> float:
        """Return the largest."""
        return self.values[-1]

    def percentile(self, share: float) -> float:
        """Return the smallest value that a share of all values do not exceed."""
        return self.values[max(0, ceil(share * self.count) - 1)]
