"""How soon a household returns to its connection, or a better one, after an event.

Most of the time is waiting, so all situations wait at the same time: each has its own
world and Home Assistant, with many households. They are set up one after the other;
then all of them begin.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from typing import Any

from .bench import Bench
from .child import Child
from .detection_times import WEBSOCKETS
from .hostile_times import IDENTITY
from .return_times import PATIENCE, Returns, measure_returns
from .sample import Sample
from .situations import (
    BLIPS,
    GONE,
    ON_RELAY,
    Situation,
    addresses_of,
    household_name,
    scenario_of,
    server_name,
    steps_of,
)

PUSH_TIMEOUT = 60.0
"""Seconds within which every push channel has to open."""

IDLE = 17.0
"""Seconds after which an idle connection has been closed: the one to the standby, whose
last test may be half an hour ago, is not open."""

LANE_SPACING = 8.0
"""Seconds between the starts of two situations, which happen mostly in their first
fifteen: so not all households are busy at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Back:
    """Results of one situation, in many households."""

    situation: Situation
    runs: int
    told: int
    """Runs in which a state or an event announced it."""
    used: Sample
    """Time until operations use the right connection, in all runs."""
    shown: Sample | None
    """Time until it is published, in announced runs; None: in none."""
    patience: float
    """Time limit in seconds; a result that did not come by then counts as having come
    then."""
    probes: Sample | None = None
    """Our probes per run, from its start until the time limit after its end."""

    @property
    def left(self) -> Sample | None:
        """Return the time until use, of the delayed runs only.

        The others, which noticed nothing, would flatter the median.
        """
        late = tuple(each for each in self.used.values if each > 0)
        return Sample(values=late) if late else None


@dataclass(kw_only=True, slots=True)
class _Lane:
    """A situation, with its world and its Home Assistant."""

    situation: Situation
    households: int
    simulation: Child
    home: Child
    began: Mapping[str, float]


async def measure(bench: Bench) -> list[Back]:
    """Measure every situation."""
    async with AsyncExitStack() as stack:
        lanes = [await _set_up(bench, stack, each) for each in bench.extent.situations]
        await asyncio.sleep(min(IDLE, bench.extent.patience))
        spacing = min(LANE_SPACING, bench.extent.patience)
        async with asyncio.TaskGroup() as group:
            playing = [
                group.create_task(_play(bench, lane, (len(lanes) - number) * spacing))
                for number, lane in enumerate(lanes, 1)
            ]
            # Takes a processor, while the waiting parts need none.
            await asyncio.sleep(len(lanes) * spacing)
            returns = await measure_returns(bench)
        for lane in lanes:
            await lane.home.ask("stop")
    found = [task.result() for task in playing] + [_returned(each) for each in returns]
    for each in found:
        bench.say(
            f"{each.situation}: used after {each.used.median / 1000:.1f} s, "
            f"announced in {each.told} of {each.runs}"
        )
    return found


async def _set_up(bench: Bench, stack: AsyncExitStack, situation: Situation) -> _Lane:
    """Build a situation's world, with its push channels open and standbys known."""
    households = bench.extent.households
    bench.say(f"{situation}: is set up")
    lane = bench.lane(situation)
    simulation = await stack.enter_async_context(lane.simulation())
    scenario = scenario_of(situation, households)
    world = await simulation.ask("build", scenario=asdict(scenario))
    home = await stack.enter_async_context(
        lane.child("benchmarks.neighbourhood_process")
    )
    began = await home.ask("start", accounts=world["accounts"])
    if situation not in ON_RELAY:
        async with asyncio.timeout(PUSH_TIMEOUT):
            while await _opened(simulation) < households:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.2)
        await home.ask("test")
    return _Lane(
        situation=situation,
        households=households,
        simulation=simulation,
        home=home,
        began=began,
    )


async def _opened(simulation: Child) -> int:
    paths: dict[str, int] = await simulation.ask("paths")
    return paths.get(WEBSOCKETS, 0)


async def _play(bench: Bench, lane: _Lane, delay: float) -> Back:
    """Play the situation, wait, and return the result."""
    if lane.situation is Situation.RELAY_ONLY:
        seen = await lane.home.ask("seen", since=0.0)
        return _relay_only(lane, seen, bench.extent.patience)
    await asyncio.sleep(delay)
    steps = steps_of(lane.situation, lane.households)
    moments = await lane.simulation.ask(
        "play", steps=[(at, action) for at, _, action in steps]
    )
    await asyncio.sleep(bench.extent.patience)
    seen = await lane.home.ask("seen", since=moments[0])
    seen["asked"] = await lane.simulation.ask("asked", path=IDENTITY, since=moments[0])
    times: dict[int, list[float]] = {}
    for (_, number, _), moment in zip(steps, moments, strict=True):
        times.setdefault(number, []).append(moment)
    runs = [
        HouseholdTimes(lane.situation, each, times[each], seen)
        for each in sorted(times)
    ]
    return _back(lane.situation, runs, bench.extent.patience)


