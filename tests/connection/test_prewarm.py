"""Pre-warming: when a probe is due ahead of a likely use, and for whom (rule 17)."""

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
        """Start on a Monday morning, unless told otherwise."""
        self.seconds = 5000.0
        self.moment = start or datetime(2026, 11, 23, 6, tzinfo=BERLIN)
        self.zone: tzinfo = BERLIN
        self.queue = self.make_queue()

    def make_queue(self) -> PrewarmQueue:
        """Return a queue that knows no habits."""
        return PrewarmQueue(clock=lambda: self.seconds, now=self.now)

    def now(self) -> datetime:
        """Return the local time."""
        return self.moment.astimezone(self.zone)

    def wait(self, seconds: float) -> None:
        """Let both clocks go on."""
        self.seconds += seconds
        self.set_clock(seconds)

    def set_clock(self, seconds: float) -> None:
        """Set the wall clock ahead, or back."""
        self.moment = self.moment.astimezone(UTC) + timedelta(seconds=seconds)

    def wait_until(self, *clock: int, days: int = 0) -> None:
        """Let both clocks go on to a local time of this or a later day."""
        hour, minute, second = (*clock, 0, 0)[:3]
        local = self.now() + timedelta(days=days)
        target = local.replace(hour=hour, minute=minute, second=second, microsecond=0)
        self.wait((target.astimezone(UTC) - self.now()).total_seconds())

    def use_weekly(self, server_id: str, *clock: int, weeks: int = 2) -> None:
        """Use a server at a time of this day, and a week later again."""
        for _ in range(weeks):
            self.wait_until(*clock)
            self.queue.note_use(server_id)
            self.wait_until(*clock, days=7)
        self.wait(-600)

    def drive(self, seconds: float) -> list[tuple[str, str]]:
        """Do as the timer does; return who was warmed, and when."""
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


def test_provably_idle(world: World) -> None:
    """While nothing is ever used there is nothing to wait for."""
    for _ in range(400):
        assert world.queue.next_delay() is None
        assert world.queue.due() == []
        world.wait(1800)


def test_one_use_is_nothing_to_wait_for(world: World) -> None:
    """Chance is no habit."""
    world.queue.note_use("a")
    assert world.queue.next_delay() is None
    world.wait(WEEK)
    assert world.queue.next_delay() is None


def test_moment(world: World) -> None:
    """An automation's: a few seconds ahead, once."""
    world.use_weekly("a", 7, 30)
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_moment_at_the_full_hour(world: World) -> None:
    """The probe is in the hour before."""
    world.use_weekly("a", 8)
    assert world.drive(DAY) == [("07:59:56.5", "a")]


def test_earliest_of_the_cluster(world: World) -> None:
    """The latest is still no more than ten seconds ahead."""
    for second in (6, 0, 3):
        world.wait_until(7, 30, second)
        world.queue.note_use("a")
        world.wait_until(7, 20, days=7)
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_hour_without_a_moment(world: World) -> None:
    """A person's: at the beginning of the hour."""
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
    """Whoever asks within the last seconds is told to go now, and then to wait."""
    world.use_weekly("a", 7, 30)
    world.wait_until(7, 29, 58)
    assert world.queue.next_delay() == 0
    assert world.queue.due() == ["a"]
    assert world.queue.next_delay() == pytest.approx(1802.5)


def test_use_before_the_moment(world: World) -> None:
    """It was the first use of that hour: the expected one has come."""
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
    """The habit is one of that hour of the week."""
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
    """Its habits go with it."""
    world.use_weekly("a", 7, 30)
    assert world.queue.next_delay() is not None
    world.queue.forget("a")
    world.queue.forget("a")
    assert world.queue.next_delay() is None
    assert world.queue.due() == []


def test_hundred_servers(world: World) -> None:
    """The one used longest ago makes room."""
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
    """Those with a moment, then the likeliest; and none beyond, whatever the clock."""
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
    """The plan follows at once, and the same moment is not warmed twice."""
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
    """Nothing is likely there; back again, everything is as it was."""
    world.use_weekly("a", 7, 30)
    world.set_clock(52 * WEEK)
    assert world.queue.next_delay() is None
    assert world.queue.due() == []
    world.set_clock(-52 * WEEK)
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_another_time_zone(world: World) -> None:
    """Habits are local: Home Assistant moved, and its users with it."""
    world.use_weekly("a", 7, 30)
    world.queue.next_delay()
    world.zone = ZoneInfo("Europe/London")
    assert world.drive(DAY) == [("07:29:56.5", "a")]


def test_half_hour_zone() -> None:
    """Hours begin by the local dial."""
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
    """07:30 is 07:30; 03:00 comes after 01:59; and 02:30 comes twice, once for us."""
    world = World(first)
    for _ in range(2):
        world.wait_until(hour, 0)
        world.queue.note_use("a")
        world.wait_until(0, 30, days=7)
    assert world.now().date() - first.date() == timedelta(days=14)
    expected = "01:59:56.5" if hour in (2, 3) else "06:59:56.5"
    assert world.drive(DAY - 3600) == [(expected, "a")]


def test_hour_that_is_skipped() -> None:
    """Nobody uses it, and nobody is warmed for it."""
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
    """Do as the timer does, which never spins; note who was warmed, and when."""
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
    """Whatever the clocks do: at most eight a day each, never a spin, never an error.

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
    """A habit of many hours each day, and a clock that is set: eight in 24 hours."""
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
    """What comes back from a file is what was written, and plans the same."""
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
    """However an automation strays: warm before it comes, by ten seconds at most."""
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
    # Moments are remembered in tenths of a second.
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
    """Refused, and nothing is changed by it."""
    world.use_weekly("a", 7, 30)
    written = world.queue.to_dict()
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        world.queue.load(data)
    assert world.queue.to_dict() == written


def test_restart(world: World) -> None:
    """Habits survive it."""
    world.use_weekly("a", 7, 30)
    written = json.loads(json.dumps(world.queue.to_dict()))
    world.queue = world.make_queue()
    world.queue.load(written)
    assert world.drive(DAY) == [("07:29:56.5", "a")]
