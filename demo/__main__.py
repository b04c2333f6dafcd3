"""A simulated Plex world, and a real Home Assistant that lives in it."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
import shutil
import signal
import sys
from typing import Any

from .dashboard import add_dashboard
from .home_assistant import ROOT, HomeAssistant, ProcessError
from .simulated_home_assistant import NETWORK_FILE
from .world import World

CACHE = ROOT / ".cache"
DOMAIN = "plex_connection"
FLOWS = "/api/config/config_entries/flow"

SIGN_IN_TIMEOUT = 60.0
"""Seconds from the click on the sign-in page to the entry."""


def say(line: str) -> None:
    """Print one thing that happened."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", flush=True)


async def sign_in(home: HomeAssistant, world: World) -> str:
    """Set the integration up through its own dialog; return the account's name."""
    step = await home.post(FLOWS, {"handler": DOMAIN})
    await world.act(do="claim")
    async with asyncio.timeout(SIGN_IN_TIMEOUT):
        while step["type"] != "create_entry":
            await asyncio.sleep(0.2)
            step = await home.get(f"{FLOWS}/{step['flow_id']}")
    title: str = step["title"]
    return title


async def tell_changes(home: HomeAssistant) -> None:
    """Print each change of a connection, as Home Assistant sees it."""
    async with home.websocket() as websocket:
        await websocket.call("subscribe_events", event_type="state_changed")
        async for event in websocket:
            if (change := described(event["data"])) is not None:
                say(change)


def described(data: dict[str, Any]) -> str | None:
    """Return what a state change says of a connection, if it does."""
    new, old = data["new_state"], data["old_state"]
    if new is None or not data["entity_id"].endswith("_connection_type"):
        return None
    if new["state"] == "unknown" or (old and old["state"] == new["state"]):
        return None
    name = new["attributes"]["friendly_name"].removesuffix(" Connection type")
    return f"Home Assistant: {name} is {new['state']}"


async def demo(options: argparse.Namespace) -> None:
    """Run until stopped."""
    config_dir = CACHE / "demo/config"
    shutil.rmtree(CACHE / "demo", ignore_errors=True)
    config_dir.mkdir(parents=True)
    say("Starting the simulated Plex world and Home Assistant")
    async with (
        World(
            options.scenario,
            authority=CACHE / "authority",
            network=CACHE / "demo/network.json",
            say=print,
        ) as world,
        HomeAssistant(
            config_dir,
            port=options.port,
            environment={
                NETWORK_FILE: str(world.network),
                "REQUESTS_CA_BUNDLE": str(CACHE / "authority/ca.pem"),
            },
            wrapper_module="demo.simulated_home_assistant",
        ) as home,
    ):
        changes = asyncio.ensure_future(tell_changes(home))
        say(f"Signed in to Plex as {await sign_in(home, world)}")
        await add_dashboard(home)
        say(
            f"Home Assistant is at {home.url} "
            f"(user {home.owner.username}, password {home.owner.password}); "
            "the dashboard is called Plex. Ctrl-C stops the demo."
        )
        try:
            await home.wait()
        finally:
            changes.cancel()
            await asyncio.gather(changes, return_exceptions=True)
            say("Stopping")


async def main(arguments: list[str]) -> int:
    """Run until the end, and stop in good order when asked to."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("scenario", nargs="?", default="demo")
    parser.add_argument("--port", type=int, default=8123)
    task = asyncio.ensure_future(demo(parser.parse_args(arguments)))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        say("Stopped")
    except ProcessError as err:
        print(err, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
