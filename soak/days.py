"""A day with a healthy server in use, and a day with a server that is off."""

import asyncio
from dataclasses import replace
from random import Random

from homeassistant.exceptions import HomeAssistantError

from custom_components.plex_connection.connection import ConnectionType, Purpose
from simulator.scenario import AddressPlan, ServerPlan
from simulator.scenarios import ATTIC, QUIET

from .extent import Extent
from .figures import Findings
from .rig import SETTLED, Rig, rig
from .watch import watched

HOUR = 3600.0
DAY = 24.0

OPERATIONS = 500
"""Operations a day: half at any time, half in the evening."""
EVENING = (18 * HOUR, 22 * HOUR)

AFTERMATH = 2.0
"""Seconds after an operation in which our requests count as caused by it."""

QUESTIONS = 24
"""Questions to an owned server about itself on a quiet day, counted apart."""
BUDGET = 330
CAUSED = 0.1
PROBES_OF_A_DAY_OFF = 1500
DISCOVERIES_OF_A_DAY_OFF = 10
"""The targets, as in docs/performance.md."""

ROWS_OF_A_DAY_OFF = 20

OFF = ServerPlan(
    name="Attic",
    owner="alice",
    addresses=(
        *(
            AddressPlan(
                address=f"192.168.40.{20 + row}", fault=("silent", "refuse")[row % 2]
            )
            for row in range(ROWS_OF_A_DAY_OFF - 2)
        ),
        AddressPlan(address="203.0.113.40", port=31234, kind="remote", fault="refuse"),
        AddressPlan(address="198.51.100.77", port=8443, kind="relay", fault="refuse"),
    ),
)


async def healthy(extent: Extent) -> Findings:
    """Spend a day with a server at home, and use it."""
    findings = Findings(title="A day with a healthy server")
    async with rig(replace(QUIET, servers=(ATTIC,))) as home, watched(home) as watch:
        seconds = extent.day * HOUR
        using = asyncio.ensure_future(_use(home, seconds))
        await asyncio.sleep(seconds - SETTLED)
        operations, caused = await using
        (server,) = home.servers
        purposes = server.metrics.snapshot().days
        findings.add("hours", extent.day)
        findings.add("operations", operations)
        asked = sum(each.requests.get(Purpose.STATUS, 0) for each in purposes)
        findings.add(
            "requests of ours, all kinds but the next", home.tally.own - asked, BUDGET
        )
        findings.add("questions about remote access and settings", asked, QUESTIONS)
        for purpose in Purpose:
            number = sum(each.requests.get(purpose, 0) for each in purposes)
            if number and purpose not in (Purpose.OPERATION, Purpose.STATUS):
                findings.add(f"— to {IN_WORDS[purpose]}", number)
        findings.add("questions to plex.tv", home.tally.discoveries, 1)
        findings.add("requests caused by an operation", caused / operations, CAUSED)
        findings.add("operations that failed", len(home.failures), 0)
        findings.add(
            "servers at home that are not used from there",
            server.data.connection_type is not ConnectionType.LOCAL,
            0,
        )
        watch.tell(findings)
        home.tell(findings)
    return findings


IN_WORDS = {
    Purpose.CHECK: "check the connection in use",
    Purpose.STANDBY: "check the standby",
    Purpose.SELECTION: "select one",
    Purpose.SEARCH: "search for a better one",
    Purpose.MEASURE: "measure a new one",
    Purpose.DIAGNOSE: "explain a plain address",
    Purpose.TEST: "test by hand",
    Purpose.PREWARM: "warm up",
    Purpose.VERIFY: "verify who is there",
    Purpose.PUSH: "open push",
    Purpose.DISCOVERY: "discover",
    Purpose.ACCOUNT: "check the account",
}


async def _use(home: Rig, seconds: float) -> tuple[int, int]:
    """Use the server as often as in a day; return the uses and the requests caused."""
    rng = Random(11)  # noqa: S311
    count = round(OPERATIONS * seconds / (DAY * HOUR))
    moments = [rng.uniform(0, seconds - 2 * SETTLED) for _ in range(count)]
    if seconds > EVENING[1]:
        moments[: count // 2] = [rng.uniform(*EVENING) for _ in range(count // 2)]
    began, caused = home.now(), 0
    for moment in sorted(moments):
        await asyncio.sleep(began + moment - home.now())
        before = home.tally.own
        for server in home.servers:
            try:
                await server.backend.get_json("/library/sections")
            except HomeAssistantError as err:
                home.failures.append(str(err))
        await asyncio.sleep(AFTERMATH)
        caused += home.tally.own - before
    return count, caused


async def off(extent: Extent) -> Findings:
    """Spend a day with a server that is always off."""
    findings = Findings(title="A day with a server that is off")
    async with rig(replace(QUIET, servers=(OFF,))) as home:
        await asyncio.sleep(extent.day * HOUR - SETTLED)
        probes = sum(
            number for name, number in home.tally.dials.items() if name != "plex.tv"
        )
        findings.add("hours", extent.day)
        findings.add("addresses", ROWS_OF_A_DAY_OFF)
        findings.add("connection attempts", probes, PROBES_OF_A_DAY_OFF)
        findings.add(
            "questions to plex.tv", home.tally.discoveries, DISCOVERIES_OF_A_DAY_OFF
        )
        home.tell(findings)
    return findings
