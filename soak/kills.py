"""A whole Home Assistant that is killed at any moment, and starts well each time."""

import asyncio
from random import Random

from aiohttp import ClientError

from demo.home_assistant import HomeAssistant, ProcessError
from simulator.scenarios import ATTIC_LAN, ATTIC_PUBLIC

from .extent import Extent
from .figures import Findings
from .process_rig import ProcessRig, process_rig, set_up, wait_for_any, wait_for_best

TROUBLE = (
    {"do": "crash", "listener": ATTIC_LAN},
    {"do": "crash", "listener": ATTIC_PUBLIC},
)
"""Changes that make the store be written, five seconds later."""

LONGEST_WAIT = 8.0
STARTING = 5.0
"""Seconds of a start, on an idle machine, within which it is killed."""


async def kills(extent: Extent) -> Findings:
    """Kill it, alternately during a change and during its start."""
    findings = Findings(title="Kills")
    rng = Random(23)  # noqa: S311
    bad: list[str] = []
    async with process_rig() as rig:
        async with rig.home() as home:
            await set_up(home, rig)
            await _suffer(home, rig, rng)
        for number in range(1, extent.kills):
            if number % 2:
                await _kill_start(rig.home(), rng)
                continue
            async with rig.home() as home:
                bad += await wait_for_any(home)
                await _suffer(home, rig, rng)
        async with rig.home() as home:
            bad += await wait_for_any(home)
            bad += await wait_for_best(home)
            entries = await home.get("/api/config/config_entries/entry")
        rig.note_complaints(home.log)
        states = [each["state"] for each in entries if each["domain"] == DOMAIN]
        findings.add("kills", extent.kills)
        findings.add("servers not found again after a start", len(bad), 0)
        findings.complaints += bad
        findings.add("entries lost, or not loaded", 1 - states.count("loaded"), 0)
        broken = list((rig.config_dir / ".storage").glob(f"{DOMAIN}.*.corrupt.*"))
        findings.add("stores of ours found broken", len(broken), 0)
        await rig.tell(findings)
    return findings


DOMAIN = "plex_connection"


async def _suffer(home: HomeAssistant, rig: ProcessRig, rng: Random) -> None:
    """Kill it while the connection changes, and its store may be being written."""
    await rig.world.act(**rng.choice(TROUBLE))
    await asyncio.sleep(rng.uniform(0.0, LONGEST_WAIT))
    await home.kill()
    rig.note_complaints(home.log)
    await rig.world.act(do="restore", server="Attic")


async def _kill_start(home: HomeAssistant, rng: Random) -> None:
    """Kill it while it starts; on a fast machine it has started by then."""
    starting = asyncio.ensure_future(home.__aenter__())
    await asyncio.sleep(rng.uniform(0.0, STARTING))
    await home.kill()
    try:
        await starting
    except ClientError, ProcessError:
        return
    await home.__aexit__()
