"""What an operation that requests the connection gets, and when."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
import logging
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    Freshness,
)
from custom_components.plex_connection.connection.clock import Moment
from custom_components.plex_connection.connection.racing import FinishedAttempt
from custom_components.plex_connection.connection.transitions import confirmed, lost
from tests.connection.virtual_time import run
from tests.connection.world import KEY, World, local, relay, remote, spawn
from tests.examples import examples

WAYS: dict[ConnectionType, Candidate] = {
    ConnectionType.LOCAL: local(),
    ConnectionType.REMOTE: remote(),
    ConnectionType.RELAY: relay(),
}
NEW = remote()


class Bench:
    """A monitor whose refresh is scripted: one second, then a result."""

    def __init__(self, *, enabled: bool = True) -> None:
        """Create the monitor; needs a running loop."""
        self.tasks: list[asyncio.Task[None]] = []
        self.world = World(spawn=self.spawn)
        self.world.cache.enabled = enabled
        self.clock = self.world.clock
        self.monitor = self.world.monitor(*WAYS.values())
        self.refresh: Callable[[], Awaitable[object]] = self.settle_in_a_second
        self.monitor.check = self.check  # type: ignore[method-assign]
        self.refreshes = 0
        self.result: ConnectionType = ConnectionType.REMOTE
        self.error: Exception | None = None

    def settle(self, kind: ConnectionType) -> None:
        """Apply a state of a connection type."""
        state = self.monitor.current
        moment = Moment(self.world.clock(), self.world.now())
        if kind is ConnectionType.OFFLINE:
            state = lost(state, moment, fault=None, has_stand_in=False)
        else:
            attempt = Attempt(url=WAYS[kind].url, at=moment.wall)
            state = confirmed(state, FinishedAttempt(WAYS[kind], attempt), moment)
        self.monitor.apply(state)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Run in the background."""
        self.tasks.append(spawn(work, name))
        return self.tasks[-1]

    async def check(self, reason: CheckReason) -> ConnectionReport:
        """Run the scripted refresh instead of a check."""
        assert reason is CheckReason.OPERATION
        await self.refresh()
        return self.monitor.report

    async def settle_in_a_second(self) -> str:
        """Refresh for a second; the return value is ignored."""
        self.refreshes += 1
        await asyncio.sleep(1)
        if self.error is not None:
            raise self.error
        self.settle(self.result)
        return "anything"

    async def ask(self) -> Candidate | None:
        """Request the connection."""
        return await self.monitor.connection()

    async def age(self, *, kind: ConnectionType = ConnectionType.LOCAL) -> None:
        """Apply a state and let it become stale."""
        self.settle(kind)
        await asyncio.sleep(400)

    async def timed[T](self, work: Awaitable[T]) -> tuple[float, T]:
        """Return the seconds something took, and its result."""
        began = self.clock()
        found = await work
        return self.clock() - began, found

    @property
    def found(self) -> list[Freshness]:
        """Return the freshness of each lookup."""
        return self.world.watcher.lookups


def bench_test(
    body: Callable[[Bench], Coroutine[Any, Any, None]], *, enabled: bool = True
) -> None:
    """Run a test in virtual time."""

    async def main() -> None:
        await body(Bench(enabled=enabled))

    run(main())


def test_fresh() -> None:
    """A fresh connection is returned at once, without a refresh."""

    async def body(bench: Bench) -> None:
        bench.settle(ConnectionType.LOCAL)
        assert await bench.timed(bench.ask()) == (0, local())
        assert bench.refreshes == 0
        assert bench.found == [Freshness.FRESH]

    bench_test(body)


def test_stale_is_served_while_one_refresh_runs() -> None:
    """A stale connection is returned at once; all requests share one refresh."""

    async def body(bench: Bench) -> None:
        await bench.age()
        for _ in range(5):
            assert await bench.timed(bench.ask()) == (0, local())
        assert bench.refreshes == 1
        await asyncio.sleep(1.1)
        assert await bench.ask() == NEW
        assert bench.refreshes == 1
        assert bench.found == [Freshness.STALE] * 5 + [Freshness.FRESH]

    bench_test(body)


def test_miss_waits_for_the_refresh_all_share() -> None:
    """Without a connection, all requests wait for one refresh and get its result."""

    async def body(bench: Bench) -> None:
        answers = await asyncio.gather(*(bench.timed(bench.ask()) for _ in range(5)))
        assert answers == [(1, NEW)] * 5
        assert bench.refreshes == 1
        assert bench.found == [Freshness.MISS] * 5
        await bench.ask()
        assert bench.refreshes == 1

    bench_test(body)


