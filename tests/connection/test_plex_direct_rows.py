"""Addresses without a verifiable TLS name get the server's plex.direct name."""

import pytest

from custom_components.plex_connection.connection import (
    NO_PORT,
    ConnectionType,
    RejectionReason,
    candidates_of,
)

from .test_address_rules import HASH, LAN, direct, row, server

OTHER = "0123456789abcdef0123456789abcdef"
INNER = row(direct("172.18.0.2"), local=True)
"""The address a containerised server knows of itself; only its hash matters."""


def urls(*urls: str, owned: bool = True, **facts: bool) -> set[str]:
    """Return the URLs of https candidates, except the inner address."""
    record = server(INNER, *map(row, urls), owned=owned, **facts)
    found = candidates_of(record, LAN, allow_http=False)[0]
    return {each.url for each in found if each.scheme == "https"} - {INNER.url}


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        ("http://192.168.1.10:32400", {direct("192.168.1.10")}),
        ("http://203.0.113.40:32400", {direct("203.0.113.40")}),
        ("http://203.0.113.40", {direct("203.0.113.40", 80)}),
        (
            "https://203.0.113.40:443",
            {"https://203.0.113.40:443", direct("203.0.113.40", 443)},
        ),
        (
            "http://[2001:db8::10]:32400",
            {f"https://2001-db8-0-0-0-0-0-10.{HASH}.plex.direct:32400"},
        ),
        (
            f"http://2001-db8--10.{HASH}.plex.direct:32400",
            {f"https://2001-db8--10.{HASH}.plex.direct:32400"},
        ),
        # Listed with its proper name, too.
        ("http://172.18.0.2:32400", set()),
        # The address of a name is unknown.
        ("http://plex.example.net:32400", set()),
        ("https://plex.example.net:443", {"https://plex.example.net:443"}),
        ("https://[::1", set()),
        ("ftp://203.0.113.40", set()),
        ("https://", set()),
    ],
)
def test_https_is_tried(typed: str, tried: set[str]) -> None:
    """A secure candidate is tried under the hash that plex.tv gave for this server."""
    assert urls(typed) == tried


def test_without_a_hash() -> None:
    """Without a hash there is no name to try, and the row stays rejected."""
    record = server(row("http://203.0.113.40:32400"))
    candidates, (rejection,) = candidates_of(record, LAN, allow_http=False)
    assert candidates == ()
    assert rejection.reason is RejectionReason.INSECURE


def test_one_rejection_per_address() -> None:
    """The rejection names the row as the user knows it."""
    record = server(INNER, row("http://127.0.0.1:32400"), owned=False, home=True)
    candidates, (rejection,) = candidates_of(record, LAN, allow_http=False)
    assert {each.url for each in candidates if each.scheme == "https"} == {INNER.url}
    assert rejection.url == "http://127.0.0.1:32400"


def test_relays_and_text() -> None:
    """A relay's rows are plex.tv's own, and text is no address."""
    relay = row("http://198.51.100.7:8443", relay=True)
    text = row("http://203.0.113.40/x")
    found = candidates_of(server(INNER, relay, text), LAN, allow_http=False)[0]
    assert not any(each.kind is ConnectionType.RELAY for each in found)
    # A row may be built from text without an address.
    nothing = type(text)(
        url=text.url,
        address="",
        port=NO_PORT,
        local=False,
        relay=False,
        source=text.source,
    )
    found = candidates_of(server(INNER, nothing), LAN, allow_http=False)[0]
    assert {each.address for each in found} == {"172.18.0.2"}


def test_few_hashes() -> None:
    """A hostile list of hashes gives four names an address at most."""
    rows = [row(direct(f"203.0.113.{n}").replace(HASH, f"{n:032x}")) for n in range(9)]
    typed = row("http://203.0.113.200:1")
    found = candidates_of(server(*rows, typed), LAN, allow_http=False)[0]
    assert sum("203-0-113-200." in each.url for each in found) == 4
