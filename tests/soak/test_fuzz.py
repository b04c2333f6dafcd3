"""A course of events that breaks a law is found, and its seed reported."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
import gc
import logging
from random import Random
from unittest.mock import create_autospec, patch

import pytest

from custom_components.plex_connection.connection import ServerMonitor
from soak.engine_keeper import Keeper
from soak.extent import QUICK
from soak.figures import Findings
from soak.fuzz import fuzz, try_course


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """Restore logging for the other tests."""
    yield
    logging.disable(logging.NOTSET)


def tried(courses: int) -> Findings:
    """Return the findings of so many courses: the same ones in each test run."""
    with patch("soak.fuzz.SystemRandom", lambda: Random(courses)):  # noqa: S311
        return asyncio.run(fuzz(replace(QUICK, courses=courses)))


def test_new_courses() -> None:
    """Random courses break no law."""
    findings = tried(QUICK.courses)
    assert not findings.faults, findings.complaints
    assert findings.figures[0].value == QUICK.courses


@pytest.mark.parametrize(
    ("method", "broken", "complaint"),
    [
        ("test_all", lambda _: 1 / 0, "raised: ZeroDivisionError"),
        ("next_delay", lambda _: 700.0, "the next check is due in 700.0 s"),
        ("next_delay", lambda _: 599.0, "not checked for"),
    ],
)
def test_broken_law_is_reported(method: str, broken: object, complaint: str) -> None:
    """The report has the seed, which reproduces the course exactly."""
    with patch.object(ServerMonitor, method, broken):
        findings = tried(40)
        assert [each.what for each in findings.faults] == ["courses that broke a law"]
        told = [each for each in findings.complaints if complaint in each]
        seed = told[0].removeprefix("seed ").partition(":")[0]
        assert any(complaint in each for each in try_course(int(seed)))
    assert not try_course(int(seed))


def test_work_cancelled_before_start(recwarn: pytest.WarningsRecorder) -> None:
    """Work cancelled in the turn that spawned it leaves no coroutine behind."""

    async def main() -> None:
        monitor = create_autospec(ServerMonitor, instance=True)
        keeper = Keeper(Random(0))  # noqa: S311 - chance, not secrets
        keeper.start(monitor)
        await keeper.end()

    asyncio.run(main())
    gc.collect()
    assert [str(each.message) for each in recwarn] == []
