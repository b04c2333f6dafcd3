"""Pre-warming: when a probe is due before a likely use, and for whom (rule 17)."""

from collections import deque
from datetime import UTC, datetime, timedelta, tzinfo
import json
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection import PrewarmQueue
from tests.examples import examples

BERLIN = ZoneInfo("Europe/Berlin")
DAY = 24 * 3600.0
WEEK = 7 * DAY


class World:
    """A monotonic clock, and a wall clock that may be set."""

    def __init__(self, start: datetime | None = None) -> None:
        """Start on a Monday morning by default."""
        self.seconds = 5000.0
        self.moment = start or datetime(2026, 11, 23, 6, tzinfo=BERLIN)
        self.zone: tzinfo = BERLIN
        self.queue = self.make_queue()

    def make_queue(self) -> PrewarmQueue:
        """Return a queue without habits."""
        return PrewarmQueue(clock=lambda: self.seconds, now=self.now)

    def now(self) -> datetime:
        """Return the local time."""
        return self.moment.astimezone(self.zone)

    def wait(self, seconds: float) -> None:
        """Advance both clocks."""
        self.seconds += seconds
        self.set_clock(seconds)

    def set_clock(self, seconds: float) -> None:
        """Set the wall clock forward, or back."""
        self.moment = self.moment.astimezone(UTC) + timedelta(seconds=seconds)

    def wait_until(self, *clock: int, days: int = 0) -> None:
        """Advance both clocks to a local time of this or a later day."""
        hour, minute, second = (*clock, 0, 0)[:3]
        local = self.now() + timedelta(days=days)
        target = local.replace(hour=hour, minute=minute, second=second, microsecond=0)
        self.wait((target.astimezone(UTC) - self.now()).total_seconds())

    def use_weekly(self, server_id: str, *clock: int, weeks: int = 2) -> None:
        """Use a server at a time of this day, and again in later weeks."""
        for _ in range(weeks):
            self.wait_until(*clock)
            self.queue.note_use(server_id)
            self.wait_until(*clock, days=7)
        self.wait(-600)

    def drive(self, seconds: float) -> list[tuple[str, str]]:
        """Act as the timer for `seconds`; return the servers warmed, with times."""
        warmed: list[tuple[str, str]] = []
        end = self.seconds + seconds
        for _ in range(5000):
            delay = self.queue.next_delay()
            if delay is None or self.seconds + delay >= end:
                self.wait(end - self.seconds)
                return warmed
            self.wait(delay)
            time = f"{self.now():%H:%M:%S.%f}"[:10]
            warmed += [(time, server_id) for server_id in self.queue.due()]
        raise AssertionError("it never rests")


@pytest.fixture
def world() -> World:
    """Return two clocks and a queue."""
    return World()


def test_no_use(world: World) -> None:
    """Without any use there is nothing to schedule."""
    for _ in range(400):
        assert world.queue.next_delay() is None
        assert world.queue.due() == []
        world.wait(1800)


def test_one_use_is_no_habit(world: World) -> None:
    """One use is no habit."""
    world.queue.note_use("a")
    assert world.queue.next_delay() is None
    world.wait(WEEK)
    assert world.queue.next_delay() is None


def test_moment(world: World) -> None:
    """For an automation: 3.5 s before its moment, once."""
    world.use_weekly("a", 7, 30)
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_moment_at_the_full_hour(world: World) -> None:
    """The probe may fall in the hour before."""
    world.use_weekly("a", 8)
    assert world.drive(DAY) == [("07:59:56.5", "a")]


def test_earliest_of_the_cluster(world: World) -> None:
    """The latest use is still no more than ten seconds after the probe."""
    for second in (6, 0, 3):
        world.wait_until(7, 30, second)
        world.queue.note_use("a")
        world.wait_until(7, 20, days=7)
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_hour_without_a_moment(world: World) -> None:
    """For a person: at the beginning of the hour."""
    world.wait_until(7, 20)
    world.queue.note_use("a")
    world.wait_until(7, 50, days=7)
    world.queue.note_use("a")
    world.wait_until(6, 30, days=7)
    assert world.drive(DAY) == [("07:00:00.0", "a")]


