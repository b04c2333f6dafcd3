"""One accepted connection: a wire between a client and a web server.

The client's bytes go through two lines into a socket pair, at whose other end aiohttp
serves as on any socket. So everything that a sane HTTP server would never do (silence,
RST, half a handshake) happens on the wire, outside it.
"""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from enum import Enum, auto
import socket
import ssl
import struct
from typing import TYPE_CHECKING, cast

from .faults import CUTS, Fault, FaultKind
from .greeting import HANDSHAKE_FAILURE, TLS_HANDSHAKE, Greeting, greet
from .line import Line, RateLimiter
from .side import Side

if TYPE_CHECKING:
    from .listener import Listener
    from .record import ConnectionEntry

LONGEST_TOKEN = 1024
"""Maximum bytes of a token, so that one in two pieces is found too."""

_current: ContextVar[Connection] = ContextVar("connection")
"""Every callback of a connection runs in its own context, so that the web server's
handlers and the TLS callback find their connection."""


def current_connection() -> Connection:
    """Return the connection that the caller serves."""
    return _current.get()


def note_server_name(
    _tls: ssl.SSLSocket | ssl.SSLObject, name: str | None, _context: ssl.SSLContext
) -> None:
    """Record the server name of a ClientHello; a context's `sni_callback`."""
    current_connection().entry.sni = name


class _Hold(Enum):
    """Why the wire holds the client's bytes back."""

    NO_SERVICE = auto()
    SLOW = auto()
    VANISHED = auto()


