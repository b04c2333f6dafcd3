"""The push channel: its notifications, and how it ends."""

import asyncio
from collections.abc import Callable

import pytest

from custom_components.plex_connection.plex import (
    ChannelEnd,
    Notification,
    PlexServerClient,
)
from custom_components.plex_connection.plex.frames import NotificationType
from simulator import Listener, MediaServer, Simulator

from .outcomes import endpoint_of, listen, opened, until

PATH = "/:/websockets/notifications"


async def test_notifications(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """The token is sent in a header; only subscribed notifications arrive."""
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
    ("harm", "end"),
    [
        (MediaServer.crash, ChannelEnd.LOST),
        (lambda server: server.crash(reset=False), ChannelEnd.LOST),
        (MediaServer.vanish, ChannelEnd.SILENT),
    ],
    ids=["reset", "closed", "vanished"],
)
async def test_loss(
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    harm: Callable[[MediaServer], None],
    end: ChannelEnd,
) -> None:
    """Without a close frame the channel is lost, at the latest at a missed ping."""
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.2)
    task = asyncio.create_task(listen(channel))
    await until(lambda: attic.notifications.websockets)

    harm(attic)

    assert await task == []
    assert channel.end is end


async def test_half_open(lan: Listener, client: PlexServerClient, token: str) -> None:
    """An open socket that answers no ping is lost, too."""
    lan.inject("websocket_half_open")
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.2)

    assert await listen(channel) == []
    assert channel.end is ChannelEnd.SILENT


async def test_leaving(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """Leaving sends a close frame; closing twice is allowed."""
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
    """Cancellation propagates at once, whatever the server's state."""
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


async def test_a_server_that_answers_pings_only(
    attic: MediaServer, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """A server that only answers pings is alive, for any number of heartbeats."""
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.05)
    task = asyncio.create_task(listen(channel))

    await asyncio.sleep(0.4)
    assert not task.done()
    await attic.notify("status", {"notificationName": "x"})
    await attic.notifications.close_websockets()

    assert len(await task) == 1
    assert channel.end is ChannelEnd.CLEAN
