"""The form of a planted violation; every check has at least one."""

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
        """Return the id for pytest."""
        return f"{self.check}: {self.what}"
