"""Which days are kept, of those that something is counted on.

A day is a local date, apart by whether the cache was on, so that the effect of
the kill switch can be watched (rule 8).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol, Self

from ..deserialize import MalformedError, read

DAYS_BACK = 7
"""Days shown besides today."""

DAYS_AHEAD = 1
"""A clock or a time zone that was set back makes a tomorrow of what was today."""

DATES_KEPT = 10
"""Dates kept at most: those that are shown, and one more. So a clock that is wrong
for a while, and takes a date far away for today, loses nothing."""


class Day(Protocol):
    """One day's counts."""

    @property
    def local_date(self) -> date:
        """Return the local date."""

    @property
    def cached(self) -> bool:
        """Return whether the cache was on."""

    @classmethod
    def empty(cls, local_date: date, *, cached: bool) -> Self:
        """Return a day on which nothing was counted yet."""


class Calendar[DayT: Day]:
    """The days that are kept: those shown, and few others."""

    def __init__(self, kind: type[DayT], days: Iterable[DayT] = ()) -> None:
        """Create a calendar of stored days; raises ValueError."""
        self._kind = kind
        self._days: dict[tuple[date, bool], DayT] = {}
        """By last use, the latest last."""
        for day in days:
            if (day.local_date, day.cached) in self._days:
                raise MalformedError("days", "one twice")
            self._days[day.local_date, day.cached] = day
        if len(self._dates()) > DATES_KEPT:
            raise MalformedError("days", "too many")

    def open(self, today: date, *, cached: bool) -> DayT:
        """Return today's counts; days that are over make room."""
        key = today, cached
        day = self._days.pop(key, None) or self._kind.empty(today, cached=cached)
        self._days[key] = day
        dates = self._dates()
        over = [each for each in dates if not _is_shown(each, today)]
        for each in over[: max(0, len(dates) - DATES_KEPT)]:
            for mode in (True, False):
                self._days.pop((each, mode), None)
        return day

    def shown(self, today: date) -> list[DayT]:
        """Return the days around today, oldest first."""
        shown = [day for day in self._days.values() if _is_shown(day.local_date, today)]
        return sorted(shown, key=lambda day: (day.local_date, day.cached))

    def all(self) -> list[DayT]:
        """Return every day that is kept, as they were used."""
        return list(self._days.values())

    def _dates(self) -> list[date]:
        return list(dict.fromkeys(each for each, _ in self._days))


def _is_shown(each: date, today: date) -> bool:
    """Return whether a date is near enough to today; no date is too far to ask."""
    return timedelta(days=-DAYS_BACK) <= each - today <= timedelta(days=DAYS_AHEAD)


def count[K](counts: dict[K, int], key: K, number: int = 1) -> None:
    """Count one, or several at once."""
    counts[key] = counts.get(key, 0) + number


def read_date(data: Mapping[str, Any], key: str) -> date:
    """Return a stored date."""
    text = read(data, key, str)
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise MalformedError(key, "not a date") from err
