"""The push channel: what comes through it, and how it ends."""

import asyncio
import base64
from collections.abc import Callable
import hashlib
import json
import logging
import re
from typing import Any

from aiohttp import ClientConnectionResetError, ClientSession, ClientWebSocketResponse
from aiohttp.http_websocket import WS_KEY
import pytest

from custom_components.plex_connection.plex import (
    ChannelEnd,
    ConnectionFault,
    Endpoint,
    Notification,
    NotificationChannel,
    NotificationType,
    Phase,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    PlexResponseError,
    PlexServerClient,
    PlexStartingError,
)
from custom_components.plex_connection.plex.notifications import (
    MAX_ITEMS,
    parse_notification,
)
from simulator import Listener, MediaServer, Simulator

from .conftest import Serve, answering, endpoint_of, everything, response

PATH = "/:/websockets/notifications"


@pytest.fixture
def token(sim: Simulator, attic: MediaServer) -> str:
    """Return the account's token for the server."""
    found = attic.access_token(sim.plex_tv.accounts["alice"])
    assert found is not None
    return found


async def opened(
    client: PlexServerClient, endpoint: Endpoint, token: str, **settings: Any
) -> NotificationChannel:
    """Open a channel, any address allowed."""
    return await client.open_notifications(
        endpoint, token=token, allow=everything, **settings
    )


async def refusal(
    client: PlexServerClient, endpoint: Endpoint, token: str, **settings: Any
) -> PlexError:
    """Return how the handshake went wrong."""
    with pytest.raises(PlexError) as caught:
        await opened(client, endpoint, token, **settings)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert caught.value.timings is not None
    return caught.value


async def listen(channel: NotificationChannel) -> list[Notification]:
    """Take what comes until the channel ends."""
    async with asyncio.timeout(5), channel:
        return [notification async for notification in channel]


async def until(condition: Callable[[], object]) -> None:
    """Give the other tasks the turns of the loop that they need."""
    async with asyncio.timeout(5):
        await asyncio.sleep(0)
        while not condition():  # noqa: ASYNC110 - the simulator has no events
            await asyncio.sleep(0.01)


async def test_notifications(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """The token goes in a header; what was asked for comes, and nothing else."""
    channel = await opened(client, endpoint_of(lan), token)
    task = asyncio.create_task(listen(channel))
    await until(lambda: attic.notifications.websockets)

    await attic.notify("reachability", {"reachability": False})
    await attic.notify("playing", {"state": "playing"})
    await attic.notify(
        "preference",
        {"id": "secureConnections", "value": "0"},
        {"id": "PlexOnlineToken", "value": "secret"},
    )
    await attic.notify("status", {"notificationName": "LIBRARY_UPDATE", "title": "x"})
    await attic.notify("update.statechange", {"state": "available", "version": "2"})
    await attic.notifications.close_websockets()

    assert await task == [
        Notification(
            type=NotificationType.REACHABILITY, items=({"reachability": False},)
        ),
        Notification(
            type=NotificationType.PREFERENCE,
            items=({"id": "secureConnections"}, {"id": "PlexOnlineToken"}),
        ),
        Notification(
            type=NotificationType.STATUS,
            items=({"notificationName": "LIBRARY_UPDATE"},),
        ),
        Notification(
            type=NotificationType.UPDATE,
            items=({"state": "available", "version": "2"},),
        ),
    ]
    assert channel.end is ChannelEnd.CLEAN
    (request,) = sim.record.requests
    assert request.path == PATH
    assert request.query == (
        "filters=reachability,preference,status,update.statechange",
    )
    assert [seen.place for seen in request.tokens] == ["header"]
    assert request.sni == endpoint_of(lan).host
    assert request.host == f"{endpoint_of(lan).host}:32400"


@pytest.mark.parametrize(
    "harm",
    [
        MediaServer.crash,
        lambda server: server.crash(reset=False),
        MediaServer.vanish,
    ],
    ids=["reset", "closed", "vanished"],
)
async def test_loss(
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    harm: Callable[[MediaServer], None],
) -> None:
    """Without a goodbye the channel is lost, at the latest when a ping is missed."""
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.2)
    task = asyncio.create_task(listen(channel))
    await until(lambda: attic.notifications.websockets)

    harm(attic)

    assert await task == []
    assert channel.end is ChannelEnd.LOST


