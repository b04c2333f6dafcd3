"""The connection cache: its size, eviction and kill switch."""

from datetime import UTC, datetime

from hypothesis import given, strategies as st

from custom_components.plex_connection.connection import ConnectionCache, Freshness
from custom_components.plex_connection.connection.clock import Moment
from custom_components.plex_connection.connection.state import ServerState
from tests.examples import examples

STATE = ServerState.initial(Moment(0.0, datetime(2026, 11, 22, tzinfo=UTC)))


def key(number: int) -> tuple[str, str]:
    """Return the key of a server."""
    return "account", f"server {number}"


def test_least_recently_used_goes_first() -> None:
    """Finding an entry counts as use."""
    cache = ConnectionCache(limit=3)
    for number in range(3):
        cache.hold(key(number), STATE)
    assert cache.find(key(0)) is STATE
    cache.hold(key(3), STATE)
    assert [cache.find(key(number)) is None for number in range(4)] == [
        False,
        True,
        False,
        False,
    ]


def test_running_servers_are_never_evicted() -> None:
    """A running server is not evicted, even above the limit."""
    cache = ConnectionCache(limit=2)
    for number in range(5):
        cache.run(key(number))
        cache.hold(key(number), STATE)
    for number in range(5, 9):
        cache.hold(key(number), STATE)
    assert len(cache) == 7
    assert all(cache.find(key(number)) for number in (0, 1, 2, 3, 4, 7, 8))


def test_a_server_that_stopped_may_go() -> None:
    """Releasing a stopped server makes room at once."""
    cache = ConnectionCache(limit=1)
    for number in range(2):
        cache.run(key(number))
        cache.hold(key(number), STATE)
    cache.release(key(0))
    assert len(cache) == 2
    cache.release(key(1))
    assert cache.find(key(0)) is None
    assert cache.find(key(1)) is STATE


def test_kill_switch() -> None:
    """A disabled cache stores and finds nothing."""
    cache = ConnectionCache(enabled=False)
    cache.hold(key(0), STATE)
    assert cache.find(key(0)) is None
    assert cache.freshness(key(0), 0.0) is Freshness.MISS
    assert len(cache) == 0


@examples(60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["hold", "find", "run", "release"]), st.integers(0, 6)
        ),
        max_size=40,
    )
)
def test_laws(steps: list[tuple[str, int]]) -> None:
    """No more states than the limit plus running servers, all of which are kept."""
    cache = ConnectionCache(limit=3)
    running: set[int] = set()
    held: set[int] = set()
    for step, number in steps:
        match step:
            case "hold":
                cache.hold(key(number), STATE)
                held.add(number)
            case "find":
                cache.find(key(number))
            case "run":
                cache.run(key(number))
                running.add(number)
            case _:
                cache.release(key(number))
                running.discard(number)
        before = len(cache)
        kept = {n for n in range(7) if cache.find(key(n)) is not None}
        assert len(kept) == before
        assert len(kept - running) <= 3
        assert kept <= held
        held &= kept
