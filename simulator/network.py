"""The simulated network as a client sees it: routes and DNS.

Pure data. A process under test calls `route()` and `resolve()`; the simulation changes
the tables. `to_dict()` and `from_dict()` transfer them to another process.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any, Self

from .adapters import (
    EVERYBODY,
    GROUP,
    NetworkAdapter,
    link_of,
    link_of_broadcast,
)

PLEX_DIRECT = ".plex.direct"

PRIVATE_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "fc00::/7",
        "fe80::/10",
    )
)
"""Addresses that DNS rebinding protection in a router removes from answers."""

_IPV6_GROUPS = 8


class Reach(StrEnum):
    """The result of a TCP connection attempt."""

    OPEN = "open"
    REFUSED = "refused"
    """The host answers that the port is closed."""
    UNREACHABLE = "unreachable"
    """A router answers that there is no route."""
    SILENT = "silent"
    """No answer: the attempt hangs."""


class DnsMode(StrEnum):
    """How names under plex.direct resolve."""

    ANSWERS = "answers"
    PRIVATE_STRIPPED = "private_stripped"
    """DNS rebinding protection: private addresses are removed from answers."""
    NXDOMAIN = "nxdomain"
    SILENT = "silent"
    """The name server does not answer: a lookup hangs."""


class NameNotFoundError(LookupError):
    """The name does not exist, or has no address left."""


class NameServerSilentError(LookupError):
    """The name server does not answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """The result of a connection attempt to one address and port."""

    reach: Reach
    port: int | None = None
    """Port on 127.0.0.1 that represents the address; None: there is none."""
    delay: float = 0.0
    """Seconds until a connection or a refusal."""


