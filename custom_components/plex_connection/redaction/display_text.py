"""Makes untrusted text safe to display.

Names of servers and of their owners are free text, and the server may be a stranger's.
"""

import string
from typing import Final

NAME_LIMIT: Final = 100
"""Maximum characters of a server's or an owner's name."""

NAMELESS: Final = "Plex Media Server"
"""Replaces a name with nothing visible in it."""

_BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)
"""Characters that are printable to Python but invisible: fillers and joiners."""

_ESCAPES: Final = str.maketrans({char: f"\\{char}" for char in string.punctuation})


def safe_name(name: str) -> str:
    """Return untrusted text on one line, without control characters, capped.

    Direction marks and zero-width characters count as control characters.
    """
    visible = "".join(
        char if char.isprintable() and char not in _BLANK else " " for char in name
    )
    return " ".join(visible.split())[:NAME_LIMIT].rstrip() or NAMELESS


def escape_markdown(text: str) -> str:
    r"""Return `text` escaped so that Markdown shows it literally, on one line.

    CommonMark allows a backslash before any ASCII punctuation, and all Markdown syntax
    starts with such a character or needs one: `[`, `<`, `#`, the colon of `http://`,
    the dot of `www.`, the `@` of an e-mail address. The rest is line breaks and leading
    spaces, which are removed.
    """
    return " ".join(text.split()).translate(_ESCAPES)
