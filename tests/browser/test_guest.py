"""A user who is no administrator sees everything and changes nothing."""

from collections.abc import AsyncIterator

from playwright.async_api import Locator, expect
import pytest_asyncio

from tests.running.rig import Rig

from .browser_rig import GUEST, BrowserRig
from .conftest import OpenScreen
from .scenario import KINDS
from .screen import PANEL, Screen

DASHBOARD = "plex-servers"

ACTS = (
    "panel_search_again",
    "panel_action_test",
    "panel_cause_find",
    "panel_action_rediscover",
    "panel_action_forget",
    "panel_action_unpin",
)
"""Buttons that change something."""


@pytest_asyncio.fixture(loop_scope="session")
async def dashboard(browser_rig: BrowserRig) -> AsyncIterator[str]:
    """Return the address of a dashboard that has only our card."""
    home = browser_rig.home
    made = await home.ws(
        "lovelace/dashboards/create", url_path=DASHBOARD, title="Plex", mode="storage"
    )
    card = {
        "type": "custom:plex-connection-card",
        "show_account": True,
        "show_details": True,
    }
    await home.ws(
        "lovelace/config/save",
        url_path=DASHBOARD,
        config={"views": [{"title": "Plex", "cards": [card]}]},
    )
    yield f"/{DASHBOARD}"
    await home.ws("lovelace/dashboards/delete", dashboard_id=made["id"])


async def expect_no_acts(screen: Screen, part: Locator) -> None:
    """Assert that there is no button that changes something."""
    for key in ACTS:
        button = part.get_by_role("button", name=screen.text(key))
        await expect(button).to_have_count(0)
    pin = part.get_by_role("button", name=screen.text.like("panel_action_pin"))
    await expect(pin).to_have_count(0)


async def test_card(open_screen: OpenScreen, rig: Rig, dashboard: str) -> None:
    """The card works for all users; the panel is not in the sidebar."""
    screen = await open_screen(GUEST)
    await screen.go(dashboard)
    card = screen.page.locator("plex-connection-card")
    for name, kind in KINDS.items():
        await expect(card.get_by_text(name, exact=True)).to_be_visible()
        type_name = screen.text(f"panel_type_{kind}")
        await expect(card.get_by_text(type_name, exact=True).first).to_be_visible()
    await expect_no_acts(screen, card)
    link = screen.page.get_by_role("link", name="Plex Connection", exact=True)
    await expect(link).to_have_count(0)
    await screen.leave()


@pytest_asyncio.fixture(loop_scope="session")
async def panel_for_all(browser_rig: BrowserRig, rig: Rig) -> AsyncIterator[None]:
    """Let all users see the panel for a while."""

    async def require(admin: bool | None) -> None:  # noqa: FBT001
        await browser_rig.home.ws(
            "frontend/update_panel", url_path=PANEL.strip("/"), require_admin=admin
        )

    await require(False)  # noqa: FBT003
    yield
    await require(None)


async def test_panel(open_screen: OpenScreen, panel_for_all: None) -> None:
    """An administrator lets all users see the panel; they can change nothing there."""
    screen = await open_screen(GUEST)
    await screen.overview()
    await expect_no_acts(screen, screen.panel)
    await screen.tile("Attic").get_by_role("link", name="Attic").click()
    await expect(
        screen.panel.get_by_role("region", name=screen.text("panel_server_candidates"))
    ).to_be_visible()
    await expect_no_acts(screen, screen.panel)
    await screen.leave()
