"""The engine's laws, whatever happens in whatever order: random courses of events."""

from collections.abc import Iterator
import logging

import pytest

from soak.fuzz import try_courses

COURSES = 1500
PORTIONS = 6


@pytest.fixture(autouse=True)
def _nothing_is_logged() -> Iterator[None]:
    """Keep quiet about what is broken on purpose: it would be most of the time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_courses(portion: int) -> None:
    """The same in every run; `scripts/soak --only fuzz` tries new ones."""
    assert not try_courses(range(portion, COURSES, PORTIONS))
