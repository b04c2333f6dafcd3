"""Runs a simulated Plex world and a real Home Assistant in it."""

import argparse
import asyncio
from datetime import UTC, datetime
import shutil
import signal
import sys

from .core_plex import add_core_plex
from .home_assistant import ROOT, ProcessError
from .simulated_home import DOMAIN, simulated_home, tell_changes
from .welcome import welcome

CACHE = ROOT / ".cache"

OF_THE_WEEK = ("demo", "quiet", "flapping")
"""The scenarios whose three servers get a recorded week; others have servers of their
own, and no history."""


def say(line: str) -> None:
    """Print one event."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", flush=True)


async def demo(options: argparse.Namespace) -> None:
    """Run until stopped."""
    # One folder per port: another demo may run on another one.
    folder = CACHE / f"demo-{options.port}"
    shutil.rmtree(folder, ignore_errors=True)
    say("Starting the simulated Plex world and Home Assistant")
    async with simulated_home(
        folder,
        authority=CACHE / "authority",
        port=options.port,
        say=say,
        scenario=options.scenario,
        # Next to Home Assistant's, for users who have to open ports for them.
        control_port=options.port + 1,
        has_week=options.scenario in OF_THE_WEEK,
    ) as (home, world):
        changes = asyncio.ensure_future(tell_changes(home, say))
        if options.scenario == "demo":
            await add_core_plex(
                home, world, domain=DOMAIN, server="Attic", account="alice"
            )
            say("Home Assistant's own Plex integration is set up, with a player")
        await welcome(home, world, say)
        try:
            while await home.restarted():
                say("Home Assistant has been restarted")
                await asyncio.gather(changes, return_exceptions=True)
                changes = asyncio.ensure_future(tell_changes(home, say))
        finally:
            changes.cancel()
            await asyncio.gather(changes, return_exceptions=True)
            say("Stopping")


async def main(arguments: list[str]) -> int:
    """Run until the end; shut down cleanly on a signal."""
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
