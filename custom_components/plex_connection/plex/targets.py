"""Paths and queries that a caller makes up, held to what may stand in a request.

A path that says more than it seems to (`//host`, `..`, the same in percent
signs) would reach what the caller's own checks have not seen, and a token in a
URL ends up in logs.
"""

from collections.abc import Iterator, Mapping
import re
from urllib.parse import quote, unquote, urlencode

MAX_TARGET = 8192
"""Characters of path and query; RFC 9110, section 4.1, asks for 8000 at least."""
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*", re.ASCII)
"""RFC 3986, section 3.3: anything else has to be percent-encoded by the caller."""
_FORBIDDEN = ("//", "..", "/./", "\\", "?", "#")
_MAX_LAYERS = 3
"""Times that a path may be percent-encoded; once is normal, twice happens."""
_TOKEN_PARAMETER = "x-plex-token"  # noqa: S105 - the name of it


def is_path(path: str) -> bool:
    """Return whether `path` is a plain absolute path, percent-encoded where needed.

    It starts with one `/` and holds no `//`, no `.` or `..` that leads
    elsewhere, no `?`, no `#`, no control character, in no layer of encoding.
    """
    if len(path) > MAX_TARGET or not _PATH.fullmatch(path):
        return False
    *_, last = layers = list(_layers(path))
    return unquote(last) == last and all(map(_is_plain, layers))


def encoded_query(query: Mapping[str, str]) -> str:
    """Return `query` as it stands in a URL; ValueError where a token is asked for."""
    if any(key.strip().lower() == _TOKEN_PARAMETER for key in query):
        msg = "a token is sent in a header only"
        raise ValueError(msg)
    # Not the plus signs of web forms: what servers take them for differs.
    return urlencode(query, quote_via=quote)


def mentions(secret: str, *texts: str) -> bool:
    """Return whether `secret` stands in one of the texts, however encoded."""
    return any(secret in layer for text in texts for layer in _layers(text))


def _layers(text: str) -> Iterator[str]:
    """Yield the text as it is, and as each layer of decoding leaves it."""
    yield text
    for _ in range(_MAX_LAYERS):
        text, before = unquote(text), text
        if text == before:
            return
        yield text


def _is_plain(path: str) -> bool:
    return (
        path.isprintable()
        and not any(part in path for part in _FORBIDDEN)
        and not path.endswith("/.")
    )
