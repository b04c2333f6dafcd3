"""A dashboard for the demo, as a user adds one that makes itself."""

from .home_assistant import HomeAssistant

URL_PATH = "plex-demo"


async def add_dashboard(home: HomeAssistant) -> None:
    """Give the sidebar the integration's own dashboard."""
    await home.ws(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title="Plex",
        icon="mdi:lan-connect",
        mode="storage",
    )
    await home.ws(
        "lovelace/config/save",
        url_path=URL_PATH,
        config={"strategy": {"type": "custom:plex-connection"}},
    )
