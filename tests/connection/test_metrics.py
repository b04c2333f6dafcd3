"""What is counted about a server, and what is told of it."""

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
    """Return metrics that have counted nothing."""
    return around.metrics()


def test_nothing_yet(metrics: ServerMetrics) -> None:
    """What is not known is None, not zero."""
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
    """By type, and by what they failed on."""
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
    """Probes and others, by purpose; operations are not ours."""
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


def test_plain_twin_is_a_request_and_no_attempt(metrics: ServerMetrics) -> None:
    """It is never used, so that its failures are nobody's."""
    twin = candidate(diagnostic_only=True)
    probe(metrics, of=twin, purpose=Purpose.DIAGNOSE)
    today = metrics.snapshot().today
    assert today.requests == {Purpose.DIAGNOSE: 1}
    assert today.attempts_ok == {}


def test_latency_of_the_connection_in_use(metrics: ServerMetrics) -> None:
    """Warm and cold apart, and no probe made in a race or of another candidate."""
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


def test_what_is_told_of_latency(metrics: ServerMetrics) -> None:
    """Of new connections until more is known of open ones; the last ones singly."""
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
    """Look-ups that found something to go on with; each day begins with none."""
    for freshness, count in zip(Freshness, (5, 3, 2), strict=True):
        for _ in range(count):
            metrics.observe(CacheLookup(freshness))
    assert metrics.snapshot().saved_today == 8
    around.pass_days()
    assert metrics.snapshot().saved_today == 0
    metrics.observe(CacheLookup(Freshness.STALE))
    assert metrics.snapshot().saved_today == 1


def test_first_connection_is_no_change(metrics: ServerMetrics) -> None:
    """All others are counted."""
    for reason in (ChangeReason.FIRST, ChangeReason.LOST, ChangeReason.RECOVERED):
        metrics.observe(ConnectionChanged(change(reason)))
    assert metrics.snapshot().today.change_count == 2


def test_each_type_has_its_latencies(metrics: ServerMetrics) -> None:
    """A relay's are not those of the local connection that is found again."""
    for kind, latency in ((LOCAL, 2), (RELAY, 80)):
        metrics.observe(VerdictReached(kind))
        for _ in range(5):
            probe(metrics, latency, of=candidate(kind))
        assert metrics.snapshot().latency_cold.p50_ms == latency
    metrics.observe(VerdictReached(OFFLINE))
    assert metrics.snapshot().latency_cold.p50_ms == 80
    metrics.observe(VerdictReached(LOCAL))
    assert metrics.snapshot().latency_cold.p50_ms == 2
    metrics.observe(VerdictReached(ConnectionType.REMOTE))
    assert metrics.snapshot().latency_cold == LatencySummary()


def test_changes_and_failovers(metrics: ServerMetrics) -> None:
    """Every change by its reason; the time of those that hurt."""
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
    """By the monotonic clock, up to the moment somebody asks."""
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


def test_time_is_that_of_what_is_shown(
    around: Surroundings, metrics: ServerMetrics
) -> None:
    """A relay is used two seconds before it is shown, or is never shown at all."""
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
    """The time since the last event belongs to the day that is over."""
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
    """Tests of what is in use and operations count; dead rows beside it do not."""
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
    """Then the new candidate is the one in use."""
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
    """Be it that a test was cut short by a better answer, or that it failed."""
    metrics.observe(ConnectionChanged(change(ChangeReason.FIRST, to=candidate())))
    probe(metrics)
    if is_tested:
        probe(metrics, failure=FailureKind.RESET, purpose=Purpose.SELECTION)
    kind = RELAY if reason is ChangeReason.FAILOVER else OFFLINE
    metrics.observe(ConnectionChanged(leaving(LOCAL, kind, reason)))
    assert metrics.snapshot().today.tests == {Outcome.OK: 1, Outcome.FAILED: 1}


def test_operation_that_failed_is_the_loss(metrics: ServerMetrics) -> None:
    """It is counted where operations are."""
    metrics.observe(OperationFinished(ok=False))
    metrics.observe(ConnectionChanged(leaving(LOCAL, RELAY, ChangeReason.FAILOVER)))
    assert metrics.snapshot().today.tests == {}
    assert metrics.snapshot().success_rate == 0


def test_relay_that_is_left_for_better_was_no_failure(metrics: ServerMetrics) -> None:
    """It was shown while a direct candidate was slow to answer."""
    metrics.observe(ConnectionChanged(leaving(RELAY, LOCAL, ChangeReason.FAILOVER)))
    assert metrics.snapshot().success_rate is None


def test_server_that_starts_is_no_failure(metrics: ServerMetrics) -> None:
    """It is asked every ten seconds, which would be most of the tests of a day."""
    probe(metrics)
    for _ in range(50):
        probe(metrics, failure=FailureKind.STARTING)
    assert metrics.snapshot().success_rate == 1


def test_success_rate_of_a_server_that_is_off(metrics: ServerMetrics) -> None:
    """Each look that finds it still off is a failure; the first is the loss itself."""
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
    """That of the pinned one is a failure; leaving what works for it is none."""
    metrics.observe(VerdictReached(LOCAL))
    loss = leaving(LOCAL, OFFLINE, ChangeReason.PINNED)
    chosen = loss.from_url if was_chosen else candidate(ConnectionType.REMOTE).url
    metrics.observe(ConnectionChanged(replace(loss, chosen_url=chosen)))
    assert metrics.snapshot().today.tests.get(Outcome.FAILED, 0) == failed


def test_cache_hit_rate(metrics: ServerMetrics) -> None:
    """A stale answer is not a hit: a probe follows it."""
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


def test_kill_switch_is_told_apart(around: Surroundings) -> None:
    """The same day with and without the cache; what is "today" is of both."""
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


def test_snapshot_stays_as_it_is(metrics: ServerMetrics) -> None:
    """Counting goes on in other hands."""
    probe(metrics, failure=FailureKind.RESET)
    found = metrics.snapshot()
    probe(metrics, failure=FailureKind.RESET)
    metrics.observe(OperationFinished(ok=True))
    assert found.today.failure_count(LOCAL) == 1
    assert found.today.operations == {}


def test_performance(metrics: ServerMetrics) -> None:
    """Shown as soon as it is known."""
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


def test_what_counts_as_slow(around: Surroundings) -> None:
    """Is said when counting begins, and holds for what is read and begun again."""
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


def test_begun_again(around: Surroundings, metrics: ServerMetrics) -> None:
    """Nothing is left, neither shown nor stored; the verdict's time goes on."""
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


def test_begun_again_while_off(around: Surroundings, metrics: ServerMetrics) -> None:
    """How the server was reached before is forgotten as well."""
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
    """A day back, a year ahead, and back again."""
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
    """Today and seven days; what is stored is hardly more."""
    for _ in range(30):
        metrics.observe(RequestSent(Purpose.CHECK))
        around.pass_days()
    around.pass_days(-1)
    found = metrics.snapshot()
    assert [day.local_date for day in found.days] == [
        around.date - timedelta(days=back) for back in range(7, -1, -1)
    ]
    assert len(metrics.to_dict()["days"]) == 10
