"""When plex.tv is queried: the five triggers and their policy (rule 15)."""

from math import inf
from random import Random

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    CallLimits,
    DiscoverySchedule,
    DiscoveryTrigger,
    ManualVerdict,
)
from tests.examples import examples

MINUTE = 60.0
HOUR = 3600.0
DAY = 24 * HOUR
RNG = Random(5)  # noqa: S311


class Clock:
    """Monotonic seconds, set by hand."""

    seconds = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def schedule(clock: Clock) -> DiscoverySchedule:
    """Return a schedule that never had an answer."""
    return DiscoverySchedule(clock=clock, rng=Random(5))  # noqa: S311


@pytest.fixture
def answered(schedule: DiscoverySchedule, clock: Clock) -> DiscoverySchedule:
    """Return a schedule whose first answer came an hour ago."""
    schedule.succeeded()
    clock.seconds += HOUR
    return schedule


def test_first_auth(schedule: DiscoverySchedule) -> None:
    """FIRST_AUTH is due at once, until the first answer."""
    assert schedule.due() is DiscoveryTrigger.FIRST_AUTH
    assert schedule.next_delay() == 0
    schedule.succeeded()
    assert schedule.due() is None


def test_stale_after_a_day(schedule: DiscoverySchedule, clock: Clock) -> None:
    """An answer is stale after 24 to 25 hours, never earlier: one call a day."""
    schedule.succeeded()
    assert DAY <= schedule.next_delay() <= DAY + HOUR
    clock.seconds += schedule.next_delay()
    assert schedule.due() is DiscoveryTrigger.STALE
    schedule.succeeded()
    assert schedule.due() is None


def test_stored_answer(schedule: DiscoverySchedule) -> None:
    """A stored answer lasts as long as without the restart."""
    schedule.restore(HOUR)
    assert schedule.due() is None
    assert DAY - HOUR <= schedule.next_delay() <= DAY


@pytest.mark.parametrize("age", [None, -1.0, DAY])
def test_invalid_stored_answer(schedule: DiscoverySchedule, age: float | None) -> None:
    """A stored answer without an age, from the future or too old is stale."""
    schedule.restore(age)
    assert schedule.due() is DiscoveryTrigger.STALE


def test_stored_failure(schedule: DiscoverySchedule, clock: Clock) -> None:
    """A call that failed before the restart is repeated a minute after it."""
    schedule.restore(HOUR, has_failed=True)
    assert schedule.due() is None
    assert schedule.next_delay() == MINUTE
    clock.seconds += MINUTE
    assert schedule.due() is DiscoveryTrigger.STALE


def test_auth_changed(answered: DiscoverySchedule) -> None:
    """AUTH_CHANGED is due at once."""
    answered.request(DiscoveryTrigger.AUTH_CHANGED)
    assert answered.due() is DiscoveryTrigger.AUTH_CHANGED


def test_most_urgent_first(answered: DiscoverySchedule, clock: Clock) -> None:
    """One call serves all triggers; `due()` names the most urgent."""
    clock.seconds += DAY + HOUR
    for ask, trigger in (
        (lambda: None, DiscoveryTrigger.STALE),
        (lambda: answered.connection_failed("a"), DiscoveryTrigger.CONNECTION_FAILURE),
        (answered.manual, DiscoveryTrigger.MANUAL_REFRESH),
        (
            lambda: answered.request(DiscoveryTrigger.AUTH_CHANGED),
            DiscoveryTrigger.AUTH_CHANGED,
        ),
    ):
        ask()
        assert answered.due() is trigger
    answered.succeeded()
    assert answered.due() is None


def test_lost_server(answered: DiscoverySchedule, clock: Clock) -> None:
    """At once, then after 1, 5, 15, 60 min and 6 h, until a candidate succeeds."""
    answered.connection_failed("a")
    assert answered.due() is DiscoveryTrigger.CONNECTION_FAILURE
    for minutes in (1, 5, 15, 60, 360, 360, 360):
        answered.succeeded()
        answered.connection_failed("a")
        assert answered.next_delay() == pytest.approx(60 * minutes)
        clock.seconds += 60 * minutes
        assert answered.due() is DiscoveryTrigger.CONNECTION_FAILURE
    answered.connection_restored("a")
    assert answered.due() is None


