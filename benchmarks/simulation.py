"""The simulated world as a process: builds, changes and queries it."""

import argparse
import asyncio
from collections import Counter
from contextlib import AsyncExitStack
import gc
from pathlib import Path
from typing import Any

from simulator import Authority, ListenerKind, Row, Simulator
from simulator.actions import perform
from simulator.network import plex_direct_name
from simulator.record import Origin
from simulator.scenario import Scenario, populate

from .lines import Command, serve_async
from .time_skipping import TimeSkippingLoop

QUIET = 0.12
"""Seconds without new records after which an action has ended: twice the longest round
trip of the networks."""

QUIET_LIMIT = 3.0
"""Maximum seconds to wait for that."""


class Simulation:
    """Runs one world after the other, all under the same network file."""

    def __init__(
        self, loop: TimeSkippingLoop, authority: Authority, network_file: Path
    ) -> None:
        """Create it without a world."""
        self._loop = loop
        self._authority = authority
        self._network_file = network_file
        self._stack = AsyncExitStack()
        self._simulator: Simulator

    async def build(self, command: Command) -> dict[str, Any]:
        """Build a scenario, replacing the previous one; return its contents."""
        await self.close()
        gc.collect()
        scenario = Scenario.from_dict(command["scenario"])
        self._simulator = simulator = await self._stack.enter_async_context(
            Simulator(self._authority, mapped=False, network_file=self._network_file)
        )
        await populate(simulator, scenario)
        for row in command.get("rows", ()):
            self._add_row(**row)
        simulator.write_network()
        return {
            "token": simulator.plex_tv.accounts.first().token,
            "account_id": simulator.plex_tv.accounts.first().id,
            "accounts": {
                account.username: {"id": account.id, "token": account.token}
                for account in simulator.plex_tv.accounts
            },
            "servers": {
                server.name: {
                    "id": server.machine_identifier,
                    "rows": [
                        {"url": row.uri, "address": row.address, "port": row.port}
                        for row in server.published
                    ],
                }
                for server in simulator.servers
            },
        }

    def _add_row(self, server: str, address: str, port: int) -> None:
        """Publish a LAN row at which the server itself does not answer."""
        owner = self._simulator.server(server)
        host = plex_direct_name(address, owner.certificate_hash)
        uri = f"https://{host}:{port}"
        owner.add_row(Row(address=address, port=port, uri=uri, local=True))

    async def act(self, command: Command) -> float:
        """Perform an action; return the time just before."""
        at = self._loop.time()
        await perform(self._simulator, command["action"])
        # In this turn already: other processes shall see it now.
        self._simulator.write_network()
        return at

    async def play(self, command: Command) -> list[float]:
        """Perform actions, each after its delay in seconds from now.

        Returns the time just before each.
        """
        began = self._loop.time()
        moments = []
        for after, action in command["steps"]:
            await asyncio.sleep(began + after - self._loop.time())
            moments.append(await self.act({"action": action}))
        return moments

    async def clear(self, _: Command) -> None:
        """Clear the record."""
        self._simulator.record.clear()

    async def settle(self, _: Command) -> None:
        """Wait until no new records arrive."""
        record = self._simulator.record
        waited, seen = 0.0, (-1, -1, -1)
        while waited < QUIET_LIMIT:
            done = sum(entry.status is not None for entry in record.requests)
            now = (len(record.connections), len(record.requests), done)
            if now == seen:
                return
            seen = now
            await asyncio.sleep(QUIET)
            waited += QUIET

    async def tally(self, command: Command) -> dict[str, Any]:
        """Count the record's entries, between two monotonic times if given.

        A token counts as sent to a stranger if its receiver is not the server that
        it is for.
        """
        record = self._simulator.record
        since = command.get("since", 0.0)
        until = command.get("until", float("inf"))
        requests = [each for each in record.requests if since <= each.at <= until]
        connections = [each for each in record.connections if since <= each.at <= until]
        seen = [(each.origin, t.owner) for each in requests for t in each.tokens]
        seen += [(each.origin, who) for each in connections for who in each.leaked]
        return {
            "requests": sum(map(_is_at_server, requests)),
            "requests_to_plex_tv": sum(not _is_at_server(each) for each in requests),
            "connections": sum(map(_is_at_server, connections)),
            "handshakes": sum(
                each.tls is True for each in connections if _is_at_server(each)
            ),
            "resumed": sum(each.resumed is True for each in connections),
            "tokens_in_clear": sum(bool(each.leaked) for each in connections),
            "tokens_to_strangers": len(
                {(at.listener, who) for at, who in seen if _is_stranger(at, who)}
            ),
        }

    async def paths(self, command: Command) -> dict[str, int]:
        """Count requests by path: of all servers, or of one, since a time or ever."""
        since, server = command.get("since", 0.0), command.get("server")
        return Counter(
            each.path
            for each in self._simulator.record.requests
            if each.at >= since and server in (None, each.origin.server)
        )

    async def searches(self, _: Command) -> int:
        """Count the answered searches."""
        return sum(each.answered for each in self._simulator.record.datagrams)

    async def arrivals(self, command: Command) -> list[tuple[float, str]]:
        """List the requests since a time: their time and listener."""
        return [
            (each.at, each.origin.listener)
            for each in self._simulator.record.requests
            if each.at >= command["since"]
        ]

    async def asked(self, command: Command) -> list[tuple[float, str]]:
        """List the requests for a path since a time: their time and server."""
        return [
            (each.at, each.origin.server)
            for each in self._simulator.record.requests
            if each.at >= command["since"] and each.path == command["path"]
        ]

    async def quiet(self, _: Command) -> bool:
        """Wait until the loop is idle; return whether it did anything."""
        return await self._loop.quiet()

    async def crash(self, command: Command) -> float:
        """Crash the process behind an address; return the time just before."""
        at = self._loop.time()
        listener = self._simulator.listener(command["listener"])
        listener.crash(reset=command["reset"])
        self._simulator.write_network()
        return at

    async def close(self) -> None:
        """End the world."""
        await self._stack.aclose()


def _is_at_server(entry: Any) -> bool:
    return entry.origin.kind is not ListenerKind.PLEX_TV


def _is_stranger(origin: Origin, owner: str) -> bool:
    if origin.kind is ListenerKind.PLEX_TV:
        return owner.startswith("server:")
    return not owner.startswith(f"server:{origin.server}:")


async def obey(simulation: Simulation) -> None:
    """Execute commands until they end."""
    # A collection would delay the contestant being measured.
    gc.disable()
    await serve_async(
        {
            "build": simulation.build,
            "act": simulation.act,
            "play": simulation.play,
            "clear": simulation.clear,
            "settle": simulation.settle,
            "tally": simulation.tally,
            "paths": simulation.paths,
            "searches": simulation.searches,
            "crash": simulation.crash,
            "arrivals": simulation.arrivals,
            "asked": simulation.asked,
            "quiet": simulation.quiet,
        }
    )
    await simulation.close()


def main() -> None:
    """Run the world as this process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--authority", type=Path, required=True)
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    loop = TimeSkippingLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(
            obey(Simulation(loop, Authority(options.authority), options.network))
        )


if __name__ == "__main__":
    main()
