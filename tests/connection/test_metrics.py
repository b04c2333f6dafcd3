"""A server's metrics, and their snapshot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.plex_connection.connection import (
    CacheLookup,
    ChangeReason,
    ConnectionChanged,
    ConnectionType,
    FailoverSummary,
    FailureKind,
    Freshness,
    LatencySummary,
    OperationFinished,
    Outcome,
    Performance,
    Purpose,
    RequestSent,
    ServerMetrics,
    SlowLimits,
    VerdictReached,
)
from tests.connection.metering import (
    MONDAY,
    Surroundings,
    candidate,
    change,
    leaving,
    probe,
)

LOCAL = ConnectionType.LOCAL
RELAY = ConnectionType.RELAY
OFFLINE = ConnectionType.OFFLINE


@pytest.fixture
def around() -> Surroundings:
    """Return a clock and a calendar."""
    return Surroundings()


@pytest.fixture
def metrics(around: Surroundings) -> ServerMetrics:
    """Return empty metrics."""
    return around.metrics()


def test_nothing_yet(metrics: ServerMetrics) -> None:
    """Unknown values are None, not zero."""
    found = metrics.snapshot()
    assert found.latency_warm == found.latency_cold == LatencySummary()
    assert found.failovers == FailoverSummary()
    assert found.success_rate is None
    assert found.cache_hit_rate is None
    assert found.time_share == {}
    assert (found.requests_today, found.relay_seconds_today) == (0, 0)
    assert found.performance is Performance.NORMAL
    assert found.baseline_warm_ms is found.baseline_cold_ms is None
    assert found.days == (found.today,)
    assert found.today.local_date == MONDAY


def test_attempts(metrics: ServerMetrics) -> None:
    """Attempts count by type and failure."""
    probe(metrics)
    probe(metrics, of=candidate(RELAY), purpose=Purpose.SELECTION)
    for kind in (FailureKind.TIMEOUT, FailureKind.TIMEOUT, FailureKind.REFUSED):
        probe(metrics, failure=kind, purpose=Purpose.SEARCH)
    today = metrics.snapshot().today
    assert today.attempts_ok == {LOCAL: 1, RELAY: 1}
    assert today.attempts_failed == {
        LOCAL: {FailureKind.TIMEOUT: 2, FailureKind.REFUSED: 1}
    }
    assert today.failure_count(LOCAL) == 3
    assert today.failure_count(RELAY) == 0


def test_requests(metrics: ServerMetrics) -> None:
    """Requests count by purpose; operations are not ours."""
    probe(metrics)
    probe(metrics, purpose=Purpose.STANDBY)
    metrics.observe(RequestSent(Purpose.PUSH))
    metrics.observe(RequestSent(Purpose.PUSH))
    metrics.observe(RequestSent(Purpose.OPERATION))
    found = metrics.snapshot()
    assert found.today.requests == {
        Purpose.CHECK: 1,
        Purpose.STANDBY: 1,
        Purpose.PUSH: 2,
        Purpose.OPERATION: 1,
    }
    assert found.requests_today == 4


def test_http_variant_is_a_request_and_no_attempt(metrics: ServerMetrics) -> None:
    """An http variant is never used, so its failures count nowhere."""
    twin = candidate(diagnostic_only=True)
    probe(metrics, of=twin, purpose=Purpose.DIAGNOSE)
    today = metrics.snapshot().today
    assert today.requests == {Purpose.DIAGNOSE: 1}
    assert today.attempts_ok == {}


def test_latency_of_the_connection_in_use(metrics: ServerMetrics) -> None:
    """Warm and cold apart; no race's probe, and none of another candidate."""
    metrics.observe(VerdictReached(LOCAL))
    for number in range(20):
        probe(metrics, 10 + number)
        probe(metrics, 1, warm=True, purpose=Purpose.MEASURE)
        probe(metrics, 500, purpose=Purpose.SELECTION)
        probe(metrics, 700, purpose=Purpose.STANDBY)
    probe(metrics, 2, warm=True, purpose=Purpose.PREWARM)
    probe(metrics, None)
    found = metrics.snapshot()
    assert found.latency_cold == LatencySummary(
        count=20, p50_ms=19, p95_ms=28, recent_ms=tuple(range(10, 30))
    )
    assert found.latency_warm == LatencySummary(
        count=21, p50_ms=1, p95_ms=1, recent_ms=(*[1] * 20, 2)
    )


