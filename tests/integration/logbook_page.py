"""Reads the logbook as the frontend does."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN


async def read_logbook(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **chosen: Any
) -> list[dict[str, Any]]:
    """Return our entries of the last hour, once the recorder has caught up."""
    told = await read_all(hass, hass_ws_client, **chosen)
    return [each for each in told if each.get("domain") == DOMAIN]


async def read_all(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **chosen: Any
) -> list[dict[str, Any]]:
    """Return all entries, including plain state changes of entities."""
    await async_wait_recording_done(hass)
    client = await hass_ws_client(hass)
    now = dt_util.utcnow()
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": (now - timedelta(hours=1)).isoformat(),
            "end_time": (now + timedelta(minutes=1)).isoformat(),
            **chosen,
        }
    )
    answer = await client.receive_json()
    assert answer["success"], answer
    entries: list[dict[str, Any]] = answer["result"]
    return entries
