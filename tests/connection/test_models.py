"""Small value types."""

from ipaddress import ip_address, ip_network

import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    ConnectionType,
    FailureKind,
    Networks,
)
from tests.connection.world import START, local, relay, remote

HOME = Networks((ip_network("192.168.1.0/24"), ip_network("fd00:1::/64")))


def test_tiers() -> None:
    """Tiers: local, remote, relay, offline."""
    assert [kind.tier for kind in ConnectionType] == [0, 1, 2, 3]
    assert remote().tier == 1


def test_preference() -> None:
    """Preference: tier first, then https."""
    plain = local(scheme="http")
    ranked = sorted(
        (relay(), remote(), plain, local()), key=lambda each: each.preference
    )
    assert ranked == [local(), plain, remote(), relay()]


@pytest.mark.parametrize(
    ("ip", "verdict"),
    [
        ("192.168.1.77", True),
        ("192.168.2.1", False),
        ("::ffff:192.168.1.77", True),
        ("fd00:1::9", True),
        ("fd00:2::9", False),
        ("64:ff9b::192.168.1.77", False),
    ],
)
def test_on_link(ip: str, *, verdict: bool) -> None:
    """An address's own network decides, v4-mapped or not."""
    assert HOME.on_link(ip) is verdict
    assert HOME.on_link(ip_address(ip)) is verdict
    assert not Networks().on_link(ip)


def test_whose_fault() -> None:
    """Only the server's own refusals are not the path's fault."""
    theirs = {kind for kind in FailureKind if kind.belongs_to_server}
    assert theirs == {FailureKind.UNAUTHORIZED, FailureKind.STARTING}


def test_attempt() -> None:
    """An authentic answer is not always usable."""
    good = Attempt(url="u", at=START)
    starting = Attempt(url="u", at=START, failure=FailureKind.STARTING)
    refused = Attempt(url="u", at=START, failure=FailureKind.REFUSED)
    assert (good.ok, good.authentic) == (True, True)
    assert (starting.ok, starting.authentic) == (False, True)
    assert (refused.ok, refused.authentic) == (False, False)


def test_endpoint_shown_to_users() -> None:
    """The address in place of the name, which contains the certificate's hash."""
    assert local().endpoint == "192.168.1.10:32400"


@pytest.mark.parametrize(
    ("networks", "verdict"),
    [
        ([], False),
        (["192.168.1.0/24"], False),
        (["fd00:1::/64", "fe80::/64"], False),
        (["192.168.1.0/24", "2001:db8:1::/64"], True),
        (["3fff::/20"], True),
        (["2000::/3"], True),
        (["::/0"], False),
    ],
)
def test_has_ipv6(networks: list[str], verdict: bool) -> None:  # noqa: FBT001
    """IPv6 leads to the internet only from a public network."""
    assert Networks(tuple(map(ip_network, networks))).has_ipv6 is verdict
