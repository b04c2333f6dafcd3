"""Reads fields from untrusted JSON.

Errors name a bad value by its path (`resources[3].clientIdentifier`), never by the
value itself: that may be a token.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
import re
from typing import Self

from .exceptions import PlexResponseError

MAX_TEXT = 200
"""Maximum characters of a name; Plex's own web app accepts fewer."""
_IDENTIFIER = re.compile(r"[0-9A-Za-z._-]{1,128}", re.ASCII)
"""A server's is 40 hex digits, a player's often a UUID."""
_SECRET = re.compile(r"[\x21-\x7e]{1,4096}", re.ASCII)
"""Characters allowed in a header. Opaque tokens have 20 of them, JWTs some 540."""
_TRUE = (True, 1, "1", "true")
"""JSON has booleans; in Plex's XML they are 0 and 1, and some JSON copies that."""


def printable(text: str, *, limit: int = MAX_TEXT) -> str:
    """Return `text` on one line, without control characters, capped.

    Lone surrogates, which JSON allows and no encoder accepts, are removed too.
    """
    # Ten times the limit is enough to examine.
    return "".join(filter(str.isprintable, text[: 10 * limit])).strip()[:limit]


def is_identifier(text: str) -> bool:
    """Return whether `text` may identify a server, a player or a client."""
    return _IDENTIFIER.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object and its path in the answer."""

    members: dict[str, object]
    path: str

    @classmethod
    def of(cls, value: object, path: str) -> Self:
        """Return `value` as an object; raises PlexResponseError if it is none."""
        if not isinstance(value, dict):
            raise wrong(path, "an object")
        return cls(value, path)

    def identifier(self, key: str) -> str:
        """Return a required identifier."""
        value = self.members.get(key)
        if not isinstance(value, str) or not is_identifier(value):
            raise wrong(f"{self.path}.{key}", "an identifier")
        return value

    def integer(self, key: str) -> int:
        """Return a required positive integer of at most 63 bits."""
        value = self.members.get(key)
        if (
            not isinstance(value, int)
            or isinstance(value, bool)
            or not 0 < value < 2**63
        ):
            raise wrong(f"{self.path}.{key}", "a positive integer")
        return value

    def text(self, key: str) -> str | None:
        """Return display text, cleaned and capped; None if there is none."""
        value = self.members.get(key)
        return (printable(value) or None) if isinstance(value, str) else None

    def secret(self, key: str) -> str | None:
        """Return a token fit for a header; None if there is none."""
        value = self.members.get(key)
        if isinstance(value, str) and _SECRET.fullmatch(value):
            return value
        return None

    def ip_address(self, key: str) -> str | None:
        """Return an IP address in its usual form; None if there is none."""
        value = self.members.get(key)
        try:
            return str(ip_address(value)) if isinstance(value, str) else None
        except ValueError:
            return None

    def flag(self, key: str) -> bool:
        """Return whether a flag is set; unexpected values count as unset."""
        return self.members.get(key) in _TRUE

    def objects(self, key: str, *, limit: int) -> Iterator[JsonObject]:
        """Yield at most `limit` objects of an optional list; skip other values."""
        value = self.members.get(key)
        if isinstance(value, list):
            for index, item in enumerate(value[:limit]):
                if isinstance(item, dict):
                    yield JsonObject(item, f"{self.path}.{key}[{index}]")


def wrong(path: str, expected: str) -> PlexResponseError:
    """Return the error for a value of an unexpected shape."""
    return PlexResponseError(f"{path}: expected {expected}")
