"""The parts of the benchmark, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
import tempfile
from typing import Any

from . import (
    connecting,
    days,
    detection_times,
    entry_times,
    fail_over_times,
    scale,
)
from .bench import Bench, Extent
from .findings import Findings

PARTS: Mapping[str, Callable[[Bench], Awaitable[Any]]] = {
    "days": days.measure,
    "connecting": connecting.measure,
    "entry": entry_times.measure,
    "fail_over": fail_over_times.measure,
    "detection": detection_times.measure,
    "scale": scale.measure,
}
"""By the names of the findings."""


async def measure(
    extent: Extent, *, authority: Path, say: Callable[[str], None]
) -> Findings:
    """Measure every part, as many at the same time as the extent allows."""
    places = asyncio.Semaphore(extent.at_once)

    async def part(root: Bench, name: str) -> Any:
        async with places:
            return await PARTS[name](root.lane(name))

    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Bench(folder=Path(folder), authority=authority, extent=extent, say=say)
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(part(root, name)) for name in PARTS}
    return Findings(**{name: task.result() for name, task in tasks.items()})
