"""What a page and Home Assistant hold from round to round, and how much it grows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
import statistics

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE

from demo.home_assistant import HomeAssistant

from .figures import Findings
from .page_watcher import PageHoldings, PageWatcher
from .resources import MEGABYTES, resident_megabytes

WARM = 0.1
"""Share of the time after which everything created once exists."""

HEAP = 1.0
"""Megabytes: an hour grew by 0.03; a leak of 30 kB a round would make 1.2 of it."""
NODES = 250
"""A tile with a problem shows some 30 nodes more than one without, and a quick run
compares its first look with its last: runs differed by 108 to 186. In an hour of sixty
rounds, seven nodes leaked in each exceed this."""
LISTENERS = 20
"""Less than one leaked with every third round of an hour."""
ELEMENTS = 5
"""A browser holds on to the last element with the focus, or under the mouse."""
DESCRIPTORS = 8
BUS_LISTENERS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeHoldings:
    """What Home Assistant's process holds at one moment."""

    megabytes: float
    descriptors: int
    listeners: int
    """Listeners on its bus, except those waiting to write a file."""


@dataclass(kw_only=True, slots=True)
class Watched:
    """What was held after each round."""

    ours: list[PageHoldings] = field(default_factory=list)
    others: list[PageHoldings] = field(default_factory=list)
    home: list[HomeHoldings] = field(default_factory=list)

    async def look(
        self, watcher: PageWatcher, other: PageWatcher, home: HomeAssistant
    ) -> None:
        """Record the holdings of all of them."""
        self.ours.append(await watcher.holdings())
        self.others.append(await other.holdings())
        self.home.append(await _home_holdings(home))

    def tell(self, findings: Findings) -> None:
        """Add the growth."""
        ours, others, home = self.ours, self.others, self.home
        findings.add("looks at what is held", len(ours))
        for what, values, limit, unit in (
            ("memory of the page", [each.megabytes for each in ours], HEAP, "MB"),
            (
                "memory of another page of Home Assistant",
                [each.megabytes for each in others],
                None,
                "MB",
            ),
            ("nodes of the page", [each.nodes for each in ours], NODES, ""),
            ("listeners of the page", [each.listeners for each in ours], LISTENERS, ""),
            ("elements of ours alive", [each.elements for each in ours], ELEMENTS, ""),
            (
                "memory of Home Assistant",
                [each.megabytes for each in home],
                MEGABYTES,
                "MB",
            ),
            (
                "file descriptors of Home Assistant",
                [each.descriptors for each in home],
                DESCRIPTORS,
                "",
            ),
            (
                "listeners of Home Assistant's bus",
                [each.listeners for each in home],
                BUS_LISTENERS,
                "",
            ),
        ):
            first, last = _ends(values)
            findings.add(f"{what} at first", first, unit=unit)
            findings.add(f"{what}, more in the last third", last - first, limit, unit)


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Return the typical value of the first third, after warm-up, and of the last."""
    warm = values[round(len(values) * WARM) :]
    third = max(1, len(warm) // 3)
    return statistics.median(warm[:third]), statistics.median(warm[-third:])


async def _home_holdings(home: HomeAssistant) -> HomeHoldings:
    descriptors = Path("/proc") / str(home.process_id) / "fd"
    return HomeHoldings(
        megabytes=resident_megabytes(home.process_id),
        descriptors=await asyncio.to_thread(_count, descriptors),
        listeners=await bus_listeners(home),
    )


def _count(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def bus_listeners(home: HomeAssistant) -> int:
    """Return the number of bus listeners, except those waiting to write a file."""
    return sum(
        each["listener_count"]
        for each in await home.get("/api/events")
        if each["event"] != EVENT_HOMEASSISTANT_FINAL_WRITE
    )
