"""Check intervals, and the order of checks."""

import asyncio
from random import Random

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import ConnectionType, ProbeGate
from custom_components.plex_connection.connection.polling import (
    INTERVAL,
    SOONEST,
    Urgency,
    jittered,
    timer_delay,
)
from tests.connection.virtual_time import run
from tests.connection.world import Waiter
from tests.examples import examples


def test_intervals() -> None:
    """Intervals by connection type."""
    assert INTERVAL == {
        ConnectionType.LOCAL: 300,
        ConnectionType.REMOTE: 120,
        ConnectionType.RELAY: 30,
    }


@given(st.sampled_from(list(INTERVAL.values())), st.integers())
def test_jitter(interval: float, seed: int) -> None:
    """Up to 10 % shorter, never longer."""
    assert 0.9 * interval <= jittered(interval, Random(seed)) <= interval  # noqa: S311


@given(st.floats())
def test_timer(delay: float) -> None:
    """Any delay gives a valid timer; a sensible one is unchanged."""
    assert SOONEST <= timer_delay(delay) <= 600
    if SOONEST <= delay <= 600:
        assert timer_delay(delay) == delay


def test_urgency() -> None:
    """Relay comes before remote, before the rest."""
    kinds = [None, *ConnectionType]
    assert [Urgency.of(kind) for kind in kinds] == [
        Urgency.REST,
        Urgency.REST,
        Urgency.REMOTE,
        Urgency.RELAY,
        Urgency.REST,
    ]


def test_few_at_once_and_relay_first() -> None:
    """Waiting checks are admitted by urgency, then in order of arrival."""

    async def main() -> None:
        gate = ProbeGate(limit=2, reserve=1)
        entered: list[str] = []

        async def check(name: str, urgency: Urgency) -> None:
            async with gate.slot(Waiter(urgency)):
                entered.append(name)
                await asyncio.sleep(1)

        waiting = [
            check("first", Urgency.REST),
            check("second", Urgency.REST),
            check("local", Urgency.REST),
            check("offline", Urgency.REST),
            check("remote", Urgency.REMOTE),
            check("relay", Urgency.RELAY),
            check("loss", Urgency.FAILOVER),
            check("another loss", Urgency.FAILOVER),
        ]
        tasks = [asyncio.create_task(each) for each in waiting]
        await asyncio.sleep(0.5)
        assert entered == ["first", "second", "loss"]
        assert gate.running == 3
        await asyncio.gather(*tasks)
        assert entered[3:] == ["another loss", "relay", "remote", "local", "offline"]
        assert gate.running == 0

    run(main())


def test_urgency_that_rises_while_waiting() -> None:
    """A raised urgency counts at the next `admit()`."""

    async def main() -> None:
        gate = ProbeGate(limit=1, reserve=1)
        waiters = [Waiter(), Waiter(), Waiter()]
        entered: list[int] = []

        async def check(number: int) -> None:
            async with gate.slot(waiters[number]):
                entered.append(number)
                await asyncio.sleep(1)

        tasks = [asyncio.create_task(check(number)) for number in range(3)]
        await asyncio.sleep(0.5)
        waiters[2].urgency = Urgency.FAILOVER
        gate.admit()
        await asyncio.sleep(0)
        assert entered == [0, 2]
        await asyncio.gather(*tasks)

    run(main())


def test_cancelled_while_waiting() -> None:
    """A cancelled waiter's slot goes to the next."""

    async def main() -> None:
        gate = ProbeGate(limit=1, reserve=0)

        async def check() -> None:
            async with gate.slot(Waiter()):
                await asyncio.sleep(1)

        first, second, third = (asyncio.create_task(check()) for _ in range(3))
        await asyncio.sleep(0.1)
        second.cancel()
        await first
        assert gate.running == 1
        await third
        assert gate.running == 0

    run(main())


def test_cancelled_when_admitted() -> None:
    """A slot granted to a cancelled waiter is released."""

    async def main() -> None:
        gate = ProbeGate(limit=1, reserve=0)

        async def check() -> None:
            async with gate.slot(Waiter()):
                await asyncio.sleep(1)

        async def leave_and_cancel() -> None:
            await check()
            second.cancel()

        first = asyncio.create_task(leave_and_cancel())
        second = asyncio.create_task(check())
        third = asyncio.create_task(check())
        await asyncio.wait([first, second])
        assert second.cancelled()
        await third
        assert gate.running == 0

    run(main())


@examples(60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(Urgency),
            st.sampled_from([0.0, 0.1, 0.5, 1.0]),
            st.sampled_from([None, None, 0.0, 0.1, 0.5, 1.0, 1.5]),
        ),
        max_size=25,
    )
)
def test_laws(checks: list[tuple[Urgency, float, float | None]]) -> None:
    """Never too many at once, and no waiter starves, whatever is cancelled."""

    async def main() -> None:
        gate = ProbeGate(limit=2, reserve=1)
        running = {True: 0, False: 0}

        async def check(urgency: Urgency, seconds: float) -> None:
            urgent = urgency is Urgency.FAILOVER
            async with gate.slot(Waiter(urgency)):
                running[urgent] += 1
                assert sum(running.values()) <= gate.running <= 3
                assert running[False] <= 2
                try:
                    await asyncio.sleep(seconds)
                finally:
                    running[urgent] -= 1

        tasks: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        for urgency, seconds, cancelled_after in checks:
            task = asyncio.create_task(check(urgency, seconds))
            tasks.append(task)
            if cancelled_after is not None:
                loop.call_later(cancelled_after, task.cancel)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert gate.running == 0
        assert not [each for each in results if isinstance(each, AssertionError)]

    run(main())


@pytest.mark.parametrize("limit", [1, 4])
def test_account_with_many_servers(limit: int) -> None:
    """At most `limit` servers are checked at once."""

    async def main() -> None:
        gate = ProbeGate(limit=limit)
        most = 0

        async def check() -> None:
            nonlocal most
            async with gate.slot(Waiter()):
                most = max(most, gate.running)
                await asyncio.sleep(0.1)

        await asyncio.gather(*(check() for _ in range(30)))
        assert most == limit

    run(main())
