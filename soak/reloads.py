"""An entry that is reloaded again and again, and leaves nothing behind."""

import asyncio
import gc
import tracemalloc

from simulator.scenarios import QUIET

from .extent import Extent
from .figures import Findings
from .house import House, house
from .resources import holdings, resident_megabytes, tell_memory

WARM_UP = 5
"""Reloads after which everything that is made once has been made."""

PAUSES = (0.0, 0.05, 1.0, 30.0)
"""Seconds between two reloads, in turn: amid the first race, and when all is calm."""

KILOBYTES = 2.0
INSTANCES = 1.0
"""What a reload may leave: a log of changes and counts grows a little, until it is
full."""


async def reloads(extent: Extent) -> Findings:
    """Reload an account of three servers."""
    findings = Findings(title="Reloads")
    times = extent.reloads
    async with house(QUIET) as home:
        await _reload(home, WARM_UP)
        before, memory = holdings(), resident_megabytes("self")
        await _reload(home, times)
        after = holdings()
        findings.add("reloads", times)
        findings.add(
            "objects of ours left by each",
            (after.instances - before.instances) / times,
            INSTANCES,
        )
        after.tell_growth(before, findings)
        tell_memory(findings, since=memory)
        findings.add(
            "memory allocated by our code and left by each",
            await _left_by_each(home, times),
            KILOBYTES,
            "kB",
        )
        findings.add("servers lost", len(QUIET.servers) - len(home.servers), 0)
        home.tell(findings)
    return findings


async def _left_by_each(home: House, times: int) -> float:
    """Reload again, and return the kilobytes of our own lines that each left.

    Apart from the others, for to trace them takes memory as well.
    """
    tracemalloc.start()
    await _reload(home, WARM_UP)
    allocated = _allocated()
    await _reload(home, times)
    grown = _allocated() - allocated
    tracemalloc.stop()
    return grown / 1000 / times


async def _reload(home: House, times: int) -> None:
    for number in range(times):
        await home.hass.config_entries.async_reload(home.entry.entry_id)
        await asyncio.sleep(PAUSES[number % len(PAUSES)])
    await asyncio.sleep(PAUSES[-1])


def _allocated() -> float:
    """Return the bytes that the integration's own lines hold."""
    gc.collect()
    ours = tracemalloc.Filter(inclusive=True, filename_pattern="*/plex_connection/*")
    snapshot = tracemalloc.take_snapshot().filter_traces([ours])
    return sum(each.size for each in snapshot.statistics("filename"))
