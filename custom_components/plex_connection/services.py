"""Actions, each of which answers with data."""

from collections.abc import Iterable
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, CONF_TOKEN
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
    async_register_admin_service,
)
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from .connection import Attempt, ConnectionReport
from .const import CONF_SERVER_TOKENS, DOMAIN, safe_name
from .coordinator import ServerCoordinator
from .errors import AnswerNotJsonError, ParameterInvalidError
from .operations import is_parameter
from .runtime import PlexConnectionConfigEntry
from .scrubbing import Scrubber

SERVICE_REDISCOVER = "rediscover"
SERVICE_TEST_CONNECTIONS = "test_connections"
SERVICE_GET_CONNECTION = "get_connection"
SERVICE_QUERY = "query"

ATTR_PARAMS = "params"
ATTR_PATH = "path"

QUERY_LIMIT = 4 * 1024 * 1024
"""Bytes of an answer to a query: some 2000 films, and more than a template wants."""

ACCOUNT_SCHEMA = vol.Schema({vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string})
SERVER_SCHEMA = ACCOUNT_SCHEMA.extend({vol.Optional(ATTR_DEVICE_ID): cv.string})
QUERY_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_PATH): cv.string,
        vol.Optional(ATTR_PARAMS, default=dict): {
            cv.string: vol.Any(bool, int, float, str)
        },
    }
)


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
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_QUERY,
        _async_query,
        QUERY_SCHEMA,
        SupportsResponse.ONLY,
    )


@callback
def async_get_server(hass: HomeAssistant, name: str) -> ServerCoordinator:
    """Return a server by its device's id, or by its own machineIdentifier.

    Of a server that several accounts reach, its owner's. Raises
    ServiceValidationError if there is none, or its account is not loaded.
    """
    registry = dr.async_get(hass)
    device_id = name
    found: list[ServerCoordinator] = []
    for entry in hass.config_entries.async_entries(DOMAIN):
        known = registry.async_get_device_by_identifier((DOMAIN, name), entry.entry_id)
        if known is not None:
            device_id = known.id
        if entry.state is ConfigEntryState.LOADED:
            servers: dict[str, ServerCoordinator] = entry.runtime_data.servers
            found += [servers[name]] if name in servers else []
    if found:
        return min(found, key=lambda server: not server.record.owned)
    device, owner = async_get_device_and_config_entry(hass, DOMAIN, device_id)
    for domain, value in device.identifiers:
        if domain == DOMAIN and value in owner.runtime_data.servers:
            server: ServerCoordinator = owner.runtime_data.servers[value]
            return server
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="server_unknown",
        translation_placeholders={"device": device.name or device_id},
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
    return [async_get_server(call.hass, device_id)]


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


async def _async_query(call: ServiceCall) -> ServiceResponse:
    """Ask a server something, and pass on what it says without secrets."""
    server = async_get_server(call.hass, call.data[ATTR_DEVICE_ID])
    path, params = call.data[ATTR_PATH], call.data[ATTR_PARAMS]
    secrets = _secrets(call.hass)
    told = f"{path} {params}"
    if not all(map(is_parameter, params)) or any(each in told for each in secrets):
        raise ParameterInvalidError(server.name)
    answer = await server.backend.get_json(path, params, limit=QUERY_LIMIT)
    scrubber = Scrubber(secrets)
    try:
        answer = await call.hass.async_add_executor_job(scrubber.scrub, answer)
    except ValueError:
        raise AnswerNotJsonError(server.name) from None
    return {"answer": answer}


def _secrets(hass: HomeAssistant) -> list[str]:
    """Return every token of every account, loaded or not."""
    return [
        token
        for entry in hass.config_entries.async_entries(DOMAIN)
        for token in (entry.data[CONF_TOKEN], *entry.data[CONF_SERVER_TOKENS].values())
    ]


def _describe_server(hass: HomeAssistant, server: ServerCoordinator) -> dict[str, Any]:
    """Return what a server's report says, as an action answers it."""
    report: ConnectionReport = server.data
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, server.record.server_id), server.config_entry.entry_id
    )
    return {
        "device_id": device and device.id,
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
    known = {entry.candidate.url: entry for entry in report.candidates}
    return [
        {
            "url": attempt.url,
            "connection_type": known[attempt.url].candidate.kind,
            "outcome": attempt.failure or "ok",
            "connect_ms": attempt.connect_ms,
            "tls_ms": attempt.tls_ms,
            "latency_ms": attempt.latency_ms,
            "warm": attempt.warm,
            "breaker": known[attempt.url].breaker,
            "failure_count": known[attempt.url].failure_count,
        }
        for attempt in attempts
        if attempt.url in known
    ]
