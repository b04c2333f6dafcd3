"""The page survives reloads and removals of the integration, and restarts."""

import re

from playwright.async_api import Route, expect

from tests.running.rig import Rig, loaded

from .axe import audit, prepare
from .browser_rig import ENTRIES, BrowserRig
from .conftest import OpenScreen
from .people import Noise
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, KINDS
from .screen import PANEL, Screen, pushed

BUNDLE = "plex-connection.js?v="

BUNDLES = """
performance.getEntriesByType("resource")
  .map(({ name }) => name)
  .filter((name) => name.includes("plex-connection.js"))
"""
"""Bundles of ours that a page has loaded."""

AWAY = (
    Noise(
        text="WebSocket connection to '.*/api/websocket' failed: Error in connection "
        "establishment: net::ERR_CONNECTION_REFUSED",
        because="Home Assistant's page tries to reach it again and again",
    ),
    Noise(
        text="Failed to load resource: net::ERR_CONNECTION_REFUSED",
        url=".*/frontend_latest/.*",
        because="Home Assistant's page wants to tell with code that it has not loaded",
    ),
    Noise(
        text="(Failure writing unhandled promise rejection to system log: TypeError: )?"
        "Failed to fetch dynamically imported module: .*/frontend_latest/.*",
        because="the same",
    ),
    Noise(
        text='(rejected: {"code":"not_found","message":"Subscription.*"}|Object)',
        because="its notifications end a subscription that went with the connection",
    ),
)

GONE = (
    Noise(
        text="Cannot read properties of null \\(reading '_panel_custom'\\)",
        url=".*/frontend_latest/.*",
        because="Home Assistant's page does not expect that the panel shown goes",
    ),
    Noise(
        text="Failed to load resource: .*",
        url=".*/(home-assistant/frontend|unknown/node_modules)/.*",
        because="for that error it looks for its own sources",
    ),
)


async def reload(rig: Rig) -> None:
    """Reload the account's entry."""
    await rig.home.post(f"{ENTRIES}/{rig.alice}/reload")
    await loaded(rig, rig.alice)


async def test_reload_of_the_integration(screen: Screen, rig: Rig, attic: str) -> None:
    """The overview continues by itself, and shows what happens afterwards."""
    await screen.overview()
    await screen.stays()
    await reload(rig)
    for name in KINDS:
        await expect(screen.tile(name)).to_be_visible()
    await rig.became("Attic", "local")
    await rig.act_on(attic, "select_option", option=ATTIC_LAN)
    pinned = screen.tile("Attic").get_by_text(screen.text("panel_badge_pinned"))
    await expect(pinned).to_be_visible()
    await rig.act_on(attic, "select_option", option="automatic")
    await expect(pinned).to_have_count(0)
    assert await screen.has_stayed()


async def test_reload_on_a_server_page(screen: Screen, rig: Rig, attic: str) -> None:
    """The page of a server continues by itself as well."""
    await screen.server("Attic")
    await screen.stays()
    await reload(rig)
    await rig.became("Attic", "local")
    head = screen.panel.get_by_role("heading", level=2, name=ATTIC_LAN)
    await expect(head).to_be_visible()
    await rig.act_on(attic, "select_option", option=ATTIC_LAN)
    notice = screen.text("panel_server_notice_pinned", address=ATTIC_LAN)
    await expect(screen.panel.get_by_text(notice)).to_be_visible()
    await rig.act_on(attic, "select_option", option="automatic")
    await expect(screen.panel.get_by_text(notice)).to_have_count(0)
    assert await screen.has_stayed()


async def test_older_bundle(screen: Screen) -> None:
    """A page of another version shows a notice, and offers to reload.

    Its elements are already defined when those of the installed version load.
    """
    page = screen.page

    async def older(route: Route) -> None:
        answer = await route.fetch()
        html = await answer.text()
        assert BUNDLE in html
        html = re.sub(f"{re.escape(BUNDLE)}[0-9a-f]+", f"{BUNDLE}0123abcd", html)
        await route.fulfill(response=answer, body=html)

    address = f"{screen.url}{PANEL}"
    # To Chromium, a page that a test fulfils is not from this machine.
    await page.context.grant_permissions(["local-network-access"])
    await page.route(address, older)
    async with page.expect_request(re.compile("js[?]v=0123abcd")):
        await screen.overview()
    await expect(
        screen.panel.get_by_text(screen.text("panel_outdated"))
    ).to_be_visible()
    assert len(await page.evaluate(BUNDLES)) == 2
    await page.unroute(address)
    await screen.stays()
    await screen.button("panel_reload_page").click()
    await page.wait_for_function("window.isTheSamePage === undefined")
    await screen.tile("Attic").wait_for()
    await expect(screen.panel.get_by_text(screen.text("panel_outdated"))).to_have_count(
        0
    )


async def test_restart_of_home_assistant(
    browser_rig: BrowserRig, rig: Rig, open_screen: OpenScreen, attic: str
) -> None:
    """During a restart the page shows a notice and its last state; then it continues.

    It has servers again before all of Home Assistant has started, or later: its
    commands are not known at first.
    """
    overview, server = [await open_screen(noise=AWAY) for _ in range(2)]
    await overview.overview()
    await server.server("Attic")
    away = [
        screen.panel.get_by_text(screen.text(key))
        for screen, key in (
            (overview, "panel_notice_away"),
            (server, "panel_server_notice_away"),
        )
    ]
    for screen in (overview, server):
        await screen.stays()
        await prepare(screen.page)
    await browser_rig.restart()
    for notice, screen in zip(away, (overview, server), strict=True):
        await expect(notice).to_be_visible()
        assert await audit(screen.panel) == []
    await expect(overview.tile("Attic")).to_be_visible()
    await browser_rig.start_again()
    for notice in away:
        await expect(notice).to_have_count(0)
    await rig.became("Attic", "local")
    await pushed(rig, "Attic")
    await rig.world.act(do="crash", listener=ATTIC_LAN)
    remote = overview.text("panel_type_remote")
    await expect(overview.tile("Attic")).to_contain_text(remote)
    head = server.panel.get_by_role("heading", level=2, name=ATTIC_PUBLIC)
    await expect(head).to_be_visible()
    for screen in (overview, server):
        assert await screen.has_stayed()


async def test_removal_of_the_last_account(
    browser_rig: BrowserRig, rig: Rig, open_screen: OpenScreen
) -> None:
    """The panel goes with it, and is back with the next; no error remains."""
    screen = await open_screen(noise=GONE)
    await screen.overview()
    await screen.stays()
    link = screen.page.get_by_role("link", name="Plex Connection", exact=True)
    await browser_rig.sign_out(rig.alice)
    await expect(link).to_have_count(0)
    await expect(screen.tile("Attic")).to_have_count(0)
    await browser_rig.rig()
    await link.click()
    await expect(screen.tile("Attic")).to_be_visible()
    assert await screen.has_stayed()
