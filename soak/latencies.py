"""Time from an event in the world to the pixels that show it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
import time
from typing import Any

from benchmarks.sample import Sample
from demo.home_assistant import HomeAssistant

from .figures import Findings
from .page_watcher import GLANCE, PageWatcher

PATIENCE = 10.0

SOON = 1.0
"""Seconds within which a page has to show what Home Assistant knows, and Home Assistant
what it can know at once."""


@dataclass(kw_only=True, slots=True)
class Known:
    """Connection types in Home Assistant's states, by the wall clock."""

    changes: list[tuple[float, str, str]] = field(default_factory=list)
    """Time, entity and state of each change."""

    async def listen(self, home: HomeAssistant, subscribed: asyncio.Event) -> None:
        """Record every change."""
        async with home.websocket() as websocket:
            await websocket.call("subscribe_events", event_type="state_changed")
            subscribed.set()
            async for event in websocket:
                if (state := event["data"]["new_state"]) is not None:
                    self._note(event, state)

    def _note(self, event: dict[str, Any], state: dict[str, Any]) -> None:
        entity_id, at = state["entity_id"], event["time_fired"]
        if entity_id.endswith("_connection_type"):
            moment = datetime.fromisoformat(at).timestamp()
            self.changes.append((moment, entity_id, state["state"]))

    async def first(self, server: str, kind: str, since: float) -> float:
        """Return when a server first had the connection type in Home Assistant.

        This listener may get the change a little later than the page does.
        """
        wanted = (f"sensor.{server.lower()}_connection_type", kind)
        async with asyncio.timeout(PATIENCE):
            while True:
                for at, entity_id, state in self.changes:
                    if at >= since and (entity_id, state) == wanted:
                        return at
                await asyncio.sleep(GLANCE)


@asynccontextmanager
async def knowing(home: HomeAssistant) -> AsyncIterator[Known]:
    """Listen for the duration of the context."""
    known, subscribed = Known(), asyncio.Event()
    listening = asyncio.ensure_future(known.listen(home, subscribed))
    await subscribed.wait()
    try:
        yield known
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


@dataclass(kw_only=True, slots=True)
class Latencies:
    """Measured latencies in seconds, and the changes never shown."""

    known: Known
    watcher: PageWatcher
    drawn: list[float] = field(default_factory=list)
    """From the state in Home Assistant to the pixels."""
    crash: list[float] = field(default_factory=list)
    """From the death of the LAN address to the pixels for remote."""
    choice: list[float] = field(default_factory=list)
    """From a manual choice of an address to the pixels."""
    slow: list[float] = field(default_factory=list)
    """From a loss that needs a race to the pixels: a relay is held back for a second,
    and "offline" requires every address to have failed."""
    missed: list[str] = field(default_factory=list)

    async def watch(
        self,
        happen: Callable[[], Awaitable[None]],
        name: str,
        kind: str,
        whole: list[float] | None = None,
    ) -> None:
        """Perform an action, and wait until a server's tile shows its result.

        `whole` takes the time from the very beginning.
        """
        self.watcher.forget()
        began = time.time()
        await happen()
        shown = await self.watcher.shows(name, kind, since=began)
        if shown is None:
            self.missed.append(f"{name} never shown as {kind}")
            return
        if whole is not None:
            whole.append(shown.painted - began)
        self.drawn.append(shown.painted - await self.known.first(name, kind, began))

    def tell(self, findings: Findings) -> None:
        """Add the measurements."""
        findings.add("changes waited for", len(self.drawn))
        findings.add("changes that were never shown", len(self.missed), 0)
        findings.complaints += self.missed
        for what, seconds, limit in (
            ("from Home Assistant's state to pixels", self.drawn, SOON),
            ("from the death of the address in use to pixels", self.crash, SOON),
            ("from a choice by hand to pixels", self.choice, SOON),
            ("from the loss of the last direct address to pixels", self.slow, None),
        ):
            if seconds:
                sample = Sample.of_seconds(seconds)
                findings.add(f"{what}, median", sample.median / 1000, unit="s")
                p95 = sample.percentile(0.95) / 1000
                findings.add(f"{what}, p95", p95, unit="s")
                findings.add(f"{what}, longest", sample.most / 1000, limit, "s")
