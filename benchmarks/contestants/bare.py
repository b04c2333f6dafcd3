"""The least that it takes: connect to the best candidate, TLS, one question."""

import asyncio
import json
import os
import ssl
from time import perf_counter
from typing import Any, override

from . import Contestant, Finding, Task


class Bare(Contestant):
    """Knows the best candidate beforehand, and does no more than it has to."""

    def __init__(self) -> None:
        """Start a loop that stands still between two runs."""
        self._runner = asyncio.Runner()
        self._task: Task

    @override
    def prepare(self, task: Task) -> None:
        self._task = task

    @override
    def run(self) -> Finding:
        best = self._task.best
        if best is None:
            return Finding(seconds=0.0, url=None)
        return self._runner.run(_identity(best))

    @override
    def rest(self) -> None:
        """Leave nothing open: each run closes what it opened."""


async def _identity(best: Any) -> Finding:
    context = ssl.create_default_context(cafile=os.environ["REQUESTS_CA_BUNDLE"])
    start = perf_counter()
    reader, writer = await asyncio.open_connection(
        best["address"], best["port"], ssl=context, server_hostname=best["host"]
    )
    writer.write(
        f"GET /identity HTTP/1.1\r\nHost: {best['host']}:{best['port']}\r\n"
        "Accept: application/json\r\n\r\n".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    _, _, rest = head.partition("content-length:")
    json.loads(await reader.readexactly(int(rest.split(maxsplit=1)[0])))
    seconds = perf_counter() - start
    writer.close()
    await writer.wait_closed()
    return Finding(seconds=seconds, url=best["url"])
