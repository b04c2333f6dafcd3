"""The design that Plex Connection replaces.

A caller that needs the server tests the stored address with a time-out of 5 s. If that
fails, plex.tv is asked again, and everything that it lists is tried at once; the
first to answer is taken. Every test carries the token, as the code described does;
unlike that code it verifies certificates.
"""

import asyncio
import os
import ssl
from time import perf_counter
from typing import Any, override

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from . import Contestant, Finding, Task

TEST_TIMEOUT = ClientTimeout(total=5)
"""Seconds; "with 5-second timeout on every backend creation"."""

RESOURCES = "https://plex.tv/api/v2/resources?includeHttps=1&includeRelay=1"


class Naive(Contestant):
    """Test, else discover, else race."""

    def __init__(self) -> None:
        """Start a loop that stands still between two runs."""
        self._runner = asyncio.Runner()
        self._task: Task
        self._token = ""

    @override
    def prepare(self, task: Task) -> None:
        self._task = task
        self._token = self._runner.run(self._ask_for_token())

    @override
    def run(self) -> Finding:
        return self._runner.run(self._connect())

    @override
    def rest(self) -> None:
        """Leave nothing open: each run has a session of its own."""

    async def _ask_for_token(self) -> str:
        async with ClientSession(connector=_connector()) as session:
            server = await self._discover(session)
            token: str = server["accessToken"]
            return token

    async def _connect(self) -> Finding:
        connector = _connector()
        async with ClientSession(connector=connector, timeout=TEST_TIMEOUT) as session:
            start = perf_counter()
            url = await self._find(session)
            return Finding(seconds=perf_counter() - start, url=url)

    async def _find(self, session: ClientSession) -> str | None:
        if await self._answers(session, self._task.stored_url):
            return self._task.stored_url
        try:
            server = await self._discover(session)
        except ClientError, TimeoutError:
            return None
        urls = [row["uri"] for row in server["connections"]]
        return await self._first_of(session, urls)

    async def _discover(self, session: ClientSession) -> Any:
        headers = {
            "Accept": "application/json",
            "X-Plex-Token": self._task.token,
            "X-Plex-Client-Identifier": "benchmark",
        }
        async with session.get(RESOURCES, headers=headers) as response:
            response.raise_for_status()
            servers = await response.json()
        return next(each for each in servers if each["name"] == self._task.server)

    async def _first_of(self, session: ClientSession, urls: list[str]) -> str | None:
        tests = {
            asyncio.ensure_future(self._answers(session, url)): url for url in urls
        }
        running = set(tests)
        try:
            while running:
                done, running = await asyncio.wait(
                    running, return_when=asyncio.FIRST_COMPLETED
                )
                for test in done:
                    if test.result():
                        return tests[test]
        finally:
            for test in running:
                test.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return None

    async def _answers(self, session: ClientSession, url: str) -> bool:
        headers = {"X-Plex-Token": self._token}
        try:
            async with session.get(f"{url}/identity", headers=headers) as response:
                await response.read()
                return response.ok
        except ClientError, TimeoutError:
            return False


def _connector() -> TCPConnector:
    """Return a connector that trusts the simulator's authority."""
    context = ssl.create_default_context(cafile=os.environ["REQUESTS_CA_BUNDLE"])
    return TCPConnector(ssl=context)