def test_late_is_too_late(world: World) -> None:
    """After the moment, or well into the hour, nothing is due."""
    world.use_weekly("a", 7, 30)
    world.use_weekly("b", 7, 10, weeks=1)
    world.use_weekly("b", 7, 40, weeks=1)
    world.wait_until(7, 5)
    assert world.queue.due() == []
    world.wait_until(7, 30)
    assert world.queue.due() == []
    assert world.drive(DAY - 3600) == []


def test_late_but_in_time(world: World) -> None:
    """In the last seconds a probe is due at once, and then the next is far off."""
    world.use_weekly("a", 7, 30)
    world.wait_until(7, 29, 58)
    assert world.queue.next_delay() == 0
    assert world.queue.due() == ["a"]
    assert world.queue.next_delay() == pytest.approx(1802.5)


def test_use_before_the_moment(world: World) -> None:
    """The first use of the hour is the expected one, so no probe is due."""
    world.use_weekly("a", 7, 30)
    world.wait_until(7, 25)
    world.queue.note_use("a")
    assert world.drive(DAY) == []


def test_use_shortly_before_the_hour(world: World) -> None:
    """An open socket needs no probe, nor does a fresh connection."""
    world.use_weekly("a", 8)
    world.wait_until(7, 59, 48)
    world.queue.note_use("a")
    assert world.queue.next_delay() == pytest.approx(10)
    world.wait(1)
    world.queue.note_use("a")
    assert world.queue.next_delay() == pytest.approx(10)
    world.wait(1)
    world.queue.note_use("a")
    assert world.drive(3600) == []


def test_other_days(world: World) -> None:
    """A habit belongs to one hour of the week."""
    world.use_weekly("a", 7, 30, weeks=3)
    assert [len(world.drive(DAY)) for _ in range(14)] == [1, *[0] * 6, 1, *[0] * 6]


def test_priority(world: World) -> None:
    """Moments before hours, then the likelier; then by name."""
    for week, minute in enumerate((10, 40, 25, 55)):
        for server_id, first in (("often", 0), ("rare", 2), ("also rare", 2)):
            if week >= first:
                world.wait_until(8, minute)
                world.queue.note_use(server_id)
        if week >= 2:
            world.wait_until(8, 56)
        world.wait_until(8, 0, days=7)
        if week >= 1:
            world.queue.note_use("exact")
    world.wait_until(7, 59, 59)
    world.wait(0.6)
    assert world.queue.due() == ["often", "also rare", "rare"]
    assert world.queue.due() == []


def test_forgotten_server(world: World) -> None:
    """`forget()` drops a server's habits."""
    world.use_weekly("a", 7, 30)
    assert world.queue.next_delay() is not None
    world.queue.forget("a")
    world.queue.forget("a")
    assert world.queue.next_delay() is None
    assert world.queue.due() == []


def test_hundred_servers(world: World) -> None:
    """At a hundred servers the least recently used one is dropped."""
    for number in range(100):
        world.queue.note_use(f"{number}")
    world.wait(3600)
    world.queue.note_use("0")
    world.queue.note_use("100")
    known = [each["server_id"] for each in world.queue.to_dict()["servers"]]
    assert len(known) == 100
    assert known[-2:] == ["0", "100"]
    assert "1" not in known


def test_at_most_eight_a_day(world: World) -> None:
    """Moments first, then the likeliest hours; eight a day, whatever the clock."""
    for week in range(2):
        for hour in range(7, 22):
            minute = 30 if hour > 18 else 10 + week * 20
            world.wait_until(hour, minute)
            world.queue.note_use("a")
        world.wait_until(6, days=7)
    warmed = world.drive(16 * 3600)
    assert [time[:2] for time, _ in warmed] == [
        *("07", "08", "09", "10", "11"),
        *("19", "20", "21"),
    ]
    world.set_clock(-16 * 3600)
    assert world.drive(8 * 3600) == []


