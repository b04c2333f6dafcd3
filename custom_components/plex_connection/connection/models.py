"""Values of the engine: addresses, candidates, attempts.

All are frozen. Times are UTC, seconds are plain floats, names of milliseconds end in
`_ms`. None of them ever holds a token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Protocol, Self

from .deserialize import read, read_list, read_member, read_optional

type IPAddress = IPv4Address | IPv6Address
type IPNetwork = IPv4Network | IPv6Network


class ConnectionType(StrEnum):
    """How a server is reached; the members are in order of preference."""

    LOCAL = "local"
    REMOTE = "remote"
    RELAY = "relay"
    OFFLINE = "offline"

    tier: int
    """Rank of the type, 0 the best. Tiers are strict (rule 2)."""

    def __init__(self, _: str) -> None:
        """Store the rank: a check reads it hundreds of times."""
        self.tier = len(type(self).__members__)


class FailureKind(StrEnum):
    """Why an attempt failed, in the order of the probe ladder (rule 4)."""

    DNS = "dns"
    BLOCKED = "blocked"
    """The address rules reject the address, or all those of the name (rule 6)."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    RESET = "reset"
    TLS_NAME = "tls_name"
    TLS_EXPIRED = "tls_expired"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_OTHER = "tls_other"
    REDIRECT = "redirect"
    NOT_PLEX = "not_plex"
    WRONG_SERVER = "wrong_server"
    HTTP_ERROR = "http_error"
    UNAUTHORIZED = "unauthorized"
    """401, 403 or 498 on an authentic connection: under the server's own certificate,
    or where it had proved its identity. From anything else it is an HTTP_ERROR."""
    STARTING = "starting"
    """503 on such a connection: the server is up but not ready."""

    @property
    def belongs_to_server(self) -> bool:
        """Whether the server, not the path to it, is at fault (rule 11)."""
        return self in (FailureKind.UNAUTHORIZED, FailureKind.STARTING)

    @property
    def is_silence(self) -> bool:
        """Whether nothing answered: that may pass, like the loss of a network."""
        return self in (FailureKind.TIMEOUT, FailureKind.UNREACHABLE, FailureKind.DNS)

    @property
    def is_stand_in(self) -> bool:
        """Whether something else answers in the server's place, such as a proxy."""
        return self in (
            FailureKind.HTTP_ERROR,
            FailureKind.NOT_PLEX,
            FailureKind.REDIRECT,
        )


NO_PORT = 0
"""Port of a row that is not an address at all."""


