"""A Home Assistant in the simulated Plex world, signed in there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .api import POLL_INTERVAL
from .devices import DATABASE, name_devices
from .home_assistant import HomeAssistant
from .remembered import remember_week
from .shop_window import SIGN_IN_PAGE, WEEK, WEEK_END
from .simulated_home_assistant import NETWORK_FILE
from .week import SERVERS
from .world import World

DOMAIN = "plex_connection"
FLOWS = "/api/config/config_entries/flow"

PLAYER = "media_player.plex_plex_for_tv_living_room"
"""The player of Home Assistant's own integration."""

SIGN_IN_TIMEOUT = 60.0
"""Seconds from the click on the sign-in page to the entry."""


@asynccontextmanager
async def simulated_home(
    folder: Path,
    *,
    authority: Path,
    port: int,
    say: Callable[[str], None],
    scenario: str = "demo",
    control_port: int = 0,
    has_week: bool = False,
) -> AsyncIterator[tuple[HomeAssistant, World]]:
    """Start both, sign in through the integration's own flow, and stop both.

    `folder` has to be empty; `authority` holds the certificate authority. The sign-in
    leads browsers to the simulator's page. With `has_week`, Home Assistant finds a
    recorded week of the demo's three servers.
    """
    config_dir = folder / "config"
    # The same end for both, so that history and store agree.
    now = datetime.now(UTC)
    week = {WEEK: str(config_dir / DATABASE), WEEK_END: now.isoformat()}
    config_dir.mkdir(parents=True)
    async with (
        World(
            scenario,
            authority=authority,
            network=folder / "network.json",
            say=say,
            control_port=control_port,
        ) as world,
        HomeAssistant(
            config_dir,
            port=port,
            environment={
                NETWORK_FILE: str(world.network),
                SIGN_IN_PAGE: world.sign_in_page,
                "REQUESTS_CA_BUNDLE": str(authority / "ca.pem"),
                **(week if has_week else {}),
            },
            wrapper_module="demo.simulated_home_assistant",
        ) as home,
    ):
        say(f"Signed in to Plex as {await sign_in(home, world)}")
        if has_week:
            await remember_week(home, DOMAIN, now)
            await name_devices(home, frozenset(server.name for server in SERVERS))
        yield home, world


async def sign_in(home: HomeAssistant, world: World) -> str:
    """Set the integration up through its own flow; return the account's name."""
    step = await home.post(FLOWS, {"handler": DOMAIN})
    await world.act(do="claim")
    async with asyncio.timeout(SIGN_IN_TIMEOUT):
        while step["type"] != "create_entry":
            await asyncio.sleep(POLL_INTERVAL)
            step = await home.get(f"{FLOWS}/{step['flow_id']}")
    title: str = step["title"]
    return title


async def tell_changes(home: HomeAssistant, say: Callable[[str], None]) -> None:
    """Report each server's connection, now and whenever it changes."""
    told: dict[str, str] = {}

    def tell_player(state: dict[str, Any]) -> None:
        if told.get(PLAYER) != state["state"]:
            told[PLAYER] = state["state"]
            say(f"Home Assistant: the player is {state['state']}")

    def tell(state: dict[str, Any] | None) -> None:
        if state is not None and state["entity_id"] == PLAYER:
            tell_player(state)
        if state is None or not state["entity_id"].endswith("_connection_type"):
            return
        name = state["attributes"]["friendly_name"].removesuffix(" Connection type")
        kind = state["state"]
        if kind != "unknown" and told.get(name) != kind:
            told[name] = kind
            say(f"Home Assistant: {name} is {kind}")

    async with home.websocket() as websocket:
        await websocket.call("subscribe_events", event_type="state_changed")
        for state in await home.get("/api/states"):
            tell(state)
        async for event in websocket:
            tell(event["data"]["new_state"])
