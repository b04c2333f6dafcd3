"""The engine's laws under random sequences of events."""

from collections.abc import Iterator
import logging

import pytest

from soak.fuzz import try_courses

COURSES = 1500
PORTIONS = 6


@pytest.fixture(autouse=True)
def _nothing_is_logged() -> Iterator[None]:
    """Suppress logs of deliberate faults, which would be most of the output."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_courses(portion: int) -> None:
    """Deterministic; `scripts/soak --only fuzz` tries new ones."""
    assert not try_courses(range(portion, COURSES, PORTIONS))
