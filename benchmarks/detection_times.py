"""From a server's death to the first reaction of a real Home Assistant."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .bench import Bench
from .child import Child
from .crowd import crowd, lan_place, remote_place, server_name
from .passing_time import let_pass
from .rig import opened_rig
from .sample import Sample

ROWS = 3
WEBSOCKETS = "/:/websockets/notifications"

PUSH_TIMEOUT = 30.0
"""Seconds within which every push channel has to open."""

SPACING = 0.4
"""Seconds between two crashes, so that they do not delay each other."""

HEARTBEAT = 9.0
"""Seconds over which servers vanish: each heartbeat has its own phase."""

KEEP_ALIVE = 20.0
"""Seconds after which an idle connection has been closed."""

LONGEST_DETECTION = 20.0
"""Seconds after which an undetected death counts as never detected."""


class Death(StrEnum):
    """How a server dies."""

    RESET = "reset"
    """Its process is killed, and the system resets the connections."""
    FINISHED = "finished"
    """Its process ends, and the connections with it."""
    VANISHED = "vanished"
    """Its machine loses power, or the cable: no FIN, no RST."""


IN_WORDS = {
    Death.RESET: "crashed (RST)",
    Death.FINISHED: "ended (FIN)",
    Death.VANISHED: "vanished (nothing)",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectionTimes:
    """One kind of death, several times."""

    death: Death
    detected: Sample
    """Until it was redialled, or another of its addresses was probed."""
    shown: Sample
    """Until the entity showed another connection."""


async def measure(bench: Bench) -> list[DetectionTimes]:
    """Let servers die, once per round in each way."""
    rounds = bench.extent.deaths
    deaths = [death for death in Death for _ in range(rounds)]
    async with opened_rig(bench, crowd(len(deaths), ROWS)) as rig:
        simulation, home = rig.simulation, rig.home
        await rig.start()
        await _push_is_open(simulation, len(deaths))
        # Makes the standbys known, with no open connection to them.
        await home.ask("test")
        await let_pass(simulation, home, KEEP_ALIVE)
        died_at = [
            await _die(simulation, number, death, rounds)
            for number, death in enumerate(deaths)
        ]
        seen = await _aftermath(home, died_at)
        seen["arrivals"] = await simulation.ask("arrivals", since=died_at[0])
        await rig.stop()
    times = [_times(death, deaths, died_at, seen) for death in Death]
    for each in times:
        bench.say(
            f"{each.death}: detected after {each.detected.median:.0f} ms, "
            f"shown after {each.shown.median:.0f} ms"
        )
    return times


async def _push_is_open(simulation: Child, count: int) -> None:
    async with asyncio.timeout(PUSH_TIMEOUT):
        while await _opened(simulation) < count:  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.2)


async def _opened(simulation: Child) -> int:
    paths: dict[str, int] = await simulation.ask("paths")
    return paths.get(WEBSOCKETS, 0)


async def _die(simulation: Child, number: int, death: Death, rounds: int) -> float:
    place = lan_place(number)
    is_first = number % rounds == 0
    spacing = HEARTBEAT / rounds if death is Death.VANISHED else SPACING
    await asyncio.sleep(SPACING if is_first else spacing)
    if death is Death.VANISHED:
        action = {"do": "vanish", "listener": place}
        at: float = await simulation.ask("act", action=action)
    else:
        at = await simulation.ask("crash", listener=place, reset=death is Death.RESET)
    return at


async def _aftermath(home: Child, died_at: list[float]) -> Any:
    """Wait until every server is shown as connected elsewhere; return all records.

    A server shown so has been detected before.
    """
    async with asyncio.timeout(LONGEST_DETECTION):
        while True:
            seen = await home.ask("seen", since=died_at[0])
            if all(_shown(seen, number, at) for number, at in enumerate(died_at)):
                return seen
            await asyncio.sleep(0.2)


def _shown(seen: Any, number: int, since: float) -> float | None:
    entity = f"sensor.{server_name(number).lower().replace(' ', '_')}_connection_type"
    return next(
        (
            at
            for at, changed, state in seen["changes"]
            if changed == entity and state == "remote" and at >= since
        ),
        None,
    )


def _detected(seen: Any, number: int, since: float) -> float:
    """Return when it was redialled, or another of its addresses was probed."""
    places = (lan_place(number), remote_place(number))
    moments = [(at, f"{address}:{port}") for at, address, port in seen["dials"]]
    moments += seen["arrivals"]
    return min(float(at) for at, place in moments if place in places and at >= since)


def _times(
    death: Death, deaths: list[Death], died_at: list[float], seen: Any
) -> DetectionTimes:
    chosen = [number for number, each in enumerate(deaths) if each is death]
    shown = [(_shown(seen, number, died_at[number]), number) for number in chosen]
    return DetectionTimes(
        death=death,
        detected=Sample.of_seconds(
            _detected(seen, number, died_at[number]) - died_at[number]
            for number in chosen
        ),
        shown=Sample.of_seconds(
            at - died_at[number] for at, number in shown if at is not None
        ),
    )
