"""What every part of the benchmark works with, and how much each does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.hostility import Trick

from .child import Child
from .networks import NETWORKS, TestNetwork
from .situations import PLAYED, Situation


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """How often a contestant runs on a network."""

    rounds: int
    patience: float
    """Seconds of runs after which it has run enough."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """How much each part does."""

    networks: Sequence[TestNetwork]
    effort: Effort
    patient: Effort
    """For runs that wait for time-outs."""
    entries: int
    """Set-ups with a store, and as many without."""
    fail_overs: int
    """Number of each kind."""
    deaths: int
    """Number of each kind."""
    situations: tuple[Situation, ...]
    """Situations with real sockets."""
    households: int
    """Number in each situation."""
    patience: float
    """Seconds to wait for the return."""
    returns: int
    """Number of each kind, in virtual time."""
    sizes: tuple[int, ...]
    """Numbers of servers."""
    hour: float
    """Length of the hour in seconds."""
    tricks: tuple[Trick, ...]
    """Of hostile servers."""
    trick: float
    """Seconds of each trick that would go on for ever."""
    tiles: int
    """Servers on the overview."""
    openings: int
    """Openings of the overview, in each way."""
    at_once: int
    """Parts that run at the same time; with more than one, times mean nothing."""


WHOLE = Extent(
    networks=NETWORKS,
    effort=Effort(rounds=11, patience=20.0),
    patient=Effort(rounds=3, patience=90.0),
    entries=12,
    fail_overs=20,
    deaths=10,
    situations=PLAYED,
    households=40,
    patience=180.0,
    returns=200,
    sizes=(1, 10, 100),
    hour=3600.0,
    tricks=tuple(Trick),
    trick=14.0,
    tiles=100,
    openings=7,
    at_once=1,
)
QUICK = Extent(
    networks=[each for each in NETWORKS if each.quick],
    effort=Effort(rounds=1, patience=5.0),
    patient=Effort(rounds=1, patience=5.0),
    entries=1,
    fail_overs=1,
    deaths=1,
    situations=(Situation.RELAY_ONLY, Situation.BLIP, Situation.MOVED),
    households=2,
    patience=4.0,
    returns=2,
    sizes=(2,),
    hour=60.0,
    tricks=(Trick.PINGS, Trick.DEAF, Trick.ANSWERS, Trick.LONG_LIST),
    trick=0.5,
    tiles=10,
    openings=1,
    at_once=6,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """Workplace of a part."""

    folder: Path
    """Empty, for this part only."""
    authority: Path
    extent: Extent
    say: Callable[[str], None]
    """Receives intermediate findings."""

    @property
    def network_file(self) -> Path:
        """Return the file that describes the network to the part's processes."""
        return self.folder / "network.json"

    def simulation(self) -> Child:
        """Return a process with the simulated world."""
        return Child(
            "benchmarks.simulation",
            *("--authority", str(self.authority)),
            *("--network", str(self.network_file)),
        )

    def child(self, module: str, *arguments: str, **environment: str) -> Child:
        """Return a process inside that world, which must be built before."""
        return Child(
            module,
            *arguments,
            *("--network", str(self.network_file)),
            environment=environment,
        )

    def lane(self, name: str) -> Bench:
        """Return a bench of the same kind with a world of its own."""
        (folder := self.folder / name).mkdir()
        return Bench(
            folder=folder, authority=self.authority, extent=self.extent, say=self.say
        )
