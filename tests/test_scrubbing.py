"""Secrets are removed from an answer before it is shown."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.redaction.scrubbing import (
    DEPTH_LIMIT,
    SCRUBBED,
    Scrubber,
)

TOKEN = "aB3dE5gH7jK9mN1pQ2rS"
OTHER = "zY8xW6vU4tS2rQ0pO9nM"


@pytest.mark.parametrize(
    ("value", "scrubbed"),
    [
        (TOKEN, SCRUBBED),
        ([f"see {TOKEN}, {TOKEN}"], [f"see {SCRUBBED}, {SCRUBBED}"]),
        ({"a": {"b": [TOKEN]}}, {"a": {"b": [SCRUBBED]}}),
        ({TOKEN: 1}, {SCRUBBED: 1}),
        (f"see /{TOKEN.replace('3', '%33')}", SCRUBBED),
        (f"see /{TOKEN.replace('3', '%252533')}", SCRUBBED),
        ("see /%33, 100 %", "see /%33, 100 %"),
        ({"authToken": OTHER, "title": "x"}, {"authToken": SCRUBBED, "title": "x"}),
        ({"TOKENS": [OTHER]}, {"TOKENS": SCRUBBED}),
        (
            {"Setting": [{"id": "PlexOnlineToken", "value": OTHER, "hidden": True}]},
            {"Setting": [{"id": "PlexOnlineToken", "value": SCRUBBED, "hidden": True}]},
        ),
        (
            f"https://h/photo?X-Plex-Token={OTHER}&width=3",
            f"https://h/photo?X-Plex-Token={SCRUBBED}&width=3",
        ),
        (
            f"/t?url=%2Fx%3Fx-plex-token%3D{OTHER}%26y%3D1",
            f"/t?url=%2Fx%3Fx-plex-token%3D{SCRUBBED}%26y%3D1",
        ),
        (
            {"id": 7, "value": "kept", "year": 1984, "seen": None, "rating": 8.5},
            {"id": 7, "value": "kept", "year": 1984, "seen": None, "rating": 8.5},
        ),
    ],
)
def test_scrub(value: Any, scrubbed: Any) -> None:
    """Known ones are removed anywhere, others by their names."""
    assert Scrubber([TOKEN, ""]).scrub(value) == scrubbed


def test_a_secret_within_a_secret() -> None:
    """Nothing is left of the longer one."""
    assert Scrubber(["abc", "abcdef"]).scrub("abcdef abc") == f"{SCRUBBED} {SCRUBBED}"


def test_nothing_known() -> None:
    """Without known secrets, names still count."""
    assert Scrubber([]).scrub({"token": "x", "y": "z"}) == {"token": SCRUBBED, "y": "z"}


def test_depth() -> None:
    """Deeply nested lists are refused, not walked."""
    value: Any = TOKEN
    for _ in range(DEPTH_LIMIT):
        value = [value]
    assert TOKEN not in repr(Scrubber([TOKEN]).scrub(value))
    with pytest.raises(ValueError, match="too deep"):
        Scrubber([TOKEN]).scrub([value])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(TOKEN),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from([TOKEN, "id", "value", "authToken"]),
            inner | st.text().map(lambda text: f"{text}{TOKEN}{text}"),
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_no_secret_survives(value: Any) -> None:
    """Law: whatever the shape, a known secret is removed."""
    assert TOKEN not in repr(Scrubber([TOKEN]).scrub(value))