def test_clock_set_back_an_hour(world: World) -> None:
    """The plan follows the clock at once; the same moment is not warmed twice."""
    world.use_weekly("a", 7, 30)
    world.wait_until(7, 0)
    assert world.queue.next_delay() == pytest.approx(1796.5)
    world.set_clock(-3600)
    delay = world.queue.next_delay()
    assert delay is not None
    assert delay == pytest.approx(3600, abs=1)
    assert world.drive(7200) == [("07:29:56.5", "a")]
    world.set_clock(-3600)
    assert world.drive(7200) == []


def test_clock_a_year_ahead(world: World) -> None:
    """Nothing is likely a year ahead; back again, all is as before."""
    world.use_weekly("a", 7, 30)
    world.set_clock(52 * WEEK)
    assert world.queue.next_delay() is None
    assert world.queue.due() == []
    world.set_clock(-52 * WEEK)
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_another_time_zone(world: World) -> None:
    """Habits are in local time: Home Assistant moved together with its users."""
    world.use_weekly("a", 7, 30)
    world.queue.next_delay()
    world.zone = ZoneInfo("Europe/London")
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_half_hour_zone() -> None:
    """Hours are local ones."""
    world = World()
    world.zone = ZoneInfo("Asia/Kolkata")
    world.use_weekly("a", 12, 30)
    assert world.drive(DAY) == [("12:29:56.5", "a")]


@pytest.mark.parametrize(
    ("first", "hour"),
    [
        (datetime(2026, 3, 15, 0, tzinfo=BERLIN), 3),
        (datetime(2026, 3, 15, 0, tzinfo=BERLIN), 7),
        (datetime(2026, 10, 11, 0, tzinfo=BERLIN), 2),
        (datetime(2026, 10, 11, 0, tzinfo=BERLIN), 7),
    ],
)
def test_change_of_summer_time(first: datetime, hour: int) -> None:
    """07:30 stays 07:30; 03:00 follows 01:59; of two 02:30 only the first is warmed."""
    world = World(first)
    for _ in range(2):
        world.wait_until(hour, 0)
        world.queue.note_use("a")
        world.wait_until(0, 30, days=7)
    assert world.now().date() - first.date() == timedelta(days=14)
    expected = "01:59:56.5" if hour in (2, 3) else "06:59:56.5"
    assert world.drive(DAY - 3600) == [(expected, "a")]


def test_skipped_hour() -> None:
    """An hour that daylight saving skips is not warmed."""
    world = World(datetime(2026, 3, 15, 0, tzinfo=BERLIN))
    world.use_weekly("a", 2, 30)
    world.wait_until(0, 30)
    assert world.drive(12 * 3600) == []


uses = st.tuples(
    st.sampled_from(["use", "use", "jump", "jump back", "zone", "forget"]),
    st.sampled_from("abc"),
    st.sampled_from([3.0, 60.0, 1800.0, 3600.0, DAY, WEEK]) | st.floats(0, WEEK),
)


def pass_time(world: World, seconds: float, warmed: dict[str, list[float]]) -> None:
    """Act as the timer, which never spins; record the servers warmed, with times."""
    end = world.seconds + seconds
    wakes = 0
    while (delay := world.queue.next_delay()) is not None:
        assert 0 <= delay <= 3601
        if world.seconds + delay > end:
            break
        world.wait(delay)
        for server_id in world.queue.due():
            warmed[server_id].append(world.seconds)
        assert world.queue.due() == []
        assert world.queue.next_delay() != 0
        wakes += 1
    assert wakes <= 2 + seconds / 3600 + 3 * 9 * (1 + seconds / DAY)
    world.wait(max(0.0, end - world.seconds))