async def test_half_open(lan: Listener, client: PlexServerClient, token: str) -> None:
    """A socket that stays open and answers no ping is lost as well."""
    lan.inject("websocket_half_open")
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.2)

    assert await listen(channel) == []
    assert channel.end is ChannelEnd.LOST


async def test_a_frame_that_is_too_long(
    attic: MediaServer, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Nothing asked for is that long; the channel ends there."""
    channel = await opened(client, endpoint_of(lan), token)
    task = asyncio.create_task(listen(channel))
    await until(lambda: attic.notifications.websockets)

    await attic.notify("status", {"notificationName": "x" * 70_000})

    assert await task == []
    assert channel.end is ChannelEnd.LOST


async def test_leaving(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """Who leaves says goodbye, and may close twice."""
    channel = await opened(client, endpoint_of(lan), token)
    async with channel:
        await until(lambda: attic.notifications.websockets)
    await channel.close()

    assert channel.end is None
    await until(lambda: not attic.notifications.websockets)
    assert [notification async for notification in channel] == []


@pytest.mark.parametrize("vanished", [False, True])
async def test_cancellation(
    *,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    vanished: bool,
) -> None:
    """It passes through at once, whatever state the server is in."""
    channel = await opened(client, endpoint_of(lan), token)
    task = asyncio.create_task(listen(channel))
    await until(lambda: attic.notifications.websockets)
    if vanished:
        attic.vanish()
    started = asyncio.get_running_loop().time()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert asyncio.get_running_loop().time() - started < 0.5
    if not vanished:
        await until(lambda: not attic.notifications.websockets)


@pytest.mark.parametrize(
    ("fault", "settings", "kind"),
    [
        ("websocket_refused", {"status": 401}, PlexAuthError),
        ("websocket_refused", {"status": 403}, PlexAuthError),
        ("websocket_refused", {"status": 503}, PlexStartingError),
        ("websocket_refused", {"status": 404}, PlexResponseError),
        ("websocket_refused", {"status": 500}, PlexResponseError),
        ("not_plex", {}, PlexNotPlexError),
    ],
)
async def test_refused_handshake(
    *,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    settings: dict[str, Any],
    kind: type[PlexError],
) -> None:
    """The server is there, and says why it will not."""
    lan.inject(fault, **settings)

    assert type(await refusal(client, endpoint_of(lan), token)) is kind


async def test_a_stranger(lan: Listener, client: PlexServerClient) -> None:
    """A token that the server does not know."""
    error = await refusal(client, endpoint_of(lan), "stranger")

    assert isinstance(error, PlexAuthError)
    assert error.status == 401


async def test_no_token_follows_a_redirect(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """Aiohttp would take it there, to any host, and in clear."""
    elsewhere = attic.add_address("203.0.113.66", 80, kind="remote")
    lan.inject("redirect", location=f"http://203.0.113.66{PATH}")

    error = await refusal(client, endpoint_of(lan), token)

    assert type(error) is PlexRedirectError
    assert sim.record.tokens_at(elsewhere.place) == frozenset()
    assert [dial.address for dial in sim.record.dials] == [lan.address]


@pytest.mark.parametrize(
    ("fault", "kind", "phase"),
    [
        ("refuse", ConnectionFault.REFUSED, Phase.CONNECT),
        ("silent", ConnectionFault.TIMEOUT, Phase.CONNECT),
        ("mute", ConnectionFault.TIMEOUT, Phase.TLS),
        ("reset", ConnectionFault.RESET, Phase.TLS),
        ("wrong_certificate", ConnectionFault.TLS_NAME, Phase.TLS),
        ("expired_certificate", ConnectionFault.TLS_EXPIRED, Phase.TLS),
        ("slow_answer", ConnectionFault.TIMEOUT, Phase.ANSWER),
    ],
)
async def test_a_path_that_fails(
    *,
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    fault: str,
    kind: ConnectionFault,
    phase: Phase,
) -> None:
    """It is typed as for a probe, and no token went where TLS failed."""
    lan.inject(fault)

    error = await refusal(client, endpoint_of(lan), token, budget=0.4)

    assert isinstance(error, PlexConnectionError)
    assert (error.kind, error.phase) == (kind, phase)
    assert sim.record.tokens_in_clear() == []
    if phase is Phase.TLS:
        assert sim.record.tokens_at(lan.place) == frozenset()


async def test_no_token_without_tls(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Not even on request."""
    with pytest.raises(ValueError, match="TLS"):
        await opened(client, endpoint_of(lan, scheme="http"), token)

    assert sim.record.dials == []


async def test_a_closed_session(
    session: ClientSession, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Nothing is opened behind the back of an owner who has closed."""
    session.detach()

    with pytest.raises(RuntimeError, match="closed"):
        await opened(client, endpoint_of(lan), token)


async def test_cancelled_handshake(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Nothing stays open, and nothing keeps on trying."""
    lan.inject("mute")
    task = asyncio.create_task(opened(client, endpoint_of(lan), token))
    await until(lambda: sim.record.connections)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"SSH-2.0-OpenSSH_9.9\r\n", PlexNotPlexError),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", PlexNotPlexError),
        (response(b"", status="302 Found"), PlexRedirectError),
    ],
)
async def test_what_is_no_plex_server(
    serve: Serve, client: PlexServerClient, answer: bytes, kind: type[PlexError]
) -> None:
    """Whatever it answers to the handshake."""
    port = await serve(answering(answer))
    endpoint = Endpoint(
        scheme="https", host="127.0.0.1", port=port, address="127.0.0.1"
    )

    assert type(await refusal(client, endpoint, "token")) is kind


