"""State stored between two runs: servers, rows, connections, measurements.

It never contains a token; those live in the config entry.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_network
import logging
from typing import Any, Protocol, Self, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import (
    HomeAssistantError,
    UnsupportedStorageVersionError,
)
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store

from .connection import (
    Change,
    ConnectionState,
    DiscoveryResult,
    DiscoveryTrigger,
    IPNetwork,
    LanAnnouncement,
    ServerRecord,
    StoredAlert,
    StoredCandidate,
    Unlisted,
)
from .const import DOMAIN, ISSUE_STORE_INVALID
from .diagnosis import NO_STATUS, Problem, ServerStatus

_LOGGER = logging.getLogger(__name__)

STORAGE_VERSION = 1
STORAGE_MINOR_VERSION = 4
"""1: servers and states. 2: candidates' history, LAN announcements and measurements. 3:
the last changes. 4: how long plex.tv has not listed a server, the networks on which a
server has proved its identity, and the result of the last discovery; later releases
also write its trigger, since when a server has not answered, the problems behind
repairs, what a server says of itself, the root cause that is shown, and whether the
addresses that the first race left out have been tested.

Every version reads all the others: it ignores what it does not know and adds what is
missing.
"""

SAVE_DELAY_CHANGE = 5
"""Seconds from a change of connection or rows until it is written."""
SAVE_DELAY_TEST = 600
"""Seconds from a mere confirmation until it is written: flash memory wears out."""

SAVE_BUDGET = 2.0
"""Seconds that the last write of a run may take; a working disk stores some ten KB in a
fraction of that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredServer:
    """The stored state of one server; empty by default."""

    state: ConnectionState | None = None
    history: tuple[StoredCandidate, ...] = ()
    announcements: tuple[LanAnnouncement, ...] = ()
    changes: tuple[Change, ...] = ()
    """The last ones, oldest first."""
    proved: tuple[IPNetwork, ...] = ()
    """Our networks on which it has proved its identity."""
    failing_since: datetime | None = None
    """Since when it has not answered; None: it answers."""
    alerts: tuple[StoredAlert, ...] = ()
    """Problems with a repair, or that get one if they last."""
    status: ServerStatus = NO_STATUS
    """What the server last said of itself."""
    problem: Problem | None = None
    """The root cause that was shown; None: there was no verdict."""
    fall_backs_tested: bool = False
    """Whether the addresses that the first race left out have been tested."""

    def to_dict(self) -> dict[str, Any]:
        """Return JSON values by the key under which each is stored."""
        return {
            "states": self.state and self.state.to_dict(),
            "histories": [each.to_dict() for each in self.history if each.is_lasting],
            "sightings": [each.to_dict() for each in self.announcements],
            "changes": [each.to_dict() for each in self.changes],
            "proved": list(map(str, self.proved)),
            "failing": self.failing_since and self.failing_since.isoformat(),
            "troubles": [each.to_dict() for each in self.alerts],
            "status": self.status.to_dict(),
            "problems": self.problem and self.problem.value,
            "fall_backs": self.fall_backs_tested,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAccount:
    """The content of one account's store; mappings are by machineIdentifier."""

    servers: tuple[ServerRecord, ...] = ()
    known: Mapping[str, StoredServer] = field(default_factory=dict)
    discovered_at: datetime | None = None
    """When plex.tv last gave a good answer."""
    discovery_result: DiscoveryResult | None = None
    """How the last discovery ended."""
    discovery_trigger: DiscoveryTrigger | None = None
    """Why the last discovery ran."""
    discovery_error: str | None = None
    """Why the last discovery failed; None if it succeeded."""
    unlisted: Mapping[str, Unlisted] = field(default_factory=dict)
    """Servers that plex.tv no longer lists; of some only a device is left."""
    measured: Mapping[str, Any] = field(default_factory=dict)
    """Measurements in the form that their owners write and validate."""
    faults: tuple[str, ...] = ()
    """Which parts could not be read although the rest could."""

    def of(self, server_id: str) -> StoredServer:
        """Return the stored state of one server."""
        return self.known.get(server_id, StoredServer())

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Validate every value; raises ValueError naming what is wrong.

        Servers and their states are required. Parts that only save requests, or only
        count, are dropped if they cannot be read.
        """
        with _wrong_shape_is_a_value_error():
            discovered = data["discovered_at"]
            discovered_at = (
                None if discovered is None else datetime.fromisoformat(discovered)
            )
            servers = tuple(map(ServerRecord.from_dict, data["servers"]))
            states = {
                str(server_id): ConnectionState.from_dict(state)
                for server_id, state in data["states"].items()
            }
        if discovered_at is not None and discovered_at.tzinfo is None:
            raise ValueError("discovered_at without a time zone")
        faults: list[str] = []
        # Earlier releases with the same version number did not write these.
        data = {"failing": {}, "troubles": {}, "status": {}, "problems": {}} | data
        data.setdefault("fall_backs", {})
        result = _read_word(data, "discovery_result", DiscoveryResult, faults)
        if result is None and discovered_at is not None:
            # Earlier releases did not write it; usually it succeeded.
            result = DiscoveryResult.OK
        return cls(
            servers=servers,
            known=_read_known(data, states, faults),
            discovered_at=discovered_at,
            discovery_result=result,
            discovery_trigger=_read_word(
                data, "discovery_trigger", DiscoveryTrigger, faults
            ),
            discovery_error=_read_text(data, "discovery_error", faults),
            unlisted=_read_each(data, "unlisted", Unlisted.from_dict, faults),
            measured=_read_measured(data, faults),
            faults=tuple(faults),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON values; empty parts of servers are left out."""
        stored: dict[str, dict[str, Any]] = {
            "states": {},
            "histories": {},
            "sightings": {},
            "changes": {},
            "proved": {},
            "failing": {},
            "troubles": {},
            "status": {},
            "problems": {},
            "fall_backs": {},
        }
        for server_id, known in self.known.items():
            for key, value in known.to_dict().items():
                if value:
                    stored[key][server_id] = value
        return {
            "servers": [record.to_dict() for record in self.servers],
            "discovered_at": self.discovered_at and self.discovered_at.isoformat(),
            "discovery_result": self.discovery_result and self.discovery_result.value,
            "discovery_trigger": (
                self.discovery_trigger and self.discovery_trigger.value
            ),
            "discovery_error": self.discovery_error,
            "unlisted": {key: each.to_dict() for key, each in self.unlisted.items()},
            "measured": self.measured,
            **stored,
        }


@contextmanager
def _wrong_shape_is_a_value_error() -> Iterator[None]:
    """Raise ValueError("wrong shape") for a value of an unexpected type."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as err:
        raise ValueError(f"wrong shape, {type(err).__name__}") from err


def _read_known(
    data: Mapping[str, Any], states: Mapping[str, ConnectionState], faults: list[str]
) -> dict[str, StoredServer]:
    """Return the stored state of each server."""
    histories = _read_lists(data, "histories", StoredCandidate.from_dict, faults)
    announcements = _read_lists(data, "sightings", LanAnnouncement.from_dict, faults)
    changes = _read_lists(data, "changes", Change.from_dict, faults)
    proved = _read_lists(data, "proved", _read_network, faults)
    failing = _read_each(data, "failing", _read_moment, faults)
    alerts = _read_lists(data, "troubles", StoredAlert.from_dict, faults)
    status = _read_each(data, "status", ServerStatus.from_dict, faults)
    problems = _read_each(data, "problems", Problem, faults)
    fall_backs = _read_each(data, "fall_backs", _read_flag, faults)
    parts = (
        *(states, histories, announcements, changes, proved, failing, alerts),
        *(status, problems, fall_backs),
    )
    return {
        server_id: StoredServer(
            state=states.get(server_id),
            history=histories.get(server_id, ()),
            announcements=announcements.get(server_id, ()),
            changes=changes.get(server_id, ()),
            proved=proved.get(server_id, ()),
            failing_since=failing.get(server_id),
            alerts=alerts.get(server_id, ()),
            status=status.get(server_id, NO_STATUS),
            problem=problems.get(server_id),
            fall_backs_tested=fall_backs.get(server_id, False),
        )
        for server_id in set().union(*parts)
    }


def _read_each[T](
    data: Mapping[str, Any], key: str, read: Callable[[Any], T], faults: list[str]
) -> dict[str, T]:
    """Return a mapping; if malformed, an empty one and a fault."""
    try:
        with _wrong_shape_is_a_value_error():
            return {str(server_id): read(it) for server_id, it in data[key].items()}
    except ValueError as err:
        faults.append(f"{key}: {err}")
        return {}


def _read_lists[T](
    data: Mapping[str, Any], key: str, read: Callable[[Any], T], faults: list[str]
) -> dict[str, tuple[T, ...]]:
    """Return a mapping of lists; if malformed, an empty one and a fault."""
    return _read_each(data, key, lambda items: tuple(map(read, items)), faults)


def _read_network(text: Any) -> IPNetwork:
    """Read a network from text; `ip_network` would accept numbers too."""
    if not isinstance(text, str):
        raise TypeError
    try:
        return ip_network(text)
    except ValueError:
        pass
    raise ValueError("not a network")


def _read_word[E: StrEnum](
    data: Mapping[str, Any], key: str, words: type[E], faults: list[str]
) -> E | None:
    """Read an optional enum member; an unknown value counts as absent."""
    word = data.get(key)
    if isinstance(word, str | None):
        return words(word) if word in list(words) else None
    faults.append(f"{key}: wrong shape")
    return None


def _read_text(data: Mapping[str, Any], key: str, faults: list[str]) -> str | None:
    """Read an optional text."""
    text = data.get(key)
    if text is None or isinstance(text, str):
        return text
    faults.append(f"{key}: wrong shape")
    return None


def _read_moment(text: Any) -> datetime:
    """Read a time; raises ValueError without a time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("without a time zone")
    return moment


def _read_flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_measured(data: Mapping[str, Any], faults: list[str]) -> Mapping[str, Any]:
    measured = data.get("measured")
    if isinstance(measured, dict):
        return measured
    faults.append("measured: wrong shape")
    return {}


class Measurements(Protocol):
    """Measurements that continue after a restart."""

    def load(self, data: Any) -> None:
        """Restore the stored form; raises ValueError, having changed nothing."""


class RestoredMetrics:
    """Restores measurements from before the restart.

    Unreadable ones are reported and start at zero, which affects nothing else.
    """

    def __init__(self, measured: Mapping[str, Any], store: ConnectionStore) -> None:
        """Keep the stored measurements."""
        self._measured = measured
        self._store = store
        self._given: set[tuple[str, ...]] = set()

    def load(self, into: Measurements, *keys: str) -> None:
        """Load the measurements stored under these nested keys, if any.

        Once per run: a server that is removed and comes back starts at zero.
        """
        data = self._find(*keys)
        if data is None or keys in self._given:
            return
        self._given.add(keys)
        try:
            into.load(data)
        except ValueError as err:
            self._store.async_report_invalid(f"{keys[0]}: {err}")

    def left(self, *keys: str) -> Iterator[str]:
        """Yield the keys stored under these keys that were not loaded yet."""
        data = self._find(*keys)
        if isinstance(data, dict):
            yield from [key for key in data if (*keys, key) not in self._given]

    def _find(self, *keys: str) -> Any:
        data: Any = self._measured
        for key in keys:
            data = data.get(key) if isinstance(data, dict) else None
        return data


class Storable(Protocol):
    """The content that a store writes."""

    def to_dict(self) -> dict[str, Any]:
        """Return the current content as JSON values."""


class _VersionedStore(Store[dict[str, Any]]):
    """A store that migrates content of earlier versions."""

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Any
    ) -> Any:
        """Add the keys that an earlier version did not write; drops nothing."""
        if old_minor_version < STORAGE_MINOR_VERSION and isinstance(old_data, dict):
            added = (
                "histories",
                "sightings",
                "changes",
                "unlisted",
                "proved",
                "measured",
            )
            return {**{key: {} for key in added}, **old_data}
        return old_data


