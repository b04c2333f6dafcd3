"""The repairs about the integration, and the placeholders of their texts."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..candidate_labels import label_of_url
from ..const import (
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    DOMAIN,
    ISSUE_CORE_PLEX,
    ISSUE_CORE_PLEX_SUSPENDED,
    LEARN_MORE_URL,
)
from ..issues import id_suffix
from ..redaction.display_text import escape_markdown, safe_name
from ..texts import text
from .policy import Finding

ATTR_CORE_ISSUE = "core_plex"
"""In a repair's data: which of the two it is."""


class CoreIssues:
    """The repairs about the integration's entry for one server."""

    def __init__(self, hass: HomeAssistant, entry_id: str, server_id: str) -> None:
        """Create none yet; the ids are those of our account and of the server."""
        self._hass = hass
        self._data: dict[str, str | int | float | None] = {
            ATTR_ENTRY_ID: entry_id,
            ATTR_SERVER_ID: server_id,
        }
        self._suffix = id_suffix(entry_id, server_id)

    @callback
    def async_show_address(self, texts: dict[str, str]) -> None:
        """Show that the integration needs another address."""
        self._async_create(ISSUE_CORE_PLEX, texts)

    @callback
    def async_show_suspended(self, texts: dict[str, str]) -> None:
        """Show that following is suspended."""
        self._async_create(ISSUE_CORE_PLEX_SUSPENDED, texts)

    @callback
    def _async_create(self, key: str, texts: dict[str, str]) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            f"{key}{self._suffix}",
            data={**self._data, ATTR_CORE_ISSUE: key},
            is_fixable=True,
            learn_more_url=LEARN_MORE_URL,
            severity=ir.IssueSeverity.WARNING,
            translation_key=key,
            translation_placeholders=texts,
        )

    @callback
    def async_delete(self, key: str) -> None:
        """Delete a repair, if it exists."""
        ir.async_delete_issue(self._hass, DOMAIN, f"{key}{self._suffix}")

    @callback
    def async_delete_all(self) -> None:
        """Delete both repairs, if they exist."""
        self.async_delete(ISSUE_CORE_PLEX)
        self.async_delete(ISSUE_CORE_PLEX_SUSPENDED)


def placeholders(
    hass: HomeAssistant, *, name: str, title: str, finding: Finding | None
) -> dict[str, str]:
    """Return the placeholders for the texts of a repair and its dialog.

    An entry's title is an address by default. Titles of repairs are plain text and use
    `name`; everything else is Markdown.
    """
    name = safe_name(name)
    shown = {
        "name": name,
        "server": escape_markdown(name),
        "entry": escape_markdown(safe_name(label_of_url(title))),
    }
    if finding is None:
        return shown
    return shown | {
        "from": escape_markdown(label_of_url(finding.url)),
        "to": escape_markdown(label_of_url(finding.target)),
        "reason": text(hass, f"core_plex_reason_{finding.reason}"),
    }