@dataclass(kw_only=True, slots=True)
class Network:
    """Routes, hosts and names. Everything else leads nowhere."""

    routes: dict[tuple[str, int], Route] = field(default_factory=dict)
    hosts: dict[str, Reach] = field(default_factory=dict)
    """The result for other ports of an address; one with a route refuses by default."""
    unknown: Reach = Reach.UNREACHABLE
    """The result for unknown addresses."""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names outside plex.direct."""
    plex_direct: DnsMode = DnsMode.ANSWERS
    other_names: DnsMode = DnsMode.ANSWERS
    """How the names in `names` resolve."""
    adapters: tuple[NetworkAdapter, ...] = ()
    """The interfaces of the process under test; the first is the default for
    sending."""
    responders: dict[int, tuple[str, int]] = field(default_factory=dict)
    """The receivers of datagrams: address and port, by the port of 127.0.0.1."""
    on_change: Callable[[], None] | None = None

    def route(self, address: str, port: int) -> Route | None:
        """Return the result of a connection attempt; None: loopback, not simulated."""
        ip = _ip(address)
        if ip is not None and ip.is_loopback:
            return None
        key = str(ip) if ip is not None else address
        if (route := self.routes.get((key, port))) is not None:
            return route
        if (reach := self.hosts.get(key)) is not None:
            return Route(reach=reach)
        if any(known == key for known, _ in self.routes):
            return Route(reach=Reach.REFUSED)
        return Route(reach=self.unknown)

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a name, as the network's DNS answers."""
        name = name.rstrip(".").lower()
        inside = name.endswith(PLEX_DIRECT)
        mode = self.plex_direct if inside else self.other_names
        if mode is DnsMode.SILENT:
            raise NameServerSilentError(name)
        answers = decode_plex_direct(name) if inside else self.names.get(name, ())
        if mode is DnsMode.PRIVATE_STRIPPED:
            answers = tuple(text for text in answers if not is_private(text))
        if mode is DnsMode.NXDOMAIN or not answers:
            raise NameNotFoundError(name)
        return answers

    def set_route(self, address: str, port: int, route: Route | None) -> None:
        """Set the route of an address and port; None removes it."""
        if route is None:
            self.routes.pop((address, port), None)
        else:
            self.routes[address, port] = route
        self.changed()

    def set_responder(self, number: int, place: tuple[str, int] | None) -> None:
        """Set the place that a port of 127.0.0.1 represents; None removes it."""
        if place is None:
            self.responders.pop(number, None)
        else:
            self.responders[number] = place
        self.changed()

    def has_adapter(self, address: str) -> bool:
        """Return whether the process under test has this address."""
        return any(adapter.address == address for adapter in self.adapters)

    def is_broadcast(self, address: str) -> bool:
        """Return whether this is a broadcast address of a link."""
        if address == EVERYBODY:
            return True
        return link_of_broadcast(self.adapters, address) is not None

    def heard_by(self, address: str, port: int, link: str | None) -> tuple[int, ...]:
        """Return the ports of 127.0.0.1 that receive a datagram.

        `link` is the address of the interface that the sender has chosen.
        """
        ip = _ip(address)
        if ip is None:
            return ()
        reached: IPv4Network | IPv6Network = ip_network(ip)
        if ip.is_multicast or address == EVERYBODY:
            if ip.is_multicast and address != GROUP:
                return ()
            reached = link_of(self.adapters, link) or reached
        else:
            reached = link_of_broadcast(self.adapters, address) or reached
        return tuple(
            number
            for number, (found, at) in self.responders.items()
            if at == port and ip_address(found) in reached
        )

    def set_host(self, address: str, reach: Reach | None) -> None:
        """Set the result for an address's ports without a route."""
        if reach is None:
            self.hosts.pop(address, None)
        else:
            self.hosts[address] = reach
        self.changed()

    def set_name(self, name: str, *addresses: str) -> None:
        """Set the addresses of a name outside plex.direct; none: it is unknown."""
        if addresses:
            self.names[name.lower()] = addresses
        else:
            self.names.pop(name.lower(), None)
        self.changed()

    def set_plex_direct(self, mode: DnsMode) -> None:
        """Set how all names under plex.direct resolve."""
        self.plex_direct = mode
        self.changed()

    def set_other_names(self, mode: DnsMode) -> None:
        """Set how all other names resolve, including those of plex.tv."""
        self.other_names = mode
        self.changed()

    def changed(self) -> None:
        """Notify the owner of a changed table."""
        if self.on_change is not None:
            self.on_change()

    def to_dict(self) -> dict[str, Any]:
        """Return the tables as JSON values."""
        return {
            "routes": [
                {"address": address, "at": port, **asdict(route)}
                for (address, port), route in sorted(self.routes.items())
            ],
            "hosts": dict(sorted(self.hosts.items())),
            "unknown": self.unknown,
            "names": {name: list(found) for name, found in sorted(self.names.items())},
            "plex_direct": self.plex_direct,
            "other_names": self.other_names,
            "adapters": [asdict(adapter) for adapter in self.adapters],
            "responders": [
                {"port": number, "address": address, "at": at}
                for number, (address, at) in sorted(self.responders.items())
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the tables from `to_dict()`."""
        return cls(
            routes={
                (row["address"], row["at"]): Route(
                    reach=Reach(row["reach"]), port=row["port"], delay=row["delay"]
                )
                for row in data["routes"]
            },
            hosts={address: Reach(reach) for address, reach in data["hosts"].items()},
            unknown=Reach(data["unknown"]),
            names={name: tuple(found) for name, found in data["names"].items()},
            plex_direct=DnsMode(data["plex_direct"]),
            other_names=DnsMode(data["other_names"]),
            adapters=tuple(NetworkAdapter(**row) for row in data["adapters"]),
            responders={
                row["port"]: (row["address"], row["at"]) for row in data["responders"]
            },
        )


def plex_direct_name(address: str, certificate_hash: str) -> str:
    """Return the plex.direct name of an address; IPv6 in full padded groups."""
    ip = ip_address(address)
    dashed = ip.exploded.replace(":", "-").replace(".", "-")
    return f"{dashed}.{certificate_hash}{PLEX_DIRECT}"


def decode_plex_direct(name: str) -> tuple[str, ...]:
    """Return the address inside a plex.direct name, as its public DNS does."""
    label = name.partition(".")[0]
    separator = ":" if label.count("-") == _IPV6_GROUPS - 1 else "."
    ip = _ip(label.replace("-", separator))
    return () if ip is None else (str(ip),)


def is_private(address: str) -> bool:
    """Return whether DNS rebinding protection would remove the address."""
    ip = ip_address(address)
    return any(ip in network for network in PRIVATE_NETWORKS)


def _ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip
