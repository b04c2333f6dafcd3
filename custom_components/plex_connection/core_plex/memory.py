"""What is known of each entry of the integration, shared by all accounts.

Two accounts may have the same server. The ledgers are stored, so that a restart does
not allow a second write; the data of an entry, with its token, never is.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
import logging
from typing import Any

from homeassistant import config_entries
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .ledger import Ledger

_LOGGER = logging.getLogger(__name__)

type CoreConfigEntry = config_entries.ConfigEntry[Any]
"""An entry of the integration, which is not ours."""

STORE_VERSION = 1
STORE_KEY = f"{DOMAIN}_core_plex"


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """An entry as it was before a write; its data contains a token."""

    data: Mapping[str, Any] = field(repr=False)
    options: Mapping[str, Any] = field(repr=False)
    title: str
    unique_id: str | None

    @classmethod
    def of(cls, entry: CoreConfigEntry) -> Snapshot:
        """Take an entry as it is now."""
        return cls(
            data=dict(entry.data),
            options=dict(entry.options),
            title=entry.title,
            unique_id=entry.unique_id,
        )


@dataclass(kw_only=True, slots=True)
class CoreEntry:
    """What is known of one entry."""

    ledger: Ledger = field(default_factory=Ledger)
    data: Mapping[str, Any] | None = field(default=None, repr=False)
    """Its data when it was last seen; None: not yet."""
    has_logged_unknown: bool = False
    """Whether the log says that its form is not known."""


class Memory:
    """The entries by id, with their ledgers on disk."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Read nothing yet."""
        self._hass = hass
        self._store: Store[dict[str, Any]] = Store(
            hass, STORE_VERSION, STORE_KEY, private=True, atomic_writes=True
        )
        self._entries: dict[str, CoreEntry] = {}
        self._is_loaded = False
        self._loading = asyncio.Lock()

    async def async_load(self) -> None:
        """Read the ledgers, once; one that cannot be read is left out."""
        async with self._loading:
            if not self._is_loaded:
                self._take(await self._store.async_load() or {})
                self._is_loaded = True

    @callback
    def _take(self, stored: Mapping[str, Any]) -> None:
        now, age = self._hass.loop.time(), _age(stored.get("at"))
        ledgers = stored.get("entries")
        for entry_id, data in ledgers.items() if isinstance(ledgers, dict) else ():
            try:
                ledger = Ledger.from_dict(data, now, age)
            except (AttributeError, ValueError) as err:
                _LOGGER.warning("A stored entry cannot be read: %s", err)
                continue
            if (known := self.entry(entry_id)).ledger == Ledger():
                known.ledger = ledger

    async def async_save(self) -> None:
        """Write the ledgers of the entries that still exist."""
        now = self._hass.loop.time()
        known = self._hass.config_entries.async_get_entry
        await self._store.async_save(
            {
                "at": dt_util.utcnow().isoformat(),
                "entries": {
                    entry_id: each.ledger.to_dict(now)
                    for entry_id, each in self._entries.items()
                    if each.ledger != Ledger() and known(entry_id) is not None
                },
            }
        )

    async def async_remove(self) -> None:
        """Delete the file; what is known in this run stays."""
        await self._store.async_remove()

    @callback
    def entry(self, entry_id: str) -> CoreEntry:
        """Return what is known of an entry."""
        return self._entries.setdefault(entry_id, CoreEntry())


_MEMORY: HassKey[Memory] = HassKey(f"{DOMAIN}_core_plex")


@callback
def async_memory(hass: HomeAssistant) -> Memory:
    """Return the memory, created on first use."""
    if _MEMORY not in hass.data:
        hass.data[_MEMORY] = Memory(hass)
    return hass.data[_MEMORY]


def _age(at: object) -> float:
    """Return the seconds since a stored time; 0 if it is none, or in the future."""
    try:
        then = datetime.fromisoformat(str(at))
        passed = (dt_util.utcnow() - then).total_seconds()
    except TypeError, ValueError:
        return 0.0
    return max(0.0, passed)
