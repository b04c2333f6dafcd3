"""Home Assistant as a process: python -m benchmarks.home_process --network FILE."""

import argparse
import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict
import gc
import logging
import os
from pathlib import Path
import sys
import tempfile
from time import monotonic, process_time
from typing import Any

from homeassistant.exceptions import HomeAssistantError

from .blocks import Blocks, watched
from .home import Home, home_assistant
from .inside import Dials, simulated_network
from .lines import Command, serve_async
from .time_skipping import TimeSkippingLoop


class HomeProcess:
    """Starts and stops Home Assistant, and measures its costs."""

    def __init__(self, loop: TimeSkippingLoop, dials: Dials, folder: Path) -> None:
        """Create it stopped; `folder` keeps its configuration between starts."""
        self._loop = loop
        self._dials = dials
        self._folder = folder
        self._stack = AsyncExitStack()
        self._home: Home
        self._blocks: Blocks | None = None
        self._data: Mapping[str, Any] | None = None

    async def start(self, command: Command) -> dict[str, Any]:
        """Start Home Assistant and set the entry up; return the times.

        With "remembers" it has the store and the entry of the previous start.
        """
        if not command["remembers"]:
            self._forget()
        if command.get("watch"):
            self._blocks = self._stack.enter_context(watched())
        self._home = home = await self._stack.enter_async_context(
            home_assistant(
                self._folder,
                account_id=command["account_id"],
                token=command["token"],
                data=self._data,
            )
        )
        await home.hass.async_block_till_done()
        gc.collect()
        if self._blocks is not None:
            self._blocks.reset()
        memory = resident_megabytes()
        began, cpu = monotonic(), process_time()
        await home.set_up()
        loaded, loaded_cpu = monotonic(), process_time()
        await home.connected(command["servers"])
        shown = list(home.shown.first.values())
        return {
            "began": began,
            "usable": max(at for at, _ in shown),
            "usable_cpu": max(by for _, by in shown) - cpu,
            "first_usable": min(at for at, _ in shown),
            "loaded": loaded,
            "loaded_cpu": loaded_cpu - cpu,
            "megabytes": resident_megabytes() - memory,
        }

    async def stop(self, _: Command) -> None:
        """Unload the entry, and stop Home Assistant."""
        self._data = await self._home.unload()
        await self._stack.aclose()
        self._blocks = None

    async def watched(self, _: Command) -> dict[str, Any]:
        """Return the blocks since the last query."""
        if self._blocks is None:
            raise RuntimeError("blocks are not watched")
        blocks = self._blocks
        answer = asdict(blocks)
        blocks.reset()
        return answer

    async def move(self, command: Command) -> float:
        """Advance the clock; return the CPU seconds of this process so far."""
        self._loop.move(command["seconds"])
        return process_time()

    async def quiet(self, _: Command) -> bool:
        """Wait until the loop is idle; return whether it did anything."""
        return await self._loop.quiet()

    async def seen(self, command: Command) -> dict[str, Any]:
        """Return the dials and the changes of state since a moment."""
        since = command["since"]
        changes = self._home.shown.changes
        return {
            "dials": [each for each in self._dials.seen if each[0] >= since],
            "changes": [each for each in changes if each[0] >= since],
        }

    async def test(self, command: Command) -> None:
        """Test every candidate of every server, or of the one with the name.

        After this the standbys are known.
        """
        servers = self._home.entry.runtime_data.servers.values()
        for server in servers:
            if command.get("server") in (None, server.name):
                await server.async_test_connections()

    async def rediscover(self, _: Command) -> None:
        """Request the servers from plex.tv; a failure counts as an answer."""
        with suppress(HomeAssistantError):
            await self._home.entry.runtime_data.account.async_rediscover()

    async def load(self, command: Command) -> dict[str, Any]:
        """Return the resources in use, and a server's shown state."""
        gc.collect()
        servers = self._home.entry.runtime_data.servers.values()
        named = [each for each in servers if each.name == command["server"]]
        return {
            "tasks": len(asyncio.all_tasks()),
            "megabytes": resident_megabytes(),
            "shown": str(named[0].data.connection_type),
        }

    def _forget(self) -> None:
        self._data = None
        for file in (self._folder / ".storage").glob("*"):
            file.unlink()


def resident_megabytes() -> float:
    """Return the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


async def obey(loop: TimeSkippingLoop, dials: Dials, folder: Path) -> None:
    """Execute commands until they end."""
    process = HomeProcess(loop, dials, folder)
    await serve_async(
        {
            "start": process.start,
            "stop": process.stop,
            "watched": process.watched,
            "move": process.move,
            "quiet": process.quiet,
            "seen": process.seen,
            "test": process.test,
            "rediscover": process.rediscover,
            "load": process.load,
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
        asyncio.Runner(loop_factory=TimeSkippingLoop) as runner,
    ):
        loop = runner.get_loop()
        if not isinstance(loop, TimeSkippingLoop):
            sys.exit("not the loop that was asked for")
        runner.run(obey(loop, dials, Path(folder)))


if __name__ == "__main__":
    main()
