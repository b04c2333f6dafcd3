"""Lets time pass for Home Assistant in a simulated world, without waiting for it."""

from .child import Child

STEP = 5.0
"""Seconds by which the clock is moved at once: the pings of push, every nine seconds,
come every ten."""


async def let_pass(simulation: Child, home: Child, seconds: float) -> float:
    """Move the clock on, step by step; return the CPU seconds that Home Assistant took.

    After each step both are asked in turn, until neither has given the other anything
    more to do.
    """
    began = await home.ask("move", seconds=0.0)
    for _ in range(round(seconds / STEP)):
        await home.ask("move", seconds=STEP)
        while await home.ask("quiet") or await simulation.ask("quiet"):
            pass
    ended = await home.ask("move", seconds=0.0)
    return float(ended - began)
