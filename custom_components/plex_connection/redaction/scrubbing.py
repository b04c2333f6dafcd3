"""Removes secrets from an answer before it is shown.

Plex's answers may contain tokens: the account's at `/myplex/account`, a server's among
its settings, other people's in URLs. Known ones are found anywhere, the others by their
names.
"""

from collections.abc import Iterable
import re

from homeassistant.util.json import JsonValueType

from ..plex import mentions

SCRUBBED = "**REDACTED**"
"""The placeholder that Home Assistant's diagnostics use."""

DEPTH_LIMIT = 100
"""Maximum nesting; Plex's answers are some ten deep."""

_NAMES = ("id", "name", "key", "label")
"""Fields that name the setting of a row in Plex's lists of settings."""
_VALUES = ("value", "default")
_CALLED_TOKEN = re.compile(r"(token(?:=|%3d))(?:(?!%26)[^&#\s\"'])+", re.IGNORECASE)
"""A token parameter in a URL within a text, or within another URL."""


class Scrubber:
    """Removes known secrets, and values named token, from JSON values."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Search for `secrets`, longer ones first: they may contain others."""
        self._secrets = sorted({*secrets} - {""}, key=len, reverse=True)
        self._shortest = min(map(len, self._secrets), default=0)

    def scrub(self, value: JsonValueType, *, depth: int = 0) -> JsonValueType:
        """Return the value without secrets; raises ValueError if nested too deep."""
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
        """Redact fields by name, and a setting's value by the name of the setting."""
        hidden = _VALUES if any(_is_token(fields.get(name)) for name in _NAMES) else ()
        return {
            self._scrub_text(name): SCRUBBED
            if _is_token(name) or name in hidden
            else self.scrub(value, depth=depth)
            for name, value in fields.items()
        }

    def _scrub_text(self, text: str) -> str:
        """Redact one text; most are too short to contain a secret."""
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
