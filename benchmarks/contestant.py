"""One contestant as a process: python -m benchmarks.contestant NAME --network FILE."""

import argparse
from dataclasses import asdict
import gc
from importlib import import_module
from pathlib import Path
from typing import Any

from .contestants import Contestant, Task
from .inside import simulated_network
from .lines import Command, serve

CONTESTANTS = {
    "ours": "Ours",
    "plexapi": "PlexApi",
    "naive": "Naive",
    "bare": "Bare",
}
"""Modules and their classes; each is imported only where it runs."""


class Arena:
    """Executes commands for one contestant."""

    def __init__(self, contestant: Contestant) -> None:
        """Take the contestant."""
        self._contestant = contestant

    def prepare(self, command: Command) -> None:
        """Let the contestant query plex.tv."""
        task = command["task"]
        task["interfaces"] = tuple(task["interfaces"])
        self._contestant.prepare(Task(**task))

    def run(self, _: Command) -> dict[str, Any]:
        """Run the contestant once."""
        gc.collect()
        finding = self._contestant.run()
        return asdict(finding)

    def rest(self, _: Command) -> None:
        """Let the contestant close what it opened."""
        self._contestant.rest()


def main() -> None:
    """Execute commands until they end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=CONTESTANTS)
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    with simulated_network(options.network):
        module = import_module(f".contestants.{options.name}", __package__)
        arena = Arena(getattr(module, CONTESTANTS[options.name])())
        serve({"prepare": arena.prepare, "run": arena.run, "rest": arena.rest})


if __name__ == "__main__":
    main()
