"""Which checks would tell nothing new (rules 8 to 10)."""

from collections.abc import Callable
import logging

from .cache import CacheKey, ConnectionCache, Freshness
from .polling import DUE_TOLERANCE
from .reports import CheckReason
from .standing import Standing

_LOGGER = logging.getLogger(__name__)

OFFLINE_SPACING = 10.0
"""Least seconds between two races for a server that is off, however often somebody
finds out that it is."""


class Thrift:
    """Spares checks, and says so in the log."""

    def __init__(
        self,
        standing: Standing,
        *,
        cache: ConnectionCache,
        key: CacheKey,
        clock: Callable[[], float],
        looked_at: Callable[[], float],
    ) -> None:
        """`looked_at` returns when the last look ended, in monotonic seconds."""
        self._standing = standing
        self._cache = cache
        self._key = key
        self._clock = clock
        self._looked_at = looked_at

    def is_needless(self, reason: CheckReason) -> bool:
        """Return whether a check would tell nothing new."""
        standing = self._standing
        if standing.is_offline and reason.is_hint:
            age = self._clock() - self._looked_at()
            return age < OFFLINE_SPACING and self._waits()
        if not reason.is_routine or standing.verdict is None:
            return False
        if not self._cache.enabled or standing.delay <= DUE_TOLERANCE:
            return False
        found = self._cache.lookup(self._key)
        if found.freshness is Freshness.FRESH:
            _LOGGER.debug(
                "%s: skipping test of %s, cached as %s, tested %.0f s ago",
                standing.label,
                "nothing" if standing.active is None else standing.active.endpoint,
                standing.verdict,
                found.age,
            )
            return True
        is_early = reason is CheckReason.DUE and standing.is_offline
        return is_early and self._waits()

    def _waits(self) -> bool:
        """Say in the log that it is too early; always true."""
        name, delay = self._standing.label, self._standing.delay
        _LOGGER.debug("%s: skipping test, the next is due in %.0f s", name, delay)
        return True
