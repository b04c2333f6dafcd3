"""Plays a timeline: each step at its time, round after round."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from .actions import perform
from .scenario import Timeline
from .simulation import Simulator


async def play(
    simulator: Simulator,
    timeline: Timeline,
    *,
    clock: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    say: Callable[[str], None],
) -> None:
    """Perform and report every step when it is due; a repeating timeline never ends.

    `clock` returns monotonic seconds and `sleep` waits on the same clock, so that a
    test can let hours pass in no time.
    """
    start = clock()
    for number in count():
        for step in timeline.steps:
            due = start + number * (timeline.every or 0.0) + step.at
            await sleep(max(0.0, due - clock()))
            for action in step.actions:
                await perform(simulator, action)
            say(step.say)
        if timeline.every is None or not timeline.steps:
            return
