"""Answers that are read one portion per turn of the loop, with TLS in memory."""

import asyncio
import ssl
from typing import override

from custom_components.plex_connection.plex.tls import (
    READ_AT_ONCE,
    ResumableConnection,
)
from custom_components.plex_connection.plex.tls_sessions import TlsSessions

from .memory_tls import MemoryConnection

RECORD = 1024


class ClosedTwice(asyncio.Transport):
    """A transport as asyncio leaves it when it was closed for the second time."""

    @override
    def is_closing(self) -> bool:
        return True

    @override
    def is_reading(self) -> bool:
        raise AttributeError("'NoneType' object has no attribute '_app_reading_paused'")


async def test_closed_twice_before_its_next_portion(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """What we and its user have closed is left alone."""
    errors: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: errors.append(context))
    connection = MemoryConnection(ssl_context, server, sessions=sessions)
    connection.shake_hands()
    for _ in range(READ_AT_ONCE // RECORD):
        connection.server.write(b"x" * RECORD)
        connection.client.read(RECORD)
    transport = ClosedTwice()
    assert isinstance(connection.client, ResumableConnection)
    connection.client.read_on(transport)
    await asyncio.sleep(0)

    assert errors == []
