"""The servers that plex.tv lists, valid and malformed."""

import json

import pytest

from custom_components.plex_connection.plex import (
    Pin,
    PlexResponseError,
    ResourceConnection,
)
from custom_components.plex_connection.plex.fields import MAX_TEXT
from custom_components.plex_connection.plex.resources import (
    servers_from_json,
)

from .samples import HASH, PIN, SERVER, SERVER_ID


def test_server() -> None:
    """A server as plex.tv lists it."""
    (server,) = servers_from_json([SERVER])

    assert server.client_identifier == SERVER_ID
    assert server.name == "Attic"
    assert server.access_token == "kT4vW9xQ2mZr7LpB1cYs"
    assert server.provides == {"server"}
    assert server.owned
    assert not server.home
    assert server.relay
    assert server.presence
    assert server.public_address_matches
    assert not server.https_required
    assert server.source_title is None
    assert server.product_version == "1.43.4.10903-5a1e2c3d4"
    assert server.platform == "Linux"
    assert server.connections == (
        ResourceConnection(
            protocol="https",
            address="192.168.40.12",
            port=32400,
            uri=f"https://192-168-40-12.{HASH}.plex.direct:32400",
            local=True,
            relay=False,
            ipv6=False,
        ),
    )


def test_a_token_is_in_no_repr() -> None:
    """The repr of a server or a PIN has no secret."""
    servers = servers_from_json([SERVER])
    pin = Pin.from_json(PIN, now=0.0)

    assert str(SERVER["accessToken"]) not in repr(servers)
    assert str(PIN["code"]) not in repr(pin)


@pytest.mark.parametrize(
    ("provides", "found"),
    [
        ("server", True),
        ("client,player,server,pubsub-player", True),
        (" player , server ", True),
        ("client,player,pubsub-player", False),
        ("mediaserver", False),
        ("", False),
        (None, False),
        (["server"], False),
    ],
)
def test_only_servers(provides: object, *, found: bool) -> None:
    """`provides` is a comma-separated list, not a substring to find."""
    assert bool(servers_from_json([SERVER | {"provides": provides}])) is found


def test_a_player_without_a_token_or_rows() -> None:
    """Players lack fields of servers; one that is also a server is kept."""
    both = {
        "clientIdentifier": "b1f0a7d2-0000-4000-8000-000000000001",
        "provides": "server,player",
    }
    (server,) = servers_from_json([both])

    assert server.access_token is None
    assert server.name == server.client_identifier
    assert server.connections == ()
    assert not server.owned


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        "server",
        [],
        SERVER | {"clientIdentifier": None},
        SERVER | {"clientIdentifier": "../../etc"},
        SERVER | {"clientIdentifier": "x" * 10_000},
        SERVER | {"clientIdentifier": ""},
    ],
)
def test_malformed_resource_is_dropped_alone(hostile: object) -> None:
    """A malformed resource is dropped, others are kept."""
    (server,) = servers_from_json([hostile, SERVER])

    assert server.client_identifier == SERVER_ID


@pytest.mark.parametrize("order", [1, -1])
def test_shared_server_cannot_replace_an_own_one(order: int) -> None:
    """Of two servers with one identifier the account's own is kept."""
    foreign = SERVER | {"owned": False, "name": "Trap", "accessToken": "theirs"}
    (server,) = servers_from_json([SERVER, foreign][::order])

    assert server.name == "Attic"


def test_the_first_of_two_equals_counts() -> None:
    """A server listed twice is one server."""
    (server,) = servers_from_json([SERVER, SERVER | {"name": "Again"}])

    assert server.name == "Attic"


def test_names_are_cleaned_and_capped() -> None:
    """Names are untrusted text: one line, no control characters, truncated."""
    hostile = "\x1b[31mEvil\r\nName\u202e\ud800\t" + "x" * 10_000
    (server,) = servers_from_json(
        [SERVER | {"name": hostile, "sourceTitle": " \n ", "owned": False}]
    )

    assert server.name.startswith("[31mEvilNamexxx")
    assert len(server.name) == MAX_TEXT
    assert server.source_title is None
    json.dumps(server.name).encode()


@pytest.mark.parametrize("token", ["", "a b", "a\r\nHost: evil", "é", 17, "x" * 5000])
def test_invalid_token_is_none(token: object) -> None:
    """An invalid token would break the request or inject a header."""
    (server,) = servers_from_json([SERVER | {"accessToken": token}])

    assert server.access_token is None


@pytest.mark.parametrize(("value", "found"), [(True, True), (1, True), ("1", True)])
def test_flags_of_the_older_kind(value: object, *, found: bool) -> None:
    """In Plex's XML booleans are 0 and 1; some JSON copies that."""
    (server,) = servers_from_json([SERVER | {"httpsRequired": value}])

    assert server.https_required is found


@pytest.mark.parametrize("value", [None, {}, "resources", {"errors": []}])
def test_malformed_resources(value: object) -> None:
    """An answer that is no list is rejected, naming where."""
    with pytest.raises(PlexResponseError, match=r"^resources: expected a list$"):
        servers_from_json(value)
