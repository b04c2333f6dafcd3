"""Percentiles over a window of samples."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    FailoverSummary,
    LatencySummary,
)
from custom_components.plex_connection.connection.metrics.percentiles import (
    SampleWindow,
    quantile,
)

samples = st.lists(st.floats(0, 1e6), max_size=300)


def test_nearest_rank() -> None:
    """Of a hundred samples: the fiftieth, the 95th and the 99th."""
    summary = LatencySummary.of(range(100, 0, -1))
    assert summary == LatencySummary(count=100, p50_ms=50, p95_ms=95, p99_ms=99)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, (False, False, False)),
        (4, (False, False, False)),
        (5, (True, False, False)),
        (19, (True, False, False)),
        (20, (True, True, False)),
        (99, (True, True, False)),
        (100, (True, True, True)),
    ],
)
def test_too_few_samples(count: int, told: tuple[bool, bool, bool]) -> None:
    """Seven samples give no p99."""
    summary = LatencySummary.of([1.0] * count)
    assert summary.count == count
    assert (
        summary.p50_ms is not None,
        summary.p95_ms is not None,
        summary.p99_ms is not None,
    ) == told


def test_failovers() -> None:
    """Fail-overs are rare: the longest is reported from the first."""
    assert FailoverSummary.of([]) == FailoverSummary()
    assert FailoverSummary.of([70]) == FailoverSummary(count=1, max_ms=70)
    assert FailoverSummary.of(range(1, 21)) == FailoverSummary(
        count=20, p50_ms=10, p95_ms=19, max_ms=20
    )


@given(samples.filter(bool), st.floats(0, 1))
def test_quantile_law(values: list[float], q: float) -> None:
    """A quantile is a sample that at least a share of q does not exceed."""
    found = quantile(sorted(values), q)
    assert found in values
    at_most = sum(value <= found for value in values)
    below = sum(value < found for value in values)
    assert at_most >= q * len(values) - 1e-6
    assert below <= q * len(values) + 1e-6


@given(samples)
def test_order_law(values: list[float]) -> None:
    """A higher percentile is never lower in value."""
    summary = LatencySummary.of(values)
    told = [
        value
        for value in (summary.p50_ms, summary.p95_ms, summary.p99_ms)
        if value is not None
    ]
    assert told == sorted(told)


@given(samples, samples, st.integers(1, 64))
def test_window_law(stored: list[float], added: list[float], limit: int) -> None:
    """The window has the latest samples in order, up to the limit."""
    window = SampleWindow(limit, stored)
    for value in added:
        window.add(value)
    assert list(window) == (stored + added)[-limit:]
