"""A real Home Assistant and its simulated world on one loop with a jumping clock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
import logging
from pathlib import Path
import shutil
import tempfile
from typing import Any, override
from unittest.mock import patch

from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

# Makes Home Assistant's own wall clock movable.
import pytest_homeassistant_custom_component.patch_time  # noqa: F401

from benchmarks.home import ENTRY_ID, Home, home_assistant
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Authority, Simulator
from simulator.confinement import confined
from simulator.mapping import Mapping
from simulator.scenario import Scenario, populate

from .figures import Findings
from .jumping_time import GRACE, JumpingTimeLoop
from .resources import OURS
from .tally import Tally

AUTHORITY = Path(__file__).parents[1] / ".cache" / "authority"

SETTLED = 30.0
"""Seconds from the start until every server has its connection and its push."""


REMEMBERED = 12
"""Diary entries shown with a complaint they may explain."""

SHIELDED = "exception in shielded future"
"""Logged by Python 3.14 for a lookup that aiohttp shares among several waiters, if it
fails after all of them have given up."""


class Complaints(logging.Handler):
    """Collects the integration's logs above INFO, and unretrieved failures."""

    def __init__(self) -> None:
        """Create it empty."""
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if SHIELDED in text:
            return
        if record.name.startswith((OURS, "asyncio")) or "plex_connection" in text:
            self.lines.append(f"{record.levelname} {record.name}: {text}")


@dataclass(kw_only=True)
class Rig:
    """Both, while they run."""

    loop: JumpingTimeLoop
    simulator: Simulator
    home: Home
    wall: FrozenDateTimeFactory
    """Follows every jump; may be set wrong."""
    store: Path
    complaints: list[str]
    tally: Tally
    diary: list[tuple[float, str]] = field(default_factory=list)
    """Incidents, with the time of each start and end."""
    failures: list[str] = field(default_factory=list)
    """Results of operations that must not occur."""

    @property
    def hass(self) -> HomeAssistant:
        """Return Home Assistant."""
        return self.home.hass

    @property
    def entry(self) -> MockConfigEntry:
        """Return the account's entry."""
        return self.home.entry

    @property
    def servers(self) -> list[ServerCoordinator]:
        """Return the servers, in order; none while the entry is not loaded."""
        if self.entry.state is not ConfigEntryState.LOADED:
            return []
        return list(self.entry.runtime_data.servers.values())

    def now(self) -> float:
        """Return monotonic seconds."""
        return self.loop.time()

    def set_wall_clock_off(self, seconds: float) -> None:
        """Move the wall clock, and nothing else."""
        self.wall.tick(timedelta(seconds=seconds))

    def recall(self, until: float) -> str:
        """Return the last incidents before a time."""
        pages = [f"{at:.0f} {what}" for at, what in self.diary if at <= until]
        return ", ".join(pages[-REMEMBERED:])

    def tell(self, findings: Findings) -> None:
        """Add what no run may do."""
        self.tally.tell(findings)
        findings.add("warnings and errors of ours in the log", len(self.complaints), 0)
        findings.complaints += self.complaints[:20]


def _authority(folder: Path) -> Authority:
    """Return the trusted authority, with a folder for its certificates."""
    folder.mkdir()
    for name in ("ca.pem", "ca.key"):
        shutil.copy(AUTHORITY / name, folder)
    return Authority(folder)


@contextmanager
def _wall_clock(loop: JumpingTimeLoop) -> Iterator[FrozenDateTimeFactory]:
    """Freeze the wall clock; monotonic time is the loop's regardless."""

    def monotonic() -> float:
        return loop.time()

    def monotonic_ns() -> int:
        return round(loop.time() * 1e9)

    with (
        patch("freezegun.api.fake_monotonic", monotonic),
        patch("freezegun.api.fake_monotonic_ns", monotonic_ns),
        freeze_time(datetime.now(UTC)) as wall,
    ):
        if not isinstance(wall, FrozenDateTimeFactory):
            raise TypeError("this needs a wall clock that stands still")
        yield wall


@asynccontextmanager
async def rig(scenario: Scenario) -> AsyncIterator[Rig]:
    """Build the world, start Home Assistant in it, and wait until all is settled."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, JumpingTimeLoop):
        raise TypeError("this needs a clock that jumps")
    handler = Complaints()
    logging.getLogger().addHandler(handler)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-"))
        # Before the clock is frozen: the certificate code keeps the first type of
        # datetime it gets.
        authority = _authority(Path(folder) / "authority")
        wall = stack.enter_context(_wall_clock(loop))
        loop.on_jump = wall.tick
        async with Simulator(authority, mapped=False) as simulator:
            mapping = Mapping(network=lambda: simulator.network, witness=simulator)
            with confined(mapping):
                await populate(simulator, scenario)
                account = simulator.plex_tv.accounts.first()
                async with home_assistant(
                    Path(folder), account_id=account.id, token=account.token, data=None
                ) as home:
                    await home.set_up()
                    await asyncio.sleep(SETTLED)
                    yield Rig(
                        loop=loop,
                        simulator=simulator,
                        home=home,
                        wall=wall,
                        store=Path(folder) / ".storage" / f"plex_connection.{ENTRY_ID}",
                        complaints=handler.lines,
                        tally=Tally(simulator),
                    )
                    await home.unload()
    logging.getLogger().removeHandler(handler)


def live[T](work: Callable[[], Coroutine[Any, Any, T]], *, grace: float = GRACE) -> T:
    """Run a coroutine on a loop with a jumping clock."""
    # Home Assistant warns about every custom integration.
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)

    loop = partial(JumpingTimeLoop, grace=grace)
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(work())
