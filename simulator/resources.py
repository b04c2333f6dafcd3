"""The list of devices that plex.tv gives an account."""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import web

from .accounts import Account
from .http import xml_text
from .media_server import MediaServer
from .plex_tv import Player, PlexTv
from .server_profile import Row

CREATED_AT = "2023-02-01T08:00:00Z"
LAST_SEEN_AT = "2026-11-03T08:55:10Z"
"""Both fixed: plex.tv's own time lags, and no client may rely on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Include:
    """The optional parts that the caller requested; all off by default."""

    https: bool
    relay: bool
    ipv6: bool

    @classmethod
    def of(cls, request: web.Request) -> Include:
        """Read the flags of a request."""
        return cls(
            https=_flag(request, "includeHttps"),
            relay=_flag(request, "includeRelay"),
            # The second spelling has been seen to work.
            ipv6=_flag(request, "includeIPv6") or _flag(request, "includeIpv6"),
        )


def resources(
    plex_tv: PlexTv, account: Account, include: Include
) -> list[dict[str, Any]]:
    """Return every device of the account as JSON values."""
    listed = [
        _server(plex_tv, server, account, include)
        for server in plex_tv.servers
        if server.profile.listed and server.access_token(account) is not None
    ]
    listed += [
        _player(player) for player in plex_tv.players if player.account is account
    ]
    return listed + plex_tv.extra_resources


def as_xml(devices: list[dict[str, Any]]) -> ET.Element:
    """Return the same list as XML, version 2."""
    root = ET.Element("resources")
    for device in devices:
        element = ET.SubElement(root, "resource", _attributes(device))
        connections = ET.SubElement(element, "connections")
        for row in device.get("connections", ()):
            ET.SubElement(connections, "connection", _attributes(row))
    return root


def _server(
    plex_tv: PlexTv, server: MediaServer, account: Account, include: Include
) -> dict[str, Any]:
    profile = server.profile
    owned = server.owner is account
    matches = profile.public_address_matches
    if matches is None:
        matches = profile.public_address == plex_tv.home_public_address
    return {
        "name": server.name,
        "product": profile.product,
        "productVersion": profile.version,
        "platform": profile.platform,
        "platformVersion": profile.platform_version,
        "device": profile.device,
        "clientIdentifier": server.machine_identifier,
        "createdAt": CREATED_AT,
        "lastSeenAt": LAST_SEEN_AT,
        "provides": "server",
        "ownerId": None if owned else server.owner.id,
        "sourceTitle": None if owned else server.owner.username,
        "publicAddress": profile.public_address,
        "accessToken": server.access_token(account),
        "owned": owned,
        "home": profile.home,
        "synced": False,
        "relay": any(row.relay for row in server.published),
        "presence": profile.presence,
        "httpsRequired": server.https_required,
        "publicAddressMatches": matches,
        "dnsRebindingProtection": profile.dns_rebinding_protection,
        "natLoopbackSupported": profile.nat_loopback_supported,
        "searchEnabled": True,
        "connections": [
            _connection(row, include)
            for row in server.published
            if (include.relay or not row.relay) and (include.ipv6 or not row.ipv6)
        ],
    } | profile.resource


def _connection(row: Row, include: Include) -> dict[str, Any]:
    protocol, uri = row.protocol, row.uri
    if not include.https and not row.relay:
        host = f"[{row.address}]" if ":" in row.address else row.address
        protocol, uri = "http", f"http://{host}:{row.port}"
    return {
        "protocol": protocol,
        "address": row.address,
        "port": row.port,
        "uri": uri,
        "local": row.local,
        "relay": row.relay,
        "IPv6": row.ipv6,
    }


def _player(player: Player) -> dict[str, Any]:
    # No accessToken: players have none.
    return {
        "name": player.name,
        "product": player.product,
        "productVersion": "10.21.0.5023",
        "platform": "Android",
        "platformVersion": "14",
        "device": None,
        "clientIdentifier": player.client_identifier,
        "createdAt": CREATED_AT,
        "lastSeenAt": LAST_SEEN_AT,
        "provides": "client,player,pubsub-player",
        "ownerId": None,
        "sourceTitle": None,
        "publicAddress": None,
        "owned": True,
        "home": False,
        "synced": False,
        "relay": False,
        "presence": player.presence,
        "httpsRequired": False,
        "publicAddressMatches": False,
        "dnsRebindingProtection": False,
        "natLoopbackSupported": False,
        "searchEnabled": False,
        "connections": [],
    }


def _attributes(fields: dict[str, Any]) -> dict[str, str]:
    return {
        key: xml_text(value)
        for key, value in fields.items()
        if value is not None and not isinstance(value, list)
    }


def _flag(request: web.Request, name: str) -> bool:
    return request.query.get(name) == "1"
