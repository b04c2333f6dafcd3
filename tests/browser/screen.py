"""What one user sees and does in a browser."""

from dataclasses import dataclass
from typing import Any, Literal

from playwright.async_api import Locator, Page

from tests.running.rig import DOMAIN, Rig

from .texts import Texts

PANEL = "/plex-connection"

type Scheme = Literal["light", "dark"]

LOOKS = """
([isDark]) => {
  const style = getComputedStyle(document.body);
  const letters = style.getPropertyValue("--primary-text-color").trim();
  return (parseInt(letters.slice(1, 3), 16) > 128) === isDark;
}
"""
"""Whether text is light, as on a dark page."""

IN_SIGHT = """
(bubble) => {
  const { left, top, right, bottom } = bubble.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  return left >= 0 && top >= 0 && right <= clientWidth && bottom <= clientHeight;
}
"""
"""Whether all of a bubble is within the window."""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A user's page of Home Assistant."""

    page: Page
    url: str
    text: Texts

    async def go(self, path: str) -> None:
        """Open a page of Home Assistant by its path."""
        await self.page.goto(f"{self.url}{path}")

    @property
    def panel(self) -> Locator:
        """Return our panel, the root of all our elements."""
        return self.page.locator("plex-connection-panel")

    async def overview(self) -> None:
        """Open the overview, and wait for the servers."""
        await self.go(PANEL)
        await self.tile("Attic").wait_for()

    async def server(self, name: str) -> None:
        """Open a server's page by the link on its tile."""
        await self.overview()
        await self.follow(name)

    async def follow(self, name: str) -> None:
        """Follow the link on a server's tile."""
        await self.tile(name).get_by_role("link", name=name).click()
        await self.panel.get_by_role("heading", name=name, level=1).wait_for()

    def tile(self, name: str) -> Locator:
        """Return the tile of a server on the overview."""
        return self.panel.locator("plex-connection-server-tile").filter(
            has=self.page.get_by_role("link", name=name, exact=True)
        )

    def button(self, key: str, *, exact: bool = False, **values: object) -> Locator:
        """Return a button of the panel by its text."""
        name = self.text(key, **values)
        return self.panel.get_by_role("button", name=name, exact=exact)

    async def look(self, scheme: Scheme) -> None:
        """Switch to light or dark, and wait until the page has followed."""
        await self.page.emulate_media(color_scheme=scheme)
        await self.page.wait_for_function(LOOKS, arg=[scheme == "dark"])

    async def leave(self) -> None:
        """Go elsewhere before what is shown is removed.

        Home Assistant's own page does not expect the removal, and logs errors.
        """
        await self.page.goto("about:blank")

    async def stays(self) -> None:
        """Mark the page, to detect a reload."""
        await self.page.evaluate("window.isTheSamePage = true")

    async def has_stayed(self) -> bool:
        """Return whether the page still has the mark."""
        return bool(await self.page.evaluate("window.isTheSamePage === true"))


async def identity(rig: Rig, name: str, entry_id: str | None = None) -> tuple[str, str]:
    """Return a server's entry, Alice's by default, and its machineIdentifier."""
    device_id = await rig.device(name, entry_id)
    devices: list[dict[str, Any]] = await rig.home.ws("config/device_registry/list")
    (device,) = (each for each in devices if each["id"] == device_id)
    (server_id,) = (value for key, value in device["identifiers"] if key == DOMAIN)
    return entry_id or rig.alice, server_id


async def pushed(rig: Rig, name: str) -> None:
    """Wait until a server's push channel is open, so that changes are known at once."""
    entry_id, server_id = await identity(rig, name)
    async with rig.hearing(
        "plex_connection/subscribe_server", entry_id=entry_id, server_id=server_id
    ) as heard:
        await heard.until(
            lambda event: event["server"] and event["server"]["push_open"]
        )