def test_lost_servers_share_a_call(answered: DiscoverySchedule, clock: Clock) -> None:
    """Each lost server has its own ladder; each call is a step on all of them."""
    answered.connection_failed("a")
    answered.succeeded()
    clock.seconds += 60
    answered.connection_failed("b")
    answered.succeeded()
    assert answered.next_delay() == pytest.approx(60)
    answered.connection_restored("b")
    assert answered.next_delay() == pytest.approx(300)


def test_loss_right_after_a_call(answered: DiscoverySchedule, clock: Clock) -> None:
    """plex.tv is queried again at once: its answer predates the loss."""
    clock.seconds += 1
    answered.connection_failed("a")
    assert answered.due() is DiscoveryTrigger.CONNECTION_FAILURE


def test_loss_over_a_reload(clock: Clock) -> None:
    """The next schedule of the account keeps the minute between two such calls."""
    limits = CallLimits()
    before = DiscoverySchedule(clock=clock, rng=RNG, limits=limits)
    before.succeeded()
    before.connection_failed("a")
    before.succeeded()
    clock.seconds += 20
    after = DiscoverySchedule(clock=clock, rng=RNG, limits=limits)
    after.restore(20.0)
    after.connection_failed("a")
    assert after.due() is None
    assert after.next_delay() == pytest.approx(40)


def test_loss_ends_before_the_answer(answered: DiscoverySchedule, clock: Clock) -> None:
    """A loss that ended before the answer still delays the next by a minute."""
    for server in "ab":
        answered.connection_failed(server)
        assert answered.due() is DiscoveryTrigger.CONNECTION_FAILURE
        answered.connection_restored(server)
        answered.succeeded()
        clock.seconds += 5
        answered.connection_failed(server)
        assert answered.next_delay() == pytest.approx(55)
        answered.connection_restored(server)
        clock.seconds += 55


@pytest.mark.parametrize(
    ("period", "calls", "later"), [(1.0, 5, 12), (360.0, 5, 9), (3700.0, 5, 24)]
)
def test_flapping_server(
    answered: DiscoverySchedule,
    clock: Clock,
    period: float,
    calls: int,
    later: int,
) -> None:
    """A return does not reset the ladder until the server has held for an hour."""
    made: list[float] = []
    began = clock.seconds
    while clock.seconds < began + DAY:
        answered.connection_failed("a")
        if answered.due() is DiscoveryTrigger.CONNECTION_FAILURE:
            answered.succeeded()
            made.append(clock.seconds - began)
        answered.connection_restored("a")
        answered.connection_restored("a")
        clock.seconds += period
    assert len([time for time in made if time < 5 * HOUR]) == calls
    assert len(made) <= later


def test_server_that_held_for_an_hour_is_forgotten(
    answered: DiscoverySchedule, clock: Clock
) -> None:
    """No state is kept for a server that has held for an hour."""
    answered.connection_failed("a")
    answered.connection_restored("a")
    clock.seconds += HOUR
    answered.connection_restored("a")
    assert not answered._lost


def test_server_offline_all_day(schedule: DiscoverySchedule, clock: Clock) -> None:
    """A server offline all day costs ten calls at most."""
    calls = 0
    end = clock.seconds + DAY
    while clock.seconds < end:
        schedule.connection_failed("a")
        if schedule.due():
            schedule.succeeded()
            calls += 1
        clock.seconds += max(1.0, schedule.next_delay())
    assert calls <= 10


