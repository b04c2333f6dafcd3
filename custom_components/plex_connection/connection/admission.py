"""Check admission: skips checks that would reveal nothing new (rules 8 to 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
import logging

from .clock import Clock, Moment
from .freshness import Freshness
from .models import ConnectionType
from .polling import DUE_TOLERANCE, retry_interval
from .probing import StateOwner
from .reports import CheckReason
from .state import ServerState
from .token_bucket import FAILURES, LIMITS, TokenBucket
from .upgrade import IDLE_AFTER

_LOGGER = logging.getLogger(__name__)

PREWARM_SPACING = 10.0
"""Minimum seconds from a check to a pre-warming."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The decision on one check."""

    is_granted: bool
    next_check_in: float | None = None
    """Seconds; the next check is brought forward in place of this one."""


GRANTED = Admission(is_granted=True)
NEEDLESS = Admission(is_granted=False)


class CheckAdmission:
    """Skips needless and excess checks, logs that, and counts the limited ones."""

    def __init__(self, owner: StateOwner, *, clock: Clock, label: str) -> None:
        """Admit the checks of one server; `label` is its name for the log."""
        self._owner = owner
        self._clock = clock
        self._label = label
        self._buckets: Mapping[str, TokenBucket] = {
            limit.of: TokenBucket(
                clock=clock.monotonic, burst=limit.burst, period=limit.period
            )
            for limit in {FAILURES, *map(LIMITS.__getitem__, CheckReason)}
            if limit is not None
        }

    def is_needless(self, reason: CheckReason) -> bool:
        """Return whether a check would reveal nothing new."""
        state = self._owner.current
        if reason.is_routine:
            return self._is_early(reason, state)
        if reason is CheckReason.PREWARM:
            return not self._is_worth_warming(state)
        return reason.is_hint and self._is_known_already(reason, state)

    def admit(self, reason: CheckReason) -> Admission:
        """Decide on a check whose turn has come.

        Denies it if it became needless while it waited. Denies it as well if there were
        too many of its kind, which are counted here; that brings the next check
        forward, which then counts in its place.
        """
        state = self._owner.current
        if not reason.is_routine and self.is_needless(reason):
            return NEEDLESS
        if (limit := LIMITS[reason]) is None:
            return GRANTED
        bucket = self._buckets[limit.of]
        rest = state.checked_at + limit.spacing - self._clock.monotonic()
        wait = max(bucket.wait, rest)
        if wait <= 0:
            bucket.take()
            return GRANTED
        next_check_in = self._brought_forward(bucket, wait, state)
        self._log_wait(state, next_check_in)
        return Admission(is_granted=False, next_check_in=next_check_in)

    def after_failure(self) -> float | None:
        """Return in how many seconds to check after a failed operation.

        0, unless many fail. None: the next check comes before that. Callers mostly
        request a check as well, but need not.
        """
        failures = self._buckets[FAILURES.of]
        return self._brought_forward(failures, failures.wait, self._owner.current)

    def _brought_forward(
        self, bucket: TokenBucket, wait: float, state: ServerState
    ) -> float | None:
        if wait >= state.schedule.delay(self._clock.read()):
            return None
        bucket.take()
        return wait

    def _is_early(self, reason: CheckReason, state: ServerState) -> bool:
        """Return whether a routine check can wait."""
        moment = self._clock.read()
        if state.connection_type is None or not self._owner.is_cached:
            return False
        if state.schedule.delay(moment) <= DUE_TOLERANCE:
            return False
        if state.fail_back.is_due(moment.at):
            return False
        if state.freshness(moment.at) is Freshness.FRESH:
            _LOGGER.debug(
                "%s: skipping test of %s, cached as %s, tested %.0f s ago",
                self._label,
                "nothing" if state.active is None else state.active.endpoint,
                state.connection_type,
                moment.at - state.tested_at,
            )
            return True
        if reason is CheckReason.DUE and state.is_offline:
            self._log_wait(state, None)
            return True
        return False

    def _is_known_already(self, reason: CheckReason, state: ServerState) -> bool:
        """Return whether a hint repeats what a check has just shown."""
        moment = self._clock.read()
        if reason is CheckReason.OPERATION:
            is_fresh = state.freshness(moment.at) is Freshness.FRESH
            if self._owner.is_cached and is_fresh:
                return True
            is_known = state.is_offline or state.has_fault
        else:
            is_known = state.is_offline
        if is_known and _was_checked_just_now(state, moment):
            self._log_wait(state, None)
            return True
        return False

    def _is_worth_warming(self, state: ServerState) -> bool:
        """Return whether a probe now would serve a use some seconds from now.

        Not while the connection is in use, which is as good; nor over a relay, which is
        probed every 30 s anyway and goes through third-party machines.
        """
        now = self._clock.monotonic()
        is_idle = now - state.used_at >= IDLE_AFTER
        is_direct = state.connection_type in (
            ConnectionType.LOCAL,
            ConnectionType.REMOTE,
        )
        if is_idle and is_direct and not state.has_fault:
            return now - state.checked_at >= PREWARM_SPACING
        return False

    def _log_wait(self, state: ServerState, next_check_in: float | None) -> None:
        """Log that it is too early for a check."""
        delay = next_check_in
        if delay is None:
            delay = state.schedule.delay(self._clock.read())
        _LOGGER.debug(
            "%s: skipping test, the next is due in %.0f s", self._label, delay
        )


def _was_checked_just_now(state: ServerState, moment: Moment) -> bool:
    """Return whether a failing server was checked within its retry interval."""
    since = min(state.offline_since, state.fault_since)
    elapsed = moment.at - state.checked_at
    return elapsed < retry_interval(moment.at - since)
