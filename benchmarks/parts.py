"""The parts of the benchmark, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
import tempfile
from typing import Any

from . import (
    back_times,
    connecting,
    dashboard_times,
    days,
    detection_times,
    entry_times,
    fail_over_times,
    follow_times,
    hostile_times,
    scale,
)
from .bench import Bench, Extent

type Part = Callable[[Bench], Awaitable[Any]]

PARTS: Mapping[str, Part] = {
    "days": days.measure,
    "connecting": connecting.measure,
    "entry": entry_times.measure,
    "fail_over": fail_over_times.measure,
    "detection": detection_times.measure,
    "back": back_times.measure,
    "scale": scale.measure,
    "hostile": hostile_times.measure,
}
"""By the names of the findings."""

BY_ITSELF: Mapping[str, Part] = {"follow": follow_times.measure}
"""Parts that are only measured alone: this one waits for a quarter of an hour."""

IN_A_BROWSER: Mapping[str, Part] = {"dashboard": dashboard_times.measure}
"""Parts that need a Chromium."""


async def measure(
    extent: Extent,
    parts: Mapping[str, Part],
    *,
    authority: Path,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Measure the parts, as many at a time as the extent allows."""
    places = asyncio.Semaphore(extent.at_once)

    async def part(root: Bench, name: str) -> Any:
        async with places:
            return await parts[name](root.lane(name))

    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Bench(folder=Path(folder), authority=authority, extent=extent, say=say)
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(part(root, name)) for name in parts}
    return {name: task.result() for name, task in tasks.items()}
