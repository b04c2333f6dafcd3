"""Networks of Home Assistant that come, go and change address while it runs."""

from collections.abc import Iterable
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import ifaddr

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .conftest import HOME_ADDRESS, Attic, Elapse, state

OTHER_ADDRESS = "192.168.77.10"


def adapters(*addresses: str) -> list[ifaddr.Adapter]:
    """Return network adapters with one address each, in a /24."""
    return [
        ifaddr.Adapter(f"eth{n}", f"eth{n}", [ifaddr.IP(each, 24, f"eth{n}")], index=n)
        for n, each in enumerate(addresses)
    ]


def on_link(server: ServerCoordinator) -> Iterable[str]:
    """Return the known addresses that are on a network of ours."""
    return {
        str(each.candidate.address)
        for each in server.data.candidates
        if each.candidate.on_link
    }


async def test_another_network(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A network change is noticed within 30 s and triggers a check; so is its end."""
    await elapse(100)
    assert on_link(server) == {attic.lan.address}
    tested = server.data.last_tested
    sent = sim.record.count()
    with patch("ifaddr.get_adapters", return_value=adapters(OTHER_ADDRESS)):
        await elapse(30, step=1)
        assert on_link(server) == set()
        assert server.data.last_tested != tested
        assert sim.record.count() > sent
    await elapse(30, step=1)
    assert on_link(server) == {attic.lan.address}
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_new_network_restores_local(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A new network of ours triggers a check that finds the local address again."""
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(200, step=1)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    attic.lan.heal()
    both = adapters(HOME_ADDRESS, OTHER_ADDRESS)
    with patch("ifaddr.get_adapters", return_value=both):
        await elapse(30, step=1)
        assert state(hass, "sensor.attic_connection_type") == "local"


async def test_unchanged_networks_cost_nothing(
    sim: Simulator, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Reading unchanged networks sends no request and triggers no check."""
    await elapse(100)
    sent = sim.record.count()
    tested = server.data.last_tested
    await elapse(120, step=1)
    assert sim.record.count() == sent
    assert server.data.last_tested == tested
