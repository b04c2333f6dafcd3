"""Which rows become candidates, of which type; which are rejected, and why."""

from dataclasses import replace
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ConnectionType,
    IPAddress,
    IPNetwork,
    LanAnnouncement,
    Networks,
    RejectionReason,
    Row,
    RowSource,
    ServerRecord,
    candidates_of,
    check_address,
    connection_type_of,
    decode_plex_direct,
    is_believed_near,
    is_private,
)

HASH = "5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b"
NAME = "nas.example"
GLOBAL = "2001:db8:5:7::/64"
LAN = Networks((ip_network("192.168.1.0/24"), ip_network("fd00:1::/64")))


def direct(address: str, port: int = 32400) -> str:
    """Return the plex.direct URL of an address."""
    label = address.replace(".", "-").replace(":", "-")
    return f"https://{label}.{HASH}.plex.direct:{port}"


def row(url: str, *, local: bool = False, relay: bool = False) -> Row:
    """Return a row as from plex.tv."""
    return Row(
        url=url,
        address="told",
        port=1,
        local=local,
        relay=relay,
        source=RowSource.PLEX_TV,
    )


def server(*rows: Row, owned: bool = True, **facts: bool) -> ServerRecord:
    """Return a record of a server."""
    defaults: dict[str, Any] = {
        "home": False,
        "public_address_matches": False,
        "https_required": False,
    }
    return ServerRecord(
        server_id="id",
        name="Attic",
        owner_name=None,
        owned=owned,
        presence=True,
        relay_available=True,
        version=None,
        platform=None,
        rows=rows,
        **(defaults | facts),
    )


def admitted(record: ServerRecord, *, allow_http: bool = False) -> list[Candidate]:
    """Return the candidates."""
    return list(candidates_of(record, LAN, allow_http=allow_http)[0])


def refused(record: ServerRecord) -> list[RejectionReason]:
    """Return the reasons for rejecting rows."""
    return [each.reason for each in candidates_of(record, LAN, allow_http=False)[1]]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        (f"192-168-1-10.{HASH}.plex.direct", "192.168.1.10"),
        (f"192-168-1-10.{HASH.upper()}.PLEX.direct", "192.168.1.10"),
        (f"2001-db8-0-0-0-0-0-10.{HASH}.plex.direct", "2001:db8::10"),
        (
            f"2001-0db8-0000-0000-0000-0000-0000-0010.{HASH}.plex.direct",
            "2001:db8::10",
        ),
        (f"192-168-1-300.{HASH}.plex.direct", None),
        (f"192-168-1.{HASH}.plex.direct", None),
        (f"2001-db8--10.{HASH}.plex.direct", None),
        (f"192-168-1-10.{HASH[1:]}.plex.direct", None),
        (f"192-168-1-10.{HASH}.plex.direct.evil.test", None),
        (f"evil.192-168-1-10.{HASH}.plex.direct", None),
        ("plex.example.net", None),
    ],
)
def test_decode_plex_direct(host: str, address: str | None) -> None:
    """The address is decoded from the name, or None leaves the name to DNS."""
    assert decode_plex_direct(host) == address


@pytest.mark.parametrize(
    ("ip", "verdict"),
    [
        ("10.0.0.1", True),
        ("172.16.0.1", True),
        ("172.31.255.254", True),
        ("172.32.0.1", False),
        ("172.15.255.255", False),
        ("192.168.0.1", True),
        ("192.169.0.1", False),
        ("100.64.0.1", True),
        ("100.127.255.255", True),
        ("100.128.0.1", False),
        ("fd12::1", True),
        ("fc00::1", True),
        ("fe80::1", False),
        ("2001:db8::1", False),
        ("203.0.113.5", False),
        ("198.51.100.5", False),
        ("127.0.0.1", False),
        ("169.254.1.1", False),
        ("::ffff:10.1.2.3", True),
        ("::ffff:203.0.113.5", False),
        ("64:ff9b::10.1.2.3", True),
        ("64:ff9b::203.0.113.5", False),
        ("64:ff9b:1::10.1.2.3", False),
    ],
)
def test_is_private(ip: str, *, verdict: bool) -> None:
    """The rule's own list of private networks, also inside v4-mapped and NAT64."""
    assert is_private(ip) is verdict
    assert is_private(ip_address(ip)) is verdict


