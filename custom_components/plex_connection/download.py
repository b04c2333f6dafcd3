"""What a diagnostics download shows: each value by what it is, all else by a name.

The shapes are those of the engine's own values, so that nothing is forgotten. A field
of text that is not listed here is never shown as it is. `docs/diagnostics.md` tells
people, and the simulator reads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from ipaddress import IPv4Network, IPv6Network
import re
from typing import Any

from .connection import (
    ConnectionReport,
    MetricsSnapshot,
    Networks,
    ServerRecord,
    Sighting,
)
from .pseudonyms import Pseudonyms

FORMAT = 1
"""Raised when a reader of older downloads could take this one for another."""

_SETTING = re.compile(r"[a-z]{1,20}(?:_[a-z]{1,20}){0,4}")
"""A key among the options that is our own; an identifier has digits in it."""

_IDENTIFIER = re.compile(r"[0-9a-f]{40}")
"""A machineIdentifier, perhaps of a server that the account reaches no more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerView:
    """All that is known of one server."""

    record: ServerRecord
    report: ConnectionReport
    sightings: tuple[Sighting, ...]
    push: str
    """What the push channel is doing."""
    metrics: MetricsSnapshot


class Download:
    """Turns what is known into what may be shown; one for each download."""

    def __init__(self, names: Pseudonyms, server_ids: Iterable[str] = ()) -> None:
        """Name the servers of the account first, in their order."""
        self._names = names
        for server_id in server_ids:
            names.server(server_id)

    def server(self, view: ServerView) -> dict[str, Any]:
        """Return what is shown of a server."""
        return {
            "id": self._names.server(view.record.server_id),
            "record": self.values(view.record),
            "report": self.values(view.report),
            "sightings": self.values(view.sightings),
            "push": view.push,
            "metrics": self.values(view.metrics),
        }

    def networks(self, networks: Networks) -> list[str]:
        """Return the networks that Home Assistant is on."""
        return [self._names.network(each) for each in networks.interfaces]

    def error(self, text: str | None) -> str | None:
        """Return why plex.tv did not answer; to be asked for when all has its name."""
        return None if text is None else self._names.error(text)

    def options(self, value: Any) -> Any:
        """Return options: switches, numbers, and which server or address is meant."""
        match value:
            case str():
                return self._text(value)
            case dict():
                return {self._key(key): self.options(value[key]) for key in value}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.options(item) for item in value]
        return self.values(value)

    def values(self, value: Any) -> Any:
        """Return a value of the engine's as JSON can hold it, and without secrets."""
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
                    each.name: self._field(each.name, getattr(value, each.name))
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
        """Return what is shown of a field of text, by what it is called."""
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
            case "host" | "address" | "peer":
                shown = self._names.host(text)
            case "detail":  # OpenSSL's own words.
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
