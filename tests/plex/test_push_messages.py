"""Frames of the push channel, valid and invalid."""

import asyncio
import base64
import hashlib
import json
import logging
import re

from aiohttp import ClientConnectionResetError, ClientWebSocketResponse
from aiohttp.http_websocket import WS_KEY
import pytest

from custom_components.plex_connection.plex import (
    ChannelEnd,
    Endpoint,
    NotificationChannel,
    PlexServerClient,
)
from custom_components.plex_connection.plex.frames import (
    MAX_ITEMS,
    parse_notification,
)
from simulator import Listener, MediaServer

from .outcomes import endpoint_of, listen, opened, until
from .wire import Serve

PATH = "/:/websockets/notifications"


async def websocket_of(
    serve: Serve, client: PlexServerClient, *frames: bytes
) -> tuple[NotificationChannel, list[bytes]]:
    """Open a channel to a hand-written server; return it and the frames received."""
    told: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        (key,) = re.findall(rb"Sec-WebSocket-Key: (\S+)", request)
        digest = hashlib.sha1(key + WS_KEY, usedforsecurity=False).digest()
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\n"
            b"Upgrade: websocket\r\nConnection: upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
        )
        for frame in frames:
            writer.write(frame)
        while head := await reader.read(2):
            # Short frames only, masked as a client's are.
            told.append(head[:1])
            await reader.readexactly(4 + head[1] - 0x80)

    port = await serve(talk)
    endpoint = Endpoint(
        scheme="https", host="127.0.0.1", port=port, address="127.0.0.1"
    )
    return await opened(client, endpoint, "token", heartbeat=0.2), told


def frame(opcode: int, payload: bytes = b"") -> bytes:
    """Return a short frame as a server sends it (RFC 6455, section 5.2)."""
    return bytes([0x80 | opcode, len(payload)]) + payload


async def test_frames_of_all_kinds(serve: Serve, client: PlexServerClient) -> None:
    """Binary frames are read as text, pings answered, invalid ones skipped."""
    setting = frame_of("preference", Setting=[{"id": "a"}]).encode()
    channel, told = await websocket_of(
        serve,
        client,
        frame(0x1, b"not json"),
        frame(0x9, b"ping"),
        frame(0xA),
        frame(0x2, setting),
        frame(0x8, b"\x03\xe8"),
    )

    (notification,) = await listen(channel)

    assert notification.items == ({"id": "a"},)
    assert channel.end is ChannelEnd.CLEAN
    await until(lambda: told)
    assert told[0] == frame(0xA)[:1]


async def test_protocol_violation(serve: Serve, client: PlexServerClient) -> None:
    """A frame that violates the protocol ends the channel."""
    channel, _ = await websocket_of(serve, client, frame(0x3, b"?"))

    assert await listen(channel) == []
    assert channel.end is ChannelEnd.LOST


async def test_a_ping_that_cannot_be_sent(
    serve: Serve, client: PlexServerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ping that cannot be sent is a loss, not an exception for the consumer."""
    channel, _ = await websocket_of(serve, client)

    async def ping(_: ClientWebSocketResponse[bool]) -> None:
        raise ClientConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr(ClientWebSocketResponse, "ping", ping)

    assert await listen(channel) == []
    assert channel.end is ChannelEnd.LOST


async def test_a_frame_that_is_too_long(
    attic: MediaServer, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """A frame beyond the limit ends the channel; no subscribed one is that long."""
    channel = await opened(client, endpoint_of(lan), token)
    task = asyncio.create_task(listen(channel))
    await until(lambda: attic.notifications.websockets)

    await attic.notify("status", {"notificationName": "x" * 70_000})

    assert await task == []
    assert channel.end is ChannelEnd.LOST


def frame_of(kind: object, **content: object) -> str:
    """Return a frame as a server sends it."""
    return json.dumps({"NotificationContainer": {"type": kind} | content})


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "[]",
        "{}",
        '{"NotificationContainer": []}',
        '{"_children": [{"_elementType": "NotificationContainer"}]}',
        frame_of(None),
        frame_of("playing", PlaySessionStateNotification=[{"state": "stopped"}]),
    ],
)
def test_frames_that_are_ignored(frame: str, caplog: pytest.LogCaptureFixture) -> None:
    """Ignored frames are logged at debug."""
    caplog.set_level(logging.DEBUG)

    assert parse_notification(frame) is None
    assert "Ignored a frame" in caplog.text


def test_a_notification_has_bounds() -> None:
    """Items are limited, texts truncated, nested and unknown fields dropped."""
    item = {"id": "x" * 10_000, "value": "secret", "more": {"a": 1}}
    notification = parse_notification(
        frame_of("preference", Setting=[5, {"id": {"a": 1}}, *([item] * 100)])
    )

    assert notification is not None
    assert len(notification.items) == MAX_ITEMS - 1
    assert notification.items[0] == {}
    assert all(kept == {"id": "x" * 200} for kept in notification.items[1:])
    assert "secret" not in repr(notification)


@pytest.mark.parametrize(
    ("kind", "content", "is_hint"),
    [
        ("reachability", {"ReachabilityNotification": [{"reachability": True}]}, True),
        ("reachability", {}, True),
        ("update.statechange", {"AutoUpdateNotification": [{"state": "done"}]}, True),
        ("preference", {"Setting": [{"id": "secureConnections"}]}, True),
        ("preference", {"Setting": [{"id": "x"}, {"id": "RelayEnabled"}]}, True),
        ("preference", {"Setting": [{"id": "FriendlyName"}, {"value": "1"}]}, False),
        ("preference", {}, False),
        (
            "status",
            {"StatusNotification": [{"notificationName": "SERVER_SHUTDOWN"}]},
            True,
        ),
        (
            "status",
            {"StatusNotification": [{"notificationName": "LIBRARY_UPDATE"}]},
            False,
        ),
        ("status", {"StatusNotification": [{"notificationName": True}]}, False),
        ("status", {"StatusNotification": [{"title": "restart"}]}, False),
    ],
)
def test_hints(kind: str, content: dict[str, object], *, is_hint: bool) -> None:
    """Only what may change the paths to the server is a hint."""
    notification = parse_notification(frame_of(kind, **content))

    assert notification is not None
    assert notification.is_hint is is_hint
