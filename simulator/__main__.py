"""Runs a scenario in the foreground until SIGTERM or SIGINT.

    python -m simulator [SCENARIO] [--authority DIR] [--network FILE]
                        [--control-port PORT] [--requests]

SCENARIO is a name (demo, quiet, flapping, hostile), a size like 100x16 (servers
and addresses of each), or a JSON file: a scenario, or a diagnostics download of the
integration, which is played once more (see docs/diagnostics.md).
"""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
import signal
import sys
import tempfile

from .certificate_authority import Authority
from .control import Control
from .course import Course
from .crowd import crowd_named
from .diagnostics import read_scenario
from .record import RequestEntry
from .scenario import Scenario, populate
from .scenarios import SCENARIOS
from .simulation import Simulator


def say(line: str) -> None:
    """Print one event."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", flush=True)


def say_request(entry: RequestEntry) -> None:
    """Print one request."""
    owners = ", ".join(token.owner for token in entry.tokens) or "no token"
    say(
        f"{entry.origin.server} {entry.origin.listener} {entry.method} {entry.path} "
        f"{entry.status} ({'TLS' if entry.tls else 'plain'}, {owners})"
    )


async def run(options: argparse.Namespace, stop: asyncio.Event) -> None:
    """Run the scenario until `stop`."""
    scenario = (
        SCENARIOS.get(options.scenario)
        or crowd_named(options.scenario)
        or read_scenario(Path(options.scenario))
    )
    with tempfile.TemporaryDirectory(prefix="simulator-") as folder:
        file: Path = options.network or Path(folder) / "network.json"
        authority = Authority(options.authority or Path(folder) / "authority")
        simulator = Simulator(authority, mapped=False, network_file=file)
        async with simulator:
            await populate(simulator, scenario)
            simulator.write_network()
            if options.requests:
                simulator.record.on_request = say_request
            # In a group, so that a failing timeline ends the simulation.
            async with asyncio.TaskGroup() as tasks:
                course = Course(simulator, scenario.timeline, tasks=tasks, say=say)
                control = Control(
                    simulator, port=options.control_port, say=say, course=course
                )
                await control.start()
                _introduce(simulator, scenario, control, file)
                course.begin()
                await stop.wait()
                course.halt()
            await control.stop()
            simulator.remove_network_file()
    say("The simulation ends")


def _introduce(
    simulator: Simulator, scenario: Scenario, control: Control, file: Path
) -> None:
    say(f"Scenario {scenario.name}")
    say(f"Authority {simulator.authority.ca_file}")
    say(f"Network {file}")
    say(f"Control {control.url}/control")
    say(f"Page of controls {control.url}/")
    say(f"Sign-in page {control.url}/auth")
    for listener in simulator.listeners():
        faults = ", ".join(fault.kind for fault in listener.faults)
        say(
            f"{listener.service.name} {listener.kind} {listener.place} = "
            f"{listener.stand_in or 'nothing'}" + (f" ({faults})" if faults else "")
        )


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("scenario", nargs="?", default="demo")
    parser.add_argument("--authority", type=Path, help="folder of the authority")
    parser.add_argument("--network", type=Path, help="file for simulator.mapped")
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--requests", action="store_true", help="print each request")
    return parser.parse_args(arguments)


async def main(arguments: list[str]) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(parse(arguments), stop)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
