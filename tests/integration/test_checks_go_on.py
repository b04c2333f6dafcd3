"""A watched server is always checked again, whatever happens.

The law: within the connection type's interval, plus two seconds for timers that run
on whole seconds, the server receives a request of ours.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import EventBus, HomeAssistant, callback
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION as EVENT
from custom_components.plex_connection.connection import CheckReason, Purpose
from custom_components.plex_connection.const import (
    CONF_CONNECTION_CACHE,
    CONF_PUSH,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.prober import ServerProber
from simulator import Latency, Simulator

from .acting import acted
from .conftest import OURS, Attic, Elapse, InjectedError, state
from .page import Page
from .test_prewarming import habits

LOCAL = 302.0
"""Seconds within which a server on the LAN is checked: its interval, plus two."""

UNANSWERED = 20.0
"""Seconds after which a check has found that nothing answers."""


async def assert_is_watched(
    hass: HomeAssistant, sim: Simulator, attic: Attic, elapse: Elapse
) -> None:
    """Assert that the server is checked in time, three times, and its loss noticed."""
    for _ in range(3):
        asked = sim.record.count(server="Attic")
        await elapse(LOCAL, step=2)
        assert sim.record.count(server="Attic") > asked
    attic.server.crash()
    await elapse(LOCAL + UNANSWERED, step=2)
    assert state(hass, "sensor.attic_connection_type") == "offline"


async def let_standby_age(
    server: ServerCoordinator, elapse: Elapse, seconds: float
) -> None:
    """Let time pass until the standby's last test is more than `seconds` old."""
    await elapse(600, step=5)
    standby = server.data.standby
    assert standby is not None
    while True:
        (tested,) = [
            each.last_attempt.at
            for each in server.data.candidates
            if each.candidate.url == standby.url and each.last_attempt is not None
        ]
        if dt_util.utcnow() - tested > timedelta(seconds=seconds):
            return
        await elapse(10, step=5)


