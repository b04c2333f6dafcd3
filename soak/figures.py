"""Figures of a long run, and their limits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number."""

    what: str
    value: float
    limit: float | None = None
    """Maximum; None: no limit."""
    unit: str = ""

    @property
    def is_good(self) -> bool:
        """Return whether it is within its limit."""
        return self.limit is None or self.value <= self.limit

    def row(self) -> tuple[str, str, str]:
        """Return the row of a table."""
        limit = "–" if self.limit is None else f"≤ {self._text(self.limit)}"
        return (self.what, self._text(self.value), limit)

    def _text(self, value: float) -> str:
        if value == int(value):
            text = f"{value:.0f}"
        else:
            text = f"{value:.2f}" if value < 1 else f"{value:.1f}"
        return f"{text} {self.unit}".rstrip()


@dataclass(kw_only=True, slots=True)
class Findings:
    """Findings of one part."""

    title: str
    figures: list[Figure] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Details that may explain a bad figure."""

    def add(
        self, what: str, value: float, limit: float | None = None, unit: str = ""
    ) -> None:
        """Add a figure."""
        self.figures.append(Figure(what=what, value=value, limit=limit, unit=unit))

    @property
    def faults(self) -> list[Figure]:
        """Return the figures beyond their limits."""
        return [each for each in self.figures if not each.is_good]

    def to_dict(self) -> dict[str, Any]:
        """Return it in a form that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Create it from the result of `to_dict`."""
        return cls(
            title=data["title"],
            figures=[Figure(**figure) for figure in data["figures"]],
            complaints=list(data["complaints"]),
        )
