"""Degraded and recovered, against the usual latency, not for trifles."""

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    ConnectionType,
    Performance,
    SlowLimits,
)
from custom_components.plex_connection.connection.latency_baseline import (
    CONFIRMATIONS,
    DEGRADED_MEMORY,
    PerformanceWatch,
)
from tests.examples import examples

LOCAL = ConnectionType.LOCAL
RELAY = ConnectionType.RELAY


def feed(
    watch: PerformanceWatch,
    *samples: float,
    kind: ConnectionType = LOCAL,
    warm: bool = False,
) -> list[Performance]:
    """Observe samples; return the new states."""
    states = [watch.observe(kind, sample, warm=warm) for sample in samples]
    return [state for state in states if state is not None]


def watch_used_to(
    latency: float,
    *,
    kind: ConnectionType = LOCAL,
    warm: bool = False,
    limits: SlowLimits | None = None,
) -> PerformanceWatch:
    """Return a watch with this usual latency."""
    watch = PerformanceWatch() if limits is None else PerformanceWatch(limits)
    assert feed(watch, *[latency] * 100, kind=kind, warm=warm) == []
    return watch


def test_slow_for_a_while() -> None:
    """Three slow samples make a slow median, and three of those a state."""
    watch = watch_used_to(10)
    assert feed(watch, 100, 100, 100, 100) == []
    assert feed(watch, 100) == [Performance.DEGRADED]
    assert watch.state is Performance.DEGRADED
    assert feed(watch, *[100] * 20) == []
    assert feed(watch, 10, 10, 10, 10) == []
    assert feed(watch, 10) == [Performance.NORMAL]


@pytest.mark.parametrize(
    ("usual", "slow", "degraded"),
    [
        (1, 20, False),
        (1, 27, True),
        (20, 44, False),
        (20, 46, True),
        (200, 380, False),
        (200, 410, True),
    ],
)
def test_margin(usual: float, slow: float, *, degraded: bool) -> None:
    """Degraded is slower by 25 ms and by a factor of two, at least."""
    watch = watch_used_to(usual)
    assert bool(feed(watch, *[slow] * 10)) is degraded


@pytest.mark.parametrize(
    ("ratio", "margin_ms", "usual", "slow", "degraded"),
    [
        (3.0, 25.0, 200, 590, False),
        (3.0, 25.0, 200, 610, True),
        (1.5, 25.0, 200, 290, False),
        (1.5, 25.0, 200, 310, True),
        (2.0, 100.0, 20, 115, False),
        (2.0, 100.0, 20, 125, True),
        (1.0, 5.0, 200, 204, False),
        (1.0, 5.0, 200, 206, True),
    ],
)
def test_limits(
    ratio: float, margin_ms: float, usual: float, slow: float, *, degraded: bool
) -> None:
    """The user sets what counts as slow; a stored watch uses it, too."""
    limits = SlowLimits(ratio=ratio, margin_ms=margin_ms)
    watch = watch_used_to(usual, limits=limits)
    read = PerformanceWatch.from_dict(watch.to_dict(), limits)
    assert read.to_dict() == watch.to_dict()
    for each in (watch, read):
        assert bool(feed(each, *[slow] * 10)) is degraded


@pytest.mark.parametrize("slow_before", range(5))
def test_slow_answers_count_over_a_restart(slow_before: int) -> None:
    """Slow samples count across a restart: the fifth in a row degrades."""
    watch = watch_used_to(200)
    assert feed(watch, *[900] * slow_before) == []
    read = PerformanceWatch.from_dict(watch.to_dict())
    left = 5 - slow_before
    assert feed(read, *[900] * (left - 1)) == []
    assert feed(read, 900) == [Performance.DEGRADED]


def test_older_store() -> None:
    """A store of an older version is read; counting starts from zero."""
    stored = watch_used_to(200).to_dict()
    del stored["type"], stored["streak"]
    for each in stored["baselines"]:
        del each["recent"]
    read = PerformanceWatch.from_dict(stored)
    assert feed(read, *[900] * 4) == []
    assert feed(read, 900) == [Performance.DEGRADED]


