"""A simulated world, and plain clients that are unaware of it."""

from collections.abc import AsyncGenerator
import ssl

import aiohttp
import pytest

from simulator import Listener, MediaServer, Simulator
from simulator.pytest_fixtures import (  # noqa: F401
    authority_fixture,
    simulator_fixture,
    trusting_fixture,
)
from tests.waiting import PATIENCE


@pytest.fixture
async def attic(simulator: Simulator) -> MediaServer:
    """Return a server of Alice's, without addresses."""
    return await simulator.add_server("Attic")


@pytest.fixture
async def lan(attic: MediaServer) -> Listener:
    """Return its address at home."""
    return attic.add_address("192.168.40.12")


@pytest.fixture
async def client(
    simulator: Simulator, trusting: ssl.SSLContext
) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a session that verifies, and keeps no connection and no DNS answer."""
    connector = aiohttp.TCPConnector(
        ssl=trusting, force_close=True, use_dns_cache=False
    )
    async with aiohttp.ClientSession(
        connector=connector, timeout=aiohttp.ClientTimeout(total=PATIENCE)
    ) as session:
        yield session
