"""Permissions: one table for every path to an action."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from homeassistant.auth.const import (
    GROUP_ID_ADMIN,
    GROUP_ID_READ_ONLY,
    GROUP_ID_USER,
)
from homeassistant.auth.models import Group, User
from homeassistant.auth.permissions.system_policies import (
    ADMIN_POLICY,
    READ_ONLY_POLICY,
    USER_POLICY,
)
from homeassistant.auth.permissions.types import PolicyType
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import device_registry as dr, entity_registry as er, llm
import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .acting import acted
from .assistant import tools
from .conftest import Attic, Elapse
from .page import Page

ROLES = ("owner", "administrator", "user", "reader", "guest", "stranger", "automation")
"""A user controls all entities, a reader sees them, "guest" may do neither; Home
Assistant does not know a stranger; an automation is no user."""

CONTROL = ("owner", "administrator", "user", "automation")
ADMINISTRATION = ("owner", "administrator", "automation")

SERVER_ID, ENTRY_ID, DEVICE_ID = "<server>", "<entry>", "<device>"


@dataclass(frozen=True, kw_only=True)
class Way:
    """One path to an action."""

    kind: str
    name: str
    data: dict[str, Any]
    allowed: tuple[str, ...]


TABLE = {
    "action: test one": Way(
        kind=DOMAIN,
        name="test_connections",
        data={"device_id": DEVICE_ID},
        allowed=CONTROL,
    ),
    "action: test all": Way(
        kind=DOMAIN, name="test_connections", data={}, allowed=CONTROL
    ),
    "button: test": Way(
        kind="button", name="test_connections", data={}, allowed=CONTROL
    ),
    "page: test": Way(
        kind="page",
        name="test_connections",
        data={"entry_id": ENTRY_ID, "server_id": SERVER_ID},
        allowed=CONTROL,
    ),
    "action: diagnose": Way(
        kind=DOMAIN, name="diagnose", data={"device_id": DEVICE_ID}, allowed=CONTROL
    ),
    "page: diagnose": Way(
        kind="page",
        name="diagnose",
        data={"entry_id": ENTRY_ID, "server_id": SERVER_ID},
        allowed=CONTROL,
    ),
    "assistant: test": Way(
        kind="assistant", name="test_connections", data={}, allowed=CONTROL
    ),
    "action: rediscover by server": Way(
        kind=DOMAIN, name="rediscover", data={"device_id": DEVICE_ID}, allowed=CONTROL
    ),
    "action: rediscover by account": Way(
        kind=DOMAIN,
        name="rediscover",
        data={"config_entry_id": ENTRY_ID},
        allowed=CONTROL,
    ),
    "button: rediscover": Way(
        kind="button", name="rediscover", data={}, allowed=CONTROL
    ),
    "account's button: rediscover": Way(
        kind="account's button", name="rediscover", data={}, allowed=CONTROL
    ),
    "page: rediscover": Way(
        kind="page", name="rediscover", data={"entry_id": ENTRY_ID}, allowed=CONTROL
    ),
    "select: pin": Way(kind="select", name="connection", data={}, allowed=CONTROL),
    "page: pin": Way(
        kind="page",
        name="pin",
        data={"entry_id": ENTRY_ID, "server_id": SERVER_ID, "url": None},
        allowed=CONTROL,
    ),
    "action: forget": Way(
        kind=DOMAIN,
        name="forget",
        data={"device_id": DEVICE_ID},
        allowed=ADMINISTRATION,
    ),
    "button: forget": Way(
        kind="button", name="forget", data={}, allowed=ADMINISTRATION
    ),
    "page: forget": Way(
        kind="page",
        name="forget",
        data={"entry_id": ENTRY_ID, "server_id": SERVER_ID},
        allowed=ADMINISTRATION,
    ),
    "action: query": Way(
        kind=DOMAIN,
        name="query",
        data={"device_id": DEVICE_ID, "path": "/library/sections"},
        allowed=ADMINISTRATION,
    ),
    "action: reload": Way(kind=DOMAIN, name="reload", data={}, allowed=ADMINISTRATION),
}


GROUPS: dict[str, tuple[str, PolicyType]] = {
    "administrator": (GROUP_ID_ADMIN, ADMIN_POLICY),
    "user": (GROUP_ID_USER, USER_POLICY),
    "reader": (GROUP_ID_READ_ONLY, READ_ONLY_POLICY),
    "guest": ("guests", {}),
}


@pytest.fixture
def roles(hass: HomeAssistant) -> dict[str, User | None]:
    """Return the users by role; the stranger is unregistered, automation is None."""
    people: dict[str, User | None] = {
        name: MockUser(
            name=name, groups=[Group(name=name, id=group, policy=policy)]
        ).add_to_hass(hass)
        for name, (group, policy) in GROUPS.items()
    }
    people["owner"] = MockUser(name="owner", is_owner=True).add_to_hass(hass)
    people["stranger"] = MockUser(name="stranger")
    people["automation"] = None
    return people


class Rig:
    """Requests actions as one of the users."""

    def __init__(
        self,
        hass: HomeAssistant,
        server: ServerCoordinator,
        page: Page | None,
        user: User | None,
    ) -> None:
        """Bind to a user and, for the page's commands, to a page."""
        self._hass = hass
        self._page = page
        self._context = Context(user_id=None if user is None else user.id)
        entry = server.config_entry
        self._account_id = str(entry.unique_id)
        self._server_id = server.record.server_id
        self._meant = {
            ENTRY_ID: entry.entry_id,
            SERVER_ID: self._server_id,
            DEVICE_ID: dr.async_get_device_id_by_identifier(
                hass, (DOMAIN, self._server_id), config_entry_id=entry.entry_id
            ),
        }

    async def is_allowed(self, way: Way) -> bool:
        """Request it; return whether that was allowed, whatever the result."""
        asking: dict[str, Callable[[Way], Coroutine[Any, Any, bool]]] = {
            "page": self._ask_page,
            "assistant": self._ask_assistant,
        }
        try:
            return await asking.get(way.kind, self._call)(way)
        except Unauthorized:
            return False
        except HomeAssistantError:
            # plex.tv is not asked more than three times in two minutes.
            return True

    async def _call(self, way: Way) -> bool:
        domain, action, data = self._action_of(way)
        await self._hass.services.async_call(
            domain,
            action,
            data,
            blocking=True,
            context=self._context,
            return_response=domain == DOMAIN and action != "reload",
        )
        return True

    def _action_of(self, way: Way) -> tuple[str, str, dict[str, Any]]:
        if way.kind == DOMAIN:
            data = {
                key: self._meant.get(way.data[key], way.data[key]) for key in way.data
            }
            return DOMAIN, way.name, data
        owner = f"{self._account_id}_{self._server_id}"
        if way.kind == "account's button":
            owner = self._account_id
        domain = "select" if way.kind == "select" else "button"
        entity_id = er.async_get(self._hass).async_get_entity_id(
            domain, DOMAIN, f"{owner}_{way.name}"
        )
        if domain == "select":
            data = {"entity_id": entity_id, "option": "automatic"}
            return domain, "select_option", data
        return domain, "press", {"entity_id": entity_id}

    async def _ask_page(self, way: Way) -> bool:
        assert self._page is not None
        data = {
            key: None if value is None else self._meant[value]
            for key, value in way.data.items()
        }
        answer = await self._page.ask(way.name, **data)
        is_refused = not answer["success"] and answer["error"]["code"] == "unauthorized"
        return not is_refused

    async def _ask_assistant(self, way: Way) -> bool:
        asked = llm.ToolInput(f"{DOMAIN}__{way.name}", {})
        api = await tools(self._hass, self._context)
        answer = await api.async_call_tool(asked)
        return "may not" not in str(answer.data.get("error"))


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.provokes("Unauthorized (unauthorized)")
@pytest.mark.parametrize("role", ROLES)
async def test_table(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    roles: dict[str, User | None],
    hass_ws_client: WebSocketGenerator,
    elapse: Elapse,
    role: str,
) -> None:
    """All paths allow the roles that may press the button; a refusal sends nothing."""
    user = roles[role]
    await elapse(20, step=1)
    await tools(hass)
    page: Page | None = None
    if user is not None and role != "stranger":
        tokens = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
        token = hass.auth.async_create_access_token(tokens)
        page = await Page.open(hass_ws_client, hass, token)
    rig = Rig(hass, server, page, user)
    found: dict[str, bool] = {}
    for name, way in TABLE.items():
        if way.kind == "page" and page is None:
            continue
        asked = len(sim.record.requests)
        found[name] = await acted(elapse, rig.is_allowed(way), seconds=5)
        assert found[name] or len(sim.record.requests) == asked, name
    assert found == {name: role in TABLE[name].allowed for name in found}
    if page is not None:
        await page.close()


async def test_permission_for_one_button(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    roles: dict[str, User | None],
    elapse: Elapse,
) -> None:
    """Permission for one button allows its action by each path, and no other."""
    user = roles["guest"]
    await tools(hass)
    assert isinstance(user, MockUser)
    user.mock_policy(
        {"entities": {"entity_ids": {"button.attic_test_connections": True}}}
    )
    rig = Rig(hass, server, None, user)
    found = {
        name
        for name, way in TABLE.items()
        if way.kind != "page" and await acted(elapse, rig.is_allowed(way), seconds=5)
    }
    assert found == {
        "action: test one",
        "action: test all",
        "action: diagnose",
        "button: test",
        "assistant: test",
    }