def test_latency_shown(metrics: ServerMetrics) -> None:
    """The kind with more samples, cold if equal; `recent_ms` has the last 32."""
    metrics.observe(VerdictReached(LOCAL))
    for number in range(40):
        probe(metrics, number)
        found = metrics.snapshot()
        assert (found.is_warm, found.latency) == (False, found.latency_cold)
        probe(metrics, 100 + number, warm=True)
    found = metrics.snapshot()
    assert (found.is_warm, found.latency) == (False, found.latency_cold)
    assert found.baseline_ms == found.baseline_cold_ms
    assert found.latency.recent_ms == tuple(range(8, 40))
    probe(metrics, 140, warm=True)
    found = metrics.snapshot()
    assert (found.is_warm, found.latency) == (True, found.latency_warm)
    assert found.baseline_ms == found.baseline_warm_ms
    assert found.latency.recent_ms == tuple(range(109, 141))


def test_saved_today(around: Surroundings, metrics: ServerMetrics) -> None:
    """Look-ups that found a connection, fresh or stale; each day starts at zero."""
    for freshness, count in zip(Freshness, (5, 3, 2), strict=True):
        for _ in range(count):
            metrics.observe(CacheLookup(freshness))
    assert metrics.snapshot().saved_today == 8
    around.pass_days()
    assert metrics.snapshot().saved_today == 0
    metrics.observe(CacheLookup(Freshness.STALE))
    assert metrics.snapshot().saved_today == 1


def test_first_connection_is_no_change(metrics: ServerMetrics) -> None:
    """The first connection does not count as a change."""
    for reason in (ChangeReason.FIRST, ChangeReason.LOST, ChangeReason.RECOVERED):
        metrics.observe(ConnectionChanged(change(reason)))
    assert metrics.snapshot().today.change_count == 2


def test_each_type_has_its_latencies(metrics: ServerMetrics) -> None:
    """Each type has its own latencies, kept while another is shown."""

    def show(kind: ConnectionType) -> LatencySummary:
        """Reach a verdict and show it; only then the figures are those of its type."""
        before = metrics.snapshot().latency_cold
        metrics.observe(VerdictReached(kind))
        assert metrics.snapshot().latency_cold == before
        to = None if kind is OFFLINE else candidate(kind)
        metrics.observe(ConnectionChanged(change(to=to)))
        return metrics.snapshot().latency_cold

    for kind, latency in ((LOCAL, 2), (RELAY, 80)):
        show(kind)
        for _ in range(5):
            probe(metrics, latency, of=candidate(kind))
        assert metrics.snapshot().latency_cold.p50_ms == latency
    assert show(OFFLINE).p50_ms == 80
    assert show(LOCAL).p50_ms == 2
    assert show(ConnectionType.REMOTE) == LatencySummary()


def test_starting_after_an_outage(metrics: ServerMetrics) -> None:
    """Checks of an offline server count as failed until it is starting again."""
    metrics.observe(VerdictReached(LOCAL))
    probe(metrics, 2, of=candidate(LOCAL))
    metrics.observe(ConnectionChanged(leaving(LOCAL, OFFLINE, ChangeReason.LOST)))
    metrics.observe(VerdictReached(OFFLINE))
    off = metrics.snapshot().success_rate
    metrics.observe(VerdictReached(OFFLINE, starting=True))
    assert metrics.snapshot().success_rate == off
    metrics.observe(VerdictReached(OFFLINE))
    assert metrics.snapshot().success_rate != off


