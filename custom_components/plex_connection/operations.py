"""What may be asked of a server through its connection, and what may be asked twice.

Plex acts on GET too: it scrobbles, refreshes and starts things that way. So what is
harmless is told from its path, by a list, and not from its method.
"""

from collections.abc import Mapping
from math import isfinite
import re
from urllib.parse import unquote

type ParameterValue = str | int | float | bool

METHODS = frozenset({"DELETE", "GET", "POST", "PUT"})

NAME_LIMIT = 200
"""Characters of a parameter's name."""

NUMBER_BITS = 64

PAGING = frozenset({"X-Plex-Container-Size", "X-Plex-Container-Start"})
"""The parameters of Plex's own that a program may send: they ask for part of a list."""

READ_ONLY = (
    "/",
    "/activities",
    "/butler",
    "/clients",
    "/hubs",
    "/hubs/continueWatching",
    "/hubs/metadata/{ids}",
    "/hubs/metadata/{ids}/related",
    "/hubs/promoted",
    "/hubs/search",
    "/hubs/sections/{id}",
    "/identity",
    "/library",
    "/library/all",
    "/library/collections/{id}",
    "/library/collections/{id}/children",
    "/library/collections/{id}/items",
    "/library/metadata/{ids}",
    "/library/metadata/{ids}/allLeaves",
    "/library/metadata/{ids}/children",
    "/library/metadata/{ids}/extras",
    "/library/metadata/{ids}/grandchildren",
    "/library/metadata/{ids}/related",
    "/library/metadata/{ids}/similar",
    "/library/onDeck",
    "/library/recentlyAdded",
    "/library/sections",
    "/library/sections/all",
    "/library/sections/{id}",
    "/library/sections/{id}/albums",
    "/library/sections/{id}/all",
    "/library/sections/{id}/allLeaves",
    "/library/sections/{id}/collections",
    "/library/sections/{id}/filters",
    "/library/sections/{id}/firstCharacter",
    "/library/sections/{id}/folder",
    "/library/sections/{id}/newest",
    "/library/sections/{id}/onDeck",
    "/library/sections/{id}/recentlyAdded",
    "/library/sections/{id}/recentlyViewed",
    "/library/sections/{id}/sorts",
    "/library/sections/{id}/unwatched",
    "/media/providers",
    "/myplex/account",
    "/playlists",
    "/playlists/{id}",
    "/playlists/{id}/items",
    "/servers",
    "/statistics/bandwidth",
    "/statistics/resources",
    "/status/sessions",
    "/status/sessions/background",
    "/status/sessions/history/all",
    "/updater/status",
    "/:/prefs",
    "/:/prefs/get",
)
"""Paths whose GET changes nothing.

`{id}` is a number, `{ids}` one or several with commas between. What is not on the
list may well be harmless too; then it is merely not repeated. Documented in
`docs/python.md`.
"""

_READ_ONLY = re.compile(
    "|".join(
        re.escape(path)
        .replace(re.escape("{id}"), "[0-9]+")
        .replace(re.escape("{ids}"), "[0-9]+(?:,[0-9]+)*")
        for path in READ_ONLY
    ),
    re.ASCII,
)


def is_parameter(name: str) -> bool:
    """Return whether a parameter is one of the question's own.

    The `X-Plex-…` ones are headers in disguise, and the token is one of them: in an
    address it would end up in the server's log.
    """
    if len(name) > NAME_LIMIT or not name.isprintable():
        return False
    return "x-plex-" not in _decoded(name).lower()


def is_value(value: ParameterValue) -> bool:
    """Return whether a parameter's value can stand in a query.

    A number has to be finite and of 64 bits at most, as all of Plex's are: Python
    writes none of more than 4300 digits.
    """
    match value:
        case float():
            return isfinite(value)
        case int():
            return value.bit_length() <= NUMBER_BITS
    return True


def is_read_only(method: str, path: str) -> bool:
    """Return whether a request changes nothing, so that a second one does no harm."""
    return method == "GET" and _READ_ONLY.fullmatch(path) is not None


def may_repeat(method: str, path: str, *, written: bool) -> bool:
    """Return whether a request whose connection broke may be sent once more.

    `written` says that the server may have got it.
    """
    return not written or is_read_only(method, path)


def query_of(parameters: Mapping[str, ParameterValue]) -> dict[str, str]:
    """Return parameters as they stand in a query; Plex's booleans are 1 and 0.

    Their values have been looked at (`is_value`).
    """
    return {
        name: str(int(value) if isinstance(value, bool) else value)
        for name, value in parameters.items()
    }


def _decoded(text: str) -> str:
    """Return `text` with every layer of percent-encoding taken off."""
    while (decoded := unquote(text, errors="replace")) != text:
        text = decoded
    return text
