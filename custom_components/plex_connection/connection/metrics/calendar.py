"""Decides which days of counts are kept.

A day is a local date, split by whether the cache was on, so that the effect of the kill
switch can be observed (rule 8).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol, Self

from ..deserialize import MalformedError, read

DAYS_BACK = 7
"""Days shown besides today."""

DAYS_AHEAD = 1
"""A clock or a time zone that is set back turns what was today into tomorrow."""

DATES_KEPT = 10
"""Dates kept at most: those shown, and one more. So a clock that is wrong for a while,
giving a date far away, loses nothing."""


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
        """Return a day without counts."""


class Calendar[DayT: Day]:
    """The days kept: those shown, and a few others."""

    def __init__(self, kind: type[DayT], days: Iterable[DayT] = ()) -> None:
        """Create a calendar of stored days; duplicates or too many raise ValueError."""
        self._kind = kind
        self._days: dict[tuple[date, bool], DayT] = {}
        """By last use, the latest last."""
        for day in days:
            if (day.local_date, day.cached) in self._days:
                raise MalformedError("days", "duplicate")
            self._days[day.local_date, day.cached] = day
        if len(self._dates()) > DATES_KEPT:
            raise MalformedError("days", "too many")

    def open(self, today: date, *, cached: bool) -> DayT:
        """Return today's counts; drop excess days that are not shown."""
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
        """Return every day kept, least recently used first."""
        return list(self._days.values())

    def _dates(self) -> list[date]:
        return list(dict.fromkeys(each for each, _ in self._days))


def _is_shown(each: date, today: date) -> bool:
    """Return whether a date is near enough to today to show; any date is safe."""
    return timedelta(days=-DAYS_BACK) <= each - today <= timedelta(days=DAYS_AHEAD)


def count[K](counts: dict[K, int], key: K, number: int = 1) -> None:
    """Add to a count."""
    counts[key] = counts.get(key, 0) + number


def read_date(data: Mapping[str, Any], key: str) -> date:
    """Return a stored date."""
    text = read(data, key, str)
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise MalformedError(key, "not a date") from err
