"""The demo's two processes, a world and a Home Assistant, seen from outside."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
import re
import tempfile
from typing import Any

from demo.home_assistant import HomeAssistant, free_port
from demo.simulated_home import sign_in
from demo.simulated_home_assistant import NETWORK_FILE
from demo.world import World

from .figures import Findings
from .rig import AUTHORITY

BEST: Mapping[str, str] = {"attic": "local", "cabin": "remote", "harbour": "remote"}
"""How each server of the world is reached if all is well."""

DIRECT = ("local", "remote")

FOUND = 60.0
"""Seconds within which a reachable server is found, on a busy machine too."""
BEST_FOUND = 400.0
"""Seconds within which the best connection is found: from remote the search runs every
120 s, needs two good answers, and may have to wait for idle time."""

KNOWN_WARNING = "We found a custom integration"
"""Home Assistant's own warning about every custom integration."""


class ProcessRig:
    """A world, and the folder of a Home Assistant that may be restarted."""

    def __init__(self, world: World, folder: Path) -> None:
        """Take both."""
        self.world = world
        self.config_dir = folder / "config"
        self.config_dir.mkdir()
        self._port = free_port()
        self.complaints: list[str] = []

    def home(self) -> HomeAssistant:
        """Return Home Assistant, not yet started."""
        return HomeAssistant(
            self.config_dir,
            port=self._port,
            environment={
                NETWORK_FILE: str(self.world.network),
                "REQUESTS_CA_BUNDLE": str(AUTHORITY / "ca.pem"),
            },
            wrapper_module="demo.simulated_home_assistant",
        )

    def note_complaints(self, log: Path) -> None:
        """Keep the integration's complaints in a log."""
        if not log.exists():
            return
        self.complaints += [
            line
            for line in log.read_text().splitlines()
            if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
            and "plex_connection" in line
            and KNOWN_WARNING not in line
        ]

    async def tell(self, findings: Findings) -> None:
        """Add what no run may do."""
        record = await self.world.record()
        seen = [
            (request["origin"], token)
            for request in record["requests"]
            for token in request["tokens"]
        ]
        findings.add("tokens in clear", len(record["tokens_in_clear"]), 0)
        findings.add(
            "tokens that reached a stranger",
            sum(_is_stranger(origin, token["owner"]) for origin, token in seen),
            0,
        )
        findings.add(
            "tokens in an address",
            sum(token["place"] != "header" for _, token in seen),
            0,
        )
        findings.add("warnings and errors of ours in the log", len(self.complaints), 0)
        findings.complaints += self.complaints[:20]


def _is_stranger(origin: Mapping[str, Any], owner: str) -> bool:
    if origin["kind"] == "plex.tv":
        return owner.startswith("server:")
    return not owner.startswith(f"server:{origin['server']}:")


@asynccontextmanager
async def process_rig() -> AsyncIterator[ProcessRig]:
    """Start the world; the caller starts Home Assistant."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        async with World(
            "quiet",
            authority=AUTHORITY,
            network=folder / "network.json",
            say=lambda _: None,
        ) as world:
            yield ProcessRig(world, folder)


async def set_up(home: HomeAssistant, rig: ProcessRig) -> None:
    """Sign in, and wait until everything is found and stored."""
    await sign_in(home, rig.world)
    await wait_for_best(home)
    storage = rig.config_dir / ".storage"
    async with asyncio.timeout(FOUND):
        while not await asyncio.to_thread(_is_written, storage):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


def _is_written(storage: Path) -> bool:
    """Return whether the entry, with the servers' tokens, and its store exist."""
    entries = storage / "core.config_entries"
    return (
        entries.exists()
        and entries.read_text().count("server_tokens") > 0
        and any(storage.glob("plex_connection.*"))
        and (storage / "auth").exists()
    )


async def states(home: HomeAssistant, key: str) -> dict[str, str]:
    """Return one sensor's state of each server; an empty text if there is none yet."""
    found = dict.fromkeys(BEST, "")
    for state in await home.get("/api/states"):
        for server in BEST:
            if state["entity_id"] == f"sensor.{server}_{key}":
                found[server] = state["state"]
    return found


async def wait_for_any(home: HomeAssistant) -> list[str]:
    """Wait until every server is reachable; return those that never were."""
    return await _wait(home, dict.fromkeys(BEST, frozenset(DIRECT)), FOUND)


async def wait_for_best(home: HomeAssistant, within: float = BEST_FOUND) -> list[str]:
    """Wait until all is well; return the servers that never were."""
    wanted = {server: frozenset({best}) for server, best in BEST.items()}
    return await _wait(home, wanted, within)


async def _wait(
    home: HomeAssistant, wanted: Mapping[str, frozenset[str]], within: float
) -> list[str]:
    loop = asyncio.get_running_loop()
    ends = loop.time() + within
    while True:
        shown = await states(home, "connection_type")
        left = [server for server, good in wanted.items() if shown[server] not in good]
        if not left or loop.time() >= ends:
            return left
        await asyncio.sleep(0.2)


async def act(world: World, actions: Iterable[Mapping[str, Any]]) -> None:
    """Perform several actions."""
    for action in actions:
        await world.act(**action)
