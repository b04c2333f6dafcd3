"""A running Home Assistant and its simulation, as a user has them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from demo.api import ApiError, Websocket
from demo.home_assistant import HomeAssistant
from demo.world import World
from tests.waiting import PATIENCE

DOMAIN = "plex_connection"

FLOWS = "/api/config/config_entries/flow"
OPTIONS = "/api/config/config_entries/options/flow"
FIXES = "/api/repairs/issues/fix"

GLANCE = 0.1
"""Seconds between two polls of what can only be polled."""

type Event = dict[str, Any]


class Heard:
    """Events of a websocket's subscription, from its start."""

    def __init__(self, websocket: Websocket) -> None:
        """Take a websocket that has subscribed."""
        self._websocket = websocket
        self.events: list[Event] = []

    async def until(self, wanted: Callable[[Event], object]) -> Event:
        """Return the first wanted event; wait for it if necessary."""
        for event in self.events:
            if wanted(event):
                return event
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await anext(self._websocket)
                self.events.append(event)
                if wanted(event):
                    return event


@dataclass(frozen=True, kw_only=True)
class Rig:
    """Both processes, and the entries of the two accounts."""

    home: HomeAssistant
    world: World
    alice: str
    nora: str

    @asynccontextmanager
    async def hearing(self, command: str, **fields: Any) -> AsyncIterator[Heard]:
        """Subscribe within the context."""
        async with self.home.websocket() as websocket:
            await websocket.call(command, **fields)
            yield Heard(websocket)

    async def call(self, action: str, **data: Any) -> Any:
        """Call an action of ours, and return its response."""
        result = await self.home.ws(
            "call_service",
            domain=DOMAIN,
            service=action,
            service_data=data,
            return_response=True,
        )
        return result["response"]

    async def refusal(self, action: str, **data: Any) -> str:
        """Call an action of ours that fails; return the user's error message."""
        try:
            await self.call(action, **data)
        except ApiError as err:
            return err.told
        raise AssertionError(f"{action} did not fail")

    async def act_on(self, entity_id: str, action: str, **data: Any) -> None:
        """Call an action of Home Assistant's own on an entity."""
        domain, _, _ = entity_id.partition(".")
        path = f"/api/services/{domain}/{action}"
        await self.home.post(path, {"entity_id": entity_id, **data})

    async def device(self, name: str, entry_id: str | None = None) -> str:
        """Return the device of a server or an account, Alice's by default."""
        for device in await self.home.ws("config/device_registry/list"):
            is_of = (entry_id or self.alice) in device["config_entries"]
            if is_of and device["name"] == name:
                found: str = device["id"]
                return found
        raise LookupError(name)

    async def entities(
        self, name: str, entry_id: str | None = None
    ) -> dict[str, Event]:
        """Return the entities of a device as registered, by domain and key."""
        device_id = await self.device(name, entry_id)
        return {
            f"{each['entity_id'].partition('.')[0]}.{each['translation_key']}": each
            for each in await self.home.ws("config/entity_registry/list")
            if each["device_id"] == device_id
        }

    async def entity(self, name: str, key: str, entry_id: str | None = None) -> str:
        """Return an entity's id, by its domain and key."""
        found: str = (await self.entities(name, entry_id))[key]["entity_id"]
        return found

    async def enable(self, name: str, entry_id: str, *keys: str) -> None:
        """Enable entities of a server that are disabled by default.

        Wait for Home Assistant to reload the account, half a minute later.
        """
        found = [(await self.entities(name, entry_id))[key] for key in keys]
        off = [each["entity_id"] for each in found if each["disabled_by"]]
        for entity_id in off:
            await self.home.ws(
                "config/entity_registry/update", entity_id=entity_id, disabled_by=None
            )
        for entity_id in off:
            await until(partial(self._is_there, entity_id), entity_id)

    async def state(self, entity_id: str) -> Event:
        """Return an entity's state."""
        state: Event = await self.home.get(f"/api/states/{entity_id}")
        return state

    async def shows(self, entity_id: str, *wanted: str) -> None:
        """Wait until an entity has one of the wanted states."""
        await until(lambda: self._is(entity_id, wanted), f"{entity_id}: {wanted}")

    async def _is(self, entity_id: str, wanted: tuple[str, ...]) -> bool:
        try:
            return (await self.state(entity_id))["state"] in wanted
        except ApiError:
            # Absent while its entry reloads.
            return False

    async def _is_there(self, entity_id: str) -> bool:
        try:
            return bool((await self.state(entity_id))["state"] != "unavailable")
        except ApiError:
            return False

    async def became(self, name: str, kind: str, entry_id: str | None = None) -> None:
        """Wait until a server has a type of connection."""
        await self.shows(
            await self.entity(name, "sensor.connection_type", entry_id), kind
        )

    async def issues(self) -> dict[str, Event]:
        """Return the listed repairs, by their translation keys."""
        listed = (await self.home.ws("repairs/list_issues"))["issues"]
        return {each["translation_key"]: each for each in listed}

    async def texts(self, category: str, language: str = "en") -> dict[str, str]:
        """Return our texts of a category, as the frontend loads them."""
        answer = await self.home.ws(
            "frontend/get_translations",
            language=language,
            category=category,
            integration=DOMAIN,
        )
        resources: dict[str, str] = answer["resources"]
        return resources


