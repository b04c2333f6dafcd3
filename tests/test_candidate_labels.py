"""Labels of candidates: any candidate has one."""

from ipaddress import ip_network

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.candidate_labels import (
    LABEL_LIMIT,
    label_of,
    label_of_url,
    successor_of,
)
from custom_components.plex_connection.connection import Networks, candidates_of
from tests.connection.test_address_rules import direct, row, server

LAN = Networks((ip_network("192.168.1.0/24"),))


@pytest.mark.parametrize(
    ("url", "label"),
    [
        (direct("192.168.1.10"), "192.168.1.10:32400"),
        ("http://192.168.1.10:32400", "http://192.168.1.10:32400"),
        ("https://[2001:db8::1]:443", "[2001:db8::1]:443"),
        ("https://xn--a.example:32400", "xn--a.example:32400"),
        ("https://plex.example:443", "plex.example:443"),
        ("https://plex.example", "https://plex.example"),
        ("https://[", "https://["),
        ("", ""),
    ],
)
def test_label_of_url(url: str, label: str) -> None:
    """The URL as written, but with the address that a plex.direct name contains."""
    assert label_of_url(url) == label


@given(
    st.text()
    | st.from_regex(r"https?://[a-z0-9_.:\[\]-]{0,40}:[0-9]{1,6}", fullmatch=True)
)
def test_any_text_has_a_label(url: str) -> None:
    """So has any candidate made of it: the same as by its URL."""
    assert label_of_url(url[:1000]) is not None
    candidates, _ = candidates_of(server(row(url)), LAN, allow_http=True)
    for each in candidates:
        assert label_of_url(each.url)[:LABEL_LIMIT] == label_of(each)[:LABEL_LIMIT]
        assert successor_of(each.url, candidates) == each.url
