"""The findings of checks, and the type of a check."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from .tree import Tree

type Check = Callable[[Tree], Iterable[Problem]]


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of one file; the path is relative to the tree's root."""

    file: str
    what: str

    @override
    def __str__(self) -> str:
        """Return the line to print."""
        return f"{self.file}: {self.what}"
