"""Goes through dialogs over HTTP, as Home Assistant's frontend does."""

import asyncio
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from homeassistant.core import Event, HomeAssistant
from homeassistant.data_entry_flow import EVENT_DATA_ENTRY_FLOW_PROGRESSED

from custom_components.plex_connection.const import DOMAIN
from tests.waiting import PATIENCE

type Step = dict[str, Any]

FLOWS = "/api/config/config_entries/flow"
OPTIONS = "/api/config/config_entries/options/flow"
REPAIRS = "/api/repairs/issues/fix"


class Frontend:
    """Goes through one dialog after another, as Home Assistant's owner."""

    def __init__(
        self, hass: HomeAssistant, client: TestClient[Any, Any], *, dialogs: str = FLOWS
    ) -> None:
        """Send requests by `client`; `dialogs` is the path of one kind of dialog."""
        self._client = client
        self._dialogs = dialogs
        self._flow_id = ""
        self._moved = asyncio.Event()
        hass.bus.async_listen(EVENT_DATA_ENTRY_FLOW_PROGRESSED, self._on_progress)

    async def _on_progress(self, event: Event) -> None:
        if event.data["flow_id"] == self._flow_id:
            self._moved.set()

    async def begin(self, handler: str = DOMAIN, **more: str) -> Step:
        """Open a dialog; by default the one that adds the integration."""
        data = {"handler": handler, **more}
        step = await self._seen(self._client.post(self._dialogs, json=data))
        self._flow_id = step["flow_id"]
        return step

    async def take_up(self, flow_id: str) -> Step:
        """Continue a flow that Home Assistant has started."""
        self._flow_id = flow_id
        return await self.look()

    async def look(self) -> Step:
        """Return the flow's current step."""
        return await self._seen(self._client.get(self._flow))

    async def submit(self, data: dict[str, Any] | None = None) -> Step:
        """Submit a form filled in with `data`."""
        self._moved.clear()
        return await self._seen(self._client.post(self._flow, json=data or {}))

    async def choose(self, step_id: str) -> Step:
        """Choose a menu option."""
        return await self.submit({"next_step_id": step_id})

    async def is_refused(self, data: dict[str, Any]) -> bool:
        """Submit a form, and return whether it was rejected as a bad request."""
        response = await self._client.post(self._flow, json=data)
        return response.status == HTTPStatus.BAD_REQUEST

    async def moved_on(self) -> Step:
        """Wait until the external step is done, and return the next step."""
        async with asyncio.timeout(PATIENCE):
            await self._moved.wait()
        self._moved.clear()
        return await self.look()

    async def give_up(self) -> None:
        """Close the dialog."""
        await self._client.delete(self._flow)

    @property
    def _flow(self) -> str:
        return f"{self._dialogs}/{self._flow_id}"

    async def _seen(self, request: Awaitable[ClientResponse]) -> Step:
        response = await request
        assert response.status == HTTPStatus.OK, await response.text()
        step: Step = await response.json()
        return step
