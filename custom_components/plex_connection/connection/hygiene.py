"""From the rows we were told to the candidates we are willing to touch.

Rules 1, 5, 6 and 7. What is refused is refused with a reason, for the user to read.
"""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import (
    IPv4Address,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
import re
from urllib.parse import urlsplit

from .models import (
    Candidate,
    ConnectionType,
    IPAddress,
    IPNetwork,
    Networks,
    Row,
    ServerRecord,
    Sighting,
)
from .plex_direct import decode_plex_direct
from .reports import Rejection, RejectionReason
from .sightings import heard_of

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
"""Not Python's `is_private`, which calls documentation ranges private and the
carriers' 100.64/10 (where Tailscale lives) not."""

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix of RFC 6052: an IPv4 address in the last 32 bits."""

CANDIDATE_LIMIT = 50
"""Candidates of one server. Real servers list some ten rows; one that lists hundreds
would have us knock on as many doors of other people."""

SHOWN_URL = 200
"""Characters of a refused url that are shown."""

DEFAULT_PORT = {"https": 443, "http": 80}

HOST = re.compile(r"[a-z0-9_.:-]{1,253}")


def is_private(ip: str | IPAddress) -> bool:
    """Return whether an address is private in rule 6's sense."""
    address = _unwrap(ip)
    return any(address in network for network in PRIVATE)


def candidates_of(
    record: ServerRecord,
    networks: Networks,
    *,
    allow_http: bool,
    sightings: Iterable[Sighting] = (),
) -> tuple[tuple[Candidate, ...], tuple[Rejection, ...]]:
    """Return the candidates of a server, and what was refused and why.

    With `allow_http` the user accepts plain http on networks Home Assistant is on.
    `sightings` are where this very server was heard on a LAN.
    """
    candidates: dict[str, Candidate] = {}
    heard, refused = heard_of(record, sightings, networks)
    rejected = [replace(each, url=each.url[:SHOWN_URL]) for each in refused]
    is_near = record.public_address_matches or record.home or bool(heard)
    for row in (*record.rows, *heard):
        candidate = _candidate_of(row, networks)
        if candidate is None:
            fault: RejectionReason | None = RejectionReason.MALFORMED
        elif (fault := _row_fault(record, row, candidate, is_near=is_near)) is None:
            if len(candidates) < CANDIDATE_LIMIT:
                candidates.setdefault(candidate.url, candidate)
            elif candidate.url not in candidates:
                fault = RejectionReason.TOO_MANY
        if fault is not None:
            rejected.append(Rejection(url=row.url[:SHOWN_URL], reason=fault))
    if not record.https_required:
        for candidate in tuple(candidates.values()):
            if (twin := _twin_of(candidate)) is not None:
                candidates.setdefault(twin.url, twin)
    return (
        tuple(
            replace(candidate, explain_only=candidate.scheme == "http")
            if not allow_http
            else candidate
            for candidate in candidates.values()
        ),
        tuple(rejected),
    )


def check_address(
    record: ServerRecord, candidate: Candidate, ip: str | IPAddress
) -> RejectionReason | None:
    """Return why an address a host name resolved to must not be dialled."""
    is_local = candidate.kind is ConnectionType.LOCAL
    return _address_fault(_unwrap(ip), owned=record.owned, is_local=is_local)


def connection_type_of(
    candidate: Candidate, ip: str | IPAddress, networks: Networks
) -> ConnectionType:
    """Return a candidate's type, given the address it leads to (rule 1)."""
    if candidate.kind is ConnectionType.RELAY:
        return ConnectionType.RELAY
    if networks.on_link(ip):
        return ConnectionType.LOCAL
    return ConnectionType.REMOTE if _is_routable(_unwrap(ip)) else candidate.kind


def _parse(text: str) -> IPAddress | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _unwrap(ip: str | IPAddress) -> IPAddress:
    """Return the IPv4 address inside a v4-mapped or NAT64 one."""
    address = ip_address(ip) if isinstance(ip, str) else ip
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_routable(address: IPAddress) -> bool:
    """Return whether an address is meant to be reached from anywhere."""
    return not (
        is_private(address)
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    )


def _endpoint(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an url that is nothing more than that."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if (
        parts.scheme not in DEFAULT_PORT
        or host is None
        or HOST.fullmatch(host) is None
        or (":" in host and _parse(host) is None)
        or parts.username is not None
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
    ):
        return None
    port = DEFAULT_PORT[parts.scheme] if port is None else port
    return None if port == 0 else (parts.scheme, host, port)


def _url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _candidate_of(row: Row, networks: Networks) -> Candidate | None:
    """Read a row, None if it makes no sense; nothing is refused yet."""
    if (endpoint := _endpoint(row.url)) is None:
        return None
    scheme, host, port = endpoint
    literal = _parse(host)
    address = decode_plex_direct(host) if literal is None else str(literal)
    if row.relay:
        kind = ConnectionType.RELAY
    else:
        kind = ConnectionType.LOCAL if row.local else ConnectionType.REMOTE
    candidate = Candidate(
        url=_url(scheme, host, port),
        scheme=scheme,
        host=host,
        port=port,
        address=address,
        kind=kind,
        on_link=False,
    )
    if address is None:
        return candidate
    return replace(
        candidate,
        kind=connection_type_of(candidate, address, networks),
        on_link=not row.relay and networks.on_link(address),
    )


def _row_fault(
    record: ServerRecord, row: Row, candidate: Candidate, *, is_near: bool
) -> RejectionReason | None:
    """Return why a row is refused: as such, by its address, or for being http."""
    is_local = row.local and not row.relay
    if not record.owned and is_local and not is_near:
        return RejectionReason.NOT_SHARED_LAN
    if candidate.address is not None:
        address = _unwrap(candidate.address)
        fault = _address_fault(address, owned=record.owned, is_local=is_local)
        if fault is not None:
            return fault
    is_twin = candidate.on_link and candidate.kind is ConnectionType.LOCAL
    if candidate.scheme == "http" and (record.https_required or not is_twin):
        return RejectionReason.INSECURE
    return None


def _address_fault(
    address: IPAddress, *, owned: bool, is_local: bool
) -> RejectionReason | None:
    """Return why an (unwrapped) address is refused.

    A stranger chooses what his server advertises, and would have us knock on
    doors inside our own network; an owner only loses what can never work.
    """
    if address.is_unspecified:
        return RejectionReason.UNSPECIFIED
    if address.is_multicast:
        return RejectionReason.MULTICAST
    if address.is_link_local and not (owned and isinstance(address, IPv4Address)):
        return RejectionReason.LINK_LOCAL
    if not owned and address.is_loopback:
        return RejectionReason.LOOPBACK
    if not owned and not is_local and is_private(address):
        return RejectionReason.PRIVATE
    return None


def _twin_of(candidate: Candidate) -> Candidate | None:
    """Return the http twin of an https row on a network we are on (rule 7)."""
    if candidate.address is None or not candidate.on_link:
        return None
    return replace(
        candidate,
        url=_url("http", candidate.address, candidate.port),
        scheme="http",
        host=candidate.address,
    )
