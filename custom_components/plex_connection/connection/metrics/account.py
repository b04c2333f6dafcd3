"""Metrics of an account: how often plex.tv was asked, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from ..deserialize import MalformedError, read, read_list, read_numbers, write_numbers
from ..discovery import DiscoveryTrigger
from ..events import Purpose
from .calendar import Calendar, count, read_date
from .daily import read_tables, write_tables
from .server import MetricsSnapshot


class DiscoveryResult(StrEnum):
    """How a discovery ended."""

    OK = "ok"
    FAILED = "failed"
    """No answer, or an invalid one."""
    RATE_LIMITED = "rate_limited"
    """429: plex.tv set a time to come back."""
    REJECTED = "rejected"
    """The token is rejected by plex.tv."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountDay:
    """The counts of one account on one day."""

    local_date: date
    cached: bool
    requests: dict[Purpose, int] = field(default_factory=dict)
    """Sent to plex.tv; a discovery that falls back to the other host sends two."""
    departed: dict[Purpose, int] = field(default_factory=dict)
    """Sent to servers no longer counted: they are gone, or were forgotten."""
    discoveries: dict[DiscoveryTrigger, dict[DiscoveryResult, int]] = field(
        default_factory=dict
    )

    @classmethod
    def empty(cls, local_date: date, *, cached: bool) -> Self:
        """Return a day without counts."""
        return cls(local_date=local_date, cached=cached)

    @property
    def request_count(self) -> int:
        """Return how many requests were sent to plex.tv."""
        return sum(self.requests.values())

    @property
    def discovery_count(self) -> int:
        """Return how many discoveries ran, whatever their result."""
        return sum(sum(results.values()) for results in self.discoveries.values())

    def copy(self) -> Self:
        """Return a copy of the counts."""
        return type(self)(
            local_date=self.local_date,
            cached=self.cached,
            requests=self.requests.copy(),
            departed=self.departed.copy(),
            discoveries={
                trigger: results.copy() for trigger, results in self.discoveries.items()
            },
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the counts in JSON form."""
        return {
            "date": self.local_date.isoformat(),
            "cached": self.cached,
            "requests": write_numbers(self.requests),
            "departed": write_numbers(self.departed),
            "discoveries": write_tables(self.discoveries),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read stored counts; raises ValueError."""
        return cls(
            local_date=read_date(data, "date"),
            cached=read(data, "cached", bool),
            requests=read_numbers(data, "requests", Purpose, int),
            # An older version did not write it.
            departed=read_numbers({"departed": {}, **data}, "departed", Purpose, int),
            discoveries=read_tables(
                data, "discoveries", DiscoveryTrigger, DiscoveryResult
            ),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountSnapshot:
    """The counts so far. Figures "today" cover the whole day, cache on or off."""

    today: AccountDay
    """In the current cache mode."""
    days: tuple[AccountDay, ...]
    """Today and up to seven days before, oldest first, with separate entries for cache
    on and cache off."""
    requests_today: int
    """To plex.tv."""
    departed_today: int
    """To servers no longer counted."""
    discoveries_today: int


class AccountMetrics:
    """Counts the requests to plex.tv for one account."""

    def __init__(self, *, today: Callable[[], date], cached: bool) -> None:
        """Start empty; `today` returns the local date."""
        self._today = today
        self._cached = cached
        self._calendar = Calendar(AccountDay)
        self._day = self._calendar.open(today(), cached=cached)

    def on_request(self, purpose: Purpose) -> None:
        """Count a request to plex.tv."""
        count(self._open_day().requests, purpose)

    def on_discovery(self, trigger: DiscoveryTrigger, result: DiscoveryResult) -> None:
        """Count a finished discovery; its requests are counted separately."""
        count(self._open_day().discoveries.setdefault(trigger, {}), result)

    def on_departed(self, server: MetricsSnapshot) -> None:
        """Keep today's requests to a server whose own counts are discarded."""
        today = self._open_day()
        for day in server.days:
            if day.local_date == today.local_date:
                for purpose, requests in day.own_requests.items():
                    count(today.departed, purpose, requests)

    def snapshot(self) -> AccountSnapshot:
        """Return an independent copy of the counts."""
        today = self._open_day()
        days = tuple(day.copy() for day in self._calendar.shown(today.local_date))
        of_today = [day for day in days if day.local_date == today.local_date]
        return AccountSnapshot(
            today=today.copy(),
            days=days,
            requests_today=sum(day.request_count for day in of_today),
            departed_today=sum(sum(day.departed.values()) for day in of_today),
            discoveries_today=sum(day.discovery_count for day in of_today),
        )

    def clear(self) -> None:
        """Start again from empty."""
        self._calendar = Calendar(AccountDay)
        self._day = self._calendar.open(self._today(), cached=self._cached)

    def to_dict(self) -> dict[str, Any]:
        """Return everything in JSON form."""
        return {"days": [day.to_dict() for day in self._calendar.all()]}

    def load(self, data: Any) -> None:
        """Replace the counts with stored ones.

        Raises ValueError if anything is malformed, and then has changed nothing.
        """
        if not isinstance(data, dict):
            raise MalformedError("metrics", "not a mapping")
        days = [AccountDay.from_dict(day) for day in read_list(data, "days")]
        self._calendar = Calendar(AccountDay, days)
        self._day = self._calendar.open(self._today(), cached=self._cached)

    def _open_day(self) -> AccountDay:
        today = self._today()
        if today != self._day.local_date:
            self._day = self._calendar.open(today, cached=self._cached)
        return self._day
