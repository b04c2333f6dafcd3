"""What the tests of the engine share."""

from hypothesis import settings
import pytest

# An example takes as long as the machine needs; time in these tests is virtual.
settings.register_profile("virtual time", deadline=None)
settings.load_profile("virtual time")


def pytest_configure(config: pytest.Config) -> None:
    """Let Hypothesis warn of itself.

    Where it runs without chance, as it does in CI, it makes a generator of its own at
    the first example, and on CPython 3.14 takes it for one that nobody holds.
    """
    config.addinivalue_line(
        "filterwarnings",
        "ignore:It looks like `register_random`:hypothesis.errors.HypothesisWarning",
    )
