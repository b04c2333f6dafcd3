"""What hostile servers and neighbours cost a real Home Assistant, trick by trick.

Each trick has a server of its own, in the process of the simulated world; one more
server does nothing wrong, and has to be none the worse for them.
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
from .household import Household, household

ROWS = 3
IDENTITY = "/identity"
RESOURCES = "/api/v2/resources"
PATIENCE = 60.0
"""Seconds in which a lost push channel is opened again, on a busy machine too."""
PROBING = 1.0
"""Seconds in which what a probe has begun comes to its end."""
LIST = 4 * 1024 * 1024
"""Bytes of a list of plex.tv's."""
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
    """What one trick did."""

    trick: Trick
    met: int
    """Requests, or searches, that were answered with it."""
    longest: Block
    """The longest turn of the loop, whoever's."""
    tasks: int
    """That there were more of in the end."""
    megabytes: float
    """That were in use besides."""
    neighbour: str
    """What the other server was shown as in the end."""


async def measure(bench: Bench) -> list[Harm]:
    """Play every trick in turn."""
    found = []
    tricks = bench.extent.tricks
    async with household(bench, crowd(len(tricks) + 1, ROWS)) as house:
        await house.start(watch=True)
        await asyncio.sleep(PROBING)
        for number, trick in enumerate(tricks):
            harm = await _harm(house, trick, number, bench.extent)
            bench.say(
                f"{trick}: {harm.longest.cpu:.1f} ms in {harm.longest.where}, "
                f"{harm.tasks} tasks, {harm.megabytes:.0f} MB"
            )
            found.append(harm)
        await house.stop()
    return found


async def _harm(house: Household, trick: Trick, number: int, extent: Extent) -> Harm:
    """Play one trick for a while; `number` is that of its server."""
    honest = server_name(len(extent.tricks))
    before = await house.home.ask("load", server=honest)
    await house.home.ask("watched")
    await house.stage.ask("clear")
    await _play(house, trick, number, extent.trick)
    seen = await house.home.ask("watched")
    after = await house.home.ask("load", server=honest)
    met = await _met(house, trick, number)
    await _act(house, do="heal", **_whose(trick, number))
    return Harm(
        trick=trick,
        met=met,
        longest=max(Block(**seen["ours"]), Block(**seen["others"])),
        tasks=after["tasks"] - before["tasks"],
        megabytes=after["megabytes"] - before["megabytes"],
        neighbour=after["shown"],
    )


async def _met(house: Household, trick: Trick, number: int) -> int:
    if trick is Trick.CLAIMS:
        searches: int = await house.stage.ask("searches")
        return searches
    if trick is Trick.LONG_LIST:
        paths: dict[str, int] = await house.stage.ask("paths")
        return paths.get(RESOURCES, 0)
    paths = await house.stage.ask("paths", server=server_name(number))
    return paths.get(WEBSOCKETS if trick in THROUGH_WEBSOCKETS else IDENTITY, 0)


async def _pushed(house: Household, trick: Trick, number: int) -> None:
    """Wait until the channel that was cut is open again."""
    async with asyncio.timeout(PATIENCE):
        while not await _met(house, trick, number):
            await house.home.ask("move", seconds=1.0)
            await asyncio.sleep(PROBING / 5)


async def _play(house: Household, trick: Trick, number: int, seconds: float) -> None:
    server = server_name(number)
    if trick in THROUGH_WEBSOCKETS:
        await _inject(house, trick, number, paths=[WEBSOCKETS], rate=2000)
        await _act(house, do="cut", server=server)
        await _pushed(house, trick, number)
        await asyncio.sleep(seconds)
    elif trick in ANSWERS:
        await _inject(house, trick, number, paths=[IDENTITY], rate=0)
        await house.home.ask("test", server=server)
        await asyncio.sleep(PROBING)
    elif trick is Trick.LONG_LIST:
        await _inject(house, trick, number, paths=[RESOURCES], after=LIST)
        await house.home.ask("rediscover")
    else:
        await _act(house, do="impostor", of=server, address=IMPOSTOR)
        await _inject(house, trick, number)
        await _act(house, do="crash", listener=lan_place(number))
        await asyncio.sleep(seconds)


async def _inject(house: Household, trick: Trick, number: int, **settings: Any) -> None:
    settings["trick"] = trick
    whose = _whose(trick, number)
    await _act(house, do="inject", fault="hostile", settings=settings, **whose)


def _whose(trick: Trick, number: int) -> Mapping[str, Any]:
    if trick is Trick.LONG_LIST:
        return {"plex_tv": True}
    if trick is Trick.CLAIMS:
        return {"listener": f"{IMPOSTOR}:32400"}
    return {"server": server_name(number)}


async def _act(house: Household, **action: Any) -> None:
    await house.stage.ask("act", action=action)
