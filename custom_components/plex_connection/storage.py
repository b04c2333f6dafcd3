"""What is remembered between two starts: servers, rows and connection states.

No token is ever in here; those live in the config entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
import logging
from typing import Any, Self

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import UnsupportedStorageVersionError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store

from .connection import ConnectionState, ServerRecord
from .const import DOMAIN, ISSUE_STORE_INVALID

_LOGGER = logging.getLogger(__name__)

STORAGE_VERSION = 1
STORAGE_MINOR_VERSION = 1

SAVE_DELAY_CHANGE = 5
"""Seconds from a change of connection or rows until it is written."""
SAVE_DELAY_TEST = 600
"""Seconds from a mere confirmation until it is written: flash memory wears out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remembered:
    """The content of one account's store."""

    servers: tuple[ServerRecord, ...] = ()
    states: Mapping[str, ConnectionState] = field(default_factory=dict)
    """By machineIdentifier."""
    discovered_at: datetime | None = None
    """When plex.tv last gave a good answer."""

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Check every value; raises ValueError naming what is wrong."""
        try:
            discovered = data["discovered_at"]
            content = cls(
                servers=tuple(map(ServerRecord.from_dict, data["servers"])),
                states={
                    str(server_id): ConnectionState.from_dict(state)
                    for server_id, state in data["states"].items()
                },
                discovered_at=discovered and datetime.fromisoformat(discovered),
            )
        except (KeyError, TypeError, AttributeError) as err:
            raise ValueError(f"wrong shape, {type(err).__name__}") from err
        if content.discovered_at is not None and content.discovered_at.tzinfo is None:
            raise ValueError("discovered_at without a time zone")
        return content

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "servers": [record.to_dict() for record in self.servers],
            "states": {key: state.to_dict() for key, state in self.states.items()},
            "discovered_at": self.discovered_at and self.discovered_at.isoformat(),
        }


class ConnectionStore:
    """The store of one account; unreadable content costs a start, never an entry."""

    def __init__(self, hass: HomeAssistant, entry_id: str, *, account: str) -> None:
        """Name the file after the entry, so that its removal removes it."""
        self._hass = hass
        self._account = account
        self._issue_id = f"{ISSUE_STORE_INVALID}_{entry_id}"
        self._write_due = float("-inf")
        self._store: Store[dict[str, Any]] = Store(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{entry_id}",
            private=True,
            atomic_writes=True,
            minor_version=STORAGE_MINOR_VERSION,
        )

    async def async_load(self) -> Remembered:
        """Return what was remembered, or nothing if that cannot be read.

        A file that is not JSON is set aside by Home Assistant, which raises an
        issue of its own; for content of another shape the issue is ours.
        """
        try:
            data = await self._store.async_load()
        except UnsupportedStorageVersionError:
            _LOGGER.info(
                "The stored connections come from a newer version; starting afresh"
            )
            return Remembered()
        if data is None:
            return Remembered()
        try:
            remembered = Remembered.from_dict(data)
        except ValueError as err:
            self._report_invalid(str(err))
            return Remembered()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        return remembered

    def _report_invalid(self, reason: str) -> None:
        """Tell the user; it goes away at the next start that reads well."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_STORE_INVALID,
            translation_placeholders={"account": self._account, "reason": reason},
        )

    def async_schedule_save(
        self, content: Callable[[], Remembered], *, changed: bool
    ) -> None:
        """Write soon after a change, and seldom while all stays as it is.

        The content is read when it is written, so a write that is already due
        earlier serves this call too; Home Assistant's store would put it off.
        """
        delay = SAVE_DELAY_CHANGE if changed else SAVE_DELAY_TEST
        now = self._hass.loop.time()
        if now <= self._write_due <= now + delay:
            return
        self._write_due = now + delay
        self._store.async_delay_save(lambda: content().to_dict(), delay)

    async def async_save(self, content: Remembered) -> None:
        """Write now."""
        await self._store.async_save(content.to_dict())

    async def async_remove(self) -> None:
        """Leave nothing behind."""
        await self._store.async_remove()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
