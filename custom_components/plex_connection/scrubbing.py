"""Secrets taken out of an answer before anybody sees it.

An answer of Plex may hold tokens: the account's at `/myplex/account`, a server's among
its settings, other people's in addresses. Those we know are found wherever they stand,
the others by what they are called.
"""

from collections.abc import Iterable
import re

from homeassistant.util.json import JsonValueType

from .plex import mentions

SCRUBBED = "**REDACTED**"
"""What diagnostics of Home Assistant say in the place of a secret."""

DEPTH_LIMIT = 100
"""Values within values; Plex's answers are some ten deep."""

_NAMES = ("id", "name", "key", "label")
"""Under one of these Plex's lists of settings say what the row's value is."""
_VALUES = ("value", "default")
_CALLED_TOKEN = re.compile(r"(token(?:=|%3d))(?:(?!%26)[^&#\s\"'])+", re.IGNORECASE)
"""In an address that stands in a text, or in another address."""


class Scrubber:
    """Takes known secrets, and what is called a token, out of JSON values."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Look for these in every text. Longer ones first: they may hold others."""
        self._secrets = sorted({*secrets} - {""}, key=len, reverse=True)
        self._shortest = min(map(len, self._secrets), default=0)

    def scrub(self, value: JsonValueType, *, depth: int = 0) -> JsonValueType:
        """Return the value without them; raises ValueError if it is too deep."""
        if depth > DEPTH_LIMIT:
            raise ValueError("too deep")
        match value:
            case str():
                return self._scrub_text(value)
            case dict():
                return self._scrub_fields(value, depth + 1)
            case list():
                return [self.scrub(item, depth=depth + 1) for item in value]
        return value

    def _scrub_fields(
        self, fields: dict[str, JsonValueType], depth: int
    ) -> dict[str, JsonValueType]:
        """Judge each field by its name, and a setting's value by the setting's."""
        hidden = _VALUES if any(_is_token(fields.get(name)) for name in _NAMES) else ()
        return {
            self._scrub_text(name): SCRUBBED
            if _is_token(name) or name in hidden
            else self.scrub(value, depth=depth)
            for name, value in fields.items()
        }

    def _scrub_text(self, text: str) -> str:
        """Replace in one text; most are too short to hold anything."""
        if len(text) >= self._shortest:
            for secret in self._secrets:
                text = text.replace(secret, SCRUBBED)
        if "%" in text and mentions(self._secrets, text):
            return SCRUBBED
        if "=" in text or "%" in text:
            text = _CALLED_TOKEN.sub(rf"\g<1>{SCRUBBED}", text)
        return text


def _is_token(name: JsonValueType) -> bool:
    return isinstance(name, str) and "token" in name.lower()
