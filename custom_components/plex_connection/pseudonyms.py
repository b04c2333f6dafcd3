"""Names in the place of what identifies somebody, the same for the same.

Nothing is searched for and taken out where that can be helped: a server may be
called "a" or "192". A value is shown only if it is of a kind that tells nothing, and
is taken apart and put together again; everything else is replaced as a whole.
"""

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
import re

from homeassistant.components.diagnostics import REDACTED

from .connection import IPAddress, IPNetwork, decode_plex_direct, is_private

_ENDPOINT = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?/?"
)
_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9_.-]{1,253}")
_PLEX_DIRECT = re.compile(r"(?P<label>[^.]+)\.(?P<hash>[^.]+)\.plex\.direct")

_VERSION = re.compile(r"(?P<number>[0-9]{1,4}(?:\.[0-9]{1,6}){1,5})(?:-[0-9a-z]+)?")
_PLATFORMS = frozenset({"Darwin", "FreeBSD", "Linux", "MacOSX", "Windows"})
"""What servers say that they run on; any other word may be somebody's own."""

_OWN_ERRORS = re.compile(
    r"[a-z_]+ \([a-z]+\)|HTTP [0-9]{3}: (?:[a-z]+ [a-z]+|refused by plex\.tv)"
    r"|HTTP 503: starting or under maintenance|HTTP 429: too many requests"
)
"""What plex.tv's client says, without anything in it that was told by others."""

_TELLING = re.compile(
    r"(?P<mail>[^\s@]+@[^\s@]+)"
    r"|(?P<six>(?:[0-9a-f]*:){2,}[0-9a-f.]*|(?:[0-9a-f]{1,4}-){7}[0-9a-f]+)"
    r"|(?P<four>[0-9]+(?:[.-][0-9]+){3,})"
    r"|(?P<direct>\S+\.plex\.direct\b)"
    r"|(?P<long>[0-9a-z_-]{16,})",
    re.IGNORECASE,
)
"""What may tell something, in text of which nothing is known."""

_WORDY = 4
"""Characters from which on a known value is found inside of words too."""


class Pseudonyms:
    """The names of one download.

    Private addresses stay: they say whether an address can work at all, and are the
    same in half the homes of the world.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Take what must not be shown under any name: tokens and their like."""
        self._secrets = frozenset(secret for secret in secrets if secret)
        self._names: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()

    def server(self, server_id: str) -> str:
        """Return the name of a server's identifier."""
        return self._name("server", server_id)

    def is_server(self, text: str) -> bool:
        """Return whether this is the identifier of a server that has a name."""
        return ("server", text) in self._names

    def person(self, text: str) -> str:
        """Return the name of what somebody calls a server, or himself."""
        return self._name("name", text)

    def place(self, text: str) -> str:
        """Return an url or an address without what it tells; other text as a whole."""
        if (endpoint := _ENDPOINT.fullmatch(text.lower())) is None:
            return self.host(text)
        scheme, host = endpoint["scheme"], endpoint["host"]
        port = int(endpoint["port"] or _PORTS[scheme])
        if host.startswith("["):
            address = _address(host[1:-1])
            if address is None:
                return self.opaque(text)
            shown = self.address(address)
            host = f"[{shown}]" if ":" in shown else shown
        else:
            host = self.host(host)
        return f"{scheme}://{host}:{port}"

    def host(self, text: str) -> str:
        """Return a host name or an address without what it tells."""
        text = text.lower()
        if not text:
            return ""
        if (address := _address(text)) is not None:
            return self.address(address)
        if (shown := self._plex_direct(text)) is not None:
            return shown
        return self._name("host" if _HOST.fullmatch(text) else "text", text)

    def address(self, address: IPAddress) -> str:
        """Return a private address as it is, and the name of any other."""
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped is not None:
                return self.address(address.ipv4_mapped)
            if address.is_multicast:
                # Such a group may have a part of somebody's address in it.
                return "ff02::1"
            # The name of an interface may have been put behind it.
            address = IPv6Address(int(address))
        if _is_harmless(address):
            return str(address)
        return self._name(f"public-ipv{address.version}", str(address))

    def network(self, network: IPNetwork) -> str:
        """Return a network, a public one by name; how large it is stays."""
        if _is_harmless(network.network_address):
            return str(network)
        kind = f"public-ipv{network.version}-network"
        name = self._name(kind, str(network.network_address))
        return f"{name}/{network.prefixlen}"

    def version(self, text: str) -> str:
        """Return the numbers of a version."""
        found = _VERSION.fullmatch(text)
        if found is None or _address(found["number"]) is not None:
            return self.opaque(text)
        return found["number"]

    def platform(self, text: str) -> str:
        """Return a platform that many have."""
        return text if text in _PLATFORMS else self.opaque(text)

    def error(self, text: str) -> str:
        """Return why plex.tv did not answer; known values are found inside of it.

        Of what is not known to be our own words all that may tell something goes.
        """
        if _OWN_ERRORS.fullmatch(text):
            return text
        known = {value: name for (_, value), name in self._names.items()}
        known |= dict.fromkeys(self._secrets, REDACTED)
        values = sorted(filter(None, known), key=len, reverse=True)
        if not values:
            return _TELLING.sub(self._told, text)
        pattern = re.compile(f"({'|'.join(map(_found, values))})", re.IGNORECASE)
        folded = {value.casefold(): name for value, name in known.items()}
        return "".join(
            folded.get(part.casefold(), REDACTED)
            if number % 2
            else _TELLING.sub(self._told, part)
            for number, part in enumerate(pattern.split(text))
        )

    def opaque(self, text: str) -> str:
        """Return the name of text that may say anything."""
        return self._name("text", text)

    def _plex_direct(self, host: str) -> str | None:
        """Return a name below plex.direct, address and hash replaced."""
        address = decode_plex_direct(host)
        parts = _PLEX_DIRECT.fullmatch(host)
        if address is None or parts is None:
            return None
        shown = self.address(ip_address(address))
        label = re.sub(r"[.:]", "-", shown)
        if ":" in shown:
            label = ip_address(shown).exploded.replace(":", "-")
        certificate = self._name("certificate", parts["hash"])
        return f"{label}.{certificate}.plex.direct"

    def _told(self, found: re.Match[str]) -> str:
        """Return what stands for something that may tell something."""
        text = found[0]
        plain = text.replace("-", "." if found["four"] else ":")
        address = _address(plain) if found["four"] or found["six"] else None
        return self.opaque(text.lower()) if address is None else self.address(address)

    def _name(self, kind: str, value: str) -> str:
        """Return the name of a value, a new one the first time."""
        if (known := self._names.get((kind, value))) is None:
            self._counts[kind] += 1
            known = self._names[kind, value] = f"{kind}-{self._counts[kind]}"
        return known


def _address(text: str) -> IPAddress | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_harmless(address: IPAddress) -> bool:
    """Return whether an address is one that anybody may have."""
    return (
        is_private(address)
        or address.is_link_local
        or address.is_loopback
        or address.is_unspecified
        or (isinstance(address, IPv4Address) and address.is_multicast)
    )


def _found(value: str) -> str:
    """Return the pattern of a known value; a short one has to be a word."""
    pattern = re.escape(value)
    return pattern if len(value) >= _WORDY else rf"(?<!\w){pattern}(?!\w)"
