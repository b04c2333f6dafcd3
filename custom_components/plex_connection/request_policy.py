"""Which requests may be sent to a server, and which may be repeated.

Plex acts on GET too: scrobbling, refreshing and starting things are GETs. So a list of
paths decides what is harmless, not the method.
"""

from collections.abc import Mapping
from math import isfinite
import re
from urllib.parse import unquote

type ParameterValue = str | int | float | bool

METHODS = frozenset({"DELETE", "GET", "POST", "PUT"})

NAME_LIMIT = 200
"""Maximum characters of a parameter's name."""

NUMBER_BITS = 64

PAGING = frozenset({"X-Plex-Container-Size", "X-Plex-Container-Start"})
"""Plex's own parameters that a caller may send: they select part of a list."""

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

`{id}` is a number, `{ids}` one or several separated by commas. A path that is not
listed may be harmless too; it is merely not repeated. Documented in `docs/python.md`.
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
    """Return whether a caller may send a parameter of this name.

    The `X-Plex-…` ones are headers in disguise, and the token is one of them: in a URL
    it would end up in the server's log.
    """
    if len(name) > NAME_LIMIT or not name.isprintable():
        return False
    return "x-plex-" not in _decoded(name).lower()


def is_value(value: ParameterValue) -> bool:
    """Return whether a parameter's value can be written into a query.

    A number has to be finite and at most 64 bits long, as all of Plex's are: Python
    does not format one of more than 4300 digits.
    """
    match value:
        case float():
            return isfinite(value)
        case int():
            return value.bit_length() <= NUMBER_BITS
    return True


def is_read_only(method: str, path: str) -> bool:
    """Return whether a request changes nothing, so that repeating it is harmless."""
    return method == "GET" and _READ_ONLY.fullmatch(path) is not None


def may_repeat(method: str, path: str, *, written: bool) -> bool:
    """Return whether to repeat a request whose connection broke.

    `written` says that the server may have received it.
    """
    return not written or is_read_only(method, path)


def query_of(parameters: Mapping[str, ParameterValue]) -> dict[str, str]:
    """Return parameters as query strings; Plex's booleans are 1 and 0.

    The caller has checked the values (`is_value`).
    """
    return {
        name: str(int(value) if isinstance(value, bool) else value)
        for name, value in parameters.items()
    }


def _decoded(text: str) -> str:
    """Return `text` with all layers of percent-encoding removed."""
    while (decoded := unquote(text, errors="replace")) != text:
        text = decoded
    return text
