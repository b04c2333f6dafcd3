"""Actions, each of which answers with data."""

from collections.abc import Iterable
from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.service import (
    async_get_config_entry,
    async_get_device_and_config_entry,
)
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from .connection import Attempt, Candidate, ConnectionReport
from .const import DOMAIN, safe_name
from .coordinator import ServerCoordinator
from .runtime import PlexConnectionConfigEntry

SERVICE_REDISCOVER = "rediscover"
SERVICE_TEST_CONNECTIONS = "test_connections"
SERVICE_GET_CONNECTION = "get_connection"

ACCOUNT_SCHEMA = vol.Schema({vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string})
SERVER_SCHEMA = ACCOUNT_SCHEMA.extend({vol.Optional(ATTR_DEVICE_ID): cv.string})


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions, before and apart from any account."""
    for name, handler, schema in (
        (SERVICE_REDISCOVER, _async_rediscover, ACCOUNT_SCHEMA),
        (SERVICE_TEST_CONNECTIONS, _async_test_connections, SERVER_SCHEMA),
        (SERVICE_GET_CONNECTION, _async_get_connection, SERVER_SCHEMA),
    ):
        hass.services.async_register(
            DOMAIN,
            name,
            handler,
            schema=schema,
            supports_response=SupportsResponse.OPTIONAL,
        )


def _entries(call: ServiceCall) -> list[PlexConnectionConfigEntry]:
    """Return the account the call names, or all that are loaded."""
    if (entry_id := call.data.get(ATTR_CONFIG_ENTRY_ID)) is not None:
        return [async_get_config_entry(call.hass, DOMAIN, entry_id)]
    entries: list[PlexConnectionConfigEntry] = (
        call.hass.config_entries.async_loaded_entries(DOMAIN)
    )
    if not entries:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_account"
        )
    return entries


def _servers(call: ServiceCall) -> list[ServerCoordinator]:
    """Return the server the call names, or all of its account, or all."""
    if (device_id := call.data.get(ATTR_DEVICE_ID)) is None:
        return [
            server
            for entry in _entries(call)
            for server in entry.runtime_data.servers.values()
        ]
    device, entry = async_get_device_and_config_entry(call.hass, DOMAIN, device_id)
    identifiers = {value for domain, value in device.identifiers if domain == DOMAIN}
    for server_id, server in entry.runtime_data.servers.items():
        if server_id in identifiers:
            return [server]
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="server_unknown",
        translation_placeholders={"device": device.name or device_id},
    )


async def _async_rediscover(call: ServiceCall) -> ServiceResponse:
    """Ask plex.tv again, and say what it knows."""
    return {
        "accounts": [
            {
                "config_entry_id": entry.entry_id,
                **(await entry.runtime_data.account.async_rediscover()).as_dict(),
            }
            for entry in _entries(call)
        ]
    }


async def _async_test_connections(call: ServiceCall) -> ServiceResponse:
    """Test every candidate, and say what came of each."""
    answer: list[JsonValueType] = []
    for server in _servers(call):
        attempts = await server.async_test_connections()
        answer.append(
            {
                **_describe_server(call.hass, server),
                "candidates": _describe_attempts(server.data, attempts),
            }
        )
    return {"servers": answer}


async def _async_get_connection(call: ServiceCall) -> ServiceResponse:
    """Say which connection is in use; sends nothing."""
    answer: list[JsonValueType] = [
        _describe_server(call.hass, server) for server in _servers(call)
    ]
    return {"servers": answer}


def _describe_server(hass: HomeAssistant, server: ServerCoordinator) -> dict[str, Any]:
    """Return what a server's report says, as an action answers it."""
    report: ConnectionReport = server.data
    device_id = dr.async_get_device_id_by_identifier(
        hass,
        (DOMAIN, server.record.server_id),
        config_entry_id=server.config_entry.entry_id,
    )
    return {
        "device_id": device_id,
        "name": safe_name(server.record.name),
        "connection_type": report.connection_type,
        "url": report.active and report.active.url,
        "standby_url": report.standby and report.standby.url,
        "latency_ms": report.latency_ms,
        "last_test": report.last_tested and report.last_tested.isoformat(),
        "next_check": report.next_check and report.next_check.isoformat(),
        "failure_count": report.failure_count,
    }


def _describe_attempts(
    report: ConnectionReport, attempts: Iterable[Attempt]
) -> list[JsonValueType]:
    """Return one line per candidate tested."""
    known: dict[str, Candidate] = {
        entry.candidate.url: entry.candidate for entry in report.candidates
    }
    return [
        {
            "url": attempt.url,
            "connection_type": known[attempt.url].kind,
            "outcome": attempt.failure or "ok",
            "connect_ms": attempt.connect_ms,
            "tls_ms": attempt.tls_ms,
            "latency_ms": attempt.latency_ms,
        }
        for attempt in attempts
        if attempt.url in known
    ]
