"""User actions in the frontend that need simulated time to pass."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.plex_connection.const import DOMAIN

from .conftest import Elapse

LONG_ENOUGH = 3.0
"""Seconds after which every address has answered or timed out."""


async def acted[T](
    elapse: Elapse, action: Awaitable[T], *, seconds: float = LONG_ENOUGH
) -> T:
    """Return an action's result; fail unless it ends within simulated `seconds`."""
    task = asyncio.ensure_future(action)
    await elapse(seconds)
    assert task.done(), "the action is still running"
    return task.result()


async def select(hass: HomeAssistant, entity_id: str, option: str) -> None:
    """Choose an option of a select entity."""
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id, "option": option},
        blocking=True,
    )


async def press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )


async def call(hass: HomeAssistant, action: str, **data: Any) -> Any:
    """Call an action and return its response."""
    return await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
