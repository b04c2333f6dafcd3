"""Requests that may be repeated, and parameters that may not be sent."""

from pathlib import Path
import re

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.request_policy import (
    METHODS,
    NAME_LIMIT,
    READ_ONLY,
    ParameterValue,
    is_parameter,
    is_read_only,
    may_repeat,
    query_of,
)

DOCUMENTATION = Path(__file__).parents[1] / "docs/python.md"

ACTING = (
    "/:/progress",
    "/:/rate",
    "/:/scrobble",
    "/:/timeline",
    "/:/unscrobble",
    "/library/metadata/7/refresh",
    "/library/metadata/7/analyze",
    "/library/metadata/7/split",
    "/library/optimize",
    "/library/sections/1/analyze",
    "/library/sections/1/emptyTrash",
    "/library/sections/1/refresh",
    "/library/sections/all/refresh",
    "/playQueues/3",
    "/player/playback/play",
    "/security/token",
    "/video/:/transcode/universal/start.m3u8",
    "/video/:/transcode/universal/stop",
)
"""Paths on which Plex acts, even with a GET."""


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("path", [*ACTING, "/identity", "/library/sections/1/all"])
def test_unwritten_requests_may_be_repeated(method: str, path: str) -> None:
    """The server cannot have acted on a request that was not written."""
    assert may_repeat(method, path, written=False)


@pytest.mark.parametrize("path", ACTING)
def test_actions_are_never_repeated(path: str) -> None:
    """It may have arrived: even a GET is not repeated."""
    assert not may_repeat("GET", path, written=True)


@pytest.mark.parametrize("path", READ_ONLY)
def test_reads_may_be_repeated_as_a_get(path: str) -> None:
    """Only with a GET: a PUT to the same path changes something."""
    path = path.replace("{ids}", "7,8").replace("{id}", "12")
    for method in METHODS:
        assert may_repeat(method, path, written=True) is (method == "GET")


@pytest.mark.parametrize(
    "path",
    [
        "/Identity",
        "/identity/",
        "/identity\n",
        "/library/metadata/",
        "/library/metadata/7,",
        "/library/metadata/7%2F..%2Frefresh",
        "/library/metadata/٧",  # noqa: RUF001 (a digit, but none of ours)
        "/library/sections/1/all/refresh",
        "/library/sections/x/all",
        "/library//sections",
    ],
)
def test_similar_paths_are_not_on_the_list(path: str) -> None:
    """A path that is not exactly on the list is not known to be harmless."""
    assert not is_read_only("GET", path)


@given(st.sampled_from(sorted(METHODS)), st.text(), st.booleans())
def test_repeating_takes_a_reason(method: str, path: str, written: bool) -> None:  # noqa: FBT001
    """Law: a repeated request either never arrived, or is a GET on the list."""
    if may_repeat(method, path, written=written):
        assert not written or (method == "GET" and is_read_only(method, path))


def test_the_list_is_documented() -> None:
    """The documented list is the list in force."""
    text = DOCUMENTATION.read_text()
    section = text.partition("<!-- read-only -->")[2].partition("<!-- end -->")[0]
    assert tuple(re.findall(r"^(/\S*)$", section, re.MULTILINE)) == READ_ONLY


@pytest.mark.parametrize("name", ["type", "limit", "title>>", "Genre.id!", "includeü"])
def test_parameters(name: str) -> None:
    """Plex's filters contain special characters of all kinds."""
    assert is_parameter(name)


@pytest.mark.parametrize(
    "name",
    [
        "X-Plex-Token",
        "x-plex-token",
        " X-PLEX-TOKEN",
        "X-Plex-Client-Identifier",
        "X%2DPlex-Token",
        "%58-Plex-Token",
        "%2558-Plex-Token",
        "type\r\nX: y",
        "a" * (NAME_LIMIT + 1),
    ],
)
def test_headers_are_no_parameters(name: str) -> None:
    """Such a name is refused, however it is spelled."""
    assert not is_parameter(name)


def test_values_of_a_query() -> None:
    """Numbers as they are, booleans as Plex writes them."""
    values: dict[str, ParameterValue] = {
        "type": 1,
        "unwatched": True,
        "all": False,
        "at": 1.5,
        "title": "é&=",
    }
    assert query_of(values) == {
        "type": "1",
        "unwatched": "1",
        "all": "0",
        "at": "1.5",
        "title": "é&=",
    }
