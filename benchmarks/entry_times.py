"""Set-up of the account's entry in a real Home Assistant, with and without a store."""

from dataclasses import dataclass
from typing import Any

from simulator.scenario import AddressPlan, Scenario, ServerPlan

from .bench import Bench
from .blocks import SERVER_NAME
from .networks import HOME, PLEX_TV_ROUND_TRIP, dead_rows
from .rig import Rig, opened_rig
from .sample import Sample

BEST_ROUND_TRIP = 0.02
"""Seconds to the best candidate, as in the target."""

SCENARIO = Scenario(
    name="entry",
    servers=(
        ServerPlan(
            name=f"{SERVER_NAME} server",
            owner="alice",
            addresses=(
                *dead_rows(1),
                AddressPlan(address="192.168.40.12", round_trip=BEST_ROUND_TRIP),
                AddressPlan(address="203.0.113.40", kind="remote", round_trip=0.045),
            ),
        ),
    ),
    adapters=(HOME,),
    plex_tv_round_trip=PLEX_TV_ROUND_TRIP,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryTimes:
    """Time until every entity shows a connection."""

    stored: bool
    """Whether a store existed."""
    elapsed: Sample
    own: Sample
    """CPU time of the process, threads included."""
    requests: int
    """Maximum requests to servers and plex.tv before the entities were usable."""


async def measure(bench: Bench) -> list[EntryTimes]:
    """Set up without a store, then with the one that this left, in turn."""
    starts: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    async with opened_rig(bench, SCENARIO) as rig:
        # The first two are not counted: their imports stay.
        for number in range(bench.extent.entries + 1):
            for stored in (False, True):
                start = await _start(rig, stored=stored)
                if number:
                    starts[stored].append(start)
    times = [_times(stored, starts[stored]) for stored in (True, False)]
    for each in times:
        bench.say(f"Entry, store {each.stored}: {each.elapsed.median:.1f} ms")
    return times


async def _start(rig: Rig, *, stored: bool) -> dict[str, Any]:
    start: dict[str, Any] = await rig.start(remembers=stored)
    tally = await rig.simulation.ask(
        "tally", since=start["began"], until=start["usable"]
    )
    await rig.stop()
    requests = tally["requests"] + tally["requests_to_plex_tv"]
    return start | {"requests": requests}


def _times(stored: bool, starts: list[dict[str, Any]]) -> EntryTimes:  # noqa: FBT001
    return EntryTimes(
        stored=stored,
        elapsed=Sample.of_seconds(each["usable"] - each["began"] for each in starts),
        own=Sample.of_seconds(each["usable_cpu"] for each in starts),
        requests=max(each["requests"] for each in starts),
    )
