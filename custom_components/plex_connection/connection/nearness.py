"""Whether a server is near: where its own address would have to work (rule 15).

Networks of private addresses have the same numbers everywhere. That a row of a server
lies in one that Home Assistant is on, as so many 192.168.1.0/24 and every container's
172.17.0.0/16 do, says nothing of where the server is.
"""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address

from .models import Attempt, IPNetwork, Networks, ServerRecord
from .reports import ConnectionReport


def is_near(record: ServerRecord, report: ConnectionReport) -> bool:
    """Return whether a server is known to be where we are.

    plex.tv sees both behind one public address, or the server has proved who it is on
    a network of ours.
    """
    return record.public_address_matches or report.proved_near


class NetworkProofs:
    """The networks of ours on which a server has proved who it is."""

    def __init__(self) -> None:
        """Know of none."""
        self._found: set[IPNetwork] = set()

    @property
    def found(self) -> tuple[IPNetwork, ...]:
        """Return them, for the next start to know."""
        return tuple(sorted(self._found, key=str))

    def restore(self, networks: Iterable[IPNetwork]) -> None:
        """Take what was known before a restart."""
        self._found.update(networks)

    def note(self, attempt: Attempt, networks: Networks) -> None:
        """Learn from an attempt whose answer may be believed."""
        if attempt.ok and attempt.peer is not None:
            peer = ip_address(attempt.peer)
            if isinstance(peer, IPv6Address):
                peer = peer.ipv4_mapped or peer
            self._found.update(
                network for network in networks.interfaces if peer in network
            )

    def keep(self, networks: Networks) -> None:
        """Forget what was proved on networks that are not ours any more.

        On no network at all nothing is known yet: interfaces come up one by one.
        """
        if networks.interfaces:
            self._found.intersection_update(networks.interfaces)

    def holds(self, networks: Networks) -> bool:
        """Return whether there is a proof on a network that is ours now."""
        return not self._found.isdisjoint(networks.interfaces)

    def forget(self) -> None:
        """Know of none again."""
        self._found.clear()
