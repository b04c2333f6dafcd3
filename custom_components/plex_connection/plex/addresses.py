"""Endpoints of servers, and the IP addresses behind them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
import re
import socket
from typing import Literal

from aiohttp.abc import AbstractResolver
from yarl import URL

from .exceptions import ConnectionFault, PlexConnectionError
from .timing import Phase

type IPAddress = IPv4Address | IPv6Address
type AllowAddress = Callable[[IPAddress], bool]
"""Returns whether an address may be dialed, whether literal or resolved."""

_DEFAULT_PORTS = {"https": 443, "http": 80}
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?", re.ASCII)
"""RFC 1123 in lower case, plus the underscores that occur in home networks."""
_URI = re.compile(
    r"(?P<scheme>https?)://(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))"
    r"(?::(?P<port>[0-9]{1,5}))?/?",
    re.ASCII,
)
_MAX_URI = 300
_SHOWN_URI = re.compile(
    r"((?:[a-z][a-z0-9+.-]*://)?)((?:[^/?#\\]*@)?)"
    r"([a-z0-9.:\[\]_-]*)((?:/[a-z0-9/._~-]*)?)([?#]?)(.*)",
    re.ASCII | re.DOTALL,
)
"""Scheme, user information, host and path, the start of a query, and the rest."""
_MAX_SHOWN = 100
_LONG_SEGMENT = re.compile(r"[^/]{16,}")
"""A path's segment that may be a secret: Plex's tokens have 20 characters or more."""
MAX_PORT = 65_535
_MAX_ADDRESSES = 4
"""Maximum addresses tried per name; more is a misconfiguration, or malice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One way to dial a server."""

    scheme: Literal["https", "http"]
    host: str
    """The name (or IP address) that TLS verifies and the Host header contains."""
    port: int
    address: str | None = None
    """The IP address to dial; None: resolve `host`."""

    @property
    def host_header(self) -> str:
        """Return host[:port], the port only if it is not the scheme's default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.port == _DEFAULT_PORTS[self.scheme]:
            return host
        return f"{host}:{self.port}"

    @property
    def server_hostname(self) -> str | None:
        """Return the name that the certificate must have; None without TLS."""
        return self.host if self.scheme == "https" else None

    def url(self, address: str, path: str, query: str = "") -> URL:
        """Return the URL with the IP address as host; path and query come encoded."""
        return URL.build(
            scheme=self.scheme,
            host=f"[{address}]" if ":" in address else address,
            port=self.port,
            path=path,
            query_string=query,
            encoded=True,
        )


def parse_uri(uri: str) -> tuple[Literal["https", "http"], str, int] | None:
    """Return scheme, host and port of a row's URI; None if it has any other part.

    A shared server's owner chooses these URIs: user information, a path or a query in
    one would end up in our requests.
    """
    match = _URI.fullmatch(uri.lower()) if len(uri) <= _MAX_URI else None
    if match is None:
        return None
    host = match["ipv6"] or match["name"]
    scheme: Literal["https", "http"] = "https" if match["scheme"] == "https" else "http"
    port = int(match["port"] or _DEFAULT_PORTS[scheme])
    if not is_host(host) or not 0 < port <= MAX_PORT:
        return None
    return scheme, host, port


def shown_uri(uri: str) -> str:
    """Return what may be shown of a malformed row URI.

    Enough to recognize it, in lower case. User information, query and long segments of
    the path, where people put secrets, are left out, as is everything that no address
    contains.
    """
    found = _SHOWN_URI.findall(uri.strip().lower()[:_MAX_URI])
    scheme, user, host, path, mark, rest = found[0]
    shown = host + _LONG_SEGMENT.sub("…", path)
    is_cut = rest or mark or len(shown) > _MAX_SHOWN
    return (
        f"{scheme}{'…@' if user else ''}{shown[:_MAX_SHOWN]}{mark}"
        f"{'…' if is_cut else ''}"
    )


async def addresses_of(
    endpoint: Endpoint,
    resolver: AbstractResolver,
    allow: AllowAddress,
    budget: float,
) -> list[str]:
    """Return the IP addresses to dial, in order; at least one.

    `allow` is called for each at every dial: an address that was acceptable when the
    endpoint was created need not be so now. A resolver that is silent for `budget`
    seconds counts as failed. Raises PlexConnectionError.
    """
    known = parse_ip(endpoint.address or endpoint.host)
    found = [known] if known else await _resolve(endpoint, resolver, budget)
    allowed = [str(address) for address in found if allow(address)]
    if not allowed:
        raise PlexConnectionError(ConnectionFault.BLOCKED, phase=Phase.RESOLVE)
    return allowed[:_MAX_ADDRESSES]


async def _resolve(
    endpoint: Endpoint, resolver: AbstractResolver, budget: float
) -> list[IPAddress]:
    """Return the distinct addresses of the name; at least one."""
    try:
        async with asyncio.timeout(budget):
            results = await resolver.resolve(
                endpoint.host, endpoint.port, family=socket.AF_UNSPEC
            )
    except OSError, ValueError:
        # Also for a time-out, and for a name that cannot be encoded for DNS.
        results = []
    found = [ip for result in results if (ip := parse_ip(result["host"])) is not None]
    if not found:
        raise PlexConnectionError(ConnectionFault.DNS, phase=Phase.RESOLVE)
    return list(dict.fromkeys(found))


def is_host(host: str) -> bool:
    """Return whether `host` is an IP address or a host name, in lower case.

    An IPv6 address with a zone is neither: zones are local to one machine.
    """
    if ":" in host:
        return "%" not in host and parse_ip(host) is not None
    return _HOST_NAME.fullmatch(host) is not None


def parse_ip(host: str) -> IPAddress | None:
    """Return the text as an address; None if it is not one."""
    try:
        return ip_address(host)
    except ValueError:
        return None
