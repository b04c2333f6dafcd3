"""What a server's monitor remembers: in the cache, and over a restart (rule 8)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from .cache import CacheKey, ConnectionCache, Freshness, Refresh, Spawn
from .models import Candidate, ConnectionType
from .roster import Roster
from .standing import Standing
from .state import CandidateState, ConnectionState


class Memory:
    """Keeps what was found out about one server, and brings it back."""

    def __init__(
        self,
        roster: Roster,
        standing: Standing,
        *,
        cache: ConnectionCache,
        key: CacheKey,
        now: Callable[[], datetime],
    ) -> None:
        """Keep the server's entry in the cache for as long as it is run."""
        self._roster = roster
        self._standing = standing
        self._cache = cache
        self.has_arrived = False
        """Whether the look that goes on has found a connection."""
        self._key = key
        self._now = now
        self._recalled: ConnectionState | None = None
        self._history: dict[str, CandidateState] = {}
        cache.pin(key)

    def restore(
        self, state: ConnectionState | None, history: Iterable[CandidateState]
    ) -> None:
        """Take what was written down; the kill switch makes it void."""
        if not self._cache.enabled:
            return
        self._history = {each.url: each for each in history}
        # Of a relay there is no url where it was written down, for it rotates.
        self._recalled = state

    def forget(self) -> None:
        """Forget the verdict, and what was restored and not believed yet.

        Operations go on over the connection in use, as over a stale one: of it
        nothing is kept but that it is there.
        """
        self._history.clear()
        self._recalled = None
        self.drop()
        if self._standing.active is not None:
            self._cache.store(self._key, replace(self.state(), url=None))
            self.expire()

    def recall(self) -> None:
        """Believe what was restored, as soon as there are candidates it is about."""
        self._roster.recall(self._history)
        state = self._recalled
        if state is None or self._standing.verdict is not None:
            return
        active: Candidate | None = None
        if state.connection_type is not ConnectionType.OFFLINE:
            if not len(self._roster):
                return
            active = self._roster.recall_active(state)
            if active is None or self._roster[active.url].quality.failing:
                # Gone, or written down while it was just being left.
                self._recalled = None
                return
        self._recalled = None
        self._standing.recall(state, active)
        self._cache.load(self._key, state, now=self._now())
        if self._standing.has_fault:
            self.expire()

    def state(self) -> ConnectionState:
        """Return the verdict as it is to be kept; of a lost server the last good url.

        Not a relay's: those rotate.
        """
        url = self.last_good()
        track = self._roster.find(url)
        is_relay = track is None or track.candidate.kind is ConnectionType.RELAY
        return self._standing.state(None if is_relay else url)

    def history(self) -> tuple[CandidateState, ...]:
        """Return what is to be kept of each candidate."""
        states = (track.state() for track in self._roster)
        return tuple(state for state in states if state is not None)

    def last_good(self) -> str | None:
        """Return the url of the cached state; the kill switch takes it away."""
        state = self._cache.peek(self._key)
        return None if state is None else state.url

    def remember(self) -> None:
        """Put the verdict into the cache, as tested just now."""
        self._cache.store(self._key, self.state())
        if self._standing.has_fault:
            self.expire()

    async def fetch(self, refresh: Refresh, *, spawn: Spawn) -> Freshness:
        """See that there is a verdict to act on; return what was found before."""
        if self.has_arrived:
            return Freshness.FRESH
        found = await self._cache.fetch(self._key, refresh, spawn=spawn)
        return found.freshness

    def arrive(self) -> None:
        """Let the connection be used that a look has found, and that goes on."""
        self.has_arrived = True
        self._cache.arrive(self._key)

    def drop(self) -> None:
        """Forget the verdict, for it is about a candidate that is gone."""
        self._cache.drop(self._key)

    def expire(self) -> None:
        """Take the verdict's freshness away."""
        self._cache.expire(self._key)

    def close(self) -> None:
        """Let the cache forget the server."""
        self._cache.unpin(self._key)
