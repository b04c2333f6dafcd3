"""Reading what plex.tv and servers answer, well-meant or not."""

import json
import re
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.plex import (
    Account,
    Identity,
    Pin,
    PlexError,
    PlexResponseError,
    ResourceConnection,
)
from custom_components.plex_connection.plex.fields import MAX_TEXT, JsonObject
from custom_components.plex_connection.plex.models import (
    DEFAULT_PIN_LIFETIME,
    MAX_CONNECTIONS,
    MAX_PIN_LIFETIME,
    servers_from_json,
)
from custom_components.plex_connection.plex.notifications import parse_notification
from custom_components.plex_connection.plex.transport import (
    UnreadableAnswerError,
    parse_json,
)

SERVER_ID = "7d0c3be19a5f4e6280b1c2d3e4f5061728394a5b"
HASH = "5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b"

ROW = {
    "protocol": "https",
    "address": "192.168.40.12",
    "port": 32400,
    "uri": f"https://192-168-40-12.{HASH}.plex.direct:32400",
    "local": True,
    "relay": False,
    "IPv6": False,
}
SERVER = {
    "name": "Attic",
    "product": "Plex Media Server",
    "productVersion": "1.43.4.10903-5a1e2c3d4",
    "platform": "Linux",
    "clientIdentifier": SERVER_ID,
    "provides": "server",
    "sourceTitle": None,
    "accessToken": "kT4vW9xQ2mZr7LpB1cYs",
    "owned": True,
    "home": False,
    "relay": True,
    "presence": True,
    "httpsRequired": False,
    "publicAddressMatches": True,
    "connections": [ROW],
    "somethingNew": {"of": 2027},
}
PIN = {
    "id": 1738204417,
    "code": "q3v9d0k2m7xw1bn5tzr8ycfha",
    "expiresIn": 1800,
    "createdAt": "2026-11-03T09:00:00Z",
    "expiresAt": "2026-11-03T09:30:00Z",
    "authToken": None,
}


def row(**changes: Any) -> ResourceConnection | None:
    """Read the row above with some fields changed."""
    return ResourceConnection.from_json(JsonObject(ROW | changes, "row"))


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
    """What is printed of a server or a PIN opens nothing."""
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
    """`provides` is a list with commas in it, not a word to look for."""
    assert bool(servers_from_json([SERVER | {"provides": provides}])) is found


def test_a_player_without_a_token_or_rows() -> None:
    """Players lack fields that servers have; one that also serves is kept."""
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
def test_one_hostile_resource_does_not_cost_the_others(hostile: object) -> None:
    """It is left out; what stands beside it stays."""
    (server,) = servers_from_json([hostile, SERVER])

    assert server.client_identifier == SERVER_ID


@pytest.mark.parametrize("order", [1, -1])
def test_nobody_can_share_a_server_into_the_place_of_ours(order: int) -> None:
    """Of two servers with one identifier the account's own counts."""
    foreign = SERVER | {"owned": False, "name": "Trap", "accessToken": "theirs"}
    (server,) = servers_from_json([SERVER, foreign][::order])

    assert server.name == "Attic"


def test_the_first_of_two_equals_counts() -> None:
    """A server that is listed twice is one server."""
    (server,) = servers_from_json([SERVER, SERVER | {"name": "Again"}])

    assert server.name == "Attic"


