"""When a server is looked at next, and who goes first when many are due (rule 9)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from random import Random

from .models import ConnectionType

INTERVAL: Mapping[ConnectionType | None, float] = {
    ConnectionType.LOCAL: 300.0,
    ConnectionType.REMOTE: 120.0,
    ConnectionType.RELAY: 30.0,
}
"""Seconds between two checks. An offline server has the panic schedule instead."""

STARTING_INTERVAL = 10.0
"""Seconds until a server that answered 503 is asked again (rule 11)."""

JITTER = 0.1
"""An interval is up to this share shorter, never longer."""

DUE_TOLERANCE = 1.0
"""A check this many seconds early counts as due: callers' timers may run on whole
seconds, and a check that came a moment too soon must not be skipped for it."""


def jittered(interval: float, rng: Random) -> float:
    """Return the interval, 0 to 10 % shorter."""
    return interval * (1 - rng.uniform(0, JITTER))


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
        self._order = count()
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []

    @property
    def running(self) -> int:
        """How many checks run now."""
        return self._running

    @asynccontextmanager
    async def slot(self, urgency: Urgency) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        await self._enter(urgency)
        try:
            yield
        finally:
            self._running -= 1
            self._admit()

    async def _enter(self, urgency: Urgency) -> None:
        place = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (urgency, next(self._order), place))
        self._admit()
        try:
            await place
        except asyncio.CancelledError:
            # Either still waiting, and skipped from now on; or let in within the
            # same turn of the loop as the cancellation, and the place is returned.
            if place.done() and not place.cancelled():
                self._running -= 1
                self._admit()
            raise

    def _admit(self) -> None:
        while self._waiting:
            urgency, _, place = self._waiting[0]
            room = self._limit
            if urgency is Urgency.FAILOVER:
                room += self._reserve
            if not place.done() and self._running >= room:
                return
            heappop(self._waiting)
            if not place.done():
                self._running += 1
                place.set_result(None)
