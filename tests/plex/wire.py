"""Hand-written wire data that no sane HTTP server would send."""

import asyncio
from collections.abc import Awaitable, Callable
import json

type Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


type Serve = Callable[..., Awaitable[int]]


IDENTITY = json.dumps(
    {"MediaContainer": {"size": 0, "claimed": True, "machineIdentifier": "abc"}}
).encode()


def response(
    body: bytes,
    *,
    content_type: str = "application/json",
    status: str = "200 OK",
    **headers: str,
) -> bytes:
    """Return an HTTP answer in bytes."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
    )
    for name, value in headers.items():
        head += f"{name.replace('_', '-')}: {value}\r\n"
    return head.encode() + b"\r\n" + body


def answering(answer: bytes) -> Talk:
    """Return a server that gives the same answer to every request."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()

    return talk
