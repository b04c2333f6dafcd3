"""The circuit breaker's states and the back-off that times them."""

from random import Random
from typing import override

from hypothesis import given, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
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
    """Random numbers without jitter."""

    @override
    def uniform(self, a: float, b: float) -> float:
        """Return the mean."""
        return (a + b) / 2


class Breaker:
    """A breaker with its clock and back-off."""

    def __init__(self, clock: Clock, rng: Random | None = None) -> None:
        """Create it closed, with round numbers."""
        self._clock = clock
        self._backoff = Backoff(rng=rng or Unscattered())
        self.known = CircuitBreaker()

    @property
    def failures(self) -> int:
        """Return the number of failures in a row."""
        return self.known.failures

    @property
    def remaining(self) -> float:
        """Return the remaining seconds of back-off."""
        return self.known.remaining(self._clock())

    def state(self) -> BreakerState:
        """Return the current state."""
        return self.known.state(self._clock())

    def admits(self) -> bool:
        """Return whether a call is admitted."""
        return self.known.admits(self._clock())

    def is_rested(self) -> bool:
        """Return whether a routine call is admitted."""
        return self.known.is_rested(self._clock())

    def fail(self, times: int = 1) -> None:
        """Let calls fail."""
        for _ in range(times):
            wait = self._backoff.wait(self.known.failures)
            self.known = self.known.failed(self._clock(), wait)

    def succeed(self) -> None:
        """Let a call reach the identified server."""
        self.known = CircuitBreaker()

    def restart(self, failures: int, wait: float) -> None:
        """Restart."""
        self.known = CircuitBreaker(failures, self._clock() + wait)


def test_two_failures_leave_it_closed() -> None:
    """After two failures routine calls wait for the back-off: 30 s, then 60 s."""
    clock = Clock()
    breaker = Breaker(clock)
    assert breaker.is_rested()
    breaker.fail()
    assert breaker.state() is BreakerState.CLOSED
    assert breaker.remaining == 30
    assert breaker.admits()
    assert not breaker.is_rested()
    clock.seconds += 30
    assert breaker.is_rested()
    breaker.fail()
    assert breaker.state() is BreakerState.CLOSED
    assert breaker.remaining == 60


def test_third_failure_opens_it() -> None:
    """After three failures no call is admitted for the back-off of 120 s."""
    clock = Clock()
    breaker = Breaker(clock)
    breaker.fail(3)
    assert breaker.state() is BreakerState.OPEN
    assert not breaker.admits()
    clock.seconds += 119.9
    assert breaker.state() is BreakerState.OPEN
    clock.seconds += 0.1
    assert breaker.state() is BreakerState.HALF_OPEN


def test_successful_trial_closes_it() -> None:
    """A successful trial closes the breaker and resets it."""
    clock = Clock()
    breaker = Breaker(clock)
    breaker.fail(3)
    clock.seconds += 120
    breaker.succeed()
    assert breaker.state() is BreakerState.CLOSED
    assert breaker.failures == 0
    assert breaker.is_rested()
    breaker.fail()
    assert breaker.remaining == 30


def test_failed_trial_opens_it_for_longer() -> None:
    """A failed trial doubles the back-off."""
    clock = Clock()
    breaker = Breaker(clock)
    breaker.fail(3)
    clock.seconds += 120
    breaker.fail()
    assert breaker.state() is BreakerState.OPEN
    assert breaker.remaining == 240


def test_panic_may_call_through_an_open_breaker() -> None:
    """A forced call passes an open breaker; failures count, success closes it."""
    breaker = Breaker(Clock())
    breaker.fail(4)
    assert breaker.failures == 4
    breaker.succeed()
    assert breaker.state() is BreakerState.CLOSED


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
    """Jitter is a fifth, never beyond the cap."""
    backoff = Backoff(rng=Random(seed))  # noqa: S311
    nominal = backoff.nominal(before)
    wait = backoff.wait(before)
    assert 0.8 * nominal <= wait <= min(600, 1.2 * nominal)


class Laws(RuleBasedStateMachine):
    """An open breaker admits nothing; its wait is bounded."""

    def __init__(self) -> None:
        """Create it closed."""
        super().__init__()
        self.clock = Clock()
        self.breaker = Breaker(self.clock, Random(3))  # noqa: S311

    @rule()
    def fail(self) -> None:
        """Let a call fail, admitted or not."""
        self.breaker.fail()

    @rule()
    def succeed(self) -> None:
        """Let a call succeed."""
        self.breaker.succeed()

    @rule(failures=st.integers(0, 9), wait=st.floats(0, 600))
    def restart(self, failures: int, wait: float) -> None:
        """Restart."""
        self.breaker.restart(failures, wait)

    @rule(seconds=st.floats(0, 700))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.seconds += seconds

    @invariant()
    def law(self) -> None:
        """Assert the laws."""
        breaker = self.breaker
        assert breaker.remaining <= 600 + 1e-6
        match breaker.state():
            case BreakerState.OPEN:
                assert not breaker.admits()
                assert breaker.failures >= FAILURE_THRESHOLD
            case BreakerState.HALF_OPEN:
                assert breaker.admits()
                assert breaker.remaining == 0
            case _:
                assert breaker.admits()
                assert breaker.failures < FAILURE_THRESHOLD


TestLaws = Laws.TestCase
TestLaws.settings = examples(40, stateful_step_count=25)
