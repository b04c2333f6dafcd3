"""When to check a server next, and when to probe all candidates (rules 9 to 11)."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Self

from .backoff import Backoff
from .clock import Moment
from .polling import DUE_TOLERANCE


@dataclass(frozen=True, slots=True)
class OutageSchedule:
    """Schedules races of all candidates after 30, 60 … 600 s, for an outage's duration.

    An outage: the server is offline, or at fault itself. No answer in between ends the
    schedule, so that no verdict keeps the other candidates from being probed. Checks in
    between, which probe only hopeful candidates, do not lengthen it.
    """

    waits: int = 0
    """Number of races without success since the outage began."""
    due_at: float = inf
    """Monotonic seconds; infinite: no outage."""
    nominal_at: float = inf
    """The same without jitter, which checks in between use."""
    is_race: bool = False
    """Whether the running check probes all."""

    def is_due(self, now: float) -> bool:
        """Return whether a check that runs anyway must probe all."""
        return now >= max(self.due_at, self.nominal_at) - DUE_TOLERANCE

    def wait(self, began_at: float, backoff: Backoff) -> float:
        """Return the seconds from `began_at` to the next race of all.

        Without an outage, after a check without a verdict, the shortest wait.
        """
        if self.due_at == inf:
            return backoff.wait(self.waits)
        return max(0.0, self.due_at - began_at)

    def resumed(self, now: float, waits: int, backoff: Backoff) -> Self:
        """Return the schedule of an outage from before a restart, one wait from now."""
        return _due_after(replace(self, waits=waits), now, 0.0, backoff)

    def no_later_than(self, at: float) -> Self:
        """Return a copy with the next race no later than `at`, in monotonic seconds."""
        return replace(
            self, due_at=min(self.due_at, at), nominal_at=min(self.nominal_at, at)
        )

    def followed(
        self, began_at: float, *, is_new: bool, least: float, backoff: Backoff
    ) -> Self:
        """Return a copy after a check that began at `began_at` and found an outage.

        `least` is the minimum wait in seconds: while a connection is in use, and only
        its server at fault, races are not more frequent than checks would be anyway.
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
    """Return a schedule with the next race one wait after `began_at`."""
    return replace(
        schedule,
        due_at=began_at + max(backoff.wait(schedule.waits), least),
        nominal_at=began_at + max(backoff.nominal(schedule.waits), least),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When the next check is due, and why then."""

    due_at: float
    """Monotonic seconds; `next_check` is the same for display."""
    next_check: datetime | None = None
    interval: float | None = None
    """Seconds between two checks, before jitter."""
    own_at: float = -inf
    """When the schedule's own next check is due, whatever is requested before."""
    was_offline: bool = False
    """Whether the server was offline when this was scheduled; the next: starting."""
    was_starting: bool = False
    wall_ahead: float = 0.0
    """Seconds between the clocks at the last test, from which freshness counts."""
    outage: OutageSchedule = OutageSchedule()

    def delay(self, moment: Moment) -> float:
        """Return seconds until the next check is due, 0 if it is."""
        if self.clocks_disagree(moment):
            return 0.0
        return max(0.0, self.due_at - moment.at)

    def clocks_disagree(self, moment: Moment) -> bool:
        """Return whether the clocks differ by over an interval since the last test.

        The monotonic clock stops while a machine is suspended, and the wall clock may
        be set. The age of the test is unknown then.
        """
        gap = abs(moment.wall_ahead - self.wall_ahead)
        return self.interval is not None and gap > self.interval

    def moved(self, wait: float, moment: Moment) -> Self:
        """Return a copy with the next check in `wait` seconds, at the same interval."""
        return replace(
            self, due_at=moment.at + wait, next_check=moment.wall_after(wait)
        )
