"""Servers that are near and not reached there, and those that only seem to be near."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Listener, Simulator

from .alert_cases import repairs
from .conftest import Attic, Elapse, state

MINUTE = 60.0
HOUR = 60 * MINUTE

RESOURCES = "/api/v2/resources"


def kill(*listeners: Listener) -> None:
    """Let nothing get through to these addresses any more, and say so."""
    for listener in listeners:
        listener.inject("refuse")
        listener.cut_connections()


@pytest.mark.usefixtures("all_enabled")
async def test_new_row_is_fetched(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The server takes another address at home; plex.tv learns of it a little later."""
    await elapse(2 * MINUTE, step=1)
    attic.server.gdm = False
    attic.server.move(attic.lan, "192.168.40.55", publish=False)
    await elapse(4 * MINUTE, step=1)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    asked = sim.record.count(path=RESOURCES)
    assert asked > 1
    attic.server.publish()
    await elapse(6 * MINUTE, step=1)
    assert sim.record.count(path=RESOURCES) == asked + 1
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"
    await elapse(2 * HOUR, step=10)
    assert sim.record.count(path=RESOURCES) == asked + 1


@pytest.mark.parametrize("by", ["remote", "relay"])
async def test_asked_again_while_it_is_not_reached_at_home(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    by: str,
) -> None:
    """After 1, 5, 15 and 60 minutes, counted from the question that came with it."""
    await elapse(2 * MINUTE, step=1)
    attic.server.gdm = False
    kill(attic.lan, *([attic.public] if by == "relay" else []))
    await elapse(30)
    assert state(hass, "sensor.attic_connection_type") == by
    sim.record.clear()
    await elapse(25 * MINUTE, step=2)
    assert sim.record.count(path=RESOURCES) == 3
    await elapse(85 * MINUTE, step=10)
    assert sim.record.count(path=RESOURCES) == 4


async def test_pinned_elsewhere_is_meant(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Whoever chose the remote address does not want it looked for at home."""
    await hass.services.async_call(
        "select",
        "select_option",
        {
            "entity_id": "select.attic_connection_mode",
            "option": f"{attic.public.address}:{attic.public.port}",
        },
        blocking=True,
    )
    assert state(hass, "sensor.attic_connection_type") == "remote"
    sim.record.clear()
    await elapse(2 * HOUR, step=10)
    assert sim.record.count(path=RESOURCES) == 0


@pytest.fixture
async def elsewhere(attic: Attic) -> Attic:
    """Return a server in another house whose network has the numbers of ours."""
    attic.server.profile.public_address = "203.0.113.99"
    attic.server.gdm = False
    attic.lan.vanish()
    return attic


@pytest.mark.parametrize("address", ["192.168.40.12", "192.168.40.200"])
async def test_same_numbers_elsewhere(
    hass: HomeAssistant,
    sim: Simulator,
    elsewhere: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    address: str,
) -> None:
    """Its remote access is named, and nobody is searched for here."""
    if address != elsewhere.lan.address:
        elsewhere.server.move(elsewhere.lan, address)
    kill(elsewhere.public)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(30)
    assert state(hass, "sensor.attic_connection_type") == "relay"
    await elapse(11 * MINUTE, step=2)
    assert repairs(hass) == ["remote_access_refused"]
    await elapse(65 * MINUTE, step=10)
    assert repairs(hass) == ["remote_access_refused"]
    assert sim.record.sent == []


async def test_reached_elsewhere_is_where_it_should_be(
    hass: HomeAssistant,
    sim: Simulator,
    elsewhere: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Neither plex.tv nor the LAN is asked on account of its address."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(10)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    sim.record.clear()
    await elapse(100 * MINUTE, step=10)
    assert sim.record.count(path=RESOURCES) == 0
    assert sim.record.sent == []


async def test_proof_is_kept(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Its public address is another, as behind a VPN; it was at home all the same."""
    attic.server.profile.public_address = "203.0.113.99"
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(10)
    assert state(hass, "sensor.attic_connection_type") == "local"
    attic.server.gdm = False
    kill(attic.lan)
    await elapse(10)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    assert sim.record.sent

    assert await hass.config_entries.async_unload(entry.entry_id)
    sim.record.clear()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(10 * MINUTE, step=2)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    assert sim.record.sent
    assert sim.record.count(path=RESOURCES) == 2
