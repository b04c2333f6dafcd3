"""The dashboard's commands on Home Assistant's WebSocket.

Every user may read; `permissions` decides who may act. The other side is
`frontend/src/data/wire.ts`.
"""

from typing import Any

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized
import voluptuous as vol

from ..actions.diagnosis_response import forum_text
from ..actions.permissions import Deed, may_control, may_rediscover
from ..candidate_labels import choices
from ..const import ATTR_ENTRY_ID, ATTR_SERVER_ID, DOMAIN
from ..coordinator import ServerCoordinator
from .connection_test import ConnectionTest
from .live_updates import OverviewUpdates, ServerUpdates
from .subscriptions import ServerKey, Subscriber, async_find_account, async_find_server
from .views import verdict_view

SERVER: dict[str | vol.Marker, Any] = {
    vol.Required(ATTR_ENTRY_ID): str,
    vol.Required(ATTR_SERVER_ID): str,
}


@callback
def async_setup_commands(hass: HomeAssistant) -> None:
    """Register the commands, independently of any account."""
    for command in (
        _async_subscribe_overview,
        _async_subscribe_server,
        _async_diagnose,
        _async_test_connections,
        _async_rediscover,
        _async_pin,
        _async_forget,
    ):
        websocket_api.async_register_command(hass, command)


@callback
@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/subscribe_overview"})
def _async_subscribe_overview(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send all accounts and servers, and their changes."""
    updates = OverviewUpdates(hass, Subscriber(connection, msg["id"]))
    connection.subscriptions[msg["id"]] = updates.async_stop
    connection.send_result(msg["id"])
    updates.async_start()


@callback
@websocket_api.websocket_command(
    {vol.Required("type"): f"{DOMAIN}/subscribe_server", **SERVER}
)
def _async_subscribe_server(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send one server and its changes; it need not exist yet."""
    updates = ServerUpdates(hass, _key(msg), Subscriber(connection, msg["id"]))
    connection.subscriptions[msg["id"]] = updates.async_stop
    connection.send_result(msg["id"])
    updates.async_start()


@callback
@websocket_api.websocket_command(
    {vol.Required("type"): f"{DOMAIN}/test_connections", **SERVER}
)
def _async_test_connections(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Test every address, and send each result when it arrives."""
    if (server := _server(hass, connection, msg)) is None:
        return
    if not may_control(hass, connection.user, Deed.TEST, server):
        raise Unauthorized(permission=POLICY_CONTROL)
    test = ConnectionTest(server, Subscriber(connection, msg["id"]))
    connection.subscriptions[msg["id"]] = test.async_stop
    connection.send_result(msg["id"])
    test.async_start()


@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/diagnose", **SERVER})
@websocket_api.async_response
async def _async_diagnose(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Find out what is wrong with a server now, within five seconds."""
    if (server := _server(hass, connection, msg)) is None:
        return
    if not may_control(hass, connection.user, Deed.TEST, server):
        raise Unauthorized(permission=POLICY_CONTROL)
    found = await server.config_entry.runtime_data.async_diagnose(server)
    text = forum_text(found.verdict, found.evidence)
    shown = verdict_view(server, found.verdict)
    connection.send_result(msg["id"], {**shown, "text": text})


@websocket_api.websocket_command(
    {vol.Required("type"): f"{DOMAIN}/rediscover", vol.Required(ATTR_ENTRY_ID): str}
)
@websocket_api.async_response
async def _async_rediscover(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Ask plex.tv for the account's servers."""
    if (entry := async_find_account(hass, msg[ATTR_ENTRY_ID])) is None:
        error = ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_account"
        )
        _refuse(connection, msg, error)
        return
    runtime = entry.runtime_data
    if not may_rediscover(hass, connection.user, entry, runtime.servers.values()):
        raise Unauthorized(permission=POLICY_CONTROL)
    result = await runtime.account.async_rediscover()
    connection.send_result(msg["id"], result.as_dict())


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/pin",
        **SERVER,
        vol.Required("url"): vol.Any(str, None),
    }
)
@websocket_api.async_response
async def _async_pin(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Use only this address; null: choose again."""
    if (server := _server(hass, connection, msg)) is None:
        return
    if not may_control(hass, connection.user, Deed.PIN, server):
        raise Unauthorized(permission=POLICY_CONTROL)
    url: str | None = msg["url"]
    if url is not None and url not in choices(server.data).values():
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="address_unknown",
            translation_placeholders={"server": server.name},
        )
    await server.async_pin(url)
    connection.send_result(msg["id"], {})


@websocket_api.require_admin
@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/forget", **SERVER})
@websocket_api.async_response
async def _async_forget(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Forget the history of a server's connections, and test all addresses."""
    if (server := _server(hass, connection, msg)) is None:
        return
    await server.async_forget()
    connection.send_result(msg["id"], {})


def _key(msg: dict[str, Any]) -> ServerKey:
    return msg[ATTR_ENTRY_ID], msg[ATTR_SERVER_ID]


def _server(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> ServerCoordinator | None:
    """Return the server of a command; None after answering that it is unknown."""
    server = async_find_server(hass, _key(msg))
    if server is None:
        error = ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="server_unknown",
            translation_placeholders={"device": msg[ATTR_SERVER_ID]},
        )
        _refuse(connection, msg, error)
    return server


def _refuse(
    connection: ActiveConnection, msg: dict[str, Any], error: ServiceValidationError
) -> None:
    """Answer with a not-found error."""
    connection.send_error(
        msg["id"],
        websocket_api.ERR_NOT_FOUND,
        str(error),
        translation_domain=error.translation_domain,
        translation_key=error.translation_key,
        translation_placeholders=error.translation_placeholders,
    )
