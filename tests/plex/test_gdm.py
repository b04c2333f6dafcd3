"""GDM: parsing an answer."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.plex import GdmAnswer
from custom_components.plex_connection.plex.gdm import (
    MAX_DATAGRAM,
    QUERY,
    parse_gdm,
)

from .conftest import LAN
from .samples import HASH, SERVER_ID, gdm_answer


def test_an_answer() -> None:
    """The sample of the protocol notes parses."""
    assert parse_gdm(gdm_answer(), LAN) == GdmAnswer(
        address=LAN,
        resource_identifier=SERVER_ID,
        port=32400,
        name="Attic",
        host=f"{HASH}.plex.direct",
    )


@pytest.mark.parametrize(
    ("changes", "name", "host"),
    [
        ({"Host": ""}, "Attic", None),
        ({"Host": "user@evil/"}, "Attic", None),
        ({"Host": f"{HASH.upper()}.Plex.Direct"}, "Attic", f"{HASH}.plex.direct"),
        ({"Name": ""}, None, f"{HASH}.plex.direct"),
        ({"Name": "Haus: am\tSee"}, "Haus: amSee", f"{HASH}.plex.direct"),
        ({"Name": "x" * 300}, "x" * 200, f"{HASH}.plex.direct"),
    ],
)
def test_names(changes: dict[str, str], name: str | None, host: str | None) -> None:
    """Name: printable text, colons included; host: a valid host name; else None."""
    answer = parse_gdm(gdm_answer(**changes), LAN)

    assert answer is not None
    assert (answer.name, answer.host) == (name, host)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_leniency(line_end: bytes) -> None:
    """Parsing is as lenient as HTTP's rules."""
    datagram = gdm_answer("HTTP/1.1 200").replace(b"\r\n", line_end)

    assert parse_gdm(datagram.replace(b"Port: ", b"pORT  :"), LAN) is not None


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        QUERY,
        gdm_answer("HTTP/1.0 404 Not Found"),
        gdm_answer("HTTP/1.0 2000"),
        gdm_answer(Content_Type="plex/media-player"),
        gdm_answer(Content_Type=""),
        gdm_answer(Resource_Identifier=""),
        gdm_answer(Resource_Identifier="a/../b"),
        gdm_answer(Resource_Identifier="x" * 129),
        gdm_answer(Port=""),
        gdm_answer(Port="0"),
        gdm_answer(Port="65536"),
        gdm_answer(Port="٣٢"),
        gdm_answer(Port="1" * 5000),
        gdm_answer(Name="x" * MAX_DATAGRAM),
        # After an empty line there are no fields.
        gdm_answer().replace(b"Port", b"\r\nPort"),
    ],
)
def test_ignored_datagrams(datagram: bytes) -> None:
    """Malformed and foreign answers give None."""
    assert parse_gdm(datagram, LAN) is None


def test_the_first_of_two_fields_counts() -> None:
    """Of duplicate fields the first counts, within the limit of lines."""
    assert parse_gdm(gdm_answer(Version="1\r\nPort: 1"), LAN) == parse_gdm(
        gdm_answer(), LAN
    )
    many = "".join(f"X-{number}: 1\r\n" for number in range(40))
    assert parse_gdm(gdm_answer(f"HTTP/1.0 200 OK\r\n{many.strip()}"), LAN) is None


@pytest.mark.parametrize("source", ["", "attic.example", "fe80::1", "192.168.40.012"])
def test_sources(source: str) -> None:
    """An answer without a dialable source address is ignored."""
    assert parse_gdm(gdm_answer(), source) is None


PIECES = st.sampled_from(
    [line.encode() for line in gdm_answer().decode().splitlines(keepends=True)]
) | st.binary(max_size=40)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_hostile_answers(datagram: bytes) -> None:
    """Any datagram gives None, or a value within its bounds."""
    answer = parse_gdm(datagram, LAN)

    if answer is not None:
        assert answer.address == LAN
        assert answer.resource_identifier.isascii()
        assert len(answer.resource_identifier) <= 128
        assert 0 < answer.port <= 65535
        assert answer.name is None or (answer.name.isprintable() and answer.name)
        assert answer.host is None or len(answer.host) <= 254
