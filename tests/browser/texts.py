"""Texts of the pages, from the translations."""

import json
from pathlib import Path
import re

TRANSLATIONS = (
    Path(__file__).parents[2] / "custom_components/plex_connection/translations"
)


class Texts:
    """The texts under `common` in one language."""

    def __init__(self, language: str = "en") -> None:
        """Load the texts."""
        file = TRANSLATIONS / f"{language}.json"
        self._common: dict[str, str] = json.loads(file.read_text())["common"]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled."""
        return self._common[key].format_map(values)

    def like(self, key: str, **values: object) -> re.Pattern[str]:
        """Return a pattern of a text; placeholders without a value match anything."""
        parts = re.split(r"\{(\w+)\}", self._common[key])
        return re.compile(
            "".join(
                (re.escape(str(values[part])) if part in values else ".+")
                if is_placeholder
                else re.escape(part)
                for part, is_placeholder in zip(
                    parts, [False, True] * len(parts), strict=False
                )
            )
        )

    def key_of(self, prefix: str, shown: str) -> str:
        """Return the rest of a text's key, which begins with a prefix."""
        found = [
            key
            for key in self._common
            if key.startswith(prefix) and self.like(key).fullmatch(shown)
        ]
        if not found:
            raise LookupError(f"{prefix}…: {shown}")
        # The one with the longest text besides placeholders.
        best = max(
            found, key=lambda key: len(re.sub(r"\{\w+\}", "", self._common[key]))
        )
        return best.removeprefix(prefix)
