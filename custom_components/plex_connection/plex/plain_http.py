"""Sends a token over plain http, if the user allows it, after an identity check.

Without TLS nothing authenticates the peer. What can be ensured is that the token goes
to the listener that has just given the server's identity, and not to one that has taken
over the address since: identity check and request share one connection, and if that is
gone, the request is not sent. This prevents mistakes, not attacks.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
import socket
from typing import override

from aiohttp import AddrInfoType, ClientSession, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver

from .addresses import Endpoint
from .exceptions import (
    ConnectionFault,
    PlexConnectionError,
    PlexError,
    PlexWrongServerError,
)
from .identity import probe_identity
from .server_requests import Operation, ServerAnswer, carry_out
from .timing import Phase, PhaseRecorder, PhaseTraceConfig
from .tls import READ_AT_ONCE, TlsPolicy
from .transport import NO_TIMEOUT

CLOSE_TIMEOUT = 1.0
"""Seconds that closing a connection may take."""


@asynccontextmanager
async def plain_session(
    session: ClientSession, resolver: AbstractResolver
) -> AsyncIterator[ClientSession]:
    """Yield a session with the headers of `session` and one connection of its own.

    The connection reads little per turn of the loop, as those over TLS do by themselves
    (`tls.READ_AT_ONCE`).
    """
    if session.closed:
        msg = "the session is closed"
        raise RuntimeError(msg)
    own_session = ClientSession(
        connector=TCPConnector(
            limit=1, resolver=resolver, socket_factory=_socket_of_little
        ),
        cookie_jar=DummyCookieJar(),
        headers=session.headers,
        timeout=NO_TIMEOUT,
        trace_configs=[PhaseTraceConfig()],
    )
    try:
        yield own_session
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await own_session.close()


def _socket_of_little(address: AddrInfoType) -> socket.socket:
    """Return a socket with a small buffer; the kernel doubles the given size."""
    family, kind, protocol, *_ = address
    sock = socket.socket(family, kind, protocol)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, READ_AT_ONCE // 2)
    return sock


class SameConnectionRecorder(PhaseRecorder):
    """The recorder of a request that must not open a connection.

    The peer has identified itself as `expect` on the existing one.
    """

    def __init__(self, *, peer: str, expect: str) -> None:
        """Record a request to `peer`."""
        super().__init__(peer=peer)
        self._expect = expect

    @property
    @override
    def identified_as(self) -> str:
        """Return the machineIdentifier given on this connection."""
        return self._expect

    @override
    def connecting(self) -> None:
        """Raise PlexConnectionError: the open connection is gone."""
        raise PlexConnectionError(ConnectionFault.RESET, phase=Phase.CONNECT)


async def carry_out_in_clear(
    operation: Operation,
    session: ClientSession,
    endpoint: Endpoint,
    address: str,
    *,
    expect: str,
    tls: TlsPolicy,
    resolver: AbstractResolver,
    budget: float,
) -> ServerAnswer:
    """Check the identity; if it is `expect`, send the request on that connection.

    The connection comes from its own connector, which never has another one: from a
    shared connector, aiohttp would take whichever has been idle for longest.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + budget
    async with plain_session(session, resolver) as own_session:
        try:
            probe = await probe_identity(own_session, endpoint, address, tls, budget)
        except PlexError as err:
            err.written = False
            raise
        if probe.identity.machine_identifier != expect:
            raise PlexWrongServerError(probe)
        answer = await carry_out(
            operation,
            own_session,
            endpoint,
            SameConnectionRecorder(peer=address, expect=expect),
            tls=tls,
            budget=deadline - loop.time(),
        )
    # The operation did set up a connection, although its request found it open.
    timings = replace(answer.timings, connect_ms=probe.connect_ms, warm=False)
    return replace(answer, timings=timings)
