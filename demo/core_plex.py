"""Home Assistant's own Plex integration beside ours, set up through its own flow."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from .home_assistant import HomeAssistant
from .world import World

CORE_DOMAIN = "plex"
FLOWS = "/api/config/config_entries/flow"
OPTIONS = "/api/config/config_entries/options/flow"
ACTION = "/api/services/plex_connection/get_connection?return_response"

OPTION = "follow_core_plex"
OFFER = "messages"
"""The step that an account begins with, once: it offers notifications."""

LOCAL_TIMEOUT = 60.0
"""Seconds for the server to be connected locally."""
POLL_INTERVAL = 0.5
"""Seconds between two questions."""


async def add_core_plex(
    home: HomeAssistant, world: World, *, domain: str, server: str, account: str
) -> None:
    """Set it up with the server's address of now, and have ours follow it."""
    address = urlsplit(await _address(home, server))
    tokens = await world.tokens()
    token = next(key for key, owner in tokens.items() if owner == f"account:{account}")
    step = await home.post(FLOWS, {"handler": CORE_DOMAIN})
    step = await home.post(
        f"{FLOWS}/{step['flow_id']}", {"next_step_id": "manual_setup"}
    )
    step = await home.post(
        f"{FLOWS}/{step['flow_id']}",
        {
            "host": address.hostname,
            "port": address.port,
            "ssl": True,
            "verify_ssl": True,
            "token": token,
        },
    )
    if step["type"] != "create_entry":
        raise RuntimeError(f"the Plex integration is not set up: {step}")
    await follow(home, domain)


async def follow(home: HomeAssistant, domain: str) -> None:
    """Turn the option on that keeps it on a working address, in every account."""
    for entry in await home.ws("config_entries/get", domain=domain):
        await _turn_on(home, entry["entry_id"])


async def _turn_on(home: HomeAssistant, entry_id: str) -> None:
    step = await home.post(OPTIONS, {"handler": entry_id})
    if step["step_id"] == OFFER:
        await home.delete(f"{OPTIONS}/{step['flow_id']}")
        step = await home.post(OPTIONS, {"handler": entry_id})
    filled: dict[str, dict[str, Any]] = {
        section["name"]: {
            field["name"]: field["default"] for field in section["schema"]
        }
        for section in step["data_schema"]
    }
    filled["connections"][OPTION] = True
    await home.post(f"{OPTIONS}/{step['flow_id']}", filled)


async def _address(home: HomeAssistant, server: str) -> str:
    """Return the URL of a server's connection, once it is local."""
    async with asyncio.timeout(LOCAL_TIMEOUT):
        while True:
            answer = await home.post(ACTION, {})
            for each in answer["service_response"]["servers"]:
                if each["name"] == server and each["connection_type"] == "local":
                    url: str = each["url"]
                    return url
            await asyncio.sleep(POLL_INTERVAL)
