"""Untrusted text becomes one short line that Markdown shows literally."""

from html import unescape
import re
import string

from hypothesis import given, strategies as st
from markdown_it import MarkdownIt
import pytest

from custom_components.plex_connection.redaction.display_text import (
    NAME_LIMIT,
    NAMELESS,
    escape_markdown,
    safe_name,
)

PIECES = (
    "[x](http://evil.example)",
    "![i](http://evil.example/i.png)",
    "[a]: http://evil.example",
    "http://evil.example",
    "HTTPS://evil.example/?a=b&c",
    "www.evil.example",
    "ftp://evil.example",
    "a@evil.example",
    "mailto:a@evil.example",
    "<http://evil.example>",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "<!-- c -->",
    "&lt;b&gt;",
    "&#60;",
    "# h",
    "1. x",
    "- x",
    "* x",
    "+ x",
    "> q",
    "---",
    "===",
    "```",
    "~~~",
    "`c`",
    "**b**",
    "__b__",
    "~~s~~",
    "| a | b |",
    "|---|---|",
    "{{ states }}",
    "\\",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "  \n",
    "w",
    "é",
    ".",
    " ",
)

HOSTILE = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)

AUTOLINK = re.compile(r"(?:https?|ftp|xmpp|mailto):|www\.|\w@", re.IGNORECASE)
"""Beginnings of what GitHub's Markdown turns into a link by itself."""

CONTEXTS = ("{}", "Server {} is on a relay.", "**{}**", "- {}\n- b", "`a` {} `b`")


@given(HOSTILE)
def test_safe_name_is_short_and_visible(name: str) -> None:
    """Any text becomes one line that shows something."""
    shown = safe_name(name)
    assert 0 < len(shown) <= NAME_LIMIT
    assert shown.isprintable()
    assert shown == shown.strip()
    assert "  " not in shown
    assert safe_name(shown) == shown


@given(st.text(string.ascii_letters + string.punctuation, min_size=1, max_size=100))
def test_safe_name_leaves_a_usual_name_alone(name: str) -> None:
    """Visible characters stay; escaping them is for the code that shows them."""
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", NAMELESS),
        (" \n\t", NAMELESS),
        ("\u200b\u2060\ufeff", NAMELESS),
        ("\u3164\u115f\u2800", NAMELESS),
        ("a\u202eb\u2066c\u200dd", "a b c d"),
        ("one\r\ntwo\x1b[31m\x00", "one two [31m"),
        ("\ud800x", "x"),
        ("Küche 🎬 映画", "Küche 🎬 映画"),
        ("y" * 10_000, "y" * NAME_LIMIT),
        ("y" * 99 + " z", "y" * 99),
    ],
)
def test_safe_name(name: str, shown: str) -> None:
    """Names with a peculiarity each."""
    assert safe_name(name) == shown


@given(HOSTILE)
def test_every_punctuation_is_escaped(text: str) -> None:
    """Unescaped it is the text again; and no significant character stays bare."""
    escaped = escape_markdown(text)
    assert re.sub(r"\\(.)", r"\1", escaped) == " ".join(text.split())
    bare = re.sub(r"\\.", "", escaped)
    assert not set(bare) & set(string.punctuation)
    assert AUTOLINK.search(escaped) is None


@pytest.mark.parametrize("context", CONTEXTS)
@given(HOSTILE)
def test_markdown_shows_it_as_it_is(context: str, text: str) -> None:
    """Rendered, it makes no element, and reads as it was written."""
    render = MarkdownIt("gfm-like", {"linkify": False}).render
    text = safe_name(text)
    shown = render(context.format(escape_markdown(text)))
    frame = render(context.format("x"))
    assert tags(shown) == tags(frame)
    assert words(shown) == words(frame).replace("x", text)


@pytest.mark.parametrize("piece", ["[x](http://e)", "<b>x</b>", "# x", "`x`", "&lt;"])
def test_unescaped_markdown_is_detected(piece: str) -> None:
    """The test above would fail without escaping."""
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(piece)
    assert tags(shown) != ["<p>", "</p>"] or words(shown) != piece


def tags(html: str) -> list[str]:
    """Return the tags of a page."""
    return re.findall(r"<[^>]*>", html)


def words(html: str) -> str:
    """Return the text of a page."""
    return unescape(re.sub(r"<[^>]*>|\n", "", html))
