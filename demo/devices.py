"""Assigns the recorded week to the devices, once they exist."""

import asyncio
from contextlib import closing
from pathlib import Path
import sqlite3

from .api import POLL_INTERVAL
from .home_assistant import HomeAssistant

DATABASE = "home-assistant_v2.db"

PATIENCE = 60.0
"""Seconds until the devices of a newly signed-in account exist, and for which the
recorder may lock the database."""


def placeholder(name: str) -> str:
    """Return the placeholder for a server's device id before it exists."""
    return f"device of {name}"


async def name_devices(home: HomeAssistant, servers: frozenset[str]) -> None:
    """Replace the placeholders of these servers by their devices."""
    async with asyncio.timeout(PATIENCE):
        # Another process can only be polled.
        while not servers <= (devices := await _devices(home)).keys():  # noqa: ASYNC110 - polled
            await asyncio.sleep(POLL_INTERVAL)
    await asyncio.to_thread(_replace, home.config_dir / DATABASE, devices)


async def _devices(home: HomeAssistant) -> dict[str, str]:
    """Return the existing devices by name."""
    listed = await home.ws("config/device_registry/list")
    return {each["name"]: each["id"] for each in listed}


def _replace(database: Path, devices: dict[str, str]) -> None:
    """Update rows written before the start; SQLite serializes two writers."""
    with closing(sqlite3.connect(database, timeout=PATIENCE)) as connection, connection:
        connection.executemany(
            "UPDATE event_data SET shared_data = replace(shared_data, ?, ?)"
            " WHERE instr(shared_data, ?)",
            [
                (placeholder(name), device, placeholder(name))
                for name, device in devices.items()
            ],
        )
