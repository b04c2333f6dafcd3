"""Priority scoring: the order of candidates, with and without a cached state."""

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionState,
    ConnectionType,
)
from custom_components.plex_connection.connection.ranking import (
    Quality,
    clearly_faster,
    order,
)
from tests.connection.virtual_time import run
from tests.connection.world import KEY, World, local, relay, remote


def test_without_a_cached_state() -> None:
    """Tier by tier, on-link first, then as offered."""
    docker = local(17, on_link=False)
    offered = [relay(), remote(21), docker, remote(20), local(11), local(10)]
    assert order(offered, {}) == (
        local(11),
        local(10),
        docker,
        remote(21),
        remote(20),
        relay(),
    )


def test_with_a_cached_state() -> None:
    """The last good candidate leads its own tier only."""
    offered = [local(10), local(11), remote(20), remote(21), relay()]
    assert order(offered, {}, last_good=remote(21).url) == (
        local(10),
        local(11),
        remote(21),
        remote(20),
        relay(),
    )
    assert order(offered, {}, last_good=relay().url) == tuple(offered)


def test_cached_state_leads_even_over_http() -> None:
    """A cached http address starts first, but does not win by it."""
    plain = local(10, scheme="http")
    offered = [local(10), plain]
    assert order(offered, {}, last_good=plain.url) == (plain, local(10))
    assert plain.preference > local(10).preference


def test_https_before_http_whatever_the_latency() -> None:
    """No latency outweighs https."""
    plain = local(10, scheme="http")
    quality = {plain.url: Quality(cold_ms=1), local(10).url: Quality(cold_ms=900)}
    assert order([plain, local(10)], quality) == (local(10), plain)


def test_latency_within_a_tier() -> None:
    """Measured before untried before failing."""
    offered = [remote(number) for number in range(1, 5)]
    quality = {
        remote(1).url: Quality(failing=True),
        remote(3).url: Quality(cold_ms=80),
        remote(4).url: Quality(cold_ms=40),
    }
    assert order(offered, quality) == (remote(4), remote(3), remote(2), remote(1))


def test_warm_is_not_compared_with_cold() -> None:
    """A warm sample among cold ones is ignored."""
    offered = [remote(1), remote(2), remote(3)]
    quality = {
        remote(1).url: Quality(warm_ms=5),
        remote(2).url: Quality(cold_ms=80),
        remote(3).url: Quality(cold_ms=70, warm_ms=60),
    }
    assert order(offered, quality) == (remote(3), remote(2), remote(1))


def test_warm_is_compared_with_warm() -> None:
    """If most candidates have warm samples, those decide."""
    offered = [remote(1), remote(2), remote(3), remote(4)]
    quality = {
        remote(1).url: Quality(warm_ms=5),
        remote(2).url: Quality(warm_ms=4, cold_ms=90),
        remote(3).url: Quality(cold_ms=1),
        remote(4).url: Quality(warm_ms=6),
    }
    assert order(offered, quality) == (remote(2), remote(1), remote(4), remote(3))


@pytest.mark.parametrize(
    ("new", "old", "verdict"),
    [
        (Quality(cold_ms=89), Quality(cold_ms=100), False),
        (Quality(cold_ms=80), Quality(cold_ms=100), True),
        (Quality(cold_ms=11), Quality(cold_ms=20), False),
        (Quality(cold_ms=10), Quality(cold_ms=20), True),
        (Quality(warm_ms=1), Quality(cold_ms=100), None),
        (Quality(warm_ms=99, cold_ms=1), Quality(warm_ms=100, cold_ms=100), False),
        (Quality(failing=True), Quality(cold_ms=1), None),
    ],
)
def test_clearly_faster(new: Quality, old: Quality, *, verdict: bool | None) -> None:
    """Clearly faster: by 10 ms and by 20 %, warm with warm, cold with cold."""
    assert clearly_faster(new, old) is verdict


latencies = st.none() | st.floats(0.1, 1000)
qualities = st.builds(
    Quality, cold_ms=latencies, warm_ms=latencies, failing=st.booleans()
)
pool = [
    *(local(n) for n in range(1, 4)),
    local(9, on_link=False),
    local(1, scheme="http"),
    *(remote(n) for n in range(1, 4)),
    relay(1),
    relay(2),
]


@given(
    st.permutations(pool),
    st.dictionaries(st.sampled_from([c.url for c in pool]), qualities),
    st.none() | st.sampled_from([c.url for c in pool]),
)
def test_laws(
    offered: list[Candidate], quality: dict[str, Quality], last_good: str | None
) -> None:
    """No candidate is lost, tiers are strict, the cached state moves only its own."""
    ordered = order(offered, quality, last_good=last_good)
    assert sorted(c.url for c in ordered) == sorted(c.url for c in offered)
    assert [c.tier for c in ordered] == sorted(c.tier for c in ordered)
    without = [c for c in order(offered, quality) if c.url != last_good]
    assert [c for c in ordered if c.url != last_good] == without
    if last_good is not None:
        tier = next(c.tier for c in ordered if c.url == last_good)
        assert next(c for c in ordered if c.tier == tier).url == last_good


def test_cached_state_leads_the_race_and_does_not_decide_it() -> None:
    """A cached remote address starts first; the local one still wins."""

    async def main() -> None:
        world = World()
        near, far, farther = local(), remote(20), remote(21)
        world.add(near, delay=0.1)
        world.add(far, delay=0.02)
        world.add(farther, delay=0.02)
        state = ConnectionState(url=farther.url, connection_type=ConnectionType.OFFLINE)
        monitor = world.monitor(near, far, farther)
        monitor.restore(state)
        report = await monitor.check(CheckReason.START)
        assert [probe.url for probe in world.probes] == [
            farther.url,
            near.url,
            far.url,
            near.url,
        ]
        assert report.active == near
        cached = world.cache.find(KEY)
        assert cached is not None
        assert cached.last_good == near.url

    run(main())


def test_no_cached_state_with_the_kill_switch() -> None:
    """With the cache disabled rank alone decides."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(far, near)
        monitor.restore(
            ConnectionState(url=far.url, connection_type=ConnectionType.OFFLINE)
        )
        assert monitor.report.connection_type is None
        await monitor.check(CheckReason.START)
        assert [probe.url for probe in world.probes] == [
            near.url,
            far.url,
            near.url,
        ]

    run(main())
