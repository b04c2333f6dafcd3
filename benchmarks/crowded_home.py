"""A whole Home Assistant, frontend and all, with many servers to show."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.home_assistant import HomeAssistant, free_port
from demo.simulated_home import sign_in
from demo.simulated_home_assistant import NETWORK_FILE
from demo.world import World

from .blocks import Block
from .watched_home_assistant import SOCKET, longest_block

CONNECTED = ("local", "remote", "relay")
PATIENCE = 120.0
"""Seconds within which all servers connect, on a busy machine too."""
GLANCE = 0.5

SETTLING = 5.0
"""Seconds after which the work that set-up started has ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CrowdedHome:
    """Home Assistant, and access to the blocks of its loop."""

    home: HomeAssistant
    servers: int
    socket: str

    async def longest_block(self) -> Block:
        """Return the longest block since the last query."""
        return await longest_block(self.socket)

    async def _connected(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self._count() < self.servers:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(GLANCE)

    async def _count(self) -> int:
        return sum(
            state["entity_id"].endswith("_connection_type")
            and state["state"] in CONNECTED
            for state in await self.home.get("/api/states")
        )

    async def settled(self) -> None:
        """Wait until all servers are connected and the loop is idle."""
        await self._connected()
        await asyncio.sleep(SETTLING)


@asynccontextmanager
async def crowded_home(
    folder: Path, *, authority: Path, servers: int, rows: int
) -> AsyncIterator[CrowdedHome]:
    """Start the world and Home Assistant, and sign in to Plex."""
    (config := folder / "config").mkdir()
    blocks = str(folder / "blocks")
    async with (
        World(
            f"{servers}x{rows}",
            authority=authority,
            network=folder / "network.json",
            say=lambda _: None,
        ) as world,
        HomeAssistant(
            config,
            port=free_port(),
            environment={
                NETWORK_FILE: str(world.network),
                "REQUESTS_CA_BUNDLE": str(authority / "ca.pem"),
                SOCKET: blocks,
            },
            wrapper_module="benchmarks.watched_home_assistant",
        ) as home,
    ):
        await sign_in(home, world)
        crowded = CrowdedHome(home=home, servers=servers, socket=blocks)
        await crowded.settled()
        yield crowded
