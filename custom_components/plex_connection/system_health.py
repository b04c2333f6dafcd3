"""System health: connections in numbers, without names."""

from collections import Counter
from typing import Any

from homeassistant.components.system_health import (
    SystemHealthRegistration,
    async_check_can_reach_url,
)
from homeassistant.core import HomeAssistant, callback

from .connection import ConnectionType
from .const import DOMAIN
from .plex import REACHABILITY_CHECK
from .runtime import PlexConnectionConfigEntry

PAGE = f"/config/integrations/integration/{DOMAIN}"
"""The page of the accounts, and of the servers with their buttons."""


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Register our section of the system information."""
    register.async_register_info(_async_info, PAGE)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return totals over all accounts; the check of plex.tv takes a while."""
    entries: list[PlexConnectionConfigEntry] = hass.config_entries.async_loaded_entries(
        DOMAIN
    )
    accounts = [entry.runtime_data for entry in entries]
    servers = [server for each in accounts for server in each.servers.values()]
    for account in accounts:
        account.async_count()
    kinds = Counter(server.data.connection_type for server in servers)
    return {
        "accounts": len(accounts),
        "servers": len(servers),
        **{f"servers_{kind}": kinds[kind] for kind in ConnectionType},
        "requests_today": sum(each.counts.requests for each in accounts),
        "cache_enabled": all(each.settings.cache_enabled for each in accounts),
        "can_reach_plex_tv": async_check_can_reach_url(hass, REACHABILITY_CHECK),
    }
