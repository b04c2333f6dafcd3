"""Names below plex.direct: an address, and the hash of a certificate (rule 5)."""

from ipaddress import IPv4Address, ip_address
import re

from .models import IPAddress

PLEX_DIRECT = re.compile(
    r"(?P<address>[0-9a-f-]+)\.(?P<hash>[0-9a-f]{32})\.plex\.direct"
)
IPV4_LABEL = re.compile(r"[0-9]{1,3}(-[0-9]{1,3}){3}")
IPV6_LABEL = re.compile(r"[0-9a-f]{1,4}(-[0-9a-f]{1,4}){7}")
"""Eight full groups; DNS resolves any shorter form."""


def decode_plex_direct(host: str) -> str | None:
    """Return the address inside a plex.direct name, None if there is none."""
    if (match := PLEX_DIRECT.fullmatch(host.lower())) is None:
        return None
    label = match["address"]
    if IPV4_LABEL.fullmatch(label):
        text = label.replace("-", ".")
    elif IPV6_LABEL.fullmatch(label):
        text = label.replace("-", ":")
    else:
        return None
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def encode_plex_direct(address: IPAddress, certificate_hash: str) -> str:
    """Return the plex.direct name of an address under a certificate's hash."""
    if isinstance(address, IPv4Address):
        label = str(address).replace(".", "-")
    else:
        # Not from the text, which ends in decimals for a v4-mapped address.
        number = int(address)
        groups = (number >> shift & 0xFFFF for shift in range(112, -1, -16))
        label = "-".join(f"{group:x}" for group in groups)
    return f"{label}.{certificate_hash}.plex.direct"


def certificate_hash_of(host: str | None) -> str | None:
    """Return the hash inside a plex.direct name, None if there is none."""
    match = None if host is None else PLEX_DIRECT.fullmatch(host.lower())
    return None if match is None else match["hash"]
