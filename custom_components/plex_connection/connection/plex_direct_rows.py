"""Makes https rows from addresses that plex.tv lists without TLS (rule 5).

A custom access URL is typed by hand, often as `http://<address>:32400`. The server
answers there over TLS as well, under the name of the address and the hash of its
certificate. The hash comes from plex.tv, so that name proves as much as a listed one.
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
    """Return https rows for the rows from plex.tv that TLS cannot verify as listed.

    Skips addresses that are also listed under such a name.
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
    """Return the address that a host is or contains, None if there is none."""
    try:
        return ip_address(decode_plex_direct(host) or host)
    except ValueError:
        return None


def _names(
    scheme: str, host: str, address: IPAddress | None, hashes: tuple[str, ...]
) -> tuple[str, ...]:
    """Return names by which TLS can verify a host that it cannot verify as listed.

    A name under plex.direct is one already, so over https it needs no other; any other
    name has none.
    """
    if certificate_hash_of(host) is not None:
        return (host,) if scheme == "http" else ()
    if address is None:
        return ()
    return tuple(encode_plex_direct(address, each) for each in hashes)
