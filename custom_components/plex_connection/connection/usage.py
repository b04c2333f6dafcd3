"""Usage of a server by the hour of the week, in local time.

Hours are those of the local calendar, 168 a week, regardless of clock changes: the hour
that the change to summer time skips is an hour without use, and the one that occurs
twice in autumn is one hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, log
from typing import Any, Self

from .deserialize import MalformedError, read, read_list, read_samples

HOUR = 3600.0
WEEK = 168
"""Hours in a week."""

LAST_HOUR = date.max.toordinal() * 24 + 23
"""The last hour that a date can have."""

DECAY = 0.75
"""Worth of a use a week later."""

LIKELY = 1.0
"""Worth from which a use is expected. A use in each of the last two weeks is worth 1.3,
and 0.98 after a further week without; one use a week ago, or two long ago, are chance.
A habit of months is worth 3 and outlasts three weeks' absence."""

WORTH_LIMIT = 1 / (1 - DECAY)
"""Limit of the worth with a use every week."""

FORGOTTEN = 0.1
"""Worth below which the moments of past uses are dropped."""

MOMENTS = 4
"""Latest first uses whose moments are kept per hour."""

CLUSTER = 6.0
"""Seconds within which most of them must lie to count as one moment."""


def hour_of(local: datetime) -> int:
    """Return the number of a local hour; a week later it is 168 more."""
    return local.toordinal() * 24 + local.hour


@dataclass(kw_only=True, slots=True)
class _Slot:
    """One hour of the week."""

    hour: int
    """The hour of its last use."""
    worth: float = 0.0
    moments: tuple[float, ...] = ()
    """Seconds into the hour of its first uses, the latest last."""
    moment: float | None = field(init=False)
    """The earliest of most of them, if they cluster."""

    def __post_init__(self) -> None:
        """Compute the moment once, as it is read often."""
        self.moment = _earliest_of_most(self.moments)


class UsagePattern:
    """The habits of one server's users."""

    def __init__(self) -> None:
        """Create a pattern of a server that was never used."""
        self._slots: dict[int, _Slot] = {}
        self._alive_until = 0
        """The last hour that can be likely without new uses."""

    def is_alive(self, hour: int) -> bool:
        """Return whether this hour or a later one can be likely without new uses."""
        return hour <= self._alive_until

    def was_used(self, hour: int) -> bool:
        """Return whether there was a use in this very hour."""
        slot = self._slots.get(hour % WEEK)
        return slot is not None and slot.hour == hour

    def note(self, hour: int, offset: float) -> None:
        """Record a use, `offset` seconds into an hour; only its first one counts."""
        if self.was_used(hour):
            return
        worth = self.worth(hour)
        before = self._slots.get(hour % WEEK)
        moments = () if before is None or worth < FORGOTTEN else before.moments
        slot = _Slot(
            hour=hour,
            worth=round(min(worth + 1, WORTH_LIMIT), 4),
            moments=(*moments, round(offset, 1))[-MOMENTS:],
        )
        self._slots[hour % WEEK] = slot
        self._alive_until = self._life()

    def worth(self, hour: int) -> float:
        """Return the worth of an hour, which decays from week to week.

        After a clock was set back the last use may lie ahead: it then counts as a week
        old.
        """
        if (slot := self._slots.get(hour % WEEK)) is None:
            return 0.0
        weeks = max(1, (hour - slot.hour) // WEEK)
        return slot.worth * DECAY**weeks

    def is_likely(self, hour: int) -> bool:
        """Return whether a use is expected."""
        return self.worth(hour) >= LIKELY

    def moment(self, hour: int) -> float | None:
        """Return when in an hour the first use is expected, None if unknown.

        The earliest of those that cluster, in seconds; an automation has such a moment,
        a user hardly ever.
        """
        slot = self._slots.get(hour % WEEK)
        return None if slot is None else slot.moment

    def rank(self, hour: int) -> int:
        """Return how many likely hours of the same day go before this one.

        Those with a moment go first, then the likelier, then the earlier.
        """
        own = self._preference(hour)
        midnight = hour - hour % 24
        return sum(
            self._preference(other) > own
            for other in range(midnight, midnight + 24)
            if self.is_likely(other)
        )

    def to_list(self) -> list[dict[str, Any]]:
        """Return the hours as JSON can hold them."""
        return [
            {
                "hour": slot.hour,
                "worth": slot.worth,
                "moments": list(slot.moments),
            }
            for slot in self._slots.values()
        ]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], key: str) -> Self:
        """Read stored hours; raises ValueError."""
        pattern = cls()
        for item in read_list(data, key):
            slot = _Slot(
                hour=read(item, "hour", int),
                worth=read(item, "worth", float),
                moments=tuple(read_samples(item, "moments", limit=MOMENTS)),
            )
            if not 0 <= slot.hour <= LAST_HOUR:
                raise MalformedError("hour", "out of the calendar")
            if not 0 <= slot.worth <= WORTH_LIMIT:
                raise MalformedError("worth", "a number out of range")
            if any(moment > HOUR for moment in slot.moments):
                raise MalformedError("moments", "beyond the hour")
            if slot.hour % WEEK in pattern._slots:
                raise MalformedError(key, "an hour of the week twice")
            pattern._slots[slot.hour % WEEK] = slot
        pattern._alive_until = pattern._life()
        return pattern

    def _preference(self, hour: int) -> tuple[bool, float, int]:
        return self.moment(hour) is not None, self.worth(hour), -hour

    def _life(self) -> int:
        """Return the last hour that can be likely without new uses."""
        return max(map(_last_likely, self._slots.values()), default=0)


def _last_likely(slot: _Slot) -> int:
    """Return the last hour at which a slot is likely; 0 if it is not."""
    if slot.worth * DECAY < LIKELY:
        return 0
    weeks = ceil(log(slot.worth / LIKELY) / -log(DECAY))
    return slot.hour + weeks * WEEK


def _earliest_of_most(moments: tuple[float, ...]) -> float | None:
    """Return the earliest of those that cluster, None unless most of them do."""
    ordered = sorted(moments)
    least = max(2, len(ordered) // 2 + 1)
    for first, last in zip(ordered, ordered[least - 1 :], strict=False):
        if last - first <= CLUSTER:
            return first
    return None
