"""When a server is used: by the hour of the week, in local time.

Hours are counted by the local calendar, 168 a week, whatever the clock does to
them: the hour that a change to summer time skips is an hour nobody uses, and the
one that is lived through twice in autumn is one hour.
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
"""Beyond it there is no calendar."""

DECAY = 0.75
"""What a use is worth a week later."""

LIKELY = 1.0
"""A use in each of the last two weeks is worth 1.3, and after them a week without
is forgiven; one use a week ago, or two of long ago, are chance. A habit of months
is worth 3 and outlasts three weeks' absence."""

WORTH_LIMIT = 1 / (1 - DECAY)
"""What a use every week comes to."""

FORGOTTEN = 0.1
"""Worth below which the moments of its uses are no guide any more."""

MOMENTS = 4
"""Last first uses whose moments are remembered for each hour."""

CLUSTER = 6.0
"""Seconds within which most of them have to lie to be taken for one moment."""


def hour_of(local: datetime) -> int:
    """Return the number of a local hour; a week later it is 168 more."""
    return local.toordinal() * 24 + local.hour


@dataclass(kw_only=True, slots=True)
class _Slot:
    """One hour of the week."""

    hour: int
    """When it was last used."""
    worth: float = 0.0
    moments: tuple[float, ...] = ()
    """Seconds into the hour of its first uses, the latest last."""
    moment: float | None = field(init=False)
    """Where most of them lie."""

    def __post_init__(self) -> None:
        """Find the moment, once for all who ask."""
        self.moment = _earliest_of_most(self.moments)


class UsagePattern:
    """The habits of one server's users."""

    def __init__(self) -> None:
        """Create a pattern of a server that was never used."""
        self._slots: dict[int, _Slot] = {}
        self._alive_until = 0
        """The last hour that can be likely, as things are."""

    def is_alive(self, hour: int) -> bool:
        """Return whether this hour or a later one can be likely without new uses."""
        return hour <= self._alive_until

    def was_used(self, hour: int) -> bool:
        """Return whether there was a use within this very hour."""
        slot = self._slots.get(hour % WEEK)
        return slot is not None and slot.hour == hour

    def note(self, hour: int, offset: float) -> None:
        """Learn of a use, `offset` seconds into an hour; its first one counts."""
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
        """Return how likely a use is in an hour; it decays from week to week.

        By a clock that was set back the last use may lie ahead: then it counts as
        a week old.
        """
        if (slot := self._slots.get(hour % WEEK)) is None:
            return 0.0
        weeks = max(1, (hour - slot.hour) // WEEK)
        return slot.worth * DECAY**weeks

    def is_likely(self, hour: int) -> bool:
        """Return whether a use is to be expected."""
        return self.worth(hour) >= LIKELY

    def moment(self, hour: int) -> float | None:
        """Return when in an hour the first use is to be expected, if that is known.

        The earliest of those that cluster, in seconds; an automation has a moment,
        a person hardly ever.
        """
        slot = self._slots.get(hour % WEEK)
        return None if slot is None else slot.moment

    def rank(self, hour: int) -> int:
        """Return how many hours of the same day are more worth looking ahead to.

        Those with a moment come first, then the likelier, then the earlier.
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
                raise MalformedError("worth", "a number that cannot be")
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
        """Return the last hour that can be likely; a habit ends when it fades."""
        return max(map(_last_likely, self._slots.values()), default=0)


def _last_likely(slot: _Slot) -> int:
    """Return until when an hour of the week stays likely; 0: it is not."""
    if slot.worth * DECAY < LIKELY:
        return 0
    weeks = ceil(log(slot.worth / LIKELY) / -log(DECAY))
    return slot.hour + weeks * WEEK


def _earliest_of_most(moments: tuple[float, ...]) -> float | None:
    """Return the earliest of those that cluster, if most of them do."""
    ordered = sorted(moments)
    least = max(2, len(ordered) // 2 + 1)
    for first, last in zip(ordered, ordered[least - 1 :], strict=False):
        if last - first <= CLUSTER:
            return first
    return None