@pytest.mark.parametrize(
    ("told", "kind", "on_link"),
    [
        (row(direct("192.168.1.10"), local=True), ConnectionType.LOCAL, True),
        (row(direct("192.168.7.10"), local=True), ConnectionType.LOCAL, False),
        (row(direct("172.18.0.1"), local=True), ConnectionType.LOCAL, False),
        (row(direct("203.0.113.40")), ConnectionType.REMOTE, False),
        # A global address off our networks is never local, whatever its row claims.
        (row(direct("203.0.113.40"), local=True), ConnectionType.REMOTE, False),
        # One on our networks always is, unless it is a relay.
        (row(direct("192.168.1.10")), ConnectionType.LOCAL, True),
        (row(direct("192.168.1.10"), relay=True), ConnectionType.RELAY, False),
        (
            row(direct("198.51.100.7"), local=True, relay=True),
            ConnectionType.RELAY,
            False,
        ),
        (row(direct("10.9.9.9")), ConnectionType.REMOTE, False),
        (row("https://[fd00:1::7]:32400", local=True), ConnectionType.LOCAL, True),
        (row("https://nas.example:32400", local=True), ConnectionType.LOCAL, False),
        (row("https://plex.example"), ConnectionType.REMOTE, False),
    ],
)
def test_type_of_a_row(told: Row, kind: ConnectionType, *, on_link: bool) -> None:
    """Connection type by rule 1, before any connection."""
    candidate = admitted(server(told, https_required=True))[0]
    assert (candidate.kind, candidate.on_link) == (kind, on_link)


def test_candidate_of_a_row() -> None:
    """The URL is normalised; the address to dial is known if it is a literal."""
    by_name, literal, v6 = admitted(
        server(
            row("HTTPS://Plex.Example/"),
            row("https://203.0.113.9:443"),
            row("https://[2001:DB8::1]:32400"),
        )
    )
    assert (by_name.url, by_name.host) == ("https://plex.example:443", "plex.example")
    assert by_name.address is None
    assert (literal.url, literal.address) == ("https://203.0.113.9:443", "203.0.113.9")
    assert (v6.url, v6.host) == ("https://[2001:db8::1]:32400", "2001:db8::1")
    assert v6.endpoint == "[2001:db8::1]:32400"


def test_same_row_twice() -> None:
    """Duplicate rows give one candidate."""
    assert (
        len(admitted(server(row(direct("203.0.113.9")), row(direct("203.0.113.9")))))
        == 1
    )


def test_at_most_fifty_rows() -> None:
    """The first fifty rows count; a duplicate does not exceed the limit."""
    rows = [row(f"https://203.0.113.{number}:1") for number in range(60)]
    flood = server(*rows, rows[0])
    assert len(admitted(flood)) == 50
    assert refused(flood) == [RejectionReason.TOO_MANY] * 10


