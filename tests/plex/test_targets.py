"""Valid and invalid targets of requests."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.plex_connection.plex import is_path
from custom_components.plex_connection.plex.targets import (
    MAX_TARGET,
    encoded_query,
    mentions,
)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/identity",
        "/:/scrobble",
        "/library/sections/1/all",
        "/library/metadata/1,2,3/children/",
        "/tv.plex.providers.epg.cloud:2/grid",
        "/hubs/search/M%C3%A4rz%20%26%20Co",
        "/agents/plex%3A%2F",
        "/%252561",
        "/a.b/.c",
    ],
)
def test_paths(path: str) -> None:
    """Plex's own paths, and titles encoded in a path."""
    assert is_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "identity",
        "//203.0.113.66/",
        "https://203.0.113.66/",
        "/a//b",
        "/a%2F/b",
        "/a/%2fb",
        "/a%252F%252Fb",
        "/..",
        "/a/../b",
        "/a/%2e%2e/b",
        "/a/.%2E/b",
        "/a/%252e%252e/b",
        "/a/./b",
        "/a/.",
        "/a/%2e",
        "/a?b",
        "/a%3Fb",
        "/a#b",
        "/a%23b",
        "/a\\b",
        "/a%5Cb",
        "/a b",
        "/a\r\nX-Plex-Token: 1",
        "/a%0d%0ab",
        "/a%250ab",
        "/a%00",
        "/a%7f",
        "/ä",
        "/%",
        "/%4",
        "/%zz",
        "/%25252561",
        "/\ud800",
        "/a%ff",
        "/a%C0%AFb",
        "/a%ED%A0%80",
        "/a%25ffb",
        "/%E4%",
        "/" + "a" * MAX_TARGET,
    ],
)
def test_invalid_paths(path: str) -> None:
    """Invalid paths, under any number of percent-encodings."""
    assert not is_path(path)


@given(st.text("/.%2eEfF5?#\\\r\n:ab@ä", max_size=24))
def test_valid_path_is_unchanged(text: str) -> None:
    """A valid path changes neither a URL's host nor itself."""
    path = "/" + text
    if not is_path(path):
        return

    url = URL(f"https://192.0.2.1:32400{path}")
    built = URL.build(
        scheme="https", host="192.0.2.1", port=32400, path=path, encoded=True
    )

    assert url.host == built.host == "192.0.2.1"
    assert built.raw_path == built.raw_path_qs == path
    # A percent sign that decodes to no text stays one, in either case.
    assert url.path.lower() == built.path.lower()
    assert "//" not in url.path
    assert ".." not in url.path


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3))
def test_queries(query: dict[str, str]) -> None:
    """Decoding an encoded query returns it."""
    try:
        encoded = encoded_query(query)
    except UnicodeEncodeError:
        assert any("\ud800" <= letter <= "\udfff" for letter in str(query))
        return

    assert encoded.isascii()
    assert dict(URL.build(query_string=encoded, encoded=True).query) == query


def test_mentions() -> None:
    """A text is found also when percent-encoded, and only then."""
    assert mentions(["abc"], "x", "/xabcx")
    assert mentions(["abc"], "/x%61bcx")
    assert mentions(["abc"], "/x%2561bcx")
    assert mentions(["xyz", "abc"], "/%ff%61bc%ff")
    assert not mentions(["abc"], "/xab/c", "100 %", "%ff%61%ff%62%63")
    assert not mentions([], "/xab/c")


def wrapped(text: str, layers: int) -> str:
    """Return `text`, with each letter percent-encoded `layers` times."""
    for _ in range(layers):
        text = "".join(f"%{ord(letter):02x}" for letter in text)
    return text


@given(
    layers=st.integers(0, 4),
    more=st.integers(0, 40),
    before=st.text("%2561a", max_size=4),
)
def test_secret_is_found_in_any_coding(layers: int, more: int, before: str) -> None:
    """Law: a secret is found however often it was encoded, in any context."""
    text = wrapped("abc", layers)
    for _ in range(more):
        text = text.replace("%", "%25")
    assert mentions(["abc"], f"{before}/{text}")


def test_too_many_layers() -> None:
    """A text with very many layers is refused; decoding it would take minutes."""
    assert mentions(["abc"], "%" + "25" * 500_000)
