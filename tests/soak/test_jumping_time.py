"""The jumping clock: timers are exact; threads and sockets are awaited."""

import asyncio
import socket
import time

from soak.jumping_time import JumpingTimeLoop

WEEK = 7 * 24 * 3600.0


def test_week_takes_no_time() -> None:
    """A week's timers run in order, each at its exact time, without waiting."""
    seen: list[tuple[str, float]] = []

    async def note(name: str, delay: float) -> None:
        await asyncio.sleep(delay)
        seen.append((name, asyncio.get_running_loop().time()))

    async def main() -> None:
        await asyncio.gather(note("week", WEEK), note("day", WEEK / 7))

    began = time.monotonic()
    with asyncio.Runner(loop_factory=JumpingTimeLoop) as runner:
        runner.run(main())
    assert time.monotonic() - began < WEEK / 7
    assert seen == [("day", WEEK / 7), ("week", WEEK)]


def test_timers_are_due_after_a_year() -> None:
    """A nanosecond added to a year of seconds is lost in a float."""

    async def main() -> None:
        await asyncio.sleep(60 * WEEK)
        await asyncio.sleep(0.1)

    with asyncio.Runner(loop_factory=JumpingTimeLoop) as runner:
        runner.run(asyncio.wait_for(main(), 61 * WEEK))


def test_no_time_passes_while_a_thread_works() -> None:
    """The loop awaits an executor job before the clock advances."""

    async def main() -> float:
        loop = asyncio.get_running_loop()
        timeout = asyncio.timeout(1)
        async with timeout:
            await asyncio.to_thread(time.sleep, 0.05)
        return loop.time()

    with asyncio.Runner(loop_factory=JumpingTimeLoop) as runner:
        assert runner.run(main()) == 0.0


def test_data_in_transit_arrives_first() -> None:
    """Bytes on a socket arrive before the next timer fires."""

    async def main() -> tuple[bytes, float]:
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=ours)
        other_reader, other_writer = await asyncio.open_connection(sock=theirs)
        other_writer.write(b"ping")
        async with asyncio.timeout(1):
            data = await reader.read(4)
        writer.close()
        other_writer.close()
        await writer.wait_closed()
        await other_writer.wait_closed()
        assert other_reader.at_eof()
        return data, asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=JumpingTimeLoop) as runner:
        assert runner.run(main()) == (b"ping", 0.0)


def test_wall_clock_follows() -> None:
    """Each jump is reported, and their sum is the elapsed time."""
    jumps: list[float] = []
    loop = JumpingTimeLoop()
    loop.on_jump = jumps.append

    async def main() -> None:
        await asyncio.sleep(60)
        loop.stop_jumping()
        await asyncio.sleep(0)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main())
    assert sum(jumps) == 60
