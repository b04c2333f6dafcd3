"""When a server is checked next, and when all its candidates are (rules 9 to 11)."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Self

from .backoff import Backoff
from .clock import Moment
from .polling import DUE_TOLERANCE


@dataclass(frozen=True, slots=True)
class OutageSchedule:
    """Has all candidates probed after 30, 60 … 600 s, for as long as there is trouble.

    Trouble is that the server is offline, or that it is at fault itself. Whatever is
    answered meanwhile, and by whom, does not end the schedule: no verdict keeps the
    other candidates from being probed. Checks in between, of those alone that give
    hope, do not lengthen it.
    """

    waits: int = 0
    """How often all were probed in vain since the trouble began."""
    due_at: float = inf
    """Monotonic seconds; infinite: there is no trouble."""
    nominal_at: float = inf
    """The same without jitter, by which checks in between go."""
    is_race: bool = False
    """Whether the check that runs probes all."""

    def is_due(self, now: float) -> bool:
        """Return whether a check that comes anyway is to probe all."""
        return now >= max(self.due_at, self.nominal_at) - DUE_TOLERANCE

    def wait(self, began_at: float, backoff: Backoff) -> float:
        """Return the seconds from `began_at` until all are probed.

        Without trouble, after a check that came to no verdict, the shortest wait.
        """
        if self.due_at == inf:
            return backoff.wait(self.waits)
        return max(0.0, self.due_at - began_at)

    def resumed(self, now: float, waits: int, backoff: Backoff) -> Self:
        """Return the schedule of a trouble from before a restart, a wait from now."""
        return _due_after(replace(self, waits=waits), now, 0.0, backoff)

    def no_later_than(self, at: float) -> Self:
        """Return it with all probed by then, in monotonic seconds."""
        return replace(
            self, due_at=min(self.due_at, at), nominal_at=min(self.nominal_at, at)
        )

    def followed(
        self, began_at: float, *, is_new: bool, least: float, backoff: Backoff
    ) -> Self:
        """Return it after a check that began then and has found trouble.

        `least` is in seconds: while a connection is in use, and only its server at
        fault, all are not probed more often than one would be anyway.
        """
        checked = replace(self, is_race=False)
        if is_new or self.due_at == inf:
            return _due_after(replace(checked, waits=0), began_at, least, backoff)
        if self.is_race and began_at >= self.due_at - DUE_TOLERANCE:
            later = replace(checked, waits=self.waits + 1)
            return _due_after(later, began_at, least, backoff)
        return checked


def _due_after[S: OutageSchedule](
    schedule: S, began_at: float, least: float, backoff: Backoff
) -> S:
    """Return a schedule by which all are probed a wait after `began_at`."""
    return replace(
        schedule,
        due_at=began_at + max(backoff.wait(schedule.waits), least),
        nominal_at=began_at + max(backoff.nominal(schedule.waits), least),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When the next check comes, and by what."""

    due_at: float
    """Monotonic seconds; `next_check` is the same for people."""
    next_check: datetime | None = None
    interval: float | None = None
    """Seconds between two checks, before jitter."""
    own_at: float = -inf
    """When the next check of the schedule itself comes, whatever asks before."""
    was_offline: bool = False
    """What the schedule waits out, as is the next."""
    was_starting: bool = False
    wall_ahead: float = 0.0
    """Between the clocks as of the last test, by which freshness is judged."""
    outage: OutageSchedule = OutageSchedule()

    def delay(self, moment: Moment) -> float:
        """Return seconds until the next check is due, 0 if it is."""
        if self.clocks_disagree(moment):
            return 0.0
        return max(0.0, self.due_at - moment.at)

    def clocks_disagree(self, moment: Moment) -> bool:
        """Return whether an interval passed by one clock only since the last test.

        While a machine is suspended the monotonic clock stands still; and a wall clock
        is set. The age of the test is unknown then.
        """
        gap = abs(moment.wall_ahead - self.wall_ahead)
        return self.interval is not None and gap > self.interval

    def moved(self, wait: float, moment: Moment) -> Self:
        """Return it with the next check in so many seconds, the interval as it is."""
        return replace(
            self, due_at=moment.at + wait, next_check=moment.wall_after(wait)
        )
