"""The simulation on Home Assistant's loop, whose time tests move."""

import asyncio

import aiohttp
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from simulator import Latency, MediaServer, Outage, Reach
from simulator.line import RateLimiter


async def test_no_latency_needs_no_time(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    client: aiohttp.ClientSession,
    attic: MediaServer,
) -> None:
    """With frozen time a healthy exchange still completes."""
    lan = attic.add_address("192.168.40.12")
    async with asyncio.timeout(None):
        async with client.get(attic.row(lan).uri + "/identity") as answer:
            assert answer.status == 200
        websocket = await client.ws_connect(
            attic.row(lan).uri + "/:/websockets/notifications",
            headers={"X-Plex-Token": attic.owner.token},
        )
        freezer.tick(3600)
        await attic.notify("status", {"title": "an hour later"})
        assert "later" in await websocket.receive_str()
        await websocket.close()
    assert lan.world.record.requests[0].when == lan.world.record.requests[1].when


async def test_latency_moves_with_the_loop(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, attic: MediaServer
) -> None:
    """Ten minutes of latency pass as soon as the test moves the time."""
    lan = attic.add_address("192.168.40.12", latency=Latency(to_client=600))

    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", lan.loopback_port)
        writer.write(b"GET /identity HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    task = asyncio.create_task(ask())
    for _ in range(200):
        await asyncio.sleep(0)
    assert not task.done()
    freezer.tick(601)
    assert b"200 OK" in await task


@pytest.mark.parametrize("rate", [100.0, 1.0])
def test_rate_limiter(rate: float) -> None:
    """A line is free when all sent data has passed."""
    limiter = RateLimiter(rate)
    assert limiter.portion == max(1, rate // 20)
    assert limiter.reserve(10.0, 50) == 10.0 + 50 / rate
    assert limiter.reserve(10.0, 50) == 10.0 + 100 / rate
    assert limiter.reserve(1000.0, 1) == 1000.0 + 1 / rate


async def _turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_fault_for_a_while(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, attic: MediaServer
) -> None:
    """A fault ends by itself, unless another has replaced it."""
    lan = attic.add_address("192.168.40.12")
    attic.inject("starting", lasts=60)
    freezer.tick(59)
    await _turns()
    assert [fault.kind for fault in lan.faults] == ["starting"]
    # A timer due this very moment waits for the next.
    freezer.tick(1.001)
    await _turns()
    assert list(lan.faults) == []
    lan.inject("silent", lasts=10)
    lan.inject("silent")
    freezer.tick(11)
    await _turns()
    assert lan.reach is Reach.SILENT


@pytest.mark.parametrize(
    ("outage", "away"), [("vanish", Reach.SILENT), ("crash", Reach.REFUSED)]
)
async def test_a_path_that_comes_and_goes(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    attic: MediaServer,
    outage: str,
    away: Reach,
) -> None:
    """The path goes at once, and returns every other time, until it is restored."""
    lan = attic.add_address("192.168.40.12")
    attic.flip(20, Outage(outage))
    seen = []
    for _ in range(180):
        seen.append(lan.reach)
        freezer.tick(20.001)
        await _turns()
    assert seen == [away, Reach.OPEN] * 90
    assert lan.reach is away
    attic.restore()
    freezer.tick(20.001)
    await _turns()
    assert lan.reach is Reach.OPEN
    # A test that ends here leaves no timer behind.
    lan.flip(20)
