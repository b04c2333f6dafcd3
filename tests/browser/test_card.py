"""The card and the dashboard, found and chosen in Home Assistant's own dialogs."""

from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import expect
import pytest_asyncio

from tests.running.rig import Rig

from .axe import audit
from .browser_rig import BrowserRig
from .conftest import OpenScreen
from .people import Noise
from .scenario import KINDS
from .screen import Screen, identity

CARD = "custom:plex-connection-card"
EMPTY = "plex-empty"

PREVIEWS = (
    Noise(
        text="Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
        url="https://demo.home-assistant.io/.*",
        because="Home Assistant shows all its cards, some with pictures of its own",
    ),
    Noise(
        text='(rejected: {"code":"unknown_command","message":"[^"]*"}|Object)',
        because="and some of integrations that are not here",
    ),
)

ERRORS = "hui-error-card, hui-warning, hui-error-badge"
"""Elements that dashboards show in place of what they cannot show."""


@pytest_asyncio.fixture(loop_scope="session")
async def empty(browser_rig: BrowserRig) -> AsyncIterator[str]:
    """Return the address of a dashboard with an empty section."""
    home = browser_rig.home
    made = await home.ws(
        "lovelace/dashboards/create", url_path=EMPTY, title="Empty", mode="storage"
    )
    section = {"type": "grid", "cards": []}
    view = {"title": "Plex", "type": "sections", "sections": [section]}
    await home.ws("lovelace/config/save", url_path=EMPTY, config={"views": [view]})
    yield f"/{EMPTY}"
    await home.ws("lovelace/dashboards/delete", dashboard_id=made["id"])


async def cards_in(browser_rig: BrowserRig) -> list[dict[str, Any]]:
    """Return the configuration of the dashboard's cards."""
    config = await browser_rig.home.ws("lovelace/config", url_path=EMPTY)
    return [
        card
        for view in config["views"]
        for section in view["sections"]
        for card in section["cards"]
    ]


async def test_generated_dashboard(screen: Screen, browser_rig: BrowserRig) -> None:
    """It is among the community's in the dialog, and shows all servers."""
    page = screen.page
    await screen.go("/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click()
    name = screen.text("strategy_name")
    ours = page.locator("dashboard-card").filter(has_text=name)
    await expect(ours).to_contain_text(screen.text("strategy_description"))
    await ours.click()
    create = page.get_by_role("button", name="Create", exact=True)
    await create.click()
    await expect(create).to_have_count(0)
    listed = await browser_rig.home.ws("lovelace/dashboards/list")
    (made,) = (each for each in listed if each["title"] == name)
    config = await browser_rig.home.ws("lovelace/config", url_path=made["url_path"])
    assert config == {"strategy": {"type": "custom:plex-connection"}}

    await screen.go(f"/{made['url_path']}")
    for server in KINDS:
        shown = page.locator("plex-connection-card-row").filter(has_text=server)
        await expect(shown).to_be_visible()
    await expect(page.locator(ERRORS)).to_have_count(0)
    await page.get_by_role("tab", name="Attic").click()
    for card in (
        "plex-connection-card-row",
        "hui-history-graph-card",
        "hui-logbook-card",
    ):
        await expect(page.locator(card).first).to_be_visible()
    await expect(page.locator(ERRORS)).to_have_count(0)
    await page.goto("about:blank")
    await browser_rig.home.ws("lovelace/dashboards/delete", dashboard_id=made["id"])


async def test_card_for_an_entity(
    empty: str, screen: Screen, browser_rig: BrowserRig
) -> None:
    """Picking an entity of ours suggests the card with the right server."""
    page = screen.page
    await screen.go(f"{empty}?edit=1")
    await page.locator("hui-section .add").first.click()
    picker = page.locator("hui-dialog-create-card hui-suggestion-picker")
    await picker.locator("input").first.fill("Attic Latency")
    await picker.get_by_text("Latency", exact=True).first.click()
    ours = picker.locator("hui-suggestion-card").filter(
        has_text=screen.text("card_name")
    )
    await expect(ours).to_have_count(2)
    await expect(ours.first.locator("plex-connection-card")).to_be_visible()
    await ours.first.click()
    card = page.locator("hui-section plex-connection-card")
    await expect(card).to_contain_text("Attic")
    (config,) = await cards_in(browser_rig)
    assert config["type"] == CARD


async def test_editor(
    empty: str, open_screen: OpenScreen, browser_rig: BrowserRig, rig: Rig
) -> None:
    """The card is found by its name, its editor opens, and choices are saved."""
    screen = await open_screen(noise=PREVIEWS)
    page = screen.page
    await screen.go(f"{empty}?edit=1")
    await page.locator("hui-section .add").first.click()
    dialog = page.locator("hui-dialog-create-card")
    await dialog.get_by_role("tab", name="By card").click()
    await dialog.locator("hui-card-picker input").first.fill("Plex")
    ours = dialog.locator("hui-card-picker .card").filter(
        has_text=screen.text("card_name")
    )
    await expect(ours.locator("plex-connection-card")).to_contain_text("Attic")
    await ours.locator(".overlay").click()
    editor = page.locator("hui-dialog-edit-card")
    for key in ("device", "columns", "show_sparkline", "show_details", "show_account"):
        field = editor.get_by_text(screen.text(f"card_{key}"), exact=True)
        await expect(field.first).to_be_visible()
    preview = editor.locator("plex-connection-card")
    await expect(preview).not_to_contain_text(screen.text("panel_next_check"))
    await editor.locator("ha-selector-boolean ha-switch").nth(1).click()
    await expect(preview).to_contain_text(screen.text("panel_next_check"))
    await editor.get_by_role("button", name="Save").click()
    await expect(editor.locator("ha-dialog")).to_have_count(0)
    (config,) = await cards_in(browser_rig)
    assert (config["type"], config["show_details"]) == (CARD, True)

    await screen.go(empty)
    card = page.locator("plex-connection-card")
    await card.get_by_text("Attic", exact=True).wait_for()
    for scheme in ("light", "dark"):
        await screen.look(scheme)
        assert await audit(card) == []
    await card.get_by_role("link", name="Attic").click()
    entry_id, server_id = await identity(rig, "Attic")
    await page.wait_for_url(f"**/plex-connection/server/{entry_id}/{server_id}")
