"""Records everything that Home Assistant sends about one server, in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from custom_components.plex_connection.issues import id_suffix
from demo.api import Websocket
from tests.running.rig import DOMAIN, Rig
from tests.waiting import PATIENCE

from .screen import identity

type Message = dict[str, Any]

ISSUES = "repairs_issue_registry_updated"


@dataclass(frozen=True, kw_only=True)
class RecordedMessage:
    """One message from Home Assistant, and which subscription it came from.

    `kind`: state, bus, repair, server, row, account, answer, or mark for the test's own
    steps. `asked` is the position in the record at which an answer was requested.
    """

    kind: str
    what: str = ""
    data: Any = None
    asked: int = 0


@dataclass(kw_only=True)
class Record:
    """Messages so far, and the state that they result in."""

    name: str
    entry_id: str
    server_id: str
    device_id: str
    account_device: str
    keys: dict[str, str]
    """Keys of the enabled entities, by their ids: `sensor.connection_type`."""
    told: list[RecordedMessage] = field(default_factory=list)
    begun: dict[str, Message] = field(default_factory=dict)
    """States of entities when the record began."""
    states: dict[str, Message] = field(default_factory=dict)
    samples: list[dict[str, Message]] = field(default_factory=list)
    """States of the entities just after each message."""
    repairs: set[str] = field(default_factory=set)
    repairs_at: list[frozenset[str]] = field(default_factory=list)
    server: Message | None = None
    """As on the server's page."""
    answer: Message | None = None
    """Last answer of `get_connection`; None while the account is not loaded."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def shown(self, key: str) -> str:
        """Return the state of an entity."""
        state: str = self.states[key]["state"]
        return state

    def note(self, kind: str, what: str = "", data: Any = None, asked: int = 0) -> int:
        """Add a message, and return its position in the record."""
        self.told.append(RecordedMessage(kind=kind, what=what, data=data, asked=asked))
        self.samples.append(dict(self.states))
        self.repairs_at.append(frozenset(self.repairs))
        self.news.set()
        return len(self.told) - 1

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the messages fulfil a condition."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            raise AssertionError(f"not received: {what}") from None


@asynccontextmanager
async def recorded(rig: Rig, name: str, entry_id: str) -> AsyncIterator[Record]:
    """Record all messages about a server from now on.

    One websocket receives them all: Home Assistant sends them in the order of the
    events, whatever the subscription.
    """
    device_id = await rig.device(name, entry_id)
    (account,) = (
        each["title"]
        for each in await rig.home.ws("config_entries/get", domain=DOMAIN)
        if each["entry_id"] == entry_id
    )
    keys = {
        each["entity_id"]: f"{owner}{key}"
        for owner, device in (("", name), ("account ", account))
        for key, each in (await rig.entities(device, entry_id)).items()
        if each["disabled_by"] is None
    }
    _, server_id = await identity(rig, name, entry_id)
    record = Record(
        name=name,
        entry_id=entry_id,
        server_id=server_id,
        device_id=device_id,
        account_device=await rig.device(account, entry_id),
        keys=keys,
    )
    async with rig.home.websocket() as websocket:
        listener = _Listener(websocket, record)
        await listener.subscribe()
        listening = asyncio.ensure_future(listener.listen())
        try:
            await record.until(
                lambda: record.server, "the first message about the server"
            )
            yield record
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


class _Listener:
    """Receives the messages of one websocket."""

    def __init__(self, websocket: Websocket, record: Record) -> None:
        """Bind to the record."""
        self._websocket = websocket
        self._record = record
        self._subscriptions: dict[int, Callable[[Message], None]] = {}
        self._asked: dict[int, int] = {}

    async def subscribe(self) -> None:
        """Subscribe to every surface, and take the present states."""
        record, call = self._record, self._websocket.send
        for state in await self._websocket.call("get_states"):
            if (key := record.keys.get(state["entity_id"])) is not None:
                record.states[key] = state
        record.begun.update(record.states)
        for take, command, fields in (
            (self._take_state, "subscribe_events", {"event_type": "state_changed"}),
            (
                self._take_bus,
                "subscribe_events",
                {"event_type": "plex_connection_event"},
            ),
            (self._take_repair, "subscribe_events", {"event_type": ISSUES}),
            (
                self._take_server,
                "plex_connection/subscribe_server",
                {"entry_id": record.entry_id, "server_id": record.server_id},
            ),
            (self._take_overview, "plex_connection/subscribe_overview", {}),
        ):
            self._subscriptions[await call(command, **fields)] = take

    async def listen(self) -> None:
        """Note every message; after each, request the connection."""
        while True:
            message = await self._websocket.receive()
            number = message["id"]
            if message["type"] == "event":
                noted = len(self._record.told)
                self._subscriptions[number](message["event"])
                if len(self._record.told) > noted and not self._asked:
                    await self._ask()
            elif number in self._asked:
                asked = self._asked.pop(number)
                self._take_answer(asked, message)
                if len(self._record.told) > asked + 1:
                    # More messages came: the last answer must be newer than all.
                    await self._ask()
            else:
                assert message["success"], message

    async def _ask(self) -> None:
        """Call get_connection for all accounts: naming an unloaded one would fail."""
        number = await self._websocket.send(
            "call_service",
            domain=DOMAIN,
            service="get_connection",
            return_response=True,
        )
        self._asked[number] = len(self._record.told)

    def _take_answer(self, asked: int, message: Message) -> None:
        servers = message["result"]["response"]["servers"]
        ours = (each for each in servers if each["device_id"] == self._record.device_id)
        self._record.answer = next(ours, None)
        self._record.note("answer", data=self._record.answer, asked=asked)

    def _take_state(self, event: Message) -> None:
        record, data = self._record, event["data"]
        key = record.keys.get(data["entity_id"])
        if key is not None and data["new_state"] is not None:
            record.states[key] = data["new_state"]
            record.note("state", key, data["new_state"])

    def _take_bus(self, event: Message) -> None:
        data = event["data"]
        if data["device_id"] in (self._record.device_id, self._record.account_device):
            self._record.note("bus", data["type"], data)

    def _take_repair(self, event: Message) -> None:
        record, data = self._record, event["data"]
        suffix = id_suffix(record.entry_id, record.server_id)
        if data["domain"] == DOMAIN and data["issue_id"].endswith(suffix):
            key = data["issue_id"].removesuffix(suffix)
            is_there = data["action"] != "remove"
            (record.repairs.add if is_there else record.repairs.discard)(key)
            record.note("repair", key, data["action"])

    def _take_server(self, event: Message) -> None:
        self._record.server = event["server"]
        self._record.note("server", data=event["server"])

    def _take_overview(self, event: Message) -> None:
        record = self._record
        for gone in event["gone_servers"]:
            if gone["server_id"] == record.server_id:
                record.note("row", data=None)
        for row in event["servers"]:
            if (row["entry_id"], row["server_id"]) == (
                record.entry_id,
                record.server_id,
            ):
                record.note("row", data=row)
        for account in event["accounts"]:
            if account["entry_id"] == record.entry_id:
                record.note("account", data=account)
