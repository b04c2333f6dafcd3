"""A server's engine in a virtual world, driven as its coordinators drive it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

from custom_components.plex_connection.connection import (
    CheckFinished,
    CheckReason,
    ConnectionCache,
    ConnectionReport,
    ConnectionShown,
    DiscoveryNeeded,
    DiscoverySchedule,
    MonitorEvent,
    ProbeFinished,
    ProbeGate,
    Purpose,
    RequestSent,
    ServerMonitor,
    ServerRecord,
    candidates_of,
)

from .virtual_world import DAY, HOME, VirtualProber, VirtualWorld


class VirtualRig:
    """Plex Connection with one server."""

    def __init__(self, world: VirtualWorld, record: ServerRecord) -> None:
        """Know the server's rows, and nothing else yet; needs a running loop."""
        self._world = world
        self._record = record
        self._wake = asyncio.Event()
        self.shown: ConnectionReport | None = None
        """What was published last."""
        self._told = asyncio.Event()
        self.caused = 0
        """Requests that checks for operations sent."""
        self.schedule = DiscoverySchedule(clock=world.clock, rng=world.rng)
        # Not the account's first day: plex.tv was asked at noon of the day before.
        self.schedule.restore(DAY / 2)
        self.monitor = ServerMonitor(
            record.server_id,
            VirtualProber(world),
            clock=world.clock,
            now=world.now,
            rng=world.rng,
            gate=ProbeGate(),
            cache=ConnectionCache(),
            cache_key=("account", record.server_id),
            emit=self._take,
            spawn=self._spawn,
        )
        candidates, rejected = candidates_of(record, HOME, allow_http=False)
        self.monitor.set_candidates(candidates, rejected, networks=HOME)

    async def keep(self) -> None:
        """Check and discover when it is due, for as long as the world lasts."""
        world, monitor, schedule = self._world, self.monitor, self.schedule
        await monitor.check(CheckReason.START)
        if monitor.report.active is not None:
            # The push channel: one handshake, and it stays open.
            world.sent[Purpose.PUSH] += 1
            monitor.note_push(up=True)
        while True:
            wait = min(monitor.next_delay(), schedule.next_delay())
            if wait >= world.left():
                return
            await self._rest(wait)
            if schedule.due() is not None:
                await world.discover()
                schedule.succeeded()
            if monitor.next_delay() <= 0:
                await monitor.check(CheckReason.DUE)

    async def _rest(self, seconds: float) -> None:
        """Wait, or until something has moved the next check."""
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def lose_push(self) -> None:
        """Learn that the push channel is lost, and look."""
        self.monitor.note_push(up=False)
        await self.monitor.check(CheckReason.PUSH_LOST)

    async def until(self, is_so: Callable[[], bool]) -> float:
        """Wait until something is so; return when, by the world's clock."""
        while not is_so():
            self._told.clear()
            await self._told.wait()
        return self._world.clock()

    async def _counted(self, work: Coroutine[object, object, None]) -> None:
        before = self._world.sent.total()
        await work
        self.caused += self._world.sent.total() - before

    def _spawn(
        self, work: Coroutine[object, object, None], _: str
    ) -> asyncio.Task[None]:
        """Run a check for operations, and count what it sends."""
        return asyncio.ensure_future(self._counted(work))

    def _take(self, event: MonitorEvent) -> None:
        """Count requests, and tell the schedule what follows from an event."""
        server_id = self._record.server_id
        match event:
            case ProbeFinished(purpose=purpose) | RequestSent(purpose):
                self._world.sent[purpose] += 1
            case DiscoveryNeeded():
                self.schedule.connection_failed(server_id)
            case ConnectionShown(report):
                self.shown = report
            case CheckFinished(report=report):
                self._conclude(report)
        self._told.set()

    def _conclude(self, report: ConnectionReport) -> None:
        """Publish, but in the middle of another check, and follow the next one."""
        self._wake.set()
        if not self.monitor.is_checking:
            self.shown = report
        if report.needs_discovery:
            self.schedule.connection_failed(self._record.server_id)
        elif report.active is not None:
            self.schedule.connection_restored(self._record.server_id)
