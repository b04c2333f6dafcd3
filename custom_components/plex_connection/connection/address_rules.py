"""Turns address rows into candidates, and rejects the rest.

Rules 1, 5, 6 and 7. Each rejection carries a reason that the user can read.
"""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address
import re
from urllib.parse import urlsplit

from .address_space import fault_of, is_private, is_routable, meanings
from .lan_announcements import LISTED_BY_PLEX_TV, announced_rows, is_announced_nearby
from .models import (
    Candidate,
    ConnectionType,
    IPAddress,
    LanAnnouncement,
    Networks,
    Row,
    ServerRecord,
)
from .plex_direct import decode_plex_direct
from .plex_direct_rows import DEFAULT_PORT, rows_under_own_names
from .reports import Rejection, RejectionReason
from .row_limit import with_a_place

SHOWN_URL = 200
"""Characters shown of a rejected url."""

HOST = re.compile(r"[a-z0-9_.:-]{1,253}")


def candidates_of(
    record: ServerRecord,
    networks: Networks,
    *,
    allow_http: bool,
    announcements: Iterable[LanAnnouncement] = (),
) -> tuple[tuple[Candidate, ...], tuple[Rejection, ...]]:
    """Return a server's candidates, and the rejected urls with their reasons.

    With `allow_http` the user accepts plain http on networks Home Assistant is on.
    `announcements` are LAN announcements of this very server.
    """
    announcements = tuple(announcements)
    candidates: dict[str, Candidate] = {}
    announced, refused = announced_rows(record, announcements, networks)
    rejected = [replace(each, url=each.url[:SHOWN_URL]) for each in refused]
    is_near = is_believed_near(record, networks, announcements)
    for row in (*record.rows, *announced):
        is_announced = row in announced or row.source not in LISTED_BY_PLEX_TV
        candidate = _candidate_of(row, networks, is_announced=is_announced)
        if candidate is None:
            fault: RejectionReason | None = _malformation(row)
        elif (
            fault := _row_fault(record, candidate, networks, is_near=is_near)
        ) is None:
            candidates.setdefault(candidate.url, candidate)
        if fault is not None:
            rejected.append(Rejection(url=row.url[:SHOWN_URL], reason=fault))
    for row in rows_under_own_names(record):
        candidate = _candidate_of(row, networks, is_announced=False)
        # The rejection of the original row already covers a bad address.
        if candidate and not _row_fault(record, candidate, networks, is_near=is_near):
            candidates.setdefault(candidate.url, candidate)
    placed = with_a_place(candidates.values())
    rejected += [
        Rejection(url=url[:SHOWN_URL], reason=RejectionReason.TOO_MANY)
        for url in candidates
        if url not in placed
    ]
    candidates = {url: candidates[url] for url in candidates if url in placed}
    if not record.https_required:
        for candidate in tuple(candidates.values()):
            if (http_variant := _http_variant_of(candidate)) is not None:
                candidates.setdefault(http_variant.url, http_variant)
    return (
        tuple(
            replace(candidate, diagnostic_only=candidate.scheme == "http")
            if not allow_http
            else candidate
            for candidate in candidates.values()
        ),
        tuple(rejected),
    )


def is_believed_near(
    record: ServerRecord, networks: Networks, announcements: Iterable[LanAnnouncement]
) -> bool:
    """Return whether a server may have addresses on our networks (rule 6).

    Its own claim is not enough for a shared one: plex.tv must confirm it, or the server
    must have announced itself there.
    """
    return (
        record.public_address_matches
        or record.home
        or is_announced_nearby(announcements, networks)
    )


def check_address(
    record: ServerRecord,
    candidate: Candidate,
    ip: str | IPAddress,
    networks: Networks,
    *,
    is_near: bool,
) -> RejectionReason | None:
    """Return why an address that a candidate leads to must not be dialed, if so.

    Decides by what the row claimed and what the address is, not by the candidate's
    type, which changes with where the candidate led last time.
    """
    if (fault := fault_of(ip, owned=record.owned)) is not None or record.owned:
        return fault
    may_be = meanings(ip)
    private = any(map(is_private, may_be))
    if private and (not candidate.is_listed_local or _is_relay(candidate)):
        return RejectionReason.PRIVATE
    if not is_near and (private or any(map(networks.on_link, may_be))):
        return RejectionReason.NOT_SHARED_LAN
    return None


def connection_type_of(
    candidate: Candidate, ip: str | IPAddress, networks: Networks
) -> ConnectionType:
    """Return a candidate's type, given the address it leads to (rule 1)."""
    if candidate.kind is ConnectionType.RELAY:
        return ConnectionType.RELAY
    if networks.on_link(ip):
        return ConnectionType.LOCAL
    return ConnectionType.REMOTE if is_routable(ip) else candidate.kind


def _parse(text: str) -> IPAddress | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _endpoint(url: str) -> tuple[str, str, int] | None:
    """Return a url's scheme, host and port; None if it is invalid or has more."""
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


def _malformation(row: Row) -> RejectionReason:
    """Return why a row is not an address: PATH or MALFORMED."""
    try:
        parts = urlsplit(row.url)
    except ValueError:
        return RejectionReason.MALFORMED
    if parts.path and _endpoint(parts._replace(path="").geturl()) is not None:
        return RejectionReason.PATH
    return RejectionReason.MALFORMED


def _url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _candidate_of(
    row: Row, networks: Networks, *, is_announced: bool
) -> Candidate | None:
    """Parse a row; None if it is invalid. Nothing else is rejected yet."""
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
        is_listed_local=row.local,
        is_announced=is_announced,
    )
    if address is None:
        return candidate
    return replace(
        candidate,
        kind=connection_type_of(candidate, address, networks),
        on_link=not row.relay and networks.on_link(address),
    )


def _row_fault(
    record: ServerRecord, candidate: Candidate, networks: Networks, *, is_near: bool
) -> RejectionReason | None:
    """Return why a row is rejected, if so: its claim, its address, or plain http."""
    claims_lan = candidate.is_listed_local and not _is_relay(candidate)
    if not record.owned and claims_lan and not is_near:
        return RejectionReason.NOT_SHARED_LAN
    if candidate.address is not None:
        fault = check_address(
            record, candidate, candidate.address, networks, is_near=is_near
        )
        if fault is not None:
            return fault
    is_http_variant = candidate.on_link and candidate.kind is ConnectionType.LOCAL
    if candidate.scheme == "http" and (record.https_required or not is_http_variant):
        return RejectionReason.INSECURE
    return None


def _is_relay(candidate: Candidate) -> bool:
    return candidate.kind is ConnectionType.RELAY


def _http_variant_of(candidate: Candidate) -> Candidate | None:
    """Return the http variant of an on-link row (rule 7).

    None for an announced-only address: over plain http an impostor cannot be detected.
    """
    if candidate.address is None or not candidate.on_link or candidate.is_announced:
        return None
    return replace(
        candidate,
        url=_url("http", candidate.address, candidate.port),
        scheme="http",
        host=candidate.address,
    )
