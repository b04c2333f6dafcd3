"""A server's rows: untrusted addresses."""

from typing import Any

import pytest

from custom_components.plex_connection.plex import (
    ResourceConnection,
    UnusableConnection,
)
from custom_components.plex_connection.plex.addresses import shown_uri
from custom_components.plex_connection.plex.fields import JsonObject
from custom_components.plex_connection.plex.resources import (
    MAX_CONNECTIONS,
    servers_from_json,
)

from .samples import HASH, ROW, SERVER


def row(**changes: Any) -> ResourceConnection | UnusableConnection:
    """Parse the row above with some fields changed."""
    return ResourceConnection.from_json(JsonObject(ROW | changes, "row"))


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
    ],
)
def test_a_hostile_row_is_not_used(changes: dict[str, Any]) -> None:
    """A row with more than scheme, host and port is shown, but not used."""
    read = row(**changes)
    assert isinstance(read, UnusableConnection)
    for secret in ("word", "a=b", "top", "X-Plex", "token"):
        assert secret not in read.shown
    assert len(read.shown) <= 160

    (server,) = servers_from_json([SERVER | {"connections": [ROW | changes, 5, ROW]}])
    assert server.connections == (row(),)
    assert server.unusable == (read,)


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("https://example.net:443/plex", "https://example.net:443/plex"),
        (
            "https://plex.example.net/m9YdpTRhClNltTv2phen/",
            "https://plex.example.net/…/",
        ),
        (
            f"https://plex.example.net/plex/{'q' * 16}",
            "https://plex.example.net/plex/…",
        ),
        (
            f"https://plex.example.net/{'q' * 15}",
            f"https://plex.example.net/{'q' * 15}",
        ),
        ("https://user:word@plex.example.net:443/", "https://…@plex.example.net:443/"),
        ("https://plex.example.net?a=b", "https://plex.example.net?…"),
        ("https://plex.example.net/a?a=b", "https://plex.example.net/a?…"),
        ("https://plex.example.net#top", "https://plex.example.net#…"),
        ("https://plex.example.net\r\nX-Plex-Token: x", "https://plex.example.net…"),
        ("PLEX.example.net:32400", "plex.example.net:32400"),
        (" ftp://192.168.40.12", "ftp://192.168.40.12"),
        ("javascript:alert(1)", "javascript:alert…"),
        ("\\\\nas\\plex", "…"),
        ("", ""),
        (f"https://{'a' * 200}/x", f"https://{'a' * 100}…"),
    ],
)
def test_shown_uri(uri: str, shown: str) -> None:
    """Enough to recognise a URI, and nothing that may be secret."""
    assert shown_uri(uri) == shown


@pytest.mark.parametrize(
    ("changes", "address", "port"),
    [
        ({"port": "32401"}, "192.168.40.12", 32401),
        ({"port": 32401}, "192.168.40.12", 32401),
        *(
            ({"port": port}, "192.168.40.12", 32400)
            for port in (None, "", "no", True, 0, -1, 65_536, "65536", 1e400, [1])
        ),
        *(
            ({"address": text}, f"192-168-40-12.{HASH}.plex.direct", 32400)
            for text in (None, "", 7, "192.168.40.12/24")
        ),
        ({"address": "NAS.local"}, "nas.local", 32400),
    ],
)
def test_uri_overrides_other_fields(
    changes: dict[str, Any], address: str, port: int
) -> None:
    """With a valid URI no other field can invalidate the row."""
    read = row(**changes)
    assert isinstance(read, ResourceConnection)
    assert (read.address, read.port) == (address, port)
    assert read.uri == ROW["uri"]


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

    assert isinstance(connection, ResourceConnection)
    assert connection.uri == canonical
    assert connection.protocol == canonical.partition(":")[0]


def test_thousands_of_rows() -> None:
    """Rows are limited, separately for each kind."""
    relay = ROW | {"local": False, "relay": True}
    (server,) = servers_from_json([SERVER | {"connections": [*[ROW] * 2000, relay]}])

    assert len(server.connections) == MAX_CONNECTIONS + 1
    assert server.connections[-1].relay
