"""From the rows we were told to the candidates we are willing to touch (rules 1, 5-7)."""

from .models import Candidate, ConnectionType, IPAddress, Networks, ServerRecord
from .reports import Rejection, RejectionReason


def decode_plex_direct(host: str) -> str | None:
    """Return the address inside a plex.direct name, None if there is none (rule 5)."""
    raise NotImplementedError


def is_private(ip: str | IPAddress) -> bool:
    """Return whether an address is private in rule 6's sense."""
    raise NotImplementedError


def candidates_of(
    record: ServerRecord, networks: Networks, *, allow_http: bool
) -> tuple[tuple[Candidate, ...], tuple[Rejection, ...]]:
    """Return the candidates of a server, and what was refused and why."""
    raise NotImplementedError


def check_address(
    record: ServerRecord, candidate: Candidate, ip: str | IPAddress
) -> RejectionReason | None:
    """Return why an address a host name resolved to must not be dialled."""
    raise NotImplementedError


def connection_type_of(
    candidate: Candidate, ip: str | IPAddress, networks: Networks
) -> ConnectionType:
    """Return a candidate's type, given the address it leads to (rule 1)."""
    raise NotImplementedError