@given(
    st.lists(
        st.sampled_from(
            [
                row(direct(f"{network}.{number}"), local=local, relay=relay)
                for number in range(1, 70)
                for network, local, relay in (
                    ("192.168.1", True, False),
                    ("172.18.0", True, False),
                    ("192.168.7", True, False),
                    ("203.0.113", False, False),
                    ("198.51.100", False, True),
                )
            ]
        ),
        max_size=200,
        unique=True,
    )
)
def test_law_of_tiers(rows: list[Row]) -> None:
    """The best of each tier are kept; none is rejected while there is room."""
    record = server(*rows, https_required=True)
    candidates, rejected = candidates_of(record, LAN, allow_http=False)
    assert len(candidates) == min(50, len(rows))
    assert len(candidates) + len(rejected) == len(rows)
    kept = {each.url for each in candidates}
    for tier in range(3):
        listed = [
            each
            for each in rows
            if tier == (2 if each.relay else 0 if each.local else 1)
        ]
        share = sum(each.url in kept for each in listed)
        assert share >= min(len(listed), 50 // 3)
        near = [each for each in listed if "://192-168-1-" in each.url]
        assert sum(each.url in kept for each in near) == min(len(near), share)


def test_bridges_come_last() -> None:
    """A LAN address off our networks is preferred to a bridge's."""
    bridges = [row(direct(f"172.18.0.{number}"), local=True) for number in range(60)]
    lan = row(direct("192.168.7.12"), local=True)
    assert lan.url in {each.url for each in admitted(server(*bridges, lan))}


def test_rejected_url_is_truncated() -> None:
    """A rejected URL is shown to users, so it is cut to 200 characters."""
    record = server(row("https://" + "x" * 5000))
    (rejection,) = candidates_of(record, LAN, allow_http=False)[1]
    assert rejection.reason is RejectionReason.MALFORMED
    assert len(rejection.url) == 200


@pytest.mark.parametrize(
    "url",
    [
        "",
        "plex.example:32400",
        "ftp://plex.example",
        "https://",
        "https://user@plex.example",
        "https://user:secret@plex.example",
        "https://plex.example?query",
        "https://plex.example#fragment",
        "https://plex.example:0",
        "https://plex.example:70000",
        "https://plex.example:port",
        "https://[::1",
        "https://[nonsense]:1",
        "https://a:b:c",
        "https://[fe80::1%25eth0]:1",
        "https://plex example",
        "https://plex\u2024example",
        "https://ex..ample:1:2",
    ],
)
def test_malformed_rows(url: str) -> None:
    """Only a scheme, a host and a port are accepted."""
    assert refused(server(row(url))) == [RejectionReason.MALFORMED]


@pytest.mark.parametrize(
    "url",
    [
        "https://plex.example/path",
        "https://plex.example:443/plex/",
        "http://192.168.1.10:32400/web",
    ],
)
def test_path(url: str) -> None:
    """A path has its own rejection reason, because it is easy to fix."""
    assert refused(server(row(url))) == [RejectionReason.PATH]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://0.0.0.0:1", RejectionReason.UNSPECIFIED),
        ("https://[::]:1", RejectionReason.UNSPECIFIED),
        (direct("224.0.0.1"), RejectionReason.MULTICAST),
        ("https://[ff02::1]:1", RejectionReason.MULTICAST),
        ("https://[fe80::1]:1", RejectionReason.LINK_LOCAL),
    ],
)
def test_owned_server(url: str, reason: RejectionReason) -> None:
    """An owned server's row is rejected only if it can never work."""
    for local in (False, True):
        assert refused(server(row(url, local=local))) == [reason]


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "169.254.3.4", "10.1.1.1", "100.64.2.2", "192.168.99.1"]
)
def test_owned_server_may_be_anywhere_else(address: str) -> None:
    """An owner may reach a server over a tunnel or on the same machine."""
    assert refused(server(row(direct(address)))) == []


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (row("https://127.0.0.1:1"), RejectionReason.LOOPBACK),
        (row("https://127.0.0.1:1", local=True), RejectionReason.LOOPBACK),
        (row("https://[::1]:1"), RejectionReason.LOOPBACK),
        (row("https://[::ffff:127.0.0.1]:1"), RejectionReason.LOOPBACK),
        (row("https://[64:ff9b::7f00:1]:1"), RejectionReason.LOOPBACK),
        (row("https://169.254.169.254:80", local=True), RejectionReason.LINK_LOCAL),
        (row("https://[::ffff:169.254.169.254]:80"), RejectionReason.LINK_LOCAL),
        (row("https://[fe80::1]:1", local=True), RejectionReason.LINK_LOCAL),
        (row("https://0.0.0.0:1", local=True), RejectionReason.UNSPECIFIED),
        (row("https://224.0.0.1:1"), RejectionReason.MULTICAST),
        (row(direct("192.168.1.1")), RejectionReason.PRIVATE),
        (row(direct("10.0.0.1")), RejectionReason.PRIVATE),
        (row(direct("100.64.0.1")), RejectionReason.PRIVATE),
        (row("https://[fd00:1::1]:1"), RejectionReason.PRIVATE),
        (row("https://[64:ff9b::c0a8:101]:1"), RejectionReason.PRIVATE),
        (row("https://[64:ff9b:1::c0a8:101]:1"), RejectionReason.PRIVATE),
        (row("https://[2002:c0a8:101::1]:1"), RejectionReason.PRIVATE),
        (row("https://[2001:0:cb00:7109::3f57:fefe]:1"), RejectionReason.PRIVATE),
        (row("https://[2001:0:c0a8:101::3488:8ef6]:1"), RejectionReason.PRIVATE),
        (row("https://[2001:db8::5efe:c0a8:101]:1"), RejectionReason.PRIVATE),
        (row("https://[2001:db8::200:5efe:c0a8:101]:1"), RejectionReason.PRIVATE),
        (row("https://[2002:7f00:1::1]:1"), RejectionReason.LOOPBACK),
        (row("https://[::127.0.0.1]:1"), RejectionReason.LOOPBACK),
        (row("https://[::ffff:0:127.0.0.1]:1"), RejectionReason.LOOPBACK),
        (row("https://[fe80::5efe:cb00:7109]:1"), RejectionReason.LINK_LOCAL),
        (row("https://[2002:a9fe:a9fe::1]:80"), RejectionReason.LINK_LOCAL),
        (row("https://[2002:e000:1::1]:1"), RejectionReason.MULTICAST),
        (row("https://[::192.168.1.1]:1"), RejectionReason.RESERVED),
        (row("https://[::203.0.113.9]:1"), RejectionReason.RESERVED),
        (row("https://[::ffff:0:203.0.113.9]:1"), RejectionReason.RESERVED),
        (row("https://[64:ff9b:1:c0a8:1:100::]:1"), RejectionReason.RESERVED),
        (row("https://[2002:f000:1::1]:1"), RejectionReason.RESERVED),
        (row("https://0.1.2.3:1"), RejectionReason.RESERVED),
        (row("https://240.0.0.1:1"), RejectionReason.RESERVED),
        (row("https://255.255.255.255:1"), RejectionReason.RESERVED),
        (row("https://198.18.0.1:1"), RejectionReason.RESERVED),
        (row("https://192.0.0.8:1"), RejectionReason.RESERVED),
        (row("https://[100::1]:1"), RejectionReason.RESERVED),
        (row("https://[fec0::1]:1"), RejectionReason.RESERVED),
        (row("https://[4000::1]:1"), RejectionReason.RESERVED),
        (row("https://[::2]:1"), RejectionReason.RESERVED),
        (row("https://240.0.0.1:1", local=True), RejectionReason.RESERVED),
        (row(direct("192.168.1.1"), relay=True), RejectionReason.PRIVATE),
        (row(direct("192.168.1.1"), local=True, relay=True), RejectionReason.PRIVATE),
    ],
)
@pytest.mark.parametrize("fact", ["home", "public_address_matches"])
def test_hostile_row(told: Row, reason: RejectionReason, fact: str) -> None:
    """A stranger's server cannot direct us to our own network."""
    assert refused(server(told, owned=False, **{fact: True})) == [reason]


