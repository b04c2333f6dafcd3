"""Introduces the demo to its user."""

from collections.abc import Callable

from .dashboard import add_dashboards
from .home_assistant import HomeAssistant
from .world import World


async def welcome(
    home: HomeAssistant, world: World, say: Callable[[str], None]
) -> None:
    """Add the dashboards, and print where everything is."""
    await add_dashboards(home, world.controls)
    say(
        f"Home Assistant is at {home.url} "
        f"(user {home.owner.username}, password {home.owner.password}): "
        "see Plex Connection, Plex and Controls in its sidebar"
    )
    say(f"Controls, to break things and repair them: {world.controls}")
    say(f"Plex's page to sign in, which adding an account opens: {world.sign_in_page}")
    say("Ctrl-C stops the demo")
