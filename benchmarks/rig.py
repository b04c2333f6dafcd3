"""A simulated world and a Home Assistant inside it, as two processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from simulator.scenario import Scenario

from .bench import Bench
from .child import Child


@dataclass(frozen=True, kw_only=True, slots=True)
class Rig:
    """Both processes, and the contents of the world."""

    simulation: Child
    home: Child
    world: Any

    async def start(self, *, remembers: bool = False, watch: bool = False) -> Any:
        """Start Home Assistant, and wait until all servers are shown as connected."""
        return await self.home.ask(
            "start",
            remembers=remembers,
            watch=watch,
            account_id=self.world["account_id"],
            token=self.world["token"],
            servers=len(self.world["servers"]),
        )

    async def stop(self) -> None:
        """Stop Home Assistant."""
        await self.home.ask("stop")


@asynccontextmanager
async def opened_rig(bench: Bench, scenario: Scenario) -> AsyncIterator[Rig]:
    """Build a world and a Home Assistant in it, in separate processes."""
    async with bench.simulation() as simulation:
        world = await simulation.ask("build", scenario=asdict(scenario))
        async with bench.child("benchmarks.home_process") as home:
            yield Rig(simulation=simulation, home=home, world=world)
