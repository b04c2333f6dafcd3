"""Addresses that plex.tv lists without TLS, under the server's own names (rule 5).

A custom access URL is typed by hand, often as `http://<address>:32400`. The server
answers there over TLS as well, under the name of the address and the hash of its
certificate. The hash is plex.tv's, so that name proves as much as one it lists.
"""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from .lan_announcements import hashes_of
from .models import IPAddress, Row, ServerRecord
from .plex_direct import certificate_hash_of, decode_plex_direct, encode_plex_direct

DEFAULT_PORT = {"https": 443, "http": 80}


def rows_under_own_names(record: ServerRecord) -> tuple[Row, ...]:
    """Return rows over https for those of plex.tv's that cannot be verified as told.

    None for what is listed under such a name anyway.
    """
    hashes = hashes_of(record)
    known = {
        (inside, port)
        for row in record.rows
        for scheme, host, port in _endpoint(row)
        if scheme == "https" and (inside := decode_plex_direct(host)) is not None
    }
    found: dict[str, Row] = {}
    for row in record.rows:
        for scheme, host, port in _endpoint(row):
            address = _address_in(host)
            if row.relay or (address is not None and (str(address), port) in known):
                continue
            for name in _names(scheme, host, address, hashes):
                url = f"https://{name}:{port}"
                found.setdefault(url, replace(row, url=url))
    return tuple(found.values())


def _endpoint(row: Row) -> Iterator[tuple[str, str, int]]:
    """Yield scheme, host and port of a row, if it has them."""
    try:
        parts = urlsplit(row.url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return
    if row.is_address and host is not None and parts.scheme in DEFAULT_PORT:
        yield parts.scheme, host, port or DEFAULT_PORT[parts.scheme]


def _address_in(host: str) -> IPAddress | None:
    """Return the address that a host is, or has in its name."""
    try:
        return ip_address(decode_plex_direct(host) or host)
    except ValueError:
        return None


def _names(
    scheme: str, host: str, address: IPAddress | None, hashes: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the names under which TLS may prove whose a host is, as it does not now.

    A name under plex.direct is one already, and its https row is enough; of any other
    name nothing is known.
    """
    if certificate_hash_of(host) is not None:
        return (host,) if scheme == "http" else ()
    if address is None:
        return ()
    return tuple(encode_plex_direct(address, each) for each in hashes)
