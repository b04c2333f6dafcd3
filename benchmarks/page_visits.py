"""How long pages take to open, and how smoothly they scroll, in a browser."""

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
"""Milliseconds within which every page has to open."""

NOTCH = 120
"""Pixels per notch of a mouse wheel."""
MOST_NOTCHES = 400

START = "/profile/general"
"""Starting page for navigation within Home Assistant."""

AT_THE_END = (
    "() => { const page = document.scrollingElement;"
    " return page.scrollTop + page.clientHeight >= page.scrollHeight - 2; }"
)
NEXT_FRAME = "() => new Promise(requestAnimationFrame)"


class Way(StrEnum):
    """How a page is reached."""

    COLD = "by its address, with nothing in the cache"
    WARM = "by its address, once more"
    WITHIN = "from another page of Home Assistant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A page, and its number of parts."""

    title: str
    path: str
    parts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """Measurements of one opening; seconds."""

    first: float
    """Until its first part was visible."""
    whole: float
    """Until all were visible."""
    block: float
    """The longest turn of Home Assistant's loop meanwhile, CPU time."""
    payload: int
    """Bytes of our overview's first event; 0 if there was none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scrolling:
    """Measurements of one scroll through the page and back; milliseconds."""

    frames: tuple[float, ...]
    tasks: tuple[float, ...]
    """Those that took longer than 50 ms."""
    notches: int
    """Turns of the wheel, each way."""


# No slots: Playwright sets attributes on objects whose methods it calls.
@dataclass(kw_only=True)
class Payloads:
    """Sizes of the messages on a page's websockets."""

    sizes: list[int] = field(default_factory=list)

    def listen(self, websocket: WebSocket) -> None:
        """Record the messages."""
        websocket.on("framereceived", self._note)

    def _note(self, frame: str | bytes) -> None:
        # Most frames are others' and large: only possible ones of ours are parsed.
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
    """A signed-in user, with an empty cache at first."""

    def __init__(self, context: BrowserContext, crowded: CrowdedHome) -> None:
        """Take the profile, and the Home Assistant with the pages."""
        self._context = context
        self._crowded = crowded

    async def open(self, place: Place, way: Way) -> tuple[Page, Opening]:
        """Open a page, and wait until it is complete."""
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
    """Sign in with a new profile."""
    context = await signed_in(browser, crowded.home, viewport=VIEWPORT)
    try:
        await context.add_init_script(path=WATCH)
        yield Visitor(context, crowded)
    finally:
        await context.close()


async def scroll(page: Page, *, notches: int | None = None) -> Scrolling:
    """Turn the wheel down and up, a notch a frame; to the end if `notches` is None."""
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
