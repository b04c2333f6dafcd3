"""Where one server stands: the verdict, since when, and how it came about."""

from collections.abc import Callable
from datetime import datetime, timedelta
import logging
from math import inf
from random import Random

from .backoff import Backoff
from .changes import Chronicle, Position
from .field_schedule import FieldSchedule
from .models import Candidate, ConnectionType, FailureKind
from .observation import Observer
from .polling import (
    DUE_TOLERANCE,
    INTERVAL,
    JITTER,
    VAIN_PERIOD,
    jittered,
    vain_interval,
)
from .racing import Outcome
from .reports import (
    CandidateReport,
    Change,
    ChangeReason,
    ConnectionReport,
    Rejection,
)
from .state import ConnectionState

_LOGGER = logging.getLogger(__name__)

REST = 5.0
"""Seconds from the end of a check to the next at least: one that took as long as its
interval does not follow upon itself."""

NO_TROUBLE = (False, False)
"""Neither off nor starting."""

LABEL_LIMIT = 60
"""Characters of a server's name in the log."""


def printable(label: str) -> str:
    """Return a server's name fit for one line of a log: names are hostile text."""
    clean = "".join(char if char.isprintable() else "?" for char in label)
    return clean if len(clean) <= LABEL_LIMIT else clean[: LABEL_LIMIT - 1] + "…"