class Connection:
    """The wire of one client."""

    def __init__(
        self, listener: Listener, sock: socket.socket, entry: ConnectionEntry
    ) -> None:
        """Serve `sock` with the faults of `listener`."""
        self.listener = listener
        self.entry = entry
        self.ends_with_reset = False
        """Whether the end of the service's stream reaches the client as RST."""
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._client: asyncio.Transport | None = None
        self._service: asyncio.Transport | None = None
        self._started = False
        self._ending: Callable[[], None] | None = None
        self._holds: set[_Hold] = {_Hold.NO_SERVICE}
        self._slow: asyncio.TimerHandle | None = None
        self._tail = b""
        self._sent = 0
        latency = listener.latency
        self._upstream = Line(
            self._loop,
            self._at_service,
            delay=latency.to_server,
            jitter=latency.jitter,
            rng=listener.rng,
            limiter=None,
        )
        self._downstream = Line(
            self._loop,
            self._at_client,
            delay=latency.to_client,
            jitter=latency.jitter,
            rng=listener.rng,
            limiter=self._limiter(),
        )

    def start(self) -> None:
        """Start to read from the client."""
        self._upstream.hold()
        if (slow := self.listener.faults.get(FaultKind.SLOW_ACCEPT)) is not None:
            self._hold(_Hold.SLOW)
            self._slow = self._loop.call_later(slow.delay, self._release, _Hold.SLOW)
        self.listener.run(self._accept())

    def vanish(self) -> None:
        """Silently hold everything back, in both directions."""
        self._hold(_Hold.VANISHED)

    def reappear(self) -> None:
        """Release what was held back."""
        self._release(_Hold.VANISHED)

    def stop_reading(self) -> None:
        """Stop reading from the client: its data wait on its side."""
        if self._client is not None:
            self._client.pause_reading()

    @property
    def waiting(self) -> int:
        """Return how many bytes the client has not read yet."""
        return 0 if self._client is None else self._client.get_write_buffer_size()

    def end(self, *, reset: bool) -> None:
        """End the connection with RST, or with FIN."""
        if reset:
            self.reset()
        else:
            self.close()

    def close(self) -> None:
        """End the connection with FIN, as a server that closes its socket."""
        self._drop_service()
        if self._client is None:
            self._ending = self.close
        else:
            self._client.close()

    def reset(self) -> None:
        """End the connection with RST."""
        self._drop_service()
        if self._client is None:
            self._ending = self.reset
            return
        sock = cast("socket.socket", self._client.get_extra_info("socket"))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._client.abort()

    # The client's side

    def _client_connected(self, transport: asyncio.Transport) -> None:
        """Keep the transport to the client."""
        self._client = transport
        if self._ending is not None:
            self._ending()

    def _client_sent(self, data: bytes) -> None:
        """Process bytes of the client; the first ones decide what happens."""
        if not data:
            self._upstream.send(data)
            if not self._started:
                # It left without a word, and no service waits for more.
                self._release(_Hold.NO_SERVICE)
            return
        first, self._started = not self._started, True
        if first:
            self.entry.tls = data[0] == TLS_HANDSHAKE
        if not self.entry.tls:
            self._search(data)
        if first and not self._welcome(data):
            return
        if self.listener.faults.get(FaultKind.MUTE) is None:
            self._upstream.send(data)

    def _client_gone(self) -> None:
        """Clean up after the client."""
        self.entry.closed = True
        if self._slow is not None:
            self._slow.cancel()
        self._upstream.close()
        self._downstream.close()
        if self._service is not None:
            # Not abort: the client's last data may be a TLS alert.
            self._service.close()
        self.listener.forget(self)

    # Inside

    def _limiter(self) -> RateLimiter | None:
        trickle = self.listener.faults.get(FaultKind.TRICKLE)
        return RateLimiter(trickle.rate) if trickle else self.listener.limiter

    def _hold(self, reason: _Hold) -> None:
        self._holds.add(reason)
        self._upstream.hold()
        if reason is _Hold.VANISHED:
            self._downstream.hold()

    def _release(self, reason: _Hold) -> None:
        self._holds.discard(reason)
        if reason is _Hold.VANISHED:
            self._downstream.release()
        if not self._holds:
            self._upstream.release()

    async def _accept(self) -> None:
        await self._loop.connect_accepted_socket(
            lambda: Side(
                received=self._client_sent,
                connected=self._client_connected,
                lost=self._client_gone,
            ),
            self._sock,
        )

    def _welcome(self, first: bytes) -> bool:
        """Process the first bytes; return whether to serve them."""
        faults, refuses_plain = self.listener.faults, self.listener.refuses_plain
        match greet(faults, first, refuses_plain=refuses_plain):
            case Greeting.SERVE:
                self.listener.run(self._serve())
                return True
            case Greeting.RESET:
                self.reset()
            case Greeting.CLOSE:
                self.close()
            case Greeting.ALERT:
                self.entry.handshake_error = "HANDSHAKE_FAILURE"
                self._downstream.send(HANDSHAKE_FAILURE)
                self._downstream.send(b"")
        return False

    async def _serve(self) -> None:
        """Connect the wire to the web server, with TLS if the client starts it."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003
        theirs.setblocking(False)  # noqa: FBT003
        transport, _ = await self._loop.connect_accepted_socket(
            lambda: Side(received=self._downstream.send), ours
        )
        self._service = transport
        if self.entry.closed:
            self._service.abort()
        self._release(_Hold.NO_SERVICE)
        _current.set(self)
        context = self.listener.tls_context() if self.entry.tls else None
        try:
            served, _ = await self._loop.connect_accepted_socket(
                self.listener.service_protocol, theirs, ssl=context
            )
        except (OSError, ssl.SSLError) as err:
            reason = getattr(err, "reason", None)
            self.entry.handshake_error = reason or type(err).__name__
            return
        tls = cast("ssl.SSLObject | None", served.get_extra_info("ssl_object"))
        if tls is not None:
            self.entry.tls_version = tls.version()
            self.entry.resumed = tls.session_reused

    def _search(self, data: bytes) -> None:
        """Search plain bytes for tokens, whether or not they are read."""
        text = (self._tail + data).decode("latin-1")
        owners = {*self.entry.leaked, *self.listener.tokens.found_in(text)}
        self.entry.leaked = tuple(sorted(owners))
        self._tail = (self._tail + data)[-LONGEST_TOKEN:]

    def _at_service(self, data: bytes) -> None:
        if self._service is None:
            if not data:
                self.close()
            return
        if data:
            self._service.write(data)
        elif not self._service.is_closing():
            self._service.write_eof()

    def _at_client(self, data: bytes) -> None:
        if self._client is None or self._client.is_closing():
            return
        if not data:
            self.end(reset=self.ends_with_reset)
            return
        cut = self.listener.faults.any_of(CUTS)
        if cut is None:
            self._client.write(data)
        else:
            self._cut(self._client, cut, data)

    def _cut(self, client: asyncio.Transport, cut: Fault, data: bytes) -> None:
        part = data[: max(0, cut.after - self._sent)]
        self._sent += len(data)
        if part:
            client.write(part)
        if self._sent < cut.after or cut.kind is FaultKind.CUT_STALL:
            return
        self.end(reset=cut.kind is FaultKind.CUT_RESET)

    def _drop_service(self) -> None:
        self._upstream.close()
        self._downstream.close()
        if self._service is not None:
            self._service.abort()
