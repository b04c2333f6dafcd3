"""Fails over again and again: python -m benchmarks.fail_over_process --network FILE."""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from .contestants.ours import Watched, discover
from .inside import simulated_network
from .lines import Command, serve_async

KEEP_ALIVE = 0.1
"""Seconds: a standby was last tested up to half an hour ago, so no connection to it is
open. Here the last test was a moment ago."""


class FailOverProcess:
    """Holds a connection, and loses it on command."""

    def __init__(self) -> None:
        """Create it without a connection."""
        self._watched: Watched | None = None

    async def connect(self, command: Command) -> dict[str, Any]:
        """Find a connection; if requested, the standby as well."""
        found = await discover(command["token"])
        (record,) = found.servers
        self._watched = Watched(
            record,
            tuple(command["interfaces"]),
            token=found.tokens[record.server_id],
            keep_alive=KEEP_ALIVE,
        )
        finding = await self._watched.connect()
        if command["standby"]:
            await self._watched.monitor.test_all()
        await asyncio.sleep(2 * KEEP_ALIVE)
        return {"url": finding.url}

    async def fail_over(self, _: Command) -> dict[str, Any]:
        """Lose the connection, and find another."""
        if self._watched is None:
            raise RuntimeError("never connected")
        finding = await self._watched.fail_over()
        await self._watched.close()
        self._watched = None
        return {"seconds": finding.seconds, "url": finding.url}


async def obey() -> None:
    """Execute commands until they end."""
    process = FailOverProcess()
    await serve_async({"connect": process.connect, "fail_over": process.fail_over})


def main() -> None:
    """Run inside the simulated network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    with simulated_network(options.network):
        asyncio.run(obey())


if __name__ == "__main__":
    main()
