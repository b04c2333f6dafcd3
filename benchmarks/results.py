"""The entrants and their results."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .networks import TestNetwork
from .sample import Sample

FAST_CONNECT = "PLEXAPI_PLEXAPI_ENABLE_FAST_CONNECT"
NO_CONFIGURATION = {"PLEXAPI_CONFIG_PATH": "/nonexistent"}
"""Keeps the user's own settings out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entrant:
    """A contestant with its settings."""

    key: str
    title: str
    program: str
    environment: Mapping[str, str] = field(default_factory=dict, hash=False)


OURS = Entrant(key="ours", title="Plex Connection", program="ours")
BARE = Entrant(key="bare", title="bare minimum", program="bare")
PLEXAPI = Entrant(
    key="plexapi",
    title="python-plexapi",
    program="plexapi",
    environment=NO_CONFIGURATION,
)
FAST = Entrant(
    key="fast",
    title="python-plexapi, fast connect",
    program="plexapi",
    environment={**NO_CONFIGURATION, FAST_CONNECT: "1"},
)
NAIVE = Entrant(key="naive", title="naive baseline", program="naive")
ENTRANTS = (OURS, BARE, PLEXAPI, FAST, NAIVE)

COUNTS = (
    "requests",
    "requests_to_plex_tv",
    "handshakes",
    "tokens_in_clear",
    "tokens_to_strangers",
)
"""The record's counts read after each run."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of one contestant, as seen by the simulator."""

    seconds: float
    chosen: str
    """local, remote or relay, with "http" for a plain one; or "nothing"."""
    is_best: bool
    requests: int
    """To the addresses of servers."""
    requests_to_plex_tv: int
    handshakes: int
    """TLS handshakes started."""
    tokens_in_clear: int
    """Connections that carried a token without TLS."""
    tokens_to_strangers: int
    """Tokens sent to a server that they are not for."""
    steps: Mapping[str, float] = field(default_factory=dict)
    """Seconds until each step, as reported by the contestant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """All runs of one contestant on one network; at least one."""

    network: TestNetwork
    entrant: Entrant
    runs: tuple[Run, ...]

    @property
    def time(self) -> Sample:
        """Return the times to a connection, or until it was given up."""
        return Sample.of_seconds(run.seconds for run in self.runs)

    def step(self, name: str) -> Sample | None:
        """Return the times until one step."""
        seconds = [run.steps[name] for run in self.runs if name in run.steps]
        return Sample.of_seconds(seconds) if seconds else None

    @property
    def chosen(self) -> str:
        """Return all choices."""
        return " or ".join(sorted({run.chosen for run in self.runs}))

    @property
    def is_best(self) -> bool:
        """Return whether the best was chosen each time."""
        return all(run.is_best for run in self.runs)

    def most(self, count: str) -> int:
        """Return the maximum of one of the counts."""
        return max(int(getattr(run, count)) for run in self.runs)


def find(results: list[Result], network: str, entrant: Entrant) -> Result | None:
    """Return the result of one contestant on one network."""
    return next(
        (
            result
            for result in results
            if result.network.key == network and result.entrant is entrant
        ),
        None,
    )
