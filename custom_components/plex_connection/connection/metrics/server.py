"""Metrics of one server: how it was reached, how well, at what cost.

Counts go by day, latencies and fail-overs by a window over the last ones. Time is
counted by the monotonic clock; the calendar only decides for which day.

Measured (x86-64, CPython 3.14): 1 to 5 µs for an observation; 20 µs for a snapshot of
one day, 45 µs of ten, 90 µs at worst. 31 KB for a server on one type of connection, 114
KB with every possible counter used, on twenty days and in every window; 7 and 42 KB as
JSON.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..deserialize import MalformedError, read_list, read_mapping, read_samples
from ..events import (
    CacheLookup,
    ConnectionChanged,
    MonitorEvent,
    OperationFinished,
    ProbeFinished,
    Purpose,
    RequestSent,
    VerdictReached,
)
from ..freshness import Freshness
from ..latency_baseline import DEFAULT_LIMITS, Performance, PerformanceWatch, SlowLimits
from ..models import Attempt, Candidate, ConnectionType, FailureKind
from ..reports import Change, ChangeReason
from .calendar import Calendar, count
from .daily import (
    Outcome,
    ServerDay,
    cache_hit_rate,
    success_rate,
    time_share,
)
from .latencies import LatencyWindows
from .percentiles import FailoverSummary, LatencySummary, SampleWindow

FAILOVER_WINDOW = 64
"""Fail-overs whose durations are kept."""

IN_USE = frozenset({Purpose.CHECK, Purpose.MEASURE, Purpose.PREWARM})
"""Purposes that probe the active candidate and nothing beside it. A race is not one: an
answer among others is slower than one alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MetricsSnapshot:
    """The metrics so far.

    Rates cover the current cache mode, on or off; figures "today" cover the whole day;
    `days` keeps the two modes apart.
    """

    today: ServerDay
    """In the current cache mode."""
    days: tuple[ServerDay, ...]
    """Today and up to seven days before, oldest first, cache on and off apart."""
    latency_warm: LatencySummary
    """On open connections of the type shown, or last shown."""
    latency_cold: LatencySummary
    """On new ones, without connecting and TLS."""
    failovers: FailoverSummary
    success_rate: float | None
    """Share of the tests of the connection in use, and of operations over it, that
    succeeded today and yesterday. Each loss counts as one failed test, as does each
    check that found the server still offline; tests of a starting server do not
    count."""
    time_share: Mapping[ConnectionType, float]
    """Share of the time in `days` by type; empty before the first verdict."""
    requests_today: int
    """Our own, of every purpose; without operations."""
    relay_seconds_today: float
    cache_hit_rate: float | None
    """Share of the look-ups in `days` that found a fresh state."""
    performance: Performance
    baseline_warm_ms: float | None
    """The usual latency of the type in use; None until it is learnt."""
    baseline_cold_ms: float | None

    @property
    def is_warm(self) -> bool:
        """Whether open connections have more samples than new ones."""
        return self.latency_warm.count > self.latency_cold.count

    @property
    def latency(self) -> LatencySummary:
        """Return the summary with more samples."""
        return self.latency_warm if self.is_warm else self.latency_cold

    @property
    def baseline_ms(self) -> float | None:
        """Return the usual latency of the same kind."""
        return self.baseline_warm_ms if self.is_warm else self.baseline_cold_ms

    @property
    def saved_today(self) -> int:
        """Return today's look-ups that did not have to wait for a test.

        They found a fresh state, or a stale one to use meanwhile.
        """
        return sum(
            day.lookups.get(freshness, 0)
            for day in self.days
            for freshness in (Freshness.FRESH, Freshness.STALE)
            if day.local_date == self.today.local_date
        )