class RowSource(StrEnum):
    """Where an address comes from."""

    PLEX_TV = "plex_tv"
    STORED = "stored"
    GDM = "gdm"
    """The server's answer to a search on one of our networks."""
    ZEROCONF = "zeroconf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One address of a server as received; none of it is trusted yet."""

    url: str
    address: str
    """An IP literal or a host name; empty in a row that is not an address."""
    port: int
    local: bool
    """The server's own LAN address, which need not be on one of ours."""
    relay: bool
    source: RowSource

    @property
    def is_address(self) -> bool:
        """Whether it is an address at all, usable or not."""
        return self.port != NO_PORT

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON can hold it.

        Avoids `asdict`, which takes ten times as long: a hundred servers have thousands
        of rows.
        """
        return {
            "url": self.url,
            "address": self.address,
            "port": self.port,
            "local": self.local,
            "relay": self.relay,
            "source": self.source.value,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored row; raises ValueError."""
        return cls(
            url=read(data, "url", str),
            address=read(data, "address", str),
            port=read(data, "port", int),
            local=read(data, "local", bool),
            relay=read(data, "relay", bool),
            source=read_member(data, "source", RowSource),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LanAnnouncement:
    """An announcement of a server's identifier at this address, on a LAN.

    Any machine there can send it: it is an address to try, never a name (rule 5).
    """

    address: str
    """An IP literal."""
    port: int
    source: RowSource

    def to_dict(self) -> dict[str, Any]:
        """Return the announcement as JSON can hold it."""
        return {
            "address": self.address,
            "port": self.port,
            "source": self.source.value,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored announcement; raises ValueError."""
        return cls(
            address=read(data, "address", str),
            port=read(data, "port", int),
            source=read_member(data, "source", RowSource),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerRecord:
    """What plex.tv last listed of one server."""

    server_id: str
    """The server's `machineIdentifier`."""
    name: str
    """Hostile text if the server is not owned: escape it, cap it."""
    owner_name: str | None
    owned: bool
    home: bool
    """Shared inside the account's own Plex Home."""
    public_address_matches: bool
    https_required: bool
    presence: bool
    relay_available: bool
    version: str | None
    platform: str | None
    rows: tuple[Row, ...]
    public_address: str | None = None
    """Where plex.tv sees the server's network; None if it does not say."""
    unlisted_since: datetime | None = None
    """When plex.tv first left it out; None: it is listed. Set by `Listings`, which
    keeps it over a restart."""

    @property
    def listed(self) -> bool:
        """Whether plex.tv's last answer included it."""
        return self.unlisted_since is None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON can hold it; relay rows are left out (rule 15)."""
        return {
            "server_id": self.server_id,
            "name": self.name,
            "owner_name": self.owner_name,
            "owned": self.owned,
            "home": self.home,
            "public_address_matches": self.public_address_matches,
            "https_required": self.https_required,
            "presence": self.presence,
            "relay_available": self.relay_available,
            "version": self.version,
            "platform": self.platform,
            "public_address": self.public_address,
            "rows": [row.to_dict() for row in self.rows if not row.relay],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored record; raises ValueError."""
        return cls(
            server_id=read(data, "server_id", str),
            name=read(data, "name", str),
            owner_name=read_optional(data, "owner_name", str),
            owned=read(data, "owned", bool),
            home=read(data, "home", bool),
            public_address_matches=read(data, "public_address_matches", bool),
            https_required=read(data, "https_required", bool),
            presence=read(data, "presence", bool),
            relay_available=read(data, "relay_available", bool),
            version=read_optional(data, "version", str),
            platform=read_optional(data, "platform", str),
            public_address=read_optional(data, "public_address", str),
            rows=tuple(Row.from_dict(row) for row in read_list(data, "rows")),
        )


GLOBAL_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks Home Assistant has an interface on, except container bridges."""

    interfaces: tuple[IPNetwork, ...] = ()

    def on_link(self, ip: str | IPAddress) -> bool:
        """Return whether an address is on one of them."""
        address = ip_address(ip) if isinstance(ip, str) else ip
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self.interfaces)

    @property
    def has_ipv6(self) -> bool:
        """Whether any of them has public IPv6 addresses (2000::/3, RFC 4291)."""
        return any(
            isinstance(each, IPv6Network) and each.subnet_of(GLOBAL_UNICAST)
            for each in self.interfaces
        )


NO_NETWORKS = Networks()


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One address at which a server may be reached; `url` is its identity."""

    url: str
    """`scheme://host:port`, lower case, IPv6 in brackets."""
    scheme: str
    """`https` or `http`."""
    host: str
    """The name that TLS verifies, IPv6 without brackets."""
    port: int
    address: str | None
    """The IP to dial; None: resolve `host` and check the answer."""
    kind: ConnectionType
    """Never OFFLINE."""
    on_link: bool
    diagnostic_only: bool = False
    """Probed once, without a token, only to report why; never active (rule 7)."""
    is_listed_local: bool = False
    """Whether its row calls it the server's own LAN address; its type may differ."""
    is_announced: bool = False
    """Whether only LAN announcements contain it; plex.tv does not list it."""

    @property
    def tier(self) -> int:
        """Rank of the candidate's type."""
        return self.kind.tier

    @property
    def preference(self) -> tuple[int, int]:
        """Rank that measured quality never overrides: tier, then https before http."""
        return self.kind.tier, 0 if self.scheme == "https" else 1

    @property
    def endpoint(self) -> str:
        """Address and port for display and logs, without the certificate's hash."""
        host = self.address or self.host
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One finished probe of one candidate."""

    url: str
    at: datetime
    """When it ended."""
    failure: FailureKind | None = None
    peer: str | None = None
    """The IP that it connected to, if it got that far."""
    connect_ms: float | None = None
    tls_ms: float | None = None
    latency_ms: float | None = None
    """`/identity` on the open connection; None unless it passed."""
    warm: bool = False
    """Whether the connection was already open."""
    detail: str | None = None
    """OpenSSL's text about the certificate."""
    claimed: bool | None = None
    """Whether the server says that it has an owner; None unless identity passed."""

    @property
    def ok(self) -> bool:
        """Whether the server proved its identity over this candidate."""
        return self.failure is None

    @property
    def is_silence(self) -> bool:
        """Whether it failed because nothing answered."""
        return self.failure is not None and self.failure.is_silence

    @property
    def authentic(self) -> bool:
        """Whether the right server answered, even if it does not serve us now."""
        return self.failure is None or self.failure.belongs_to_server


class DiscoverySource(StrEnum):
    """Sources asked for other addresses of a server, one after the other."""

    PLEX_TV = "plex.tv"
    LAN = "lan"


class Prober(Protocol):
    """Probes the candidates of one server; injected by the caller."""

    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        """Climb the probe ladder within `budget` seconds.

        A failed path is an attempt with a failure, never an exception; an exception is
        a bug and propagates. `CancelledError` passes through.
        """
