"""Hostile tricks of a server: more, larger or stranger data than make sense.

Each trick is a fault of the kind "hostile" (`Fault.trick`), at any path of any server,
including plex.tv's hosts. It goes on for as long as the client stays. The data bypass
the web server, and wait here for clients that do not read.
"""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
import json
import struct

from aiohttp import web

from .connection import Connection, current_connection
from .faults import Fault

BACKLOG = 1 << 20
"""Maximum bytes that wait for the client."""
GLANCE = 0.001
"""Seconds between two checks for free space."""

NESTING = 60_000
"""Nested brackets."""
FLOOD = 4096
"""Frames or answers per write."""


class Trick(StrEnum):
    """What is sent instead of an answer, or through an open websocket."""

    # Through a websocket
    PINGS = "pings"
    """Two bytes each."""
    PONGS = "pongs"
    """The same, unsolicited."""
    EMPTY_FRAMES = "empty_frames"
    """Text frames that contain `{}`."""
    HINTS = "hints"
    """Frames that report a change of the server's reachability."""
    NESTED_FRAMES = "nested_frames"
    """Frames of nested brackets."""
    FRAGMENTS = "fragments"
    """One frame that never ends, in empty fragments."""
    BOUNDLESS_FRAME = "boundless_frame"
    """One frame with an announced length of 2**62 bytes."""
    PACKED_FRAMES = "packed_frames"
    """Frames marked as compressed, which was not negotiated."""
    DEAF = "deaf"
    """Long pings, whose answers are not read."""
    GOODBYES = "goodbyes"
    """Close frames, and pings after them."""

    # In the place of an answer to a search (GDM)
    CLAIMS = "claims"
    """A thousand datagrams, each with another port."""

    # In the place of an answer
    INTERIM = "interim"
    """HTTP/1.1 100, forever."""
    LONG_INTERIM = "long_interim"
    """The same, with as many headers as a client accepts."""
    ANSWERS = "answers"
    """Many complete answers to one request."""
    BYTES = "bytes"
    """An endless body in pieces of one byte."""
    PACKED = "packed"
    """A body that decompresses to a gigabyte; the client accepts no compressed ones."""
    NESTED = "nested"
    """JSON of nested brackets."""
    LONG_LIST = "long_list"
    """plex.tv's list with a length of `after` bytes."""


def _frame(opcode: int, content: bytes) -> bytes:
    if len(content) < 126:  # noqa: PLR2004 - RFC 6455, section 5.2
        return bytes((0x80 | opcode, len(content))) + content
    return bytes((0x80 | opcode, 126)) + struct.pack("!H", len(content)) + content


TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
PACKED = 0x40
"""The bit of a frame that is compressed."""

_HINT = {
    "NotificationContainer": {
        "type": "reachability",
        "size": 1,
        "ReachabilityNotification": [{"reachability": False}],
    }
}

THROUGH_WEBSOCKETS: Mapping[Trick, tuple[bytes, bytes]] = {
    Trick.PINGS: (b"", _frame(PING, b"") * FLOOD),
    Trick.PONGS: (b"", _frame(PONG, b"") * FLOOD),
    Trick.EMPTY_FRAMES: (b"", _frame(TEXT, b"{}") * FLOOD),
    Trick.HINTS: (b"", _frame(TEXT, json.dumps(_HINT).encode())),
    Trick.NESTED_FRAMES: (b"", _frame(TEXT, b"[" * NESTING)),
    Trick.FRAGMENTS: (bytes((TEXT, 0)), bytes((0, 0)) * FLOOD),
    Trick.BOUNDLESS_FRAME: (
        bytes((0x80 | TEXT, 127)) + struct.pack("!Q", 1 << 62),
        b" " * FLOOD,
    ),
    Trick.PACKED_FRAMES: (b"", _frame(PACKED | TEXT, b"\0" * 100) * FLOOD),
    Trick.DEAF: (b"", _frame(PING, b"x" * 125)),
    Trick.GOODBYES: (_frame(CLOSE, b""), _frame(PING, b"") * FLOOD),
}
"""The data sent once, and those repeated after them."""

_JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_NESTED = b"[" * NESTING

ANSWERS: Mapping[Trick, tuple[bytes, bytes]] = {
    Trick.INTERIM: (b"", b"HTTP/1.1 100 C\r\n\r\n" * FLOOD),
    Trick.LONG_INTERIM: (
        b"",
        (b"HTTP/1.1 100 C\r\n" + b"a:\r\n" * 100 + b"\r\n") * (FLOOD // 100),
    ),
    Trick.ANSWERS: (b"", (_JSON + b"Content-Length: 2\r\n\r\n{}") * FLOOD),
    Trick.BYTES: (_JSON + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * FLOOD),
    Trick.PACKED: (
        _JSON + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        # A gzip member, up to the deflated data.
        b"a\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03\r\n",
        b"4\r\n\xec\xc1\x01\0\r\n" * FLOOD,
    ),
    Trick.NESTED: (
        _JSON + f"Content-Length: {NESTING}\r\n\r\n".encode() + _NESTED,
        b"",
    ),
}
"""The same, instead of an answer."""


async def play(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Play the fault's trick `rate` times a second until the client has gone.

    A rate of 0 writes as fast as there is space.
    """
    trick = Trick(fault.trick)
    if trick is Trick.LONG_LIST:
        return web.Response(body=_list(fault.after), content_type="application/json")
    connection = current_connection()
    response: web.StreamResponse
    if trick in THROUGH_WEBSOCKETS:
        response = web.WebSocketResponse(autoping=False)
        await response.prepare(request)
        once, again = THROUGH_WEBSOCKETS[trick]
    else:
        response = web.StreamResponse()
        once, again = ANSWERS[trick]
    if trick is Trick.DEAF:
        connection.stop_reading()
    await _pour(request, connection, once, again, pause=1 / (fault.rate or 1 / GLANCE))
    return response


async def _pour(
    request: web.Request,
    connection: Connection,
    once: bytes,
    again: bytes,
    *,
    pause: float,
) -> None:
    """Write until the client has gone, which ends the request."""
    transport = request.transport
    if transport is None:
        return
    transport.write(once)
    while not transport.is_closing():
        if connection.waiting + transport.get_write_buffer_size() < BACKLOG:
            transport.write(again)
        await asyncio.sleep(pause)


def _list(size: int) -> bytes:
    """Return a list of servers of about so many bytes."""
    rows = [
        {
            "protocol": "https",
            "address": f"192.0.2.{number}",
            "port": 32400,
            "uri": f"https://192-0-2-{number}.{'0' * 32}.plex.direct:32400",
            "local": False,
            "relay": False,
            "IPv6": False,
        }
        for number in range(16)
    ]
    servers: list[object] = []
    length = 0
    while length < size:
        server = {
            "name": f"Crowd {len(servers)}",
            "provides": "server",
            "clientIdentifier": f"{len(servers):040x}",
            "accessToken": f"crowd-{len(servers)}",
            "connections": rows,
        }
        length += len(json.dumps(server)) + 2
        servers.append(server)
    return json.dumps(servers[:-1]).encode()
