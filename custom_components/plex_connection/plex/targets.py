"""Validates the paths and queries of requests.

A misleading path (`//host`, `..`, the same percent-encoded) would bypass the caller's
own checks, and a token in a URL ends up in logs.
"""

from collections.abc import Iterable, Iterator, Mapping
import re
from urllib.parse import quote, unquote_to_bytes, urlencode

MAX_TARGET = 8192
"""Maximum characters of path and query; RFC 9110, section 4.1, asks for 8000 at
least."""
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*", re.ASCII)
"""RFC 3986, section 3.3: the caller has to percent-encode anything else."""
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+", re.ASCII)
_FORBIDDEN = ("//", "..", "/./", "\\", "?", "#")
_PATH_LAYERS = 3
"""Maximum layers of percent-encoding in a path; one is normal, two occur."""
_MAX_LAYERS = 8
"""The same for any text. More layers hide something, and decoding them takes time that
grows with the square of the length."""
_TOKEN_PARAMETER = "x-plex-token"  # noqa: S105 - the name of it


def is_path(path: str) -> bool:
    """Return whether `path` is a plain absolute path, percent-encoded where needed.

    It starts with one `/` and contains no `//`, no `.` or `..` that leads elsewhere, no
    `?`, no `#`, no control character and only UTF-8, in any layer of encoding.
    """
    if len(path) > MAX_TARGET or not _PATH.fullmatch(path):
        return False
    try:
        return all(map(_is_plain, _layers(path, most=_PATH_LAYERS)))
    except ValueError:
        return False


def encoded_query(query: Mapping[str, str]) -> str:
    """Return `query` encoded; raises ValueError if it has a token parameter."""
    if any(key.strip().lower() == _TOKEN_PARAMETER for key in query):
        msg = "a token is sent in a header only"
        raise ValueError(msg)
    # Not the plus signs of web forms: servers differ in how they decode those.
    return urlencode(query, quote_via=quote)


def mentions(secrets: Iterable[str], *texts: str) -> bool:
    """Return whether one of the secrets occurs in one of the texts, however encoded.

    Also True if that cannot be determined, because a text has more layers of encoding
    than are decoded. Encoded content need not be text.
    """
    secrets = tuple(secrets)
    try:
        return any(
            secret in layer
            for text in texts
            for layer in _layers(text, most=_MAX_LAYERS, encoding="latin-1")
            for secret in secrets
        )
    except ValueError:
        return True


def _layers(text: str, *, most: int, encoding: str = "utf-8") -> Iterator[str]:
    """Yield the text and the result of each layer of decoding.

    Raises ValueError if there are more than `most`, or one is not in `encoding`.
    """
    yield text
    for _ in range(most):
        text, before = _unquoted(text, encoding), text
        if text == before:
            return
        yield text
    if _unquoted(text, encoding) != text:
        raise ValueError("encoded too often")


def _unquoted(text: str, encoding: str) -> str:
    """Return `text` with one layer of percent-encoding removed."""
    # Not `unquote`: it replaces bytes that are invalid in the encoding.
    return _ENCODED.sub(lambda found: unquote_to_bytes(found[0]).decode(encoding), text)


def _is_plain(path: str) -> bool:
    return (
        path.isprintable()
        and not any(part in path for part in _FORBIDDEN)
        and not path.endswith("/.")
    )
