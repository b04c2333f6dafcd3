"""From the moment a loss is known to another verified connection."""

from dataclasses import dataclass

from .bench import Bench
from .child import Child
from .networks import LAN_PLACE, NETWORKS
from .race_track import build, described, task_of
from .sample import Sample

WITH_STANDBY, WITHOUT = (
    next(each for each in NETWORKS if each.key == key) for key in ("home", "dead-8")
)
"""Rows that a fail-over must not stumble over, for when no standby is known; with a
standby they are not involved, and testing them all would take its time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FailOverTimes:
    """One kind of loss, many times."""

    standby: bool
    """Whether another direct candidate was known to work."""
    silent: bool
    """Whether the lost address is silent; else it refuses."""
    time: Sample
    chosen: frozenset[str]
    """The types used afterwards."""


async def measure(bench: Bench) -> list[FailOverTimes]:
    """Lose the LAN in four ways."""
    rounds = bench.extent.fail_overs
    times: list[FailOverTimes] = []
    async with bench.simulation() as simulation:
        await build(simulation, WITHOUT)
        async with bench.child("benchmarks.fail_over_process") as child:
            for standby in (True, False):
                times += await _measure(
                    simulation, child, standby=standby, rounds=rounds
                )
    for each in times:
        bench.say(
            f"Fail-over, standby {each.standby}, silent {each.silent}: "
            f"p50 {each.time.median:.0f} ms, p95 {each.time.percentile(0.95):.0f} ms"
        )
    return times


async def _measure(
    simulation: Child, child: Child, *, standby: bool, rounds: int
) -> list[FailOverTimes]:
    """Lose the LAN by refusal and by silence, alternately."""
    network = WITH_STANDBY if standby else WITHOUT
    task = task_of(network, await build(simulation, network))
    seconds: dict[bool, list[float]] = {False: [], True: []}
    chosen: dict[bool, set[str]] = {False: set(), True: set()}
    for silent in (False, True) * rounds:
        await child.ask(
            "connect",
            token=task["token"],
            interfaces=task["interfaces"],
            standby=standby,
        )
        await _lose(simulation, silent=silent)
        found = await child.ask("fail_over")
        await simulation.ask("act", action={"do": "restore", "listener": LAN_PLACE})
        seconds[silent].append(found["seconds"])
        chosen[silent].add(described(found["url"], network)[1])
    return [
        FailOverTimes(
            standby=standby,
            silent=silent,
            time=Sample.of_seconds(seconds[silent]),
            chosen=frozenset(chosen[silent]),
        )
        for silent in (False, True)
    ]


async def _lose(simulation: Child, *, silent: bool) -> None:
    if silent:
        await simulation.ask("act", action={"do": "vanish", "listener": LAN_PLACE})
    else:
        await simulation.ask("crash", listener=LAN_PLACE, reset=True)
