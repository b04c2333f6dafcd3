"""A process of the benchmark, as seen by the one that commands it.

All are forked from a process that has imported what most of them need, and run none of
it: importing Home Assistant takes longer than many a measurement.
"""

import asyncio
from collections.abc import Mapping
from importlib import import_module
import multiprocessing
import os
from pathlib import Path
import socket
import sys
from typing import Any, Self

from . import lines

ROOT = Path(__file__).parents[1]

PATIENCE = 180.0
"""Seconds within which every command has to be answered."""

STOP_TIMEOUT = 20.0
"""Seconds from the end of the commands to the end of the process."""

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["benchmarks.home", "benchmarks.contestants.ours"])


class ChildError(Exception):
    """A process of the benchmark failed, or ended by itself."""


class Child:
    """Runs one of the benchmark's modules; a context manager."""

    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter

    def __init__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Take the module, and additions to our environment."""
        self._module = module
        self._ours, theirs = socket.socketpair()
        self._process = PROCESSES.Process(
            target=_become, args=(theirs, module, arguments, dict(environment or {}))
        )
        self._theirs = theirs

    async def __aenter__(self) -> Self:
        """Start it."""
        await asyncio.to_thread(self._process.start)
        self._theirs.close()
        self._reader, self._writer = await asyncio.open_connection(
            sock=self._ours, limit=lines.LIMIT
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it; kill it if it does not end."""
        self._writer.close()
        await asyncio.to_thread(self._process.join, STOP_TIMEOUT)
        if self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join)

    async def ask(self, do: str, **fields: Any) -> Any:
        """Send a command, and return its answer."""
        self._writer.write(lines.encode({"do": do, **fields}))
        async with asyncio.timeout(PATIENCE):
            line = await self._reader.readline()
        if not line:
            raise ChildError(f"{self._module} ended")
        answer = lines.decode(line)
        if isinstance(answer, dict) and "error" in answer:
            raise ChildError(answer["error"])
        return answer


def _become(
    commands: socket.socket,
    module: str,
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
) -> None:
    """Run a module as this process, with commands on standard input."""
    os.environ.update(environment)
    for descriptor in (0, 1):
        os.dup2(commands.fileno(), descriptor)
    commands.close()
    sys.stdin = os.fdopen(0, closefd=False)
    sys.argv = [module, *arguments]
    import_module(module).main()
