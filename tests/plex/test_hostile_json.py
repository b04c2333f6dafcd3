"""Any JSON answer gives a value or a PlexError."""

import json
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.plex import (
    Account,
    Pin,
    PlexError,
    ResourceConnection,
    UnusableConnection,
)
from custom_components.plex_connection.plex.fields import JsonObject
from custom_components.plex_connection.plex.frames import parse_notification
from custom_components.plex_connection.plex.resources import (
    Identity,
    servers_from_json,
)
from custom_components.plex_connection.plex.transport import (
    UnreadableAnswerError,
    parse_json,
)

from .samples import PIN, ROW, SERVER


def row(**changes: Any) -> ResourceConnection | UnusableConnection:
    """Parse the row above with some fields changed."""
    return ResourceConnection.from_json(JsonObject(ROW | changes, "row"))


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff\xfe\x00", b"1" * 5000, b"[" * 50_000, '{"a": "\\u12"}']
)
def test_unreadable_json(text: bytes | str) -> None:
    """An unreadable body raises UnreadableAnswerError only."""
    with pytest.raises(UnreadableAnswerError, match=r"^not JSON$"):
        parse_json(text)


KEYS = st.text(max_size=5) | st.sampled_from(
    [
        *SERVER,
        *ROW,
        *PIN,
        "MediaContainer",
        "NotificationContainer",
        "ReachabilityNotification",
        "Setting",
        "machineIdentifier",
        "type",
        "username",
        "uuid",
    ]
)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["server", "preference", "reachability", PIN["createdAt"], ROW["uri"]]
    )
)


JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=20,
)


ALMOST_A_SERVER = st.dictionaries(st.sampled_from([*SERVER]), JSON).map(
    lambda changes: SERVER | changes
)


ALMOST_A_ROW = st.dictionaries(st.sampled_from([*ROW]), JSON).map(
    lambda changes: ROW | changes
)


@given(value=JSON | st.lists(ALMOST_A_SERVER, max_size=3))
def test_no_other_error(value: object) -> None:
    """Any JSON answer gives a value or a PlexError."""
    for read in (
        servers_from_json,
        Account.from_json,
        Identity.from_json,
        lambda answer: Pin.from_json(answer, now=0.0),
    ):
        try:
            result = read(value)
        except PlexError:
            continue
        json.dumps(repr(result)).encode()
    parse_notification(json.dumps(value))


@given(changed=ALMOST_A_ROW)
def test_no_row_spoils_its_neighbours(changed: dict[str, object]) -> None:
    """A malformed row is dropped alone; the server and its other rows stay."""
    (server,) = servers_from_json([SERVER | {"connections": [changed, ROW]}])

    assert server.connections[-1] == row()


@given(text=st.text() | st.from_regex(r"https?://[^/]*(:\d*)?/?"))
# What may be a token is replaced, and so is the rest.
@example(text="/0000000000000000:")
def test_a_uri_is_kept_whole_or_not_at_all(text: str) -> None:
    """A kept URI is scheme, host and port, and parses to itself."""
    connection = row(uri=text)

    if isinstance(connection, UnusableConnection):
        assert connection.shown.replace("…", "").isascii()
        assert len(connection.shown) <= 200
    else:
        assert connection.uri.isascii()
        assert row(uri=connection.uri) == connection


@given(frame=st.text() | st.binary())
def test_no_frame_raises(frame: str | bytes) -> None:
    """A frame gives a notification or None."""
    assert parse_notification(frame) is None