@examples(100)
@given(st.lists(uses, max_size=40))
def test_laws(steps: list[tuple[str, str, float]]) -> None:
    """Whatever the clocks do: at most eight a day each, no spin, no error.

    And nothing is due that `next_delay` did not announce.
    """
    world = World()
    zones = deque(map(ZoneInfo, ("America/St_Johns", "Australia/Lord_Howe", "UTC")))
    warmed: dict[str, list[float]] = {"a": [], "b": [], "c": []}
    for step, server_id, seconds in steps:
        pass_time(world, seconds, warmed)
        match step:
            case "use":
                world.queue.note_use(server_id)
            case "jump":
                world.set_clock(seconds)
            case "jump back":
                world.set_clock(-seconds)
            case "zone":
                zones.rotate()
                world.zone = zones[0]
            case _:
                world.queue.forget(server_id)
                warmed[server_id].clear()
    for times in warmed.values():
        for first, ninth in zip(times, times[8:], strict=False):
            assert ninth - first >= DAY


@examples(40)
@given(
    st.sets(st.integers(0, 23), min_size=1),
    st.lists(
        st.tuples(st.floats(0, DAY), st.sampled_from([0, 0, 3600, -3600, DAY, -DAY])),
        max_size=12,
    ),
)
# The ninth hour is half a second away.
@example({*range(8)}, [(DAY - 0.5, 0), (0.0, 0)])
def test_law_of_the_budget(hours: set[int], steps: list[tuple[float, float]]) -> None:
    """Many hours each day, and a clock that is set: eight in 24 hours."""
    world = World(datetime(2026, 6, 1, 0, tzinfo=BERLIN))
    for day in range(14):
        for hour in sorted(hours):
            world.wait_until(hour, 10 + 20 * (day % 2))
            world.queue.note_use("a")
        world.wait_until(0, days=1)
    warmed: dict[str, list[float]] = {"a": []}
    for seconds, jump in steps:
        pass_time(world, seconds, warmed)
        world.set_clock(jump)
    times = warmed["a"]
    for first, ninth in zip(times, times[8:], strict=False):
        assert ninth - first >= DAY


@examples(60)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, WEEK)), max_size=40))
def test_round_trip(steps: list[tuple[str, float]]) -> None:
    """Stored habits come back equal, and plan the same."""
    world = World()
    for server_id, seconds in steps:
        world.wait(seconds)
        world.queue.note_use(server_id)
    written = world.queue.to_dict()
    read = world.make_queue()
    read.load(json.loads(json.dumps(written)))
    assert read.to_dict() == written
    world.wait(3600)
    assert (read.next_delay() is None) is (world.queue.next_delay() is None)


@examples(60)
@given(
    st.lists(st.floats(0, 5.9), min_size=2, max_size=4),
    st.integers(0, 23),
    st.integers(0, 3590),
)
def test_law_of_the_moment(strays: list[float], hour: int, second: int) -> None:
    """However an automation varies, the probe comes up to ten seconds before it."""
    world = World(datetime(2026, 6, 1, 0, tzinfo=BERLIN))
    start = world.seconds + hour * 3600 + second
    for week, stray in enumerate(strays):
        world.wait(start + week * WEEK + stray - world.seconds)
        world.queue.note_use("a")
    usual = start + len(strays) * WEEK
    world.wait(usual - 1800 - world.seconds)
    while not world.queue.due():
        delay = world.queue.next_delay()
        assert delay
        world.wait(delay)
    # Moments are stored in tenths of a second.
    assert usual - 4.05 <= world.seconds < usual + min(strays) + 0.05
    assert usual + max(strays) - world.seconds <= 10.05


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"servers": {}},
        {"servers": [{"server_id": 1, "hours": []}]},
        {"servers": [{"server_id": "a"}]},
        {"servers": [{"server_id": "a", "hours": []}] * 2},
        {"servers": [{"server_id": f"{n}", "hours": []} for n in range(101)]},
    ],
)
def test_malformed(world: World, data: Any) -> None:
    """Malformed data is rejected, and the habits stay as they were."""
    world.use_weekly("a", 7, 30)
    written = world.queue.to_dict()
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        world.queue.load(data)
    assert world.queue.to_dict() == written


def test_restart(world: World) -> None:
    """Habits survive a restart."""
    world.use_weekly("a", 7, 30)
    written = json.loads(json.dumps(world.queue.to_dict()))
    world.queue = world.make_queue()
    world.queue.load(written)
    assert world.drive(DAY) == [("07:29:56.5", "a")]