@pytest.mark.parametrize(
    "changes",
    [
        {"uri": None},
        {"uri": 7},
        {"uri": ""},
        {"uri": "ftp://192.168.40.12:32400"},
        {"uri": "file:///etc/passwd"},
        {"uri": "javascript:alert(1)"},
        {"uri": "https://"},
        {"uri": "https://:32400"},
        {"uri": "https://user:word@plex.example.net:443"},
        {"uri": "https://@plex.example.net"},
        {"uri": "https://plex.example.net/admin"},
        {"uri": "https://plex.example.net?a=b"},
        {"uri": "https://plex.example.net?"},
        {"uri": "https://plex.example.net#top"},
        {"uri": "https://plex.example.net:0"},
        {"uri": "https://plex.example.net:65536"},
        {"uri": "https://plex.example.net:-1"},
        {"uri": "https://plex.example.net:http"},
        {"uri": "https://[2001:db8::1:32400"},
        {"uri": "https://[fe80::1%25eth0]:32400"},
        {"uri": "https://plex example.net"},
        {"uri": "https://plex.example.net\r\nX-Plex-Token: x"},
        {"uri": "https://plex\\@elsewhere.example.net"},
        {"uri": "https://pléx.example.net"},
        {"uri": "https://-plex-.example.net"},
        {"uri": "https://plex..example.net"},
        {"uri": f"https://{'a' * 64}.example.net"},
        {"uri": f"https://{'a.' * 200}example.net"},
        {"uri": f"https://{'a' * 249}/"},
        {"address": None},
        {"address": ""},
        {"address": "192.168.40.12/24"},
        {"port": None},
        {"port": "32400"},
        {"port": True},
        {"port": 0},
        {"port": -1},
        {"port": 65_536},
        {"port": 1e400},
    ],
)
def test_a_hostile_row_is_dropped(changes: dict[str, Any]) -> None:
    """A row is scheme, host and port; whatever else it holds, it goes."""
    assert row(**changes) is None

    (server,) = servers_from_json([SERVER | {"connections": [ROW | changes, 5, ROW]}])
    assert server.connections == (row(),)


@pytest.mark.parametrize(
    ("uri", "canonical"),
    [
        ("https://plex.example.net", "https://plex.example.net:443"),
        ("http://plex.example.net/", "http://plex.example.net:80"),
        ("HTTPS://Plex.Example.NET:8443", "https://plex.example.net:8443"),
        ("https://[2001:DB8::10]:32400", "https://[2001:db8::10]:32400"),
        ("http://203.0.113.40:32400", "http://203.0.113.40:32400"),
        ("https://my_nas.local:32400", "https://my_nas.local:32400"),
    ],
)
def test_one_address_has_one_spelling(uri: str, canonical: str) -> None:
    """Two spellings of one address would be probed twice."""
    connection = row(uri=uri)

    assert connection is not None
    assert connection.uri == canonical
    assert connection.protocol == canonical.partition(":")[0]


def test_names_are_cleaned_and_capped() -> None:
    """Names are other people's text: one line, no controls, not too long."""
    hostile = "\x1b[31mEvil\r\nName\u202e\ud800\t" + "x" * 10_000
    (server,) = servers_from_json(
        [SERVER | {"name": hostile, "sourceTitle": " \n ", "owned": False}]
    )

    assert server.name.startswith("[31mEvilNamexxx")
    assert len(server.name) == MAX_TEXT
    assert server.source_title is None
    json.dumps(server.name).encode()


@pytest.mark.parametrize("token", ["", "a b", "a\r\nHost: evil", "é", 17, "x" * 5000])
def test_a_token_that_no_header_takes_is_none(token: object) -> None:
    """It would break the request, or be a header of somebody's choice."""
    (server,) = servers_from_json([SERVER | {"accessToken": token}])

    assert server.access_token is None


def test_thousands_of_rows() -> None:
    """A server is read up to a bound."""
    (server,) = servers_from_json([SERVER | {"connections": [ROW] * 5000}])

    assert len(server.connections) == MAX_CONNECTIONS


@pytest.mark.parametrize(("value", "found"), [(True, True), (1, True), ("1", True)])
def test_flags_of_the_older_kind(value: object, *, found: bool) -> None:
    """In Plex's XML booleans are 0 and 1; some JSON copies that."""
    (server,) = servers_from_json([SERVER | {"httpsRequired": value}])

    assert server.https_required is found


@pytest.mark.parametrize("value", [None, {}, "resources", {"errors": []}])
def test_resources_of_another_shape(value: object) -> None:
    """The whole answer is wrong, and the error says where."""
    with pytest.raises(PlexResponseError, match=r"^resources: expected a list$"):
        servers_from_json(value)


def test_pin_lifetime_is_measured_from_here() -> None:
    """The deadline is ours: plex.tv's clock may differ from this machine's."""
    assert Pin.from_json(PIN, now=50.0).deadline == 1850.0


