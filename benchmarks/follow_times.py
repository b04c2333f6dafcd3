"""Home Assistant's own Plex integration, with and without ours, when its address dies.

In real time, with real threads: the integration blocks them. Each server has an entry
of its own, pinned to its LAN address. Those whose repair is clicked are in a Home
Assistant of their own, because the option is the account's.
"""

import asyncio
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from simulator.scenario import AddressPlan, Scenario, ServerPlan

from .bench import Bench
from .child import Child
from .networks import HOME, PLEX_TV_ROUND_TRIP
from .sample import Sample

SETTLED = 45.0
"""Seconds for all set-ups to end; one at a silent address takes thirty."""
BETWEEN = 1.0
"""Seconds between two losses: each has its own phase of every timer."""
PATIENCE = 900.0
"""Seconds that the integration alone is given."""
QUICK_PATIENCE = 150.0
"""Seconds; a repair comes after two minutes."""


class Kind(StrEnum):
    """What happens."""

    DIES = "dies"
    MOVES = "moves"
    AWAY = "away"
    ALONE = "alone"


IN_WORDS = {
    Kind.DIES: "the LAN address dies, option on",
    Kind.MOVES: "the server moves on the LAN, option on",
    Kind.AWAY: "set up while away, click in the repair",
    Kind.ALONE: "the LAN address dies, without us",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Follow:
    """One kind, several times."""

    kind: Kind
    runs: int
    back: Sample | None
    """From the confirmed loss, or the click, until the player is available; None: it
    never was."""
    returned: int
    """Runs in which it was."""
    patience: float
    """Seconds that each was given."""


async def measure(bench: Bench) -> list[Follow]:
    """Have all of it happen, and wait."""
    is_quick = bench.extent.deaths == 1
    runs = {Kind.DIES: 2, Kind.MOVES: 1, Kind.AWAY: 1, Kind.ALONE: 1}
    if not is_quick:
        runs = {Kind.DIES: 20, Kind.MOVES: 5, Kind.AWAY: 5, Kind.ALONE: 1}
    patience = QUICK_PATIENCE if is_quick else PATIENCE
    names = [(kind, name_of(kind, n)) for kind in Kind for n in range(runs[kind])]
    async with bench.simulation() as simulation:
        scenario = _scenario(names)
        world = await simulation.ask("build", scenario=asdict(scenario))
        async with (
            bench.child("benchmarks.follow_process") as home,
            bench.child("benchmarks.follow_process") as away,
        ):
            await _start(home, away, world, names)
            begun = await _happen(simulation, home, names)
            await asyncio.sleep(patience)
            seen = await home.ask("seen") | await away.ask("seen")
            for child in (home, away):
                await child.ask("stop")
    follows = [_follow(kind, names, begun, seen, patience) for kind in Kind]
    for each in follows:
        when = "never" if each.back is None else f"{each.back.median / 1000:.1f} s"
        bench.say(f"{each.kind}: {each.returned} of {each.runs} back, median {when}")
    return follows


def name_of(kind: Kind, number: int) -> str:
    """Return a server's name."""
    return f"{kind.capitalize()} {number}"


def _scenario(names: list[tuple[Kind, str]]) -> Scenario:
    return Scenario(
        name="follow",
        servers=tuple(
            _server(name, number, kind) for number, (kind, name) in enumerate(names)
        ),
        adapters=(HOME,),
        plex_tv_round_trip=PLEX_TV_ROUND_TRIP,
    )


def _server(name: str, number: int, kind: Kind) -> ServerPlan:
    fault = "silent" if kind is Kind.AWAY else None
    return ServerPlan(
        name=name,
        owner="alice",
        addresses=(
            AddressPlan(address=_lan(number), round_trip=0.002, fault=fault),
            AddressPlan(
                address=f"203.0.113.{number + 10}", kind="remote", round_trip=0.03
            ),
        ),
        profile={"clients": [_player(number)]},
    )


def _lan(number: int) -> str:
    return f"192.168.40.{number + 20}"


def _player(number: int) -> dict[str, Any]:
    return {
        "name": f"TV {number}",
        "host": "192.168.40.200",
        "address": "192.168.40.200",
        "port": 32500,
        "machineIdentifier": f"tv-{number}",
        "version": "10.0",
        "protocol": "plex",
        "product": "Plex for TV",
        "deviceClass": "stb",
        "protocolVersion": "1",
        "protocolCapabilities": "timeline,playback,navigation",
    }


async def _start(
    home: Child, away: Child, world: Any, names: list[tuple[Kind, str]]
) -> None:
    """Start both Home Assistants, each with its own servers."""
    servers = {
        name: {
            "name": name,
            "id": world["servers"][name]["id"],
            "url": world["servers"][name]["rows"][0]["url"],
            "player": f"tv-{number}",
            "token": world["token"],
        }
        for number, (_, name) in enumerate(names)
    }
    for child, follows in ((home, True), (away, False)):
        own = [name for kind, name in names if (kind is Kind.AWAY) is not follows]
        watched = {name for kind, name in names if kind is not Kind.ALONE} & {*own}
        await child.ask(
            "start",
            account_id=world["account_id"],
            token=world["token"],
            follows=follows,
            servers=[servers[name] for name in own],
            unwatched=[
                each["id"] for name, each in servers.items() if name not in watched
            ],
        )


async def _happen(
    simulation: Child, home: Child, names: list[tuple[Kind, str]]
) -> dict[str, float]:
    """Have it all happen; return when, for what no entity shows."""
    begun: dict[str, float] = {}
    await asyncio.sleep(SETTLED)
    for number, (kind, name) in enumerate(names):
        place = f"{_lan(number)}:32400"
        if kind is Kind.MOVES:
            action = {
                "do": "move",
                "listener": place,
                "address": f"192.168.40.{number + 100}",
            }
            await simulation.ask("act", action=action)
        elif kind is not Kind.AWAY:
            action = {"do": "vanish", "listener": place}
            at = await simulation.ask("act", action=action)
            if kind is Kind.ALONE:
                begun[name] = at
                await home.ask("lose", server=name, at=at)
        await asyncio.sleep(BETWEEN)
    return begun


def _follow(
    kind: Kind,
    names: list[tuple[Kind, str]],
    begun: dict[str, float],
    seen: Any,
    patience: float,
) -> Follow:
    own = [name for each, name in names if each is kind]
    times = []
    for name in own:
        began = "clicked_at" if kind is Kind.AWAY else "lost_at"
        since = begun.get(name, seen[name][began])
        back = seen[name]["back_at"]
        if since is not None and back is not None:
            times.append(back - since)
    return Follow(
        kind=kind,
        runs=len(own),
        back=Sample.of_seconds(times) if times else None,
        returned=len(times),
        patience=patience,
    )
