"""Enters the simulated network: nothing of this process gets out of it."""

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
    """Remembers when this process began to connect, and to where."""

    def __init__(self) -> None:
        """Start with none."""
        self.seen: list[tuple[float, str, int]] = []
        """Moment of the monotonic clock, address, port."""
        self.vain: list[tuple[float, str]] = []
        """Moment and address of those that get no answer."""

    @override
    def dialled(self, address: str, port: int, reach: Reach) -> None:
        self.seen.append((now := monotonic(), address, port))
        if reach is not Reach.OPEN:
            self.vain.append((now, address))

    @override
    def looked_up(self, name: str, answers: tuple[str, ...]) -> None:
        """Look-ups are not counted."""

    @override
    def sent(self, source: str | None, address: str, port: int) -> None:
        """Neither are datagrams."""


@contextmanager
def simulated_network(file: Path) -> Iterator[Dials]:
    """Keep this process inside the network that the file tells of."""
    dials = Dials()
    with confined(Mapping(network=NetworkReader(file), witness=dials)):
        yield dials
