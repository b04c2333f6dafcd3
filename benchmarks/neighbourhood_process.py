"""Many households as a process: python -m benchmarks.neighbourhood_process …."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from dataclasses import asdict
import gc
import logging
from pathlib import Path
import tempfile
from typing import Any

from .home import empty_home_assistant
from .inside import Dials, simulated_network
from .lines import Command, serve_async
from .neighbourhood import Neighbourhood

PATIENCE = 120.0
"""Seconds within which every household connects, on a busy machine too."""


class NeighbourhoodProcess:
    """Starts and stops Home Assistant, and reports its observations."""

    def __init__(self, dials: Dials, folder: Path) -> None:
        """Create it stopped; `folder` is for its configuration."""
        self._dials = dials
        self._folder = folder
        self._stack = AsyncExitStack()
        self._neighbourhood: Neighbourhood
        self._watching: asyncio.Task[None]

    async def start(self, command: Command) -> dict[str, float]:
        """Set up each household, in turn, and wait until all are connected.

        Returns the start time of each set-up.
        """
        hass = await self._stack.enter_async_context(empty_home_assistant(self._folder))
        self._neighbourhood = neighbourhood = Neighbourhood(hass)
        await hass.async_block_till_done()
        self._watching = asyncio.create_task(neighbourhood.watch())
        began = {}
        for household, account in command["accounts"].items():
            began[household] = await neighbourhood.move_in(
                household, account_id=account["id"], token=account["token"]
            )
        await neighbourhood.all_connected(PATIENCE)
        # Existing objects stay; the collector need not spend time on them.
        gc.collect()
        gc.freeze()
        return began

    async def test(self, _: Command) -> None:
        """Test every address of every household."""
        await self._neighbourhood.test()

    async def seen(self, command: Command) -> dict[str, Any]:
        """Return the observations, and the unanswered dials."""
        since = command["since"]
        vain = [each for each in self._dials.vain if each[0] >= since]
        return asdict(self._neighbourhood.seen) | {"vain": vain}

    async def stop(self, _: Command) -> None:
        """Unload all, and stop Home Assistant."""
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        await self._neighbourhood.move_out()
        await self._stack.aclose()


async def obey(dials: Dials, folder: Path) -> None:
    """Execute commands until they end."""
    process = NeighbourhoodProcess(dials, folder)
    await serve_async(
        {
            "start": process.start,
            "test": process.test,
            "seen": process.seen,
            "stop": process.stop,
        }
    )


def main() -> None:
    """Run inside the simulated network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    # Home Assistant warns about every custom integration.
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    with (
        simulated_network(options.network) as dials,
        tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
    ):
        asyncio.run(obey(dials, Path(folder)))


if __name__ == "__main__":
    main()
