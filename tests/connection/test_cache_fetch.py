"""What somebody gets who wants to use a connection: at once, or after one refresh."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
import logging
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    CacheLookup,
    CacheStatistics,
    ConnectionCache,
    ConnectionState,
    ConnectionType,
    Freshness,
)
from tests.connection.virtual_time import run
from tests.connection.world import KEY
from tests.examples import examples

ADDRESS = "https://a.test:1"


def state(
    kind: ConnectionType = ConnectionType.LOCAL, url: str = ADDRESS
) -> ConnectionState:
    """Return a state."""
    return ConnectionState(url=url, connection_type=kind)


def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Run in the background, begun before this returns, as Home Assistant does it."""
    loop = asyncio.get_running_loop()
    return asyncio.Task(work, loop=loop, eager_start=True)


class Bench:
    """A cache, and a refresh that takes a second."""

    def __init__(self, *, enabled: bool = True) -> None:
        """Begin; needs a running loop."""
        self.clock = asyncio.get_running_loop().time
        self.cache = ConnectionCache(clock=self.clock, enabled=enabled)
        self.refreshes = 0
        self.result = state(url="https://new.test:1")
        self.error: Exception | None = None

    async def refresh(self) -> str:
        """Refresh; what it returns is of no interest."""
        self.refreshes += 1
        await asyncio.sleep(1)
        if self.error is not None:
            raise self.error
        self.cache.store(KEY, self.result)
        return "anything"

    async def fetch(self) -> CacheLookup:
        """Fetch."""
        return await self.cache.fetch(KEY, self.refresh, spawn=spawn)

    async def age(self, *, kind: ConnectionType = ConnectionType.LOCAL) -> None:
        """Let there be an old state."""
        self.cache.store(KEY, state(kind))
        await asyncio.sleep(400)

    async def timed(self, work: Awaitable[CacheLookup]) -> tuple[float, CacheLookup]:
        """Return how long something took, and its result."""
        began = self.clock()
        found = await work
        return self.clock() - began, found


def bench_test(
    body: Callable[[Bench], Coroutine[Any, Any, None]], *, enabled: bool = True
) -> None:
    """Run a test in virtual time."""

    async def main() -> None:
        await body(Bench(enabled=enabled))

    run(main())


def test_fresh() -> None:
    """At once, and nothing is refreshed."""

    async def body(bench: Bench) -> None:
        bench.cache.store(KEY, state())
        took, found = await bench.timed(bench.fetch())
        assert (took, bench.refreshes) == (0, 0)
        assert found.freshness is Freshness.FRESH
        assert found.state == state()
        assert bench.cache.statistics == CacheStatistics(fresh=1, stale=0, miss=0)

    bench_test(body)


def test_stale_is_served_while_one_refresh_runs() -> None:
    """However many ask."""

    async def body(bench: Bench) -> None:
        await bench.age()
        for _ in range(5):
            took, found = await bench.timed(bench.fetch())
            assert took == 0
            assert found.freshness is Freshness.STALE
            assert found.state == state()
        assert bench.refreshes == 1
        await asyncio.sleep(1.1)
        found = await bench.fetch()
        assert found.freshness is Freshness.FRESH
        assert found.state == bench.result
        assert bench.refreshes == 1
        assert bench.cache.statistics == CacheStatistics(fresh=1, stale=5, miss=0)

    bench_test(body)


def test_miss_waits_for_the_refresh_all_share() -> None:
    """And has its answer."""

    async def body(bench: Bench) -> None:
        answers = await asyncio.gather(*(bench.timed(bench.fetch()) for _ in range(5)))
        for took, found in answers:
            assert took == 1
            assert found.freshness is Freshness.MISS
            assert found.state == bench.result
        assert bench.refreshes == 1
        assert bench.cache.statistics == CacheStatistics(fresh=0, stale=0, miss=5)
        await bench.fetch()
        assert bench.refreshes == 1

    bench_test(body)


def test_server_that_is_off_is_no_answer() -> None:
    """Perhaps it is back."""

    async def body(bench: Bench) -> None:
        await bench.age(kind=ConnectionType.OFFLINE)
        took, found = await bench.timed(bench.fetch())
        assert took == 1
        assert found.freshness is Freshness.MISS
        assert found.state == bench.result
        assert bench.cache.statistics == CacheStatistics(fresh=0, stale=0, miss=1)

    bench_test(body)


def test_kill_switch() -> None:
    """Nothing is kept, so each asks; who asks together still asks once."""

    async def body(bench: Bench) -> None:
        for asked in (1, 2):
            answers = await asyncio.gather(bench.fetch(), bench.fetch())
            for found in answers:
                assert found == CacheLookup(freshness=Freshness.MISS)
            assert bench.refreshes == asked

    bench_test(body, enabled=False)