def test_manual_refresh(answered: DiscoverySchedule, clock: Clock) -> None:
    """Three manual refreshes in two minutes; then `next_allowed` gives the wait."""
    for _ in range(3):
        assert answered.manual() == ManualVerdict(allowed=True)
        assert answered.due() is DiscoveryTrigger.MANUAL_REFRESH
        answered.succeeded()
        clock.seconds += 10
    assert answered.manual() == ManualVerdict(allowed=False, next_allowed=90)
    assert answered.due() is None
    clock.seconds += 90
    assert answered.manual().allowed


def test_failed_call(answered: DiscoverySchedule, clock: Clock) -> None:
    """A failed call is repeated after a minute, growing to an hour."""
    answered.request(DiscoveryTrigger.AUTH_CHANGED)
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        answered.failed()
        assert answered.due() is None
        assert answered.next_delay() == pytest.approx(60 * minutes)
        clock.seconds += 60 * minutes
        assert answered.due() is DiscoveryTrigger.AUTH_CHANGED
    answered.succeeded()
    answered.request(DiscoveryTrigger.AUTH_CHANGED)
    answered.failed()
    assert answered.next_delay() == pytest.approx(60)


def test_failed_call_for_a_lost_server(
    answered: DiscoverySchedule, clock: Clock
) -> None:
    """A failed call is no step on the ladder."""
    answered.connection_failed("a")
    answered.failed()
    clock.seconds += 60
    assert answered.due() is DiscoveryTrigger.CONNECTION_FAILURE
    answered.succeeded()
    assert answered.next_delay() == pytest.approx(60)


def test_failed_manual_call(answered: DiscoverySchedule) -> None:
    """A failed manual call is repeated, or plex.tv would be shown as down for a day."""
    answered.manual()
    answered.failed()
    assert answered.next_delay() == 60
    assert answered.manual().allowed
    assert answered.due() is DiscoveryTrigger.MANUAL_REFRESH


def test_new_token_does_not_wait_for_the_old_ones_retry(
    answered: DiscoverySchedule,
) -> None:
    """A new token does not wait: the failure was the old one's."""
    answered.manual()
    for _ in range(5):
        answered.failed()
    answered.request(DiscoveryTrigger.AUTH_CHANGED)
    assert answered.due() is DiscoveryTrigger.AUTH_CHANGED


def test_retry_after(answered: DiscoverySchedule, clock: Clock) -> None:
    """No call before plex.tv's Retry-After has passed, not even a manual one."""
    answered.request(DiscoveryTrigger.AUTH_CHANGED)
    answered.failed(retry_after=1000)
    assert answered.next_delay() == pytest.approx(1000)
    assert answered.manual() == ManualVerdict(allowed=False, next_allowed=1000)
    answered.connection_failed("a")
    assert answered.due() is None
    clock.seconds += 1000
    assert answered.due() is DiscoveryTrigger.AUTH_CHANGED
    answered.failed(retry_after=-5)
    assert answered.next_delay() == pytest.approx(120)


steps = st.sampled_from(
    ["auth", "manual", "lost", "restored", "succeeded", "failed", "429", "wait"]
)


@examples(60)
@given(st.lists(st.tuples(steps, st.floats(0, 5000)), max_size=60))
def test_laws(events: list[tuple[str, float]]) -> None:
    """`due` and `next_delay` agree; nothing is due before Retry-After has passed."""
    clock = Clock()
    schedule = DiscoverySchedule(clock=clock, rng=Random(1))  # noqa: S311
    refused_until = -inf
    for step, seconds in events:
        clock.seconds += seconds
        match step:
            case "auth":
                schedule.request(DiscoveryTrigger.AUTH_CHANGED)
            case "manual":
                schedule.manual()
            case "lost":
                schedule.connection_failed("a")
            case "restored":
                schedule.connection_restored("a")
            case "succeeded":
                schedule.succeeded()
                refused_until = -inf
            case "failed":
                schedule.failed()
            case "429":
                schedule.failed(retry_after=seconds)
                refused_until = clock.seconds + seconds
        assert (schedule.due() is not None) is (schedule.next_delay() == 0)
        if clock.seconds < refused_until:
            assert schedule.due() is None