def test_changes_and_failovers(metrics: ServerMetrics) -> None:
    """Changes count by reason; the durations are those of fail-overs."""
    metrics.observe(
        ConnectionChanged(change(ChangeReason.FIRST, to=candidate(), duration_ms=9000))
    )
    for number in range(100):
        metrics.observe(
            ConnectionChanged(change(to=candidate(), duration_ms=100 + number))
        )
    found = metrics.snapshot()
    assert found.today.changes == {ChangeReason.FIRST: 1, ChangeReason.FAILOVER: 100}
    assert found.today.failover_count == 100
    assert found.failovers == FailoverSummary(
        count=64, p50_ms=167, p95_ms=196, max_ms=199
    )


def test_time_by_type(around: Surroundings, metrics: ServerMetrics) -> None:
    """Time counts by the monotonic clock, up to the snapshot."""
    around.seconds += 500
    metrics.observe(VerdictReached(LOCAL))
    around.seconds += 120
    for kind, reason, seconds in (
        (RELAY, ChangeReason.FAILOVER, 30),
        (OFFLINE, ChangeReason.LOST, 50),
    ):
        metrics.observe(VerdictReached(kind))
        metrics.observe(ConnectionChanged(leaving(LOCAL, kind, reason)))
        around.seconds += seconds
    found = metrics.snapshot()
    assert found.today.seconds == {LOCAL: 120, RELAY: 30, OFFLINE: 50}
    assert found.time_share[LOCAL] == pytest.approx(0.6)
    assert found.time_share[ConnectionType.REMOTE] == 0
    assert found.relay_seconds_today == 30
    assert metrics.snapshot() == found


def test_time_counts_the_shown_type(
    around: Surroundings, metrics: ServerMetrics
) -> None:
    """A relay counts from when it is shown: two seconds after its use, or never."""
    metrics.observe(VerdictReached(LOCAL))
    around.seconds += 60
    metrics.observe(VerdictReached(RELAY))
    around.seconds += 2
    metrics.observe(VerdictReached(LOCAL))
    around.seconds += 10
    metrics.observe(VerdictReached(RELAY))
    around.seconds += 2
    metrics.observe(ConnectionChanged(leaving(LOCAL, RELAY, ChangeReason.FAILOVER)))
    around.seconds += 5
    assert metrics.snapshot().today.seconds == {LOCAL: 74, RELAY: 5}


def test_midnight(around: Surroundings, metrics: ServerMetrics) -> None:
    """The time since the last event counts for the day before."""
    metrics.observe(VerdictReached(LOCAL))
    around.seconds += 100
    around.pass_days()
    metrics.observe(RequestSent(Purpose.PUSH))
    around.seconds += 5
    yesterday, today = metrics.snapshot().days
    assert yesterday.seconds == {LOCAL: 100}
    assert today.seconds == {LOCAL: 5}
    assert (yesterday.request_count, today.request_count) == (0, 1)


def test_success_rate(around: Surroundings, metrics: ServerMetrics) -> None:
    """Tests of the active candidate and operations count; other dead rows do not."""
    metrics.observe(VerdictReached(LOCAL))
    for _ in range(7):
        probe(metrics)
    for _ in range(50):
        probe(
            metrics,
            of=candidate(number=99),
            failure=FailureKind.TIMEOUT,
            purpose=Purpose.SELECTION,
        )
    metrics.observe(OperationFinished(ok=True))
    metrics.observe(OperationFinished(ok=False))
    probe(metrics, failure=FailureKind.RESET, purpose=Purpose.SELECTION)
    found = metrics.snapshot()
    assert found.success_rate == pytest.approx(0.8)
    assert found.today.tests == {Outcome.OK: 7, Outcome.FAILED: 1}
    assert found.today.operations == {Outcome.OK: 1, Outcome.FAILED: 1}
    around.pass_days(1)
    assert metrics.snapshot().success_rate == pytest.approx(0.8)
    around.pass_days(1)
    assert metrics.snapshot().success_rate is None


