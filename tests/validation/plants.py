"""One violation at least for every check, and what it is a violation of."""

from collections.abc import Callable
from dataclasses import dataclass

from .spoiling import Spoiled

type Spoil = Callable[[Spoiled], object]


@dataclass(frozen=True)
class Plant:
    """A violation that exactly one check must find."""

    check: str
    what: str
    spoil: Spoil

    @property
    def id(self) -> str:
        """Return how pytest calls it."""
        return f"{self.check}: {self.what}"
