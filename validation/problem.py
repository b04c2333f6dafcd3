"""What a check finds, and what a check is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from .tree import Tree

type Check = Callable[[Tree], Iterable[Problem]]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one file; the path is relative to the tree's root."""

    file: str
    what: str

    @override
    def __str__(self) -> str:
        """Return the line that is printed."""
        return f"{self.file}: {self.what}"
