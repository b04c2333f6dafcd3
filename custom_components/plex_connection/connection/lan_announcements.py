"""Addresses at which a server was heard on a LAN, made into rows (rules 5 and 6).

Whoever answers a search says where he is, and may say whatever he likes. So an
address only counts on a network we are on, and it gets the names under which plex.tv
lets this server prove itself: no others.
"""

from collections.abc import Collection, Iterable
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from .models import IPAddress, LanAnnouncement, Networks, Row, RowSource, ServerRecord
from .plex_direct import certificate_hash_of, encode_plex_direct
from .reports import Rejection, RejectionReason

ANNOUNCEMENT_LIMIT = 4
"""Addresses of one server. A real one has an interface or two on our networks; whoever
answers with ever more would have us knock on all doors of the LAN."""

HIGHEST_PORT = 65535

HASH_LIMIT = 4
"""Certificate hashes of one server under which addresses are tried."""

LISTED_BY_PLEX_TV = (RowSource.PLEX_TV, RowSource.STORED)


def heard_of(
    record: ServerRecord, announcements: Iterable[LanAnnouncement], networks: Networks
) -> tuple[tuple[Row, ...], tuple[Rejection, ...]]:
    """Return the rows that sightings make, and what was refused and why.

    Without a hash from plex.tv there is no name to verify, and nothing is made: in
    clear, a liar is who he says he is (rule 7).
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
    """Return which sightings of a server to keep, the latest first; four at most.

    What is on no network of ours, and so of no use, has a place only where nothing
    else wants it. `proved` are the addresses and ports at which the server has proved
    who it is: no claim displaces those.
    """
    near = is_heard_near((newcomer,), networks)
    ordered = (newcomer, *announcements) if near else (*announcements, newcomer)

    def rank(announcement: LanAnnouncement) -> tuple[bool, bool]:
        is_near = is_heard_near((announcement,), networks)
        return not is_near, endpoint_of(announcement) not in proved

    return tuple(sorted(ordered, key=rank)[:ANNOUNCEMENT_LIMIT])


def endpoint_of(announcement: LanAnnouncement) -> tuple[str, int]:
    """Return address and port in one form, whatever the source."""
    address = _address_of(announcement)
    return announcement.address if address is None else str(address), announcement.port


def is_heard_near(announcements: Iterable[LanAnnouncement], networks: Networks) -> bool:
    """Return whether a server was heard on a network we are on."""
    heard = map(_address_of, announcements)
    return any(each is not None and networks.on_link(each) for each in heard)


def _address_of(announcement: LanAnnouncement) -> IPAddress | None:
    """Return the address of a sighting, None if it makes no sense."""
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
    """Return the certificate hashes that plex.tv gave for a server, each once.

    At most four: a server has one, and another after it was set up anew.
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
