"""Effects of each option, once the account is reloaded with it."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Latency, MediaServer, Simulator

from .acting import acted
from .alert_cases import repair
from .conftest import Attic, Elapse, SetUp, state
from .test_options import choose
from .witness import fate_of, under_way


@pytest.fixture
async def cabin(sim: Simulator, attic: Attic) -> MediaServer:
    """Return a second server of the account."""
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    return cabin


@pytest.mark.usefixtures("all_enabled")
async def test_unwatched_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    cabin: MediaServer,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """An unwatched server has no device, entity, task or request until chosen again."""
    cabin_id = cabin.machine_identifier
    assert state(hass, "sensor.cabin_connection_type") == "remote"
    await choose(hass, entry, watched_servers=[attic.id])
    await elapse(20, step=1)
    assert not [each for each in hass.states.async_entity_ids() if ".cabin_" in each]
    devices = dr.async_get(hass)
    assert not devices.async_get_device_by_identifier(
        (DOMAIN, cabin_id), entry.entry_id
    )
    assert cabin_id not in entry.runtime_data.servers
    assert cabin.notifications.websockets == 0
    tasks = [task.get_name() for task in asyncio.all_tasks()]
    assert not [name for name in tasks if name.startswith("Cabin")]

    asked, dialled = sim.record.count(server="Cabin"), len(sim.record.dials)
    assert "Attic" in {each.origin.server for each in sim.record.requests}
    await acted(elapse, entry.runtime_data.async_check_again())
    await elapse(400, step=5)
    assert sim.record.count(server="Cabin") == asked
    later = {each.address for each in sim.record.dials[dialled:]}
    assert "203.0.113.90" not in later
    assert state(hass, "sensor.alice_servers_found") == "2"

    await choose(hass, entry, watched_servers=[attic.id, cabin_id])
    await elapse(3)
    assert state(hass, "sensor.cabin_connection_type") == "remote"


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("https_required", [False, True])
async def test_plain_http_at_home(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    https_required: bool,  # noqa: FBT001 (pytest hands it over)
) -> None:
    """Plain http is used where https fails, unless the server refuses it."""
    attic.server.https_required = https_required
    attic.lan.inject("tls_alert")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(5)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    assert sim.record.tokens_in_clear() == []

    await choose(hass, entry, allow_http=True)
    await elapse(400, step=2)
    if https_required:
        assert state(hass, "sensor.attic_connection_type") == "remote"
        assert sim.record.tokens_in_clear() == []
        return
    assert state(hass, "sensor.attic_connection_type") == "local"
    shown = state(hass, "sensor.attic_active_address")
    assert shown == "192.168.40.12:32400"
    assert state(hass, "binary_sensor.attic_encrypted") == "off"
    server = entry.runtime_data.servers[attic.id]
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(1)
    assert fate_of(read) is None
    assert {*sim.record.tokens_in_clear()} == {("server:Attic:alice", attic.lan.place)}

    await choose(hass, entry, allow_http=False)
    await elapse(5)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    assert state(hass, "binary_sensor.attic_encrypted") == "on"


@pytest.mark.parametrize("patience", [5, 60])
async def test_time_on_relay_before_a_repair(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    patience: int,
) -> None:
    """The repair is created after the configured minutes, and not before."""
    await choose(hass, entry, relay_patience=patience)
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(10)
    assert state(hass, "sensor.attic_connection_type") == "relay"
    await elapse(60 * patience - 30, step=15)
    assert repair(hass, entry, attic, "relay_long") is None
    await elapse(40, step=5)
    assert repair(hass, entry, attic, "relay_long") is not None


@pytest.mark.parametrize(
    ("options", "is_slow"),
    [
        ({}, True),
        ({"slow_margin": 1000}, False),
        ({"slow_ratio": 10.0, "slow_margin": 5}, False),
    ],
)
async def test_what_counts_as_slow(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    options: dict[str, Any],
    is_slow: bool,  # noqa: FBT001 (pytest hands it over)
) -> None:
    """Slow means that latency exceeds both the ratio and the margin."""
    # Coarse time steps would break a websocket.
    await choose(hass, entry, push=False, **options)
    server = entry.runtime_data.servers[attic.id]
    known = server.metrics.to_dict()
    usual = {"type": "local", "warm": False, "count": 100}
    known["performance"] = {
        "state": "normal",
        "baselines": [usual | {"mean_ms": 30.0, "deviation_ms": 0.5}],
    }
    server.metrics.load(known)
    attic.lan.latency = Latency.round_trip(0.15)
    for _ in range(7):
        # Coarse time steps would be part of the measurement.
        await elapse(server._monitor.next_delay() - 2, step=30)
        await elapse(3, step=0.05)
    assert server.data.latency_ms is not None
    assert 150 <= server.data.latency_ms < 300
    performance = server.metrics.snapshot().performance
    assert performance == ("degraded" if is_slow else "normal")


async def test_unchanged_options(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Submitting unchanged options reloads nothing."""
    await set_up()
    await choose(hass, entry)
    runtime = entry.runtime_data
    await choose(hass, entry)
    assert entry.runtime_data is runtime
    await choose(hass, entry, prewarm=False)
    assert entry.runtime_data is not runtime
    assert not entry.runtime_data.settings.prewarm_enabled