def test_success_rate_after_a_change(metrics: ServerMetrics) -> None:
    """After a change the new candidate's tests count."""
    metrics.observe(
        ConnectionChanged(change(ChangeReason.WITHDRAWN, to=candidate(RELAY)))
    )
    probe(metrics, failure=FailureKind.RESET, purpose=Purpose.SEARCH)
    assert metrics.snapshot().success_rate is None
    probe(metrics, of=candidate(RELAY), purpose=Purpose.TEST)
    assert metrics.snapshot().success_rate == 1


@pytest.mark.parametrize("is_tested", [True, False])
@pytest.mark.parametrize("reason", [ChangeReason.FAILOVER, ChangeReason.LOST])
def test_loss_is_one_failure(
    metrics: ServerMetrics, reason: ChangeReason, *, is_tested: bool
) -> None:
    """A loss is one failure, also if a better answer cut its test short."""
    metrics.observe(ConnectionChanged(change(ChangeReason.FIRST, to=candidate())))
    probe(metrics)
    if is_tested:
        probe(metrics, failure=FailureKind.RESET, purpose=Purpose.SELECTION)
    kind = RELAY if reason is ChangeReason.FAILOVER else OFFLINE
    metrics.observe(ConnectionChanged(leaving(LOCAL, kind, reason)))
    assert metrics.snapshot().today.tests == {Outcome.OK: 1, Outcome.FAILED: 1}


def test_loss_is_one_failure_while_another_candidate_answers(
    metrics: ServerMetrics,
) -> None:
    """The next one may be tested and used before a suspected loss is shown."""
    metrics.observe(ConnectionChanged(change(ChangeReason.FIRST, to=candidate())))
    probe(metrics, failure=FailureKind.TIMEOUT)
    probe(metrics, of=candidate(RELAY))
    metrics.observe(OperationFinished(ok=True))
    metrics.observe(ConnectionChanged(leaving(LOCAL, RELAY, ChangeReason.FAILOVER)))
    assert metrics.snapshot().today.tests == {Outcome.OK: 1, Outcome.FAILED: 1}


def test_loss_after_recovery_counts_again(metrics: ServerMetrics) -> None:
    """A candidate that failed, answered and is lost has failed twice."""
    metrics.observe(ConnectionChanged(change(ChangeReason.FIRST, to=candidate())))
    probe(metrics, failure=FailureKind.TIMEOUT)
    probe(metrics)
    metrics.observe(ConnectionChanged(leaving(LOCAL, RELAY, ChangeReason.FAILOVER)))
    assert metrics.snapshot().today.tests == {Outcome.OK: 1, Outcome.FAILED: 2}


def test_loss_by_a_failed_operation(metrics: ServerMetrics) -> None:
    """A failed operation that causes the loss counts as an operation only."""
    metrics.observe(OperationFinished(ok=False))
    metrics.observe(ConnectionChanged(leaving(LOCAL, RELAY, ChangeReason.FAILOVER)))
    assert metrics.snapshot().today.tests == {}
    assert metrics.snapshot().success_rate == 0


def test_leaving_a_relay_is_no_failure(metrics: ServerMetrics) -> None:
    """Leaving a relay shown while a direct candidate was slow is no failure."""
    metrics.observe(ConnectionChanged(leaving(RELAY, LOCAL, ChangeReason.FAILOVER)))
    assert metrics.snapshot().success_rate is None


def test_starting_server_is_no_failure(metrics: ServerMetrics) -> None:
    """A starting server, probed every ten seconds, would dominate a day's tests."""
    probe(metrics)
    for _ in range(50):
        probe(metrics, failure=FailureKind.STARTING)
    assert metrics.snapshot().success_rate == 1


