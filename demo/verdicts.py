"""Takes the pictures of verdicts in README: the real page, in five households.

scripts/verdicts          all of them
scripts/verdicts 26 32    only those of these households
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from io import BytesIO
import json
from pathlib import Path
import re
import shutil
import sys

from PIL import Image
from playwright.async_api import Browser, expect

from .browser import chromium, signed_in
from .home_assistant import ROOT, free_port
from .simulated_home import simulated_home

CACHE = ROOT / ".cache"
HOUSEHOLDS = ROOT / "simulator/households"
IMAGES = ROOT / "docs/images"
TEXTS = ROOT / "custom_components/plex_connection/translations/en.json"

SHOWN = {
    "26": "remote_access_off",
    "32": "double_nat",
    "16": "names_blocked",
    "12": "container_address",
    "18": "certificate_expired",
}
"""The root cause by the number of the household."""

SCREEN = {"width": 500, "height": 1000}
"""CSS pixels: narrow, as README shows the pictures in two columns."""

COLOURS = 64
"""Colours of a picture: the pages have few, and the rest is smoothing of letters."""

PATIENCE = 60_000
"""Milliseconds until the page shows what it waits for."""

LASTS = 20 * 60_000
"""Milliseconds until a root cause is shown: some must last a quarter of an hour."""


def picture(problem: str, scheme: str) -> Path:
    """Return the file of a picture."""
    return IMAGES / f"verdict-{problem.replace('_', '-')}-{scheme}.png"


async def take(number: str, browser: Browser, turn: asyncio.Lock) -> None:
    """Start a household's world in its turn, and take the pictures of its verdict."""
    (file,) = HOUSEHOLDS.glob(f"{number}_*.json")
    household = json.loads(file.read_text())
    problem = SHOWN[number]
    (name,) = (key for key, cause in household["truth"].items() if cause == problem)
    folder = CACHE / "verdicts" / number
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    scenario = folder / "scenario.json"
    scenario.write_text(json.dumps({"name": number, **household["scenario"]}))
    async with AsyncExitStack() as stack:
        async with turn:
            home, _ = await stack.enter_async_context(
                simulated_home(
                    folder,
                    authority=CACHE / "authority",
                    port=free_port(),
                    say=lambda line: print(f"{number}: {line}", flush=True),
                    scenario=str(scenario),
                )
            )
        context = await signed_in(
            browser, home, viewport=SCREEN, device_scale_factor=2, locale="en"
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.goto(f"{home.url}/plex-connection")
        tile = page.locator("plex-connection-server-tile").filter(has_text=name)
        await tile.get_by_role("link", name=name).click()
        card = page.locator("plex-connection-server-cause .card")
        text: dict[str, str] = json.loads(TEXTS.read_text())["common"]
        await expect(card.get_by_role("heading")).to_have_text(
            re.compile(rf"\s*{re.escape(text[f'problem_what_{problem}'])}\s*"),
            timeout=LASTS,
        )
        # Not over the button, which would have another colour.
        await page.mouse.move(0, 0)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            # Colours change gradually.
            await asyncio.sleep(1)
            taken = await card.screenshot(animations="disabled")
            picture(problem, scheme).write_bytes(small(taken))
        print(f"{number}: {problem}", flush=True)
        await context.close()


def small(taken: bytes) -> bytes:
    """Return a picture with few colours, which takes a third of the space."""
    with Image.open(BytesIO(taken)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


async def main(numbers: Sequence[str]) -> int:
    """Take the pictures, of all households at the same time: most of it is waiting."""
    turn = asyncio.Lock()
    async with chromium() as browser, asyncio.TaskGroup() as tasks:
        for number in numbers or SHOWN:
            tasks.create_task(take(number, browser, turn))
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
