"""Push: websockets and server-sent events of one media server."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
import json
import logging
from typing import Any

from aiohttp import WSMsgType, web

from .connection import current_connection
from .faults import FaultKind

_LOGGER = logging.getLogger(__name__)

EVENT_STREAM_PING = 10.0
"""Seconds between the pings of an event stream (fact sheet, section 6)."""

CHILDREN = {
    "playing": "PlaySessionStateNotification",
    "activity": "ActivityNotification",
    "status": "StatusNotification",
    "reachability": "ReachabilityNotification",
    "timeline": "TimelineEntry",
    "progress": "ProgressNotification",
    "preference": "Setting",
    "backgroundProcessingQueue": "BackgroundProcessingQueueEventNotification",
    "update.statechange": "AutoUpdateNotification",
    "account": "AccountUpdateNotification",
    "log": "LogSentNotification",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """The types that a listener wants: only some, or all but some."""

    types: frozenset[str]
    only: bool

    @classmethod
    def parse(cls, text: str | None) -> Filter:
        """Parse the argument `filters`; without it, everything but logs."""
        if text is None:
            text = "-log"
        excluding = text.startswith("-")
        types = frozenset(filter(None, text.removeprefix("-").split(",")))
        return cls(types, only=bool(types) and not excluding)

    def admits(self, kind: str) -> bool:
        """Return whether a notification of this type is wanted."""
        return (kind in self.types) is self.only


class Notifications:
    """The listeners of one server."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._sockets: dict[web.WebSocketResponse, Filter] = {}
        self._streams: dict[web.StreamResponse, Filter] = {}

    @property
    def websockets(self) -> int:
        """Return how many websockets are open."""
        return len(self._sockets)

    @property
    def event_streams(self) -> int:
        """Return how many event streams are open."""
        return len(self._streams)

    async def send(self, kind: str, children: Sequence[dict[str, Any]]) -> int:
        """Send a notification; return how many listeners wanted it."""
        child = CHILDREN.get(kind, "TranscodeSession")
        container = {"type": kind, "size": len(children), child: list(children)}
        text = json.dumps({"NotificationContainer": container})
        sockets = [ws for ws, wants in self._sockets.items() if wants.admits(kind)]
        streams = [to for to, wants in self._streams.items() if wants.admits(kind)]
        for ws in sockets:
            with suppress(ConnectionError):
                await ws.send_str(text)
        event = f"event: {kind}\ndata: {json.dumps({child: list(children)})}\n\n"
        for stream in streams:
            with suppress(ConnectionError):
                await stream.write(event.encode())
        return len(sockets) + len(streams)

    async def close_websockets(self, code: int = 1001) -> None:
        """Close every websocket, like a server that shuts down cleanly."""
        for ws in tuple(self._sockets):
            await ws.close(code=code)

    async def serve_websocket(self, request: web.Request) -> web.StreamResponse:
        """Keep one websocket until it ends."""
        half_open = current_connection().listener.faults.met_by(
            request.path, FaultKind.WEBSOCKET_HALF_OPEN
        )
        ws = web.WebSocketResponse(autoping=half_open is None)
        await ws.prepare(request)
        self._sockets[ws] = _filter_of(request)
        try:
            while (message := await ws.receive()).type not in (
                WSMsgType.CLOSE,
                WSMsgType.CLOSING,
                WSMsgType.CLOSED,
                WSMsgType.ERROR,
            ):
                # A server ignores what clients send here; a half-open one ignores pings
                # too.
                del message
        except ConnectionError:
            _LOGGER.debug("A websocket's client went away before its pong")
        finally:
            self._sockets.pop(ws, None)
        return ws

    async def serve_events(self, request: web.Request) -> web.StreamResponse:
        """Keep one event stream until it ends, with a ping every ten seconds."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        self._streams[stream] = _filter_of(request)
        try:
            while True:
                await stream.write(b"event: ping\ndata: {}\n\n")
                await asyncio.sleep(EVENT_STREAM_PING)
        except ConnectionError:
            return stream
        finally:
            self._streams.pop(stream, None)


def _filter_of(request: web.Request) -> Filter:
    # The official text says "filters", its parameter list "filter".
    return Filter.parse(request.query.get("filters", request.query.get("filter")))
