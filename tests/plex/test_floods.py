"""The push channel of a server that floods it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.plex_connection.plex import (
    ChannelEnd,
    NotificationChannel,
    PlexServerClient,
    flow_control,
)
from simulator import Listener
from simulator.hostility import Trick
from tests.waiting import PATIENCE

from .outcomes import endpoint_of, opened

FLOODS = (
    Trick.PINGS,
    Trick.PONGS,
    Trick.EMPTY_FRAMES,
    Trick.HINTS,
    Trick.NESTED_FRAMES,
)
SILENT = (Trick.FRAGMENTS, Trick.BOUNDLESS_FRAME, Trick.PACKED_FRAMES)


@pytest.fixture
def jumping_time() -> None:
    """Use real time: during a flood virtual time would never pass.

    Virtual time advances only while everything waits.
    """


class Turns:
    """Counts loop iterations available to other tasks."""

    count = 0

    async def run(self) -> None:
        """Run in every loop iteration."""
        while True:
            self.count += 1
            await asyncio.sleep(0)


@asynccontextmanager
async def counted() -> AsyncIterator[Turns]:
    """Count loop iterations in the block."""
    turns = Turns()
    task = asyncio.create_task(turns.run())
    try:
        yield turns
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def taken(channel: NotificationChannel) -> int:
    """Listen until the channel ends; return the number of notifications."""
    count = 0
    async with channel:
        async for _ in channel:
            count += 1
    return count


@pytest.mark.parametrize("trick", FLOODS)
async def test_flood(
    lan: Listener,
    client: PlexServerClient,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    trick: Trick,
) -> None:
    """A flood ends the channel, and until then other tasks keep running."""
    monkeypatch.setattr(flow_control, "PATIENCE", 1)
    lan.inject("hostile", trick=trick, rate=2000)
    channel = await opened(client, endpoint_of(lan), token)

    async with counted() as turns:
        hints = await taken(channel)

    assert channel.end is ChannelEnd.FLOOD
    # At most twenty frames come between two iterations for other tasks.
    assert turns.count >= hints / flow_control.PORTION


async def frames(freezer: FrozenDateTimeFactory, *in_each_second: int) -> bool:
    """Take frames, a long one in each second; return whether they are a flood."""
    measured = flow_control.Flow()
    for count in in_each_second:
        if count:
            await measured.take((count - 1) * flow_control.FRAME)
        freezer.tick(1)
    await measured.take(10)
    return measured.is_flood


@pytest.mark.parametrize(
    ("in_each_second", "is_flood"),
    [
        ([100] * 60, False),
        ([101] * 10, True),
        ([101] * 9, False),
        ([101] * 9 + [1] + [101] * 9, False),
        ([101] * 9 + [0] + [101] * 9, False),
        ([5000, 5000, 5000], False),
    ],
)
async def test_flood_limit(
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    *,
    in_each_second: list[int],
    is_flood: bool,
) -> None:
    """More than a hundred frames a second, for ten seconds in a row, are a flood."""
    monkeypatch.setattr(flow_control, "REST", 0)

    assert await frames(freezer, *in_each_second) is is_flood


@pytest.mark.parametrize("trick", SILENT)
async def test_frames_that_never_end(
    lan: Listener, client: PlexServerClient, token: str, trick: Trick
) -> None:
    """Frames that never end count as none."""
    lan.inject("hostile", trick=trick, rate=2000)
    channel = await opened(client, endpoint_of(lan), token, heartbeat=0.4)

    async with asyncio.timeout(PATIENCE):
        assert await taken(channel) == 0

    assert channel.end in (ChannelEnd.LOST, ChannelEnd.SILENT)


@pytest.mark.parametrize("trick", [*FLOODS, *SILENT, Trick.DEAF, Trick.GOODBYES])
async def test_leaving_a_hostile_server(
    lan: Listener, client: PlexServerClient, token: str, trick: Trick
) -> None:
    """Leaving a hostile server takes a moment, whatever it sends."""
    lan.inject("hostile", trick=trick, rate=2000)
    channel = await opened(client, endpoint_of(lan), token)
    task = asyncio.create_task(taken(channel))
    await asyncio.sleep(0.5)

    task.cancel()
    async with asyncio.timeout(PATIENCE):
        with suppress(asyncio.CancelledError):
            await task
