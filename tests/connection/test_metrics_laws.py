"""Laws of metrics: no loss, no growth, no damaged data accepted."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
import json
from math import inf, nan
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    CacheLookup,
    ChangeReason,
    ConnectionChanged,
    ConnectionType,
    FailureKind,
    Freshness,
    OperationFinished,
    Purpose,
    RequestSent,
    ServerMetrics,
    VerdictReached,
)
from tests.connection.metering import Surroundings, candidate, change, probe
from tests.examples import examples

reached = st.sampled_from(
    [ConnectionType.LOCAL, ConnectionType.REMOTE, ConnectionType.RELAY]
)
observations = st.one_of(
    st.tuples(
        st.just("probe"),
        reached,
        st.floats(0, 1e5),
        st.none() | st.sampled_from(FailureKind),
        st.booleans(),
        st.sampled_from(Purpose),
    ),
    st.tuples(st.just("request"), st.sampled_from(Purpose)),
    st.tuples(st.just("operation"), st.booleans()),
    st.tuples(st.just("change"), st.sampled_from(ChangeReason), st.floats(-1, 1e5)),
    st.tuples(st.just("verdict"), st.sampled_from(ConnectionType)),
    st.tuples(st.just("lookup"), st.sampled_from(Freshness)),
    st.tuples(st.just("wait"), st.floats(0, 1e5)),
    st.tuples(st.just("clear")),
    st.tuples(st.just("date"), st.sampled_from([1, 1, 1, -1, 7, -8, 365, -365])),
)


def observe(metrics: ServerMetrics, around: Surroundings, step: Any) -> None:
    """Apply one step."""
    match step:
        case "probe", kind, latency, failure, warm, purpose:
            tried = candidate(kind)
            probe(
                metrics, latency, of=tried, failure=failure, warm=warm, purpose=purpose
            )
        case "request", purpose:
            metrics.observe(RequestSent(purpose))
        case "operation", ok:
            metrics.observe(OperationFinished(ok=ok))
        case "change", reason, duration:
            metrics.observe(
                ConnectionChanged(change(reason, to=candidate(), duration_ms=duration))
            )
        case "verdict", kind:
            metrics.observe(VerdictReached(kind))
        case "lookup", freshness:
            metrics.observe(CacheLookup(freshness))
        case ("clear",):
            metrics.clear()
        case "wait", seconds:
            around.seconds += seconds
        case "date", days:
            around.pass_days(days)


@examples(60)
@given(st.lists(observations, max_size=60))
def test_round_trip(steps: list[Any]) -> None:
    """Stored data comes back equal."""
    around = Surroundings()
    metrics = around.metrics()
    for step in steps:
        observe(metrics, around, step)
    written = metrics.to_dict()
    read = around.metrics()
    read.load(json.loads(json.dumps(written)))
    again = read.to_dict()
    assert again == written
    assert read.snapshot().failovers == metrics.snapshot().failovers
    assert read.snapshot().requests_today == metrics.snapshot().requests_today
    assert read.snapshot().performance is metrics.snapshot().performance


@examples(60)
@given(st.lists(observations, max_size=60))
def test_sums(steps: list[Any]) -> None:
    """Shares sum to one, rates are within 0 and 1, windows within their limits."""
    around = Surroundings()
    metrics = around.metrics()
    for step in steps:
        observe(metrics, around, step)
        found = metrics.snapshot()
        for rate in (found.success_rate, found.cache_hit_rate):
            assert rate is None or 0 <= rate <= 1
        assert not found.time_share or sum(found.time_share.values()) == pytest.approx(
            1
        )
        assert len({day.local_date for day in found.days}) <= 9
        assert found.today.local_date == around.date
        assert found.latency_cold.count <= 256
        assert found.failovers.count <= 64


@examples(60)
@given(
    st.lists(
        st.tuples(st.sampled_from(ConnectionType), st.floats(0, 1e5), st.booleans()),
        max_size=40,
    )
)
def test_time_is_never_lost(steps: list[tuple[ConnectionType, float, bool]]) -> None:
    """All time since the first connection type is in the days, on whatever dates."""
    around = Surroundings()
    metrics = around.metrics()
    dates = iter((1, -1, 365, -365, 1, 1, 1, -3))
    spent = 0.0
    for kind, seconds, jump in steps:
        metrics.observe(VerdictReached(kind))
        around.seconds += seconds
        spent += seconds
        if jump:
            around.pass_days(next(dates, 0))
    counted = sum(sum(day["seconds"].values()) for day in metrics.to_dict()["days"])
    assert counted == pytest.approx(spent, abs=0.1)


@examples(100)
@given(st.lists(st.integers(-400, 400) | st.integers(-2, 2), max_size=60))
def test_days_near_today_are_never_lost(jumps: list[int]) -> None:
    """Opening a day drops no day near it, however the date jumps."""
    around = Surroundings()
    metrics = around.metrics()
    for jump in jumps:
        before = {date.fromisoformat(day["date"]) for day in metrics.to_dict()["days"]}
        around.pass_days(jump)
        metrics.observe(RequestSent(Purpose.CHECK))
        after = {date.fromisoformat(day["date"]) for day in metrics.to_dict()["days"]}
        near = {each for each in before if -7 <= (each - around.date).days <= 1}
        assert near | {around.date} <= after
        assert len(after) <= 10


def test_edges_of_the_calendar() -> None:
    """The first and the last date are kept apart."""
    around = Surroundings()
    metrics = around.metrics()
    for day in (date.max, date.min, date.max):
        around.date = day
        metrics.observe(RequestSent(Purpose.CHECK))
        assert metrics.snapshot().requests_today >= 1


def full_of_everything() -> ServerMetrics:
    """Return metrics with one of everything."""
    around = Surroundings()
    metrics = around.metrics()
    for kind in ConnectionType:
        metrics.observe(VerdictReached(kind))
        around.seconds += 1.5
    probe(metrics, failure=FailureKind.TIMEOUT)
    for warm in (True, False):
        probe(metrics, 1.25, warm=warm)
    metrics.observe(OperationFinished(ok=True))
    metrics.observe(CacheLookup(Freshness.FRESH))
    metrics.observe(ConnectionChanged(change(to=candidate())))
    return metrics


type Where = tuple[str | int, ...]


def places(value: Any, at: Where = ()) -> Iterator[Where]:
    """Return the paths of all values in nested data."""
    if isinstance(value, dict):
        children: Any = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    else:
        return
    for key, child in children:
        yield (*at, key)
        yield from places(child, (*at, key))


PLACES = list(places(full_of_everything().to_dict()))
JUNK = ["?", -1, nan, inf, 2**60, 1e300, True, None, [[]], {"?": 1}]


@examples(300)
@given(st.sampled_from(PLACES), st.sampled_from(JUNK))
@example(("latencies", "warm"), {"?": 1})
def test_damage_is_refused(where: Where, junk: Any) -> None:
    """A wrong value anywhere raises ValueError, and the metrics stay as they were."""
    metrics = full_of_everything()
    written = metrics.to_dict()
    data = deepcopy(written)
    parent: Any = data
    for key in where[:-1]:
        parent = parent[key]
    if type(parent[where[-1]]) is type(junk) is bool:
        return
    if where == ("performance", "type") and junk is None:
        return  # No connection yet, as in the oldest stores.
    if where == ("performance", "streak") and junk == 2**60:
        return  # A count is cut to its maximum, which may have been higher once.
    parent[where[-1]] = junk
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        metrics.load(data)
    assert metrics.to_dict() == written


LATER = [("performance", "type"), *(each for each in PLACES if each[-1] == "recent")]
"""Keys that the first stores lack."""

REQUIRED = [
    where
    for where in PLACES
    if isinstance(where[-1], str)
    and where not in LATER
    and where[-2:-1]
    not in (
        ("seconds",),
        ("attempts_ok",),
        ("attempts_failed",),
        ("local",),
        ("requests",),
        ("changes",),
        ("operations",),
        ("tests",),
        ("lookups",),
        ("warm",),
        ("cold",),
    )
]


@pytest.mark.parametrize("where", REQUIRED, ids=str)
def test_missing_keys(where: Where) -> None:
    """Every stored key is required, except counters."""
    metrics = full_of_everything()
    data = metrics.to_dict()
    parent: Any = data
    for key in where[:-1]:
        parent = parent[key]
    del parent[where[-1]]
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        metrics.load(data)


@pytest.mark.parametrize("where", LATER, ids=str)
def test_older_store(where: Where) -> None:
    """A store without later keys is read, with all its other data."""
    metrics = full_of_everything()
    data = metrics.to_dict()
    parent: Any = data
    for key in where[:-1]:
        parent = parent[key]
    del parent[where[-1]]
    metrics.load(deepcopy(data))
    assert (
        metrics.snapshot().latency_warm == full_of_everything().snapshot().latency_warm
    )


@pytest.mark.parametrize(
    ("where", "length"),
    [(("failovers",), 65), (("latencies", "warm", "local"), 257)],
)
def test_too_much_is_refused(where: Where, length: int) -> None:
    """A window beyond its limit is rejected: another program wrote it."""
    metrics = full_of_everything()
    data = metrics.to_dict()
    parent: Any = data
    for key in where[:-1]:
        parent = parent[key]
    parent[where[-1]] = [1.0] * length
    with pytest.raises(ValueError, match="too many"):
        metrics.load(data)


def test_too_many_days_are_refused() -> None:
    """At most ten dates, each once with and once without the cache."""
    metrics = full_of_everything()
    data = metrics.to_dict()
    (day,) = data["days"]
    data["days"] = [day, day]
    with pytest.raises(ValueError, match="duplicate"):
        metrics.load(data)
    data["days"] = [day | {"date": f"2026-01-{number:02}"} for number in range(1, 12)]
    with pytest.raises(ValueError, match="too many"):
        metrics.load(data)


@pytest.mark.parametrize("data", [None, [], "metrics", 1])
def test_not_even_a_mapping(data: Any) -> None:
    """Data that is no mapping is rejected."""
    with pytest.raises(ValueError, match="metrics"):
        full_of_everything().load(data)
