"""The diagnosis examined: what it says of households whose true cause is known.

Each is lived in on a clock that jumps, with a real Home Assistant, and then asked.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.diagnosis import Evidence, Problem, Verdict
from simulator.household import Household, households as known_households
from simulator.timeline import play

from .composed_households import composed
from .extent import Extent
from .figures import Findings
from .household_repairs import RepairsWatched
from .rig import Rig, rig


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What was said of one server, and what is the case."""

    server_id: str
    truth: str
    shown: str | None
    """What the sensor shows."""
    verdict: Verdict
    """What the diagnosis says when asked."""
    evidence: Evidence
    took: float
    """Seconds of a diagnosis."""
    repairs: RepairsWatched
    """The household's, all servers'."""


ONLY_PLEX_TV_KNOWS = frozenset({"06_friend_ended_the_share"})
"""Households where nothing shows the cause until plex.tv lists the servers again, which
it is asked to once a day."""

SHOWN_LATER = frozenset(
    {
        "17_resolver_with_private_domains",
        "55_outage_of_plex_tv",
        "56_no_internet_at_home",
    }
)
"""Households whose sensors show nothing yet when the user asks; the answer to the user
must be right all the same."""

LIMIT = 5.0
"""Seconds that a diagnosis may take, whatever hangs."""


async def households(extent: Extent) -> Findings:
    """Examine all written households and some composed ones."""
    findings = Findings(title="Diagnosis of households")
    written, wrong_sensors, slowest = 0, 0, 0.0
    false, unknown, missed = 0, 0, 0
    repaired, wrong_repairs = 0, list[str]()
    for household in known_households():
        for key, found in (await judge(household)).items():
            written += 1
            repaired += found.server_id in found.repairs.seen
            wrong_repairs += found.repairs.take_complaints()
            slowest = max(slowest, found.took)
            said = found.verdict.problem
            is_late = found.shown is Problem.NONE and household.name in SHOWN_LATER
            if household.name in ONLY_PLEX_TV_KNOWS:
                missed += said != found.truth
                continue
            if found.shown != found.truth and not is_late:
                wrong_sensors += 1
                findings.complaints.append(
                    f"{household.name}: {key} shows {found.shown}"
                )
            if said == found.truth:
                continue
            findings.complaints.append(f"{household.name}: {key} is called {said}")
            unknown += said is Problem.NOT_KNOWN
            false += said is not Problem.NOT_KNOWN
    composed_false = 0
    for seed in range(extent.composed_households):
        household, codes = composed(seed)
        for found in (await judge(household)).values():
            slowest = max(slowest, found.took)
            wrong_repairs += found.repairs.take_complaints()
            if found.verdict.problem not in codes:
                composed_false += 1
                findings.complaints.append(
                    f"{household.name}: is called {found.verdict.problem}"
                )
    findings.add("servers in written households", written)
    findings.add("of these, called by a false cause", false, 0)
    findings.add("of these, not known although there was proof", unknown, 2)
    findings.add("of these, with a sensor that shows a false cause", wrong_sensors, 0)
    findings.add("of these, known to plex.tv alone", missed, len(ONLY_PLEX_TV_KNOWS))
    findings.add("composed households", extent.composed_households)
    findings.add("of these, called by a false cause", composed_false, 0)
    findings.add("written households' servers with a repair", repaired)
    findings.add("repairs beside another, or of another cause", len(wrong_repairs), 0)
    findings.complaints += wrong_repairs
    findings.add("longest diagnosis", round(slowest, 1), LIMIT, "s")
    return findings


async def judge(household: Household) -> Mapping[str, Judged]:
    """Live in a household until it is asked; return the verdicts by server key."""
    async with rig(household.scenario) as scene:
        repairs = RepairsWatched.follow(scene.hass, scene.entry, household.name)
        servers = dict(_servers(scene, household))
        for key, label in household.pinned.items():
            await servers[key].async_pin(f"https://{label}")
        timeline = asyncio.ensure_future(
            play(
                scene.simulator,
                household.scenario.timeline,
                clock=scene.now,
                say=lambda _: None,
            )
        )
        await asyncio.sleep(household.asked_at)
        timeline.cancel()
        servers = dict(_servers(scene, household))
        return {
            key: await _judged(household.truth[key], scene, server, repairs)
            for key, server in servers.items()
        }


async def _judged(
    truth: str, scene: Rig, server: ServerCoordinator, repairs: RepairsWatched
) -> Judged:
    shown = server.diagnosis.problem
    began = scene.now()
    found = await scene.entry.runtime_data.async_diagnose(server)
    return Judged(
        server_id=server.record.server_id,
        truth=truth,
        shown=shown,
        verdict=found.verdict,
        evidence=found.evidence,
        took=scene.now() - began,
        repairs=repairs,
    )


def _servers(
    scene: Rig, household: Household
) -> Iterator[tuple[str, ServerCoordinator]]:
    """Yield the servers by their keys, in the scenario's order."""
    user = next(iter(household.scenario.accounts))
    seen = Counter[str]()
    watched = {each.record.server_id: each for each in scene.servers}
    for plan, server in zip(
        household.scenario.servers, scene.simulator.servers, strict=True
    ):
        if user != plan.owner and user not in plan.shared_with:
            continue
        seen[plan.name] += 1
        number = seen[plan.name]
        key = plan.name if number == 1 else f"{plan.name}#{number}"
        if server.machine_identifier in watched:
            yield key, watched[server.machine_identifier]
