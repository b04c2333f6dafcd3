"""Helpers that make requests and return their outcomes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    IPAddress,
    Notification,
    NotificationChannel,
    PlexError,
    PlexServerClient,
    ServerAnswer,
)
from custom_components.plex_connection.plex.identity import IdentityProbe
from simulator import Listener, MediaServer


def everything(_: IPAddress) -> bool:
    """Allow every address."""
    return True


def endpoint_of(listener: Listener, *, scheme: str = "https") -> Endpoint:
    """Return the endpoint of a server's listener, with the address in its name."""
    server = listener.service
    assert isinstance(server, MediaServer)
    host = server.row(listener).uri.removeprefix("https://").rpartition(":")[0]
    return Endpoint(
        scheme="https" if scheme == "https" else "http",
        host=host,
        port=listener.port,
        address=listener.address,
    )


def local(port: int, host: str = "127.0.0.1") -> Endpoint:
    """Return the endpoint of a hand-written server."""
    return Endpoint(scheme="https", host=host, port=port, address="127.0.0.1")


async def probe(
    client: PlexServerClient, endpoint: Endpoint, budget: float = 5.0
) -> IdentityProbe:
    """Probe once, any address allowed."""
    return await client.identity(endpoint, budget=budget, allow=everything)


async def ask(
    client: PlexServerClient, endpoint: Endpoint, token: str, **settings: Any
) -> ServerAnswer:
    """Send a request with the token, any address allowed."""
    usual: dict[str, Any] = {
        "method": "GET",
        "path": "/media/providers",
        "allow": everything,
        "budget": 5.0,
        "limit": 1_000_000,
    }
    return await client.request(endpoint, token=token, **usual | settings)


async def failure(call: Awaitable[object]) -> PlexError:
    """Return the error of a call; assert that it is not chained."""
    with pytest.raises(PlexError) as caught:
        await call
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    return caught.value


async def until(condition: Callable[[], object]) -> None:
    """Let other tasks run until a condition holds, for 5 s at most."""
    async with asyncio.timeout(5):
        await asyncio.sleep(0)
        while not condition():  # noqa: ASYNC110 - the simulator has no events
            await asyncio.sleep(0.01)


async def opened(
    client: PlexServerClient, endpoint: Endpoint, token: str, **settings: Any
) -> NotificationChannel:
    """Open a channel, any address allowed."""
    return await client.open_notifications(
        endpoint, token=token, allow=everything, **settings
    )


async def listen(channel: NotificationChannel) -> list[Notification]:
    """Return the notifications until the channel ends."""
    async with asyncio.timeout(5), channel:
        return [notification async for notification in channel]
