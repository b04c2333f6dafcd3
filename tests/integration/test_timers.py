"""Timers: each one continues, whatever happens to what it calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
import math
from typing import Any
from unittest.mock import patch

from aiohttp.resolver import DefaultResolver
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection import lan_discovery
from custom_components.plex_connection.const import CONF_PREWARM, DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.plex import PlexAccountClient, PlexServerClient
from custom_components.plex_connection.prewarming import Prewarming
from custom_components.plex_connection.push import PushState
from custom_components.plex_connection.timers import LATEST, bounded_delay
from simulator import Simulator

from .alert_cases import repairs
from .conftest import Attic, Elapse, InjectedError, SetUp, Until, state
from .test_prewarming import habits

DAY = 86_400.0


@contextmanager
def failing(
    target: Any, method: str, injected: list[InjectedError], *, times: int = 1
) -> Iterator[list[object]]:
    """Make the first calls of a method raise; yield a list of all calls."""
    works = getattr(target, method)
    calls: list[object] = []

    def fail(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) > times:
            return works(*args, **kwargs)
        injected.append(InjectedError(method))
        raise injected[-1]

    with patch.object(target, method, fail):
        yield calls


async def test_search_of_the_lan(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """A server that moved locally is found by the search after the failed one."""
    sim.plex_tv.inject("refuse")
    for asked in sim.plex_tv.listeners.values():
        asked.cut_connections()
    with failing(lan_discovery, "search_gdm", injected):
        for listener in (attic.public, attic.relay):
            listener.inject("refuse")
            listener.cut_connections()
        attic.server.move(attic.lan, "192.168.40.55")
        await elapse(20)
        assert injected
        assert state(hass, "sensor.attic_connection_type") == "offline"
        await elapse(70)
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_discovery(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """plex.tv is asked again a minute later, and no sooner."""
    began = hass.loop.time()

    def elapsed() -> float:
        return hass.loop.time() - began

    with failing(PlexAccountClient, "resources", injected) as calls:
        while not calls:
            await elapse(300, step=300)
        assert elapsed() < DAY + 4000
        await elapse(50, step=1)
        assert len(calls) == 1
        await elapse(30, step=1)
        assert len(calls) == 2


async def test_discovery_by_hand(
    server: ServerCoordinator, injected: list[InjectedError]
) -> None:
    """A failed manual search raises an error."""
    with (
        failing(PlexAccountClient, "resources", injected),
        pytest.raises(HomeAssistantError),
    ):
        await server.account.async_rediscover()


async def test_discovery_at_the_start(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """The same with an answer more than a day old and a request that raises."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    await elapse(2 * DAY, step=3600)
    with failing(PlexAccountClient, "resources", injected) as calls:
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(10)
        assert len(calls) == 1
        await elapse(200, step=1)
        assert len(calls) == 2


async def test_check_of_names(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """The check of the next day happens."""
    with failing(DefaultResolver, "resolve", injected) as calls:
        await elapse(200, step=1)
        assert len(calls) == 1
        await elapse(DAY, step=300)
        assert len(calls) >= 2


async def test_repairs(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    until: Until,
    injected: list[InjectedError],
) -> None:
    """A repair that failed is created a minute later, without a report."""
    await server.async_pin(attic.server.row(attic.public).uri)
    await elapse(2)
    with failing(ir, "async_create_issue", injected) as calls:
        attic.public.inject("refuse")
        attic.public.cut_connections()
        await until(lambda: state(hass, "sensor.attic_connection_type") == "offline")
        with patch.object(server, "async_update_listeners"):
            await elapse(190, step=1)
        assert len(calls) >= 2
    assert repairs(hass) == ["pinned_down"]


async def test_prewarming(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """The server is pre-warmed in its next hour of use."""
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    moment = dt_util.now().replace(minute=30, second=0) + timedelta(hours=2)
    used = habits(attic.id, moment)
    hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["measured"]["use"] = used
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_PREWARM: True}
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    warmed: list[object] = []

    def fail(_: Prewarming) -> list[str]:
        if not injected:
            injected.append(InjectedError("pre-warming"))
            raise injected[0]
        warmed.append(dt_util.now())
        return []

    queue = entry.runtime_data.prewarming._queue
    with patch.object(type(queue), "due", fail):
        await elapse(4 * 3600, step=5)
    assert injected
    assert warmed


async def test_push_channel(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """It is opened again, and counts as lost until then."""
    with failing(PlexServerClient, "open_notifications", injected):
        attic.server.cut_connections()
        await elapse(8)
        assert injected
        lost = server.push.state
        await elapse(60, step=1)
    assert (lost, server.push.state) == (PushState.WAITING, PushState.OPEN)


@given(st.floats() | st.sampled_from([0.0, -0.0, -1.0, math.nan, math.inf]))
def test_delays_are_positive_and_finite(delay: float) -> None:
    """A delay of 0 s would loop for ever; one of NaN would never end."""
    assert 0 < bounded_delay(delay) <= LATEST