def test_shared_server_far_away() -> None:
    """A distant shared server's LAN rows are rejected; the others are accepted."""
    far = server(
        row(direct("192.168.1.10"), local=True),
        row(direct("203.0.113.9"), local=True),
        row(direct("203.0.113.40")),
        row(direct("198.51.100.7"), local=True, relay=True),
        owned=False,
    )
    assert [each.address for each in admitted(far)] == ["203.0.113.40", "198.51.100.7"]
    assert refused(far) == [RejectionReason.NOT_SHARED_LAN] * 2


@pytest.mark.parametrize("fact", ["home", "public_address_matches"])
def test_shared_server_nearby(fact: str) -> None:
    """A shared server's LAN row counts if in our home or behind our own address."""
    near = server(row(direct("192.168.1.10"), local=True), owned=False, **{fact: True})
    assert admitted(near)[0].kind is ConnectionType.LOCAL


HOME_NETWORK = Networks(
    (*LAN.interfaces, ip_network("203.0.113.0/28"), ip_network(GLOBAL))
)
"""A home whose addresses are globally reachable, as many are by IPv6."""

ON_LINK = (
    row("https://[2001:db8:5:7::9]:22"),
    row("https://203.0.113.9:80"),
    row(direct("203.0.113.9")),
    row(direct("203.0.113.9"), relay=True),
    row("https://[::ffff:203.0.113.9]:1"),
    row("https://[64:ff9b::cb00:7109]:1"),
    row("https://[2002:cb00:7109::1]:1"),
    row("http://203.0.113.9:80"),
    row("http://[2001:db8:5:7::9]:80", local=True),
)


