"""The demo's page of controls, operated by clicks."""

from playwright.async_api import expect

from .browser_rig import BrowserRig
from .conftest import OpenScreen
from .scenario import HOSTILE


async def test_controls(browser_rig: BrowserRig, open_screen: OpenScreen) -> None:
    """A click does what its button says, is shown, and is undone by the next."""
    page = (await open_screen()).page
    await page.goto(browser_rig.world.controls)
    await expect(page.get_by_text("There are no automatic events.")).to_be_visible()
    attic = page.locator("section").filter(
        has=page.get_by_role("heading", name="Attic", exact=True)
    )
    slow = attic.get_by_role("button", name="Make it slow")
    await expect(slow).to_have_attribute("aria-pressed", "false")
    await slow.click()
    quick = attic.get_by_role("button", name="Make it fast again")
    await expect(quick).to_have_attribute("aria-pressed", "true")

    # Changes made elsewhere appear without a click, and can be undone here, too.
    await browser_rig.world.act(do="dns", mode="nxdomain")
    names = page.get_by_role("button", name="Let the names through")
    await expect(names).to_have_attribute("aria-pressed", "true")
    await names.click()
    await quick.click()
    for button in (slow, page.get_by_role("button", name="Block plex.direct names")):
        await expect(button).to_have_attribute("aria-pressed", "false")

    # The name of a server is text, not markup.
    heading = page.get_by_role("heading", name=HOSTILE, exact=True)
    await expect(heading).to_be_visible()
    assert await page.title() == "Controls of the simulated Plex world"
