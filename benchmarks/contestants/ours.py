"""Plex Connection's engine, prober and client, put together as its entry does."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from random import Random
from time import perf_counter
from typing import Any, cast, override

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.resolver import DefaultResolver
from homeassistant.config_entries import ConfigEntry

from custom_components.plex_connection.connection import (
    Candidate,
    CheckFinished,
    CheckReason,
    ConnectionCache,
    ConnectionFound,
    ConnectionReport,
    ConnectionShown,
    MonitorEvent,
    Networks,
    ProbeGate,
    ServerMonitor,
    ServerRecord,
    candidates_of,
)
from custom_components.plex_connection.const import CONF_SERVER_TOKENS
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
            ServerProber(
                client,
                cast("ConfigEntry[Any]", _Entry({record.server_id: token})),
                record=record,
                now=_now,
                emit=_ignore,
            ),
            clock=loop.time,
            now=_now,
            rng=Random(1),  # noqa: S311 - it scatters checks
            gate=ProbeGate(),
            cache=ConnectionCache(),
            cache_key=("benchmark", record.server_id),
            label=record.name,
            emit=self._take,
            spawn=_spawn,
        )
        self._on_found: Callable[[Candidate], None] = _ignore
        self._on_shown: Callable[[ConnectionReport], None] = _ignore
        self._on_end: Callable[[ConnectionReport], None] = _ignore

    def _take(self, event: MonitorEvent) -> None:
        match event:
            case ConnectionFound(candidate):
                self._on_found(candidate)
            case ConnectionShown(report):
                self._on_shown(report)
            case CheckFinished(report=report):
                self._on_end(report)

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

        def end(_: ConnectionReport) -> None:
            note(SHOWN)
            has_ended.set()

        self._on_found = lambda _: note(DECIDED)
        self._on_shown = lambda _: note(SHOWN)
        self._on_end = end
        self.offer()
        used = await self.monitor.connection()
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
        replaced: asyncio.Future[Candidate] = asyncio.Future()
        self._on_found, self._on_end = replaced.set_result, _ignore
        checking = asyncio.ensure_future(self.monitor.check(CheckReason.PUSH_LOST))
        await asyncio.wait((checking, replaced), return_when=asyncio.FIRST_COMPLETED)
        seconds = perf_counter() - start
        checking.cancel()
        await asyncio.gather(checking, return_exceptions=True)
        url = replaced.result().url if replaced.done() else None
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


@dataclass(frozen=True)
class _Entry:
    """What of an account's entry a prober reads."""

    tokens: Mapping[str, str | None]

    @property
    def data(self) -> Mapping[str, Any]:
        return {CONF_SERVER_TOKENS: self.tokens}


def _ignore(_: object) -> None:
    """Let an event pass."""


def _spawn(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    return asyncio.create_task(work, name=name)


def _url(report: ConnectionReport) -> str | None:
    return None if report.active is None else report.active.url


def _now() -> datetime:
    return datetime.now(UTC)
