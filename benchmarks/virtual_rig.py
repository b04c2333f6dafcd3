"""A server's engine in a virtual world, driven as by its coordinators."""

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
        """Create it with only the server's rows known; needs a running loop."""
        self._world = world
        self._record = record
        self._wake = asyncio.Event()
        self.shown: ConnectionReport | None = None
        """The last published report."""
        self._told = asyncio.Event()
        self.caused = 0
        """Requests of checks for operations."""
        self.schedule = DiscoverySchedule(clock=world.clock, rng=world.rng)
        # Not the account's first day: plex.tv was asked at noon of the previous day.
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
        """Check and discover when due, until the world ends."""
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
        """Wait, at most until an event moves the next check."""
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def lose_push(self) -> None:
        """Lose the push channel, and check."""
        self.monitor.note_push(up=False)
        await self.monitor.check(CheckReason.PUSH_LOST)

    async def until(self, is_so: Callable[[], bool]) -> float:
        """Wait until the condition is true; return that time by the world's clock."""
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
        """Run a check for operations, and count its requests."""
        return asyncio.ensure_future(self._counted(work))

    def _take(self, event: MonitorEvent) -> None:
        """Count requests, and update the schedule according to an event."""
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
        """Publish, except during another check, and reschedule the next one."""
        self._wake.set()
        if not self.monitor.is_checking:
            self.shown = report
        if report.needs_discovery:
            self.schedule.connection_failed(self._record.server_id)
        elif report.active is not None:
            self.schedule.connection_restored(self._record.server_id)
