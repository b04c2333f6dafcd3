"""A dashboard for the demo, made of Home Assistant's own cards."""

from typing import Any

from .home_assistant import HomeAssistant

URL_PATH = "plex-demo"
DOMAIN = "plex_connection"


async def add_dashboard(home: HomeAssistant) -> None:
    """Give the sidebar a dashboard with every server of the integration."""
    await home.ws(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title="Plex",
        icon="mdi:lan-connect",
        mode="storage",
    )
    await home.ws(
        "lovelace/config/save", url_path=URL_PATH, config=layout(await servers(home))
    )


async def servers(home: HomeAssistant) -> dict[str, dict[str, str]]:
    """Return the entity ids of each server, by their keys; the account is none."""
    devices = {
        device["id"]: device["name"]
        for device in await home.ws("config/device_registry/list")
    }
    found: dict[str, dict[str, str]] = {}
    for entity in await home.ws("config/entity_registry/list"):
        if entity["platform"] == DOMAIN:
            keys = found.setdefault(devices[entity["device_id"]], {})
            keys[entity["translation_key"]] = entity["entity_id"]
    return {
        name: keys for name, keys in sorted(found.items()) if "connection_type" in keys
    }


def layout(found: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return the dashboard: one section for each server, and what happened when."""
    types = [keys["connection_type"] for keys in found.values()]
    latencies = [keys["latency"] for keys in found.values()]
    return {
        "views": [
            {
                "title": "Plex",
                "type": "sections",
                "max_columns": 3,
                "sections": [
                    *(server_section(name, keys) for name, keys in found.items()),
                    {
                        "type": "grid",
                        "column_span": 3,
                        "cards": [
                            {"type": "heading", "heading": "What happened"},
                            history("Connection", types),
                            history("Latency", latencies),
                        ],
                    },
                ],
            }
        ]
    }


def history(title: str, entities: list[str]) -> dict[str, Any]:
    """Return a card with the last quarter of an hour of some entities."""
    return {
        "type": "history-graph",
        "title": title,
        "hours_to_show": 0.25,
        "entities": entities,
        "grid_options": {"columns": "full"},
    }


def server_section(name: str, keys: dict[str, str]) -> dict[str, Any]:
    """Return the section of one server."""
    return {
        "type": "grid",
        "cards": [
            {"type": "heading", "heading": name, "icon": "mdi:server"},
            tile(keys["connection_type"], color="primary", columns=6),
            tile(keys["latency"], columns=6),
            tile(keys["active_address"], columns=12),
            tile(keys["success_rate"], columns=6),
            tile(keys["relay_time"], columns=6),
            tile(keys["activity"], columns=12),
            tile(keys["connection"], columns=12),
            tile(keys["test_connections"], columns=12),
        ],
    }


def tile(entity: str, *, columns: int, color: str = "state") -> dict[str, Any]:
    """Return a tile that leaves out the server's name, which stands above it."""
    return {
        "type": "tile",
        "entity": entity,
        "name": {"type": "entity"},
        "color": color,
        "grid_options": {"columns": columns},
    }
