"""Which checks would tell nothing new (rules 8 to 10)."""

from collections.abc import Callable, Mapping
import logging

from .allowance import FAILURES, LIMITS, Allowance
from .cache import CacheKey, ConnectionCache, Freshness
from .models import ConnectionType
from .polling import DUE_TOLERANCE, vain_interval
from .reports import CheckReason
from .standing import Standing
from .upgrade import IDLE_AFTER
from .upkeep import Upkeep

_LOGGER = logging.getLogger(__name__)

PREWARM_SPACING = 10.0
"""Seconds from a look to a pre-warming at least."""


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
        self._allowances: Mapping[str, Allowance] = {
            limit.of: Allowance(clock=clock, burst=limit.burst, period=limit.period)
            for limit in {FAILURES, *map(LIMITS.__getitem__, CheckReason)}
            if limit is not None
        }

    def is_needless(self, reason: CheckReason) -> bool:
        """Return whether a check would tell nothing new."""
        if reason.is_routine:
            return self._is_early(reason)
        if reason is CheckReason.PREWARM:
            return not self._is_worth_warming()
        return reason.is_hint and self._is_known_already(reason)

    def refuses(self, reason: CheckReason) -> bool:
        """Return whether a check is not made, now that it is its turn.

        It may have become needless while it waited; or there were too many of its
        kind, which are counted here. Then the next check is brought forward, and
        that counts in its place.
        """
        if not reason.is_routine and self.is_needless(reason):
            return True
        if (limit := LIMITS[reason]) is None:
            return False
        allowance = self._allowances[limit.of]
        rest = self._upkeep.looked_at + limit.spacing - self._clock()
        wait = max(allowance.wait, rest)
        if wait <= 0:
            allowance.take()
            return False
        self._bring_forward(allowance, wait)
        return self._waits()

    def hurry(self) -> None:
        """Have the next check soon, for an operation failed: at once, unless many do.

        Who says so will mostly ask for a check as well, but need not.
        """
        failures = self._allowances[FAILURES.of]
        self._bring_forward(failures, failures.wait)

    def _bring_forward(self, allowance: Allowance, wait: float) -> None:
        if wait < self._standing.delay:
            allowance.take()
            self._standing.move_check(wait)

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
        return is_known and self._asked_just_now() and self._waits()

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
            return self._clock() - self._upkeep.looked_at >= PREWARM_SPACING
        return False

    def _asked_just_now(self) -> bool:
        """Return whether a server that is in trouble was asked not long ago."""
        now, standing = self._clock(), self._standing
        since = min(standing.offline_since, standing.fault_since)
        return now - self._upkeep.looked_at < vain_interval(now - since)

    def _waits(self) -> bool:
        """Say in the log that it is too early; always true."""
        name, delay = self._standing.label, self._standing.delay
        _LOGGER.debug("%s: skipping test, the next is due in %.0f s", name, delay)
        return True
