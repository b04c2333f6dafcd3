"""Many servers with many rows each: CPU, memory, and stalls of the event loop."""

import asyncio
from dataclasses import dataclass
from typing import Any

from .bench import Bench
from .blocks import Block
from .crowd import crowd
from .detection_times import WEBSOCKETS
from .passing_time import let_pass
from .rig import opened_rig

ROWS = 16

SETTLING = 3.0
"""Seconds to wait after set-up for the work it started to finish."""


IDLE = 300.0
"""Seconds before any set-up, to measure the cost of measuring."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A set-up, or an hour."""

    cpu: float
    """Seconds."""
    ours: Block
    """The longest block by our code."""
    others: Block
    """The longest block by other code in the same loop."""
    collecting: float
    """Milliseconds of the longest garbage collection."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The cost of a number of servers."""

    servers: int
    until_connected: float
    """Seconds from the start of set-up until all were shown as connected."""
    megabytes: float
    """Memory added by set-up."""
    set_up: Period
    hour: Period
    requests: int
    """In the hour, including those to plex.tv."""
    handshakes: int
    websockets: int
    """Opened in the hour; each one replaces a lost one."""


async def measure(bench: Bench) -> list[Scale]:
    """Measure worlds of several sizes, each in its own process."""
    found = []
    for servers in bench.extent.sizes:
        scale = await _measure(bench, servers, bench.extent.hour)
        bench.say(
            f"{servers} servers: set-up {scale.set_up.cpu:.2f} s CPU, "
            f"an hour {scale.hour.cpu:.2f} s CPU, {scale.megabytes:.0f} MB, "
            f"longest block {scale.hour.ours.cpu:.1f} ms"
        )
        found.append(scale)
    return found


async def _measure(bench: Bench, servers: int, seconds: float) -> Scale:
    async with opened_rig(bench, crowd(servers, ROWS)) as rig:
        simulation, home = rig.simulation, rig.home
        idle = await let_pass(simulation, home, IDLE) / IDLE
        start = await rig.start(watch=True)
        set_up = _period(start["usable_cpu"], await home.ask("watched"))
        await asyncio.sleep(SETTLING)
        await home.ask("watched")
        await simulation.ask("clear")
        cpu = await let_pass(simulation, home, seconds) - idle * seconds
        hour = _period(cpu * 3600 / seconds, await home.ask("watched"))
        tally = await simulation.ask("tally")
        paths = await simulation.ask("paths")
        await rig.stop()
    return Scale(
        servers=servers,
        until_connected=start["usable"] - start["began"],
        megabytes=start["megabytes"],
        set_up=set_up,
        hour=hour,
        requests=tally["requests"] + tally["requests_to_plex_tv"],
        handshakes=tally["handshakes"],
        websockets=paths.get(WEBSOCKETS, 0),
    )


def _period(cpu: float, blocks: Any) -> Period:
    return Period(
        cpu=cpu,
        ours=Block(**blocks["ours"]),
        others=Block(**blocks["others"]),
        collecting=blocks["collecting"],
    )
