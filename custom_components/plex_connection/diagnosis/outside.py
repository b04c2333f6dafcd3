"""Causes that keep viewers outside from reaching an owned server directly.

From inside, an address outside proves little: many routers don't lead back in. So the
server's own word counts, and what Home Assistant sees when it is elsewhere.
"""

from datetime import timedelta
from ipaddress import ip_address

from ..connection import CandidateReport, ConnectionType, is_private
from .attempts import fails_on_path, works
from .evidence import Evidence, is_custom
from .server_status import MappingError, MappingState, RemoteAccess
from .verdict import Fact

type Finding = tuple[Fact, ...]

PUBLISHING = (
    MappingError.PUBLISH_ERROR,
    MappingError.BAD_AUTH,
    MappingError.MYPLEX_GONE,
)
STALE = timedelta(hours=13)
"""Four intervals, or one of a shared server: an answer this old says nothing more."""
UNMAPPED = (MappingState.FAILED, MappingState.WAITING)


def remote_access_off(evidence: Evidence) -> Finding | None:
    """Find that the owner disabled remote access, and Home Assistant needs it."""
    is_relayed = evidence.kind is ConnectionType.RELAY and not evidence.is_near
    is_pinned = evidence.report.pinned is not None
    if evidence.status.wants_remote_access is not False or not is_relayed or is_pinned:
        return None
    return (Fact(key="remote_access_disabled"),)


def double_nat(evidence: Evidence) -> Finding | None:
    """Find a second router, or the carrier's, in front of the server's own."""
    said = _said(evidence)
    if said is None:
        return None
    if said.error is MappingError.DOUBLE_NAT:
        return (Fact(key="mapping_error", value=said.error),)
    if said.public_address is not None and is_private(said.public_address):
        return (Fact(key="public_address_is_private"),)
    return None


def failed_publishing(evidence: Evidence) -> Finding | None:
    """Find a server that cannot register its addresses at plex.tv."""
    said = _said(evidence)
    if said is None:
        return None
    if said.error in PUBLISHING:
        return (Fact(key="mapping_error", value=said.error),)
    if said.is_signed_in is False:
        return (Fact(key="signed_out"),)
    is_incomplete = said.public_address is None or said.public_port is None
    # A shared server tells its users neither.
    is_complete = evidence.record.owned
    if said.state is MappingState.MAPPED and is_incomplete and is_complete:
        return (Fact(key="mapped_without_address"),)
    return None


def changed_port(evidence: Evidence) -> Finding | None:
    """Find that the public port or address at plex.tv is not the server's."""
    said = _said(evidence)
    if said is None or said.state is not MappingState.MAPPED:
        return None
    rows = [row for row in evidence.listed(local=False) if _is_ipv4(row.address)]
    if not rows or said.public_port is None or said.public_address is None:
        return None
    ports = {said.public_port, evidence.status.mapped_port or said.public_port}
    for port in sorted(ports):
        if all(row.port != port for row in rows):
            return (Fact(key="port_differs", value=str(port)),)
    if all(row.address != said.public_address for row in rows):
        return (Fact(key="public_address_differs"),)
    return None


def closed_port(evidence: Evidence) -> Finding | None:
    """Find a mapped port that cannot be reached from outside.

    Either plex.tv has told the server, or Home Assistant is outside and cannot. The
    latter counts for a friend's server, too: it lists the address.
    """
    said = _said(evidence)
    if said is not None and said.error is MappingError.UNREACHABLE:
        return (Fact(key="mapping_error", value=said.error),)
    is_relayed = evidence.kind is ConnectionType.RELAY
    if evidence.is_near or not is_relayed or evidence.report.pinned is not None:
        return None
    remote = _remote(evidence)
    if not remote or not all(map(fails_on_path, remote)):
        return None
    return (Fact(key="remote_address_fails", address=remote[0].candidate.endpoint),)


def unmapped_port(evidence: Evidence) -> Finding | None:
    """Find that the server's router forwards no port to it."""
    said = _said(evidence)
    if said is None or said.state not in UNMAPPED:
        return None
    return (Fact(key="mapping_state", value=said.state),)


def half_ipv6(evidence: Evidence) -> Finding | None:
    """Find an IPv6 address that only works at the server's home.

    Needs proof that IPv6 works here, and that we are outside.
    """
    if evidence.is_near or not evidence.surroundings.has_ipv6:
        return None
    remote = _remote(evidence)
    version6 = [each for each in remote if _is_ipv6(each)]
    others = [each for each in remote if not _is_ipv6(each)]
    if not version6 or not all(map(fails_on_path, version6)):
        return None
    if others and not any(map(works, others)):
        return None
    return (Fact(key="ipv6_fails", address=version6[0].candidate.endpoint),)


def _said(evidence: Evidence) -> RemoteAccess | None:
    """Return what the server says of remote access, if that matters.

    It does not if remote access is off, or works all the same: for us, from outside, or
    over a custom URL. Nor does it explain why a server at our home is offline. That of
    a shared server matters to its owner, unless it keeps us on the relay.
    """
    said = evidence.status.remote_access
    if not evidence.record.owned and evidence.kind is not ConnectionType.RELAY:
        return None
    if said is None or evidence.status.wants_remote_access is False:
        return None
    if evidence.now - said.at > STALE or (evidence.is_offline and evidence.is_near):
        return None
    is_proved = not evidence.is_near and any(
        works(each) for each in evidence.candidates(ConnectionType.REMOTE)
    )
    return None if is_proved or any(map(works, evidence.custom)) else said


def _remote(evidence: Evidence) -> list[CandidateReport]:
    return [
        each
        for each in evidence.candidates(ConnectionType.REMOTE)
        if not is_custom(each.candidate.host)
    ]


def _is_ipv4(address: str) -> bool:
    try:
        return ip_address(address).version == 4  # noqa: PLR2004 - the version
    except ValueError:
        return False


def _is_ipv6(each: CandidateReport) -> bool:
    return each.candidate.address is not None and ":" in each.candidate.address
