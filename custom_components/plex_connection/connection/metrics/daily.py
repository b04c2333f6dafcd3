"""The counts of one server on one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from ..deserialize import (
    MalformedError,
    read,
    read_mapping,
    read_numbers,
    write_numbers,
)
from ..events import Purpose
from ..freshness import Freshness
from ..models import ConnectionType, FailureKind
from ..reports import ChangeReason
from .calendar import read_date


class Outcome(StrEnum):
    """The result of a test or an operation."""

    OK = "ok"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerDay:
    """The counts of one server on one day.

    The date and the set of counters are frozen; the counts grow in place.
    """

    local_date: date
    cached: bool
    seconds: dict[ConnectionType, float] = field(default_factory=dict)
    """Time on each type of connection, and offline."""
    attempts_ok: dict[ConnectionType, int] = field(default_factory=dict)
    attempts_failed: dict[ConnectionType, dict[FailureKind, int]] = field(
        default_factory=dict
    )
    requests: dict[Purpose, int] = field(default_factory=dict)
    changes: dict[ChangeReason, int] = field(default_factory=dict)
    operations: dict[Outcome, int] = field(default_factory=dict)
    tests: dict[Outcome, int] = field(default_factory=dict)
    """Probes of the connection in use; checks that find the server still offline."""
    lookups: dict[Freshness, int] = field(default_factory=dict)

    @classmethod
    def empty(cls, local_date: date, *, cached: bool) -> Self:
        """Return a day without counts."""
        return cls(local_date=local_date, cached=cached)

    @property
    def own_requests(self) -> dict[Purpose, int]:
        """Return our own requests by purpose; operations are the user's."""
        return {
            purpose: count
            for purpose, count in self.requests.items()
            if purpose is not Purpose.OPERATION
        }

    @property
    def request_count(self) -> int:
        """Return the number of our own requests."""
        return sum(self.own_requests.values())

    @property
    def change_count(self) -> int:
        """Return how often the connection changed, excluding the first connection."""
        return sum(self.changes.values()) - self.changes.get(ChangeReason.FIRST, 0)

    @property
    def failover_count(self) -> int:
        """Return how often the connection in use failed and another took over."""
        return self.changes.get(ChangeReason.FAILOVER, 0)

    def failure_count(self, connection_type: ConnectionType) -> int:
        """Return how many attempts of a type failed, for any reason."""
        return sum(self.attempts_failed.get(connection_type, {}).values())

    def copy(self) -> Self:
        """Return a copy of the counts."""
        return type(self)(
            local_date=self.local_date,
            cached=self.cached,
            seconds=self.seconds.copy(),
            attempts_ok=self.attempts_ok.copy(),
            attempts_failed={
                kind: failures.copy() for kind, failures in self.attempts_failed.items()
            },
            requests=self.requests.copy(),
            changes=self.changes.copy(),
            operations=self.operations.copy(),
            tests=self.tests.copy(),
            lookups=self.lookups.copy(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the counts in JSON form."""
        return {
            "date": self.local_date.isoformat(),
            "cached": self.cached,
            "seconds": {
                kind.value: round(seconds, 3) for kind, seconds in self.seconds.items()
            },
            "attempts_ok": write_numbers(self.attempts_ok),
            "attempts_failed": write_tables(self.attempts_failed),
            "requests": write_numbers(self.requests),
            "changes": write_numbers(self.changes),
            "operations": write_numbers(self.operations),
            "tests": write_numbers(self.tests),
            "lookups": write_numbers(self.lookups),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read stored counts; raises ValueError."""
        return cls(
            local_date=read_date(data, "date"),
            cached=read(data, "cached", bool),
            seconds=read_numbers(data, "seconds", ConnectionType, float),
            attempts_ok=read_numbers(data, "attempts_ok", ConnectionType, int),
            attempts_failed=read_tables(
                data, "attempts_failed", ConnectionType, FailureKind
            ),
            requests=read_numbers(data, "requests", Purpose, int),
            changes=read_numbers(data, "changes", ChangeReason, int),
            operations=read_numbers(data, "operations", Outcome, int),
            tests=read_numbers(data, "tests", Outcome, int),
            lookups=read_numbers(data, "lookups", Freshness, int),
        )


def read_tables[R: StrEnum, C: StrEnum](
    data: Mapping[str, Any], key: str, rows: type[R], columns: type[C]
) -> dict[R, dict[C, int]]:
    """Return counts by the members of two enums."""
    tables = read_mapping(data, key)
    if not all(name in rows for name in tables):
        raise MalformedError(key, f"not a {rows.__name__}")
    return {rows(name): read_numbers(tables, name, columns, int) for name in tables}


def write_tables[R: StrEnum, C: StrEnum](
    tables: Mapping[R, Mapping[C, int]],
) -> dict[str, dict[str, int]]:
    """Return counts by two enums in JSON form."""
    return {row.value: write_numbers(numbers) for row, numbers in tables.items()}


def success_rate(days: Iterable[ServerDay]) -> float | None:
    """Return the share of tests and operations that succeeded; None if none."""
    totals = dict.fromkeys(Outcome, 0)
    for day in days:
        for outcome in Outcome:
            totals[outcome] += day.tests.get(outcome, 0)
            totals[outcome] += day.operations.get(outcome, 0)
    return share(totals).get(Outcome.OK)


def time_share(days: Iterable[ServerDay]) -> dict[ConnectionType, float]:
    """Return each type's share, offline included, of the time counted."""
    totals = dict.fromkeys(ConnectionType, 0.0)
    for day in days:
        for kind, seconds in day.seconds.items():
            totals[kind] += seconds
    return share(totals)


def cache_hit_rate(days: Iterable[ServerDay]) -> float | None:
    """Return the share of look-ups that found a fresh state; None if none."""
    totals = dict.fromkeys(Freshness, 0)
    for day in days:
        for freshness, number in day.lookups.items():
            totals[freshness] += number
    return share(totals).get(Freshness.FRESH)


def share[K](totals: Mapping[K, float]) -> dict[K, float]:
    """Return each one's share of the sum; empty if the sum is 0."""
    total = sum(totals.values())
    if total <= 0:
        return {}
    return {key: each / total for key, each in totals.items()}
