"""Classifies IP addresses, and the IPv4 addresses embedded in IPv6 ones.

IPv4 addresses travel inside IPv6 ones in a dozen ways, and an address dialed as one may
arrive as the other, so each is checked as everything it may mean.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from .models import IPAddress, IPNetwork
from .reports import RejectionReason

PRIVATE: tuple[IPNetwork, ...] = tuple(
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "fc00::/7",
    )
)
"""Unlike Python's `is_private`, which includes documentation ranges and omits the
carriers' 100.64/10 (where Tailscale lives)."""

RESERVED: tuple[IPNetwork, ...] = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "2001:2::/48",
        "2001:10::/28",
    )
)
"""Where no shared server can be (IANA's special-purpose registries): this host,
protocol assignments, the former 6to4 relays, benchmarks, class E, ORCHID. Documentation
ranges are left out: nothing answers there, so dialing them does no harm."""

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix of RFC 6052: an IPv4 address in the last 32 bits."""
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/96")
"""RFC 8215's prefix for a network's own translators, as far as the position of the IPv4
address is known; the rest of 64:ff9b:1::/48 counts as reserved."""
MAPPED = IPv6Network("::ffff:0:0/96")
LAST_32_BITS = (
    NAT64,
    LOCAL_NAT64,
    MAPPED,
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0:0/96"),
)
"""Prefixes with an IPv4 address in the last 32 bits; the last two are v4-compatible and
v4-translated (RFC 4291 and 2765), which no network carries any more."""

ROUTED: tuple[IPNetwork, ...] = (
    IPv6Network("2000::/3"),
    IPv6Network("fc00::/7"),
    NAT64,
    LOCAL_NAT64,
    MAPPED,
)
"""The IPv6 space in use: global unicast, unique local, translators, and mapped IPv4.
Link-local and multicast addresses are rejected as such."""
ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""RFC 5214, section 6.1: the interface id is one of these, then an IPv4 address."""


def is_private(ip: str | IPAddress) -> bool:
    """Return whether an address is private in the sense of rule 6."""
    return _is_in(_unwrapped(ip), PRIVATE)


def is_routable(ip: str | IPAddress) -> bool:
    """Return whether an address is meant to be reachable from anywhere."""
    address = _unwrapped(ip)
    return not (
        _is_in(address, PRIVATE)
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    )


def meanings(ip: str | IPAddress) -> tuple[IPAddress, ...]:
    """Return the address and every IPv4 address embedded in it.

    A Teredo address embeds those of its server and its client.
    """
    address = ip_address(ip) if isinstance(ip, str) else ip
    if isinstance(address, IPv4Address):
        return (address,)
    return (address, *_embedded(address))


def fault_of(ip: str | IPAddress, *, owned: bool) -> RejectionReason | None:
    """Return why an address is unusable, or unsafe on a shared server, if so.

    A shared server's owner controls its address list, and could have us probe our own
    network (SSRF); on an owned server only addresses that can never work are rejected.
    """
    if owned:
        address = _unwrapped(ip)
        fault = _common_fault(address)
        is_usable = isinstance(address, IPv4Address)
        return None if fault is RejectionReason.LINK_LOCAL and is_usable else fault
    may_be = meanings(ip)
    for meaning in may_be:
        if (fault := _common_fault(meaning)) is not None:
            return fault
        if meaning.is_loopback:
            return RejectionReason.LOOPBACK
    is_reserved = any(_is_in(each, RESERVED) or _is_unrouted(each) for each in may_be)
    return RejectionReason.RESERVED if is_reserved else None


def _common_fault(address: IPAddress) -> RejectionReason | None:
    if address.is_unspecified:
        return RejectionReason.UNSPECIFIED
    if address.is_multicast:
        return RejectionReason.MULTICAST
    return RejectionReason.LINK_LOCAL if address.is_link_local else None


def _unwrapped(ip: str | IPAddress) -> IPAddress:
    """Return the IPv4 address inside a v4-mapped or NAT64 one; any other unchanged.

    These two are IPv4 on the wire, at this end or further on.
    """
    address = ip_address(ip) if isinstance(ip, str) else ip
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses embedded in an IPv6 one."""
    number = int(address)
    if _is_in(address, LAST_32_BITS):
        yield IPv4Address(number & 0xFFFF_FFFF)
    elif address.sixtofour is not None:
        yield address.sixtofour
    elif address.teredo is not None:
        yield from address.teredo
    elif number >> 32 & 0xFFFF_FFFF in ISATAP:
        yield IPv4Address(number & 0xFFFF_FFFF)


def _is_unrouted(address: IPAddress) -> bool:
    """Return whether an IPv6 address lies outside the space in use."""
    return isinstance(address, IPv6Address) and not _is_in(address, ROUTED)


def _is_in(address: IPAddress, networks: tuple[IPNetwork, ...]) -> bool:
    return any(address in network for network in networks)
