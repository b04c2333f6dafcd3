"""LAN announcements: which become candidates, and which never do."""

from dataclasses import replace
from ipaddress import ip_address, ip_network
from itertools import product

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ConnectionType,
    LanAnnouncement,
    Networks,
    Rejection,
    RejectionReason,
    RowSource,
    ServerRecord,
    candidates_of,
    decode_plex_direct,
    kept,
)
from custom_components.plex_connection.connection.plex_direct import encode_plex_direct
from tests.connection.test_address_rules import HASH, LAN, direct, row, server

OTHER_HASH = "0" * 32
FAR = row("https://203.0.113.9:32400")
NAMED = row(direct("203.0.113.9"))
"""A row with the hash in the server's certificate name."""


def heard(
    address: str, port: int = 32400, source: RowSource = RowSource.GDM
) -> LanAnnouncement:
    """Return an announcement."""
    return LanAnnouncement(address=address, port=port, source=source)


def found(
    record: ServerRecord,
    *announcements: LanAnnouncement,
    allow_http: bool = False,
    networks: Networks = LAN,
) -> tuple[list[Candidate], list[Rejection]]:
    """Return candidates and rejections beyond those of the rows from plex.tv."""
    own = candidates_of(record, networks, allow_http=allow_http)
    candidates, rejected = candidates_of(
        record, networks, allow_http=allow_http, announcements=announcements
    )
    return (
        [each for each in candidates if each not in own[0]],
        [each for each in rejected if each not in own[1]],
    )


def test_announcement_gets_the_hash_from_plex_tv() -> None:
    """A candidate has the announced address under the hash that plex.tv lists."""
    candidates, rejected = found(server(NAMED), heard("192.168.1.44", 32401))
    (candidate,) = candidates
    assert candidate.url == direct("192.168.1.44", 32401)
    assert candidate.address == "192.168.1.44"
    assert candidate.kind is ConnectionType.LOCAL
    assert candidate.on_link
    assert candidate.is_announced
    assert rejected == []


@pytest.mark.parametrize("allow_http", [True, False])
def test_never_http(*, allow_http: bool) -> None:
    """Never http: without TLS a forger passes as the server and gets the token."""
    told = (heard("192.168.1.44"), heard("fd00:1::44", source=RowSource.ZEROCONF))
    candidates, _ = found(server(NAMED), *told, allow_http=allow_http)
    assert [each.scheme for each in candidates] == ["https", "https"]


def test_address_listed_by_plex_tv_is_unchanged() -> None:
    """Announcing an address that plex.tv lists changes nothing about it."""
    record = server(NAMED, row(direct("192.168.1.44"), local=True))
    alone = candidates_of(record, LAN, allow_http=True)
    both = candidates_of(
        record, LAN, allow_http=True, announcements=[heard("192.168.1.44")]
    )
    assert both == alone
    assert [each.scheme for each in both[0]] == ["https", "https", "http"]


def test_announcement_by_ipv6() -> None:
    """An IPv6 name has eight groups, as plex.direct names are written."""
    candidates, _ = found(server(NAMED), heard("fd00:1::44"))
    assert candidates[0].host == f"fd00-1-0-0-0-0-0-44.{HASH}.plex.direct"
    assert candidates[0].address == "fd00:1::44"


def test_mapped_address() -> None:
    """An IPv4-mapped address counts as IPv4; dual-stack sockets report it so."""
    candidates, _ = found(server(NAMED), heard("::ffff:192.168.1.44"))
    assert candidates[0].url == direct("192.168.1.44")


def test_each_hash_once() -> None:
    """Each hash gives one name; a server renewing its certificate has two."""
    other = row(direct("203.0.113.9").replace(HASH, OTHER_HASH))
    candidates, _ = found(server(NAMED, other, NAMED), heard("192.168.1.44"))
    assert [each.host for each in candidates if each.scheme == "https"] == [
        f"192-168-1-44.{HASH}.plex.direct",
        f"192-168-1-44.{OTHER_HASH}.plex.direct",
    ]