def test_failed_refresh_behind_an_older_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """That serves on; the failure is counted, and no secret."""

    async def body(bench: Bench) -> None:
        bench.error = RuntimeError("broken")
        await bench.age()
        assert (await bench.fetch()).state == state()
        await asyncio.sleep(1.1)
        assert (await bench.fetch()).state == state()
        await asyncio.sleep(1.1)
        assert bench.refreshes == 2
        assert bench.cache.statistics.stale_if_error == 2

    with caplog.at_level(logging.WARNING):
        bench_test(body)
    assert len(caplog.records) == 2


def test_failed_refresh_of_a_server_that_is_off() -> None:
    """Its waiters learn what was known before."""

    async def body(bench: Bench) -> None:
        bench.error = RuntimeError("broken")
        await bench.age(kind=ConnectionType.OFFLINE)
        found = await bench.fetch()
        assert found.state == state(ConnectionType.OFFLINE)
        assert bench.cache.statistics.stale_if_error == 1

    bench_test(body)


def test_failed_refresh_without_an_answer() -> None:
    """Everybody who waited is told."""

    async def body(bench: Bench) -> None:
        bench.error = RuntimeError("broken")
        results = await asyncio.gather(
            bench.fetch(), bench.fetch(), return_exceptions=True
        )
        assert set(results) == {bench.error}
        assert bench.refreshes == 1
        assert bench.cache.statistics.stale_if_error == 0
        bench.error = None
        assert (await bench.fetch()).state == bench.result

    bench_test(body)


def test_who_stops_waiting_does_not_end_it() -> None:
    """The others have their answer."""

    async def body(bench: Bench) -> None:
        first = asyncio.create_task(bench.fetch())
        second = asyncio.create_task(bench.fetch())
        await asyncio.sleep(0.5)
        first.cancel()
        assert (await second).state == bench.result
        assert first.cancelled()
        assert bench.refreshes == 1

    bench_test(body)


def test_refresh_that_is_ended_by_its_owner() -> None:
    """The entry was unloaded: those who wait get what there is, and go."""

    async def body(bench: Bench) -> None:
        tasks: list[asyncio.Task[None]] = []

        def keep(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
            tasks.append(spawn(work))
            return tasks[-1]

        waiting = asyncio.create_task(bench.cache.fetch(KEY, bench.refresh, spawn=keep))
        await asyncio.sleep(0.5)
        tasks[0].cancel()
        assert await waiting == CacheLookup(freshness=Freshness.MISS)
        assert (await bench.fetch()).state == bench.result

    bench_test(body)


def test_dropped_state_is_gone_and_its_server_still_run() -> None:
    """A withdrawn candidate must not be served stale."""

    async def body(bench: Bench) -> None:
        bench.cache.pin(KEY)
        bench.cache.store(KEY, state())
        bench.cache.drop(KEY)
        bench.cache.drop(KEY)
        assert bench.cache.inspect(KEY).freshness is Freshness.MISS
        assert bench.cache.statistics == CacheStatistics(fresh=0, stale=0, miss=0)
        bench.cache.store(KEY, state())
        for number in range(200):
            bench.cache.store(("account", f"{number}"), state())
        assert bench.cache.peek(KEY) == state()

    bench_test(body)


@examples(60)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.3, 1.0, 29.0, 119.0, 299.0, 300.0]),
            st.sampled_from(ConnectionType),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_laws(steps: list[tuple[float, ConnectionType, bool, bool]]) -> None:
    """One refresh at a time; fresh is never expired; nobody waits who has an answer."""

    async def body(bench: Bench) -> None:
        running = 0
        stored: dict[str, float] = {}
        result = ConnectionType.LOCAL
        is_broken = False

        async def refresh() -> None:
            nonlocal running
            running += 1
            assert running == 1
            try:
                await asyncio.sleep(1)
            finally:
                running -= 1
            if is_broken:
                raise RuntimeError
            stored["at"] = bench.clock()
            bench.cache.store(KEY, state(result))

        async def ask() -> None:
            began = bench.clock()
            try:
                found = await bench.cache.fetch(KEY, refresh, spawn=spawn)
            except RuntimeError:
                return
            took = bench.clock() - began
            assert took <= 1 + 1e-6
            if found.freshness is not Freshness.MISS:
                assert took == 0
            if found.freshness is Freshness.FRESH:
                assert found.state is not None
                lasts = {"local": 300, "remote": 120, "relay": 30}
                assert bench.clock() - stored["at"] < lasts[found.state.connection_type]

        asking: list[asyncio.Task[None]] = []
        for pause, kind, broken, leaves in steps:
            await asyncio.sleep(pause)
            result, is_broken = kind, broken
            asking.append(asyncio.create_task(ask()))
            if leaves:
                await asyncio.sleep(0.1)
                asking.pop().cancel()
        await asyncio.sleep(2)
        await asyncio.gather(*asking)

    bench_test(body)
