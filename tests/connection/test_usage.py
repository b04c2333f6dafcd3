"""Habits: a use's worth, likely hours, and hours with a moment."""

from datetime import datetime
import json

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection.usage import (
    WEEK,
    UsagePattern,
    hour_of,
)
from tests.examples import examples

HOUR = hour_of(datetime(2026, 11, 23, 7))  # noqa: DTZ001 - local, by the calendar


def pattern_of(*uses: tuple[int, float], hour: int = HOUR) -> UsagePattern:
    """Return the habits after uses, given as weeks and seconds into the hour."""
    pattern = UsagePattern()
    for week, offset in uses:
        pattern.note(hour + WEEK * week, offset)
    return pattern


def test_hours_are_counted_by_the_calendar() -> None:
    """A week has 168 hours, summer time or not."""
    monday, next_one = (datetime(2026, 3, day, 7) for day in (23, 30))  # noqa: DTZ001
    assert hour_of(next_one) - hour_of(monday) == WEEK


def test_one_use_is_no_habit() -> None:
    """Two weeks in a row are a habit, and only in that hour."""
    assert not pattern_of((0, 0)).is_likely(HOUR + WEEK)
    habit = pattern_of((0, 0), (1, 0))
    assert habit.is_likely(HOUR + 2 * WEEK)
    assert not habit.is_likely(HOUR + 2 * WEEK + 1)
    assert not pattern_of((0, 0), (3, 0)).is_likely(HOUR + 5 * WEEK)


@pytest.mark.parametrize(("weeks", "forgiven"), [(2, 1), (5, 3), (52, 4)])
def test_habits_fade(weeks: int, forgiven: int) -> None:
    """The longer a habit lasted, the longer it is remembered."""
    habit = pattern_of(*[(week, 0.0) for week in range(weeks)])
    last = HOUR + WEEK * (weeks - 1)
    assert habit.is_likely(last + WEEK * forgiven)
    assert not habit.is_likely(last + WEEK * (forgiven + 1))


def test_first_use_of_an_hour_counts() -> None:
    """Only the first use of an hour counts."""
    pattern = pattern_of((0, 100), (0, 2000), (1, 101), (1, 900))
    assert pattern.moment(HOUR) == 100
    assert pattern.worth(HOUR + 2 * WEEK) == pytest.approx(1.75 * 0.75)
    assert pattern.was_used(HOUR + WEEK)
    assert not pattern.was_used(HOUR)


@pytest.mark.parametrize(
    ("offsets", "moment"),
    [
        ([], None),
        ([5], None),
        ([5, 9], 5),
        ([5, 12], None),
        ([5, 9, 3000], 5),
        ([1000, 2000, 3000], None),
        ([3000, 62, 60, 61], 60),
        ([3000, 62, 10, 61], None),
        ([10, 20, 60, 61, 60.5, 3000], 60),
    ],
)
def test_moment(offsets: list[float], moment: float | None) -> None:
    """A moment: most of the last four first uses lie within six seconds."""
    assert pattern_of(*enumerate(offsets)).moment(HOUR) == moment


def test_old_moments_are_dropped() -> None:
    """After two months without use a habit starts anew."""
    pattern = pattern_of((0, 10), (1, 10), (2, 10), (20, 500))
    assert pattern.moment(HOUR) is None
    pattern.note(HOUR + 21 * WEEK, 501)
    assert pattern.moment(HOUR) == 500


def test_rank() -> None:
    """Moments first, then the likelier, then the earlier; unlikely ones never."""
    pattern = UsagePattern()
    midnight = HOUR - 7
    for week, hours in enumerate(((5, 6, 7), (5, 6, 7, 8, 9), (6, 7, 8))):
        for hour in hours:
            offset = 1.0 if hour == 7 else 1000.0 * week
            pattern.note(midnight + hour + WEEK * week, offset)
    day = midnight + 3 * WEEK
    likely = [hour for hour in range(24) if pattern.is_likely(day + hour)]
    assert sorted(likely, key=lambda hour: pattern.rank(day + hour)) == [7, 6, 8]


def test_clock_set_back() -> None:
    """A use in the future counts as a week old, so the habit stays."""
    pattern = pattern_of((52, 0), (53, 0))
    assert pattern.is_likely(HOUR)
    assert pattern.is_alive(HOUR)
    pattern.note(HOUR, 0)
    assert pattern.is_likely(HOUR + WEEK)


def test_clock_far_ahead() -> None:
    """Far ahead nothing is likely, and nothing overflows."""
    pattern = pattern_of((0, 0), (1, 0))
    assert pattern.worth(HOUR + 10**6 * WEEK) == 0
    assert not pattern.is_alive(HOUR + 10**6 * WEEK)
    assert pattern.is_likely(HOUR + 2 * WEEK)


hours = st.integers(HOUR, HOUR + 6 * WEEK)
uses = st.lists(st.tuples(hours, st.floats(0, 3600)), max_size=60)


@examples(60)
@given(uses, hours)
def test_laws(steps: list[tuple[int, float]], asked: int) -> None:
    """Worth is bounded and fades; a likely pattern is alive."""
    pattern = UsagePattern()
    for hour, offset in steps:
        pattern.note(hour, offset)
        assert pattern.was_used(hour)
    assert 0 <= pattern.worth(asked) <= 3
    assert pattern.worth(asked + WEEK) <= pattern.worth(asked)
    assert pattern.is_alive(asked) or not pattern.is_likely(asked)
    moment = pattern.moment(asked)
    assert moment is None or 0 <= moment <= 3600
    assert len(pattern.to_list()) <= WEEK
    midnight = asked - asked % 24
    ranks = [
        pattern.rank(hour)
        for hour in range(midnight, midnight + 24)
        if pattern.is_likely(hour)
    ]
    assert sorted(ranks) == list(range(len(ranks)))


# A clock that was set back by a week, and forward again.
@example([(17758807, 0.0), (17758639, 0.0), (17759647, 0.0)])
@examples(60)
@given(uses)
def test_round_trip(steps: list[tuple[int, float]]) -> None:
    """Stored habits come back equal."""
    pattern = UsagePattern()
    for hour, offset in steps:
        pattern.note(hour, offset)
    written = pattern.to_list()
    read = UsagePattern.from_dict(json.loads(json.dumps({"hours": written})), "hours")
    assert read.to_list() == written
    for hour, _ in steps:
        assert read.worth(hour + WEEK) == pattern.worth(hour + WEEK)
        assert read.is_alive(hour) is pattern.is_alive(hour)


GOOD = {"hour": HOUR, "worth": 1.5, "moments": [1.0]}


@pytest.mark.parametrize(
    "hours",
    [
        None,
        [[]],
        [{}],
        [GOOD | {"hour": -1}],
        [GOOD | {"hour": 10**9}],
        [GOOD | {"hour": True}],
        [GOOD | {"worth": 4.1}],
        [GOOD | {"worth": -0.1}],
        [GOOD | {"moments": [3601]}],
        [GOOD | {"moments": [1, 2, 3, 4, 5]}],
        [GOOD | {"moments": ["1"]}],
        [GOOD, GOOD | {"hour": HOUR + WEEK}],
    ],
)
def test_malformed(hours: object) -> None:
    """Malformed data is rejected."""
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        UsagePattern.from_dict({"hours": hours}, "hours")
