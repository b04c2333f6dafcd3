"""A process of the benchmark, as the one that gives the commands sees it."""

import asyncio
from collections.abc import Mapping
import os
from pathlib import Path
import sys
from typing import Any, Self

from . import lines

ROOT = Path(__file__).parents[1]

PATIENCE = 180.0
"""Seconds in which every command has to be answered."""

STOP_TIMEOUT = 20.0
"""Seconds from the end of the commands to the end of the process."""


class ChildError(Exception):
    """A process of the benchmark failed, or ended by itself."""


class Child:
    """Runs one of our modules; a context manager."""

    _process: asyncio.subprocess.Process

    def __init__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Take what to run, and what its environment has besides ours."""
        self._command = ("-m", module, *arguments)
        self._environment = dict(environment or {})

    async def __aenter__(self) -> Self:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._command,
            cwd=ROOT,
            env=os.environ | self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=lines.LIMIT,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it, and insist when it does not."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(STOP_TIMEOUT):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def ask(self, do: str, **fields: Any) -> Any:
        """Have something done, and return what it answers."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ChildError("started without pipes")
        self._process.stdin.write(lines.encode({"do": do, **fields}))
        async with asyncio.timeout(PATIENCE):
            line = await self._process.stdout.readline()
        if not line:
            raise ChildError(f"{' '.join(self._command)} ended")
        answer = lines.decode(line)
        if isinstance(answer, dict) and "error" in answer:
            raise ChildError(answer["error"])
        return answer
