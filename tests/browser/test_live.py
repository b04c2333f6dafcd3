"""What happens out there is on the page at once, by itself."""

from playwright.async_api import expect

from .scenario import KINDS
from .screen import Screen


async def test_overview(screen: Screen) -> None:
    """All servers are there, each with its type."""
    await screen.overview()
    for name, kind in KINDS.items():
        await expect(screen.tile(name)).to_contain_text(screen.text(f"panel_type_{kind}"))