async def test_after_an_operation_without_the_cache(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Checks go on after an operation half an hour after the standby's last probe."""
    hass.config_entries.async_update_entry(
        entry, options={CONF_CONNECTION_CACHE: False, CONF_PUSH: False}
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    server = entry.runtime_data.servers[attic.id]
    await let_standby_age(server, elapse, 1810)
    await server.backend.get_json("/library/sections")
    await elapse(1)
    await assert_is_watched(hass, sim, attic, elapse)


async def test_after_a_pre_warming(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Checks go on after a pre-warming half an hour after the standby's last probe.

    Always at the same minute of the hour: no probe is sent within ten seconds of a
    due check, and jitter decides which checks are due there.
    """
    past_the_hour = dt_util.now().replace(minute=5, second=0, microsecond=0)
    freezer.move_to(past_the_hour + timedelta(hours=1))
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert await hass.config_entries.async_unload(entry.entry_id)
    # Less than an hour after the standby answered.
    moment = dt_util.now() + timedelta(minutes=37)
    measured = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["measured"]
    measured["use"] = habits(attic.id, moment)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse((moment - dt_util.now()).total_seconds(), step=2)
    server = entry.runtime_data.servers[attic.id]
    assert server.metrics.snapshot().today.requests[Purpose.PREWARM] == 1
    await assert_is_watched(hass, sim, attic, elapse)


async def test_after_the_active_row_is_withdrawn_during_a_check(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """If the active row is withdrawn, a replacement is selected straight after."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(60)
    assert state(hass, "sensor.attic_connection_type") == "local"
    server = entry.runtime_data.servers[attic.id]
    attic.lan.latency = Latency.round_trip(0.35)
    checking = asyncio.ensure_future(server.async_check(CheckReason.PUSH_HINT))
    await elapse(0.1, step=0.05)
    # A LAN announcement would soon bring the local address back.
    attic.server.gdm = False
    attic.server.unlisted.add(attic.lan)
    attic.server.publish()
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    await elapse(10)
    assert checking.done()
    assert state(hass, "sensor.attic_connection_type") == "remote"


async def test_after_a_suspend_of_the_machine(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The monotonic clock stood still: a test that is hours old is repeated."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    suspended, now = timedelta(), dt_util.utcnow
    with patch("homeassistant.util.dt.utcnow", lambda: now() + suspended):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(3)
        server = entry.runtime_data.servers[attic.id]

        async def asked_by_a_use() -> int:
            asked = sim.record.count(server="Attic", path="/identity")
            await acted(elapse, server.backend.get_json("/library/sections"))
            return sim.record.count(server="Attic", path="/identity") - asked

        assert await asked_by_a_use() == 0
        suspended = timedelta(hours=3)
        assert await asked_by_a_use() == 1
        assert await asked_by_a_use() == 0
        await assert_is_watched(hass, sim, attic, elapse)


async def test_recovery_after_a_reload_and_a_manual_test(
    hass: HomeAssistant, sim: Simulator, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """A reload and a failed manual test do not delay finding a server that returns."""
    cabin = await sim.add_server("Cabin")
    listener = cabin.add_address("203.0.113.90", kind="remote")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(10)
    assert state(hass, "sensor.cabin_connection_type") == "remote"
    listener.inject("refuse")
    listener.cut_connections()
    await elapse(120, step=1)
    assert state(hass, "sensor.cabin_connection_type") == "offline"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(5)
    server = entry.runtime_data.servers[cabin.machine_identifier]
    await acted(elapse, server.async_test_connections(), seconds=5)
    listener.heal()
    # Waits of 30, 60 and 120 s, each up to a fifth longer, end within 252 s.
    await elapse(252 + 5 - 130, step=1)
    assert state(hass, "sensor.cabin_connection_type") == "remote"


class Broken:
    """Makes a function raise while `is_broken`, and lists what it has raised."""

    def __init__(
        self, injected: list[InjectedError], only: Callable[..., bool] = lambda *_: True
    ) -> None:
        """Start unbroken; `only` decides by a call's arguments whether it fails."""
        self.is_broken = False
        self._injected = injected
        self._only = only

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function`, which raises while broken."""

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if self.is_broken and self._only(*args):
                self._injected.append(InjectedError())
                raise self._injected[-1]
            return function(*args, **kwargs)

        return wrapped


async def test_after_checks_that_raise(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """Checks that raise, even the first, keep the entities and the schedule intact."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    broken = Broken(injected, lambda _, candidate: candidate.on_link)
    with patch.object(ServerProber, "probe", broken.wrap(ServerProber.probe)):
        broken.is_broken = True
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(100, step=1)
        assert 2 <= len(injected) <= 5, "one at the start, and then every 30 s"
        broken.is_broken = False
        await elapse(40, step=1)
        assert state(hass, "sensor.attic_connection_type") == "local"

        broken.is_broken = True
        before = len(injected)
        await elapse(2 * LOCAL, step=2)
        assert 2 <= len(injected) - before <= 3
        assert state(hass, "sensor.attic_connection_type") == "local"
        broken.is_broken = False
        await assert_is_watched(hass, sim, attic, elapse)


BUS = "homeassistant.core.EventBus.async_fire"
STORE = "homeassistant.helpers.storage.Store.async_delay_save"
REPAIRS = f"{OURS}.issues.ServerIssues.async_follow"
PLEX_TV = f"{OURS}.account_coordinator.AccountCoordinator.async_connection_distant"
LAN = f"{OURS}.lan_discovery.LanDiscovery.async_follow"
PAGES = f"{OURS}.dashboard.subscriptions.Watch._async_wait"


def is_change(_: EventBus, event_type: str, data: dict[str, Any] | None = None) -> bool:
    """Return whether an event is of the type that the test makes fail."""
    return event_type == EVENT and (data or {})["type"] == "connection_changed"


@pytest.mark.parametrize("whose", [BUS, STORE, REPAIRS, PLEX_TV, LAN, PAGES])
async def test_after_an_exception_of_a_listener(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    hass_ws_client: WebSocketGenerator,
    injected: list[InjectedError],
    whose: str,
) -> None:
    """A listener's exception stops neither other listeners nor the next check."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(LOCAL, step=2)
    page = await Page.open(hass_ws_client)
    overview = await page.subscribe("subscribe_overview")
    told: list[str] = []
    hass.bus.async_listen(
        EVENT, callback(lambda event: told.append(event.data["type"]))
    )
    await elapse(2)
    overview.take()

    owner, method = whose.rsplit(".", 1)
    only = is_change if whose == BUS else lambda *_: True
    broken = Broken(injected, only)
    original = getattr(resolve_name(owner), method)
    with patch(whose, broken.wrap(original)):
        broken.is_broken = True
        attic.lan.inject("refuse")
        attic.lan.cut_connections()
        await elapse(LOCAL + UNANSWERED, step=2)
        broken.is_broken = False
        assert injected
        assert state(hass, "sensor.attic_connection_type") == "remote"
        assert ("connection_changed" in told) is (whose != BUS)
        assert bool(overview.take()) is (whose != PAGES)
        attic.lan.heal()
        await page.close()
        await elapse(700, step=2)
        await assert_is_watched(hass, sim, attic, elapse)
