"""The actions; all but `reload` return a response."""

import asyncio
from collections.abc import Iterable

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from .actions.diagnosis_response import describe_diagnosis
from .actions.permissions import Deed, async_require_control, async_require_rediscovery
from .actions.responses import (
    describe_attempts,
    describe_rejected,
    describe_server,
    tokens_of,
)
from .actions.targets import TARGET_FIELDS, async_get_server, async_get_targets
from .const import DOMAIN
from .coordinator import ServerCoordinator
from .errors import AccountUnloadedError, AnswerNotJsonError, ParameterInvalidError
from .plex import mentions
from .redaction.scrubbing import Scrubber
from .request_policy import is_parameter, is_value, query_of
from .runtime import PlexConnectionConfigEntry

SERVICE_REDISCOVER = "rediscover"
SERVICE_TEST_CONNECTIONS = "test_connections"
SERVICE_GET_CONNECTION = "get_connection"
SERVICE_DIAGNOSE = "diagnose"
SERVICE_FORGET = "forget"
SERVICE_QUERY = "query"
SERVICE_RELOAD = "reload"

ATTR_PARAMS = "params"
ATTR_PATH = "path"

QUERY_LIMIT = 4 * 1024 * 1024
"""Maximum bytes of an answer to a query: some 2000 films, enough for a template."""

TARGET_SCHEMA = vol.Schema(TARGET_FIELDS)
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
    """Register the actions, independently of any account."""
    for name, handler, response in (
        (SERVICE_REDISCOVER, _async_rediscover, SupportsResponse.OPTIONAL),
        (SERVICE_TEST_CONNECTIONS, _async_test_connections, SupportsResponse.OPTIONAL),
        (SERVICE_GET_CONNECTION, _async_get_connection, SupportsResponse.ONLY),
        (SERVICE_DIAGNOSE, _async_diagnose, SupportsResponse.ONLY),
    ):
        hass.services.async_register(
            DOMAIN,
            name,
            handler,
            schema=TARGET_SCHEMA,
            supports_response=response,
        )
    for name, handler, schema, response in (
        (SERVICE_FORGET, _async_forget, TARGET_SCHEMA, SupportsResponse.OPTIONAL),
        (SERVICE_QUERY, _async_query, QUERY_SCHEMA, SupportsResponse.ONLY),
    ):
        async_register_admin_service(hass, DOMAIN, name, handler, schema, response)
    async_register_admin_service(hass, DOMAIN, SERVICE_RELOAD, _async_reload)


async def _async_rediscover(call: ServiceCall) -> ServiceResponse:
    """Ask plex.tv again, and return its answer per account."""
    targets = async_get_targets(call.hass, call.data)
    await async_require_rediscovery(
        call.hass, call.context, targets.entries, targets.servers
    )
    answer: list[JsonValueType] = []
    errors: list[HomeAssistantError] = []
    for entry in targets.entries:
        try:
            # It may have been unloaded during the requests for the others.
            if entry.state is not ConfigEntryState.LOADED:
                raise AccountUnloadedError(account=entry.title)
            result = await entry.runtime_data.account.async_rediscover()
        except HomeAssistantError as err:
            # One account's failure does not concern the others.
            errors.append(err)
        else:
            answer.append({"config_entry_id": entry.entry_id, **result.as_dict()})
    if errors:
        raise errors[0]
    return {"accounts": answer}


async def _async_test_connections(call: ServiceCall) -> ServiceResponse:
    """Test every candidate, and return the results."""
    servers = async_get_targets(call.hass, call.data).servers
    await async_require_control(call.hass, call.context, Deed.TEST, servers)
    answer: list[JsonValueType] = []
    for server in servers:
        attempts = await server.async_test_connections()
        answer.append(
            {
                **describe_server(call.hass, server),
                "candidates": describe_attempts(server.data, attempts),
                "rejected": describe_rejected(server),
            }
        )
    return {"servers": answer}


async def _async_get_connection(call: ServiceCall) -> ServiceResponse:
    """Return the connections in use; sends nothing."""
    return _describe(call.hass, async_get_targets(call.hass, call.data).servers)


async def _async_diagnose(call: ServiceCall) -> ServiceResponse:
    """Find out what is wrong now, within five seconds, and return the diagnoses."""
    servers = async_get_targets(call.hass, call.data).servers
    await async_require_control(call.hass, call.context, Deed.TEST, servers)
    found = await asyncio.gather(
        *(each.config_entry.runtime_data.async_diagnose(each) for each in servers)
    )
    return {
        "servers": [
            describe_diagnosis(call.hass, server, diagnosed)
            for server, diagnosed in zip(servers, found, strict=True)
        ]
    }


async def _async_forget(call: ServiceCall) -> ServiceResponse:
    """Forget the history of servers, and return their connections after new tests.

    Requires an explicit target, as the history cannot be restored.
    """
    if not call.data:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="forget_what"
        )
    servers = async_get_targets(call.hass, call.data).servers
    await asyncio.gather(*(server.async_forget() for server in servers))
    return _describe(call.hass, servers)


async def _async_reload(call: ServiceCall) -> None:
    """Discover servers and check all connections again, without reloading anything.

    Home Assistant's quick search offers it because of its name, and reloading
    everything calls it, so a call too early, or without an account, is no error.
    """
    entries: list[PlexConnectionConfigEntry] = (
        call.hass.config_entries.async_loaded_entries(DOMAIN)
    )
    checks = [entry.runtime_data.async_check_again() for entry in entries]
    for outcome in await asyncio.gather(*checks, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def _async_query(call: ServiceCall) -> ServiceResponse:
    """Send a GET request to a server, and return its answer without secrets."""
    server = async_get_server(call.hass, call.data[ATTR_DEVICE_ID])
    path, params = call.data[ATTR_PATH], call.data[ATTR_PARAMS]
    entries = call.hass.config_entries.async_entries(DOMAIN)
    # Those of every account, loaded or not.
    secrets = [token for entry in entries for token in tokens_of(entry)]
    if not (all(map(is_parameter, params)) and all(map(is_value, params.values()))):
        raise ParameterInvalidError(server.name)
    if mentions(secrets, path, *params, *query_of(params).values()):
        raise ParameterInvalidError(server.name)
    answer = await server.backend.get_json(path, params, limit=QUERY_LIMIT)
    scrubber = Scrubber(secrets)
    try:
        answer = await call.hass.async_add_executor_job(scrubber.scrub, answer)
    except ValueError:
        raise AnswerNotJsonError(server.name) from None
    return {"answer": answer}


def _describe(
    hass: HomeAssistant, servers: Iterable[ServerCoordinator]
) -> dict[str, JsonValueType]:
    """Return the response about the servers' connections."""
    return {"servers": [describe_server(hass, server) for server in servers]}
