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
"""Seconds in which every household is connected, on a busy machine too."""


class NeighbourhoodProcess:
    """Starts and stops Home Assistant, and tells what it saw."""

    def __init__(self, dials: Dials, folder: Path) -> None:
        """Start with none; `folder` is for its configuration."""
        self._dials = dials
        self._folder = folder
        self._stack = AsyncExitStack()
        self._neighbourhood: Neighbourhood
        self._watching: asyncio.Task[None]

    async def start(self, command: Command) -> dict[str, float]:
        """Set each household up, in turn, and wait until all are connected.

        Returns when the set-up of each began.
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
        # What is there by now stays, and is not looked through: that would take time.
        gc.collect()
        gc.freeze()
        return began

    async def test(self, _: Command) -> None:
        """Have every address of every household tested."""
        await self._neighbourhood.test()

    async def seen(self, command: Command) -> dict[str, Any]:
        """Return what was seen, and where connections were sought in vain."""
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
    """Obey until the commands end."""
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
    """Live in the simulated network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    # Home Assistant says of every custom integration that it does not know it.
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    with (
        simulated_network(options.network) as dials,
        tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
    ):
        asyncio.run(obey(dials, Path(folder)))


if __name__ == "__main__":
    main()
