"""Pseudonyms for identifying values, the same for the same value.

Searching texts for secrets is the last resort: a server may be called "a" or "192". A
value is shown only if its kind is harmless, and is parsed and rebuilt; everything else
is replaced as a whole.
"""

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
import re

from homeassistant.components.diagnostics import REDACTED

from ..connection import IPAddress, IPNetwork, decode_plex_direct, is_private

_ENDPOINT = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?/?"
)
_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9_.-]{1,253}")
_PLEX_DIRECT = re.compile(r"(?P<label>[^.]+)\.(?P<hash>[^.]+)\.plex\.direct")

_VERSION = re.compile(r"(?P<number>[0-9]{1,4}(?:\.[0-9]{1,6}){1,5})(?:-[0-9a-z]+)?")
_PLATFORMS = frozenset({"Darwin", "FreeBSD", "Linux", "MacOSX", "Windows"})
"""Platforms that servers report; any other word may be personal."""

_OWN_ERRORS = re.compile(
    r"[a-z_]+ \([a-z]+\)|HTTP [0-9]{3}: (?:[a-z]+ [a-z]+|refused by plex\.tv)"
    r"|HTTP 503: starting or under maintenance|HTTP 429: too many requests"
)
"""Messages of our plex.tv client that contain no foreign text."""

_IDENTIFYING = re.compile(
    r"(?P<mail>[^\s@]+@[^\s@]+)"
    r"|(?P<six>(?:[0-9a-f]*:){2,}[0-9a-f.]*|(?:[0-9a-f]{1,4}-){7}[0-9a-f]+)"
    r"|(?P<four>[0-9]+(?:[.-][0-9]+){3,})"
    r"|(?P<direct>\S+\.plex\.direct\b)"
    r"|(?P<long>[0-9a-z_-]{16,})",
    re.IGNORECASE,
)
"""What may identify a person in text of unknown content."""

_WORDY = 4
"""Characters from which a known value is also replaced inside words."""


class Pseudonyms:
    """The pseudonyms of one download.

    Private addresses stay: they show whether an address can work at all, and are the
    same in half the homes of the world.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Take the values to redact without a pseudonym: tokens and the like."""
        self._secrets = frozenset(secret for secret in secrets if secret)
        self._names: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()

    def server(self, server_id: str) -> str:
        """Return the pseudonym of a server's identifier."""
        return self._name("server", server_id)

    def is_server(self, text: str) -> bool:
        """Return whether this is a server identifier that has a pseudonym."""
        return ("server", text) in self._names

    def person(self, text: str) -> str:
        """Return the pseudonym of a server's name or of a person's."""
        return self._name("name", text)

    def place(self, text: str) -> str:
        """Return a URL or an address, redacted; other text as one pseudonym."""
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

    def endpoint(self, text: str) -> str:
        """Return a URL, or a host with or without a port, redacted."""
        is_bare = "://" not in text and re.search(r"[^:]:[0-9]{1,5}$|\]:", text)
        if _address(text) is not None or not is_bare:
            return self.place(text)
        return self.place(f"https://{text}").removeprefix("https://")

    def host(self, text: str) -> str:
        """Return a host name or an address, redacted."""
        text = text.lower()
        if not text:
            return ""
        if (address := _address(text)) is not None:
            return self.address(address)
        if (shown := self._plex_direct(text)) is not None:
            return shown
        return self._name("host" if _HOST.fullmatch(text) else "text", text)

    def address(self, address: IPAddress) -> str:
        """Return a private address unchanged, the pseudonym of any other."""
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped is not None:
                return self.address(address.ipv4_mapped)
            if address.is_multicast:
                # Such a group may contain a part of an interface's address.
                return "ff02::1"
            # Drop a zone: it may be an interface's name.
            address = IPv6Address(int(address))
        if _is_harmless(address):
            return str(address)
        return self._name(f"public-ipv{address.version}", str(address))

    def network(self, network: IPNetwork) -> str:
        """Return a network, a public one by pseudonym; the prefix length stays."""
        if _is_harmless(network.network_address):
            return str(network)
        kind = f"public-ipv{network.version}-network"
        name = self._name(kind, str(network.network_address))
        return f"{name}/{network.prefixlen}"

    def version(self, text: str) -> str:
        """Return the numeric part of a version."""
        found = _VERSION.fullmatch(text)
        if found is None or _address(found["number"]) is not None:
            return self.opaque(text)
        return found["number"]

    def platform(self, text: str) -> str:
        """Return a known platform unchanged, the pseudonym of any other."""
        return text if text in _PLATFORMS else self.opaque(text)

    def error(self, text: str) -> str:
        """Return plex.tv's error with all known values replaced.

        Unless it is one of our own messages, everything else that may identify a person
        is replaced too.
        """
        if _OWN_ERRORS.fullmatch(text):
            return text
        known = {value: name for (_, value), name in self._names.items()}
        known |= dict.fromkeys(self._secrets, REDACTED)
        values = sorted(filter(None, known), key=len, reverse=True)
        if not values:
            return _IDENTIFYING.sub(self._replacement, text)
        pattern = re.compile(f"({'|'.join(map(_found, values))})", re.IGNORECASE)
        folded = {value.casefold(): name for value, name in known.items()}
        return "".join(
            folded.get(part.casefold(), REDACTED)
            if number % 2
            else _IDENTIFYING.sub(self._replacement, part)
            for number, part in enumerate(pattern.split(text))
        )

    def opaque(self, text: str) -> str:
        """Return the pseudonym of arbitrary text."""
        return self._name("text", text)

    def _plex_direct(self, host: str) -> str | None:
        """Return a plex.direct name with address and hash replaced."""
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

    def _replacement(self, found: re.Match[str]) -> str:
        """Return the replacement of a match."""
        text = found[0]
        plain = text.replace("-", "." if found["four"] else ":")
        address = _address(plain) if found["four"] or found["six"] else None
        return self.opaque(text.lower()) if address is None else self.address(address)

    def _name(self, kind: str, value: str) -> str:
        """Return the pseudonym of a value, a new one the first time."""
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
    """Return whether an address identifies no one."""
    return (
        is_private(address)
        or address.is_link_local
        or address.is_loopback
        or address.is_unspecified
        or (isinstance(address, IPv4Address) and address.is_multicast)
    )


def _found(value: str) -> str:
    """Return the pattern of a known value; a short one must be a whole word."""
    pattern = re.escape(value)
    return pattern if len(value) >= _WORDY else rf"(?<!\w){pattern}(?!\w)"
