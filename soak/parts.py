"""The parts, one process each."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict
import json
import os
from pathlib import Path
import sys
from typing import Any

from . import (
    account_sequences,
    dashboard,
    days,
    fuzz,
    households,
    kills,
    laws,
    messages,
    reloads,
    rough,
)
from .extent import Extent
from .figures import Findings
from .rig import live

ROOT = Path(__file__).parents[1]

type Part = Callable[[Extent], Coroutine[Any, Any, Findings]]

ON_A_JUMPING_CLOCK: Mapping[str, Part] = {
    "day": days.healthy,
    "off": days.off,
    "week": rough.week,
    "reloads": reloads.reloads,
    "households": households.households,
    "messages": messages.messages,
}
WITHOUT_SOCKETS: Mapping[str, Part] = {"accounts": account_sequences.accounts}
"""On a jumping clock, too, but without waiting for sockets before a jump."""
IN_REAL_TIME: Mapping[str, Part] = {
    "kills": kills.kills,
    "laws": laws.laws,
    "fuzz": fuzz.fuzz,
}
ALONE: Mapping[str, Part] = {"dashboard": dashboard.dashboard}
"""In real time, with limits on it: nothing else runs beside these."""
NAMES = (*ON_A_JUMPING_CLOCK, *WITHOUT_SOCKETS, *IN_REAL_TIME, *ALONE)

AT_ONCE = 2
"""Parts that run at the same time, except those measured in real time."""


def be(name: str, extent: Extent) -> None:
    """Run one part as this process, and print its findings."""
    if name in ON_A_JUMPING_CLOCK:
        findings = live(lambda: ON_A_JUMPING_CLOCK[name](extent))
    elif name in WITHOUT_SOCKETS:
        findings = live(lambda: WITHOUT_SOCKETS[name](extent), grace=0.0)
    else:
        part = IN_REAL_TIME.get(name) or ALONE[name]
        findings = asyncio.run(part(extent))
    print(json.dumps(findings.to_dict()))


async def run(
    names: tuple[str, ...], extent: Extent, say: Callable[[str], None]
) -> list[Findings]:
    """Run parts, and return their findings in order."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(name: str) -> Findings:
        async with places:
            say(f"{name} …")
            findings = await _run(name, extent)
            say(f"{name}: {len(findings.faults)} figures beyond their limits")
            return findings

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(name)) for name in names if name not in ALONE]
    alone = [await one(name) for name in names if name in ALONE]
    return [task.result() for task in tasks] + alone


async def _run(name: str, extent: Extent) -> Findings:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "soak", "--be", name),
        *("--extent", json.dumps(asdict(extent))),
        cwd=ROOT,
        # A seed determines a sequence: set order must not vary.
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return Findings.from_dict(json.loads(output.splitlines()[-1]))
    findings = Findings(title=name)
    findings.add("runs that came to no end", 1, 0)
    return findings
