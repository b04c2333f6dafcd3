"""The cost of hostile servers and neighbours to a real Home Assistant, by trick.

Each trick has its own server, in the process of the simulated world; one more server
behaves, and must not suffer.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.hostility import ANSWERS, THROUGH_WEBSOCKETS, Trick

from .bench import Bench, Extent
from .blocks import Block
from .crowd import crowd, lan_place, server_name
from .detection_times import WEBSOCKETS
from .rig import Rig, opened_rig

ROWS = 3
IDENTITY = "/identity"
RESOURCES = "/api/v2/resources"
PATIENCE = 60.0
"""Seconds within which a lost push channel reopens, on a busy machine too."""
PROBING = 1.0
"""Seconds after which the work that a probe started has ended."""
LIST = 4 * 1024 * 1024
"""Bytes of a list from plex.tv."""
IMPOSTOR = "192.168.40.250"

IN_WORDS: Mapping[Trick, str] = {
    Trick.PINGS: "push: pings of two bytes",
    Trick.PONGS: "push: pongs of two bytes",
    Trick.EMPTY_FRAMES: "push: frames of `{}`",
    Trick.HINTS: "push: hints, 2000 a second",
    Trick.NESTED_FRAMES: "push: frames of 60 KB of `[`",
    Trick.FRAGMENTS: "push: a frame in pieces, without an end",
    Trick.BOUNDLESS_FRAME: "push: a frame of 2⁶² bytes",
    Trick.PACKED_FRAMES: "push: packed frames",
    Trick.DEAF: "push: pings, by one who reads nothing",
    Trick.GOODBYES: "push: goodbye, and pings after it",
    Trick.INTERIM: "probe: `HTTP/1.1 100` for ever",
    Trick.LONG_INTERIM: "probe: the same, with 100 headers",
    Trick.ANSWERS: "probe: many answers to one question",
    Trick.BYTES: "probe: a body in pieces of a byte",
    Trick.PACKED: "probe: a packed body",
    Trick.NESTED: "probe: 60 KB of `[`",
    Trick.CLAIMS: "LAN: a thousand claims to a search (GDM)",
    Trick.LONG_LIST: "plex.tv: a list of 4 MiB",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Harm:
    """The effect of one trick."""

    trick: Trick
    met: int
    """Requests, or searches, that the trick was played on."""
    longest: Block
    """The longest turn of the loop, by any code."""
    tasks: int
    """Additional tasks at the end."""
    megabytes: float
    """Additional memory in use."""
    neighbour: str
    """The other server's shown state at the end."""


async def measure(bench: Bench) -> list[Harm]:
    """Play every trick in turn."""
    found = []
    tricks = bench.extent.tricks
    async with opened_rig(bench, crowd(len(tricks) + 1, ROWS)) as rig:
        await rig.start(watch=True)
        await asyncio.sleep(PROBING)
        for number, trick in enumerate(tricks):
            harm = await _harm(rig, trick, number, bench.extent)
            bench.say(
                f"{trick}: {harm.longest.cpu:.1f} ms in {harm.longest.where}, "
                f"{harm.tasks} tasks, {harm.megabytes:.0f} MB"
            )
            found.append(harm)
        await rig.stop()
    return found


async def _harm(rig: Rig, trick: Trick, number: int, extent: Extent) -> Harm:
    """Play one trick for a while; `number` is that of its server."""
    honest = server_name(len(extent.tricks))
    before = await rig.home.ask("load", server=honest)
    await rig.home.ask("watched")
    await rig.simulation.ask("clear")
    await _play(rig, trick, number, extent.trick)
    seen = await rig.home.ask("watched")
    after = await rig.home.ask("load", server=honest)
    met = await _met(rig, trick, number)
    await _act(rig, do="heal", **_whose(trick, number))
    return Harm(
        trick=trick,
        met=met,
        longest=max(Block(**seen["ours"]), Block(**seen["others"])),
        tasks=after["tasks"] - before["tasks"],
        megabytes=after["megabytes"] - before["megabytes"],
        neighbour=after["shown"],
    )


async def _met(rig: Rig, trick: Trick, number: int) -> int:
    if trick is Trick.CLAIMS:
        searches: int = await rig.simulation.ask("searches")
        return searches
    if trick is Trick.LONG_LIST:
        paths: dict[str, int] = await rig.simulation.ask("paths")
        return paths.get(RESOURCES, 0)
    paths = await rig.simulation.ask("paths", server=server_name(number))
    return paths.get(WEBSOCKETS if trick in THROUGH_WEBSOCKETS else IDENTITY, 0)


async def _pushed(rig: Rig, trick: Trick, number: int) -> None:
    """Wait until the channel that was cut is open again."""
    async with asyncio.timeout(PATIENCE):
        while not await _met(rig, trick, number):
            await rig.home.ask("move", seconds=1.0)
            await asyncio.sleep(PROBING / 5)


async def _play(rig: Rig, trick: Trick, number: int, seconds: float) -> None:
    server = server_name(number)
    if trick in THROUGH_WEBSOCKETS:
        await _inject(rig, trick, number, paths=[WEBSOCKETS], rate=2000)
        await _act(rig, do="cut", server=server)
        await _pushed(rig, trick, number)
        await asyncio.sleep(seconds)
    elif trick in ANSWERS:
        await _inject(rig, trick, number, paths=[IDENTITY], rate=0)
        await rig.home.ask("test", server=server)
        await asyncio.sleep(PROBING)
    elif trick is Trick.LONG_LIST:
        await _inject(rig, trick, number, paths=[RESOURCES], after=LIST)
        await rig.home.ask("rediscover")
    else:
        await _act(rig, do="impostor", of=server, address=IMPOSTOR)
        await _inject(rig, trick, number)
        await _act(rig, do="crash", listener=lan_place(number))
        await asyncio.sleep(seconds)


async def _inject(rig: Rig, trick: Trick, number: int, **settings: Any) -> None:
    settings["trick"] = trick
    whose = _whose(trick, number)
    await _act(rig, do="inject", fault="hostile", settings=settings, **whose)


def _whose(trick: Trick, number: int) -> Mapping[str, Any]:
    if trick is Trick.LONG_LIST:
        return {"plex_tv": True}
    if trick is Trick.CLAIMS:
        return {"listener": f"{IMPOSTOR}:32400"}
    return {"server": server_name(number)}


async def _act(rig: Rig, **action: Any) -> None:
    await rig.simulation.ask("act", action=action)
