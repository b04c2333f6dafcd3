"""When plex.tv is asked for the servers of an account (rule 15).

Pure policy: it says what is due and learns how it went. That one call runs at a
time, and serves all servers, is the caller's part.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from random import Random

STALE_AFTER = 24 * 3600.0
"""Seconds a good answer lasts."""

STALE_JITTER = 0.04
"""The answer is renewed up to this share, an hour, later: not all homes call at once,
and none more than once a day."""

FAILURE_LADDER = (0.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)
"""Seconds from one call for a lost server to the next; the last one repeats."""

LOSS_MEMORY = 3600.0
"""Seconds a connection has to hold for the next loss to be a new one. Until then it
goes on where the ladder was left: of a path that flaps plex.tv has nothing to say."""

CALL_SPACING = 60.0
"""Least seconds between two calls because of lost connections: a path that flaps
must not make us call each time (Home Assistant's own integration keeps the same)."""

RETRY_INITIAL = 60.0
RETRY_MAXIMUM = 3600.0
"""Seconds until a failed call is repeated: doubled each time, up to this."""

RETRY_DOUBLINGS = 6
"""More would only pass the maximum."""

MANUAL_LIMIT = 3
MANUAL_WINDOW = 120.0
"""So many calls by hand within so many seconds (Syncthing's forced redial)."""


class DiscoveryTrigger(StrEnum):
    """Why plex.tv is asked, the most urgent first."""

    FIRST_AUTH = "first_auth"
    AUTH_CHANGED = "auth_changed"
    MANUAL_REFRESH = "manual_refresh"
    CONNECTION_FAILURE = "connection_failure"
    STALE = "stale"


@dataclass(frozen=True, kw_only=True, slots=True)
class ManualVerdict:
    """Whether a call by hand may go out."""

    allowed: bool
    next_allowed: float = 0.0
    """Seconds until one may."""


class DiscoverySchedule:
    """Says when plex.tv is to be asked, and why."""

    def __init__(self, *, clock: Callable[[], float], rng: Random) -> None:
        """Create a schedule that never had an answer: FIRST_AUTH is due at once."""
        self._clock = clock
        self._rng = rng
        self._wanted: set[DiscoveryTrigger] = {DiscoveryTrigger.FIRST_AUTH}
        self._stale_at = inf
        self._called_at = -inf
        self._failed_calls = 0
        self._retry_at = -inf
        """No call before this, except one that a person waits for."""
        self._refused_until = -inf
        """No call at all before this: plex.tv said so."""
        self._lost: dict[str, _Loss] = {}
        self._manual: deque[float] = deque(maxlen=MANUAL_LIMIT)

    def restore(self, age: float | None) -> None:
        """Start from a stored answer, `age` seconds old by wall time.

        None or a negative age (the clock jumped) means that it is stale.
        """
        self._wanted.discard(DiscoveryTrigger.FIRST_AUTH)
        self._stale_at = self._clock()
        if age is not None and 0 <= age < STALE_AFTER:
            self._stale_at += self._lifetime() - age

    def request(self, trigger: DiscoveryTrigger) -> None:
        """Ask for a call because of the account (FIRST_AUTH, AUTH_CHANGED).

        What failed with the old token says nothing of the new one: the wait for
        the repetition of a failed call ends.
        """
        self._wanted.add(trigger)
        self._retry_at = -inf

    def manual(self) -> ManualVerdict:
        """Ask for a call by hand: MANUAL_REFRESH is due if it is allowed."""
        now = self._clock()
        allowed_at = self._refused_until
        if len(self._manual) == MANUAL_LIMIT:
            allowed_at = max(allowed_at, self._manual[0] + MANUAL_WINDOW)
        if now < allowed_at:
            return ManualVerdict(allowed=False, next_allowed=allowed_at - now)
        self._manual.append(now)
        self._wanted.add(DiscoveryTrigger.MANUAL_REFRESH)
        return ManualVerdict(allowed=True)

    def connection_failed(self, server_id: str) -> None:
        """Note that a server needs discovery; may be repeated with every report."""
        now = self._clock()
        loss = self._lost.get(server_id)
        if loss is None or now - loss.ended_at >= LOSS_MEMORY:
            self._lost[server_id] = _Loss(due_at=now)
        else:
            loss.ended_at = inf

    def connection_restored(self, server_id: str) -> None:
        """Note that a candidate of the server succeeded."""
        now = self._clock()
        if (loss := self._lost.get(server_id)) is not None:
            loss.ended_at = min(loss.ended_at, now)
            if now - loss.ended_at >= LOSS_MEMORY:
                del self._lost[server_id]

    def due(self) -> DiscoveryTrigger | None:
        """Return the most urgent reason to call now, None if there is none."""
        now = self._clock()
        return next((t for t in DiscoveryTrigger if self._due_at(t) <= now), None)

    def next_delay(self) -> float:
        """Return seconds until something is due, 0 if it is; may be infinite."""
        soonest = min(self._due_at(trigger) for trigger in DiscoveryTrigger)
        return max(0.0, soonest - self._clock())

    def succeeded(self) -> None:
        """Note an answer: it serves every trigger and every server."""
        self._note_call()
        self._failed_calls = 0
        self._retry_at = self._refused_until = -inf
        self._stale_at = self._called_at + self._lifetime()
        for loss in self._going_on():
            loss.calls = min(loss.calls + 1, len(FAILURE_LADDER) - 1)
            loss.due_at = self._called_at + FAILURE_LADDER[loss.calls]

    def failed(self, *, retry_after: float | None = None) -> None:
        """Note a call that failed; `retry_after` as a 429 asked for, in seconds.

        What was wanted stays wanted, except by hand: a person saw the failure.
        """
        wanted = self._wanted - {DiscoveryTrigger.MANUAL_REFRESH}
        self._note_call()
        self._wanted = wanted
        # The exponent is bounded, for a count of failures has no bound.
        wait = RETRY_INITIAL * 2 ** min(self._failed_calls, RETRY_DOUBLINGS)
        self._failed_calls += 1
        self._retry_at = self._called_at + min(wait, RETRY_MAXIMUM)
        if retry_after is not None:
            self._refused_until = self._called_at + max(0.0, retry_after)

    def _going_on(self) -> list[_Loss]:
        return [loss for loss in self._lost.values() if loss.ended_at == inf]

    def _note_call(self) -> None:
        self._called_at = self._clock()
        self._wanted.clear()

    def _lifetime(self) -> float:
        return STALE_AFTER * (1 + self._rng.uniform(0, STALE_JITTER))

    def _due_at(self, trigger: DiscoveryTrigger) -> float:
        """Return when a trigger is due by the monotonic clock; infinite: never."""
        held = max(self._retry_at, self._refused_until)
        match trigger:
            case DiscoveryTrigger.CONNECTION_FAILURE:
                soonest = min((loss.due_at for loss in self._going_on()), default=inf)
                return max(soonest, self._called_at + CALL_SPACING, held)
            case DiscoveryTrigger.STALE:
                return max(self._stale_at, held)
            case DiscoveryTrigger.MANUAL_REFRESH:
                return self._refused_until if trigger in self._wanted else inf
        return held if trigger in self._wanted else inf


@dataclass(slots=True)
class _Loss:
    """A server without the connection it had."""

    due_at: float
    calls: int = 0
    ended_at: float = inf
    """When a candidate succeeded again; infinite: none has."""