class Standing:
    """The verdict on one server's connection. Says aloud when it changes."""

    def __init__(
        self,
        label: str,
        *,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        rng: Random,
        observer: Observer,
    ) -> None:
        """Start without a verdict; the first check is due at once."""
        self.label = label
        self.verdict: ConnectionType | None = None
        self.active: Candidate | None = None
        self.latency_ms: float | None = None
        self.last_tested: datetime | None = None
        self.failure_count = 0
        self.offline_since = inf
        """Monotonic seconds."""
        self.failing_since = inf
        """When the first answer failed since the last good one."""
        self.fault_since = inf
        """The same, of a fault that is the server's own."""
        self.starting = False
        self.needs_authorization_check = False
        """Whether the last check was refused, which is asked without a token."""
        self.is_token_refused = False
        """Whether the token was, when last it was shown. No check looks at that, and
        nothing that checks do depends on it."""
        self.needs_discovery = False
        self.check_interval: float | None = None
        self.next_check: datetime | None = None
        self.due_at = clock()
        """Monotonic seconds; `next_check` is the same for people."""
        self._turn_at = -inf
        """When the next check of the schedule itself comes, whatever asks before."""
        self._trouble = NO_TROUBLE
        """What the schedule waits out."""
        self.field = FieldSchedule(clock=clock, backoff=Backoff(rng=rng))
        """When all are asked while the server is off, or at fault."""
        self._has_stand_in = False
        """Whether something answered in the place of the server that is off."""
        self.changes = Chronicle(label, now=now)
        self._observer = observer
        self._clock = clock
        self._now = now
        self._rng = rng
        self._wall_ahead = self._compare_clocks()
        """As of the last test, by which freshness is judged."""

    @property
    def position(self) -> Position:
        """Return the verdict as it stands."""
        url = None if self.active is None else self.active.url
        endpoint = None if self.active is None else self.active.endpoint
        return Position(self.verdict, url, endpoint)

    def state(self, last_good: str | None) -> ConnectionState:
        """Return what is worth keeping; `last_good` is the url for when offline."""
        return ConnectionState(
            url=last_good if self.active is None else self.active.url,
            connection_type=self.verdict or ConnectionType.OFFLINE,
            last_tested=self.last_tested,
            response_time_ms=self.latency_ms,
            failure_count=self.failure_count,
            next_check=self.next_check,
            waits=self.field.waits,
            starting=self.starting,
            refused=self.needs_authorization_check,
            token_refused=self.is_token_refused,
        )

    def report(
        self,
        server_id: str,
        *,
        standby: Candidate | None,
        candidates: tuple[CandidateReport, ...],
        rejected: tuple[Rejection, ...],
        pinned: str | None,
        proved_near: bool,
    ) -> ConnectionReport:
        """Return the verdict for the world."""
        return ConnectionReport(
            server_id=server_id,
            connection_type=self.verdict,
            active=self.active,
            standby=standby,
            latency_ms=self.latency_ms,
            last_tested=self.last_tested,
            next_check=self.next_check,
            failure_count=self.failure_count,
            check_interval=self.check_interval,
            candidates=candidates,
            rejected=rejected,
            changes=self.changes.kept,
            needs_discovery=self.needs_discovery,
            needs_authorization_check=self._is_refused,
            starting=self.starting,
            pinned=pinned,
            proved_near=proved_near,
        )

    @property
    def delay(self) -> float:
        """Return seconds until the next check is due, 0 if it is."""
        if self.clocks_disagree:
            return 0.0
        return max(0.0, self.due_at - self._clock())

    @property
    def clocks_disagree(self) -> bool:
        """Whether more than an interval passed by one clock only since the last test.

        While a machine is suspended the monotonic clock stands still; and a wall clock
        is set. The age of the test is unknown then.
        """
        gap = abs(self._compare_clocks() - self._wall_ahead)
        return self.check_interval is not None and gap > self.check_interval

    @property
    def is_offline(self) -> bool:
        """Whether there was a look and nothing was found."""
        return self.verdict is ConnectionType.OFFLINE

    @property
    def has_fault(self) -> bool:
        """Whether the server itself, not the path, was the trouble last time."""
        return self.starting or self.needs_authorization_check

    @property
    def _is_refused(self) -> bool:
        """Whether the server lets us in to nothing, as far as is known.

        Of one that is off only a check can say so, to which it has answered; one that
        starts has nothing to say on it.
        """
        serves = self.active is not None and not self.starting
        return self.needs_authorization_check or (serves and self.is_token_refused)

    @property
    def is_awaited(self) -> bool:
        """Whether a server that is off is asked more often than others that are.

        It said itself that it is starting; or what stands before it says so for it,
        or something else: that is what a restart looks like behind a proxy, and ten
        minutes are enough for one.
        """
        if not self.is_offline:
            return False
        is_short = self._clock() - self.offline_since < VAIN_PERIOD
        return self.starting or (self._has_stand_in and is_short)

    @property
    def is_well(self) -> bool:
        """Whether there is a connection, and the server serves over it."""
        return self.active is not None and not self.has_fault

    def confirm(self, outcome: Outcome) -> None:
        """Take a candidate that proved itself as the active one."""
        self.active = outcome.candidate
        self.verdict = outcome.candidate.kind
        self.latency_ms = outcome.attempt.latency_ms
        self.offline_since = inf
        self._observer.on_verdict(self.verdict)
        self.prove(outcome.attempt.at)

    def prove(self, at: datetime | None = None) -> None:
        """Note that the active candidate works."""
        self.last_tested = at or self._now()
        self._wall_ahead = self._compare_clocks()
        if not self.is_token_refused:
            self.failure_count = 0
        self.failing_since = inf
        self._trouble = NO_TROUBLE
        self._forgive()

    def note_token(self, *, refused: bool) -> bool:
        """Note how the server took the token; return whether a report shows a change.

        Each refusal counts as a failure, as one by a check does.
        """
        before = self._is_refused
        if refused:
            self.failure_count += 1
        elif self.is_token_refused and self.is_well:
            self.failure_count = 0
        self.is_token_refused = refused
        return self._is_refused is not before

    def doubt(self, at: float) -> None:
        """Note that the active candidate failed to answer, in monotonic seconds."""
        if self.active is not None:
            self.failing_since = min(self.failing_since, at)

    def heed(self, outcome: Outcome) -> None:
        """Note a failure of the active candidate's path, if this is one."""
        if outcome.candidate.url == self.position.url and not outcome.attempt.authentic:
            self.doubt(self._clock())

    def blame(self, outcome: Outcome) -> None:
        """Note a fault that is the server's own, not its path's (rule 11).

        A refusal is counted as a failure; how long the next check waits is not by
        that count.
        """
        if self.active is not None:
            self.failing_since = inf
        self.last_tested = outcome.attempt.at
        is_starting = outcome.attempt.failure is FailureKind.STARTING
        if not self.has_fault or is_starting is not self.starting:
            self.fault_since = self._clock()
        if not is_starting:
            self.failure_count += 1
        self.starting = is_starting
        self.needs_authorization_check = not is_starting

    def lose(self, fault: Outcome | None = None, *, has_stand_in: bool = False) -> None:
        """Note that nothing answered, or nothing but the server's own fault.

        `has_stand_in` says that something answered in its place.
        """
        self._has_stand_in = has_stand_in
        if not self.is_offline:
            self.offline_since = self._clock()
        self.failing_since = min(self.failing_since, self._clock())
        self.verdict = ConnectionType.OFFLINE
        self.active = None
        self.latency_ms = None
        self.last_tested = self._now()
        count = self.failure_count + 1
        if fault is None:
            self._forgive()
        else:
            self.blame(fault)
        self.failure_count = count
        self._observer.on_verdict(self.verdict)

    def forget(self) -> None:
        """Forget how things came to be as they are; a look is due that shows it.

        The verdict stands until then, and how long it has stood counts from now.
        """
        self.latency_ms = None
        self.last_tested = None
        self.failure_count = 0
        now = self._clock()
        self.offline_since = self.failing_since = now if self.is_offline else inf
        self.fault_since = now if self.has_fault else inf
        self._trouble = NO_TROUBLE
        self.changes.forget()
        self.move_check(0.0)

    @property
    def failing_from(self) -> datetime | None:
        """When the first answer failed since the last good one; None: none did."""
        if self.failing_since == inf:
            return None
        return self._now() - timedelta(seconds=self._clock() - self.failing_since)

    def recall_failing(self, since: datetime | None) -> None:
        """Go on counting from before a restart for how long there was no answer.

        By the wall clock, which is all that there is between two runs: one that is
        behind by now cannot say, and it counts from the start.
        """
        if since is not None and (age := (self._now() - since).total_seconds()) >= 0:
            self.failing_since = self._clock() - age

    def recall(self, state: ConnectionState, active: Candidate | None) -> None:
        """Take the verdict from before a restart, without having looked.

        The next check is when it was to be, if the wall clock can be believed.
        """
        self.verdict = ConnectionType.OFFLINE if active is None else active.kind
        self.active = active
        self.latency_ms = state.response_time_ms
        self.last_tested = state.last_tested
        self.failure_count = state.failure_count
        self.starting = state.starting
        self.needs_authorization_check = state.refused
        self.is_token_refused = state.token_refused
        if self.has_fault:
            self.fault_since = self._clock()
        self._wall_ahead = self._compare_clocks()
        self._trouble = (self.is_offline, self.starting)
        if self.is_offline:
            self.offline_since = self._clock()
            self.failing_since = min(self.failing_since, self.offline_since)
            known = state.failure_count - 1 if state.waits is None else state.waits
            self.field.resume(max(0, known))
        self.check_interval, longest = self._interval(self._clock())
        tested, due, now = state.last_tested, state.next_check, self._now()
        if tested is not None and due is not None and tested <= now:
            wait = (due - now).total_seconds()
            self.move_check(min(max(0.0, wait), longest))
            self._turn_at = self.due_at
            if self.is_offline:
                self.field.bring_forward(self.delay)
        self.next_check = due
        self._observer.on_verdict(self.verdict)

    def schedule(self, began_at: float) -> None:
        """Set the next check by the connection's quality as it is now.

        Intervals count from the start of a check, as monotonic seconds: one that
        waited for silent addresses does not make the next one late. While the server
        is off, or starts, only the schedule's own checks lengthen its waits: one that
        was asked for in between, and found nothing new, leaves them as they are.
        """
        trouble, self._trouble = self._trouble, (self.is_offline, self.starting)
        self._wall_ahead = self._compare_clocks()
        is_own = began_at >= self._turn_at - DUE_TOLERANCE
        if self._trouble == trouble != NO_TROUBLE and not is_own:
            self.move_check(max(REST, self._turn_at - self._clock()))
            return
        was_offline, _ = trouble
        if self.is_offline or self.has_fault:
            is_new = self.is_offline and not was_offline
            # The soonest that the next check comes by the type.
            least = INTERVAL.get(self.verdict, 0.0) * (1 - JITTER)
            self.field.follow(began_at, is_new=is_new, least=least)
        else:
            self.field.end()
        interval, wait = self._interval(began_at)
        if interval != self.check_interval:
            _LOGGER.info("%s: checked every %.0f s from now on", self.label, interval)
        self.check_interval = interval
        self.move_check(max(REST, began_at + wait - self._clock()))
        self._turn_at = self.due_at

    def put_off(self, at_most: float) -> None:
        """Move the next check a whole interval away, but not further than that.

        It never comes sooner for it than it would have.
        """
        self.move_check(max(self.delay, min(self._interval(self._clock())[1], at_most)))

    def move_check(self, wait: float) -> None:
        """Move the next check without changing the interval."""
        self.due_at = self._clock() + wait
        self.next_check = self._now() + timedelta(seconds=wait)

    def _interval(self, began_at: float) -> tuple[float, float]:
        """Return the seconds between checks, and those from this one to the next."""
        if self.starting or self.is_awaited:
            since = self.fault_since if self.starting else self.offline_since
            wait = vain_interval(self._clock() - since)
            return wait, wait
        if (interval := INTERVAL.get(self.verdict)) is not None:
            return interval, jittered(interval, self._rng)
        return self.field.interval, self.field.wait(began_at)

    def record_change(
        self,
        before: Position,
        reason: ChangeReason,
        duration: float,
        *,
        chosen: str | None,
    ) -> Change | None:
        """Record a change since `before`, if there is one, and return it."""
        change = self.changes.record(
            before, self.position, reason, duration, chosen=chosen
        )
        if change is not None:
            self._observer.on_change(change)
        return change

    def _compare_clocks(self) -> float:
        """Return seconds by which the wall clock is ahead of the monotonic one."""
        return self._now().timestamp() - self._clock()

    def _forgive(self) -> None:
        self.fault_since = inf
        self.starting = False
        self.needs_authorization_check = False