def test_success_rate_offline(metrics: ServerMetrics) -> None:
    """Each check that finds the server offline is a failure; the first is the loss."""
    metrics.observe(VerdictReached(LOCAL))
    probe(metrics, failure=FailureKind.TIMEOUT)
    metrics.observe(VerdictReached(OFFLINE))
    metrics.observe(ConnectionChanged(leaving(LOCAL, OFFLINE, ChangeReason.LOST)))
    for _ in range(3):
        metrics.observe(VerdictReached(OFFLINE))
    assert metrics.snapshot().today.tests == {Outcome.FAILED: 4}
    assert metrics.snapshot().success_rate == 0


@pytest.mark.parametrize(("was_chosen", "failed"), [(True, 1), (False, 0)])
def test_loss_while_one_is_pinned(
    metrics: ServerMetrics, *, was_chosen: bool, failed: int
) -> None:
    """Losing the pinned address is a failure; leaving a working one for it is not."""
    metrics.observe(VerdictReached(LOCAL))
    loss = leaving(LOCAL, OFFLINE, ChangeReason.PINNED)
    chosen = loss.from_url if was_chosen else candidate(ConnectionType.REMOTE).url
    metrics.observe(ConnectionChanged(replace(loss, chosen_url=chosen)))
    assert metrics.snapshot().today.tests.get(Outcome.FAILED, 0) == failed


def test_cache_hit_rate(metrics: ServerMetrics) -> None:
    """A stale look-up is no hit: a probe follows it."""
    for freshness, times in (
        (Freshness.FRESH, 6),
        (Freshness.STALE, 3),
        (Freshness.MISS, 1),
    ):
        for _ in range(times):
            metrics.observe(CacheLookup(freshness))
    found = metrics.snapshot()
    assert found.cache_hit_rate == pytest.approx(0.6)
    assert found.today.lookups[Freshness.STALE] == 3


def test_kill_switch_counts_separately(around: Surroundings) -> None:
    """A day counts with and without the cache separately; "today" is their sum."""
    before = around.metrics()
    before.observe(VerdictReached(RELAY))
    before.observe(CacheLookup(Freshness.FRESH))
    around.seconds += 10
    before.observe(RequestSent(Purpose.PUSH))
    after = around.metrics(cached=False)
    after.load(before.to_dict())
    after.observe(VerdictReached(RELAY))
    around.seconds += 20
    after.observe(CacheLookup(Freshness.MISS))
    after.observe(RequestSent(Purpose.PUSH))
    found = after.snapshot()
    off, on = found.days
    assert (off.cached, on.cached) == (False, True)
    assert (off.seconds, on.seconds) == ({RELAY: 20}, {RELAY: 10})
    assert found.today == off
    assert found.cache_hit_rate == 0
    assert found.requests_today == 2
    assert found.relay_seconds_today == 30


def test_snapshot_is_immutable(metrics: ServerMetrics) -> None:
    """A snapshot does not change as counting continues."""
    probe(metrics, failure=FailureKind.RESET)
    found = metrics.snapshot()
    probe(metrics, failure=FailureKind.RESET)
    metrics.observe(OperationFinished(ok=True))
    assert found.today.failure_count(LOCAL) == 1
    assert found.today.operations == {}


def test_performance(metrics: ServerMetrics) -> None:
    """The snapshot has the performance state as soon as it changes."""
    metrics.observe(VerdictReached(LOCAL))
    for _ in range(30):
        probe(metrics, 10)
    assert metrics.snapshot().baseline_cold_ms == pytest.approx(10)
    for _ in range(20):
        probe(metrics, 100)
    assert metrics.snapshot().performance is Performance.DEGRADED
    for _ in range(20):
        probe(metrics, 10)
    assert metrics.snapshot().performance is Performance.NORMAL


