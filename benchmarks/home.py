"""A real Home Assistant with the integration, in the calling process."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from aiohttp.resolver import AsyncResolver
from homeassistant import loader
from homeassistant.const import CONF_TOKEN, EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

# The first import keeps the name `custom_components`: the test package has its own.
import custom_components.plex_connection  # noqa: F401
from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)

ENTRY_ID = "benchmark"
CONNECTED = ("local", "remote", "relay")


@dataclass(kw_only=True, slots=True)
class Shown:
    """When each server's connection was shown, by entity."""

    first: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Monotonic time, and CPU seconds of this process by then."""
    changes: list[tuple[float, str, str]] = field(default_factory=list)
    """Time, entity, state."""
    noted: asyncio.Event = field(default_factory=asyncio.Event)

    @callback
    def note(self, event: Event[EventStateChangedData]) -> None:
        """Record a state."""
        state = event.data["new_state"]
        if state is None or not state.entity_id.endswith("_connection_type"):
            return
        now = monotonic()
        self.changes.append((now, state.entity_id, state.state))
        if state.state in CONNECTED and state.entity_id not in self.first:
            self.first[state.entity_id] = (now, process_time())
            self.noted.set()


class Home:
    """One start of Home Assistant with the account's entry."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        """Take both, and listen."""
        self.hass = hass
        self.entry = entry
        self.shown = Shown()
        hass.bus.async_listen(EVENT_STATE_CHANGED, self.shown.note)

    async def set_up(self) -> None:
        """Set the entry up."""
        if not await self.hass.config_entries.async_setup(self.entry.entry_id):
            raise RuntimeError(f"the entry did not load: {self.entry.reason}")

    async def connected(self, count: int, *, within: float = 60.0) -> None:
        """Wait until `count` servers are shown as connected."""
        async with asyncio.timeout(within):
            while len(self.shown.first) < count:
                self.shown.noted.clear()
                await self.shown.noted.wait()

    async def unload(self) -> Mapping[str, Any]:
        """Unload the entry, which writes its store; return the entry's data."""
        if self.entry.runtime_data is not None:
            await self.hass.config_entries.async_unload(self.entry.entry_id)
        await self.hass.async_block_till_done()
        return dict(self.entry.data)


@asynccontextmanager
async def empty_home_assistant(config_dir: Path) -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant without an entry, and stop it at the end."""
    async with AsyncExitStack() as stack:
        hass = await stack.enter_async_context(
            async_test_home_assistant(config_dir=str(config_dir))
        )
        # Home Assistant's own queries mDNS too, which would need zeroconf.
        resolver = AsyncResolver()
        stack.push_async_callback(resolver.close)
        hass.data[str(DATA_RESOLVER)] = resolver
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


def entry_of(
    entry_id: str, *, account_id: int, token: str, data: Mapping[str, Any] | None = None
) -> MockConfigEntry:
    """Return an account's entry; `data` is that of an earlier start."""
    return MockConfigEntry(
        domain=DOMAIN,
        entry_id=entry_id,
        title="Alice",
        unique_id=str(account_id),
        data=data
        or {
            CONF_CLIENT_IDENTIFIER: "5f2b7c3e-1f0a-4d53-9f0e-2a4f6d1c9b77",
            CONF_TOKEN: token,
            CONF_SERVER_TOKENS: {},
        },
    )


@asynccontextmanager
async def home_assistant(
    config_dir: Path, *, account_id: int, token: str, data: Mapping[str, Any] | None
) -> AsyncIterator[Home]:
    """Start Home Assistant; `data` is the entry's data from an earlier start."""
    async with empty_home_assistant(config_dir) as hass:
        entry = entry_of(ENTRY_ID, account_id=account_id, token=token, data=data)
        entry.add_to_hass(hass)
        yield Home(hass, entry)
