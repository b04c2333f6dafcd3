"""Adds dashboards for the demo, as a user would."""

from typing import Any

from .home_assistant import HomeAssistant

URL_PATH = "plex-demo"
CONTROLS_PATH = "plex-controls"


async def add_dashboards(home: HomeAssistant, controls: str) -> None:
    """Add the integration's own dashboard, and one with the controls.

    `controls` is the URL of their page.
    """
    await _add(
        home,
        URL_PATH,
        "Plex",
        "mdi:lan-connect",
        {"strategy": {"type": "custom:plex-connection"}},
    )
    await _add(
        home,
        CONTROLS_PATH,
        "Controls",
        "mdi:toggle-switch-outline",
        {"views": [_controls_view(controls)]},
    )


async def _add(
    home: HomeAssistant, path: str, title: str, icon: str, config: dict[str, Any]
) -> None:
    await home.ws(
        "lovelace/dashboards/create",
        url_path=path,
        title=title,
        icon=icon,
        mode="storage",
    )
    await home.ws("lovelace/config/save", url_path=path, config=config)


def _controls_view(controls: str) -> dict[str, Any]:
    """Return a view with the controls beside the servers that they affect."""
    return {
        "title": "Controls",
        "type": "sections",
        "max_columns": 2,
        "sections": [
            {
                "type": "grid",
                "cards": [
                    {
                        "type": "markdown",
                        "content": (
                            "Break something here and watch the servers. The controls "
                            f"also have [a page of their own]({controls})."
                        ),
                        "grid_options": {"columns": "full"},
                    },
                    {
                        "type": "iframe",
                        "url": controls,
                        "grid_options": {"columns": "full", "rows": 14},
                    },
                ],
            },
            {
                "type": "grid",
                "cards": [
                    {
                        "type": "custom:plex-connection-card",
                        "columns": 1,
                        "show_account": True,
                        "show_details": True,
                        "grid_options": {"columns": "full"},
                    }
                ],
            },
        ],
    }