def test_limits_are_not_stored() -> None:
    """The usual latency is stored, but not the limits."""
    watch = watch_used_to(200)
    strict = PerformanceWatch.from_dict(watch.to_dict(), SlowLimits(ratio=1.25))
    mild = PerformanceWatch.from_dict(watch.to_dict(), SlowLimits(ratio=10))
    assert feed(strict, *[270] * 10) == [Performance.DEGRADED]
    assert feed(watch, *[270] * 10) == []
    assert feed(mild, *[1500] * 10) == []
    assert SlowLimits() == SlowLimits(ratio=2.0, margin_ms=25.0)


def test_stray_samples() -> None:
    """Two slow samples of five, however slow, change neither state nor baseline."""
    watch = watch_used_to(10)
    assert feed(watch, *[10, 4000, 10, 10, 4000] * 40) == []
    assert watch.baseline_ms(LOCAL, warm=False) == pytest.approx(10)


def test_always_varying() -> None:
    """A latency that always varies is not degraded when it varies."""
    watch = PerformanceWatch()
    assert feed(watch, *[20, 60, 150, 30, 90] * 60) == []
    assert feed(watch, 150, 150, 90, 150, 150, 90) == []
    assert feed(watch, *[900] * 10) == [Performance.DEGRADED]


def test_between_the_thresholds() -> None:
    """Between the thresholds the state changes neither up nor down."""
    watch = watch_used_to(100)
    assert feed(watch, *[170] * 50) == []
    assert feed(watch, *[250] * 5) == [Performance.DEGRADED]
    assert feed(watch, *[170] * 20) == []
    assert feed(watch, *[140] * 20) == [Performance.NORMAL]


def test_no_baseline_at_first() -> None:
    """No baseline before 20 medians of at least three samples: 22 samples."""
    watch = PerformanceWatch()
    assert feed(watch, *[10] * 21) == []
    assert watch.baseline_ms(LOCAL, warm=False) is None
    feed(watch, 10)
    assert watch.baseline_ms(LOCAL, warm=False) == pytest.approx(10)
    assert watch.baseline_ms(LOCAL, warm=True) is None
    assert watch.baseline_ms(None, warm=True) is None


def test_warm_and_cold_are_separate() -> None:
    """An open connection's latency is not compared with a new one's."""
    watch = watch_used_to(2, warm=True)
    assert feed(watch, *[200] * 30) == []
    assert feed(watch, *[2] * 5, warm=True) == []
    assert feed(watch, *[200] * 10, warm=True) == [Performance.DEGRADED]


def test_new_type_needs_its_own_samples() -> None:
    """After a change of connection the new type's own samples decide."""
    watch = watch_used_to(10)
    feed(watch, *[100] * 10)
    assert watch.state is Performance.DEGRADED
    assert feed(watch, 80, 80, 80, 80, kind=RELAY) == []
    assert feed(watch, 80, kind=RELAY) == [Performance.NORMAL]
    assert feed(watch, *[10] * 10) == []


@pytest.mark.parametrize(("factor", "days"), [(2.5, 2.2), (10, 3.6)])
def test_slow_becomes_usual(factor: float, days: float) -> None:
    """A slow latency becomes usual after days, at a sample in 300 s, not within one."""
    watch = watch_used_to(50)
    assert feed(watch, *[50 * factor] * 288) == [Performance.DEGRADED]
    assert feed(watch, *[50 * factor] * int(288 * (days - 1))) == [Performance.NORMAL]


def test_stored() -> None:
    """The baseline and the state survive a restart."""
    watch = watch_used_to(10)
    feed(watch, *[100] * 10)
    read = PerformanceWatch.from_dict(watch.to_dict())
    assert read.state is Performance.DEGRADED
    assert feed(read, *[10] * 4) == []
    assert feed(read, 10) == [Performance.NORMAL]


