"""The connection cache: the state of each server, and how long it is fresh.

Rule 8. While a state is fresh, an operation needs no probe. Freshness runs on the
monotonic clock; only a state loaded after a restart gets its age from wall time.
Back-off does not count as freshness: an offline server is never fresh.
"""

from collections import OrderedDict

from .freshness import Freshness
from .state import ServerState

LIMIT = 100
"""States kept of stopped servers; those of running ones come on top."""

type CacheKey = tuple[str, str]
"""Account id and server id."""


class ConnectionCache:
    """Holds the state of each server; of a running one for as long as it runs.

    Evicts the least recently used first.
    """

    def __init__(self, *, limit: int = LIMIT, enabled: bool = True) -> None:
        """Create an empty cache; a disabled one keeps and finds nothing."""
        self.enabled = enabled
        self._limit = limit
        self._states: OrderedDict[CacheKey, ServerState] = OrderedDict()
        self._running: set[CacheKey] = set()

    def __len__(self) -> int:
        """Return the number of states held."""
        return len(self._states)

    def run(self, key: CacheKey) -> None:
        """Protect this server's state from eviction while it runs."""
        self._running.add(key)

    def release(self, key: CacheKey) -> None:
        """Allow eviction of a stopped server's state."""
        self._running.discard(key)
        self._evict()

    def hold(self, key: CacheKey, state: ServerState) -> None:
        """Store a server's state, replacing the one before."""
        if not self.enabled:
            return
        self._states[key] = state
        self._states.move_to_end(key)
        if key not in self._running:
            self._evict()

    def find(self, key: CacheKey) -> ServerState | None:
        """Return a server's state, None if there is none."""
        if not self.enabled:
            return None
        if (state := self._states.get(key)) is not None:
            self._states.move_to_end(key)
        return state

    def freshness(self, key: CacheKey, now: float) -> Freshness:
        """Return the freshness of a server's state, MISS if there is none."""
        state = self.find(key)
        return Freshness.MISS if state is None else state.freshness(now)

    def _evict(self) -> None:
        evictable = [key for key in self._states if key not in self._running]
        for key in evictable[: max(0, len(evictable) - self._limit)]:
            del self._states[key]
