"""The connection cache: what is remembered of a server, and how long it is fresh.

Rule 8. Fresh means: an operation needs no probe. Freshness is counted by the
monotonic clock; only a state loaded after a restart gets its age from wall time.
Back-off is no freshness: an offline server is never fresh.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
import logging
from math import inf
from typing import Any

from .models import ConnectionType
from .state import ConnectionState

_LOGGER = logging.getLogger(__name__)

LIMIT = 100
"""Entries of servers that are not running; running ones come on top."""

TTL: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 300.0,
    ConnectionType.REMOTE: 120.0,
    ConnectionType.RELAY: 30.0,
}
"""Seconds a connection stays fresh after its test."""

type CacheKey = tuple[str, str]
"""Account id and server id."""

type Refresh = Callable[[], Awaitable[object]]
"""Looks after a connection, and so renews its state in the cache."""

type Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Runs something in the background, for as long as its owner is there."""


def ttl(connection_type: ConnectionType) -> float:
    """Return the seconds a connection of this type stays fresh; offline: none."""
    return TTL.get(connection_type, 0.0)


class Freshness(StrEnum):
    """What a look-up found."""

    FRESH = "fresh"
    STALE = "stale"
    MISS = "miss"


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheLookup:
    """The answer to one look-up."""

    freshness: Freshness
    state: ConnectionState | None = None
    age: float | None = None
    """Seconds since the test; infinite when it cannot be known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheStatistics:
    """Look-ups so far, by what they found."""

    fresh: int
    stale: int
    miss: int
    stale_if_error: int = 0
    """Refreshes that failed while there was an older answer to go on with."""


@dataclass(slots=True)
class _Entry:
    state: ConnectionState
    tested_at: float
    """Monotonic seconds; minus infinity when unknown."""


class ConnectionCache:
    """Keeps the last state of each server, least recently used out first."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        limit: int = LIMIT,
        enabled: bool = True,
    ) -> None:
        """Create an empty cache; one that is not enabled keeps and finds nothing."""
        self.enabled = enabled
        self._clock = clock
        self._limit = limit
        self._entries: OrderedDict[CacheKey, _Entry] = OrderedDict()
        self._pinned: set[CacheKey] = set()
        self._counts = dict.fromkeys(Freshness, 0)
        self._stale_if_error = 0
        self._flights: dict[CacheKey, asyncio.Task[None]] = {}
        """The refreshes that are under way, one for each server at most."""
        self._arrivals: dict[CacheKey, asyncio.Future[None]] = {}
        """For those who wait for one: done when there is something to use."""

    def __len__(self) -> int:
        """Return how many states are kept."""
        return len(self._entries)

    @property
    def statistics(self) -> CacheStatistics:
        """Return how often look-ups found what."""
        return CacheStatistics(
            fresh=self._counts[Freshness.FRESH],
            stale=self._counts[Freshness.STALE],
            miss=self._counts[Freshness.MISS],
            stale_if_error=self._stale_if_error,
        )

    def pin(self, key: CacheKey) -> None:
        """Keep this server's state for as long as the server is run."""
        self._pinned.add(key)

    def unpin(self, key: CacheKey) -> None:
        """Let this server's state be evicted again."""
        self._pinned.discard(key)
        self._evict()

    def store(self, key: CacheKey, state: ConnectionState) -> None:
        """Remember a state that was tested just now."""
        self._put(key, state, self._clock())

    def load(self, key: CacheKey, state: ConnectionState, *, now: datetime) -> None:
        """Remember a state from before the restart, tested when it says.

        A test in the future means that the wall clock jumped: then the age is
        unknown and the state is stale.
        """
        age = inf
        if state.last_tested is not None:
            age = (now - state.last_tested).total_seconds()
        self._put(key, state, self._clock() - (age if age >= 0 else inf))

    def lookup(self, key: CacheKey) -> CacheLookup:
        """Return the state and whether it is fresh; counted, and touched as used."""
        found = self.inspect(key)
        self._counts[found.freshness] += 1
        return found

    def inspect(self, key: CacheKey) -> CacheLookup:
        """Return the same without counting it: nobody could use what is found."""
        if (entry := self._entries.get(key)) is None:
            return CacheLookup(freshness=Freshness.MISS)
        self._entries.move_to_end(key)
        age = self._clock() - entry.tested_at
        fresh = age < ttl(entry.state.connection_type)
        return CacheLookup(
            freshness=Freshness.FRESH if fresh else Freshness.STALE,
            state=entry.state,
            age=age,
        )

    async def fetch(
        self, key: CacheKey, refresh: Refresh, *, spawn: Spawn
    ) -> CacheLookup:
        """Return the state for somebody who wants to use the connection.

        A fresh one at once. A stale one at once as well, while it is refreshed in
        the background. Nothing, or a server that is off: after the refresh, or as
        soon as `arrive` says that there is something to use. However many ask, there
        is one refresh at a time, and who stops waiting does not end it. If it raises,
        the older state serves on, and without one so do the waiters raise.
        `freshness` says what was found before it.
        """
        found = self.inspect(key)
        if found.state is not None and not ttl(found.state.connection_type):
            found = replace(found, freshness=Freshness.MISS)
        self._counts[found.freshness] += 1
        if found.freshness is Freshness.FRESH:
            return found
        if (flight := self._flights.get(key)) is None:
            flight = self._flights[key] = spawn(_fly(refresh))
            flight.add_done_callback(lambda landed: self._land(key, landed))
        if found.freshness is Freshness.STALE:
            return found
        arrival = self._arrivals.setdefault(
            key, asyncio.get_running_loop().create_future()
        )
        await asyncio.wait((flight, arrival), return_when=asyncio.FIRST_COMPLETED)
        if flight.done() and not flight.cancelled() and found.state is None:
            flight.result()
        return replace(self.inspect(key), freshness=found.freshness)

    def arrive(self, key: CacheKey) -> None:
        """Let those go on who wait: there is a connection, and the test goes on."""
        if (arrival := self._arrivals.pop(key, None)) is not None:
            arrival.set_result(None)

    def peek(self, key: CacheKey) -> ConnectionState | None:
        """Return the state, fresh or not, without counting or touching."""
        entry = self._entries.get(key)
        return None if entry is None else entry.state

    def expire(self, key: CacheKey) -> None:
        """Take a state's freshness away: somebody saw the connection fail."""
        if (entry := self._entries.get(key)) is not None:
            entry.tested_at = -inf

    def drop(self, key: CacheKey) -> None:
        """Forget a state, for what it says is of no use any more."""
        self._entries.pop(key, None)

    def discard(self, key: CacheKey) -> None:
        """Forget a server."""
        self._entries.pop(key, None)
        self._pinned.discard(key)

    def _land(self, key: CacheKey, flight: asyncio.Task[None]) -> None:
        """End a refresh; its failure is no secret, even if nobody waited for it."""
        del self._flights[key]
        self._arrivals.pop(key, None)
        error = None if flight.cancelled() else flight.exception()
        if error is not None and key in self._entries:
            self._stale_if_error += 1
            _LOGGER.warning(
                "A connection was not refreshed, and is used as it was", exc_info=error
            )

    def _put(self, key: CacheKey, state: ConnectionState, tested_at: float) -> None:
        if not self.enabled:
            return
        self._entries[key] = _Entry(state, tested_at)
        self._entries.move_to_end(key)
        self._evict()

    def _evict(self) -> None:
        evictable = [key for key in self._entries if key not in self._pinned]
        for key in evictable[: max(0, len(evictable) - self._limit)]:
            del self._entries[key]


async def _fly(refresh: Refresh) -> None:
    await refresh()
