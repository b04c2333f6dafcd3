"""Rate limits of plex.tv, with and without Retry-After."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.plex import (
    PlexAccountClient,
    PlexRateLimitError,
)
from custom_components.plex_connection.plex.account import (
    MAX_RETRY_AFTER,
    retry_after,
)
from simulator import Simulator

from .outcomes import failure


@pytest.mark.parametrize("seconds", [None, 30.0])
async def test_rate_limit(
    sim: Simulator, alice: PlexAccountClient, seconds: float | None
) -> None:
    """The error has plex.tv's Retry-After, if there is one."""
    sim.plex_tv.inject("rate_limited", retry_after=seconds)

    error = await failure(alice.account())

    assert isinstance(error, PlexRateLimitError)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("999999999", MAX_RETRY_AFTER),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 5000, None),
    ],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    """Whole seconds, a day at most."""
    assert retry_after({"Retry-After": value}) == seconds
    assert retry_after({}) is None


@pytest.mark.parametrize(
    ("later", "seconds"),
    [
        (timedelta(seconds=90), 90.0),
        (timedelta(seconds=-90), 0.0),
        (timedelta(days=90), MAX_RETRY_AFTER),
    ],
)
def test_retry_after_as_a_date(later: timedelta, seconds: float) -> None:
    """A date is relative to the answer's own Date, as clocks may differ."""
    sent = datetime(2031, 5, 1, 12, tzinfo=UTC)
    headers = {
        "Date": format_datetime(sent, usegmt=True),
        "Retry-After": format_datetime(sent + later, usegmt=True),
    }

    assert retry_after(headers) == seconds


def test_retry_after_as_a_date_without_date_header() -> None:
    """Without a Date our clock is used; a date without a zone is UTC."""
    until = datetime.now(UTC) + timedelta(seconds=90)
    text = f"{until:%a, %d %b %Y %H:%M:%S} -0000"

    assert retry_after({"Retry-After": text}) == pytest.approx(90, abs=5)


@given(value=st.text(max_size=80), date=st.text(max_size=80))
def test_no_retry_after_raises(value: str, date: str) -> None:
    """Headers are untrusted, like bodies."""
    seconds = retry_after({"Retry-After": value, "Date": date})

    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER
