"""Check intervals, and the order of checks when many are due (rule 9)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import IntEnum
from random import Random
from typing import Protocol

from .backoff import MAXIMUM_WAIT
from .models import ConnectionType

INTERVAL: Mapping[ConnectionType | None, float] = {
    ConnectionType.LOCAL: 300.0,
    ConnectionType.REMOTE: 120.0,
    ConnectionType.RELAY: 30.0,
}
"""Seconds between two checks. An offline server has the panic schedule instead."""

RETRY_STEP = 10.0
RETRY_PERIOD = 600.0
RETRY_LIMIT = 60.0
"""Seconds between two probes of a server that answers 503 (rule 11), or is offline
and probed more often than its schedule: ten at first, ten more for each ten minutes
that it lasts, up to a minute. A restart takes seconds and a migration of the database
minutes; what has taken hours may take hours more."""

JITTER = 0.1
"""Share by which an interval may be shorter; it is never longer."""

DUE_TOLERANCE = 1.0
"""A check this many seconds early counts as due: callers' timers may run on whole
seconds, and a check slightly early must not be skipped."""


def jittered(interval: float, rng: Random) -> float:
    """Return the interval, 0 to 10 % shorter."""
    return interval * (1 - rng.uniform(0, JITTER))


SOONEST = 1.0
"""Minimum seconds of a timer: a check that is due runs when it fires."""


def timer_delay(delay: float) -> float:
    """Return the seconds to set a timer to, for a check that is due in `delay`.

    Never 0, which some timers take for "never"; and at most `MAXIMUM_WAIT`, so that the
    server is checked again whatever went wrong.
    """
    return max(SOONEST, min(delay, MAXIMUM_WAIT))


def retry_interval(elapsed: float) -> float:
    """Return the retry interval after `elapsed` seconds without success."""
    return min(RETRY_STEP * (1 + elapsed // RETRY_PERIOD), RETRY_LIMIT)


class Urgency(IntEnum):
    """Order in which the gate admits waiting checks."""

    FAILOVER = 0
    """An operation may be without a connection now."""
    RELAY = 1
    REMOTE = 2
    REST = 3
    """Local, offline, or without a verdict."""

    @classmethod
    def of(cls, connection_type: ConnectionType | None) -> Urgency:
        """Return the urgency of a routine check."""
        match connection_type:
            case ConnectionType.RELAY:
                return cls.RELAY
            case ConnectionType.REMOTE:
                return cls.REMOTE
        return cls.REST


class Waiting(Protocol):
    """A check waiting for a place at the gate."""

    @property
    def urgency(self) -> Urgency:
        """Current urgency, which may rise while it waits."""


class ProbeGate:
    """Lets a few checks of an account run at once; the rest wait, relay first.

    A fail-over goes before all others and may use `reserve` further places, so
    that it does not wait for the races of offline servers.
    """

    def __init__(self, limit: int = 4, *, reserve: int = 2) -> None:
        """Create a gate with `limit` places, and `reserve` more for fail-overs."""
        self._limit = limit
        self._reserve = reserve
        self._running = 0
        self._waiting: list[tuple[Waiting, asyncio.Future[None]]] = []

    @property
    def running(self) -> int:
        """Number of running checks."""
        return self._running

    @asynccontextmanager
    async def slot(self, waiting: Waiting) -> AsyncIterator[None]:
        """Wait for a place and hold it.

        Reads the urgency again whenever a place may be free, for it may rise during the
        wait; code that raises it must call `admit()`.
        """
        await self._enter(waiting)
        try:
            yield
        finally:
            self._running -= 1
            self.admit()

    def admit(self) -> None:
        """Admit those that may run now, most urgent first."""
        while self._waiting:
            # `min` takes the first of equals, which has waited longest.
            best = min(self._waiting, key=_urgency_of)
            room = self._limit
            if _urgency_of(best) is Urgency.FAILOVER:
                room += self._reserve
            if self._running >= room and not best[1].done():
                return
            self._waiting.remove(best)
            if not best[1].done():
                self._running += 1
                best[1].set_result(None)

    async def _enter(self, waiting: Waiting) -> None:
        place = asyncio.get_running_loop().create_future()
        self._waiting.append((waiting, place))
        self.admit()
        try:
            await place
        except asyncio.CancelledError:
            # Either still waiting, and skipped from now on; or admitted in the same
            # loop iteration as the cancellation, so return the place.
            if not place.cancelled():
                self._running -= 1
                self.admit()
            raise


def _urgency_of(each: tuple[Waiting, asyncio.Future[None]]) -> Urgency:
    return each[0].urgency
