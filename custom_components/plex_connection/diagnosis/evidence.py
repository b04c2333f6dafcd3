"""Everything that a verdict on one server rests on, as of one moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address

from ..connection import (
    CONTAINERS,
    CandidateReport,
    ConnectionReport,
    ConnectionType,
    Networks,
    Row,
    ServerRecord,
    decode_plex_direct,
    is_near,
)
from .server_status import ServerStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class App:
    """One of Home Assistant's apps, as its Supervisor reports it."""

    name: str
    address: str
    """In the apps' own network, which no other machine can reach."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What Home Assistant knows without asking a server; the same for all servers."""

    is_plex_tv_down: bool = False
    """Whether the last discovery got no answer; a refused sign-in is one."""
    is_plex_tv_silent: bool = False
    """Whether plex.tv did not even say from where it sees us."""
    public_address: str | None = None
    """From where plex.tv sees us; None: not known."""
    names_blocked: bool | None = None
    """Whether our resolver withholds plex.direct names at home; None: not known."""
    networks: Networks = field(default_factory=Networks)
    """Those we are on."""
    bridges: Networks = field(default_factory=Networks)
    """Networks of containers on Home Assistant's own host."""
    apps: tuple[App, ...] = ()
    has_ipv6: bool | None = None
    """Whether the internet can be reached over IPv6 from here; None: not known."""


NO_SURROUNDINGS = Surroundings()


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Evidence on one server."""

    record: ServerRecord
    report: ConnectionReport
    surroundings: Surroundings = NO_SURROUNDINGS
    status: ServerStatus = field(default_factory=ServerStatus)
    certificate_until: datetime | None = None
    """End of the certificate that the connection in use showed; None: not seen."""
    is_slow: bool = False
    """Whether its latency is far from usual."""
    recent_changes: int = 0
    """Changes of connection in the last hour, without those that a user caused."""
    namesakes: tuple[ServerRecord, ...] = ()
    """Other servers of the same name and owner."""
    now: datetime

    @property
    def kind(self) -> ConnectionType | None:
        """Return how the server is reached."""
        return self.report.connection_type

    @property
    def is_offline(self) -> bool:
        """Return whether no address works."""
        return self.kind is ConnectionType.OFFLINE

    @property
    def is_near(self) -> bool:
        """Return whether the server is known to be at our home."""
        return is_near(self.record, self.report)

    def candidates(self, *kinds: ConnectionType) -> Iterator[CandidateReport]:
        """Yield the candidates of these types that requests may use."""
        for each in self.report.candidates:
            if each.candidate.kind in kinds and not each.candidate.diagnostic_only:
                yield each

    @property
    def secure(self) -> tuple[CandidateReport, ...]:
        """Return the https candidates, relays excluded."""
        return tuple(
            each
            for each in self.candidates(ConnectionType.LOCAL, ConnectionType.REMOTE)
            if each.candidate.scheme == "https"
        )

    @property
    def custom(self) -> tuple[CandidateReport, ...]:
        """Return the candidates that come from custom access URLs."""
        return tuple(
            each
            for each in self.candidates(ConnectionType.LOCAL, ConnectionType.REMOTE)
            if is_custom(each.candidate.host)
        )

    def listed(self, *, local: bool) -> tuple[Row, ...]:
        """Return the rows from plex.tv, without relays and malformed ones."""
        return tuple(
            row
            for row in self.record.rows
            if row.is_address and not row.relay and row.local is local
        )

    @property
    def containers(self) -> tuple[Row, ...]:
        """Return the local rows that lie inside a container network."""
        return tuple(row for row in self.listed(local=True) if self.is_container(row))

    def is_container(self, row: Row) -> bool:
        """Return whether a row's address is that of a container, not of a machine."""
        address = _address(row.address)
        if address is None or self.surroundings.networks.on_link(address):
            return False
        is_ours = self.surroundings.bridges.on_link(address) or any(
            address == each.address for each in self.surroundings.apps
        )
        return is_ours or _is_in_containers(address)


@lru_cache(maxsize=1024)
def is_custom(host: str) -> bool:
    """Return whether a host is a custom access URL's: a name of the owner's own."""
    return _address(host) is None and decode_plex_direct(host) is None


@lru_cache(maxsize=1024)
def _address(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def _is_in_containers(address: str) -> bool:
    ip = ip_address(address)
    return ip.version == CONTAINERS.version and ip in CONTAINERS
