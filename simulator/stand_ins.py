"""Replacements for the addresses, names and hashes that a download hides."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
import re

from .adapters import NetworkAdapter
from .parts import DownloadError

_PUBLIC = re.compile(r"public-ipv(?P<version>[46])-(?P<number>\d{1,5})")
_NETWORK = re.compile(
    r"public-ipv(?P<version>[46])-network-(?P<number>\d{1,3})/(?P<length>\d{1,3})"
)
_CERTIFICATE = re.compile(r"certificate-(?P<number>\d{1,9})")
_DIRECT = re.compile(
    r"(?P<label>[^.]+)\.(?P<certificate>certificate-\d+)\.plex\.direct"
)

_BLOCKS = (
    # plex.tv and the scenarios use the rest of 198.51.100.0/24.
    (IPv4Address("203.0.113.1"), 254),
    (IPv4Address("198.51.100.100"), 155),
    (IPv4Address("192.0.2.1"), 254),
    # Also for testing (RFC 2544), if the documentation's do not suffice.
    (IPv4Address("198.18.0.1"), 65534),
)
_SIX = IPv6Address("2001:db8::")
_MADE_UP = IPv4Address("198.19.128.0")
"""The first address for names without a known one."""
_MADE_UP_AT_HOME = IPv4Address("10.254.254.0")

_SMALLEST = 24
"""Minimum prefix length for a public IPv4 network of Home Assistant."""


class StandIns:
    """Consistent replacements; all are unused addresses."""

    def __init__(self, networks: Iterable[str], on_link: Iterable[str]) -> None:
        """Take the networks, and the addresses on them."""
        texts = tuple(networks)
        self._networks = tuple(map(_network, texts))
        self._public = tuple(map(_network, filter(_NETWORK.fullmatch, texts)))
        self._on_link = frozenset(on_link)
        self._made_up: dict[str, str] = {}

    def address(self, text: str) -> str:
        """Return the replacement of an address in a download."""
        if (found := _PUBLIC.fullmatch(text)) is None:
            try:
                return str(ip_address(text))
            except ValueError as err:
                raise DownloadError(text, "not an address") from err
        version, number = int(found["version"]), int(found["number"])
        if text in self._on_link:
            for network in self._public:
                if network.version == version:
                    return str(network[number % network.num_addresses])
        return str(_SIX + number if version == _SIX.version else _ipv4(number))

    def host(self, text: str) -> str:
        """Return the replacement of a host, which may be an address."""
        if (direct := _DIRECT.fullmatch(text)) is not None:
            address = ip_address(self.address(_plain(direct["label"])))
            label = re.sub(r"[.:]", "-", address.exploded)
            return f"{label}.{certificate_hash(direct['certificate'])}.plex.direct"
        if _is_address(text):
            return self.address(text)
        return f"{text}.example.net"

    def address_of_host(self, text: str) -> str | None:
        """Return the address that a name contains, or is."""
        if (direct := _DIRECT.fullmatch(text)) is not None:
            return self.address(_plain(direct["label"]))
        return self.address(text) if _is_address(text) else None

    def made_up(self, host: str, *, at_home: bool) -> str:
        """Return an address for a name that did not resolve, or to where is unknown."""
        base = _MADE_UP_AT_HOME if at_home else _MADE_UP
        return self._made_up.setdefault(host, str(base + 1 + len(self._made_up)))

    def adapters(self, taken: Iterable[str]) -> tuple[NetworkAdapter, ...]:
        """Return an interface on each network, with a free address."""
        used = {ip_address(each) for each in taken}
        return tuple(
            NetworkAdapter(
                name=f"eth{number}",
                address=str(_free(network, used)),
                prefix=network.prefixlen,
            )
            for number, network in enumerate(self._networks)
        )


def certificate_of(host: str) -> str | None:
    """Return the certificate of a host name."""
    direct = _DIRECT.fullmatch(host)
    return None if direct is None else direct["certificate"]


def certificate_hash(name: str) -> str:
    """Return the simulated hash of a certificate."""
    if (found := _CERTIFICATE.fullmatch(name)) is None:
        raise DownloadError(name, "not a certificate's name")
    return f"{0xCE << 120 | int(found['number']):032x}"


def _plain(label: str) -> str:
    """Return the address in the first label of a plex.direct name."""
    if _PUBLIC.fullmatch(label):
        return label
    return label.replace("-", ":" if label.count("-") > len("...") else ".")


def _is_address(text: str) -> bool:
    if _PUBLIC.fullmatch(text):
        return True
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _free(
    network: IPv4Network | IPv6Network, used: set[IPv4Address | IPv6Address]
) -> IPv4Address | IPv6Address:
    # A tunnel may have only the one address.
    hosts = (each for each in network.hosts() if each not in used)
    return next(hosts, network.network_address)


def _ipv4(number: int) -> IPv4Address:
    left = number - 1
    for first, count in _BLOCKS:
        if 0 <= left < count:
            return first + left
        left -= count
    raise DownloadError(f"public-ipv4-{number}", "more addresses than can be simulated")


def _network(text: str) -> IPv4Network | IPv6Network:
    if (found := _NETWORK.fullmatch(text)) is None:
        try:
            return ip_network(text)
        except ValueError as err:
            raise DownloadError(f"networks: {text}", "not a network") from err
    number, length = int(found["number"]), int(found["length"])
    if found["version"] == "4":
        return IPv4Network(f"198.19.{number % 128}.0/{min(max(length, _SMALLEST), 30)}")
    return IPv6Network(f"2001:db8:{number:x}::/{min(max(length, 48), 64)}")
