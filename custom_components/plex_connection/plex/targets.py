"""Paths and queries that a caller makes up, held to what may stand in a request.

A path that says more than it seems to (`//host`, `..`, the same in percent
signs) would reach what the caller's own checks have not seen, and a token in a
URL ends up in logs.
"""

from collections.abc import Iterable, Iterator, Mapping
import re
from urllib.parse import quote, unquote_to_bytes, urlencode

MAX_TARGET = 8192
"""Characters of path and query; RFC 9110, section 4.1, asks for 8000 at least."""
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*", re.ASCII)
"""RFC 3986, section 3.3: anything else has to be percent-encoded by the caller."""
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+", re.ASCII)
_FORBIDDEN = ("//", "..", "/./", "\\", "?", "#")
_PATH_LAYERS = 3
"""Times that a path may be percent-encoded; once is normal, twice happens."""
_MAX_LAYERS = 8
"""The same of any text. What is wrapped in more hides something, and to unwrap it
takes time that grows with the square of its length."""
_TOKEN_PARAMETER = "x-plex-token"  # noqa: S105 - the name of it


def is_path(path: str) -> bool:
    """Return whether `path` is a plain absolute path, percent-encoded where needed.

    It starts with one `/` and holds no `//`, no `.` or `..` that leads
    elsewhere, no `?`, no `#`, no control character and nothing but UTF-8, in no
    layer of encoding.
    """
    if len(path) > MAX_TARGET or not _PATH.fullmatch(path):
        return False
    try:
        return all(map(_is_plain, _layers(path, most=_PATH_LAYERS)))
    except ValueError:
        return False


def encoded_query(query: Mapping[str, str]) -> str:
    """Return `query` as it stands in a URL; ValueError where a token is asked for."""
    if any(key.strip().lower() == _TOKEN_PARAMETER for key in query):
        msg = "a token is sent in a header only"
        raise ValueError(msg)
    # Not the plus signs of web forms: what servers take them for differs.
    return urlencode(query, quote_via=quote)


def mentions(secrets: Iterable[str], *texts: str) -> bool:
    """Return whether one of the secrets stands in one of the texts, however encoded.

    Also if it cannot be told: a text is wrapped in more layers than are looked
    through. What is encoded there need not be text.
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
    """Yield the text as it is, and as each layer of decoding leaves it.

    Raises ValueError where there are more than `most`, or one is not in `encoding`.
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
    """Return `text` with one layer of percent-encoding taken off."""
    # Not `unquote`: for what is no text in the encoding it puts something else.
    return _ENCODED.sub(lambda found: unquote_to_bytes(found[0]).decode(encoding), text)


def _is_plain(path: str) -> bool:
    return (
        path.isprintable()
        and not any(part in path for part in _FORBIDDEN)
        and not path.endswith("/.")
    )
