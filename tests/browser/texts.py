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
        everything = json.loads(file.read_text())
        self._common: dict[str, str] = everything["common"]
        self._causes: dict[str, str] = everything["entity"]["sensor"]["problem"][
            "state"
        ] | {"not_known": self._common["panel_cause_not_known"]}

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

    def cause_of(self, shown: str | None) -> str | None:
        """Return the root cause of a short name or a headline; None if all is well."""
        for code, name in self._causes.items():
            if shown in (name, self._common[f"problem_what_{code}"]):
                return None if code == "none" else code
        if shown is None:
            return None
        raise LookupError(f"no cause: {shown}")

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
