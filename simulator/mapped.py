"""Runs a module inside the simulated network.

    python -m simulator.mapped --network FILE [--journal FILE] -- MODULE [ARGUMENT …]

FILE is the simulator's network file. Programs that the module starts itself
are not confined.
"""

import argparse
from pathlib import Path
import runpy
import sys

from .confinement import confined
from .mapping import Mapping
from .network_file import Journal, NetworkReader


def main(arguments: list[str]) -> None:
    """Install the mapping, and run the module."""
    parser = argparse.ArgumentParser(prog="python -m simulator.mapped")
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("module")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    journal = Journal(options.journal)
    mapping = Mapping(network=NetworkReader(options.network), witness=journal)
    own, sys.argv = sys.argv, [options.module, *options.arguments]
    try:
        with confined(mapping):
            runpy.run_module(options.module, run_name="__main__", alter_sys=True)
    finally:
        sys.argv = own
        journal.close()


if __name__ == "__main__":
    main(sys.argv[1:])
