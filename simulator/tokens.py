"""The secrets of a simulation, each with a name.

Tests and printed lines speak of a token by its name, never by its value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
import string

TOKEN_LENGTH = 20
"""Characters of an opaque Plex token (fact sheet, section 1)."""

STRANGER = "stranger"
"""The owner of a token that this simulation never issued."""


@dataclass(kw_only=True, slots=True)
class _Entry:
    owner: str
    valid: bool = True


class Tokens:
    """All issued tokens, and whether they are still valid."""

    def __init__(self, rng: Random) -> None:
        """Draw values from `rng`, so that a seed reproduces them."""
        self._rng = rng
        self._entries: dict[str, _Entry] = {}

    def mint(self, owner: str) -> str:
        """Return a new valid token of `owner`."""
        alphabet = string.ascii_letters + string.digits
        value = "".join(self._rng.choices(alphabet, k=TOKEN_LENGTH))
        self._entries[value] = _Entry(owner=owner)
        return value

    def adopt(self, owner: str, value: str) -> str:
        """Register a value chosen by the test, as if it had been issued."""
        self._entries[value] = _Entry(owner=owner)
        return value

    def whose(self, value: str) -> str:
        """Return the owner of a token."""
        entry = self._entries.get(value)
        return entry.owner if entry else STRANGER

    def is_valid(self, value: str) -> bool:
        """Return whether the token is known and not revoked."""
        entry = self._entries.get(value)
        return entry is not None and entry.valid

    def revoke(self, value: str) -> None:
        """Revoke the token; the record keeps its name."""
        self._entries[value].valid = False

    def values(self) -> tuple[str, ...]:
        """Return all issued values, for a search through logs."""
        return tuple(self._entries)

    def found_in(self, text: str) -> Iterator[str]:
        """Yield the owner of every token whose value occurs in `text`."""
        for value, entry in self._entries.items():
            if value in text:
                yield entry.owner
