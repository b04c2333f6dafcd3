"""Advances time for Home Assistant in a simulated world, without waiting."""

from .child import Child

STEP = 5.0
"""Seconds per move of the clock: the pings of push, every nine seconds, come every
ten."""


async def let_pass(simulation: Child, home: Child, seconds: float) -> float:
    """Advance the clock in steps; return the CPU seconds that Home Assistant took.

    After each step both are queried in turn, until neither has given the other more
    work.
    """
    began = await home.ask("move", seconds=0.0)
    for _ in range(round(seconds / STEP)):
        await home.ask("move", seconds=STEP)
        while await home.ask("quiet") or await simulation.ask("quiet"):
            pass
    ended = await home.ask("move", seconds=0.0)
    return float(ended - began)
