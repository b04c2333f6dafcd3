"""Servers nearby that are not reached on the LAN, and ones that only seem nearby."""

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
    """Make these addresses refuse connections, and cut the open ones."""
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
    """A new LAN address is used although plex.tv learns of it a little later."""
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
async def test_plex_tv_is_asked_while_not_local(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    by: str,
) -> None:
    """plex.tv is asked 1, 5, 15 and 60 minutes after the fail-over's own request."""
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


async def test_pinned_remote_address_is_intended(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A pinned remote address is intended: plex.tv is not asked for a local one."""
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
    """Return a server on another network that uses the same IP range as ours."""
    attic.server.profile.public_address = "203.0.113.99"
    attic.server.gdm = False
    attic.lan.vanish()
    return attic


@pytest.mark.parametrize("address", ["192.168.40.12", "192.168.40.200"])
async def test_same_ip_range_elsewhere(
    hass: HomeAssistant,
    sim: Simulator,
    elsewhere: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    address: str,
) -> None:
    """The repair is about the server's remote access, and the LAN is not searched."""
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


async def test_remote_server_causes_no_searches(
    hass: HomeAssistant,
    sim: Simulator,
    elsewhere: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A remote server's local address causes no request to plex.tv or to the LAN."""
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
    """Once reached locally, a server stays near despite a foreign public IP (VPN)."""
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
