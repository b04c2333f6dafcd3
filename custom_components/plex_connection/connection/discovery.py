"""When plex.tv is asked for the servers of an account (rule 15).

Pure policy: decides what is due, and records results. Making one call at a time, for
all servers, is the caller's part.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from random import Random

from .listing import UNLISTED_PATIENCE

STALE_AFTER = 24 * 3600.0
"""Seconds for which a good answer is valid."""

STALE_JITTER = 0.04
"""The answer is renewed up to this share, an hour, later: not all installations call at
once, and none more than once a day."""

FAILURE_LADDER = (0.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)
"""Seconds from one call for a lost server to the next; the last one repeats. The first
call is immediate. For a server that plex.tv leaves out, or that should be near and is
not reached there, the ladder begins with the second: plex.tv was asked a moment ago."""

LOSS_MEMORY = 3600.0
"""Seconds a connection has to hold for the next loss to be a new one. Until then the
ladder goes on where it stopped: plex.tv knows nothing about a flapping path."""

RESTART_SPACING = 21600.0
"""Minimum seconds between two restarts of an astray server's ladder because of other
rows or networks: rows that differ each time must not keep us calling."""

CALL_SPACING = 60.0
"""Minimum seconds between two calls for lost connections: a flapping path must not
cause a call each time (Home Assistant's own integration keeps the same). A call while
none was lost does not count: its answer lacks what has moved since."""

RETRY_INITIAL = 60.0
RETRY_MAXIMUM = 3600.0
"""Seconds until a failed call is repeated: doubled each time, up to the maximum."""

RETRY_DOUBLINGS = 6
"""More doublings would only exceed the maximum."""

MANUAL_LIMIT = 3
MANUAL_WINDOW = 120.0
"""This many manual calls within this many seconds (Syncthing's forced redial)."""


class DiscoveryTrigger(StrEnum):
    """Why plex.tv is asked, most urgent first."""

    FIRST_AUTH = "first_auth"
    AUTH_CHANGED = "auth_changed"
    MANUAL_REFRESH = "manual_refresh"
    CONNECTION_FAILURE = "connection_failure"
    """A server is lost, or is near but not reached locally."""
    STALE = "stale"
    """The last good answer is a day old, or leaves out a known server; or a failed
    call, manual or from before a restart, is repeated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ManualVerdict:
    """Whether a manual call may be made."""

    allowed: bool
    next_allowed: float = 0.0
    """Seconds until one may."""


@dataclass(kw_only=True, slots=True)
class CallLimits:
    """The limits on calls to plex.tv over all schedules; monotonic seconds.

    Belongs to the account, not to a schedule, since each load creates a new one: calls
    made before a reload count all the same.
    """

    refused_until: float = -inf
    """No call at all before this, at plex.tv's request."""
    loss_asked_at: float = -inf
    """When plex.tv was last asked because a server was lost."""
    token_asked_at: float = -inf
    """When plex.tv was last asked whether the account's token is valid."""
    _by_hand: tuple[float, ...] = ()
    """When the last manual calls were made."""

    def ask_by_hand(self, now: float) -> ManualVerdict:
        """Count a manual call if it is allowed; return whether it is."""
        allowed_at = self.refused_until
        if len(self._by_hand) == MANUAL_LIMIT:
            allowed_at = max(allowed_at, self._by_hand[0] + MANUAL_WINDOW)
        if now < allowed_at:
            return ManualVerdict(allowed=False, next_allowed=allowed_at - now)
        self._by_hand = (*self._by_hand, now)[-MANUAL_LIMIT:]
        return ManualVerdict(allowed=True)

    def answered(self) -> None:
        """Record an answer: any requested pause is over."""
        self.refused_until = -inf

    def asked_for_loss(self, now: float) -> None:
        """Record a call because a server was lost."""
        self.loss_asked_at = now

    def refused(self, now: float, retry_after: float) -> None:
        """Record that plex.tv asks for a pause of `retry_after` seconds."""
        self.refused_until = now + max(0.0, retry_after)


class DiscoverySchedule:
    """Decides when plex.tv is to be asked, and why."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        rng: Random,
        limits: CallLimits | None = None,
    ) -> None:
        """Create a schedule without an answer yet: FIRST_AUTH is due at once.

        `limits` are those of earlier schedules; None: it is the first.
        """
        self._clock = clock
        self._rng = rng
        self._wanted: set[DiscoveryTrigger] = {DiscoveryTrigger.FIRST_AUTH}
        self._stale_at = inf
        self._called_at = -inf
        self._failed_calls = 0
        self._retry_at = -inf
        """No call before this, except a manual one."""
        self._limits = limits or CallLimits()
        self._lost: dict[str, _Loss] = {}
        self._unlisted: dict[str, _Absence] = {}

    def restore(self, age: float | None, *, has_failed: bool = False) -> None:
        """Start from a stored answer, `age` seconds old by wall time.

        None or a negative age (the clock jumped) makes it stale. `has_failed` means
        that a later call failed: it is repeated as after any failure.
        """
        self._wanted.discard(DiscoveryTrigger.FIRST_AUTH)
        self._stale_at = self._clock()
        if has_failed:
            self.failed()
        elif age is not None and 0 <= age < STALE_AFTER:
            self._stale_at += self._lifetime() - age

    def request(self, trigger: DiscoveryTrigger) -> None:
        """Request a call because of the account (FIRST_AUTH, AUTH_CHANGED).

        Ends the wait after a failed call: a failure with the old token proves nothing
        about the new one.
        """
        self._wanted.add(trigger)
        self._retry_at = -inf

    def manual(self) -> ManualVerdict:
        """Request a manual call: MANUAL_REFRESH is due if it is allowed."""
        verdict = self._limits.ask_by_hand(self._clock())
        if verdict.allowed:
            self._wanted.add(DiscoveryTrigger.MANUAL_REFRESH)
        return verdict

    def connection_failed(self, server_id: str) -> None:
        """Record that a server needs discovery; may be repeated with every report."""
        now = self._clock()
        loss = self._current_loss(server_id)
        goes_on = loss is not None and (
            not loss.is_distant or (loss.has_failed and self._is_recent(loss))
        )
        if loss is None or not goes_on:
            self._lost[server_id] = _Loss(
                due_at=now, has_failed=True, turned_at=now, calls=0
            )
            return
        loss.ended_at = inf
        if loss.is_distant:
            loss.is_distant, loss.turned_at = False, now
            self._reschedule(loss)

    def connection_distant(self, server_id: str, circumstances: Hashable) -> None:
        """Record that a server that should be near is reached remotely or by relay.

        May be repeated with every report. plex.tv may know a new local address. Once
        the waits are long, other `circumstances` (the server's rows and our networks)
        restart the ladder.
        """
        now = self._clock()
        loss = self._current_loss(server_id)
        if loss is None or not (loss.is_distant or self._is_recent(loss)):
            self._lost[server_id] = loss = _Loss(
                due_at=now + FAILURE_LADDER[1], turned_at=now, calls=1, is_distant=True
            )
        elif not loss.is_distant:
            loss.is_distant, loss.turned_at = True, now
            self._reschedule(loss)
        elif (
            loss.circumstances != circumstances
            and loss.calls >= len(FAILURE_LADDER) - 1
            and now >= loss.restarted_at + RESTART_SPACING
        ):
            loss.restarted_at, loss.calls = now, 1
            loss.due_at = now + FAILURE_LADDER[1]
        loss.ended_at = inf
        loss.circumstances = circumstances

    def connection_restored(self, server_id: str) -> None:
        """Record that a candidate of the server succeeded."""
        now = self._clock()
        if (loss := self._lost.get(server_id)) is not None:
            loss.ended_at = min(loss.ended_at, now)
            if now - loss.ended_at >= LOSS_MEMORY:
                del self._lost[server_id]

    def unlisted(self, ages: Mapping[str, float]) -> None:
        """Record for how many seconds plex.tv has left out each of these servers.

        Must follow the start, and every answer that leaves one out.
        """
        now = self._clock()
        absences: dict[str, _Absence] = {}
        for server_id, age in ages.items():
            if 0 <= age < UNLISTED_PATIENCE:
                absence = self._unlisted.get(server_id) or _absence_of(age, now)
                absence.ends_at = now + UNLISTED_PATIENCE - age
                absences[server_id] = absence
        self._unlisted = absences

    def due(self) -> DiscoveryTrigger | None:
        """Return the most urgent reason to call now, None if there is none."""
        now = self._clock()
        return next((t for t in DiscoveryTrigger if self._due_at(t) <= now), None)

    def next_delay(self) -> float:
        """Return seconds until a call is due, 0 if one is; may be infinite."""
        soonest = min(self._due_at(trigger) for trigger in DiscoveryTrigger)
        return max(0.0, soonest - self._clock())

    def succeeded(self) -> None:
        """Record an answer: it serves every trigger and every server."""
        self._note_call()
        self._failed_calls = 0
        self._retry_at = -inf
        self._limits.answered()
        self._stale_at = self._called_at + self._lifetime()
        for loss in self._going_on():
            loss.calls = min(loss.calls + 1, len(FAILURE_LADDER))
            self._reschedule(loss)
        for absence in self._unlisted.values():
            absence.calls += 1
            absence.due_at = self._called_at + _wait(absence.calls)

    def failed(self, *, retry_after: float | None = None) -> None:
        """Record a failed call; `retry_after` is the pause a 429 asked for, in seconds.

        All triggers stay wanted, but a manual one is repeated as a STALE one: the user
        has seen the failure.
        """
        if DiscoveryTrigger.MANUAL_REFRESH in self._wanted:
            self._stale_at = min(self._stale_at, self._clock())
        wanted = self._wanted - {DiscoveryTrigger.MANUAL_REFRESH}
        self._note_call()
        self._wanted = wanted
        # Bound the exponent: the count of failures has no bound.
        wait = RETRY_INITIAL * 2 ** min(self._failed_calls, RETRY_DOUBLINGS)
        self._failed_calls += 1
        self._retry_at = self._called_at + min(wait, RETRY_MAXIMUM)
        if retry_after is not None:
            self._limits.refused(self._called_at, retry_after)

    def _current_loss(self, server_id: str) -> _Loss | None:
        """Return a server's loss if it goes on, or ended within `LOSS_MEMORY`."""
        loss = self._lost.get(server_id)
        is_over = loss is None or self._clock() - loss.ended_at >= LOSS_MEMORY
        return None if is_over else loss

    def _is_recent(self, loss: _Loss) -> bool:
        """Return whether it became lost or astray less than `LOSS_MEMORY` ago."""
        return self._clock() - loss.turned_at < LOSS_MEMORY

    def _reschedule(self, loss: _Loss) -> None:
        """Set the next call; an astray server's ladder ends in the daily call."""
        is_done = loss.is_distant and loss.calls >= len(FAILURE_LADDER)
        loss.due_at = inf if is_done else self._called_at + _wait(loss.calls)

    def _going_on(self) -> list[_Loss]:
        return [loss for loss in self._lost.values() if loss.ended_at == inf]

    def _note_call(self) -> None:
        before, self._called_at = self._called_at, self._clock()
        if any(loss.ended_at > before for loss in self._lost.values()):
            self._limits.asked_for_loss(self._called_at)
        self._wanted.clear()

    def _lifetime(self) -> float:
        return STALE_AFTER * (1 + self._rng.uniform(0, STALE_JITTER))

    def _due_at(self, trigger: DiscoveryTrigger) -> float:
        """Return when a trigger is due, in monotonic seconds; infinite: never."""
        refused_until = self._limits.refused_until
        held = max(self._retry_at, refused_until)
        match trigger:
            case DiscoveryTrigger.CONNECTION_FAILURE:
                soonest = min((loss.due_at for loss in self._going_on()), default=inf)
                spaced = self._limits.loss_asked_at + CALL_SPACING
                return max(soonest, spaced, held)
            case DiscoveryTrigger.STALE:
                absences = (absence.next_at for absence in self._unlisted.values())
                return max(min(self._stale_at, *absences, inf), held)
            case DiscoveryTrigger.MANUAL_REFRESH:
                return refused_until if trigger in self._wanted else inf
        return held if trigger in self._wanted else inf


@dataclass(kw_only=True, slots=True)
class _Loss:
    """A server without the connection it had, or should have."""

    due_at: float
    turned_at: float
    """When it became lost or astray."""
    calls: int
    is_distant: bool = False
    """Reached, but not where it should be."""
    has_failed: bool = False
    """Whether it was lost altogether since the ladder began."""
    circumstances: Hashable = None
    restarted_at: float = -inf
    """When other circumstances last restarted the ladder."""
    ended_at: float = inf
    """When a candidate succeeded again; infinite: none has."""


@dataclass(kw_only=True, slots=True)
class _Absence:
    """A server that plex.tv leaves out."""

    due_at: float
    calls: int
    """Calls of the ladder so far; the one that left it out is the first."""
    ends_at: float = inf
    """When it may be dropped: one more answer decides whether it is."""

    @property
    def next_at(self) -> float:
        return min(self.due_at, self.ends_at)


def _wait(calls: int) -> float:
    """Return the seconds to a ladder's next call after `calls` calls."""
    return FAILURE_LADDER[min(calls, len(FAILURE_LADDER) - 1)]


def _absence_of(age: float, now: float) -> _Absence:
    """Return an absence whose ladder stands where it does after `age` seconds."""
    calls, due = 1, _wait(1)
    while due <= age:
        calls += 1
        due += _wait(calls)
    return _Absence(due_at=now + due - age, calls=calls)
