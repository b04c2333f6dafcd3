"""When a server is looked at next, and who goes first when many are due (rule 9)."""

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
"""Seconds between two questions to a server that answers 503 (rule 11), or that
somebody has just found to be off: ten at first, ten more for each ten minutes that it
has gone on, up to a minute. A restart takes seconds and a migration of the database
minutes; what has taken hours may take hours more."""

JITTER = 0.1
"""An interval is up to this share shorter, never longer."""

DUE_TOLERANCE = 1.0
"""A check this many seconds early counts as due: callers' timers may run on whole
seconds, and a check that came a moment too soon must not be skipped for it."""


def jittered(interval: float, rng: Random) -> float:
    """Return the interval, 0 to 10 % shorter."""
    return interval * (1 - rng.uniform(0, JITTER))


SOONEST = 1.0
"""Seconds that a timer has at least: a check that is due comes with the next one."""


def timer_delay(delay: float) -> float:
    """Return the seconds to set a timer to, for a check that is due in `delay`.

    Never none at all, which some timers take for "not any more"; and never more than
    the longest wait there is: whatever went wrong, the server is looked at again.
    """
    return max(SOONEST, min(delay, MAXIMUM_WAIT))


def retry_interval(elapsed: float) -> float:
    """Return the seconds to wait, for one who has asked in vain for so long."""
    return min(RETRY_STEP * (1 + elapsed // RETRY_PERIOD), RETRY_LIMIT)


class Urgency(IntEnum):
    """Order in which waiting checks are let in."""

    FAILOVER = 0
    """Somebody is without a connection now."""
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
    """Who waits for a place at the gate."""

    @property
    def urgency(self) -> Urgency:
        """How urgent it is by now: it may rise while it waits."""


class ProbeGate:
    """Lets a few checks of an account run at once; the rest wait, relay first.

    A fail-over goes before all others and may use `reserve` further places, so
    that it does not wait for the races of servers that are off anyway.
    """

    def __init__(self, limit: int = 4, *, reserve: int = 2) -> None:
        """Create a gate with `limit` places, and `reserve` more for fail-overs."""
        self._limit = limit
        self._reserve = reserve
        self._running = 0
        self._waiting: list[tuple[Waiting, asyncio.Future[None]]] = []

    @property
    def running(self) -> int:
        """How many checks run now."""
        return self._running

    @asynccontextmanager
    async def slot(self, waiting: Waiting) -> AsyncIterator[None]:
        """Wait for a place and hold it.

        Its urgency is looked at again whenever there may be a place, for it may rise
        while one waits; who raises it calls `admit()`.
        """
        await self._enter(waiting)
        try:
            yield
        finally:
            self._running -= 1
            self.admit()

    def admit(self) -> None:
        """Let in who may come in now, the most urgent first."""
        while self._waiting:
            # Of equals the first to come; `min` takes the first.
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
            # Either still waiting, and skipped from now on; or let in within the
            # same turn of the loop as the cancellation, and the place is returned.
            if not place.cancelled():
                self._running -= 1
                self.admit()
            raise


def _urgency_of(each: tuple[Waiting, asyncio.Future[None]]) -> Urgency:
    return each[0].urgency
