"""How long a cached connection is fresh: by type, by the monotonic clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.plex_connection.connection import (
    ConnectionCache,
    ConnectionState,
    ConnectionType,
    Freshness,
    ttl,
)

KEY = ("account", "server")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """Monotonic seconds, set by hand."""

    def __init__(self) -> None:
        """Start anywhere."""
        self.seconds = 5000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds


def state_of(
    connection_type: ConnectionType, tested: datetime | None = NOW
) -> ConnectionState:
    """Return a state of this type."""
    return ConnectionState(
        url="https://a.test:1", connection_type=connection_type, last_tested=tested
    )


@pytest.mark.parametrize(
    ("connection_type", "seconds"),
    [
        (ConnectionType.LOCAL, 300.0),
        (ConnectionType.REMOTE, 120.0),
        (ConnectionType.RELAY, 30.0),
        (ConnectionType.OFFLINE, 0.0),
    ],
)
def test_ttl_by_type(connection_type: ConnectionType, seconds: float) -> None:
    """The better the connection the longer it is believed."""
    assert ttl(connection_type) == seconds


@pytest.mark.parametrize(
    "connection_type",
    [ConnectionType.LOCAL, ConnectionType.REMOTE, ConnectionType.RELAY],
)
def test_fresh_until_the_ttl(connection_type: ConnectionType) -> None:
    """Fresh up to the last moment, stale at it, and never missing."""
    clock = Clock()
    cache = ConnectionCache(clock=clock)
    cache.store(KEY, state_of(connection_type))
    clock.seconds += ttl(connection_type) - 0.001
    assert cache.lookup(KEY).freshness is Freshness.FRESH
    clock.seconds += 0.001
    found = cache.lookup(KEY)
    assert found.freshness is Freshness.STALE
    assert found.state == state_of(connection_type)
    assert found.age == pytest.approx(ttl(connection_type))


def test_offline_is_never_fresh() -> None:
    """Waiting for the next try is no freshness."""
    cache = ConnectionCache(clock=Clock())
    cache.store(KEY, state_of(ConnectionType.OFFLINE))
    assert cache.lookup(KEY).freshness is Freshness.STALE


def test_loaded_state_is_as_old_as_it_says() -> None:
    """A state from before a restart gets its age from wall time, once."""
    clock = Clock()
    cache = ConnectionCache(clock=clock)
    tested = NOW - timedelta(seconds=100)
    cache.load(KEY, state_of(ConnectionType.LOCAL, tested), now=NOW)
    assert cache.lookup(KEY).age == pytest.approx(100)
    clock.seconds += 199
    assert cache.lookup(KEY).freshness is Freshness.FRESH
    clock.seconds += 1
    assert cache.lookup(KEY).freshness is Freshness.STALE


@pytest.mark.parametrize("tested", [NOW + timedelta(seconds=1), None])
def test_loaded_state_of_unknown_age_is_stale(tested: datetime | None) -> None:
    """A test in the future means that the clock jumped."""
    cache = ConnectionCache(clock=Clock())
    cache.load(KEY, state_of(ConnectionType.LOCAL, tested), now=NOW)
    assert cache.lookup(KEY).freshness is Freshness.STALE


def test_expired_by_hand() -> None:
    """Who saw the connection fail ends its freshness, not its memory."""
    cache = ConnectionCache(clock=Clock())
    cache.expire(KEY)
    cache.store(KEY, state_of(ConnectionType.LOCAL))
    cache.expire(KEY)
    assert cache.lookup(KEY).freshness is Freshness.STALE
    assert cache.peek(KEY) == state_of(ConnectionType.LOCAL)


def test_a_new_test_makes_it_fresh_again() -> None:
    """Storing counts from now on."""
    clock = Clock()
    cache = ConnectionCache(clock=clock)
    cache.store(KEY, state_of(ConnectionType.LOCAL))
    clock.seconds += 1000
    cache.store(KEY, replace(state_of(ConnectionType.LOCAL), failure_count=0))
    assert cache.lookup(KEY).freshness is Freshness.FRESH
