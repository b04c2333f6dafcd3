"""One network, and contestants on it in turn: A B C … A B C …."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from yarl import URL

from simulator.network import decode_plex_direct

from .bench import Bench, Effort
from .child import Child
from .networks import LAN_PLACE, TestNetwork
from .results import COUNTS, Entrant, Result, Run

KINDS = ("local", "remote", "relay")


@dataclass(kw_only=True, slots=True)
class RaceTrack:
    """A world, and the contestants inside its network."""

    simulation: Child
    children: Mapping[Entrant, Child]
    say: Callable[[str], None]

    async def race(
        self, network: TestNetwork, entrants: Sequence[Entrant], effort: Effort
    ) -> list[Result]:
        """Run all on one network, in turn, and then again."""
        await self.enter(network, entrants)
        runs: dict[Entrant, list[Run]] = {entrant: [] for entrant in entrants}
        for _ in range(effort.rounds):
            for entrant, done in runs.items():
                if sum(run.seconds for run in done) < effort.patience:
                    done.append(await self.run(entrant, network))
        results = [
            Result(network=network, entrant=entrant, runs=tuple(done))
            for entrant, done in runs.items()
        ]
        for result in results:
            self.say(
                f"{network.title}: {result.entrant.title} "
                f"{result.time.median:.0f} ms, n={result.time.count}"
            )
        return results

    async def enter(self, network: TestNetwork, entrants: Sequence[Entrant]) -> None:
        """Build a network, and let every contestant query its plex.tv."""
        task = task_of(network, await build(self.simulation, network))
        for entrant in entrants:
            await self.children[entrant].ask("prepare", task=task)

    async def run(self, entrant: Entrant, network: TestNetwork) -> Run:
        """Run one entrant once."""
        child = self.children[entrant]
        for action in network.after_preparation:
            await self.simulation.ask("act", action=action)
        await self.simulation.ask("clear")
        found = await child.ask("run")
        await self.simulation.ask("settle")
        tally = await self.simulation.ask("tally")
        await child.ask("rest")
        for action in network.cleanup:
            await self.simulation.ask("act", action=action)
        place, chosen = described(found["url"], network)
        return Run(
            seconds=found["seconds"],
            chosen=chosen,
            is_best=place == network.best and chosen in ("nothing", *KINDS),
            steps=found["steps"],
            **{key: tally[key] for key in COUNTS},
        )


def described(url: str | None, network: TestNetwork) -> tuple[str | None, str]:
    """Return where a URL leads on a network, and its description."""
    if url is None:
        return None, "nothing"
    parsed = URL(url)
    host = str(parsed.host)
    place = f"{(*decode_plex_direct(host), host)[0]}:{parsed.port}"
    kind = network.kinds.get(place, place)
    return place, kind if parsed.scheme == "https" else f"{kind}, http"


async def build(simulation: Child, network: TestNetwork) -> Any:
    """Build a network's world; return its contents."""
    return await simulation.ask(
        "build",
        scenario=asdict(network.scenario()),
        rows=[dict(row) for row in network.rows],
    )


def task_of(network: TestNetwork, world: Any) -> dict[str, Any]:
    """Return the task for every contestant on a network."""
    rows = {
        f"{row['address']}:{row['port']}": row
        for row in world["servers"]["Attic"]["rows"]
    }
    best = None
    if network.best is not None:
        row = rows[network.best]
        best = {**row, "host": URL(row["url"]).host}
    adapter = network.adapter
    return {
        "token": world["token"],
        "server": "Attic",
        "stored_url": rows[LAN_PLACE]["url"],
        "best": best,
        "interfaces": [f"{adapter.address.rpartition('.')[0]}.0/{adapter.prefix}"],
    }


@asynccontextmanager
async def race_track(
    bench: Bench, network: TestNetwork, entrants: Sequence[Entrant]
) -> AsyncIterator[RaceTrack]:
    """Start a world with a network, and contestants in it."""
    async with AsyncExitStack() as stack:
        simulation = await stack.enter_async_context(bench.simulation())
        await build(simulation, network)
        children = {
            entrant: await stack.enter_async_context(
                bench.child(
                    "benchmarks.contestant", entrant.program, **entrant.environment
                )
            )
            for entrant in entrants
        }
        yield RaceTrack(simulation=simulation, children=children, say=bench.say)
