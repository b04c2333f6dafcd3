"""The overview stays open, while servers come and go and everything changes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
import statistics

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE

from demo.browser import chromium
from demo.home_assistant import HomeAssistant
from demo.simulated_home import sign_in

from .dashboard_changes import Changes
from .extent import Extent
from .figures import Findings
from .households import household, wait_for_best
from .latencies import Latencies, knowing
from .onlooker import GLANCE, OVERVIEW, Onlooker, PageHoldings, onlooker
from .resources import MEGABYTES, resident_megabytes

OTHER_PAGE = "/profile/general"
"""One of Home Assistant's own, to know what grows by itself."""

LINGERING = 20.0
"""Seconds in which Home Assistant has noticed that a browser is gone."""

LEAST = 2
"""Rounds: in so many everything happens."""

WARM = 0.1
"""Share of the time after which everything that is made once has been made."""

HEAP = 2.0
"""Megabytes: Home Assistant's own part of the page grows by as much in an hour."""
NODES = 100
LISTENERS = 20
"""Less than one is left behind with every third round of an hour."""
ELEMENTS = 5
"""A browser holds on to what had the focus, or the mouse, last."""
DESCRIPTORS = 8
BUS_LISTENERS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeHoldings:
    """What Home Assistant's process holds at one moment."""

    megabytes: float
    descriptors: int
    listeners: int
    """To events on its bus; those apart that wait to write a file."""


@dataclass(kw_only=True, slots=True)
class Watched:
    """What was held after each round."""

    ours: list[PageHoldings] = field(default_factory=list)
    others: list[PageHoldings] = field(default_factory=list)
    home: list[HomeHoldings] = field(default_factory=list)

    async def look(
        self, watcher: Onlooker, other: Onlooker, home: HomeAssistant
    ) -> None:
        """Take one look at all of them."""
        self.ours.append(await watcher.holdings())
        self.others.append(await other.holdings())
        self.home.append(await _home_holdings(home))

    def tell(self, findings: Findings) -> None:
        """Add by how much it grew."""
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
    """Return what is usual in the first third, once all is warm, and in the last."""
    warm = values[round(len(values) * WARM) :]
    third = max(1, len(warm) // 3)
    return statistics.median(warm[:third]), statistics.median(warm[-third:])


async def _home_holdings(home: HomeAssistant) -> HomeHoldings:
    descriptors = Path("/proc") / str(home.process_id) / "fd"
    return HomeHoldings(
        megabytes=resident_megabytes(home.process_id),
        descriptors=await asyncio.to_thread(_count, descriptors),
        listeners=await _listeners(home),
    )


def _count(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def _listeners(home: HomeAssistant) -> int:
    return sum(
        each["listener_count"]
        for each in await home.get("/api/events")
        if each["event"] != EVENT_HOMEASSISTANT_FINAL_WRITE
    )


async def _left(home: HomeAssistant, before: int) -> int:
    """Return how many listeners have not gone, some time after they should have."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LINGERING
    while True:
        left = await _listeners(home) - before
        if left <= 0 or loop.time() >= ends:
            return max(0, left)
        await asyncio.sleep(GLANCE)


async def dashboard(extent: Extent) -> Findings:
    """Leave the overview open for a while."""
    findings = Findings(title="The dashboard, left open")
    findings.add("seconds", extent.dashboard)
    watched = Watched()
    async with household() as house:
        async with house.home() as home, chromium() as browser:
            await sign_in(home, house.world)
            findings.complaints += await wait_for_best(home)
            listeners = await _listeners(home)
            async with (
                knowing(home) as known,
                onlooker(browser, home, OTHER_PAGE) as other,
                onlooker(browser, home, OVERVIEW) as watcher,
            ):
                latencies = Latencies(known=known, watcher=watcher)
                changes = await Changes.of(home, house.world, latencies)
                await _live(extent, changes, lambda: watched.look(watcher, other, home))
                complaints = watcher.complaints
            findings.add(
                "listeners left when the page is closed",
                await _left(home, listeners),
                0,
            )
        house.note_complaints(home.log)
        changes.tell(findings)
        latencies.tell(findings)
        watched.tell(findings)
        findings.add("errors in the page", len(complaints), 0)
        findings.complaints += complaints[:20]
        await house.tell(findings)
    return findings


async def _live(
    extent: Extent, changes: Changes, look: Callable[[], Awaitable[None]]
) -> None:
    """Let round follow round, with a look after each."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + extent.dashboard
    for number in count():
        due = loop.time() + extent.pace
        await changes.round(number)
        await look()
        if loop.time() >= ends and number + 1 >= LEAST:
            return
        await asyncio.sleep(due - loop.time())
