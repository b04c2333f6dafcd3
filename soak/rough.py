"""A week with constant incidents, and the calm after it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
import json
from random import Random

from homeassistant.exceptions import HomeAssistantError

from custom_components.plex_connection.connection import ConnectionType
from simulator import MediaServer, Simulator
from simulator.scenarios import ATTIC, CABIN, QUIET

from .extent import Extent
from .figures import Findings
from .incidents import TROUBLES
from .resources import holdings, resident_megabytes, tell_memory
from .rig import Rig, rig
from .tally import PLEX_TV
from .watch import watched

HOUR = 3600.0
DAY = 24.0

WARM_UP = 0.2
"""Share of the week after which everything created once exists."""

USES = 180.0
"""Seconds between two operations on a server, on average: some 500 a day."""

CALM_AFTER = 7 * HOUR
"""Seconds after which all has to be as it was: the longest wait is ten minutes, damping
takes half an hour, and for lost servers plex.tv is asked every six hours."""

REQUESTS_A_DAY = 2500
"""Maximum connection attempts to a server with four addresses."""
DISCOVERIES_A_DAY = 100
STORE = 100_000
"""Maximum bytes for each server."""

BEST = {"Attic": ConnectionType.LOCAL, "Cabin": ConnectionType.REMOTE}


async def week(extent: Extent) -> Findings:
    """Spend a week in which the next incident is never far."""
    findings = Findings(title="A rough week")
    rng = Random(17)  # noqa: S311
    scenario = replace(QUIET, servers=(ATTIC, CABIN))
    seconds = extent.week * HOUR
    async with rig(scenario) as home, watched(home) as watch:
        before = holdings(home.hass)
        using = asyncio.ensure_future(_use(home, rng))
        had = await _suffer(home, rng, extent.calm, seconds * WARM_UP)
        memory = resident_megabytes("self")
        had += await _suffer(home, rng, extent.calm, seconds * (1 - WARM_UP))
        using.cancel()
        await asyncio.gather(using, return_exceptions=True)
        findings.add("hours", extent.week)
        findings.add("troubles", had)
        _tell_requests(findings, home, max(1.0, extent.week / DAY))
        watch.tell(findings)
        _calm_down(home.simulator)
        await asyncio.sleep(CALM_AFTER)
        _tell_outcome(findings, home)
        holdings(home.hass).tell_growth(before, findings)
        tell_memory(findings, since=memory)
        home.tell(findings)
        findings.complaints += home.failures[:20]
    return findings


async def _suffer(home: Rig, rng: Random, calm: float, seconds: float) -> int:
    """Start one incident after the other, and wait until all have ended."""
    ends, number = home.now() + seconds, 0
    async with asyncio.TaskGroup() as group:
        while True:
            await asyncio.sleep(rng.expovariate(1 / calm))
            if home.now() >= ends:
                return number
            trouble = rng.choice(TROUBLES)
            group.create_task(_bear(home, trouble.__name__, trouble(home, rng)))
            number += 1


async def _bear(home: Rig, name: str, trouble: Awaitable[None]) -> None:
    """Run an incident; an exception of it is a finding, and ends nothing."""
    home.diary.append((home.now(), f"{name} begins"))
    try:
        await trouble
    except Exception as err:  # noqa: BLE001 - whatever it is, it must not happen
        home.failures.append(f"{type(err).__name__}: {err}")
    home.diary.append((home.now(), f"{name} ends"))


async def _use(home: Rig, rng: Random) -> None:
    """Use the servers; an unreachable one is no fault of ours."""
    while True:
        await asyncio.sleep(rng.expovariate(len(BEST) / USES))
        if not home.servers:
            # The entry is being reloaded.
            continue
        server = rng.choice(home.servers)
        try:
            await server.backend.get_json("/library/sections")
        except HomeAssistantError:
            continue
        except Exception as err:  # noqa: BLE001 - nothing else may come
            home.failures.append(f"{type(err).__name__}: {err}")


def _tell_requests(findings: Findings, home: Rig, days: float) -> None:
    dials = home.tally.dials
    for name in BEST:
        findings.add(
            f"connection attempts to {name} a day", dials[name] / days, REQUESTS_A_DAY
        )
    findings.add("connection attempts to plex.tv a day", dials[PLEX_TV] / days)
    findings.add(
        "questions to plex.tv a day", home.tally.discoveries / days, DISCOVERIES_A_DAY
    )
    findings.add(
        "changes of connection a day",
        sum(
            sum(day.changes.values())
            for server in home.servers
            for day in server.metrics.snapshot().days
        )
        / days,
    )


def _calm_down(simulator: Simulator) -> None:
    """End every remaining incident, except those present from the start."""
    simulator.restore_internet()
    simulator.plex_tv.heal()
    for server in simulator.servers:
        server.restore()
        _heal(server)


def _heal(server: MediaServer) -> None:
    for listener in server.listeners:
        for fault in listener.faults:
            if fault.kind != "silent":
                listener.heal(fault.kind)
    server.publish()


def _tell_outcome(findings: Findings, home: Rig) -> None:
    """Add whether everything is as it was."""
    worse = [
        server.name
        for server in home.servers
        if server.data.connection_type is not BEST[server.name]
    ]
    findings.add(
        "servers that were not found again as before",
        len(BEST) - len(home.servers) + len(worse),
        0,
    )
    findings.complaints += worse
    findings.add("failures of an undocumented kind", len(home.failures), 0)
    data = json.loads(home.store.read_bytes())["data"]
    findings.add("size of the store", len(json.dumps(data)) / 1000, STORE / 500, "kB")
