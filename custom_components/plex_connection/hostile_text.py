"""Text of somebody else's making, made fit to be shown.

Names of servers and of their owners are free text, and a server may be a stranger's.
"""

import string
from typing import Final

NAME_LIMIT: Final = 100
"""Characters of a server's or an owner's name that are shown."""

NAMELESS: Final = "Plex Media Server"
"""What a server is called whose name has nothing to show."""

_BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)
"""What Python calls printable although it shows nothing: fillers and joiners."""

_ESCAPES: Final = str.maketrans({char: f"\\{char}" for char in string.punctuation})


def safe_name(name: str) -> str:
    """Return somebody else's text on one line, without control characters, capped.

    Control characters are those of direction and of no width, too.
    """
    visible = "".join(
        char if char.isprintable() and char not in _BLANK else " " for char in name
    )
    return " ".join(visible.split())[:NAME_LIMIT].rstrip() or NAMELESS


def escape_markdown(text: str) -> str:
    r"""Return `text` as Markdown that shows it as it is, on one line.

    CommonMark lets a backslash stand before any ASCII punctuation, and everything
    that Markdown knows begins with such a character or needs one: `[`, `<`, `#`, the
    colon of `http://`, the dot of `www.`, the `@` of an e-mail. The rest is said by
    line breaks and leading spaces, which are taken out.
    """
    return " ".join(text.split()).translate(_ESCAPES)