def test_hash_from_an_announcement_is_ignored() -> None:
    """Only plex.tv's rows supply a hash."""
    told = replace(NAMED, source=RowSource.ZEROCONF)
    candidates, _ = found(server(told), heard("192.168.1.44"))
    assert candidates == []


@pytest.mark.parametrize("allow_http", [True, False])
def test_without_a_hash(*, allow_http: bool) -> None:
    """Without a hash there is no name to verify, so no candidate."""
    broken = row("https://[broken")
    candidates, rejected = found(
        server(FAR, broken),
        heard("192.168.1.44"),
        heard("fd00:1::44"),
        allow_http=allow_http,
    )
    assert candidates == []
    assert [each.reason for each in rejected] == [RejectionReason.INSECURE] * 2


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("192.168.2.44", RejectionReason.NOT_ON_LINK),
        ("203.0.113.44", RejectionReason.NOT_ON_LINK),
        ("127.0.0.1", RejectionReason.NOT_ON_LINK),
        ("plex.example.net", RejectionReason.MALFORMED),
        ("fe80::1%eth0", RejectionReason.MALFORMED),
        ("", RejectionReason.MALFORMED),
    ],
)
def test_rejected_address(address: str, reason: RejectionReason) -> None:
    """Only addresses on our networks count."""
    candidates, rejected = found(server(NAMED), heard(address))
    assert candidates == []
    assert rejected == [Rejection(url=address, reason=reason)]


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_invalid_port(port: int) -> None:
    """Announcements may claim any port; invalid ones are rejected."""
    candidates, rejected = found(server(NAMED), heard("192.168.1.44", port))
    assert candidates == []
    assert [each.reason for each in rejected] == [RejectionReason.MALFORMED]


def test_four_at_most() -> None:
    """Four addresses at most, so that announcing a whole LAN does not probe it all."""
    announcements = [heard(f"192.168.1.{number}") for number in range(40, 60)]
    candidates, rejected = found(server(NAMED), *announcements[:2], *announcements)
    assert [each.url for each in candidates if each.scheme == "https"] == [
        direct(f"192.168.1.{number}") for number in range(40, 44)
    ]
    assert [each.reason for each in rejected] == [RejectionReason.TOO_MANY] * 16


def test_rejected_text_is_truncated() -> None:
    """Rejected text is untrusted and shown to users, so it is cut to 200 characters."""
    _, rejected = found(server(NAMED), heard("x" * 10_000))
    assert len(rejected[0].url) == 200


def test_stranger_announced_on_link() -> None:
    """An on-link announcement makes a stranger's LAN rows trusted, but not loopback."""
    record = server(
        row(direct("192.168.7.10"), local=True),
        row(direct("10.0.0.9")),
        row("https://127.0.0.1:1", local=True),
        owned=False,
    )
    assert found(record) == ([], [])
    candidates, rejected = found(record, heard("192.168.1.44"))
    assert [each.url for each in candidates] == [
        direct("192.168.7.10"),
        direct("192.168.1.44"),
    ]
    assert [each.reason for each in rejected] == [RejectionReason.LOOPBACK]


def test_stranger_announced_off_link() -> None:
    """An announcement from another network does not vouch for a stranger's LAN rows."""
    record = server(row(direct("192.168.1.10"), local=True), owned=False)
    candidates, _ = found(record, heard("192.168.2.44"))
    assert candidates == []


def test_link_local_network_of_ours() -> None:
    """A stranger's link-local address is rejected, even on-link."""
    networks = Networks((ip_network("169.254.0.0/16"),))
    record = server(NAMED, owned=False)
    candidates, rejected = found(record, heard("169.254.1.1"), networks=networks)
    assert candidates == []
    assert [each.reason for each in rejected] == [RejectionReason.LINK_LOCAL]


