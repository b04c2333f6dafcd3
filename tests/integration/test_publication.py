"""Order of publication of a new state, also for servers that appear later."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from homeassistant.components import persistent_notification
from homeassistant.components.persistent_notification import (
    SIGNAL_PERSISTENT_NOTIFICATIONS_UPDATED,
)
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventBus, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.issue_registry import EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.const import CONF_PINNED
from custom_components.plex_connection.storage import ConnectionStore
from simulator import MediaServer, Simulator

from .acting import acted
from .conftest import Attic, Elapse, InjectedError, state


class Listening:
    """Notes the steps of one server's publications, in order."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        """Start listening; `name` is the first part of the entities' ids."""
        self.heard: list[str] = []
        self.shown: list[str] = []
        """State of the sensor at each change on the bus."""
        self._hass = hass
        self._sensor = f"sensor.{name}_connection_type"
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._note_state)
        hass.bus.async_listen(EVENT_PLEX_CONNECTION, self._note_change)
        hass.bus.async_listen(EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, self._note_repair)
        async_dispatcher_connect(
            hass, SIGNAL_PERSISTENT_NOTIFICATIONS_UPDATED, self._note_notification
        )

    def note_store(self, *_: Any, **_kwargs: Any) -> None:
        """Note that a save of the store is scheduled."""
        self.heard.append("store")

    @callback
    def _note_state(self, event: Event[Any]) -> None:
        if event.data["entity_id"] == self._sensor:
            self.heard.append("entities")

    @callback
    def _note_change(self, event: Event) -> None:
        if event.data["type"] == "connection_changed":
            self.heard.append("bus")
            self.shown.append(state(self._hass, self._sensor))

    @callback
    def _note_repair(self, _event: Event[Any]) -> None:
        self.heard.append("repairs")

    @callback
    def _note_notification(self, *_: Any) -> None:
        self.heard.append("notifications")

    def around_the_change(self) -> list[str]:
        """Return the steps published together with the only change, that included."""
        assert self.heard.count("bus") == 1, self.heard
        at = self.heard.index("bus")
        begin = max(i for i, who in enumerate(self.heard[:at]) if who == "entities")
        end = self.heard.index("store", at)
        return self.heard[begin : end + 1]


async def start_with(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    elapse: Elapse,
    *,
    is_later: bool,
) -> MediaServer:
    """Return a second server, there from the start or appearing later.

    It has been on its pinned relay for a minute: there is a notification.
    """
    options: Mapping[str, Any] = {"notify_relay": True, "notify_relay_after": 1}
    hass.config_entries.async_update_entry(entry, options=options)
    cabin: MediaServer | None = None
    if not is_later:
        cabin = await add_cabin(hass, sim, entry)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    if cabin is None:
        cabin = await add_cabin(hass, sim, entry)
        await acted(elapse, entry.runtime_data.account.async_rediscover())
    await elapse(150, step=1)
    assert state(hass, "sensor.cabin_connection_type") == "relay"
    return cabin


async def add_cabin(
    hass: HomeAssistant, sim: Simulator, entry: MockConfigEntry
) -> MediaServer:
    """Let plex.tv list another server, pinned to its relay."""
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    relay = cabin.add_address("198.51.100.78", 8443, kind="relay")
    pinned: Mapping[str, Any] = {
        CONF_PINNED: {cabin.machine_identifier: cabin.row(relay).uri}
    }
    hass.config_entries.async_update_entry(entry, options={**entry.options, **pinned})
    return cabin


@pytest.mark.parametrize("is_later", [False, True], ids=["at start", "later"])
async def test_order(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    *,
    is_later: bool,
) -> None:
    """Each step finds the earlier ones done: states precede the bus."""
    cabin = await start_with(hass, sim, entry, elapse, is_later=is_later)
    listening = Listening(hass, "cabin")
    with patch.object(ConnectionStore, "async_schedule_save", listening.note_store):
        # The relay's notification is dismissed: the relay is no longer in use.
        cabin.crash()
        await elapse(20, step=1)
    assert listening.shown == ["offline"]
    assert listening.around_the_change() == [
        "entities",
        "bus",
        "notifications",
        "store",
    ]

    # A minute later a repair comes without a report; it goes with its cause.
    await elapse(120, step=1)
    listening = Listening(hass, "cabin")
    with patch.object(ConnectionStore, "async_schedule_save", listening.note_store):
        cabin.restore()
        await elapse(620, step=1)
    assert listening.shown == ["relay"]
    assert listening.around_the_change() == ["entities", "bus", "repairs", "store"]
    await cabin.stop()


@dataclass
class Broken:
    """A method of Home Assistant that raises once."""

    target: Any
    method: str
    step: str
    """The step that does not happen then."""

    @contextmanager
    def once(self, injected: list[InjectedError]) -> Iterator[None]:
        """Make our first call raise."""
        works = getattr(self.target, self.method)

        def fail(*args: Any, **kwargs: Any) -> Any:
            is_ours = self.step != "bus" or EVENT_PLEX_CONNECTION in args
            if injected or not is_ours:
                return works(*args, **kwargs)
            injected.append(InjectedError(self.step))
            raise injected[0]

        with patch.object(self.target, self.method, fail):
            yield


@pytest.mark.parametrize(
    "broken",
    [
        Broken(EventBus, "async_fire", "bus"),
        Broken(ir, "async_delete_issue", "repairs"),
        Broken(persistent_notification, "async_dismiss", "notifications"),
        Broken(ConnectionStore, "async_schedule_save", "store"),
    ],
    ids=lambda broken: broken.step,
)
async def test_exception_in_one_step(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    injected: list[InjectedError],
    broken: Broken,
) -> None:
    """It is logged once; the following steps and the next check still happen."""
    cabin = await start_with(hass, sim, entry, elapse, is_later=True)
    listening = Listening(hass, "cabin")
    with (
        patch.object(ConnectionStore, "async_schedule_save", listening.note_store),
        broken.once(injected),
    ):
        cabin.crash()
        await elapse(200, step=1)
        cabin.restore()
        await elapse(620, step=1)
    assert injected
    told = {"entities", "bus", "repairs", "notifications", "store"}
    assert set(listening.heard) >= told - ({broken.step} - {"repairs"})
    assert state(hass, "sensor.cabin_connection_type") == "relay"
    await cabin.stop()


@pytest.mark.usefixtures("all_enabled")
async def test_type_is_written_last(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """A change of type is written after all other entities."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    others = (
        "sensor.attic_active_address",
        "sensor.attic_latency",
        "binary_sensor.attic_reachable",
        "binary_sensor.attic_better_connection_available",
    )
    seen: list[list[str]] = []

    @callback
    def look(event: Event[Any]) -> None:
        if event.data["entity_id"] == "sensor.attic_connection_type":
            seen.append([state(hass, each) for each in others])

    hass.bus.async_listen(EVENT_STATE_CHANGED, look)
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    for _ in range(30):
        await elapse(0.1, step=0.1)
        if seen:
            break
    ((address, latency, reachable, _),) = seen
    assert address == "203.0.113.40:31234"
    assert latency == state(hass, "sensor.attic_latency")
    assert reachable == "on"
    attic.server.crash()
    while len(seen) < 2:
        await elapse(1, step=0.5)
    assert seen[-1][0] in {"unknown", "unavailable"}
    assert seen[-1][2] == "off"
