"""Proxies before a server: their answers are not the server's."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.errors import ServerOfflineError
from simulator import Account, Latency, Listener, MediaServer, ServerProfile, Simulator

from .conftest import Elapse, state
from .witness import (
    ADDRESS,
    FINE,
    TYPE,
    Witness,
    assert_no_token_astray,
    fate_of,
    under_way,
)

pytestmark = pytest.mark.usefixtures("all_enabled")


NAME = "plex.example.net"
CUSTOM = f"{NAME}:443"
PUBLIC = "203.0.113.66:32400"


@pytest.fixture
async def attic(sim: Simulator, alice: Account) -> MediaServer:
    """Return an owned server on another network."""
    return await sim.add_server(
        "Attic", owner=alice, profile=ServerProfile(public_address="203.0.113.66")
    )


@pytest.fixture
async def proxy(attic: MediaServer) -> Listener:
    """Return the proxy before it."""
    return attic.add_proxy(NAME, "203.0.113.41")


@pytest.fixture
async def public(attic: MediaServer) -> Listener:
    """Return an address of the server's own, which does not work at first."""
    return attic.add_address("203.0.113.66", kind="remote", fault="refuse")


async def started(
    hass: HomeAssistant, sim: Simulator, entry: MockConfigEntry, elapse: Elapse
) -> ServerCoordinator:
    """Return the server's coordinator, once everything works and has settled."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(5)
    server: ServerCoordinator
    (server,) = entry.runtime_data.servers.values()
    sim.server("Attic").heal("refuse")
    await elapse(200, step=1)
    return server


def told(hass: HomeAssistant) -> set[str]:
    """Return the active repairs."""
    issues = ir.async_get(hass).issues
    return {
        str(issue.translation_key)
        for (domain, _), issue in issues.items()
        if domain == DOMAIN and issue.active
    }


@pytest.mark.parametrize("is_cut", [True, False])
@pytest.mark.parametrize(
    ("fault", "settings"),
    [
        *(("gateway", {"status": status}) for status in (401, 403, 502, 503, 530)),
        ("starting", {}),
        ("unauthorized", {}),
        ("not_plex", {}),
    ],
)
async def test_in_use(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    proxy: Listener,
    public: Listener,
    elapse: Elapse,
    fault: str,
    settings: dict[str, Any],
    *,
    is_cut: bool,
) -> None:
    """Another row takes over, and the proxy's answer counts as no refused token."""
    server = await started(hass, sim, entry, elapse)
    assert state(hass, ADDRESS) == CUSTOM
    seen = Witness(hass, sim)
    proxy.inject(fault, **settings)
    if is_cut:
        # The other row answers a moment later than the proxy.
        public.latency = Latency.round_trip(0.04)
        proxy.cut_connections()
        await elapse(3, step=FINE)
        # Open connections would stay slow, and time moves in coarse steps from here.
        public.latency = Latency.round_trip(0.0)
        public.cut_connections()
        await elapse(10)
    else:
        # With open sockets, the next check or operation detects the fault.
        await elapse(200, step=1)
    assert state(hass, ADDRESS) == PUBLIC
    assert not server.data.starting
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(3)
    assert fate_of(read) is None
    await elapse(900, step=5)
    assert state(hass, ADDRESS) == PUBLIC
    assert seen.types in ([], ["remote"])
    assert told(hass) == set()
    assert "/api/v2/user" not in seen.paths("plex.tv")
    assert_no_token_astray(sim)


async def test_operations_fail_over_without_push(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    proxy: Listener,
    public: Listener,
    elapse: Elapse,
) -> None:
    """Without push, reads whose sockets are cut succeed over the other row."""
    hass.config_entries.async_update_entry(entry, options={"push": False})
    server = await started(hass, sim, entry, elapse)
    assert state(hass, ADDRESS) == CUSTOM
    proxy.inject("gateway", status=503)
    proxy.cut_connections()
    reads = [under_way(server.backend.get_json("/library/sections")) for _ in range(3)]
    await elapse(3, step=0.1)
    assert {fate_of(each) for each in reads} == {None}
    assert state(hass, ADDRESS) == PUBLIC
    assert_no_token_astray(sim)


async def test_refusal_by_the_server_through_a_proxy(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    attic: MediaServer,
    proxy: Listener,
    public: Listener,
    elapse: Elapse,
) -> None:
    """A refused token behind an answering /identity is the server's own refusal."""
    server = await started(hass, sim, entry, elapse)
    seen = Witness(hass, sim)
    attic.inject("unauthorized", token_of="server:Attic:alice")
    proxy.cut_connections()
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(30, step=0.5)
    assert fate_of(read) is not None
    assert state(hass, ADDRESS) == CUSTOM
    assert seen.paths("plex.tv").count("/api/v2/user") == 1
    assert_no_token_astray(sim)


@pytest.mark.parametrize("has_proxy", [True, False])
async def test_proxy_that_never_worked(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    attic: MediaServer,
    public: Listener,
    elapse: Elapse,
    *,
    has_proxy: bool,
) -> None:
    """After a restart the server is found as if there were no broken proxy."""
    if has_proxy:
        attic.add_proxy(NAME, "203.0.113.41", fault="starting")
    public.heal()
    await started(hass, sim, entry, elapse)
    assert state(hass, ADDRESS) == PUBLIC
    attic.crash()
    await elapse(120, step=1)
    assert state(hass, TYPE) == "offline"
    attic.restore()
    # The third race is 210 s after the loss, 20 % more or less.
    await elapse(140, step=1)
    assert state(hass, ADDRESS) == PUBLIC
    assert_no_token_astray(sim)


@pytest.mark.parametrize("status", [502, 503, 530, 404])
async def test_custom_name_alone(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    attic: MediaServer,
    proxy: Listener,
    elapse: Elapse,
    status: int,
) -> None:
    """A restarting server is offline, and asked every 10 s for ten minutes."""
    server = await started(hass, sim, entry, elapse)
    assert state(hass, ADDRESS) == CUSTOM
    seen = Witness(hass, sim)
    proxy.inject("gateway", status=status)
    attic.crash()
    await elapse(20, step=1)
    assert state(hass, TYPE) == "offline"
    assert not server.data.starting
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(1, step=0.5)
    assert fate_of(read) is ServerOfflineError
    await elapse(100, step=1)
    asked = seen.requests("Attic")
    assert 9 <= sum(each.at > asked[0].at + 20 for each in asked) <= 14, asked
    proxy.heal()
    attic.restore()
    await elapse(12, step=1)
    assert state(hass, ADDRESS) == CUSTOM

    seen.fault()
    attic.crash()
    await elapse(700, step=1)
    await elapse(6500, step=10)
    asked = seen.requests("Attic")
    began = asked[0].at
    assert 55 <= sum(each.at < began + 600 for each in asked) <= 80
    # The races, and between them the last good address: every minute in the first hour,
    # every two after it.
    assert sum(each.at > began + 660 for each in asked) <= 14 + 49 + 30
    assert told(hass) == set()
    assert_no_token_astray(sim)
