"""Changes of servers appear on the page at once, without a reload."""

import asyncio
import re
import time

from playwright.async_api import expect

from tests.running.rig import Rig
from tests.waiting import PATIENCE

from .browser_rig import BrowserRig
from .pixels import drawn_at, moment, watch_for
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, HOSTILE, KINDS
from .screen import IN_SIGHT, Screen

IMAGES = """
function count(element) {
  const parts = [...(element.shadowRoot ?? element).querySelectorAll("*")];
  return parts.reduce(
    (sum, part) => sum + (part.shadowRoot ? count(part) : 0),
    parts.filter(({ localName }) => localName === "img").length,
  );
}
"""
"""Number of images; the pages have none."""


async def test_overview(screen: Screen) -> None:
    """All servers are shown with their types, or only those of a chosen type."""
    await screen.overview()
    for name, kind in KINDS.items():
        type_name = screen.text(f"panel_type_{kind}")
        await expect(screen.tile(name)).to_contain_text(type_name)
    for chosen in sorted(set(KINDS.values())):
        count = [*KINDS.values()].count(chosen)
        name = f"{screen.text(f'panel_type_{chosen}')} {count}"
        chip = screen.panel.get_by_role("button", name=name)
        await chip.click()
        await expect(chip).to_have_attribute("aria-pressed", "true")
        for name, kind in KINDS.items():
            await expect(screen.tile(name)).to_have_count(int(kind == chosen))
        await chip.click()
        for name in KINDS:
            await expect(screen.tile(name)).to_be_visible()


async def test_fail_over(screen: Screen, rig: Rig, attic: str) -> None:
    """The LAN fails and comes back; the tile follows without a reload.

    `scripts/soak` measures the delay, with nothing else beside it.
    """
    await screen.overview()
    await screen.stays()
    tile = screen.tile("Attic")
    sensor = await rig.entity("Attic", "sensor.connection_type")

    async def changed(kind: str) -> tuple[float, float]:
        """Return when Home Assistant knew it, and when it was visible."""
        seen = await drawn_at(tile)
        event = await heard.until(
            lambda event: (
                event["data"]["entity_id"] == sensor
                and event["data"]["new_state"]["state"] == kind
            )
        )
        return moment(event["time_fired"]), seen

    async with rig.hearing("subscribe_events", event_type="state_changed") as heard:
        await watch_for(tile, f"Attic {screen.text('panel_type_remote')}")
        began = time.time()
        await rig.world.act(do="crash", listener=ATTIC_LAN)
        known, seen = await changed("remote")
        assert began < known < seen
        await expect(tile).to_contain_text(ATTIC_PUBLIC)

        await watch_for(tile, f"Attic {screen.text('panel_type_local')}")
        await rig.world.act(do="restore", listener=ATTIC_LAN)
        await rig.act_on(attic, "select_option", option=ATTIC_LAN)
        known, seen = await changed("local")
        assert known < seen
        await expect(tile).to_contain_text(ATTIC_LAN)
        await expect(tile).to_contain_text(screen.text("panel_badge_pinned"))
    assert await screen.has_stayed()


async def test_last_day(screen: Screen, rig: Rig, attic: str) -> None:
    """A tile's strip has the day from Home Assistant's history, and follows it."""
    await screen.overview()
    strip = screen.tile("Attic").get_by_role("slider")
    local, remote = (screen.text(f"panel_type_{kind}") for kind in ("local", "remote"))
    # Tests before this one may have taken the server offline.
    await expect(strip).to_have_accessible_name(re.compile(r"\d% up$"))
    await expect(strip).to_have_accessible_name(re.compile(f": {local} "))
    # By pointer, and by keyboard: each stretch with its time.
    bubble = screen.tile("Attic").locator("plex-connection-day-strip .bubble")
    await expect(bubble).to_be_hidden()
    await strip.focus()
    await expect(bubble).to_have_text(re.compile(rf"\s*{local}, "))
    assert await bubble.evaluate(IN_SIGHT)
    await rig.act_on(attic, "select_option", option=ATTIC_PUBLIC)
    await expect(strip).to_have_accessible_name(re.compile(f", {remote} "))
    # Tests before this one may have left other stretches: the last one may yet come.
    async with asyncio.timeout(PATIENCE):
        while not (await bubble.inner_text()).strip().startswith(f"{remote}, "):
            await strip.press("End")
    await strip.press("ArrowLeft")
    await expect(bubble).to_have_text(re.compile(rf"\s*{local}, "))


async def test_hostile_name(screen: Screen, browser_rig: BrowserRig, rig: Rig) -> None:
    """A hostile name is shown as it is, and has no effect."""
    mallory = await browser_rig.sign_in("mallory")
    await screen.overview()
    tile = screen.tile(HOSTILE)
    await expect(tile).to_be_visible()
    await screen.follow(HOSTILE)
    await screen.button("panel_action_forget").click()
    title = screen.text("panel_action_forget_title", name=HOSTILE)
    await expect(screen.panel.get_by_role("dialog", name=title)).to_be_visible()
    await screen.page.keyboard.press("Escape")
    assert await screen.panel.evaluate(IMAGES) == 0
    assert "taken over" not in await screen.page.title()
    await screen.button("panel_back").click()
    await expect(tile).to_be_visible()
    await browser_rig.sign_out(mallory)
    await expect(tile).to_have_count(0)
    await expect(screen.tile("Attic")).to_be_visible()
