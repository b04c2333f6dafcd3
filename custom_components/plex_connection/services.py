"""Actions, each of which answers with data; only to reload answers nothing."""

import asyncio

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

from .answers import describe_attempts, describe_server
from .const import CONF_SERVER_TOKENS, DOMAIN
from .coordinator import ServerCoordinator
from .errors import AnswerNotJsonError, ParameterInvalidError
from .operations import is_parameter, query_of
from .plex import mentions
from .runtime import PlexConnectionConfigEntry
from .scrubbing import Scrubber

SERVICE_REDISCOVER = "rediscover"
SERVICE_TEST_CONNECTIONS = "test_connections"
SERVICE_GET_CONNECTION = "get_connection"
SERVICE_FORGET = "forget"
SERVICE_QUERY = "query"
SERVICE_RELOAD = "reload"

ATTR_PARAMS = "params"
ATTR_PATH = "path"

QUERY_LIMIT = 4 * 1024 * 1024
"""Bytes of an answer to a query: some 2000 films, and more than a template wants."""

TARGET_SCHEMA = vol.Schema(
    {
        vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Optional(ATTR_DEVICE_ID): cv.string,
    }
)
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
    for name, handler in (
        (SERVICE_REDISCOVER, _async_rediscover),
        (SERVICE_TEST_CONNECTIONS, _async_test_connections),
        (SERVICE_GET_CONNECTION, _async_get_connection),
        (SERVICE_FORGET, _async_forget),
    ):
        hass.services.async_register(
            DOMAIN,
            name,
            handler,
            schema=TARGET_SCHEMA,
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
    async_register_admin_service(hass, DOMAIN, SERVICE_RELOAD, _async_reload)


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
    """Return the account the call names, be it by a device, or all that are loaded."""
    if (entry_id := call.data.get(ATTR_CONFIG_ENTRY_ID)) is not None:
        return [async_get_config_entry(call.hass, DOMAIN, entry_id)]
    if (device_id := call.data.get(ATTR_DEVICE_ID)) is not None:
        _, entry = async_get_device_and_config_entry(call.hass, DOMAIN, device_id)
        return [entry]
    entries: list[PlexConnectionConfigEntry] = (
        call.hass.config_entries.async_loaded_entries(DOMAIN)
    )
    if not entries:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_account"
        )
    return entries


def _servers(call: ServiceCall) -> list[ServerCoordinator]:
    """Return the server the call names, or all of an account, or all."""
    device_id = call.data.get(ATTR_DEVICE_ID)
    if device_id is None or _is_account(call.hass, device_id):
        return [
            server
            for entry in _entries(call)
            for server in entry.runtime_data.servers.values()
        ]
    return [async_get_server(call.hass, device_id)]


def _is_account(hass: HomeAssistant, device_id: str) -> bool:
    """Return whether a device stands for an account."""
    device = dr.async_get(hass).async_get(device_id)
    return device is not None and any(
        (DOMAIN, str(entry.unique_id)) in device.identifiers
        for entry in hass.config_entries.async_entries(DOMAIN)
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
                **describe_server(call.hass, server),
                "candidates": describe_attempts(server.data, attempts),
            }
        )
    return {"servers": answer}


async def _async_get_connection(call: ServiceCall) -> ServiceResponse:
    """Say which connection is in use; sends nothing."""
    answer: list[JsonValueType] = [
        describe_server(call.hass, server) for server in _servers(call)
    ]
    return {"servers": answer}


async def _async_forget(call: ServiceCall) -> ServiceResponse:
    """Forget the history of a server, and say how it is reached after new tests.

    Not of all there are unless somebody says so: what is forgotten is gone.
    """
    if not call.data:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="forget_what"
        )
    servers = _servers(call)
    await asyncio.gather(*(server.async_forget() for server in servers))
    answer: list[JsonValueType] = [
        describe_server(call.hass, server) for server in servers
    ]
    return {"servers": answer}


async def _async_reload(call: ServiceCall) -> None:
    """Look for servers again, and at every connection; nothing is loaded anew.

    Home Assistant's command palette offers it because of its name, and reloading
    everything calls it, so it is no error to be too early, or without an account.
    """
    entries: list[PlexConnectionConfigEntry] = (
        call.hass.config_entries.async_loaded_entries(DOMAIN)
    )
    looks = [entry.runtime_data.async_look_again() for entry in entries]
    for outcome in await asyncio.gather(*looks, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def _async_query(call: ServiceCall) -> ServiceResponse:
    """Ask a server something, and pass on what it says without secrets."""
    server = async_get_server(call.hass, call.data[ATTR_DEVICE_ID])
    path, params = call.data[ATTR_PATH], call.data[ATTR_PARAMS]
    secrets = _secrets(call.hass)
    texts = (path, *params, *query_of(params).values())
    if not all(map(is_parameter, params)) or mentions(secrets, *texts):
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
