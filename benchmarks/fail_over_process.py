"""Fails over again and again: python -m benchmarks.fail_over_process --network FILE."""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from .contestants.ours import Watched, discover
from .inside import simulated_network
from .lines import Command, serve_async

KEEP_ALIVE = 0.1
"""Seconds: a standby was tested up to half an hour ago, so that nothing to it is
open. Here that is a moment ago."""


class FailOverProcess:
    """Has a connection, and loses it on command."""

    def __init__(self) -> None:
        """Start with none."""
        self._watched: Watched | None = None

    async def connect(self, command: Command) -> dict[str, Any]:
        """Find a connection; on request learn of the standby as well."""
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
    """Obey until the commands end."""
    process = FailOverProcess()
    await serve_async({"connect": process.connect, "fail_over": process.fail_over})


def main() -> None:
    """Live in the simulated network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    with simulated_network(options.network):
        asyncio.run(obey())


if __name__ == "__main__":
    main()
