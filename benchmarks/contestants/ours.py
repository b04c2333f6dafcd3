"""Plex Connection's engine, prober and client, put together as its entry does."""

import asyncio
from datetime import UTC, datetime
from ipaddress import ip_network
from random import Random
from time import perf_counter
from typing import override

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.resolver import DefaultResolver

from custom_components.plex_connection.connection import (
    CheckReason,
    ConnectionCache,
    ConnectionReport,
    Networks,
    ProbeGate,
    ServerMonitor,
    ServerRecord,
    candidates_of,
)
from custom_components.plex_connection.directory import Discovered, async_discover
from custom_components.plex_connection.plex import (
    ClientDevice,
    PhaseTraceConfig,
    PlexAccountClient,
    PlexServerClient,
    create_ssl_context,
)
from custom_components.plex_connection.prober import ServerProber

from . import Contestant, Finding, Task

DEVICE = ClientDevice(product="Benchmark", version="0", device_name="Benchmark")

KEEP_ALIVE = 15.0
"""Seconds that an idle connection stays open: aiohttp's default."""

DECIDED = "the engine has one"
SHOWN = "entities show it"
OPERATION = "an operation that waited has it"


async def discover(token: str) -> Discovered:
    """Ask plex.tv, as the account does."""
    connector = TCPConnector(ssl=create_ssl_context())
    async with ClientSession(connector=connector) as session:
        client = PlexAccountClient(
            session, client_identifier="benchmark", device=DEVICE, token=token
        )
        return await async_discover(client, ())


class Watched:
    """One server's monitor with all that it works with, nothing of it open yet."""

    def __init__(
        self,
        record: ServerRecord,
        interfaces: tuple[str, ...],
        *,
        token: str | None,
        keep_alive: float = KEEP_ALIVE,
    ) -> None:
        """Put it together; needs a running loop.

        Idle connections are closed after `keep_alive` seconds.
        """
        loop = asyncio.get_running_loop()
        self._resolver = DefaultResolver()
        # With the limits of Home Assistant's own connector.
        self._session = ClientSession(
            connector=TCPConnector(
                limit=4096, limit_per_host=100, keepalive_timeout=keep_alive
            ),
            cookie_jar=DummyCookieJar(),
            trace_configs=[PhaseTraceConfig()],
        )
        client = PlexServerClient(
            self._session, ssl_context=create_ssl_context(), resolver=self._resolver
        )
        self._record = record
        self._interfaces = interfaces
        self.monitor = ServerMonitor(
            record.server_id,
            ServerProber(client, record=record, token=lambda: token, now=_now),
            clock=loop.time,
            now=_now,
            rng=Random(1),  # noqa: S311 - it scatters checks
            gate=ProbeGate(),
            cache=ConnectionCache(),
            cache_key=("benchmark", record.server_id),
            label=record.name,
        )

    def offer(self) -> None:
        """Hand the rows to the monitor."""
        networks = Networks(tuple(map(ip_network, self._interfaces)))
        candidates, rejected = candidates_of(self._record, networks, allow_http=False)
        self.monitor.set_candidates(candidates, rejected, networks=networks)

    async def connect(self) -> Finding:
        """Choose, and say when an operation that waited for a connection had one.

        What plex.tv listed is made into candidates first, and the operation asks at
        once. Entities show a relay when nothing direct is left that may answer, or
        two seconds after it has; all others as soon as they may be used.
        """
        steps: dict[str, float] = {}
        has_ended = asyncio.Event()
        start = perf_counter()

        def note(step: str) -> None:
            steps.setdefault(step, perf_counter() - start)

        async def check() -> None:
            await self.monitor.check(
                CheckReason.START,
                on_first=lambda _: note(DECIDED),
                on_shown=lambda _: note(SHOWN),
            )
            note(SHOWN)
            has_ended.set()

        self.offer()
        used = await self.monitor.connection(check, spawn=asyncio.ensure_future)
        note(OPERATION)
        # What goes on after that would be part of the next run.
        await has_ended.wait()
        url = None if used is None else used.url
        return Finding(seconds=steps[OPERATION], url=url, steps=steps)

    async def fail_over(self) -> Finding:
        """Learn that the push channel is lost, and find another connection.

        That is where operations go on that wait for it. What the check does after
        that is left.
        """
        start = perf_counter()
        replaced: asyncio.Future[ConnectionReport] = asyncio.Future()
        checking = asyncio.ensure_future(
            self.monitor.check(CheckReason.PUSH_LOST, on_first=replaced.set_result)
        )
        await asyncio.wait((checking, replaced), return_when=asyncio.FIRST_COMPLETED)
        seconds = perf_counter() - start
        checking.cancel()
        await asyncio.gather(checking, return_exceptions=True)
        url = _url(replaced.result()) if replaced.done() else None
        return Finding(seconds=seconds, url=url)

    async def close(self) -> None:
        """Close everything."""
        self.monitor.close()
        await self._session.close()
        await self._resolver.close()


class Ours(Contestant):
    """The product."""

    def __init__(self) -> None:
        """Start a loop that stands still between two runs."""
        self._runner = asyncio.Runner()
        self._task: Task
        self._found: Discovered
        self._watched: Watched | None = None

    @override
    def prepare(self, task: Task) -> None:
        self._task = task
        self._found = self._runner.run(discover(task.token))

    @override
    def run(self) -> Finding:
        return self._runner.run(self._connect())

    @override
    def rest(self) -> None:
        if self._watched is not None:
            self._runner.run(self._watched.close())
            self._watched = None

    async def _connect(self) -> Finding:
        task = self._task
        (record,) = (each for each in self._found.servers if each.name == task.server)
        token = self._found.tokens.get(record.server_id)
        self._watched = Watched(record, task.interfaces, token=token)
        return await self._watched.connect()


def _url(report: ConnectionReport) -> str | None:
    return None if report.active is None else report.active.url


def _now() -> datetime:
    return datetime.now(UTC)