async def websocket_of(
    serve: Serve, client: PlexServerClient, *frames: bytes
) -> tuple[NotificationChannel, list[bytes]]:
    """Open a channel to a hand-written server; return it and what it was told."""
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
            # Short frames only, masked as those of clients are.
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
    """Binary ones are read as text, pings are answered, nonsense is passed over."""
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


async def test_a_frame_that_breaks_the_protocol(
    serve: Serve, client: PlexServerClient
) -> None:
    """Nothing that follows it can be understood."""
    channel, _ = await websocket_of(serve, client, frame(0x3, b"?"))

    assert await listen(channel) == []
    assert channel.end is ChannelEnd.LOST


async def test_a_server_that_answers_pings_only(
    attic: MediaServer, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Is alive, for as many heartbeats as it likes."""
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.05)
    task = asyncio.create_task(listen(channel))

    await asyncio.sleep(0.4)
    assert not task.done()
    await attic.notify("status", {"notificationName": "x"})
    await attic.notifications.close_websockets()

    assert len(await task) == 1
    assert channel.end is ChannelEnd.CLEAN


async def test_a_ping_that_cannot_be_sent(
    serve: Serve, client: PlexServerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a loss, not an error of the consumer's."""
    channel, _ = await websocket_of(serve, client)

    async def ping(_: ClientWebSocketResponse[bool]) -> None:
        raise ClientConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr(ClientWebSocketResponse, "ping", ping)

    assert await listen(channel) == []
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
    """With a line at debug."""
    caplog.set_level(logging.DEBUG)

    assert parse_notification(frame) is None
    assert "Ignored a frame" in caplog.text


def test_a_notification_has_bounds() -> None:
    """Items are counted, texts are cut, nested and unknown fields are left out."""
    item = {"id": "x" * 10_000, "value": "secret", "more": {"a": 1}}
    notification = parse_notification(
        frame_of("preference", Setting=[5, {"id": {"a": 1}}, *([item] * 100)])
    )

    assert notification is not None
    assert len(notification.items) == MAX_ITEMS - 1
    assert notification.items[0] == {}
    assert all(kept == {"id": "x" * 200} for kept in notification.items[1:])
    assert "secret" not in repr(notification)