@pytest.mark.parametrize(
    "baselines",
    [
        [
            {
                "type": "offline",
                "warm": True,
                "mean_ms": 1,
                "deviation_ms": 1,
                "count": 1,
            }
        ],
        [{"type": "local", "warm": True, "mean_ms": 1, "deviation_ms": 1, "count": 1}]
        * 2,
        [
            {
                "type": "local",
                "warm": True,
                "mean_ms": 1,
                "deviation_ms": 1,
                "count": 300,
            }
        ],
        [{"type": "local", "warm": True, "mean_ms": -1, "deviation_ms": 1, "count": 1}],
        [{"type": "local", "warm": True, "mean_ms": 1, "deviation_ms": -1, "count": 1}],
    ],
)
def test_malformed(baselines: object) -> None:
    """Impossible numbers raise ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        PerformanceWatch.from_dict({"state": "normal", "baselines": baselines})


latencies = st.lists(
    st.tuples(
        st.sampled_from([LOCAL, RELAY]),
        st.booleans(),
        st.floats(0, 50) | st.floats(0, 5000),
    ),
    max_size=200,
)


@examples(60)
@given(latencies)
def test_laws(steps: list[tuple[ConnectionType, bool, float]]) -> None:
    """States alternate, three samples apart; a mean stays within its samples."""
    watch = PerformanceWatch()
    state = watch.state
    since = 0
    for kind, warm, latency in steps:
        since += 1
        new = watch.observe(kind, latency, warm=warm)
        if new is not None:
            assert new is not state
            assert since >= 3
            state, since = new, 0
        assert watch.state is state
        mean = watch.baseline_ms(kind, warm=warm)
        of_kind = [ms for k, w, ms in steps if (k, w) == (kind, warm)]
        assert mean is None or min(of_kind) - 1e-6 <= mean <= max(of_kind) + 1e-6


limits_of_users = st.builds(
    SlowLimits, ratio=st.floats(1, 10), margin_ms=st.floats(1, 1000)
)


@examples(60)
@given(limits_of_users, limits_of_users, st.floats(0.1, 2000), st.floats(0.1, 20000))
@example(
    first=SlowLimits(ratio=1.0, margin_ms=1.0),
    second=SlowLimits(ratio=9.5, margin_ms=1.0),
    usual=1132.0,
    slow=10895.0,
)
def test_law_of_limits(
    first: SlowLimits, second: SlowLimits, usual: float, slow: float
) -> None:
    """Both limits must be exceeded; stricter limits never report less.

    The state needs three verdicts in agreement, and with each slow one the baseline
    moves a little towards it.
    """
    strict = SlowLimits(
        ratio=min(first.ratio, second.ratio),
        margin_ms=min(first.margin_ms, second.margin_ms),
    )
    said = {
        limits: bool(feed(watch_used_to(usual, limits=limits), *[slow] * 6))
        for limits in (first, second, strict)
    }
    moved = slow - (slow - usual) * (1 - 1 / DEGRADED_MEMORY) ** (CONFIRMATIONS - 1)
    for limits, is_slow in said.items():
        edge = max(moved * limits.ratio, moved + limits.margin_ms)
        assert is_slow is (slow > edge) or slow == pytest.approx(edge)
    assert said[strict] >= max(said[first], said[second])


@examples(40)
@given(
    st.floats(0.1, 2000),
    st.lists(st.floats(0.7, 1.3), min_size=60, max_size=120),
    st.floats(3, 100),
)
def test_law_of_contrast(usual: float, noise: list[float], factor: float) -> None:
    """Noise within a third never degrades; clearly slower always does, and ends."""
    watch = PerformanceWatch()
    assert feed(watch, *[usual * each for each in noise]) == []
    slow = usual * factor + 30
    assert feed(watch, *[slow] * 6) == [Performance.DEGRADED]
    assert feed(watch, *[usual] * 6) == [Performance.NORMAL]