class ConnectionStore:
    """The store of one account; unreadable content costs the state, not the entry."""

    def __init__(self, hass: HomeAssistant, entry_id: str, *, account: str) -> None:
        """Name the file after the entry, so that both are removed together."""
        self._hass = hass
        self._account = account
        self._issue_id = f"{ISSUE_STORE_INVALID}_{entry_id}"
        self._write_due = float("-inf")
        self._store = _VersionedStore(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{entry_id}",
            private=True,
            atomic_writes=True,
            minor_version=STORAGE_MINOR_VERSION,
        )

    async def async_load(self) -> StoredAccount:
        """Return the stored state; an empty one if it cannot be read.

        Home Assistant sets a file aside that is not JSON and raises an issue of its
        own. For content of another shape, including Home Assistant's envelope, and for
        a failing disk, the issue is ours.
        """
        try:
            with _wrong_shape_is_a_value_error():
                data = await self._store.async_load()
            if data is None:
                return StoredAccount()
            account = StoredAccount.from_dict(data)
        except UnsupportedStorageVersionError:
            _LOGGER.info(
                "The stored connections come from a newer version; starting afresh"
            )
            return StoredAccount()
        except ValueError as err:
            self.async_report_invalid(str(err))
            return StoredAccount()
        except HomeAssistantError:
            self.async_report_invalid("the file cannot be read")
            return StoredAccount()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        for fault in account.faults:
            self.async_report_invalid(fault)
        return account

    @callback
    def async_report_invalid(self, reason: str) -> None:
        """Create a repair; it disappears at the next start that reads the store."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_STORE_INVALID,
            translation_placeholders={"account": self._account, "reason": reason},
        )

    @callback
    def async_schedule_save(self, content: Storable, *, changed: bool) -> None:
        """Schedule a write: soon after a change, otherwise rarely.

        The content is read when it is written, so an earlier write that is already due
        serves this call too; Home Assistant's store would postpone it.
        """
        delay = SAVE_DELAY_CHANGE if changed else SAVE_DELAY_TEST
        now = self._hass.loop.time()
        if now <= self._write_due <= now + delay:
            return
        self._write_due = now + delay
        self._store.async_delay_save(content.to_dict, delay)

    async def async_save(self, content: Storable) -> None:
        """Write now; raises TimeoutError if the disk hangs.

        Replaces a write that was due later: changes from now on need another one.
        """
        self._write_due = float("-inf")
        async with asyncio.timeout(SAVE_BUDGET):
            await self._store.async_save(content.to_dict())

    async def async_forget_servers(self, server_ids: set[str]) -> bool:
        """Forget servers of an account that is not loaded.

        Returns False, and forgets none, if plex.tv's last answer had one of them.
        """
        content = await self.async_load()
        stored = {record.server_id for record in content.servers}
        if server_ids & stored - content.unlisted.keys():
            return False
        await self.async_save(
            replace(
                content,
                servers=tuple(
                    record
                    for record in content.servers
                    if record.server_id not in server_ids
                ),
                unlisted={
                    server_id: unlisted
                    for server_id, unlisted in content.unlisted.items()
                    if server_id not in server_ids
                },
            )
        )
        return True

    async def async_remove(self) -> None:
        """Delete the file and its repair."""
        await self._store.async_remove()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
