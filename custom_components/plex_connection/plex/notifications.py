"""The push channel of one server, for as long as it lasts."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Literal, Self

from aiohttp import (
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    ClientWSTimeout,
    DummyCookieJar,
    WSMessage,
    WSMsgType,
)

from .addresses import Endpoint
from .frames import Notification, NotificationType, parse_notification
from .timing import PhaseRecorder, PhaseTraceConfig
from .tls import TlsPolicy
from .transport import NO_TIMEOUT, measured, single_exchange

type _WebSocket = ClientWebSocketResponse[Literal[True]]

PATH = "/:/websockets/notifications"
MAX_FRAME = 64 * 1024
"""Bytes; the notifications that are asked for have a few hundred."""
CLOSE_TIMEOUT = 1.0
"""Seconds that a server has to answer our goodbye."""


class ChannelEnd(StrEnum):
    """How a channel came to its end."""

    CLEAN = "clean"
    """The server said goodbye."""
    LOST = "lost"
    """The connection broke, a heartbeat went unanswered, or a frame made no sense."""


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
        """Own both; closing the session leaves the connector alone."""
        self.end: ChannelEnd | None = None
        self._session = session
        self._socket = socket
        self._heartbeat = heartbeat

    async def __aenter__(self) -> Self:
        """Return the channel, which is open."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close, whatever has happened."""
        await self.close()

    async def close(self) -> None:
        """Say goodbye and close; may be called more than once."""
        try:
            await self._socket.close()
        finally:
            await self._session.close()

    def __aiter__(self) -> Self:
        """Iterate over what the server says from now on."""
        return self

    async def __anext__(self) -> Notification:
        """Return the next notification that makes sense; stop when the channel ends."""
        while self.end is None:
            try:
                notification = await self._next_frame()
            except ClientError, OSError:
                # No answer to a ping, or none can be sent to the server's.
                self.end = ChannelEnd.LOST
            else:
                if notification is not None:
                    return notification
        raise StopAsyncIteration

    async def _next_frame(self) -> Notification | None:
        """Deal with one frame; return what it says, if it says anything to us."""
        message = await self._receive()
        match message.type:
            case WSMsgType.TEXT | WSMsgType.BINARY:
                return parse_notification(message.data)
            case WSMsgType.PING:
                await self._socket.pong(message.data)
            case WSMsgType.PONG:
                pass
            case WSMsgType.CLOSE:
                self.end = ChannelEnd.CLEAN
            case _:
                self.end = ChannelEnd.LOST
        return None

    async def _receive(self) -> WSMessage:
        """Return the next frame; a ping asks for one when none comes by itself.

        aiohttp's own heartbeat would start a timer anew when the answer to our
        goodbye arrives, and leave it behind (3.14: `_flush_heartbeat_reset`).
        """
        try:
            return await self._socket.receive(self._heartbeat)
        except TimeoutError:
            await self._socket.ping()
        return await self._socket.receive(self._heartbeat / 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelTerms:
    """What a channel is opened with, whatever address it is opened at."""

    token: str = field(repr=False)
    tls: TlsPolicy
    heartbeat: float
    """Seconds without a frame after which to ping; after half as many more
    without an answer the channel is lost."""


async def open_channel(
    session: ClientSession,
    endpoint: Endpoint,
    address: str,
    terms: ChannelTerms,
    budget: float,
) -> NotificationChannel:
    """Open the websocket at one IP address of an endpoint.

    It gets a session of its own on `session`'s connector, because only there
    can `ws_connect` be kept from following redirects: see `single_exchange`.
    """
    if endpoint.scheme != "https":
        msg = "a token is sent over TLS only"
        raise ValueError(msg)
    if session.closed:
        # With no connector to share, the new session would make one of its own.
        msg = "the session is closed"
        raise RuntimeError(msg)
    recorder = PhaseRecorder(peer=address, sessions=terms.tls.sessions)
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
                endpoint.url(address, PATH).with_query(
                    filters=",".join(NotificationType)
                ),
                headers={"Host": endpoint.host_header, "X-Plex-Token": terms.token},
                autoping=False,
                max_msg_size=MAX_FRAME,
                server_hostname=endpoint.server_hostname,
                ssl=terms.tls.context,
                timeout=ClientWSTimeout(ws_close=CLOSE_TIMEOUT),
            ),
            recorder,
            budget,
        )
        stack.pop_all()
    return NotificationChannel(own_session, socket, heartbeat=terms.heartbeat)
