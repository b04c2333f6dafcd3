"""Tells the recorded week which devices it is about, once they are there."""

import asyncio
from contextlib import closing
from pathlib import Path
import sqlite3

from .api import POLL_INTERVAL
from .home_assistant import HomeAssistant

DATABASE = "home-assistant_v2.db"

PATIENCE = 60.0
"""Seconds until the devices of an account that has just signed in are there, and that
the recorder may keep the database for itself."""


def placeholder(name: str) -> str:
    """Return what stands for a server's device before it is there."""
    return f"device of {name}"


async def name_devices(home: HomeAssistant, servers: frozenset[str]) -> None:
    """Put the devices of these servers in the place of what stands for them."""
    async with asyncio.timeout(PATIENCE):
        # Another process can only be asked.
        while not servers <= (devices := await _devices(home)).keys():  # noqa: ASYNC110 - polled
            await asyncio.sleep(POLL_INTERVAL)
    await asyncio.to_thread(_replace, home.config_dir / DATABASE, devices)


async def _devices(home: HomeAssistant) -> dict[str, str]:
    """Return the devices that there are, by name."""
    listed = await home.ws("config/device_registry/list")
    return {each["name"]: each["id"] for each in listed}


def _replace(database: Path, devices: dict[str, str]) -> None:
    """Change what was written before the start; SQLite lets two write in turn."""
    with closing(sqlite3.connect(database, timeout=PATIENCE)) as connection, connection:
        connection.executemany(
            "UPDATE event_data SET shared_data = replace(shared_data, ?, ?)"
            " WHERE instr(shared_data, ?)",
            [
                (placeholder(name), device, placeholder(name))
                for name, device in devices.items()
            ],
        )