class ServerMetrics:
    """Counts the events of one server's connection."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        today: Callable[[], date],
        cached: bool,
        slow: SlowLimits = DEFAULT_LIMITS,
        last_type: ConnectionType | None = None,
    ) -> None:
        """Start empty.

        `clock` is in monotonic seconds; `today` returns the local date; `cached`: the
        cache is on; `slow` defines what is slow; `last_type` is how the server was last
        reached: the figures of an offline server are those of this type.
        """
        self._clock = clock
        self._today = today
        self._cached = cached
        self._slow = slow
        self._watch = PerformanceWatch(slow)
        self._latencies = LatencyWindows()
        self._failovers = SampleWindow(FAILOVER_WINDOW)
        self._calendar = Calendar(ServerDay)
        self._day = self._calendar.open(today(), cached=cached)
        self._shown: ConnectionType | None = None
        """The type that time counts for, by the recorded changes. One in use may not be
        shown yet, or may never be: a relay waits for the direct addresses."""
        self._counted_at = clock()
        self._last_type = last_type
        """The same; of an offline server the last one."""
        self._active_url: str | None = None
        self._is_loss_counted = False
        """Whether the last test of it, or operation over it, failed."""
        self._lost_url: str | None = None
        """Where that was: another candidate may answer before the loss is shown."""

    def observe(self, event: MonitorEvent) -> None:
        """Count an event; one of a kind not counted costs nothing here."""
        match event:
            case ProbeFinished(candidate, attempt, purpose):
                self._count_attempt(candidate, attempt, purpose)
            case RequestSent(purpose):
                count(self._open_day().requests, purpose)
            case OperationFinished(ok):
                day = self._open_day()
                count(day.operations, Outcome.OK if ok else Outcome.FAILED)
                self._note_loss(self._active_url, ok=ok)
            case ConnectionChanged(change):
                self._count_change(change)
            case VerdictReached(connection_type, starting):
                self._count_verdict(connection_type, starting=starting)
            case CacheLookup(found):
                count(self._open_day().lookups, found)

    def snapshot(self) -> MetricsSnapshot:
        """Return an independent copy of the metrics."""
        today = self._open_day().local_date
        self._count_time()
        days = tuple(day.copy() for day in self._calendar.shown(today))
        same_way = [day for day in days if day.cached is self._cached]
        of_today = [day for day in days if day.local_date == today]
        kind = self._last_type
        return MetricsSnapshot(
            today=self._day.copy(),
            days=days,
            latency_warm=self._latencies.summary(kind, warm=True),
            latency_cold=self._latencies.summary(kind, warm=False),
            failovers=FailoverSummary.of(self._failovers),
            success_rate=success_rate(
                day for day in same_way if (today - day.local_date).days <= 1
            ),
            time_share=time_share(same_way),
            requests_today=sum(day.request_count for day in of_today),
            relay_seconds_today=sum(
                day.seconds.get(ConnectionType.RELAY, 0.0) for day in of_today
            ),
            cache_hit_rate=cache_hit_rate(same_way),
            performance=self._watch.state,
            baseline_warm_ms=self._watch.baseline_ms(kind, warm=True),
            baseline_cold_ms=self._watch.baseline_ms(kind, warm=False),
        )

    def clear(self) -> None:
        """Start again from empty; the current verdict's time runs on from now.

        A slow server becomes normal, since there is no baseline left.
        """
        self._watch = PerformanceWatch(self._slow)
        self._latencies = LatencyWindows()
        self._failovers = SampleWindow(FAILOVER_WINDOW)
        self._calendar = Calendar(ServerDay)
        self._day = self._calendar.open(self._today(), cached=self._cached)
        self._counted_at = self._clock()
        if self._shown is ConnectionType.OFFLINE:
            self._last_type = None

    def to_dict(self) -> dict[str, Any]:
        """Return everything in JSON form, with the time until now."""
        self._open_day()
        self._count_time()
        return {
            "days": [day.to_dict() for day in self._calendar.all()],
            "latencies": self._latencies.to_dict(),
            "failovers": list(self._failovers),
            "performance": self._watch.to_dict(),
        }

    def load(self, data: Any) -> None:
        """Replace the counts with stored ones.

        Call before the monitor starts. Raises ValueError if anything is malformed, and
        then has changed nothing.
        """
        if not isinstance(data, dict):
            raise MalformedError("metrics", "not a mapping")
        days = [ServerDay.from_dict(day) for day in read_list(data, "days")]
        calendar = Calendar(ServerDay, days)
        latencies = LatencyWindows.from_dict(read_mapping(data, "latencies"))
        failovers = read_samples(data, "failovers", limit=FAILOVER_WINDOW)
        watch = PerformanceWatch.from_dict(
            read_mapping(data, "performance"), self._slow
        )
        self._calendar = calendar
        self._latencies = latencies
        self._failovers = SampleWindow(FAILOVER_WINDOW, failovers)
        self._watch = watch
        self._day = calendar.open(self._today(), cached=self._cached)

    def _count_attempt(
        self, candidate: Candidate, attempt: Attempt, purpose: Purpose
    ) -> None:
        """Count a probe; a diagnostic one only as a request: we do not use its path."""
        day = self._open_day()
        count(day.requests, purpose)
        if candidate.diagnostic_only:
            return
        if attempt.failure is None:
            count(day.attempts_ok, candidate.kind)
        else:
            count(day.attempts_failed.setdefault(candidate.kind, {}), attempt.failure)
        if purpose in IN_USE:
            self._active_url = candidate.url
            if attempt.latency_ms is not None:
                self._take_sample(candidate.kind, attempt.latency_ms, warm=attempt.warm)
        # A starting server is up: until it serves, tests neither succeed nor fail.
        is_starting = attempt.failure is FailureKind.STARTING
        # Each loss is one failed test, however many probes confirm it.
        is_repeated = purpose is Purpose.CONFIRM and not attempt.ok
        is_test = candidate.url == self._active_url and not is_repeated
        if is_test and not is_starting:
            count(day.tests, Outcome.OK if attempt.ok else Outcome.FAILED)
            self._note_loss(candidate.url, ok=attempt.ok)

    def _note_loss(self, url: str | None, *, ok: bool) -> None:
        """Note whether a loss of this candidate has been counted already."""
        if not ok:
            self._is_loss_counted, self._lost_url = True, url
        elif url == self._lost_url:
            self._is_loss_counted = False

    def _count_change(self, change: Change) -> None:
        """Count a change, and how long a fail-over took.

        A loss counts as one failed test, also if the push channel noticed it and a
        better answer cut the confirming test short.
        """
        day = self._open_day()
        self._count_time()
        self._show(change.to_type)
        count(day.changes, change.reason)
        if _is_loss(change) and not self._is_loss_counted:
            count(day.tests, Outcome.FAILED)
        self._is_loss_counted = False
        if change.reason is ChangeReason.FAILOVER:
            self._failovers.add(round(max(0.0, change.duration_ms), 1))
        self._active_url = change.to_url

    def _count_verdict(
        self, connection_type: ConnectionType, *, starting: bool
    ) -> None:
        """Count a check that finds the server still offline, and not starting yet.

        The time by type is counted from the first verdict.
        """
        is_offline = connection_type is ConnectionType.OFFLINE
        if is_offline and self._shown is connection_type and not starting:
            count(self._open_day().tests, Outcome.FAILED)
        if self._shown is None:
            self._count_time()
            self._show(connection_type)

    def _show(self, connection_type: ConnectionType) -> None:
        self._shown = connection_type
        if connection_type is not ConnectionType.OFFLINE:
            self._last_type = connection_type

    def _open_day(self) -> ServerDay:
        """Return today's counts; a day that is over gets its time first."""
        today = self._today()
        if today != self._day.local_date:
            self._count_time()
            self._day = self._calendar.open(today, cached=self._cached)
        return self._day

    def _count_time(self) -> None:
        now = self._clock()
        if self._shown is not None:
            seconds = self._day.seconds
            elapsed = now - self._counted_at
            seconds[self._shown] = seconds.get(self._shown, 0.0) + elapsed
        self._counted_at = now

    def _take_sample(
        self, kind: ConnectionType, latency_ms: float, *, warm: bool
    ) -> None:
        self._latencies.add(kind, latency_ms, warm=warm)
        self._watch.observe(kind, latency_ms, warm=warm)


def _is_loss(change: Change) -> bool:
    """Return whether the connection in use had failed; a relay that is left has not."""
    # Pinned: the chosen candidate was in use, and does not answer.
    is_pin_down = change.chosen_url is not None and change.chosen_url == change.from_url
    if change.reason not in (ChangeReason.FAILOVER, ChangeReason.LOST):
        return is_pin_down
    return change.from_type is not None and change.to_type.tier >= change.from_type.tier
