"""The rows of a server: addresses that other people wrote."""

from typing import Any

import pytest

from custom_components.plex_connection.plex import (
    ResourceConnection,
)
from custom_components.plex_connection.plex.fields import JsonObject
from custom_components.plex_connection.plex.models import (
    MAX_CONNECTIONS,
    servers_from_json,
)

from .samples import ROW, SERVER


def row(**changes: Any) -> ResourceConnection | None:
    """Read the row above with some fields changed."""
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


def test_thousands_of_rows() -> None:
    """A server is read up to a bound."""
    (server,) = servers_from_json([SERVER | {"connections": [ROW] * 5000}])

    assert len(server.connections) == MAX_CONNECTIONS