@pytest.mark.parametrize("told", ON_LINK)
def test_a_stranger_on_our_networks(told: Row) -> None:
    """A stranger's row never opens an address on our networks, even a global one.

    However the row writes the address, only its owner claims that the server is there.
    """
    stranger = server(told, owned=False)
    candidates, rejected = candidates_of(stranger, HOME_NETWORK, allow_http=True)
    assert candidates == ()
    assert [each.reason for each in rejected] == [RejectionReason.NOT_SHARED_LAN]


@pytest.mark.parametrize("fact", ["home", "public_address_matches"])
def test_a_neighbour_on_our_networks(fact: str) -> None:
    """A shared server that plex.tv reports as near may be on our networks."""
    near = server(*ON_LINK[:3], owned=False, **{fact: True})
    candidates, rejected = candidates_of(near, HOME_NETWORK, allow_http=False)
    assert rejected == ()
    assert {each.kind for each in candidates} == {ConnectionType.LOCAL}


@pytest.mark.parametrize("ip", ["2001:db8:5:7::9", "203.0.113.9", "192.168.1.1"])
def test_neighbour_announced_on_our_networks(ip: str) -> None:
    """A shared server is trusted as near while it is announced on our networks."""
    record = server(row(f"https://{NAME}:1", local=True), owned=False)
    announced = [LanAnnouncement(address="192.168.1.44", port=1, source=RowSource.GDM)]
    (candidate,) = candidates_of(
        record, HOME_NETWORK, allow_http=False, announcements=announced
    )[0]
    for announcements, reason in (
        (announced, None),
        ([], RejectionReason.NOT_SHARED_LAN),
    ):
        is_near = is_believed_near(record, HOME_NETWORK, announcements)
        verdict = check_address(record, candidate, ip, HOME_NETWORK, is_near=is_near)
        assert verdict is reason


