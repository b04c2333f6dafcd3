"""What a process holds, to detect leaks."""

import asyncio
from collections.abc import Mapping, Sized
from dataclasses import dataclass
import gc
import os
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import DATA_DISPATCHER

from .figures import Findings

MEGABYTES = 25.0
"""Maximum growth of a process: an allocator keeps memory it once had."""

OURS = "custom_components.plex_connection"


@dataclass(frozen=True, kw_only=True, slots=True)
class Holdings:
    """Holdings at one moment."""

    tasks: int
    timers: int
    listeners: int
    """Listeners to events and signals of Home Assistant's."""
    descriptors: int
    instances: int
    """Instances of the integration's classes."""

    def tell_growth(self, since: Holdings, findings: Findings) -> None:
        """Add the growth.

        The limits allow for a connection that happens to be open, a request in flight
        or a file to be written, but not for one leaked each time.
        """
        findings.add("tasks, more than at first", self.tasks - since.tasks, 3)
        findings.add("timers, more than at first", self.timers - since.timers, 20)
        findings.add(
            "listeners, more than at first", self.listeners - since.listeners, 3
        )
        findings.add(
            "file descriptors, more than at first",
            self.descriptors - since.descriptors,
            12,
        )


def tell_memory(findings: Findings, *, since: float) -> None:
    """Add the megabytes by which the process has grown since warm-up."""
    findings.add(
        "memory, more than after a while",
        resident_megabytes("self") - since,
        MEGABYTES,
        "MB",
    )


def holdings(hass: HomeAssistant) -> Holdings:
    """Return what this process holds now."""
    gc.collect()
    loop = asyncio.get_running_loop()
    signals: Mapping[str, Sized] = hass.data.get(DATA_DISPATCHER, {})
    return Holdings(
        tasks=len(asyncio.all_tasks()),
        timers=sum(not timer.cancelled() for timer in loop._scheduled),  # type: ignore[attr-defined] # noqa: SLF001
        listeners=sum(hass.bus.async_listeners().values())
        + sum(map(len, signals.values())),
        descriptors=len(list(Path("/proc/self/fd").iterdir())),
        instances=sum(
            str(type(each).__module__).startswith(OURS) for each in gc.get_objects()
        ),
    )


def resident_megabytes(process: int | str) -> float:
    """Return a process's resident memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6
