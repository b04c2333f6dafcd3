"""Injected time: a monotonic clock and the wall clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time on both clocks."""

    at: float
    """Monotonic seconds."""
    wall: datetime

    @property
    def wall_ahead(self) -> float:
        """Return the seconds by which the wall clock is ahead of the monotonic one."""
        return self.wall.timestamp() - self.at

    def wall_after(self, seconds: float) -> datetime:
        """Return the wall time `seconds` after this moment, or before if negative."""
        return self.wall + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """The monotonic clock and the wall clock."""

    monotonic: Callable[[], float]
    wall: Callable[[], datetime]

    def read(self) -> Moment:
        """Return the current moment."""
        return Moment(self.monotonic(), self.wall())
