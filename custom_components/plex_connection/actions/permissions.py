"""Permissions: one rule for every way to request an operation on a server.

To send something to a server or choose its connection, a user needs control of the
entity that stands for it: permission to press the button also covers the action, the
page and assistants. Forgetting, arbitrary requests and seeing everything are for
administrators. Calls without a user, such as automations, may do everything.
`docs/actions.md` documents this.
"""

from collections.abc import Iterable
from enum import StrEnum

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL
from homeassistant.components.button import DOMAIN as BUTTON
from homeassistant.components.select import DOMAIN as SELECT
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..coordinator import ServerCoordinator
from ..runtime import PlexConnectionConfigEntry


class Deed(StrEnum):
    """Operations on a server; the value is the key of the entity for it."""

    TEST = "test_connections"
    REDISCOVER = "rediscover"
    PIN = "connection"


async def async_user_of(hass: HomeAssistant, context: Context) -> User | None:
    """Return the user behind a call, None without one; raises UnknownUser."""
    if context.user_id is None:
        return None
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context)
    return user


async def async_require_admin(hass: HomeAssistant, context: Context) -> None:
    """Raise Unauthorized if the call has a user who is not an administrator."""
    user = await async_user_of(hass, context)
    if user is not None and not user.is_admin:
        raise Unauthorized(context=context)


async def async_require_control(
    hass: HomeAssistant,
    context: Context,
    deed: Deed,
    servers: Iterable[ServerCoordinator],
) -> None:
    """Raise Unauthorized unless the user may do this with each of the servers."""
    user = await async_user_of(hass, context)
    if not all(may_control(hass, user, deed, server) for server in servers):
        raise _unauthorized(context)


async def async_require_rediscovery(
    hass: HomeAssistant,
    context: Context,
    entries: Iterable[PlexConnectionConfigEntry],
    servers: Iterable[ServerCoordinator],
) -> None:
    """Raise Unauthorized unless the user may rediscover each of the accounts.

    Control of the account's button suffices, or of those of all targeted servers.
    """
    user = await async_user_of(hass, context)
    meant = tuple(servers)
    for entry in entries:
        of_entry = [each for each in meant if each.config_entry is entry]
        if not may_rediscover(hass, user, entry, of_entry):
            raise _unauthorized(context)


@callback
def may_control(
    hass: HomeAssistant, user: User | None, deed: Deed, server: ServerCoordinator
) -> bool:
    """Return whether a user may do this with a server; None: no user, allowed."""
    domain = SELECT if deed is Deed.PIN else BUTTON
    unique_id = f"{server.account_id}_{server.record.server_id}_{deed}"
    return _may_control(hass, user, domain, unique_id)


@callback
def may_rediscover(
    hass: HomeAssistant,
    user: User | None,
    entry: PlexConnectionConfigEntry,
    servers: Iterable[ServerCoordinator],
) -> bool:
    """Return whether a user may rediscover, for an account or its servers."""
    if _may_control(hass, user, BUTTON, f"{entry.unique_id}_{Deed.REDISCOVER}"):
        return True
    found = [may_control(hass, user, Deed.REDISCOVER, each) for each in servers]
    return bool(found) and all(found)


def _may_control(
    hass: HomeAssistant, user: User | None, domain: str, unique_id: str
) -> bool:
    if user is None or user.is_admin:
        return True
    entity_id = er.async_get(hass).async_get_entity_id(domain, DOMAIN, unique_id)
    if entity_id is None:
        return False
    return user.permissions.check_entity(entity_id, POLICY_CONTROL)


def _unauthorized(context: Context) -> Unauthorized:
    return Unauthorized(
        context=context, permission=POLICY_CONTROL, perm_category=CAT_ENTITIES
    )