@pytest.mark.parametrize(
    ("changes", "lifetime"),
    [
        ({"expiresIn": None}, 1800.0),
        ({"expiresIn": 0}, 1800.0),
        ({"expiresIn": float("nan")}, 1800.0),
        ({"expiresIn": float("inf")}, MAX_PIN_LIFETIME),
        ({"expiresIn": 10**400}, MAX_PIN_LIFETIME),
        ({"expiresIn": None, "createdAt": None}, DEFAULT_PIN_LIFETIME),
        ({"expiresIn": None, "createdAt": "2026-11-03"}, DEFAULT_PIN_LIFETIME),
        ({"expiresIn": "1800", "expiresAt": PIN["createdAt"]}, DEFAULT_PIN_LIFETIME),
    ],
)
def test_pin_without_a_lifetime(changes: dict[str, Any], lifetime: float) -> None:
    """Then the two dates of plex.tv's clock tell, or the shortest known one holds."""
    assert Pin.from_json(PIN | changes, now=0.0).deadline == lifetime


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([], "pin: expected an object"),
        (PIN | {"id": "7"}, "pin.id: expected a positive integer"),
        (PIN | {"id": True}, "pin.id: expected a positive integer"),
        (PIN | {"id": 2**63}, "pin.id: expected a positive integer"),
        (PIN | {"code": None}, "pin.code: expected an identifier"),
        (PIN | {"code": "a&b=c"}, "pin.code: expected an identifier"),
    ],
)
def test_pin_of_another_shape(value: object, path: str) -> None:
    """The error names the path and not the value."""
    with pytest.raises(PlexResponseError) as caught:
        Pin.from_json(value, now=0.0)

    assert str(caught.value) == path
    assert caught.value.status is None


def test_account() -> None:
    """Of an account its name is kept, and not its e-mail address."""
    account = Account.from_json(
        {
            "id": 17,
            "uuid": "0f1e2d3c",
            "username": "ann",
            "title": "Ann",
            "email": "a@b",
        }
    )

    assert account == Account(id=17, uuid="0f1e2d3c", username="ann", title="Ann")


@pytest.mark.parametrize(
    ("names", "username", "title"),
    [
        ({"username": "", "title": "Kid"}, "Kid", "Kid"),
        ({"username": "ann"}, "ann", "ann"),
        ({}, "17", "17"),
    ],
)
def test_account_without_names(
    names: dict[str, str], username: str, title: str
) -> None:
    """A managed user has no user name; everybody can be called something."""
    account = Account.from_json({"id": 17, "uuid": "0f1e"} | names)

    assert (account.username, account.title) == (username, title)


def test_identity() -> None:
    """What `/identity` says."""
    container = {"size": 0, "claimed": True, "machineIdentifier": SERVER_ID}
    identity = Identity.from_json({"MediaContainer": container | {"version": "1.43"}})

    assert identity == Identity(
        machine_identifier=SERVER_ID, version="1.43", claimed=True
    )


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("hello", "identity: expected an object"),
        ({}, "identity.MediaContainer: expected an object"),
        (
            {"MediaContainer": {"size": 0}},
            "identity.MediaContainer.machineIdentifier: expected an identifier",
        ),
    ],
)
def test_identity_of_another_shape(value: object, path: str) -> None:
    """What has no identifier is no server."""
    with pytest.raises(PlexResponseError, match=re.escape(path)):
        Identity.from_json(value)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff\xfe\x00", b"1" * 5000, b"[" * 50_000, '{"a": "\\u12"}']
)
def test_unreadable_json(text: bytes | str) -> None:
    """No body can do more than be unreadable."""
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
def test_no_json_gets_through_as_another_error(value: object) -> None:
    """Whatever is answered, what comes of it is a value or a PlexError."""
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
    """A row is kept or dropped; the server and its other rows stay."""
    (server,) = servers_from_json([SERVER | {"connections": [changed, ROW]}])

    assert server.connections[-1] == row()


@given(text=st.text() | st.from_regex(r"https?://[^/]*(:\d*)?/?"))
def test_a_uri_is_kept_whole_or_not_at_all(text: str) -> None:
    """What is kept is scheme, host and port, and reads back as itself."""
    connection = row(uri=text)

    if connection is not None:
        assert connection.uri.isascii()
        assert row(uri=connection.uri) == connection


@given(frame=st.text() | st.binary())
def test_no_frame_raises(frame: str | bytes) -> None:
    """A frame is a notification or nothing."""
    assert parse_notification(frame) is None