def test_slow_limits(around: Surroundings) -> None:
    """The limits are set at creation and survive `load()` and `clear()`."""
    metrics = ServerMetrics(
        clock=around.clock,
        today=around.today,
        cached=True,
        slow=SlowLimits(ratio=1.5, margin_ms=1),
    )
    stored = around.metrics()
    for _ in range(30):
        probe(stored, 10)
    metrics.load(stored.to_dict())
    for latency in [16] * 6:
        probe(metrics, latency)
    assert metrics.snapshot().performance is Performance.DEGRADED
    metrics.clear()
    for latency in [10] * 30 + [16] * 6:
        probe(metrics, latency)
    assert metrics.snapshot().performance is Performance.DEGRADED


def test_clear(around: Surroundings, metrics: ServerMetrics) -> None:
    """`clear()` resets everything shown and stored; the type's time goes on."""
    new = around.metrics().to_dict()
    metrics.observe(VerdictReached(LOCAL))
    for latency in [10] * 30 + [100] * 20:
        probe(metrics, latency)
        probe(metrics, latency, warm=True, failure=FailureKind.TIMEOUT)
    metrics.observe(ConnectionChanged(change(to=candidate())))
    metrics.observe(OperationFinished(ok=True))
    metrics.observe(CacheLookup(Freshness.FRESH))
    around.seconds += 500
    around.pass_days()
    metrics.clear()
    assert metrics.to_dict() == around.metrics().to_dict() | {
        "days": [new["days"][0] | {"date": "2026-11-24", "seconds": {"local": 0.0}}]
    }
    found = metrics.snapshot()
    assert found.performance is Performance.NORMAL
    assert found.latency_cold == LatencySummary()
    assert found.success_rate is None
    around.seconds += 60
    probe(metrics, 12)
    found = metrics.snapshot()
    assert found.today.seconds == {LOCAL: 60}
    assert found.today.tests == {Outcome.OK: 1}
    assert found.latency_cold.count == 1


def test_clear_while_offline(around: Surroundings, metrics: ServerMetrics) -> None:
    """`clear()` while offline also forgets the type from before."""
    metrics.observe(VerdictReached(RELAY))
    probe(metrics, 80, of=candidate(RELAY))
    metrics.observe(VerdictReached(OFFLINE))
    metrics.observe(ConnectionChanged(leaving(RELAY, OFFLINE, ChangeReason.LOST)))
    metrics.clear()
    around.seconds += 5
    probe(metrics, 80, of=candidate(RELAY))
    found = metrics.snapshot()
    assert found.latency_cold == LatencySummary()
    assert found.time_share == {kind: float(kind is OFFLINE) for kind in ConnectionType}
    unseen = around.metrics()
    unseen.clear()
    assert unseen.snapshot().time_share == {}


def test_wrong_clock_costs_nothing(
    around: Surroundings, metrics: ServerMetrics
) -> None:
    """A wrong clock loses no day: one day back, a year ahead, and back again."""
    for _ in range(8):
        metrics.observe(RequestSent(Purpose.CHECK))
        around.pass_days()
    around.pass_days(-1)
    days = metrics.snapshot().days
    assert len(days) == 8
    around.pass_days(-1)
    assert metrics.snapshot().days == days
    around.pass_days(366)
    metrics.observe(RequestSent(Purpose.CHECK))
    assert len(metrics.snapshot().days) == 1
    around.pass_days(-365)
    assert metrics.snapshot().days == days


def test_a_week_is_kept(around: Surroundings, metrics: ServerMetrics) -> None:
    """Today and seven days are shown; ten dates are stored."""
    for _ in range(30):
        metrics.observe(RequestSent(Purpose.CHECK))
        around.pass_days()
    around.pass_days(-1)
    found = metrics.snapshot()
    assert [day.local_date for day in found.days] == [
        around.date - timedelta(days=back) for back in range(7, -1, -1)
    ]
    assert len(metrics.to_dict()["days"]) == 10
