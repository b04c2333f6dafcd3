"""The page lives through what happens to the integration, and to Home Assistant."""

import re

from playwright.async_api import Route, expect

from tests.running.house import House, loaded

from .axe import audit, prepare
from .conftest import OpenScreen
from .people import Noise
from .premises import ENTRIES, Premises
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, KINDS
from .screen import PANEL, Screen, pushed

BUNDLE = "plex-connection.js?v="

BUNDLES = """
performance.getEntriesByType("resource")
  .map(({ name }) => name)
  .filter((name) => name.includes("plex-connection.js"))
"""
"""The bundles of ours that a page has loaded."""

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


async def reload(house: House) -> None:
    """Load the account's entry anew."""
    await house.home.post(f"{ENTRIES}/{house.alice}/reload")
    await loaded(house, house.alice)


async def test_reload_of_the_integration(
    screen: Screen, house: House, attic: str
) -> None:
    """The overview goes on by itself, and is told of what happens afterwards."""
    await screen.overview()
    await screen.stays()
    await reload(house)
    for name in KINDS:
        await expect(screen.tile(name)).to_be_visible()
    await house.became("Attic", "local")
    await house.act_on(attic, "select_option", option=ATTIC_LAN)
    pinned = screen.tile("Attic").get_by_text(screen.text("panel_badge_pinned"))
    await expect(pinned).to_be_visible()
    await house.act_on(attic, "select_option", option="automatic")
    await expect(pinned).to_have_count(0)
    assert await screen.has_stayed()


async def test_reload_before_a_server(screen: Screen, house: House, attic: str) -> None:
    """The page of a server goes on by itself too."""
    await screen.server("Attic")
    await screen.stays()
    await reload(house)
    await house.became("Attic", "local")
    head = screen.panel.get_by_role("heading", level=2, name=ATTIC_LAN)
    await expect(head).to_be_visible()
    await house.act_on(attic, "select_option", option=ATTIC_LAN)
    notice = screen.text("panel_server_notice_pinned", address=ATTIC_LAN)
    await expect(screen.panel.get_by_text(notice)).to_be_visible()
    await house.act_on(attic, "select_option", option="automatic")
    await expect(screen.panel.get_by_text(notice)).to_have_count(0)
    assert await screen.has_stayed()


async def test_an_older_bundle(screen: Screen) -> None:
    """A page of another version says so, and offers to be loaded anew.

    Its elements are defined already when those of the installed one come.
    """
    page = screen.page

    async def older(route: Route) -> None:
        answer = await route.fetch()
        html = await answer.text()
        assert BUNDLE in html
        html = re.sub(f"{re.escape(BUNDLE)}[0-9a-f]+", f"{BUNDLE}0123abcd", html)
        await route.fulfill(response=answer, body=html)

    address = f"{screen.url}{PANEL}"
    # A page that is made up is not from this machine, as far as Chromium knows.
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
    premises: Premises, house: House, open_screen: OpenScreen, attic: str
) -> None:
    """The page says that it is away, shows what it knew, and goes on when it is back.

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
    await premises.restart()
    for notice, screen in zip(away, (overview, server), strict=True):
        await expect(notice).to_be_visible()
        assert await audit(screen.panel) == []
    await expect(overview.tile("Attic")).to_be_visible()
    await premises.start_again()
    for notice in away:
        await expect(notice).to_have_count(0)
    await house.became("Attic", "local")
    await pushed(house, "Attic")
    await house.world.act(do="crash", listener=ATTIC_LAN)
    remote = overview.text("panel_type_remote")
    await expect(overview.tile("Attic")).to_contain_text(remote)
    head = server.panel.get_by_role("heading", level=2, name=ATTIC_PUBLIC)
    await expect(head).to_be_visible()
    for screen in (overview, server):
        assert await screen.has_stayed()


async def test_removal_of_the_last_account(
    premises: Premises, house: House, open_screen: OpenScreen
) -> None:
    """The panel goes with it, and is back with the next; nobody is left with errors."""
    screen = await open_screen(noise=GONE)
    await screen.overview()
    await screen.stays()
    link = screen.page.get_by_role("link", name="Plex Connection", exact=True)
    await premises.sign_out(house.alice)
    await expect(link).to_have_count(0)
    await expect(screen.tile("Attic")).to_have_count(0)
    await premises.house()
    await link.click()
    await expect(screen.tile("Attic")).to_be_visible()
    assert await screen.has_stayed()
