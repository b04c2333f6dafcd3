"""What was written into one entry of the integration, and by what: pure policy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from ..connection.deserialize import MalformedError, read, read_optional
from .stored_entry import is_own_rewrite

WRITE_SPACING = 600.0
"""Seconds between two writes of ours."""

FOREIGN_SPAN = 3600.0
"""Seconds within which changes by others are counted."""

FOREIGN_LIMIT = 2
"""Changes by others within that time, after which nothing is written without a click:
two that both know better would go on for ever."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """Times are seconds of one clock; `now` is always of the same."""

    written_at: float | None = None
    foreign_at: tuple[float, ...] = ()
    """Changes by others while it was kept up."""
    is_suspended: bool = False

    def wait(self, now: float) -> float:
        """Return the seconds until a write is allowed."""
        if self.written_at is None:
            return 0.0
        return max(0.0, self.written_at + WRITE_SPACING - now)

    def written(self, now: float) -> Self:
        """Return the ledger after a write of ours."""
        return replace(self, written_at=now)

    def after(
        self, before: Mapping[str, Any], data: Mapping[str, Any], now: float
    ) -> Self:
        """Return the ledger after a change of the entry's data that is not ours."""
        if before == data or is_own_rewrite(before, data):
            return self
        return self.changed_by_other(now)

    def changed_by_other(self, now: float) -> Self:
        """Return the ledger after a change by something else."""
        recent = tuple(each for each in self.foreign_at if now - each < FOREIGN_SPAN)
        foreign_at = (*recent, now)[-FOREIGN_LIMIT:]
        is_suspended = self.is_suspended or len(foreign_at) >= FOREIGN_LIMIT
        return replace(self, foreign_at=foreign_at, is_suspended=is_suspended)

    def resumed(self) -> Self:
        """Return the ledger after the user's word to go on."""
        return replace(self, foreign_at=(), is_suspended=False)

    def to_dict(self, now: float) -> dict[str, Any]:
        """Return it as JSON can hold it: in seconds ago, for another clock."""
        return {
            "written": None if self.written_at is None else now - self.written_at,
            "foreign": [now - each for each in self.foreign_at],
            "is_suspended": self.is_suspended,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], now: float, age: float) -> Self:
        """Read a stored ledger, `age` seconds old; raises ValueError."""
        written = read_optional(data, "written", float)
        foreign = read(data, "foreign", list)
        if not all(isinstance(each, int | float) for each in foreign):
            raise MalformedError("foreign", "not a number")
        passed = max(0.0, age)
        return cls(
            written_at=None if written is None else now - max(0.0, written) - passed,
            foreign_at=tuple(now - max(0.0, float(each)) - passed for each in foreign),
            is_suspended=read(data, "is_suspended", bool),
        )