def place(url: str) -> str:
    """Return the address in a plex.direct name, with its port."""
    label, _, port = url.removeprefix("https://").partition(".")
    return f"{label.replace('-', '.')}:{port.rpartition(':')[2]}"


async def until(condition: Callable[[], Any], what: str) -> None:
    """Poll until an asynchronous condition of another process holds."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await condition():  # noqa: ASYNC110
                await asyncio.sleep(GLANCE)
    except TimeoutError:
        raise AssertionError(f"did not happen: {what}") from None


async def signed_in(rig: Rig, step: Event, account: str) -> Event:
    """Sign in on Plex's page; return the dialog's next step."""
    assert step["type"] == "external"
    assert step["url"].startswith("https://app.plex.tv/auth")
    await rig.world.act(do="claim", account=account)
    async with asyncio.timeout(PATIENCE):
        while step["type"].startswith("external"):
            await asyncio.sleep(GLANCE)
            step = await rig.home.get(f"{FLOWS}/{step['flow_id']}")
    return step


@asynccontextmanager
async def plex_tv_down(rig: Rig) -> AsyncIterator[None]:
    """Let plex.tv answer with nothing but errors within the context."""
    hosts = ("plex.tv", "clients.plex.tv")
    for host in hosts:
        await rig.world.act(do="inject", listener=host, fault="server_error")
    try:
        yield
    finally:
        for host in hosts:
            await rig.world.act(do="heal", listener=host)


OFFER = "messages"
"""The step that an account begins with, once: it offers notifications."""


async def options_form(rig: Rig, entry_id: str) -> dict[str, Any]:
    """Return the options form, after declining the offer before it."""
    form: dict[str, Any] = await rig.home.post(OPTIONS, {"handler": entry_id})
    if form["step_id"] == OFFER:
        await rig.home.delete(f"{OPTIONS}/{form['flow_id']}")
        form = await rig.home.post(OPTIONS, {"handler": entry_id})
    return form


async def set_options(
    rig: Rig, entry_id: str, changes: Mapping[str, Mapping[str, Any]]
) -> None:
    """Fill in the options form as shown, change some fields, and submit it."""
    form = await options_form(rig, entry_id)
    assert form["type"] == "form"
    filled = {
        section["name"]: {
            field["name"]: field["default"] for field in section["schema"]
        }
        for section in form["data_schema"]
    }
    for name, values in changes.items():
        assert filled[name].keys() >= values.keys()
        filled[name] |= values
    result = await rig.home.post(f"{OPTIONS}/{form['flow_id']}", filled)
    assert result["type"] == "create_entry", result
    await loaded(rig, entry_id)


async def loaded(rig: Rig, entry_id: str) -> None:
    """Wait until an entry is loaded, for the first time or again."""

    async def is_loaded() -> bool:
        found = await rig.home.ws("config_entries/get", domain=DOMAIN)
        states = {each["entry_id"]: each["state"] for each in found}
        return states.get(entry_id) == "loaded"

    await until(is_loaded, "the entry is loaded")
