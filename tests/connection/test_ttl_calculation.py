"""How long a connection is fresh: by type, on the monotonic clock."""

from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    ConnectionState,
    ConnectionType,
    FailureKind,
    Freshness,
    ServerMonitor,
    ttl,
)
from custom_components.plex_connection.connection.clock import Moment
from custom_components.plex_connection.connection.racing import FinishedAttempt
from custom_components.plex_connection.connection.state import ServerState
from custom_components.plex_connection.connection.transitions import (
    blamed,
    confirmed,
    expired,
    lost,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote

NOW = Moment(5000.0, datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
WAYS = {
    ConnectionType.LOCAL: local(),
    ConnectionType.REMOTE: remote(),
    ConnectionType.RELAY: relay(),
}


def outcome_of(
    candidate: Candidate, failure: FailureKind | None = None
) -> FinishedAttempt:
    """Return the outcome of an attempt just made."""
    attempt = Attempt(url=candidate.url, at=NOW.wall, failure=failure, latency_ms=5.0)
    return FinishedAttempt(candidate, attempt)


def reached(candidate: Candidate) -> ServerState:
    """Return the state of a server just reached at a candidate."""
    state = ServerState.initial(NOW)
    candidates = state.candidates.offered([candidate], LAN, in_use=None)
    return confirmed(state.with_candidates(candidates), outcome_of(candidate), NOW)


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
    """The better the connection, the longer its TTL."""
    assert ttl(connection_type) == seconds


@pytest.mark.parametrize("connection_type", WAYS)
def test_fresh_until_the_ttl(connection_type: ConnectionType) -> None:
    """Fresh until the TTL, stale from then on, never missing."""
    state = reached(WAYS[connection_type])
    ends = NOW.at + ttl(connection_type)
    assert state.freshness(ends - 0.001) is Freshness.FRESH
    assert state.freshness(ends) is Freshness.STALE
    assert state.freshness(inf) is Freshness.STALE


def test_nothing_is_known() -> None:
    """Before the first check there is nothing to find."""
    assert ServerState.initial(NOW).freshness(NOW.at) is Freshness.MISS


def test_offline_is_never_fresh() -> None:
    """An offline state is never fresh."""
    state = lost(reached(local()), NOW, fault=None, has_stand_in=False)
    assert state.freshness(NOW.at) is Freshness.STALE


def test_fault_is_never_fresh() -> None:
    """A server at fault is not fresh: operations need a check first."""
    fault = outcome_of(local(), FailureKind.STARTING)
    assert blamed(reached(local()), fault, NOW).freshness(NOW.at) is Freshness.STALE


def test_withdrawn_is_not_found() -> None:
    """A withdrawn address is not found, stale or not."""
    state = reached(local())
    gone = state.candidates.offered([remote()], LAN, in_use=local().url)
    assert state.with_candidates(gone).freshness(NOW.at) is Freshness.MISS


def test_expired_by_hand() -> None:
    """A failed operation ends freshness, not the entry."""
    state = expired(reached(local()))
    assert state.freshness(NOW.at) is Freshness.STALE
    assert state.last_good == local().url


def test_a_new_test_makes_it_fresh_again() -> None:
    """Each test renews freshness."""
    later = Moment(NOW.at + 1000, NOW.wall_after(1000))
    state = confirmed(expired(reached(local())), outcome_of(local()), later)
    assert state.freshness(later.at + 299) is Freshness.FRESH


def restored(world: World, tested: datetime | None) -> ServerMonitor:
    """Return a monitor with a restored local connection, tested then."""
    near = world.add(local())
    monitor = world.monitor(near)
    monitor.restore(
        ConnectionState(
            url=near.url,
            connection_type=ConnectionType.LOCAL,
            last_tested=tested,
        )
    )
    return monitor


def test_restored_state_is_as_old_as_it_says() -> None:
    """Wall time gives the age of a restored state, once."""

    async def main() -> None:
        world = World()
        state = restored(world, world.now() - timedelta(seconds=100)).current
        now = world.clock()
        assert state.freshness(now + 199) is Freshness.FRESH
        assert state.freshness(now + 200) is Freshness.STALE

    run(main())


@pytest.mark.parametrize("is_in_future", [True, False])
def test_restored_state_of_unknown_age_is_stale(*, is_in_future: bool) -> None:
    """A test in the future means that the clock was set: stale."""

    async def main() -> None:
        world = World()
        tested = world.now() + timedelta(seconds=1) if is_in_future else None
        state = restored(world, tested).current
        assert state.freshness(world.clock()) is Freshness.STALE

    run(main())
