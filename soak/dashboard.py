"""The overview stays open while servers come and go and everything changes."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from demo.browser import chromium
from demo.home_assistant import HomeAssistant
from demo.simulated_home import sign_in

from .dashboard_changes import Changes
from .extent import Extent
from .figures import Findings
from .growth import Watched, bus_listeners
from .latencies import Latencies, knowing
from .page_watcher import GLANCE, OVERVIEW, page_watcher
from .process_rig import process_rig, wait_for_best

OTHER_PAGE = "/profile/general"
"""One of Home Assistant's own pages, as a baseline for growth."""

LINGERING = 20.0
"""Seconds within which Home Assistant notices that a browser is gone."""

LEAST = 2
"""Minimum rounds: enough for every change to happen."""


async def dashboard(extent: Extent) -> Findings:
    """Leave the overview open for a while."""
    findings = Findings(title="The dashboard, left open")
    findings.add("seconds", extent.dashboard)
    watched = Watched()
    async with process_rig() as rig:
        async with rig.home() as home, chromium() as browser:
            await sign_in(home, rig.world)
            findings.complaints += await wait_for_best(home)
            listeners = await bus_listeners(home)
            async with (
                knowing(home) as known,
                page_watcher(browser, home, OTHER_PAGE) as other,
                page_watcher(browser, home, OVERVIEW) as watcher,
            ):
                latencies = Latencies(known=known, watcher=watcher)
                changes = await Changes.of(home, rig.world, latencies)
                await _live(extent, changes, lambda: watched.look(watcher, other, home))
                complaints = watcher.complaints
            findings.add(
                "listeners left when the page is closed",
                await _left(home, listeners),
                0,
            )
        rig.note_complaints(home.log)
        changes.tell(findings)
        latencies.tell(findings)
        watched.tell(findings)
        findings.add("errors in the page", len(complaints), 0)
        findings.complaints += complaints[:20]
        await rig.tell(findings)
    return findings


async def _live(
    extent: Extent, changes: Changes, look: Callable[[], Awaitable[None]]
) -> None:
    """Run round after round, and measure after each."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + extent.dashboard
    for number in count():
        due = loop.time() + extent.pace
        await changes.round(number)
        await look()
        if loop.time() >= ends and number + 1 >= LEAST:
            return
        await asyncio.sleep(due - loop.time())


async def _left(home: HomeAssistant, before: int) -> int:
    """Return how many listeners remain some time after the page was closed."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LINGERING
    while True:
        left = await bus_listeners(home) - before
        if left <= 0 or loop.time() >= ends:
            return max(0, left)
        await asyncio.sleep(GLANCE)
