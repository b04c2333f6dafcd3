"""How soon a restored connection is used, after hours and days, in virtual time.

Each run has its own server, which is lost, or has only a relay, for a random time.
There are no operations, and no LAN announcements.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from custom_components.plex_connection.connection import (
    Candidate,
    ConnectionType,
)

from .bench import Bench
from .situations import Situation
from .virtual_rig import VirtualRig
from .virtual_time import run
from .virtual_world import DAY, LAN, RELAY, REMOTE, VirtualWorld, record_of, url_of

HOUR = 3600.0
ROWS = 4
SETTLED = 900.0
"""Seconds of normal operation before a server is lost."""
BEATS = (3.0, 9.0)
"""Seconds after which a loss is noticed at home, half a heartbeat to one and a half."""
PATIENCE = 1200.0
"""Seconds after which a connection not found counts as never found."""

WHILES: Mapping[Situation, tuple[float, float]] = {
    Situation.OFF_HOUR: (30.0, HOUR),
    Situation.OFF_DAY: (HOUR, DAY),
    Situation.OFF_LONG: (DAY, 2 * DAY),
    Situation.RELAYED_EARLY: (10.0, 600.0),
    Situation.RELAYED_LATE: (600.0, 2 * HOUR),
}
"""Minimum and maximum duration, in seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Returns:
    """One situation, many times."""

    situation: Situation
    used: tuple[float, ...]
    """Seconds of each run until operations use the restored connection."""
    shown: tuple[float, ...]
    """Seconds of each run until it is published."""


async def measure_returns(bench: Bench) -> list[Returns]:
    """Lose servers, as many of each kind as the extent's returns."""
    # In a thread, because virtual time needs its own loop.
    return await asyncio.to_thread(
        lambda: [_returns(each, bench.extent.returns) for each in WHILES]
    )


def _returns(situation: Situation, count: int) -> Returns:
    shortest, longest = WHILES[situation]
    step = (longest - shortest) / count
    times = [
        run(_return(situation, shortest + (number + 0.5) * step, seed=number))
        for number in range(count)
    ]
    used, shown = zip(*times, strict=True)
    return Returns(situation=situation, used=used, shown=shown)


async def _return(
    situation: Situation, lasts: float, *, seed: int
) -> tuple[float, float]:
    """Return the seconds until the restored connection is used, and shown."""
    rng = Random(seed)  # noqa: S311
    is_relayed = situation in (Situation.RELAYED_EARLY, Situation.RELAYED_LATE)
    world = VirtualWorld(
        alive=frozenset({url_of(*(RELAY if is_relayed else LAN))}),
        rng=rng,
        lasts=2 * SETTLED + lasts + PATIENCE,
    )
    rig = VirtualRig(world, record_of(ROWS, relay=is_relayed))
    keeping = asyncio.create_task(rig.keep())
    if is_relayed:
        await rig.until(lambda: rig.monitor.active is not None)
        await asyncio.sleep(lasts)
        back = url_of(*rng.choice((LAN, REMOTE)))
        world.alive |= {back}
    else:
        await asyncio.sleep(SETTLED + rng.uniform(0, SETTLED))
        await _lose(rig, world, rng.uniform(*BEATS), lasts)
    began = world.clock()
    async with asyncio.timeout(PATIENCE):
        used = await rig.until(lambda: _is_direct(rig.monitor.active))
        shown = await rig.until(lambda: _is_shown(rig))
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    return used - began, shown - began


async def _lose(
    rig: VirtualRig, world: VirtualWorld, noticed: float, lasts: float
) -> None:
    """Switch the server off for the duration."""
    alive, world.alive = world.alive, frozenset()
    await asyncio.sleep(noticed)
    losing = asyncio.create_task(rig.lose_push())
    await asyncio.sleep(lasts - noticed)
    await losing
    world.alive = alive


def _is_direct(candidate: Candidate | None) -> bool:
    return candidate is not None and candidate.kind is not ConnectionType.RELAY


def _is_shown(rig: VirtualRig) -> bool:
    return rig.shown is not None and _is_direct(rig.shown.active)