@pytest.mark.parametrize(
    ("owned", "local", "ip", "reason"),
    [
        (False, False, "192.168.1.1", RejectionReason.PRIVATE),
        (False, False, "::ffff:10.0.0.1", RejectionReason.PRIVATE),
        (False, False, "2002:a00:1::", RejectionReason.PRIVATE),
        (False, False, "240.0.0.1", RejectionReason.RESERVED),
        (False, False, "127.0.0.1", RejectionReason.LOOPBACK),
        (False, False, "203.0.113.1", None),
        (False, True, "192.168.1.1", None),
        (False, True, "169.254.169.254", RejectionReason.LINK_LOCAL),
        (True, False, "127.0.0.1", None),
        (True, False, "192.168.1.1", None),
        (True, False, "240.0.0.1", None),
        (True, False, "fe80::1", RejectionReason.LINK_LOCAL),
        (True, False, "0.0.0.0", RejectionReason.UNSPECIFIED),  # noqa: S104
    ],
)
@pytest.mark.parametrize("kind", [ConnectionType.LOCAL, ConnectionType.REMOTE])
def test_resolved_address(
    ip: str,
    reason: RejectionReason | None,
    kind: ConnectionType,
    *,
    owned: bool,
    local: bool,
) -> None:
    """A resolved address is checked like a literal one.

    By the row's own flags: the candidate's type is from the last resolution.
    """
    record = server(row(f"https://{NAME}:1", local=local), owned=owned, home=True)
    candidate = replace(admitted(record)[0], kind=kind)
    for each in (ip, ip_address(ip)):
        assert check_address(record, candidate, each, LAN, is_near=True) is reason


@pytest.mark.parametrize(
    ("kind", "ip", "result"),
    [
        (ConnectionType.REMOTE, "192.168.1.9", ConnectionType.LOCAL),
        (ConnectionType.LOCAL, "203.0.113.9", ConnectionType.REMOTE),
        (ConnectionType.LOCAL, "192.168.7.9", ConnectionType.LOCAL),
        (ConnectionType.LOCAL, "127.0.0.1", ConnectionType.LOCAL),
        (ConnectionType.LOCAL, "169.254.1.1", ConnectionType.LOCAL),
        (ConnectionType.REMOTE, "10.0.0.9", ConnectionType.REMOTE),
        (ConnectionType.RELAY, "192.168.1.9", ConnectionType.RELAY),
    ],
)
def test_type_by_peer(kind: ConnectionType, ip: str, result: ConnectionType) -> None:
    """Connection type by rule 1, after a name was resolved."""
    candidate = admitted(server(row("https://nas.example:1")))[0]
    assert connection_type_of(replace(candidate, kind=kind), ip, LAN) is result


def test_type_on_a_public_network_of_ours() -> None:
    """A global address on one of our networks is local."""
    networks: tuple[IPNetwork, ...] = (ip_network("203.0.113.0/24"),)
    candidate = admitted(server(row("https://nas.example:1")))[0]
    kind = connection_type_of(candidate, "203.0.113.9", Networks(networks))
    assert kind is ConnectionType.LOCAL


def test_http_variant_is_diagnostic_only() -> None:
    """Without the user's option the http variant is diagnostic only."""
    https, twin = admitted(server(row(direct("192.168.1.10"), local=True)))
    assert not https.diagnostic_only
    assert twin == replace(
        https,
        url="http://192.168.1.10:32400",
        scheme="http",
        host="192.168.1.10",
        diagnostic_only=True,
    )


def test_http_variant_with_the_option() -> None:
    """With the user's option the http variant may be used."""
    near = server(row("https://[fd00:1::7]:32400", local=True))
    twin = admitted(near, allow_http=True)[1]
    assert twin.url == "http://[fd00:1::7]:32400"
    assert not twin.diagnostic_only


@pytest.mark.parametrize("source", RowSource)
def test_http_variant_by_source(source: RowSource) -> None:
    """Only plex.tv's own rows, also stored ones, have an http variant."""
    told = replace(row(direct("192.168.1.10"), local=True), source=source)
    schemes = [each.scheme for each in admitted(server(told), allow_http=True)]
    is_plex_tvs = source in (RowSource.PLEX_TV, RowSource.STORED)
    assert schemes == (["https", "http"] if is_plex_tvs else ["https"])


