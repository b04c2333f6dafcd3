"""How Home Assistant's own Plex integration stores a server: read, never imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..connection import certificate_hash_of

CORE_DOMAIN = "plex"

_SERVER_ID = "server_id"
_SERVER_NAME = "server"
_SERVER_CONFIG = "server_config"
_URL = "url"
_VERIFY_SSL = "verify_ssl"
_TOKEN = "token"  # noqa: S105 - the name of a field


@dataclass(frozen=True, kw_only=True, slots=True)
class CoreServer:
    """What one of its entries says of its server."""

    server_id: str
    """The server's machineIdentifier."""
    url: str
    verify_ssl: bool
    """Whether it verifies certificates."""


def read_entry(data: Mapping[str, Any], unique_id: str | None) -> CoreServer | None:
    """Return what an entry says; None if it is not stored in the form known here."""
    server_id = data.get(_SERVER_ID)
    config = data.get(_SERVER_CONFIG)
    if not isinstance(server_id, str) or unique_id not in (None, server_id):
        return None
    if not isinstance(data.get(_SERVER_NAME), str) or not isinstance(config, Mapping):
        return None
    url, verify_ssl = config.get(_URL), config.get(_VERIFY_SSL, True)
    if not isinstance(config.get(_TOKEN, ""), str) or not isinstance(verify_ssl, bool):
        return None
    if not isinstance(url, str) or not _is_url(url):
        return None
    return CoreServer(server_id=server_id, url=url, verify_ssl=verify_ssl)


def with_url(data: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Return an entry's data with another address; everything else stays."""
    return {**data, _SERVER_CONFIG: {**data[_SERVER_CONFIG], _URL: url}}


def is_own_rewrite(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether the integration itself may have made this change.

    It does so after its server got another certificate: it replaces a plex.direct name
    by one with another hash, and stores the server's name along with it.
    """
    old, new = _essence(before), _essence(after)
    if old is None or new is None or old[1] != new[1]:
        return False
    hashes = [certificate_hash_of(_host(url)) for url in (old[0], new[0])]
    return None not in hashes and hashes[0] != hashes[1]


def _essence(data: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """Return the address, and everything that such a rewrite leaves as it is."""
    config = data.get(_SERVER_CONFIG)
    if not isinstance(config, Mapping) or not isinstance(config.get(_URL), str):
        return None
    rest = {key: config[key] for key in config.keys() - {_URL, _SERVER_NAME}}
    return config[_URL], {**data, _SERVER_CONFIG: rest}


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_url(url: str) -> bool:
    """Return whether it is an http or https URL with a host."""
    try:
        parsed = urlsplit(url)
        _ = parsed.port
    except ValueError:
        return False
    return parsed.scheme in ("http", "https") and bool(parsed.hostname)
