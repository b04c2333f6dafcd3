"""The connection cache: its size, who stays, what it counts, its kill switch."""

from hypothesis import given, strategies as st

from custom_components.plex_connection.connection import (
    CacheStatistics,
    ConnectionCache,
    ConnectionState,
    ConnectionType,
    Freshness,
    ttl,
)
from tests.examples import examples

STATE = ConnectionState(url="https://a.test:1", connection_type=ConnectionType.LOCAL)


def key(number: int) -> tuple[str, str]:
    """Return the key of a server."""
    return "account", f"server {number}"


def test_least_recently_used_goes_first() -> None:
    """A look-up counts as use, a peek does not."""
    cache = ConnectionCache(clock=lambda: 0.0, limit=3)
    for number in range(3):
        cache.store(key(number), STATE)
    cache.lookup(key(0))
    cache.peek(key(1))
    cache.store(key(3), STATE)
    assert [cache.peek(key(number)) is None for number in range(4)] == [
        False,
        True,
        False,
        False,
    ]


def test_running_servers_are_never_evicted() -> None:
    """Not even when there are more of them than the limit."""
    cache = ConnectionCache(clock=lambda: 0.0, limit=2)
    for number in range(5):
        cache.pin(key(number))
        cache.store(key(number), STATE)
    for number in range(5, 9):
        cache.store(key(number), STATE)
    assert len(cache) == 7
    assert all(cache.peek(key(number)) for number in (0, 1, 2, 3, 4, 7, 8))


def test_a_server_that_stopped_may_go() -> None:
    """Unpinning makes room at once."""
    cache = ConnectionCache(clock=lambda: 0.0, limit=1)
    for number in range(2):
        cache.pin(key(number))
        cache.store(key(number), STATE)
    cache.unpin(key(0))
    assert len(cache) == 2
    cache.unpin(key(1))
    assert cache.peek(key(0)) is None
    assert cache.peek(key(1)) is STATE


def test_forgotten_server() -> None:
    """Forgetting takes the pin along."""
    cache = ConnectionCache(clock=lambda: 0.0, limit=1)
    cache.pin(key(0))
    cache.store(key(0), STATE)
    cache.discard(key(0))
    cache.discard(key(0))
    assert cache.lookup(key(0)).freshness is Freshness.MISS
    cache.store(key(0), STATE)
    cache.store(key(1), STATE)
    assert cache.peek(key(0)) is None


def test_lookups_are_counted() -> None:
    """By what they found."""
    now = [0.0]
    cache = ConnectionCache(clock=lambda: now[0])
    cache.lookup(key(0))
    cache.store(key(0), STATE)
    cache.lookup(key(0))
    cache.lookup(key(0))
    now[0] += 301
    cache.lookup(key(0))
    assert cache.statistics == CacheStatistics(fresh=2, stale=1, miss=1)


def test_kill_switch() -> None:
    """A cache that is off keeps nothing and finds nothing."""
    cache = ConnectionCache(clock=lambda: 0.0, enabled=False)
    cache.store(key(0), STATE)
    assert cache.peek(key(0)) is None
    assert cache.lookup(key(0)).freshness is Freshness.MISS
    assert len(cache) == 0


@examples(60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["store", "lookup", "pin", "unpin", "discard", "expire"]),
            st.integers(0, 6),
            st.sampled_from(ConnectionType),
            st.floats(0, 400),
        ),
        max_size=40,
    )
)
def test_laws(steps: list[tuple[str, int, ConnectionType, float]]) -> None:
    """Never an expired entry as fresh, never more entries than limit and pins."""
    now = [0.0]
    cache = ConnectionCache(clock=lambda: now[0], limit=3)
    pinned: set[int] = set()
    stored: dict[int, tuple[float, ConnectionType]] = {}
    for step, number, kind, wait in steps:
        now[0] += wait
        match step:
            case "store":
                cache.store(
                    key(number), ConnectionState(url=None, connection_type=kind)
                )
                stored[number] = (now[0], kind)
            case "lookup":
                found = cache.lookup(key(number))
                if found.freshness is Freshness.FRESH:
                    at, stored_kind = stored[number]
                    assert now[0] - at < ttl(stored_kind)
            case "pin":
                cache.pin(key(number))
                pinned.add(number)
            case "unpin":
                cache.unpin(key(number))
                pinned.discard(number)
            case "discard":
                cache.discard(key(number))
                pinned.discard(number)
                stored.pop(number, None)
            case _:
                cache.expire(key(number))
                if number in stored:
                    stored[number] = (-1e9, kind)
        kept = {n for n in range(7) if cache.peek(key(n)) is not None}
        assert len(kept - pinned) <= 3
        assert kept <= stored.keys()
