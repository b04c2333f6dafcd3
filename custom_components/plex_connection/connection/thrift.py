"""Which checks would tell nothing new (rules 8 to 10)."""

from collections.abc import Callable
import logging

from .cache import CacheKey, ConnectionCache, Freshness
from .models import ConnectionType
from .polling import DUE_TOLERANCE
from .reports import CheckReason
from .standing import Standing
from .upgrade import IDLE_AFTER
from .upkeep import Upkeep

_LOGGER = logging.getLogger(__name__)

HINT_SPACING = 10.0
"""Least seconds between two looks at a server that is off or refuses, however often
somebody finds out that it is; and between a look and a pre-warming."""


class Thrift:
    """Spares checks, and says so in the log."""

    def __init__(
        self,
        standing: Standing,
        upkeep: Upkeep,
        *,
        cache: ConnectionCache,
        key: CacheKey,
        clock: Callable[[], float],
    ) -> None:
        """Spare the checks of one server."""
        self._standing = standing
        self._upkeep = upkeep
        self._cache = cache
        self._key = key
        self._clock = clock

    def is_needless(self, reason: CheckReason) -> bool:
        """Return whether a check would tell nothing new."""
        if reason.is_routine:
            return self._is_early(reason)
        if reason is CheckReason.PREWARM:
            return not self._is_worth_warming()
        return reason.is_hint and self._is_known_already(reason)

    def is_needless_by_now(self, reason: CheckReason) -> bool:
        """Return the same of a check that has waited for its turn."""
        return not reason.is_routine and self.is_needless(reason)

    def _is_early(self, reason: CheckReason) -> bool:
        """Return whether a routine check has time."""
        standing = self._standing
        if standing.verdict is None or not self._cache.enabled:
            return False
        if standing.delay <= DUE_TOLERANCE:
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

    def _is_known_already(self, reason: CheckReason) -> bool:
        """Return whether a hint repeats what a look has shown just now."""
        standing = self._standing
        if reason is CheckReason.OPERATION:
            if self._cache.inspect(self._key).freshness is Freshness.FRESH:
                return True
            is_known = standing.is_offline or standing.has_fault
        else:
            is_known = standing.is_offline
        return is_known and self._looked_just_now() and self._waits()

    def _is_worth_warming(self) -> bool:
        """Return whether a probe now would serve somebody's use in some seconds.

        Not while the connection is in use, which is as good; nor over a relay, which
        is asked every 30 s anyway and leads through other people's machines.
        """
        is_idle = self._clock() - self._upkeep.operated_at >= IDLE_AFTER
        is_direct = self._standing.verdict in (
            ConnectionType.LOCAL,
            ConnectionType.REMOTE,
        )
        if is_idle and is_direct and not self._standing.has_fault:
            return not self._looked_just_now()
        return False

    def _looked_just_now(self) -> bool:
        return self._clock() - self._upkeep.looked_at < HINT_SPACING

    def _waits(self) -> bool:
        """Say in the log that it is too early; always true."""
        name, delay = self._standing.label, self._standing.delay
        _LOGGER.debug("%s: skipping test, the next is due in %.0f s", name, delay)
        return True
