"""The pages look like their pictures, which README shows.

RENEW_PICTURES=1, which scripts/screenshots sets, renews the pictures.
"""

import asyncio
from datetime import UTC, datetime, timedelta
import math
import os
from pathlib import Path

from playwright.async_api import expect
import pytest
import pytest_asyncio
import pytest_socket

from tests.running.rig import Rig
from tests.waiting import PATIENCE

from .browser_rig import BrowserRig
from .conftest import PHONE, SEEN, OpenScreen
from .pictures import MOST, difference
from .scenario import ATTIC_LAN, ATTIC_PUBLIC
from .screen import Screen

IMAGES = Path(__file__).parents[2] / "docs/images"

DESK = {"width": 1280, "height": 1000}

PARTS = {
    "overview": ("plex-connection-server-tile", "plex-connection-overview-page"),
    "server": ("plex-connection-latency-chart", "plex-connection-server-page"),
}
"""Elements that are removed, to check that the comparison notices."""

PAGES = pytest.mark.parametrize("page", PARTS)

JUST_NOW = """panel => {
  const before = {
    Attic: [["local", 25], ["remote", 9]], Cabin: [["remote", 25], ["relay", 15]],
    Shed: [["local", 25]],
  };
  const last = { Attic: 7.5, Cabin: 14, Shed: 3 };
  const within = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
    each.shadowRoot ? [each, ...within(each.shadowRoot)] : [each]);
  for (const each of within(panel.shadowRoot)) {
    if (each.localName === "plex-connection-time" && Date.parse(each.at) < Date.now()) {
      each.at = new Date(Date.now() - 20_000).toISOString();
    }
    if (each.server && (each.server.open_repairs || each.server.problem !== "none")) {
      const well = { open_repairs: 0, problem: "none", severity: "ok", facts: [] };
      each.server = { ...each.server, ...well };
    }
    const backups = { Attic: ["remote", "relay"], Cabin: ["relay"] };
    if (each.server?.fall_backs) {
      const types = backups[each.server.name] ?? [];
      const fall_backs = types.map((type) => ({ type, latency_ms: 24 }));
      if (JSON.stringify(fall_backs) !== JSON.stringify(each.server.fall_backs)) {
        each.server = { ...each.server, fall_backs };
      }
    }
    if (each.localName === "plex-connection-server-tile") {
      const { name, connection_type } = each.server;
      each.history = [...(before[name] ?? []), [connection_type, last[name] ?? 25]].map(
        ([s, hours]) => ({ s, lu: Date.now() / 1000 - 3600 * hours }));
    }
    if (each.localName === "plex-connection-account-line") {
      each.account = { ...each.account, discovery_trigger: "first_auth" };
    }
  }
}"""
"""Sets what other tests influence and what moves everything below it: all times become
20 s ago, as "1 minute ago" takes a line less on a phone; no repair is open and no cause
is named, as they are minutes after the first test; the last search is that after the
sign-in, as a longer reason takes a line more. The last day, of which there are minutes,
is the same each time."""

WEEK = 7 * 24


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def story(browser_rig: BrowserRig) -> None:
    """Create the same contents each time, whatever other tests have done."""
    pytest_socket.enable_socket()
    rig = await browser_rig.rig()
    await _remember_a_week(rig)
    choice = await rig.entity("Attic", "select.connection")
    attic = await rig.device("Attic")
    await rig.call("forget", device_id=attic)
    for option, kind in ((ATTIC_PUBLIC, "remote"), (ATTIC_LAN, "local")):
        await rig.act_on(choice, "select_option", option=option)
        await rig.became("Attic", kind)
    await rig.act_on(choice, "select_option", option="automatic")
    for name, times in (("Attic", 2), ("Barn", 6), ("Cabin", 6), ("Harbour", 6)):
        device_id = await rig.device(name)
        for _ in range(times):
            await rig.call("test_connections", device_id=device_id)


async def _remember_a_week(rig: Rig) -> None:
    """Import a week of latencies: by day a little higher than at night."""
    sensor = await rig.entity("Attic", "sensor.latency")
    this_hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    means = [
        3.4 + math.sin(math.tau * hour / 24) + 0.4 * math.sin(1.7 * hour**1.1)
        for hour in range(WEEK)
    ]
    await rig.home.ws(
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
                "min": mean - 0.8,
                "max": mean + 1.5 + math.sin(hour),
            }
            for hour, mean in enumerate(means)
        ],
    )


async def visit(screen: Screen, page: str) -> None:
    """Open a page, and wait for all its contents."""
    if page == "overview":
        await screen.overview()
    else:
        await screen.server("Attic")
        await screen.button("panel_server_range_week").click()
        chart = screen.text.like(
            "panel_server_latency_chart", range=screen.text("panel_server_range_week")
        )
        await expect(screen.panel.get_by_role("img", name=chart)).to_be_attached()
    await screen.panel.evaluate("panel => panel.scrollIntoView()")
    await screen.page.evaluate("document.fonts.ready")


async def is_like(screen: Screen, name: str) -> None:
    """Wait until the page looks like its picture: it may still draw or update."""
    SEEN.mkdir(exist_ok=True)
    found: list[float] = []
    try:
        async with asyncio.timeout(PATIENCE):
            while min(found, default=1.0) > MOST:
                await screen.panel.evaluate(JUST_NOW)
                picture = await screen.page.screenshot(
                    animations="disabled", caret="hide"
                )
                (SEEN / name).write_bytes(picture)
                if os.environ.get("RENEW_PICTURES") == "1":
                    (IMAGES / name).write_bytes(picture)
                found.append(difference(picture, (IMAGES / name).read_bytes()))
    except TimeoutError:
        pytest.fail(f"{name} differs in {min(found, default=1.0):.2f} of what is drawn")


@PAGES
async def test_on_a_desk(open_screen: OpenScreen, story: None, page: str) -> None:
    """Nothing notable is missing, added, moved, or of another colour.

    The other theme, a missing part, and an empty page would be noticed.
    """
    screen = await open_screen(viewport=DESK)
    light, dark = f"{page}-light.png", f"{page}-dark.png"
    await visit(screen, page)
    await is_like(screen, light)
    await screen.look("dark")
    await is_like(screen, dark)

    stored = (IMAGES / dark).read_bytes()
    found = [difference((IMAGES / light).read_bytes(), stored)]
    for name in PARTS[page]:
        element = screen.panel.locator(name).first
        await element.evaluate("element => element.remove()")
        found.append(difference(await screen.page.screenshot(), stored))
    await screen.page.goto("about:blank")
    found.append(difference(await screen.page.screenshot(), stored))
    assert min(found) > MOST


@PAGES
async def test_on_a_phone(open_screen: OpenScreen, story: None, page: str) -> None:
    """The same in one column."""
    screen = await open_screen(viewport=PHONE, is_mobile=True, has_touch=True)
    await visit(screen, page)
    await is_like(screen, f"{page}-phone.png")
