"""A user with a page of Home Assistant open, and what the page holds meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from playwright.async_api import Browser, CDPSession, ConsoleMessage, Error, Page

from benchmarks.page_visits import VIEWPORT, WATCH
from demo.browser import signed_in
from demo.home_assistant import HomeAssistant

OVERVIEW = "/plex-connection"
TILE = "plex-connection-server-tile"
OURS = "plex-connection"
"""Part of our bundle's address, and of our elements' names."""

SOON = 60.0
"""Seconds within which any change must be shown."""
GLANCE = 0.1

COUNT_OURS = (
    "function() { return this.filter("
    "(each) => !Object.hasOwn(each, 'constructor')"
    f" && each.localName.startsWith('{OURS}-')).length; }}"
)
"""Prototypes are found as well: they have their own constructor, and no name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A tile's new content and when it was painted, by the wall clock."""

    name: str
    kind: str
    painted: float

    @classmethod
    def from_page(cls, data: dict[str, Any]) -> Self:
        """Convert the page's data, in milliseconds."""
        return cls(name=data["name"], kind=data["type"], painted=data["painted"] / 1000)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageHoldings:
    """What a page holds at one moment, after a garbage collection."""

    megabytes: float
    """Memory of the JavaScript heap."""
    nodes: int
    listeners: int
    elements: int
    """Our elements, including those no longer on the page."""


class PageWatcher:
    """One open page."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        """Take both, and record the page's errors."""
        self.page = page
        self._devtools = devtools
        self.complaints: list[str] = []
        self._shown: list[Shown] = []
        page.on("pageerror", self._note_error)
        page.on("console", self._note_console)

    async def shows(self, name: str, kind: str, *, since: float) -> Shown | None:
        """Wait until a server's tile newly shows a type; None if it never does."""
        ends = asyncio.get_running_loop().time() + SOON
        while asyncio.get_running_loop().time() < ends:
            self._shown += map(
                Shown.from_page, await self.page.evaluate("() => pageWatch.takeShown()")
            )
            for each in self._shown:
                if (each.name, each.kind) == (name, kind) and each.painted >= since:
                    return each
            await asyncio.sleep(GLANCE)
        return None

    def forget(self) -> None:
        """Forget what has been shown so far."""
        self._shown.clear()

    async def holdings(self) -> PageHoldings:
        """Collect garbage, and return what is left."""
        await self._devtools.send("HeapProfiler.collectGarbage")
        elements = await self._elements()
        await self._devtools.send("HeapProfiler.collectGarbage")
        answer = await self._devtools.send("Performance.getMetrics")
        values = {each["name"]: each["value"] for each in answer["metrics"]}
        return PageHoldings(
            megabytes=values["JSHeapUsedSize"] / 1e6,
            nodes=round(values["Nodes"]),
            listeners=round(values["JSEventListeners"]),
            elements=elements,
        )

    async def _elements(self) -> int:
        """Count our elements that are alive, whatever holds them."""
        ask = self._devtools.send
        prototype = await ask(
            "Runtime.evaluate",
            {"expression": "HTMLElement.prototype", "objectGroup": "count"},
        )
        found = await ask(
            "Runtime.queryObjects",
            {
                "prototypeObjectId": prototype["result"]["objectId"],
                "objectGroup": "count",
            },
        )
        counted = await ask(
            "Runtime.callFunctionOn",
            {
                "objectId": found["objects"]["objectId"],
                "functionDeclaration": COUNT_OURS,
                "returnByValue": True,
            },
        )
        await ask("Runtime.releaseObjectGroup", {"objectGroup": "count"})
        count: int = counted["result"]["value"]
        return count

    def _note_error(self, error: Error) -> None:
        self.complaints.append(f"page: {error}")

    def _note_console(self, message: ConsoleMessage) -> None:
        text = f"{message.text} {message.location.get('url', '')}"
        if message.type in {"error", "warning"} and OURS in text:
            self.complaints.append(f"console: {text}")


@asynccontextmanager
async def page_watcher(
    browser: Browser, home: HomeAssistant, path: str
) -> AsyncIterator[PageWatcher]:
    """Open a page, with its own profile and process."""
    context = await signed_in(browser, home, viewport=VIEWPORT)
    try:
        await context.add_init_script(path=WATCH)
        page = await context.new_page()
        devtools = await context.new_cdp_session(page)
        await devtools.send("Performance.enable")
        watcher = PageWatcher(page, devtools)
        await page.goto(f"{home.url}{path}")
        await page.wait_for_function("() => pageWatch.uncovered > 0")
        yield watcher
    finally:
        await context.close()
