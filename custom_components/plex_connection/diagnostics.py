"""Diagnostics: everything that explains a choice, nothing that identifies anyone."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from ipaddress import ip_address
import re
from typing import Any

from homeassistant.components.diagnostics import REDACTED
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry
from yarl import URL

from .connection import is_private
from .const import CONF_CLIENT_IDENTIFIER, CONF_SERVER_TOKENS, DOMAIN
from .coordinator import ServerCoordinator
from .runtime import PlexConnectionConfigEntry

_IPV4 = re.compile(r"(?<![\d.])(\d{1,3})([.-])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?![\d])")
_IPV6 = re.compile(
    r"(?<![\w:-])[0-9a-f]{0,4}(?:[:-][0-9a-f]{0,4}){2,7}(?![\w:-])", re.IGNORECASE
)
_CERTIFICATE = re.compile(r"\b[0-9a-f]{32}(?=\.plex\.direct\b)")


class Pseudonyms:
    """Replaces what identifies someone by names that are stable within one download.

    The same address gets the same name everywhere, so that a reader can still
    tell which candidate is which. Private addresses stay: they say whether an
    address can work at all, and are the same in half the homes of the world.
    """

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        """Take what is known beforehand, as (value, name)."""
        self._names = {value: name for value, name in known if value}
        self._counts: dict[str, int] = {}

    def scrub(self, data: Any) -> Any:
        """Return `data` with every string in it, keys too, made harmless."""
        match data:
            case str():
                return self._scrub_text(data)
            case dict():
                return {self.scrub(key): self.scrub(data[key]) for key in data}
            case list() | tuple() | set() | frozenset():
                return [self.scrub(item) for item in data]
            case None | bool() | int() | float():
                return data
        return self._scrub_text(str(data))

    def _scrub_text(self, text: str) -> str:
        """Replace in one string; longer known values first, they may hold others."""
        for value in sorted(self._names, key=len, reverse=True):
            text = text.replace(value, self._names[value])
        text = _CERTIFICATE.sub(lambda found: self._name(found[0], "certificate"), text)
        text = _IPV4.sub(lambda found: self._address(found[0]), text)
        return _IPV6.sub(lambda found: self._address(found[0]), text)

    def _address(self, text: str) -> str:
        """Keep a private address, name a public one."""
        plain = text.replace("-", "." if _IPV4.fullmatch(text) else ":")
        try:
            address = ip_address(plain)
        except ValueError:
            return text
        if (
            is_private(address)
            or address.is_link_local
            or address.is_loopback
            or address.is_unspecified
        ):
            return text
        return self._name(str(address), "public-address")

    def _name(self, value: str, kind: str) -> str:
        """Return the name of a value, a new one the first time."""
        if value not in self._names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._names[value] = f"{kind}-{self._counts[kind]}"
        return self._names[value]


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> Mapping[str, Any]:
    """Return one account: discovery and every server."""
    runtime = entry.runtime_data
    account = runtime.account.data
    account_metrics = runtime.account.metrics.snapshot()
    content: Mapping[str, Any] = _scrubbed(
        entry,
        {
            "options": dict(entry.options),
            "cache_enabled": runtime.settings.cache_enabled,
            "cache_switched_off_by": runtime.settings.cache_switched_off_by,
            "discovered_at": account.discovered_at,
            "discovery_trigger": account.trigger,
            "discovery_error": account.error,
            "networks": runtime.networks.interfaces,
            "metrics": asdict(account_metrics),
            "prewarming": {
                "enabled": runtime.settings.prewarm_enabled,
                "waiting": runtime.prewarming.is_waiting,
            },
            "servers": [_describe(server) for server in runtime.servers.values()],
        },
    )
    return content


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry, device: DeviceEntry
) -> Mapping[str, Any]:
    """Return one server."""
    servers = entry.runtime_data.servers
    content: Mapping[str, Any] = _scrubbed(
        entry,
        {
            "servers": [
                _describe(servers[value])
                for domain, value in device.identifiers
                if domain == DOMAIN and value in servers
            ]
        },
    )
    return content


def _describe(server: ServerCoordinator) -> dict[str, Any]:
    """Return what is known of a server; names are left out by their keys here.

    A name may be any text, "a" or "192" among them, so it cannot be searched for.
    """
    return {
        "record": asdict(server.record)
        | {
            "name": REDACTED,
            "owner_name": server.record.owner_name and REDACTED,
        },
        "report": asdict(server.data),
        "sightings": [asdict(sighting) for sighting in server.sightings],
        "push": server.push.state,
        "metrics": asdict(server.metrics.snapshot()),
    }


def _scrubbed(entry: PlexConnectionConfigEntry, data: Any) -> Any:
    """Take out every secret of the entry, every server's id and every host name."""
    known = [
        (entry.data[CONF_TOKEN], REDACTED),
        (entry.data[CONF_CLIENT_IDENTIFIER], REDACTED),
        *((token, REDACTED) for token in entry.data[CONF_SERVER_TOKENS].values()),
    ]
    hosts: set[str] = set()
    for number, server in enumerate(entry.runtime_data.servers.values(), start=1):
        known.append((server.record.server_id, f"server-{number}"))
        hosts |= {
            host
            for row in server.record.rows
            if (host := URL(row.url).host) and _is_custom(host)
        }
    known += [(host, f"host-{n}") for n, host in enumerate(sorted(hosts), start=1)]
    return Pseudonyms(known).scrub(data)


def _is_custom(host: str) -> bool:
    """Return whether a host is a name of the owner's own."""
    if host.endswith(".plex.direct"):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False
