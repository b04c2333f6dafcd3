"""The push channel of one server: one websocket."""

import asyncio
from contextlib import AsyncExitStack, suppress
from enum import StrEnum
import struct
from types import TracebackType
from typing import Literal, Self

from aiohttp import (
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    DummyCookieJar,
    WSCloseCode,
    WSMessage,
    WSMsgType,
)

from .addresses import Endpoint
from .flow_control import Flow
from .frames import Notification, NotificationType, parse_notification
from .timing import PhaseRecorder, PhaseTraceConfig
from .tls import TlsPolicy, hang_up
from .transport import NO_TIMEOUT, measured, single_exchange

_CARRIERS = (WSMsgType.TEXT, WSMsgType.BINARY)
_GOODBYE = struct.pack("!H", WSCloseCode.OK)

type _WebSocket = ClientWebSocketResponse[Literal[True]]

PATH = "/:/websockets/notifications"
MAX_FRAME = 64 * 1024
"""Bytes; the requested notifications have a few hundred."""
CLOSE_TIMEOUT = 1.0
"""Seconds that sending our close frame may take."""


class ChannelEnd(StrEnum):
    """How a channel ended."""

    CLEAN = "clean"
    """The server sent a close frame."""
    LOST = "lost"
    """The connection broke, or a frame was malformed."""
    SILENT = "silent"
    """A heartbeat went unanswered."""
    FLOOD = "flood"
    """Too many notifications for too long."""


_GOODBYES = (None, ChannelEnd.CLEAN)
"""Ends at which the server still expects a close frame."""


class NotificationChannel:
    """An open websocket: `async with` it, and iterate until it ends.

    Iteration ends without an exception; `end` says how.
    """

    def __init__(
        self,
        session: ClientSession,
        socket: _WebSocket,
        *,
        heartbeat: float,
    ) -> None:
        """Take ownership of both; closing the session leaves the connector alone."""
        self.end: ChannelEnd | None = None
        self._session = session
        self._socket = socket
        self._heartbeat = heartbeat
        self._flow = Flow()

    async def __aenter__(self) -> Self:
        """Return the open channel."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the channel."""
        await self.close()

    async def close(self) -> None:
        """Send a close frame and close, within a second; may be called repeatedly.

        aiohttp's own close reads on until the server has answered, and lets it send
        whatever it likes before that.
        """
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                if self.end in _GOODBYES:
                    await self._socket.send_frame(_GOODBYE, WSMsgType.CLOSE)
        except ClientError, OSError:
            pass
        finally:
            hang_up(self._socket.get_extra_info("ssl_object"))
            # Nothing can be written any more, so this does not wait.
            await self._socket.close()
            await self._session.close()

    def __aiter__(self) -> Self:
        """Iterate over the notifications from now on."""
        return self

    async def __anext__(self) -> Notification:
        """Return the next valid notification; stop when the channel ends."""
        while self.end is None:
            try:
                notification = await self._next_frame()
            except TimeoutError:
                # No answer to a ping, or none can be sent to the server's.
                self.end = ChannelEnd.SILENT
            except ClientError, OSError:
                self.end = ChannelEnd.LOST
            else:
                if notification is not None:
                    return notification
        raise StopAsyncIteration

    async def _next_frame(self) -> Notification | None:
        """Process one frame; return its notification, if it has one."""
        message = await self._receive()
        await self._flow.take(len(message.data) if message.type in _CARRIERS else 0)
        if self._flow.is_flood:
            self.end = ChannelEnd.FLOOD
            return None
        match message.type:
            case WSMsgType.TEXT | WSMsgType.BINARY:
                return parse_notification(message.data)
            case WSMsgType.PING:
                async with asyncio.timeout(self._heartbeat / 2):
                    await self._socket.pong(message.data)
            case WSMsgType.PONG:
                pass
            case WSMsgType.CLOSE:
                self.end = ChannelEnd.CLEAN
            case _:
                self.end = ChannelEnd.LOST
        return None

    async def _receive(self) -> WSMessage:
        """Return the next frame; ping the server if none comes in time.

        aiohttp's own heartbeat would restart a timer when the answer to our close frame
        arrives, and leak it (3.14: `_flush_heartbeat_reset`).
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(self._heartbeat):
                return await self._socket.receive()
        # A ping or pong that cannot be written is as good as an unanswered one.
        async with asyncio.timeout(self._heartbeat / 2):
            await self._socket.ping()
        async with asyncio.timeout(self._heartbeat / 2):
            return await self._socket.receive()


async def open_channel(
    session: ClientSession,
    endpoint: Endpoint,
    recorder: PhaseRecorder,
    *,
    tls: TlsPolicy,
    token: str,
    heartbeat: float,
    budget: float,
) -> NotificationChannel:
    """Open the websocket at the recorder's address.

    It gets its own session on `session`'s connector, because only there can
    `ws_connect` be kept from following redirects: see `single_exchange`.
    """
    if endpoint.scheme != "https":
        msg = "a token is sent over TLS only"
        raise ValueError(msg)
    if session.closed:
        # Without a connector to share, the new session would create its own.
        msg = "the session is closed"
        raise RuntimeError(msg)
    own_session = ClientSession(
        connector=session.connector,
        connector_owner=False,
        cookie_jar=DummyCookieJar(),
        headers=session.headers,
        middlewares=(single_exchange(recorder),),
        timeout=NO_TIMEOUT,
        trace_configs=[PhaseTraceConfig()],
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(own_session.close)
        socket = await measured(
            own_session.ws_connect(
                endpoint.url(recorder.peer, PATH).with_query(
                    filters=",".join(NotificationType)
                ),
                headers={"Host": endpoint.host_header, "X-Plex-Token": token},
                autoclose=False,
                autoping=False,
                max_msg_size=MAX_FRAME,
                server_hostname=endpoint.server_hostname,
                ssl=tls.context,
            ),
            recorder,
            budget,
        )
        stack.pop_all()
    return NotificationChannel(own_session, socket, heartbeat=heartbeat)
