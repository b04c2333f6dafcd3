"""Parses frames of the push channel; keeps those about a server's connections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
import logging
from types import MappingProxyType

from .exceptions import PlexResponseError
from .fields import JsonObject, printable
from .transport import (
    MAX_BRACKETS,
    UnreadableAnswerError,
    brackets_in,
    parse_json,
)

_LOGGER = logging.getLogger(__name__)

MAX_ITEMS = 32


class NotificationType(StrEnum):
    """The notifications that concern connections to a server."""

    REACHABILITY = "reachability"
    """plex.tv has tested the server's public port; says nothing about our own path."""
    PREFERENCE = "preference"
    STATUS = "status"
    UPDATE = "update.statechange"
    """A restart may be imminent."""


_CONTENT = {
    NotificationType.REACHABILITY: ("ReachabilityNotification", ("reachability",)),
    # Without the value: one of the preferences is the server's own token.
    NotificationType.PREFERENCE: ("Setting", ("id",)),
    NotificationType.STATUS: ("StatusNotification", ("notificationName",)),
    NotificationType.UPDATE: ("AutoUpdateNotification", ("state", "version")),
}
"""Each type's key for its items, and the fields to keep of them."""


_CONNECTION_PREFERENCES = frozenset(
    {
        "allowednetworks",
        "certificateuuid",
        "certificateversion",
        "customcertificatedomain",
        "customconnections",
        "enableipv6",
        "gdmenabled",
        "lannetworksbandwidth",
        "lastautomaticmappedport",
        "manualportmappingmode",
        "manualportmappingport",
        "preferrednetworkinterface",
        "publishserveronplexonlinekey",
        "relayenabled",
        "secureconnections",
        "treatwanipaslocal",
    }
)
"""Ids, in lower case, of the preferences that affect connections to a server."""
_GOING_AWAY = ("shutdown", "restart")
"""Parts of the name of a notice that the server will be gone for a while.

No documentation has these names; "SERVER_SHUTDOWN" has been seen.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notification:
    """A parsed frame, reduced to known and useful fields."""

    type: NotificationType
    items: tuple[Mapping[str, str | bool], ...]

    @property
    def is_hint(self) -> bool:
        """Return whether the server's connections may have changed, or soon will.

        A library scan or a volume setting does not count.
        """
        if self.type is NotificationType.PREFERENCE:
            return not _CONNECTION_PREFERENCES.isdisjoint(self._texts("id"))
        if self.type is NotificationType.STATUS:
            names = self._texts("notificationName")
            return any(word in name for name in names for word in _GOING_AWAY)
        return True

    def _texts(self, field_name: str) -> Iterator[str]:
        """Yield one field of each item, in lower case."""
        for item in self.items:
            yield str(item.get(field_name, "")).lower()


def parse_notification(frame: str | bytes) -> Notification | None:
    """Return the notification in a frame; None for unrequested or malformed ones."""
    body = frame.encode(errors="replace") if isinstance(frame, str) else frame
    if brackets_in(body) > MAX_BRACKETS:
        _LOGGER.debug("Ignored a frame with more than %s brackets", MAX_BRACKETS)
        return None
    try:
        answer = JsonObject.of(parse_json(frame), "frame")
        container = JsonObject.of(
            answer.members.get("NotificationContainer"), "NotificationContainer"
        )
        kind = NotificationType(container.text("type") or "")
    except (UnreadableAnswerError, PlexResponseError, ValueError) as err:
        _LOGGER.debug("Ignored a frame: %s", printable(str(err)))
        return None
    key, fields = _CONTENT[kind]
    return Notification(
        type=kind,
        items=tuple(
            MappingProxyType(dict(_kept(item, fields)))
            for item in container.objects(key, limit=MAX_ITEMS)
        ),
    )


def _kept(
    item: JsonObject, fields: tuple[str, ...]
) -> Iterator[tuple[str, str | bool]]:
    """Yield the known fields of one item that have a plain value."""
    for name in fields:
        value = item.members.get(name)
        if isinstance(value, bool):
            yield name, value
        elif (text := item.text(name)) is not None:
            yield name, text
