"""Flap damping by the numbers of rule 13."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection.damping import FlapDamper


class Clock:
    """Monotonic seconds, set by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds


class Damper:
    """A damper and its clock."""

    def __init__(self, clock: Clock, upgrades: int = 0) -> None:
        """Count so many upgrades at one moment."""
        self._clock = clock
        self._damper = FlapDamper()
        for _ in range(upgrades):
            self.record_upgrade()

    @property
    def penalty(self) -> float:
        """Return the current penalty."""
        return self._damper.penalty(self._clock())

    def record_upgrade(self) -> None:
        """Count an upgrade."""
        self._damper = self._damper.upgraded(self._clock())

    def suppresses(self) -> bool:
        """Return whether upgrades are suppressed."""
        return self._damper.is_suppressing(self._clock())


def test_third_upgrade_at_once_is_the_last() -> None:
    """An upgrade adds 1000; upgrades are suppressed at 3000."""
    clock = Clock()
    assert not Damper(clock, 2).suppresses()
    assert Damper(clock, 3).suppresses()


def test_penalty_halves_in_a_quarter_of_an_hour() -> None:
    """The penalty halves in 15 min, so old upgrades count less."""
    clock = Clock()
    damper = Damper(clock, 1)
    clock.seconds = 900
    assert damper.penalty == pytest.approx(500)
    damper.record_upgrade()
    assert damper.penalty == pytest.approx(1500)


def test_suppression_ends_at_the_reuse_threshold() -> None:
    """3000 needs two half-lives to 750, just within the limit of 30 min."""
    clock = Clock()
    damper = Damper(clock, 3)
    clock.seconds = 1799
    assert damper.suppresses()
    clock.seconds = 1801
    assert not damper.suppresses()


def test_suppression_ends_after_half_an_hour() -> None:
    """Suppression ends after 30 min at any penalty, which still counts for the next."""
    clock = Clock()
    damper = Damper(clock, 20)
    assert damper.penalty == 6000
    clock.seconds = 1799
    assert damper.suppresses()
    clock.seconds = 1800
    assert not damper.suppresses()
    assert damper.penalty == pytest.approx(1500)
    damper.record_upgrade()
    assert not damper.suppresses()
    damper.record_upgrade()
    assert damper.suppresses()


def test_upgrade_during_suppression_does_not_lengthen_it() -> None:
    """The 30 min count from the start of suppression."""
    clock = Clock()
    damper = Damper(clock, 3)
    clock.seconds = 1000
    damper.record_upgrade()
    clock.seconds = 1800
    assert not damper.suppresses()


def test_reuse_is_reached_before_the_limit() -> None:
    """A penalty not renewed for long reaches the reuse threshold earlier."""
    clock = Clock()
    damper = Damper(clock, 2)
    clock.seconds = 1
    damper.record_upgrade()
    assert not damper.suppresses()
    damper.record_upgrade()
    assert damper.suppresses()


@given(st.lists(st.floats(0, 2000), max_size=50))
def test_laws(waits: list[float]) -> None:
    """The penalty has a ceiling, and suppression lasts half an hour at most."""
    clock = Clock()
    damper = Damper(clock)
    for wait in waits:
        clock.seconds += wait
        if not damper.suppresses():
            damper.record_upgrade()
        assert damper.penalty <= 6000
    clock.seconds += 1800.001
    assert not damper.suppresses()


def test_upgrades_in_no_order() -> None:
    """Upgrades from before a restart have wall-clock times, which may be unordered."""
    damper = FlapDamper().upgraded(5e6).upgraded(-5e6)
    assert damper.penalty(-5e6) == 2000
    assert damper.penalty(5e6) == pytest.approx(0)