@pytest.mark.parametrize(
    "record",
    [
        server(row(direct("192.168.1.10"), local=True), https_required=True),
        server(row(direct("172.18.0.1"), local=True)),
        server(row(direct("203.0.113.9"))),
        server(row(direct("192.168.1.10"), relay=True)),
        server(row("https://nas.example:1", local=True)),
    ],
)
def test_no_http_variant(record: ServerRecord) -> None:
    """No http variant off our networks, for a relay, or where https is required."""
    assert [each.scheme for each in admitted(record, allow_http=True)] == ["https"]


def test_http_rows() -> None:
    """An http row is treated like an http variant without its https row."""
    plain = row("http://192.168.1.10:32400", local=True)
    assert admitted(server(plain), allow_http=True)[0].diagnostic_only is False
    assert admitted(server(plain))[0].diagnostic_only is True
    assert refused(server(plain, https_required=True)) == [RejectionReason.INSECURE]
    for url in (
        "http://203.0.113.9:32400",
        "http://nas.example",
        "http://172.18.0.1:1",
    ):
        for local in (False, True):
            assert refused(server(row(url, local=local))) == [RejectionReason.INSECURE]


def test_http_row_equals_the_http_variant() -> None:
    """An http row and the http variant of its https sibling share one URL."""
    near = server(
        row("http://192.168.1.10:32400", local=True),
        row(direct("192.168.1.10"), local=True),
    )
    assert [each.scheme for each in admitted(near)] == ["http", "https"]


@given(
    ip=st.ip_addresses().map(str),
    local=st.booleans(),
    relay=st.booleans(),
    home=st.booleans(),
    matches=st.booleans(),
)
def test_law_for_strangers(
    ip: str, *, local: bool, relay: bool, home: bool, matches: bool
) -> None:
    """No stranger's row leads to loopback, link-local, or unapproved into our LAN."""
    host = f"[{ip}]" if ":" in ip else ip
    record = server(
        row(f"https://{host}:1", local=local, relay=relay),
        owned=False,
        home=home,
        public_address_matches=matches,
    )
    candidates, rejected = candidates_of(record, LAN, allow_http=True)
    assert bool(candidates) is not bool(rejected)
    for candidate in candidates:
        assert candidate.address is not None
        address = ip_address(candidate.address)
        assert not address.is_loopback
        assert not address.is_link_local
        assert not address.is_multicast
        assert not address.is_unspecified
        if is_private(address):
            assert local
            assert not relay
        if is_private(address) or LAN.on_link(address):
            assert home or matches


@given(
    ipv4=st.ip_addresses(v=4),
    wrapping=st.sampled_from(
        [
            "::ffff:{}",
            "::{}",
            "::ffff:0:{}",
            "64:ff9b::{}",
            "64:ff9b:1::{}",
            "2001:db8::5efe:{}",
            "2001:db8::200:5efe:{}",
        ]
    ),
    local=st.booleans(),
    relay=st.booleans(),
    matches=st.booleans(),
)
def test_law_of_wrapped_addresses(
    ipv4: IPAddress, wrapping: str, *, local: bool, relay: bool, matches: bool
) -> None:
    """A stranger's IPv4 address that is rejected is rejected inside IPv6, too."""

    def is_admitted(ip: IPAddress) -> bool:
        host = f"[{ip}]" if ip.version == 6 else f"{ip}"
        told = row(f"https://{host}:1", local=local, relay=relay)
        return bool(admitted(server(told, owned=False, public_address_matches=matches)))

    sixtofour = IPv6Address(0x2002 << 112 | int(ipv4) << 80 | 1)
    teredo = IPv6Address(0x2001 << 112 | 0xCB007109 << 64 | int(ipv4) ^ 0xFFFFFFFF)
    for ipv6 in (ip_address(wrapping.format(ipv4)), sixtofour, teredo):
        if is_admitted(ipv6):
            assert is_admitted(ipv4)
