"""Finds, changes and reloads the entries of Home Assistant's own Plex integration."""

import asyncio
from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .memory import CoreConfigEntry, Snapshot, async_memory
from .stored_entry import CORE_DOMAIN, CoreServer, read_entry, with_url

BACK_BUDGET = 60.0
"""Seconds for the integration to be back after a reload. It may first have to wait
thirty for the old address, in a set-up that is under way."""

FAILING = (ConfigEntryState.SETUP_RETRY, ConfigEntryState.SETUP_ERROR)
IN_USE = (
    *FAILING,
    ConfigEntryState.LOADED,
    ConfigEntryState.SETUP_IN_PROGRESS,
)
"""States of an entry that works, or should; all others pass, or cannot be reloaded."""

PLAYERS = "media_player."
"""Entities that may be away for a reason of their own: a player that is off."""


@callback
def async_find(
    hass: HomeAssistant, server_id: str
) -> tuple[CoreConfigEntry, CoreServer | None] | None:
    """Return the entry of a server, and what it says; None: there is none in use.

    What it says is None if the form is not known.
    """
    for entry in hass.config_entries.async_entries(
        CORE_DOMAIN, include_ignore=False, include_disabled=False
    ):
        is_meant = server_id in (entry.unique_id, entry.data.get("server_id"))
        if is_meant:
            return entry, read_entry(entry.data, entry.unique_id)
    return None


async def async_rewrite(
    hass: HomeAssistant, entry: CoreConfigEntry, url: str
) -> Snapshot:
    """Write another address, which has just been tested; return what was before.

    The ledger has it before anything else can happen.
    """
    memory = async_memory(hass)
    known = memory.entry(entry.entry_id)
    before = Snapshot.of(entry)
    known.ledger = known.ledger.written(hass.loop.time())
    known.data = data = with_url(entry.data, url)
    hass.config_entries.async_update_entry(entry, data=data)
    await memory.async_save()
    return before


@callback
def async_put_back(
    hass: HomeAssistant,
    entry: CoreConfigEntry,
    before: Snapshot,
    written: Mapping[str, Any],
) -> bool:
    """Make an entry equal to what it was; False: it was changed since, and stays."""
    if dict(entry.data) != dict(written):
        return False
    async_memory(hass).entry(entry.entry_id).data = before.data
    hass.config_entries.async_update_entry(
        entry,
        data=before.data,
        options=before.options,
        title=before.title,
        unique_id=before.unique_id,
    )
    return True


async def async_reload(hass: HomeAssistant, entry_id: str) -> bool:
    """Reload an entry; return whether its entities are back within a minute."""
    changed = asyncio.Event()

    @callback
    def note(_change: ConfigEntryChange, entry: CoreConfigEntry) -> None:
        if entry.entry_id == entry_id:
            changed.set()

    unlisten = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, note)
    try:
        async with asyncio.timeout(BACK_BUDGET):
            reload = hass.config_entries.async_reload(entry_id)
            # It goes on, whatever becomes of the one who waits.
            await asyncio.shield(hass.async_create_task(reload, f"reload {entry_id}"))
            while not async_is_back(hass, entry_id):
                changed.clear()
                await changed.wait()
    except TimeoutError, HomeAssistantError:
        return False
    finally:
        unlisten()
    return True


@callback
def async_is_back(hass: HomeAssistant, entry_id: str) -> bool:
    """Return whether an entry is loaded and its entities are available.

    Players do not count, nor what the integration no longer provides: any other that is
    available says that the rest is.
    """
    entry = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return False
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry_id)
    own = [
        each.entity_id
        for each in entities
        if each.disabled_by is None and not each.entity_id.startswith(PLAYERS)
    ]
    states = (hass.states.get(entity_id) for entity_id in own)
    return not own or any(
        state is not None and state.state != STATE_UNAVAILABLE for state in states
    )
