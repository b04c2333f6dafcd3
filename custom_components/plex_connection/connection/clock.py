"""Time, as it is passed in: one clock that only goes on, and the wall's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, by both clocks."""

    at: float
    """Monotonic seconds."""
    wall: datetime

    @property
    def wall_ahead(self) -> float:
        """Return the seconds by which the wall clock is ahead of the monotonic one."""
        return self.wall.timestamp() - self.at

    def wall_after(self, seconds: float) -> datetime:
        """Return the wall time in so many seconds, or before."""
        return self.wall + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """Both clocks."""

    monotonic: Callable[[], float]
    wall: Callable[[], datetime]

    def read(self) -> Moment:
        """Return this moment."""
        return Moment(self.monotonic(), self.wall())
