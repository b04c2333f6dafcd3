"""Diagnostics: everything that explains a choice, nothing that identifies a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.const import __version__
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util

from .actions.responses import tokens_of
from .const import CONF_CLIENT_IDENTIFIER, DOMAIN
from .coordinator import ServerCoordinator
from .redaction.diagnostics_payload import FORMAT, Download, ServerView
from .redaction.pseudonyms import Pseudonyms
from .runtime import PlexConnectionConfigEntry


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> Mapping[str, Any]:
    """Return the diagnostics of an account: discovery and all servers."""
    return await _async_download(hass, entry, entry.runtime_data.servers.values())


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry, device: DeviceEntry
) -> Mapping[str, Any]:
    """Return the diagnostics of one server and of its account.

    The account's own device includes all servers.
    """
    runtime = entry.runtime_data
    known = {value for domain, value in device.identifiers if domain == DOMAIN}
    is_account = runtime.settings.account_id in known
    return await _async_download(
        hass,
        entry,
        [
            server
            for server_id, server in runtime.servers.items()
            if is_account or server_id in known
        ],
    )


async def _async_download(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    servers: Iterable[ServerCoordinator],
) -> Mapping[str, Any]:
    runtime = entry.runtime_data
    account = runtime.account.data
    integration = await async_get_integration(hass, DOMAIN)
    download = Download(
        Pseudonyms([entry.data[CONF_CLIENT_IDENTIFIER], *tokens_of(entry)]),
        [each.server_id for each in account.servers],
    )
    # First, because the error text below is redacted with the pseudonyms assigned here.
    shown = [download.server(_view(server)) for server in servers]
    return {
        "format": FORMAT,
        "generated_at": dt_util.utcnow().isoformat(),
        "versions": {
            "integration": str(integration.version),
            "home_assistant": __version__,
        },
        "options": download.options(dict(entry.options)),
        "allow_http": runtime.settings.allow_http,
        "push_enabled": runtime.settings.push_enabled,
        "cache_enabled": runtime.settings.cache_enabled,
        "cache_switched_off_by": runtime.settings.cache_switched_off_by,
        "prewarming": {
            "enabled": runtime.settings.prewarm_enabled,
            "waiting": runtime.prewarming.is_waiting,
        },
        "networks": download.networks(runtime.networks),
        "servers_of_account": len(account.servers),
        "discovered_at": download.values(account.discovered_at),
        "discovery_trigger": account.trigger,
        "discovery_error": download.error(account.error),
        "metrics": download.values(runtime.account.metrics.snapshot()),
        "servers": shown,
    }


def _view(server: ServerCoordinator) -> ServerView:
    return ServerView(
        record=server.record,
        report=server.data,
        announcements=server.announcements,
        push=server.push.state,
        metrics=server.metrics.snapshot(),
        verdict=server.diagnosis.verdict,
        status=server.reader.status,
        certificate_until=server.certificate_until,
    )
