"""The network interfaces that the process under test seems to have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_interface

GROUP = "239.0.0.250"
"""The multicast group of media servers (fact sheet, section 7)."""
EVERYBODY = "255.255.255.255"


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkAdapter:
    """One network interface that the process under test seems to have."""

    name: str
    address: str
    prefix: int

    @property
    def network(self) -> IPv4Network | IPv6Network:
        """Return its network."""
        return ip_interface(f"{self.address}/{self.prefix}").network


def link_of(
    adapters: Iterable[NetworkAdapter], address: str | None
) -> IPv4Network | None:
    """Return the network of the interface with an address.

    None and 0.0.0.0 leave the choice to the system, which takes the first.
    """
    anyone = address in (None, "0.0.0.0")  # noqa: S104
    for adapter, network in _ipv4(adapters):
        if anyone or adapter.address == address:
            return network
    return None


def link_of_broadcast(
    adapters: Iterable[NetworkAdapter], address: str
) -> IPv4Network | None:
    """Return the network with this broadcast address."""
    for _, network in _ipv4(adapters):
        if str(network.broadcast_address) == address:
            return network
    return None


def _ipv4(
    adapters: Iterable[NetworkAdapter],
) -> Iterator[tuple[NetworkAdapter, IPv4Network]]:
    for adapter in adapters:
        if isinstance(network := adapter.network, IPv4Network):
            yield adapter, network
