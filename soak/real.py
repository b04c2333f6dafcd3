"""Real seconds: the demo's two processes with a rough timeline, seen from outside."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from demo.home_assistant import HomeAssistant
from simulator.scenarios import ATTIC_LAN, ATTIC_PUBLIC

from .figures import Findings
from .process_rig import ProcessRig, process_rig, set_up, states, wait_for_best
from .resources import resident_megabytes
from .watch import DEAD_WITHOUT_PUSH

CALM = 30.0
"""Seconds between two incidents, on average."""

BEAT = 1.0
SETTLED = 30.0
"""Seconds after which everything created once exists."""

type Action = Mapping[str, Any]

TROUBLES: tuple[tuple[tuple[Action, ...], tuple[Action, ...], str | None], ...] = (
    (({"do": "vanish", "listener": ATTIC_LAN},), (), ATTIC_LAN),
    (({"do": "crash", "listener": ATTIC_LAN},), (), ATTIC_LAN),
    (({"do": "crash", "listener": ATTIC_PUBLIC},), (), ATTIC_PUBLIC),
    (({"do": "crash", "server": "Cabin"},), (), "203.0.113.66:32400"),
    (({"do": "cut", "server": "Attic"},), (), None),
    (({"do": "cut", "server": "Harbour", "reset": False},), (), None),
    (
        ({"do": "inject", "plex_tv": True, "fault": "server_error"},),
        (
            {"do": "heal", "listener": "plex.tv"},
            {"do": "heal", "listener": "clients.plex.tv"},
        ),
        None,
    ),
    (({"do": "dns", "mode": "nxdomain"},), ({"do": "dns", "mode": "answers"},), None),
    (
        ({"do": "rotate_token", "server": "Attic", "account": "alice"},),
        ({"do": "cut", "server": "Attic"},),
        None,
    ),
)
"""The start and end actions beside outages, and the address that is dead meanwhile."""


@dataclass(kw_only=True)
class Observation:
    """Observations over time."""

    dead_since: dict[str, float] = field(default_factory=dict)
    """Time of death by place."""
    longest_dead: float = 0.0
    """Seconds for which an address was shown as active after it had died."""
    megabytes: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)

    async def look(self, home: HomeAssistant) -> None:
        """Take one observation."""
        now = asyncio.get_running_loop().time()
        for place in (await states(home, "active_address")).values():
            if (since := self.dead_since.get(place)) is not None:
                self.longest_dead = max(self.longest_dead, now - since)
        process = Path("/proc") / str(home.process_id)
        self.megabytes.append(resident_megabytes(home.process_id))
        self.descriptors.append(await asyncio.to_thread(_count, process / "fd"))


def _count(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def real(seconds: float) -> Findings:
    """Run for the given seconds, not counting the start and the end."""
    findings = Findings(title="Real seconds")
    observation = Observation()
    troubles = 0
    async with process_rig() as rig:
        async with rig.home() as home:
            await set_up(home, rig)
            await asyncio.sleep(min(SETTLED, seconds))
            watching = asyncio.ensure_future(_watch(home, observation))
            rng = Random(29)  # noqa: S311
            loop = asyncio.get_running_loop()
            ends = loop.time() + seconds
            while loop.time() < ends:
                await _suffer(rig, observation, rng, ends - loop.time())
                troubles += 1
            bad = await wait_for_best(home)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        rig.note_complaints(home.log)
        findings.add("seconds", seconds)
        findings.add("troubles", troubles)
        findings.add(
            "longest time on a dead path",
            observation.longest_dead,
            DEAD_WITHOUT_PUSH,
            "s",
        )
        findings.add("servers not found again in the end", len(bad), 0)
        findings.complaints += bad
        _tell_growth(findings, observation)
        requests = len((await rig.world.record())["requests"])
        findings.add("requests seen by the world", requests)
        await rig.tell(findings)
    return findings


async def _watch(home: HomeAssistant, observation: Observation) -> None:
    while True:
        await observation.look(home)
        await asyncio.sleep(BEAT)


async def _suffer(
    rig: ProcessRig, observation: Observation, rng: Random, left: float
) -> None:
    """Let one incident last a while, and add a calm interval."""
    begin, end, place = rng.choice(TROUBLES)
    for action in begin:
        await rig.world.act(**action)
    if place is not None:
        observation.dead_since[place] = asyncio.get_running_loop().time()
    await asyncio.sleep(min(left, rng.expovariate(1 / CALM)))
    observation.dead_since.clear()
    for action in (
        *end,
        *({"do": "restore", "server": name} for name in ("Attic", "Cabin")),
    ):
        await rig.world.act(**action)
    await asyncio.sleep(min(left, rng.expovariate(1 / CALM)))


def _tell_growth(findings: Findings, observation: Observation) -> None:
    """Compare the last third with the first one."""
    third = max(1, len(observation.megabytes) // 3)
    for what, values, limit, unit in (
        ("memory, more in the last third", observation.megabytes, 25.0, "MB"),
        ("file descriptors, more in the last third", observation.descriptors, 8.0, ""),
    ):
        growth = max(values[-third:]) - max(values[:third])
        findings.add(what, growth, limit, unit)