class HouseholdTimes:
    """One household's view of its situation."""

    def __init__(
        self, situation: Situation, number: int, times: Sequence[float], seen: Any
    ) -> None:
        """Take the start and end times, and the observations of all households."""
        self._situation = situation
        self._number = number
        self._began, self._over = times[0], times[-1]
        self._used = self._mine(seen["used"])
        self._shown = self._mine(seen["shown"])
        self._told = [float(each[0]) for each in self._mine(seen["told"])]
        self._seen = seen

    def _mine(self, seen: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
        name = household_name(self._number)
        return [each for each in seen if each[1] == name]

    @property
    def is_raised(self) -> bool:
        """Whether a state or an event announced it."""
        return any(at >= self._began for at in self._told)

    def used(self, patience: float) -> float:
        """Return the seconds until operations use the right connection."""
        return self._until(self._used, patience)

    def shown(self, patience: float) -> float:
        """Return the seconds until it is published."""
        if self._situation in GONE:
            told = (at - self._began for at in self._told if at >= self._began)
            return min((patience, *told))
        return self._until(self._shown, patience)

    def _until(self, seen: list[Sequence[Any]], patience: float) -> float:
        """Return the seconds until the connection is right and stays so.

        For a permanent loss: until another connection.
        """
        before = [each for each in seen if each[0] < self._began][-1]
        after = [each for each in seen if each[0] >= self._began]
        if self._situation in GONE:
            moments = [float(each[0]) for each in after]
            return min((patience, *(at - self._began for at in moments)))
        at, _, *last = (after or [before])[-1]
        if not self._is_back(last, before[2:]):
            return patience
        return min(patience, max(0.0, at - self._over)) if after else 0.0

    def _is_back(self, now: Sequence[str], before: Sequence[str]) -> bool:
        kind, url = now
        match self._situation:
            case Situation.MOVED | Situation.RENAMED:
                return kind == "local" and url != before[1]
            case Situation.RELAYED:
                return kind in ("local", "remote")
        return list(now) == list(before)

    def probes(self, patience: float) -> int:
        """Return the number of probes sent, answered or not."""
        end = self._over + patience
        mine, addresses = server_name(self._number), addresses_of(self._number)
        answered = [at for at, server in self._seen["asked"] if server == mine]
        vain = [at for at, address in self._seen["vain"] if address in addresses]
        return sum(self._began <= at <= end for at in (*answered, *vain))


def _back(situation: Situation, runs: list[HouseholdTimes], patience: float) -> Back:
    told = [run for run in runs if run.is_raised]
    probes = tuple(sorted(float(run.probes(patience)) for run in runs))
    return Back(
        situation=situation,
        runs=len(runs),
        told=len(told),
        used=Sample.of_seconds(run.used(patience) for run in runs),
        shown=Sample.of_seconds(run.shown(patience) for run in told) if told else None,
        patience=patience,
        probes=Sample(values=probes) if situation in BLIPS else None,
    )


def _relay_only(lane: _Lane, seen: Any, patience: float) -> Back:
    """Return when the relay was used and announced, from each set-up's start."""
    used = [_first(seen["used"], who, at) for who, at in lane.began.items()]
    shown = [_first(seen["told"], who, at) for who, at in lane.began.items()]
    return Back(
        situation=lane.situation,
        runs=len(used),
        told=len(shown),
        used=Sample.of_seconds(used),
        shown=Sample.of_seconds(shown),
        patience=patience,
    )


def _first(seen: Iterable[Sequence[Any]], household: str, since: float) -> float:
    return next(
        float(each[0]) - since
        for each in seen
        if each[1] == household and each[2] == "relay" and each[0] >= since
    )


def _returned(returns: Returns) -> Back:
    """Return the results of virtual time in the same form."""
    return Back(
        situation=returns.situation,
        runs=len(returns.shown),
        told=len(returns.shown),
        used=Sample.of_seconds(returns.used),
        shown=Sample.of_seconds(returns.shown),
        patience=PATIENCE,
    )
