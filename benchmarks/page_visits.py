"""How long pages take to open, and how they scroll, in a browser."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, WebSocket

from demo.browser import signed_in

from .crowded_home import CrowdedHome

WATCH = Path(__file__).with_name("page_watch.js")
VIEWPORT = {"width": 1280, "height": 800}

PATIENCE = 30_000.0
"""Milliseconds in which every page has opened."""

NOTCH = 120
"""Pixels by which a turn of a mouse wheel scrolls."""
MOST_NOTCHES = 400

START = "/profile/general"
"""Where somebody is who goes to a page from within Home Assistant."""

AT_THE_END = (
    "() => { const page = document.scrollingElement;"
    " return page.scrollTop + page.clientHeight >= page.scrollHeight - 2; }"
)
NEXT_FRAME = "() => new Promise(requestAnimationFrame)"


class Way(StrEnum):
    """How a page is come to."""

    COLD = "by its address, with nothing in the cache"
    WARM = "by its address, once more"
    WITHIN = "from another page of Home Assistant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A page, and of how many parts it is made."""

    title: str
    path: str
    parts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """One time that a page was opened; seconds."""

    first: float
    """Until its first part was to be seen."""
    whole: float
    """Until all were."""
    block: float
    """The longest turn of Home Assistant's loop meanwhile, CPU time."""
    payload: int
    """Bytes of the event with which our overview begins; 0 if there was none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scrolling:
    """One time that a page was scrolled through and back; milliseconds."""

    frames: tuple[float, ...]
    tasks: tuple[float, ...]
    """Those that took longer than 50 ms."""
    notches: int
    """Turns of the wheel, each way."""


# No slots: Playwright keeps something at those whose methods it calls.
@dataclass(kw_only=True)
class Payloads:
    """What came over a page's websockets."""

    sizes: list[int] = field(default_factory=list)

    def listen(self, websocket: WebSocket) -> None:
        """Hear what comes."""
        websocket.on("framereceived", self._note)

    def _note(self, frame: str | bytes) -> None:
        # Most frames are others' and large: only what may be ours is read.
        if '"gone_servers"' in str(frame):
            self.sizes += [
                len(json.dumps(event, separators=(",", ":")).encode())
                for event in _events(json.loads(frame))
                if event.get("full") is True
            ]


def _events(message: Any) -> Iterator[dict[str, Any]]:
    for each in message if isinstance(message, list) else [message]:
        if isinstance(event := each.get("event"), dict):
            yield event


class Visitor:
    """Somebody who is signed in, with an empty cache at first."""

    def __init__(self, context: BrowserContext, crowded: CrowdedHome) -> None:
        """Take the profile, and where the pages are."""
        self._context = context
        self._crowded = crowded

    async def open(self, place: Place, way: Way) -> tuple[Page, Opening]:
        """Open a page, and wait until it is there."""
        page = await self._context.new_page()
        payloads = Payloads()
        page.on("websocket", payloads.listen)
        url = self._crowded.home.url
        if way is Way.WITHIN:
            await page.goto(f"{url}{START}")
            await page.wait_for_function("() => pageWatch.uncovered > 0")
        await self._crowded.longest_block()
        if way is Way.WITHIN:
            await page.evaluate("path => pageWatch.go(path)", place.path)
        else:
            await page.goto(f"{url}{place.path}", wait_until="commit")
        await page.wait_for_function(
            "([parts, covered]) => pageWatch.painted.length >= parts"
            " && (!covered || pageWatch.uncovered > 0)",
            arg=[place.parts, way is not Way.WITHIN],
            timeout=PATIENCE,
        )
        seen = await page.evaluate("() => pageWatch")
        block = await self._crowded.longest_block()
        return page, Opening(
            first=max(seen["painted"][0], seen["uncovered"]) / 1000,
            whole=max(seen["painted"][place.parts - 1], seen["uncovered"]) / 1000,
            block=block.cpu / 1000,
            payload=payloads.sizes[0] if payloads.sizes else 0,
        )


@asynccontextmanager
async def visitor(browser: Browser, crowded: CrowdedHome) -> AsyncIterator[Visitor]:
    """Let somebody in."""
    context = await signed_in(browser, crowded.home, viewport=VIEWPORT)
    try:
        await context.add_init_script(path=WATCH)
        yield Visitor(context, crowded)
    finally:
        await context.close()


async def scroll(page: Page, *, notches: int | None = None) -> Scrolling:
    """Turn the wheel down and up again, a notch a frame; to the end if not told."""
    await page.mouse.move(VIEWPORT["width"] / 2, VIEWPORT["height"] / 2)
    await page.evaluate("() => pageWatch.startFrames()")
    turned = 0
    while turned < (notches or MOST_NOTCHES):
        if notches is None and await page.evaluate(AT_THE_END):
            break
        await _turn(page, NOTCH)
        turned += 1
    for _ in range(turned):
        await _turn(page, -NOTCH)
    seen = await page.evaluate("() => pageWatch.stopFrames()")
    return Scrolling(
        frames=tuple(seen["frames"]), tasks=tuple(seen["tasks"]), notches=turned
    )


async def _turn(page: Page, pixels: int) -> None:
    await page.mouse.wheel(0, pixels)
    await page.evaluate(NEXT_FRAME)
