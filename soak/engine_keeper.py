"""Stands in for the coordinator of a monitor: timers, tasks and events."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from random import Random
from typing import Any

from custom_components.plex_connection.connection import (
    Candidate,
    CheckFinished,
    CheckReason,
    ConnectionFound,
    ConnectionShown,
    ConnectionSuspected,
    DiscoveryNeeded,
    DiscoverySource,
    MonitorEvent,
    ServerMonitor,
    SuspicionEnded,
    timer_delay,
)

from .engine_network import InjectedError

LATENESS = (0.05, 0.5)
"""Seconds after a whole second at which Home Assistant's timers fire."""


def is_injected(err: BaseException) -> bool:
    """Return whether the sequence injected every part of an exception."""
    if isinstance(err, BaseExceptionGroup):
        return all(map(is_injected, err.exceptions))
    return isinstance(err, InjectedError)


class Keeper:
    """Runs one monitor, as Home Assistant's timers and our coordinator would."""

    def __init__(self, rng: Random) -> None:
        """Create it without a monitor."""
        self.news: Callable[[], Awaitable[None]] | None = None
        """Discovery result that a check awaits before it gives a connection up."""
        self.suspicions = 0
        """Number of new suspicions."""
        self.is_listener_broken = False
        self.complaints: list[str] = []
        self._rng = rng
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._has_ended = False
        self._lateness = rng.uniform(*LATENESS)
        self._tasks: dict[asyncio.Task[Any], None] = {}
        """In starting order, to keep random choices reproducible."""
        self._unbegun: set[asyncio.Task[Any]] = set()
        """The timer's checks before their first step: no caller can cancel those."""
        self._is_answering = False
        self._is_suspected = False
        """Whether the last report showed a suspected connection."""

    def start(self, monitor: ServerMonitor) -> None:
        """Start with a first check; `monitor` emits to, and spawns by, this object."""
        self.monitor = monitor
        self.check(CheckReason.START)

    def check(self, reason: CheckReason) -> None:
        """Check in the background."""
        task = self.spawn(self._check(reason))
        if reason is CheckReason.DUE:
            self._unbegun.add(task)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[None]:
        """Run a coroutine in the background; its exceptions are judged.

        If cancelled before it started, it is closed: nothing awaits it any more.
        """
        judged = self.keep(self._judge(work), "")
        judged.add_done_callback(lambda _: work.close())
        return judged

    def keep(self, work: Coroutine[Any, Any, None], _: str) -> asyncio.Task[None]:
        """Run a coroutine in the background until it ends or is cancelled."""
        task = asyncio.ensure_future(work)
        self._tasks[task] = None
        task.add_done_callback(self._tasks.pop)
        return task

    def use(self) -> None:
        """Make an operation request the connection."""
        self.spawn(self._use())

    def cancel_one(self) -> None:
        """Cancel a random caller."""
        if tasks := [task for task in self._tasks if task not in self._unbegun]:
            self._rng.choice(tasks).cancel()

    async def end(self) -> None:
        """End everything, and check that it has ended."""
        self._has_ended = True
        if self._timer is not None:
            self._timer.cancel()
        # The last step of an ending task may have started others.
        while tasks := tuple(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        self.monitor.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if left:
            self.complaints.append(f"left behind: {left}")

    async def _judge(self, work: Coroutine[Any, Any, Any]) -> None:
        with suppress(asyncio.CancelledError):
            try:
                await work
            except Exception as err:  # noqa: BLE001 - reported, whatever it is
                if not is_injected(err):
                    self.complaints.append(f"raised: {err!r}")

    async def _check(self, reason: CheckReason) -> None:
        self._unbegun = {
            task for task in self._unbegun if task is not asyncio.current_task()
        }
        is_off = self.monitor.report.active is None
        if is_off and reason is not CheckReason.DISCOVERY:
            self._ask()
        await self.monitor.check(reason)

    def _ask(self) -> None:
        """Start a discovery, as the coordinator does for a lost server."""
        if self.news is not None and not self._is_answering:
            self.spawn(self._answer(self.news))

    async def _answer(self, news: Callable[[], Awaitable[None]]) -> None:
        """Deliver answers of plex.tv, and then the LAN, in the middle of a check."""
        self._is_answering = True
        self.monitor.set_discovery_pending(DiscoverySource.PLEX_TV)
        try:
            if self._rng.random() < 0.5:  # noqa: PLR2004 - a coin
                self.monitor.set_discovery_pending(DiscoverySource.LAN)
            await news()
            if self.monitor.report.active is None:
                self.check(CheckReason.DISCOVERY)
        finally:
            self._is_answering = False
            self.monitor.set_discovery_pending(None)

    async def _use(self) -> None:
        self.on_use(await self.monitor.connection())

    def on_use(self, candidate: Candidate | None) -> None:
        """Receive the candidate for an operation; a hook for laws."""

    def _set_timer(self) -> None:
        if self._has_ended:
            return
        if self._timer is not None:
            self._timer.cancel()
        delay = timer_delay(self.monitor.next_delay())
        due_at = int(self._loop.time()) + self._lateness + delay
        self._timer = self._loop.call_at(due_at, self.check, CheckReason.DUE)

    def take(self, event: MonitorEvent) -> None:
        """Handle an event as the coordinator does; may raise an injected bug."""
        match event:
            case ConnectionFound(candidate):
                self.on_use(candidate)
                self._break_perhaps()
            case ConnectionShown(report):
                if report.active is None and not self._is_suspected:
                    self.complaints.append("shown in the middle of a check: nothing")
                self._is_suspected = False
                self._break_perhaps()
            case ConnectionSuspected():
                self._is_suspected = True
                self.suspicions += 1
                self._break_perhaps()
            case DiscoveryNeeded():
                self._ask()
                self._break_perhaps()
            case CheckFinished(report=report) | SuspicionEnded(report):
                self._is_suspected = report.suspected
                self._set_timer()

    def _break_perhaps(self) -> None:
        if self.is_listener_broken:
            raise InjectedError
