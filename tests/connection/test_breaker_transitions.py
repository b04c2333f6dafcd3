"""The circuit breaker's states, and the back-off that times them."""

from random import Random
from typing import override

from hypothesis import given, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
import pytest

from custom_components.plex_connection.connection import BreakerState
from custom_components.plex_connection.connection.backoff import Backoff
from custom_components.plex_connection.connection.breaker import (
    FAILURE_THRESHOLD,
    CircuitBreaker,
)
from tests.examples import examples


class Clock:
    """Monotonic seconds, set by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds


class Unscattered(Random):
    """Chance that always hits the middle."""

    @override
    def uniform(self, a: float, b: float) -> float:
        """Return the mean."""
        return (a + b) / 2


def breaker_of(clock: Clock) -> CircuitBreaker:
    """Return a breaker with round numbers."""
    return CircuitBreaker(backoff=Backoff(rng=Unscattered()), clock=clock)


def state_of(breaker: CircuitBreaker) -> BreakerState:
    """Return the state; a call, for a property would be taken as constant."""
    return breaker.state


def admits(breaker: CircuitBreaker) -> bool:
    """Return whether a call is let through."""
    return breaker.admits


def is_rested(breaker: CircuitBreaker) -> bool:
    """Return whether a routine call is let through."""
    return breaker.is_rested


def fail(breaker: CircuitBreaker, times: int = 1) -> None:
    """Let calls fail."""
    for _ in range(times):
        breaker.claim()
        breaker.record_failure()


def test_two_failures_leave_it_closed() -> None:
    """But routine calls wait for the back-off: 30 s, then 60 s."""
    clock = Clock()
    breaker = breaker_of(clock)
    assert is_rested(breaker)
    fail(breaker)
    assert state_of(breaker) is BreakerState.CLOSED
    assert breaker.remaining == 30
    assert admits(breaker)
    assert not is_rested(breaker)
    clock.seconds += 30
    assert is_rested(breaker)
    fail(breaker)
    assert state_of(breaker) is BreakerState.CLOSED
    assert breaker.remaining == 60


def test_third_failure_opens_it() -> None:
    """For as long as the back-off lasts, 120 s, nobody is admitted."""
    clock = Clock()
    breaker = breaker_of(clock)
    fail(breaker, 3)
    assert state_of(breaker) is BreakerState.OPEN
    assert not admits(breaker)
    clock.seconds += 119.9
    assert state_of(breaker) is BreakerState.OPEN
    clock.seconds += 0.1
    assert state_of(breaker) is BreakerState.HALF_OPEN


def test_half_open_admits_exactly_one() -> None:
    """Until the trial is answered."""
    clock = Clock()
    breaker = breaker_of(clock)
    fail(breaker, 3)
    clock.seconds += 120
    assert admits(breaker)
    breaker.claim()
    assert state_of(breaker) is BreakerState.HALF_OPEN
    assert not admits(breaker)


def test_successful_trial_closes_it() -> None:
    """And everything is forgotten."""
    clock = Clock()
    breaker = breaker_of(clock)
    fail(breaker, 3)
    clock.seconds += 120
    breaker.claim()
    breaker.record_success()
    assert state_of(breaker) is BreakerState.CLOSED
    assert breaker.failures == 0
    assert is_rested(breaker)
    fail(breaker)
    assert breaker.remaining == 30


def test_failed_trial_opens_it_for_longer() -> None:
    """The back-off goes on doubling."""
    clock = Clock()
    breaker = breaker_of(clock)
    fail(breaker, 3)
    clock.seconds += 120
    fail(breaker)
    assert state_of(breaker) is BreakerState.OPEN
    assert breaker.remaining == 240


def test_cancelled_trial_is_no_failure() -> None:
    """The next one is admitted."""
    clock = Clock()
    breaker = breaker_of(clock)
    fail(breaker, 3)
    clock.seconds += 120
    breaker.claim()
    breaker.release()
    assert state_of(breaker) is BreakerState.HALF_OPEN
    assert admits(breaker)
    assert breaker.failures == 3


def test_panic_may_claim_an_open_breaker() -> None:
    """Its failure counts like any other, its success closes."""
    breaker = breaker_of(Clock())
    fail(breaker, 4)
    assert breaker.failures == 4
    breaker.claim()
    breaker.record_success()
    assert state_of(breaker) is BreakerState.CLOSED


@pytest.mark.parametrize(
    ("before", "wait"), [(0, 30), (1, 60), (2, 120), (4, 480), (5, 600), (10**9, 600)]
)
def test_backoff_by_the_numbers(before: int, wait: float) -> None:
    """The first failure waits 30 s; the cap saturates."""
    backoff = Backoff(rng=Unscattered())
    assert backoff.nominal(before) == wait
    assert backoff.wait(before) == wait


@given(st.integers(min_value=0), st.integers())
def test_backoff_stays_within_bounds(before: int, seed: int) -> None:
    """Scattered by a fifth, never above the cap."""
    backoff = Backoff(rng=Random(seed))  # noqa: S311
    nominal = backoff.nominal(before)
    wait = backoff.wait(before)
    assert 0.8 * nominal <= wait <= min(600, 1.2 * nominal)


class Laws(RuleBasedStateMachine):
    """An open breaker admits nobody, a half-open one exactly one."""

    def __init__(self) -> None:
        """Start closed."""
        super().__init__()
        self.clock = Clock()
        self.breaker = CircuitBreaker(
            backoff=Backoff(rng=Random(3)),  # noqa: S311
            clock=self.clock,
        )
        self.in_flight = False

    @precondition(lambda self: not self.in_flight and self.breaker.admits)
    @rule()
    def claim(self) -> None:
        """Take a call that is admitted."""
        self.breaker.claim()
        self.in_flight = True

    @precondition(lambda self: self.in_flight)
    @rule(end=st.sampled_from(["record_success", "record_failure", "release"]))
    def answer(self, end: str) -> None:
        """Answer the call."""
        getattr(self.breaker, end)()
        self.in_flight = False

    @precondition(lambda self: not self.in_flight)
    @rule(failures=st.integers(0, 9), wait=st.floats(0, 600))
    def restart(self, failures: int, wait: float) -> None:
        """Go on after a restart."""
        self.breaker.restore(failures, wait)

    @rule(seconds=st.floats(0, 700))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.seconds += seconds

    @invariant()
    def law(self) -> None:
        """Hold the laws."""
        breaker = self.breaker
        assert breaker.remaining <= 600 + 1e-6
        match breaker.state:
            case BreakerState.OPEN:
                assert not breaker.admits
                assert breaker.failures >= FAILURE_THRESHOLD
            case BreakerState.HALF_OPEN:
                assert breaker.admits is not self.in_flight
            case _:
                assert breaker.admits
                assert breaker.failures < FAILURE_THRESHOLD


TestLaws = Laws.TestCase
TestLaws.settings = examples(40, stateful_step_count=25)
