"""Confines this process to the simulated network."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import override

from simulator.confinement import confined
from simulator.mapping import Mapping, Witness
from simulator.network import Reach
from simulator.network_file import NetworkReader


class Dials(Witness):
    """Records when this process began to connect, and to where."""

    def __init__(self) -> None:
        """Create it empty."""
        self.seen: list[tuple[float, str, int]] = []
        """Monotonic time, address, port."""
        self.vain: list[tuple[float, str]] = []
        """Monotonic time and address of the unanswered ones."""

    @override
    def dialled(self, address: str, port: int, reach: Reach) -> None:
        self.seen.append((now := monotonic(), address, port))
        if reach is not Reach.OPEN:
            self.vain.append((now, address))

    @override
    def looked_up(self, name: str, answers: tuple[str, ...]) -> None:
        """Ignore lookups."""

    @override
    def sent(self, source: str | None, address: str, port: int) -> None:
        """Ignore datagrams."""


@contextmanager
def simulated_network(file: Path) -> Iterator[Dials]:
    """Confine this process to the network that the file describes."""
    dials = Dials()
    with confined(Mapping(network=NetworkReader(file), witness=dials)):
        yield dials