OFF_LINK = [heard(f"8.8.8.{number}") for number in range(8)]
ON_LINK = [heard(f"192.168.1.{number}") for number in range(40, 48)]


def told(
    *announcements: LanAnnouncement, proved: tuple[tuple[str, int], ...] = ()
) -> set[str]:
    """Return the addresses kept after announcements in this order."""
    known: tuple[LanAnnouncement, ...] = ()
    for each in announcements:
        known = kept(known, each, LAN, proved=proved)
    return {each.address for each in known}


def test_latest_four_are_kept() -> None:
    """The latest four announcements are kept: a server may move."""
    assert told(*ON_LINK) == {each.address for each in ON_LINK[-4:]}


def test_off_link_announcements_displace_nothing() -> None:
    """Off-link announcements displace no on-link one, in any order or number."""
    for order in ((*OFF_LINK, ON_LINK[0]), (ON_LINK[0], *OFF_LINK)):
        assert ON_LINK[0].address in told(*order)
    assert told(*ON_LINK, *OFF_LINK) == told(*ON_LINK)
    assert told(*OFF_LINK, *ON_LINK) == told(*ON_LINK)


def test_proved_announcement_is_kept() -> None:
    """New announcements never displace a proved one, but take the other places."""
    proof = (ON_LINK[0].address, ON_LINK[0].port)
    assert told(*ON_LINK, proved=(proof,)) == {
        ON_LINK[0].address,
        *(each.address for each in ON_LINK[-3:]),
    }


def test_malformed_announcement_comes_last() -> None:
    """Malformed announcements come last; shown as rejected if there is room."""
    assert told(heard("nonsense")) == {"nonsense"}
    assert told(heard("nonsense"), *ON_LINK) == told(*ON_LINK)


@given(address=st.ip_addresses())
def test_names_round_trip(address: object) -> None:
    """`decode_plex_direct` inverts `encode_plex_direct`."""
    ip = ip_address(str(address))
    assert decode_plex_direct(encode_plex_direct(ip, HASH)) == str(ip)


@given(
    announcements=st.lists(
        st.builds(
            LanAnnouncement,
            address=st.one_of(
                st.text(),
                st.ip_addresses().map(str),
                st.ip_addresses(network="192.168.1.0/24").map(str),
                st.ip_addresses(network="fd00:1::/64").map(str),
            ),
            port=st.integers(-1, 70_000),
            source=st.sampled_from(RowSource),
        ),
        max_size=12,
    ),
    owned=st.booleans(),
    allow_http=st.booleans(),
)
def test_laws(
    announcements: list[LanAnnouncement], *, owned: bool, allow_http: bool
) -> None:
    """Four addresses at most, all on-link, all under a hash from plex.tv."""
    record = server(NAMED, owned=owned)
    candidates, _ = found(record, *announcements, allow_http=allow_http)
    assert len({(each.address, each.port) for each in candidates}) <= 4
    told = {(each.address, each.port) for each in announcements}
    for candidate in candidates:
        assert candidate.address is not None
        assert LAN.on_link(candidate.address)
        assert candidate.scheme == "https"
        assert candidate.host.endswith(f".{HASH}.plex.direct")
        assert candidate.port in {port for _, port in told}


@pytest.mark.parametrize(
    ("address", "source"), product(["192.168.1.44", ""], RowSource)
)
def test_round_trip(address: str, source: RowSource) -> None:
    """Storing and restoring returns an equal announcement."""
    announcement = heard(address, source=source)
    assert LanAnnouncement.from_dict(announcement.to_dict()) == announcement


@pytest.mark.parametrize(
    ("key", "value"), [("address", None), ("port", "1"), ("source", "rumour")]
)
def test_invalid_stored_announcement(key: str, value: object) -> None:
    """A wrong value raises ValueError naming the field."""
    with pytest.raises(ValueError, match=rf"^{key}: "):
        LanAnnouncement.from_dict(heard("192.168.1.44").to_dict() | {key: value})
