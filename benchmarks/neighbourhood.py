"""Many households in one Home Assistant: an account each, with one server each.

They share nothing that decides on a connection: limits that the servers of one account
share, such as the number of concurrent checks, are separate for each.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, EVENT_STATE_CHANGED
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.bus_events import (
    ATTR_TYPE,
    EVENT_PLEX_CONNECTION,
    Activity,
)
from custom_components.plex_connection.connection import Candidate
from custom_components.plex_connection.coordinator import ServerCoordinator

from .home import CONNECTED, entry_of

GLANCE = 0.05
"""Seconds between two reads of the connection in use: it has no event."""

type Glimpse = tuple[float, str, str, str]
"""Monotonic time, household, connection type and url; the last two empty for a server
that is off or has no verdict."""

NOTHING = ("", "")


@dataclass(kw_only=True, slots=True)
class Seen:
    """Observations of all households, in order of time."""

    used: list[Glimpse] = field(default_factory=list)
    """The connection for operations, each time it changed."""
    shown: list[Glimpse] = field(default_factory=list)
    """The published connection, each time it changed."""
    told: list[tuple[float, str, str]] = field(default_factory=list)
    """Time, household, and the connection type announced by a state or the bus."""


class Neighbourhood:
    """The households of one Home Assistant, and their observations."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Create it empty, and start listening."""
        self._hass = hass
        self._entries: dict[str, MockConfigEntry] = {}
        self._last: dict[tuple[int, str], tuple[str, str]] = {}
        self._changed = asyncio.Event()
        self.seen = Seen()
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._note_state)
        hass.bus.async_listen(EVENT_PLEX_CONNECTION, self._note_event)

    async def move_in(self, household: str, *, account_id: int, token: str) -> float:
        """Set up an account under a household's name; return the start time."""
        entry = entry_of(household, account_id=account_id, token=token)
        entry.add_to_hass(self._hass)
        self._entries[household] = entry
        began = monotonic()
        if not await self._hass.config_entries.async_setup(household):
            raise RuntimeError(f"{household} did not load: {entry.reason}")
        return began

    async def move_out(self) -> None:
        """Unload all of them."""
        for household in self._entries:
            await self._hass.config_entries.async_unload(household)
        await self._hass.async_block_till_done()

    async def watch(self) -> None:
        """Poll all of them, again and again."""
        while True:
            for household, server in self._servers():
                self._note(self.seen.used, household, in_use(server))
                self._note(self.seen.shown, household, server.data.active)
            await asyncio.sleep(GLANCE)

    async def all_connected(self, within: float) -> None:
        """Wait until each is shown as connected."""
        async with asyncio.timeout(within):
            while {who for _, who, kind in self.seen.told if kind in CONNECTED} < (
                self._entries.keys()
            ):
                self._changed.clear()
                await self._changed.wait()

    async def test(self) -> None:
        """Test every address, to make the standbys known."""
        async with asyncio.TaskGroup() as group:
            for _, server in self._servers():
                group.create_task(server.async_test_connections())

    def _servers(self) -> Iterator[tuple[str, ServerCoordinator]]:
        for household, entry in self._entries.items():
            if (account := getattr(entry, "runtime_data", None)) is not None:
                for server in account.servers.values():
                    yield household, server

    def _note(
        self, seen: list[Glimpse], household: str, candidate: Candidate | None
    ) -> None:
        now = NOTHING if candidate is None else (candidate.kind.value, candidate.url)
        if self._last.get((id(seen), household)) != now:
            self._last[id(seen), household] = now
            seen.append((monotonic(), household, *now))

    @callback
    def _note_state(self, event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if new is None or not new.entity_id.endswith("_connection_type"):
            return
        if old is not None and old.state == new.state:
            return
        entry = er.async_get(self._hass).async_get(new.entity_id)
        if entry is not None and entry.config_entry_id is not None:
            self._note_told(entry.config_entry_id, new.state)

    @callback
    def _note_event(self, event: Event[Mapping[str, Any]]) -> None:
        if event.data[ATTR_TYPE] == Activity.CONNECTION_CHANGED:
            self._note_told(event.data[ATTR_CONFIG_ENTRY_ID], event.data["to"])

    def _note_told(self, household: str, kind: str) -> None:
        self.seen.told.append((monotonic(), household, kind))
        self._changed.set()


def in_use(server: ServerCoordinator) -> Candidate | None:
    """Return the candidate that the backend uses for operations now.

    Requesting a connection like an operation would make the engine check it.
    """
    return server.backend.monitor.active
