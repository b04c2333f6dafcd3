"""When Home Assistant was off, as remembered across restarts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.plex_connection.connection import Gap, WatchRecord

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Runs:
    """One run of Home Assistant after another, on one clock."""

    def __init__(self) -> None:
        """Begin at noon with nothing stored."""
        self.now = NOON
        self.stored: Any = None

    def run(self) -> WatchRecord:
        """Start with what the last run has stored."""
        watch = WatchRecord(now=lambda: self.now)
        if self.stored is not None:
            watch.load(self.stored)
        return watch

    def off(self, watch: WatchRecord, pause: timedelta) -> WatchRecord:
        """Store, and start again after a pause."""
        self.stored = watch.to_dict()
        self.now += pause
        return self.run()


def test_gaps() -> None:
    """Every time that Home Assistant was off counts, but no restart of a minute."""
    runs = Runs()
    watch = runs.run()
    assert list(watch.gaps) == []
    watch = runs.off(watch, timedelta(minutes=1))
    assert list(watch.gaps) == []
    watch = runs.off(watch, timedelta(hours=2))
    first = Gap(NOON + timedelta(minutes=1), NOON + timedelta(minutes=121))
    assert watch.gaps == (first,)
    runs.now += timedelta(hours=1)
    watch = runs.off(watch, timedelta(minutes=5))
    second = Gap(runs.now - timedelta(minutes=5), runs.now)
    assert watch.gaps == (first, second)


def test_a_day_later() -> None:
    """A gap is kept while a part of it lies within the last 24 hours."""
    runs = Runs()
    watch = runs.off(runs.run(), timedelta(hours=30))
    assert len(list(watch.gaps)) == 1
    runs.now += timedelta(hours=23, minutes=59)
    assert len(list(watch.gaps)) == 1
    runs.now += timedelta(minutes=1)
    assert list(watch.gaps) == []
    assert watch.to_dict()["gaps"] == []


def test_a_clock_set_back() -> None:
    """It leaves no gap."""
    runs = Runs()
    assert runs.off(runs.run(), timedelta(hours=-3)).gaps == ()


def test_many_restarts() -> None:
    """The number of gaps is limited."""
    runs = Runs()
    watch = runs.run()
    for _ in range(100):
        watch = runs.off(watch, timedelta(minutes=2))
    assert len(watch.gaps) == 48
    assert watch.gaps[-1].end == runs.now


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {},
        {"gaps": [{}]},
        {"gaps": [{"start": "2026-11-26T12:00:00", "end": NOON.isoformat()}]},
        {"gaps": [{"start": NOON.isoformat(), "end": "2026-11-25T12:00:00+00:00"}]},
        {"gaps": [], "until": "noon"},
    ],
)
def test_malformed(stored: Any) -> None:
    """What cannot be read changes nothing."""
    watch = WatchRecord(now=lambda: NOON)
    with pytest.raises(ValueError):  # noqa: PT011 (its subclass tells what is wrong)
        watch.load(stored)
    assert list(watch.gaps) == []
