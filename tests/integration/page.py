"""A dashboard page, as Home Assistant's websocket sees it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import WSMsgType
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.plex_connection.const import DOMAIN

type Message = dict[str, Any]


@dataclass
class Subscription:
    """One subscription: its answer and its events."""

    id: int
    answer: Message
    events: list[Message] = field(default_factory=list)

    @property
    def last(self) -> Message:
        """Return the newest event."""
        return self.events[-1]

    def take(self) -> list[Message]:
        """Return the events since the last call."""
        taken = self.events.copy()
        self.events.clear()
        return taken


class Page:
    """Sends commands, and assigns each message to its command."""

    def __init__(self, client: MockHAClientWebSocket) -> None:
        """Start reading messages."""
        self._client = client
        self._last_id = 0
        self._answers: dict[int, asyncio.Future[Message]] = {}
        self._events: dict[int, list[Message]] = {}
        self._reading = asyncio.ensure_future(self._read())

    @classmethod
    async def open(cls, generator: WebSocketGenerator, *arguments: Any) -> Page:
        """Sign in; `arguments` go to the test package's fixture."""
        return cls(await generator(*arguments))

    async def close(self) -> None:
        """Disconnect, as a closed browser tab does."""
        self._reading.cancel()
        await self._client.close()

    async def ask(self, command: str, **parameters: Any) -> Message:
        """Return the answer to one of our commands, which may be an error."""
        return await self._ask(f"{DOMAIN}/{command}", parameters)

    async def subscribe(self, command: str, **parameters: Any) -> Subscription:
        """Return a subscription; its events are added as they arrive."""
        answer = await self.ask(command, **parameters)
        events = self._events.setdefault(answer["id"], [])
        return Subscription(answer["id"], answer, events)

    async def unsubscribe(self, subscription: Subscription) -> None:
        """End a subscription."""
        answer = await self._ask(
            "unsubscribe_events", {"subscription": subscription.id}
        )
        assert answer["success"]

    async def _ask(self, command: str, parameters: Message) -> Message:
        self._last_id += 1
        answer = self._answers[self._last_id] = asyncio.Future()
        await self._client.send_json(
            {"id": self._last_id, "type": command, **parameters}
        )
        return await answer

    async def _read(self) -> None:
        while True:
            received = await self._client.receive()
            if received.type is not WSMsgType.TEXT:
                return
            message = cast("Message", received.json())
            if message["type"] == "event":
                events = self._events.setdefault(message["id"], [])
                events.append(message["event"])
            else:
                self._answers.pop(message["id"]).set_result(message)
