"""The pages look as they did when their pictures were taken, which README shows.

With RENEW_PICTURES=1, as scripts/screenshots sets it, they are taken anew.
"""

from datetime import UTC, datetime, timedelta
import math
import os
from pathlib import Path
from typing import Any

from playwright.async_api import expect
import pytest
import pytest_asyncio

from tests.running.house import House

from .conftest import PHONE, OpenScreen
from .pictures import MOST, difference
from .scenario import ATTIC_LAN, ATTIC_PUBLIC
from .screen import Screen

IMAGES = Path(__file__).parents[2] / "docs/images"

DESK = {"width": 1280, "height": 1000}

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
}

MAIN_PARTS = {
    "overview": "plex-connection-overview-page",
    "server": "plex-connection-server-page",
}

PAGES = pytest.mark.parametrize("page", MAIN_PARTS)

WEEK = 7 * 24


@pytest_asyncio.fixture(loop_scope="session")
async def story(house: House, attic: str) -> None:
    """Let there be the same to be seen each time, whatever other tests have done."""
    device_id = await house.device("Attic")
    await _remember_a_week(house)
    await house.call("forget", device_id=device_id)
    for option, kind in ((ATTIC_PUBLIC, "remote"), (ATTIC_LAN, "local")):
        await house.act_on(attic, "select_option", option=option)
        await house.became("Attic", kind)
    await house.act_on(attic, "select_option", option="automatic")
    await house.call("test_connections", device_id=device_id)


async def _remember_a_week(house: House) -> None:
    """Give the recorder latencies of a week: by day a little more than at night."""
    sensor = await house.entity("Attic", "sensor.latency")
    this_hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    means = [4 + 2 * math.sin(2 * math.pi * hour / 24) for hour in range(WEEK)]
    await house.home.ws(
        "recorder/import_statistics",
        metadata={
            "has_mean": True,
            "mean_type": 1,
            "has_sum": False,
            "name": None,
            "source": "recorder",
            "statistic_id": sensor,
            "unit_class": "duration",
            "unit_of_measurement": "ms",
        },
        stats=[
            {
                "start": (this_hour - timedelta(hours=WEEK - hour)).isoformat(),
                "mean": mean,
                "min": mean - 1.5,
                "max": mean + 3,
            }
            for hour, mean in enumerate(means)
        ],
    )


async def take(screen: Screen, page: str) -> bytes:
    """Open a page and take its picture once everything is there."""
    if page == "overview":
        await screen.overview()
    else:
        await screen.server("Attic")
        await screen.button("panel_server_range_week").click()
        chart = screen.text.like(
            "panel_server_latency_chart", range=screen.text("panel_server_range_week")
        )
        await expect(screen.panel.get_by_role("img", name=chart)).to_be_attached()
    await screen.page.evaluate("document.fonts.ready")
    return await screen.page.screenshot(animations="disabled", caret="hide")


@PAGES
@pytest.mark.parametrize("look", LOOKS)
async def test_pictures(
    open_screen: OpenScreen, story: None, page: str, look: str
) -> None:
    """Nothing of note is missing, added, elsewhere, or of another colour."""
    picture = await take(await open_screen(**LOOKS[look]), page)
    file = IMAGES / f"{page}-{look}.png"
    if os.environ.get("RENEW_PICTURES") == "1":
        file.write_bytes(picture)
    differs = difference(picture, file.read_bytes())
    print(f"{page} {look}: {differs:.3f} of the picture differs")
    assert differs <= MOST


@PAGES
async def test_what_is_caught(
    open_screen: OpenScreen, story: None, page: str
) -> None:
    """Another theme, a page without its main part, and no page at all are not alike."""
    screen = await open_screen(**LOOKS["light"])
    stored = (IMAGES / f"{page}-light.png").read_bytes()
    seen = [await take(screen, page)]
    assert difference(seen[0], stored) <= MOST
    await screen.look("dark")
    seen.append(await screen.page.screenshot())
    await screen.look("light")
    await screen.panel.locator(MAIN_PARTS[page]).evaluate("part => part.remove()")
    seen.append(await screen.page.screenshot())
    await screen.page.goto("about:blank")
    seen.append(await screen.page.screenshot())
    found = [difference(each, stored) for each in seen]
    print(", ".join(f"{each:.3f}" for each in found))
    assert min(found[1:]) > 2 * MOST
