"""Home Assistant with its own Plex integration, as a process beside the world."""

import argparse
import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
import logging
from pathlib import Path
import tempfile
from time import monotonic
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntryState,
)
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.runner import MAX_EXECUTOR_WORKERS
from homeassistant.util.executor import InterruptibleThreadPoolExecutor
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.const import (
    ATTR_SERVER_ID,
    CONF_FOLLOW_CORE_PLEX,
    ISSUE_CORE_PLEX,
)
from custom_components.plex_connection.core_plex import async_follower

from .home import empty_home_assistant, entry_of
from .inside import simulated_network
from .lines import Command, serve_async

OURS = "benchmark"
CORE_DOMAIN = "plex"


class Watched:
    """One entry of the integration: when it was lost, and when it was back."""

    def __init__(self, hass: HomeAssistant, server: Mapping[str, Any]) -> None:
        """Create the entry, pinned to the server's LAN address."""
        self._hass = hass
        self.name: str = server["name"]
        self.server_id: str = server["id"]
        self._player: str = server["player"]
        self._pinned: str = server["url"]
        self.entry = MockConfigEntry(
            domain=CORE_DOMAIN,
            title=server["url"],
            unique_id=server["id"],
            data={
                "server": server["name"],
                "server_id": server["id"],
                "server_config": {
                    "url": server["url"],
                    "token": server["token"],
                    "verify_ssl": True,
                },
            },
        )
        self.entry.add_to_hass(hass)
        self.lost_at: float | None = None
        """When our own entities first showed another connection than the local one."""
        self.back_at: float | None = None
        """When it was there again, at another address."""
        self.clicked_at: float | None = None
        """When its repair was shown, and confirmed at once."""
        self.gone_at: float | None = None
        """When its player was first unavailable."""

    @callback
    def note(self) -> None:
        """Record what has changed."""
        is_there = self.is_there
        if not is_there and self.gone_at is None and self.lost_at is not None:
            self.gone_at = monotonic()
        has_moved = self.entry.data["server_config"]["url"] != self._pinned
        if is_there and has_moved and self.back_at is None:
            self.back_at = monotonic()

    @property
    def is_there(self) -> bool:
        """Return whether the integration runs, and its player is available."""
        entity_id = er.async_get(self._hass).async_get_entity_id(
            "media_player", CORE_DOMAIN, f"{self.server_id}:{self._player}"
        )
        state = None if entity_id is None else self._hass.states.get(entity_id)
        is_loaded = self.entry.state is ConfigEntryState.LOADED
        return is_loaded and state is not None and state.state != STATE_UNAVAILABLE


class FollowProcess:
    """Starts Home Assistant, and says what became of the integration's entries."""

    def __init__(self, folder: Path) -> None:
        """Create it stopped."""
        self._folder = folder
        self._stack = AsyncExitStack()
        self._hass: HomeAssistant
        self._watched: dict[str, Watched] = {}

    async def start(self, command: Command) -> None:
        """Start both integrations; ours monitors all servers but the unwatched.

        With `follows` the option is on; else each repair is confirmed when it is shown.
        """
        self._hass = hass = await self._stack.enter_async_context(
            empty_home_assistant(self._folder)
        )
        entry = entry_of(OURS, account_id=command["account_id"], token=command["token"])
        entry.add_to_hass(hass)
        hass.config_entries.async_update_entry(
            entry,
            options={
                CONF_FOLLOW_CORE_PLEX: command["follows"],
                "unwatched_servers": command["unwatched"],
            },
        )
        self._watched = {
            each["name"]: Watched(hass, each) for each in command["servers"]
        }
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._note_state)
        hass.bus.async_listen(EVENT_PLEX_CONNECTION, self._note_change)
        hass.bus.async_listen(
            ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, self._confirm_repair
        )
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._note_entry)
        await hass.config_entries.async_setup(entry.entry_id)
        for each in self._watched.values():
            hass.async_create_task(hass.config_entries.async_setup(each.entry.entry_id))

    async def seen(self, _: Command) -> dict[str, Any]:
        """Return what is known of each entry."""
        return {
            name: {
                "is_there": each.is_there,
                "lost_at": each.lost_at,
                "clicked_at": each.clicked_at,
                "gone_at": each.gone_at,
                "back_at": each.back_at,
            }
            for name, each in self._watched.items()
        }

    async def lose(self, command: Command) -> None:
        """Record a loss that no entity of ours shows."""
        self._watched[command["server"]].lost_at = command["at"]

    async def stop(self, _: Command) -> None:
        """Stop Home Assistant."""
        await self._hass.config_entries.async_unload(OURS)
        await self._stack.aclose()

    @callback
    def _confirm_repair(self, event: Event[ir.EventIssueRegistryUpdatedData]) -> None:
        """Do what the repair's dialog does once its user confirms."""
        issue = ir.async_get(self._hass).async_get_issue(
            event.data["domain"], event.data["issue_id"]
        )
        if issue is None or issue.translation_key != ISSUE_CORE_PLEX:
            return
        server_id = (issue.data or {})[ATTR_SERVER_ID]
        (watched,) = (
            each for each in self._watched.values() if each.server_id == server_id
        )
        follower = async_follower(self._hass, OURS, watched.server_id)
        if follower is None:
            raise RuntimeError("the server is not watched")
        if watched.clicked_at is None:
            watched.clicked_at = monotonic()
            self._hass.async_create_task(follower.async_move())

    @callback
    def _note_state(self, _: Event[Any]) -> None:
        for each in self._watched.values():
            each.note()

    @callback
    def _note_change(self, event: Event[Any]) -> None:
        """Record a loss; a server that has moved may be local again at once."""
        if event.data["type"] != "connection_changed" or event.data["from"] != "local":
            return
        for each in self._watched.values():
            slug = each.name.lower().replace(" ", "_")
            is_meant = event.data["entity_id"] == f"event.{slug}_activity"
            if is_meant and each.lost_at is None:
                each.lost_at = monotonic()

    @callback
    def _note_entry(self, *_: object) -> None:
        for each in self._watched.values():
            each.note()


async def obey(folder: Path) -> None:
    """Execute commands until they end, with as many threads as Home Assistant has."""
    asyncio.get_running_loop().set_default_executor(
        InterruptibleThreadPoolExecutor(
            thread_name_prefix="SyncWorker", max_workers=MAX_EXECUTOR_WORKERS
        )
    )
    process = FollowProcess(folder)
    await serve_async(
        {
            "start": process.start,
            "seen": process.seen,
            "lose": process.lose,
            "stop": process.stop,
        }
    )


def main() -> None:
    """Run inside the simulated network."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", type=Path, required=True)
    options = parser.parse_args()
    for name in ("homeassistant", "plexwebsocket", "plexapi"):
        # What they say of dead addresses is no news here.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with (
        simulated_network(options.network),
        tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
    ):
        asyncio.run(obey(Path(folder)))


if __name__ == "__main__":
    main()
