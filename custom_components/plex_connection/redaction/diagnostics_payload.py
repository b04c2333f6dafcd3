"""The content of a diagnostics download: harmless values, pseudonyms for the rest.

It follows the fields of the engine's dataclasses, so that no field is forgotten. A text
field that is not listed here is always replaced. `docs/diagnostics.md` explains the
result, and the simulator reads it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from ipaddress import IPv4Network, IPv6Network
import re
from typing import Any

from ..connection import (
    ConnectionReport,
    LanAnnouncement,
    MetricsSnapshot,
    Networks,
    ServerRecord,
)
from ..diagnosis import (
    FACTS_ABOUT_APPS,
    NO_STATUS,
    Fact,
    ServerStatus,
    Setting,
    Verdict,
)
from ..plex import SETTING_NAMES, TYPED_SETTINGS
from .pseudonyms import Pseudonyms

FORMAT = 1
"""Increment when a reader of the old format would misread the new one."""

PUBLISHED = {
    "diagnostic_only": "explain_only",
    "is_announced": "is_heard",
    "is_listed_local": "is_told_local",
}
"""Fields whose names in the download are older than their names here."""

_SETTING = re.compile(r"[a-z]{1,20}(?:_[a-z]{1,20}){0,4}")
"""One of our option keys; an identifier would contain digits."""

_IDENTIFIER = re.compile(r"[0-9a-f]{40}")
"""A machineIdentifier, possibly of a server that the account no longer reaches."""


_PLAIN_SETTING = re.compile(r"[0-9]{0,5}|false|true")
"""The values of all others: ports, choices by number, switches."""

_FACT_VALUE = re.compile(r"[a-z_]{1,20}|[0-9]{1,5}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A word of ours or of Plex's, a number or a date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerView:
    """Everything known about one server."""

    record: ServerRecord
    report: ConnectionReport
    announcements: tuple[LanAnnouncement, ...]
    push: str
    """The state of the push channel."""
    metrics: MetricsSnapshot
    verdict: Verdict | None = None
    status: ServerStatus = NO_STATUS
    certificate_until: datetime | None = None
    """End of the certificate of the connection in use."""


class Download:
    """Redacts values for one download."""

    def __init__(self, names: Pseudonyms, server_ids: Iterable[str] = ()) -> None:
        """Assign pseudonyms to the account's servers first, in their order."""
        self._names = names
        for server_id in server_ids:
            names.server(server_id)

    def server(self, view: ServerView) -> dict[str, Any]:
        """Return the section of one server."""
        return {
            "id": self._names.server(view.record.server_id),
            "record": self.values(view.record),
            "report": self.values(view.report),
            "sightings": self.values(view.announcements),
            "push": view.push,
            "metrics": self.values(view.metrics),
            "diagnosis": self._diagnosis(view),
        }

    def _diagnosis(self, view: ServerView) -> dict[str, Any]:
        """Return the verdict, and what the server says of itself."""
        verdict, status = view.verdict, view.status
        return {
            "problem": verdict and verdict.problem.value,
            "severity": verdict and verdict.severity.value,
            "facts": [self._fact(each) for each in (verdict.facts if verdict else ())],
            "certificate_until": self.values(view.certificate_until),
            "remote_access": self.values(status.remote_access),
            "settings": self._settings(status.settings),
            "settings_at": self.values(status.settings_at),
        }

    def _fact(self, fact: Fact) -> dict[str, str | None]:
        value = fact.value
        is_word = value is not None and _FACT_VALUE.fullmatch(value)
        if value is not None and (fact.key in FACTS_ABOUT_APPS or not is_word):
            value = self._names.opaque(value)
        return {
            "key": fact.key,
            "address": fact.address and self._names.endpoint(fact.address),
            "value": value,
        }

    def _settings(
        self, settings: Mapping[str, Setting] | None
    ) -> dict[str, Setting] | None:
        """Return the known settings; of typed ones only whether there is anything."""
        if settings is None:
            return None
        return {
            name: self._setting(name, settings[name])
            for name in sorted(settings.keys() & SETTING_NAMES)
        }

    def _setting(self, name: str, value: Setting) -> Setting:
        if name in TYPED_SETTINGS:
            return "set" if value else "empty"
        is_plain = not isinstance(value, str) or _PLAIN_SETTING.fullmatch(value)
        return value if is_plain else self._names.opaque(str(value))

    def networks(self, networks: Networks) -> list[str]:
        """Return Home Assistant's networks, public ones by pseudonym."""
        return [self._names.network(each) for each in networks.interfaces]

    def error(self, text: str | None) -> str | None:
        """Return plex.tv's error; call it last, once every value has its pseudonym."""
        return None if text is None else self._names.error(text)

    def options(self, value: Any) -> Any:
        """Return the options; server ids and addresses become pseudonyms.

        Entities of the user's phones are named after people: only their number stays.
        """
        match value:
            case {"notify_target": list(targets)}:
                return self.options({**value, "notify_target": len(targets)})
            case str():
                return self._text(value)
            case dict():
                return {self._key(key): self.options(value[key]) for key in value}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.options(item) for item in value]
        return self.values(value)

    def values(self, value: Any) -> Any:
        """Return an engine value as JSON without secrets."""
        match value:
            case Enum():
                shown: Any = value.value
            case None | bool() | int() | float():
                shown = value
            case date():
                shown = value.isoformat()
            case IPv4Network() | IPv6Network():
                shown = self._names.network(value)
            case dict():
                shown = {self.values(key): self.values(value[key]) for key in value}
            case list() | tuple():
                shown = [self.values(item) for item in value]
            case _ if is_dataclass(value) and not isinstance(value, type):
                shown = {
                    PUBLISHED.get(each.name, each.name): self._field(
                        each.name, getattr(value, each.name)
                    )
                    for each in fields(value)
                }
            case _:
                shown = self._names.opaque(str(value))
        return shown

    def _field(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            return self._text_field(name, value)
        return self.values(value)

    def _text_field(self, name: str, text: str) -> str:
        """Return what to show for a text field, depending on its name."""
        match name:
            case "server_id":
                shown = self._names.server(text)
            case "name" | "owner_name":
                shown = self._names.person(text)
            case "version":
                shown = self._names.version(text)
            case "platform":
                shown = self._names.platform(text)
            case "scheme":
                shown = text if text in ("http", "https") else ""
            case "url" | "from_url" | "to_url" | "chosen_url" | "pinned":
                shown = self._names.place(text)
            case "host" | "address" | "peer" | "public_address":
                shown = self._names.host(text)
            case "detail":  # OpenSSL's own text.
                shown = text
            case _:
                shown = self._names.opaque(text)
        return shown

    def _key(self, key: object) -> str:
        text = str(key)
        is_ours = _SETTING.fullmatch(text) and not self._names.is_server(text)
        return text if is_ours else self._text(text)

    def _text(self, text: str) -> str:
        names = self._names
        if names.is_server(text) or _IDENTIFIER.fullmatch(text):
            return names.server(text)
        return names.place(text)