def test_request_to_an_offline_server_waits() -> None:
    """For an offline server a request waits for a refresh: it may be back."""

    async def body(bench: Bench) -> None:
        await bench.age(kind=ConnectionType.OFFLINE)
        assert await bench.timed(bench.ask()) == (1, NEW)
        assert bench.found == [Freshness.MISS]

    bench_test(body)


def test_kill_switch() -> None:
    """With the cache disabled each request refreshes; concurrent ones share one."""

    async def body(bench: Bench) -> None:
        for asked in (1, 2):
            await asyncio.gather(bench.ask(), bench.ask())
            assert bench.refreshes == asked
        assert bench.found == [Freshness.MISS] * 4

    bench_test(body, enabled=False)


def test_failed_refresh_behind_an_older_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If a refresh fails, the older connection stays in use; the failure is logged."""

    async def body(bench: Bench) -> None:
        bench.error = RuntimeError("broken")
        await bench.age()
        assert await bench.ask() == local()
        await asyncio.sleep(1.1)
        assert await bench.ask() == local()
        await asyncio.sleep(1.1)
        assert bench.refreshes == 2

    with caplog.at_level(logging.WARNING):
        bench_test(body)
    assert len(caplog.records) == 2


def test_failed_refresh_while_offline() -> None:
    """If a refresh fails, waiting requests get the state from before: offline."""

    async def body(bench: Bench) -> None:
        bench.error = RuntimeError("broken")
        await bench.age(kind=ConnectionType.OFFLINE)
        assert await bench.ask() is None

    bench_test(body)


def test_failed_refresh_without_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    """If the first refresh fails, all waiting requests get None; one log entry."""

    async def body(bench: Bench) -> None:
        bench.error = RuntimeError("broken")
        assert set(await asyncio.gather(bench.ask(), bench.ask())) == {None}
        assert bench.refreshes == 1
        bench.error = None
        assert await bench.ask() == NEW

    bench_test(body)
    (record,) = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert record.exc_info is not None


def test_cancelled_request_leaves_the_refresh_running() -> None:
    """Cancelling one waiting request does not end the refresh for the others."""

    async def body(bench: Bench) -> None:
        first = asyncio.create_task(bench.ask())
        second = asyncio.create_task(bench.ask())
        await asyncio.sleep(0.5)
        first.cancel()
        assert await second == NEW
        assert first.cancelled()
        assert bench.refreshes == 1

    bench_test(body)


def test_refresh_cancelled_by_unloading() -> None:
    """Unloading cancels the refresh; waiting requests get the current state."""

    async def body(bench: Bench) -> None:
        waiting = asyncio.create_task(bench.ask())
        await asyncio.sleep(0.5)
        bench.tasks[0].cancel()
        assert await waiting is None
        assert await bench.ask() == NEW

    bench_test(body)


def test_state_of_a_running_server_stays() -> None:
    """A running server's state is never evicted from the cache."""

    async def body(bench: Bench) -> None:
        bench.settle(ConnectionType.LOCAL)
        cache = bench.world.cache
        for number in range(200):
            cache.hold(("account", f"{number}"), bench.monitor.current)
        assert cache.find(KEY) is bench.monitor.current

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
        max_size=12,
    )
)
def test_laws(steps: list[tuple[float, ConnectionType, bool, bool]]) -> None:
    """One refresh at a time; FRESH is never expired; only a MISS waits."""

    async def body(bench: Bench) -> None:
        running = 0
        settled: dict[str, float] = {}
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
            settled["at"] = bench.clock()
            bench.settle(result)

        async def ask() -> None:
            began, told = bench.clock(), len(bench.found)
            await bench.ask()
            took = bench.clock() - began
            assert took <= 1 + 1e-6
            if took == 0:
                assert bench.found[told] is not Freshness.MISS
            else:
                assert bench.found[-1] is Freshness.MISS
            if took == 0 and bench.found[told] is Freshness.FRESH:
                kind = bench.monitor.current.connection_type
                lasts = {"local": 300, "remote": 120, "relay": 30}
                assert kind is not None
                assert bench.clock() - settled["at"] < lasts[kind]

        bench.refresh = refresh
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
