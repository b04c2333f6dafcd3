"""Processes that save endlessly and are killed.

    python -m tests.integration.saving FOLDER KILLS

Each has its own folder; every other folder starts with a complete store.
"""

import asyncio
from datetime import UTC, datetime
from itertools import count
import os
from pathlib import Path
from random import Random
import signal
import sys
import time

from homeassistant.core import HomeAssistant

from custom_components.plex_connection.connection import Row, RowSource, ServerRecord
from custom_components.plex_connection.storage import ConnectionStore, StoredAccount

ROWS = 24
MOST_SERVERS = 8

MOST_SAVES = 12
"""Maximum completed saves before the kill, which interrupts a later one."""

KILLED_WITHIN = 0.005
"""Maximum seconds from the last of those; a save takes a few milliseconds or more."""


def main() -> None:
    """Start one process after another, and kill each at a random moment."""
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    rng = Random(7)  # noqa: S311
    for number in range(kills):
        (own := folder / str(number)).mkdir(parents=True)
        if number % 2:
            asyncio.run(save(own, saves=1))
        reading, writing = os.pipe()
        if not (child := os.fork()):
            asyncio.run(save(own, told=writing))
        for _ in range(rng.randint(1, MOST_SAVES)):
            os.read(reading, 1)
        time.sleep(rng.uniform(0.0, KILLED_WITHIN))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)


async def save(
    folder: Path, saves: int | None = None, *, told: int | None = None
) -> None:
    """Save stores of growing size, round after round; at most `saves` if given.

    Writes a byte to `told` before each, so that the parent can count finished saves.
    """
    hass = HomeAssistant(str(folder))
    store = ConnectionStore(hass, "entry", account="alice")
    contents = [content(number) for number in range(1, MOST_SERVERS + 1)]
    for number in count() if saves is None else range(saves):
        if told is not None:
            os.write(told, b".")
        await store.async_save(contents[number % MOST_SERVERS])


def content(servers: int) -> StoredAccount:
    """Return a store's content with this many servers."""
    return StoredAccount(
        servers=tuple(_record(number) for number in range(servers)),
        discovered_at=datetime(2026, 11, 3, tzinfo=UTC),
    )


def _record(number: int) -> ServerRecord:
    address = f"192.168.40.{number}"
    return ServerRecord(
        server_id=f"{number:040x}",
        name=f"Server {number}",
        owner_name=None,
        owned=True,
        home=False,
        public_address_matches=True,
        https_required=False,
        presence=True,
        relay_available=False,
        version=None,
        platform=None,
        rows=tuple(
            Row(
                url=f"https://{address}:{port}",
                address=address,
                port=port,
                local=True,
                relay=False,
                source=RowSource.PLEX_TV,
            )
            for port in range(32400, 32400 + ROWS)
        ),
    )


if __name__ == "__main__":
    main()
