"""Runs an empty Home Assistant to try the integration with a real Plex account."""

import asyncio
from pathlib import Path
import signal
import sys

from .home_assistant import ROOT, HomeAssistant, ProcessError

CONFIG_DIR = ROOT / ".cache/develop"

RESTART = 100
"""The exit code with which Home Assistant requests a restart."""


async def develop(config_dir: Path) -> None:
    """Run Home Assistant until it is stopped, in the browser or with Ctrl-C."""
    print(f"Starting Home Assistant; its files are in {config_dir}", flush=True)
    while True:
        # Other integrations that the user adds may install their requirements.
        async with HomeAssistant(config_dir, environment={"UV_OFFLINE": "0"}) as home:
            print(
                f"Home Assistant is at {home.url} (user {home.owner.username}, "
                f"password {home.owner.password})\n"
                f"Its log: tail -F {home.log}\n"
                "Ctrl-C stops it",
                flush=True,
            )
            if await home.wait() != RESTART:
                return
        print("Starting again", flush=True)


async def main() -> int:
    """Run until the end; shut down cleanly on a signal."""
    task = asyncio.ensure_future(develop(CONFIG_DIR))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        print("Stopped", flush=True)
    except ProcessError as err:
        print(err, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
