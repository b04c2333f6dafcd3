"""The time to the first usable connection, for every contestant on every network.

A run that waits for time-outs takes up to half a minute, and next to no CPU. For such
runs each contestant has its own lane on each network, and the lanes run in parallel.
"""

import asyncio

from .bench import Bench
from .networks import TestNetwork
from .race_track import RaceTrack, race_track
from .results import BARE, ENTRANTS, Entrant, Result

LANE_SPACING = 1.5
"""Seconds between the starts of two lanes, so that the CPU work before each wait runs
alone."""


async def measure(bench: Bench) -> list[Result]:
    """Run every contestant on every network."""
    networks = bench.extent.networks
    effort = bench.extent.effort
    results: list[Result] = []
    async with race_track(bench, networks[0], ENTRANTS) as track:
        await _warm_up(track, networks[0])
        for network in networks:
            if entrants := _entrants(network, sits_out=False):
                results += await track.race(network, entrants, effort)
    lanes = [
        (network, entrant)
        for network in networks
        for entrant in _entrants(network, sits_out=True)
    ]
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(_lane(bench, number, network, entrant))
            for number, (network, entrant) in enumerate(lanes)
        ]
    for task in tasks:
        results += task.result()
    return results


def _entrants(network: TestNetwork, *, sits_out: bool) -> list[Entrant]:
    """Return the contestants that are left out of a network, or the others."""
    return [
        entrant
        for entrant in ENTRANTS
        if (entrant.key in network.left_out) is sits_out
        and (entrant is not BARE or network.best is not None)
    ]


async def _warm_up(track: RaceTrack, network: TestNetwork) -> None:
    """Run each once without counting: imports happen only once."""
    await track.enter(network, ENTRANTS)
    for entrant in ENTRANTS:
        await track.run(entrant, network)


async def _lane(
    bench: Bench, number: int, network: TestNetwork, entrant: Entrant
) -> list[Result]:
    await asyncio.sleep(number * LANE_SPACING)
    own = bench.lane(f"{network.key}-{entrant.key}")
    async with race_track(own, network, [entrant]) as track:
        return await track.race(network, [entrant], bench.extent.patient)
