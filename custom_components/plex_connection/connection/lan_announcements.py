"""Rows made from a server's LAN announcements (rules 5 and 6).

LAN announcements are unauthenticated. So an address only counts on a network we are
on, and gets only the names under which plex.tv lets this server prove its identity.
"""

from collections.abc import Collection, Iterable
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from .models import IPAddress, LanAnnouncement, Networks, Row, RowSource, ServerRecord
from .plex_direct import certificate_hash_of, encode_plex_direct
from .reports import Rejection, RejectionReason

ANNOUNCEMENT_LIMIT = 4
"""Maximum addresses of one server. A real one has one or two interfaces on our
networks; an attacker could make us connect to every host of the LAN."""

HIGHEST_PORT = 65535

HASH_LIMIT = 4
"""Maximum certificate hashes of one server under which addresses are tried."""

LISTED_BY_PLEX_TV = (RowSource.PLEX_TV, RowSource.STORED)


def announced_rows(
    record: ServerRecord, announcements: Iterable[LanAnnouncement], networks: Networks
) -> tuple[tuple[Row, ...], tuple[Rejection, ...]]:
    """Return the rows made from announcements, and the rejected addresses.

    Makes no rows without a hash from plex.tv, as there is no name to verify: over plain
    http, any machine can claim to be the server (rule 7).
    """
    hashes = hashes_of(record)
    near: dict[tuple[IPAddress, int], RowSource] = {}
    rejected: list[Rejection] = []
    for announcement in announcements:
        address = _address_of(announcement)
        if address is None:
            fault = RejectionReason.MALFORMED
        elif not networks.on_link(address):
            fault = RejectionReason.NOT_ON_LINK
        elif (endpoint := (address, announcement.port)) in near:
            continue
        elif not hashes:
            fault = RejectionReason.INSECURE
        elif len(near) < ANNOUNCEMENT_LIMIT:
            near[endpoint] = announcement.source
            continue
        else:
            fault = RejectionReason.TOO_MANY
        rejected.append(Rejection(url=announcement.address, reason=fault))
    rows = tuple(
        Row(
            url=f"https://{encode_plex_direct(address, each)}:{port}",
            address=str(address),
            port=port,
            local=True,
            relay=False,
            source=source,
        )
        for (address, port), source in near.items()
        for each in hashes
    )
    return rows, tuple(rejected)


def kept(
    announcements: Iterable[LanAnnouncement],
    newcomer: LanAnnouncement,
    networks: Networks,
    *,
    proved: Collection[tuple[str, int]] = (),
) -> tuple[LanAnnouncement, ...]:
    """Return the announcements of a server to keep, latest first; at most four.

    Those on none of our networks cannot be used; they only take free places. `proved`
    are the addresses and ports at which the server has proved its identity: no claim
    displaces those.
    """
    near = is_announced_nearby((newcomer,), networks)
    ordered = (newcomer, *announcements) if near else (*announcements, newcomer)

    def rank(announcement: LanAnnouncement) -> tuple[bool, bool]:
        is_near = is_announced_nearby((announcement,), networks)
        return not is_near, endpoint_of(announcement) not in proved

    return tuple(sorted(ordered, key=rank)[:ANNOUNCEMENT_LIMIT])


def endpoint_of(announcement: LanAnnouncement) -> tuple[str, int]:
    """Return address and port, normalized, whatever the source."""
    address = _address_of(announcement)
    return announcement.address if address is None else str(address), announcement.port


def is_announced_nearby(
    announcements: Iterable[LanAnnouncement], networks: Networks
) -> bool:
    """Return whether any announcement is on a network we are on."""
    announced = map(_address_of, announcements)
    return any(each is not None and networks.on_link(each) for each in announced)


def _address_of(announcement: LanAnnouncement) -> IPAddress | None:
    """Return the address of an announcement, None if it or the port is invalid."""
    try:
        address = ip_address(announcement.address)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return None
        address = address.ipv4_mapped or address
    return address if 0 < announcement.port <= HIGHEST_PORT else None


def hashes_of(record: ServerRecord) -> tuple[str, ...]:
    """Return the distinct certificate hashes that plex.tv lists for a server.

    At most four: a server has one, and another after it was set up again.
    """
    found: dict[str, None] = {}
    for row in record.rows:
        if row.source in LISTED_BY_PLEX_TV:
            try:
                host = urlsplit(row.url).hostname
            except ValueError:
                continue
            if (certificate_hash := certificate_hash_of(host)) is not None:
                found[certificate_hash] = None
    return tuple(found)[:HASH_LIMIT]
