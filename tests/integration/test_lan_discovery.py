"""Servers announced on the local network while plex.tv is down, and impostors."""

import asyncio
from datetime import timedelta
from ipaddress import ip_address
from unittest.mock import patch

from homeassistant.config_entries import SOURCE_ZEROCONF
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.background_work import BackgroundWork
from custom_components.plex_connection.const import CONF_ALLOW_HTTP, DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.lan_discovery import LanDiscovery
from custom_components.plex_connection.plex import GdmAnswer
from simulator import Simulator

from .alert_cases import repairs
from .conftest import Attic, Elapse, SetUp, Until, state

# What runs in other threads is used here.
pytestmark = pytest.mark.usefixtures("asyncio_debug")

SEARCH = 2 * timedelta(minutes=1).total_seconds()
"""Seconds within which an offline server is searched for twice."""


def announced(address: str, properties: dict[str, str]) -> ZeroconfServiceInfo:
    """Return zeroconf's service info for a server's announcement."""
    return ZeroconfServiceInfo(
        ip_address=ip_address(address),
        ip_addresses=[ip_address(address)],
        port=32400,
        hostname="attic.local.",
        type="_plexmediasvr._tcp.local.",
        name="Attic._plexmediasvr._tcp.local.",
        properties=properties,
    )


async def announce(hass: HomeAssistant, attic: Attic, address: str) -> None:
    """Announce the server at an address, as any host on the network can."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF},
        data=announced(address, {"machineIdentifier": attic.id}),
    )
    assert result["reason"] == "already_configured"


@pytest.mark.usefixtures("all_enabled")
async def test_moves_while_plex_tv_is_down(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The announced address is used under the name that plex.tv has given."""
    sim.plex_tv.inject("refuse")
    for listener in (attic.public, attic.relay):
        listener.inject("refuse")
        listener.cut_connections()
    attic.server.move(attic.lan, "192.168.40.55")
    await elapse(20)
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"
    assert sim.record.datagrams


@pytest.mark.usefixtures("all_enabled")
async def test_announced_address_survives_a_reload(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """An announced address is restored after a reload, with plex.tv still down."""
    sim.plex_tv.inject("refuse")
    attic.server.move(attic.lan, "192.168.40.55")
    # First the public address; a move to a better one takes its time (rule 13).
    await elapse(300, step=0.5)
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"
    await elapse(3)
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"


@pytest.mark.usefixtures("all_enabled")
async def test_impostor_answers_with_our_identifier(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """An impostor has its own certificate: it gets no token, and is never used."""
    sim.plex_tv.inject("refuse")
    await sim.add_gdm_impostor("192.168.40.66", machine_identifier=attic.id)
    attic.server.crash()
    await elapse(SEARCH, step=0.5)
    assert state(hass, "sensor.attic_connection_type") == "offline"
    assert sim.record.tokens_at("192.168.40.66:32400") == frozenset()
    assert sim.record.tokens_in_clear() == []

    attic.server.restore()
    await elapse(SEARCH, step=0.5)
    assert state(hass, "sensor.attic_active_address") == "192.168.40.12:32400"


@pytest.mark.usefixtures("all_enabled")
async def test_impostor_over_http(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Even where plain http is allowed, it is not used for announced addresses.

    Over http an impostor needs only the identifier, which every datagram of the
    server contains; and https works from outside all the time.
    """
    hass.config_entries.async_update_entry(entry, options={CONF_ALLOW_HTTP: True})
    impostor = await sim.add_gdm_impostor("192.168.40.66", machine_identifier=attic.id)
    attic.lan.vanish()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    for address in ("192.168.40.66", "192.168.40.67"):
        await announce(hass, attic, address)
    server: ServerCoordinator = entry.runtime_data.servers[attic.id]
    for _ in range(10):
        await elapse(30, step=1)
        await server.backend.get_json("/library/sections")
    assert state(hass, "sensor.attic_active_address") == "203.0.113.40:31234"
    heard = [
        each for each in sim.record.requests if each.origin.server == impostor.name
    ]
    assert heard == []
    assert sim.record.tokens_in_clear() == []


async def test_impostor_in_a_repair(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """No repair recommends an impostor to the user while the server is down."""
    await sim.add_gdm_impostor("192.168.40.66", machine_identifier=attic.id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    attic.server.gdm = False
    for each in (attic.lan, attic.public, attic.relay):
        each.vanish()
        each.cut_connections()
    for _ in range(10):
        await announce(hass, attic, "192.168.40.66")
        await elapse(60, step=2)
    assert state(hass, "sensor.attic_connection_type") == "offline"
    assert repairs(hass) == []
    assert sim.record.tokens_in_clear() == []


async def test_flood_of_announcements(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Announcements at ever new addresses, two a second, cause few requests.

    In two minutes a remote connection is tested once, with its better addresses; an
    announced address is probed at most twice, and again after its back-off.
    """
    attic.lan.vanish()
    attic.server.gdm = False
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(90, step=1)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    sim.record.clear()
    for number in range(240):
        await announce(hass, attic, f"192.168.40.{number + 13}")
        await elapse(0.5, step=0.5)
    assert len(sim.record.dials) <= 40
    assert len(sim.record.requests) <= 12
    claimed = {each.address for each in sim.record.dials} - {attic.public.address}
    assert len(claimed) <= 8
    sim.record.clear()
    await elapse(600, step=2)
    assert len(sim.record.dials) <= 60
    assert len(sim.record.requests) <= 25
    assert state(hass, "sensor.attic_connection_type") == "remote"


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("net", ["8.8.8", "192.168.40"])
async def test_false_announcements_do_not_displace_the_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    net: str,
) -> None:
    """An announced address that has proved its identity stays in use."""
    sim.plex_tv.inject("refuse")
    for listener in (attic.public, attic.relay):
        listener.inject("refuse")
        listener.cut_connections()
    attic.server.move(attic.lan, "192.168.40.55")
    await elapse(20)
    attic.server.gdm = False
    changes = server.data.changes
    for number in range(8):
        await announce(hass, attic, f"{net}.{number + 100}")
        await elapse(60, step=2)
        assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"
    assert server.data.changes == changes


async def test_no_search_on_a_local_connection(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """An hour on a local connection sends no datagrams."""
    await elapse(3600, step=5)
    assert sim.record.datagrams == []


@pytest.mark.usefixtures("all_enabled")
async def test_zeroconf_tells_a_known_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    until: Until,
    elapse: Elapse,
) -> None:
    """The announced address is tried, and the flow that brought it ends."""
    attic.server.gdm = False
    sim.plex_tv.inject("refuse")
    attic.server.move(attic.lan, "192.168.40.55")
    await elapse(10)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    await elapse(61, step=1)
    await announce(hass, attic, "192.168.40.55")
    await until(lambda: state(hass, "sensor.attic_connection_type") == "local")
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"


async def test_zeroconf_announces_an_unknown_server(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Announcements of other servers, or without an identifier, are ignored."""
    await set_up()
    strangers: list[dict[str, str]] = [{}, {"machineIdentifier": "somebody"}]
    for properties in strangers:
        result = await hass.config_entries.flow.async_init(
            DOMAIN,
            context={"source": SOURCE_ZEROCONF},
            data=announced("192.168.40.99", properties),
        )
        assert result["type"] is FlowResultType.ABORT
    assert entry.runtime_data.servers[attic.id].announcements == ()


async def test_zeroconf_invites_a_newcomer(
    hass: HomeAssistant, sim: Simulator, attic: Attic
) -> None:
    """Without an account, an announcement leads to a confirmation, then the sign-in."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF},
        data=announced("192.168.40.12", {"machineIdentifier": attic.id}),
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "zeroconf_confirm"
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["title_placeholders"] == {"name": "Attic"}
    assert sim.record.requests == []
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
    assert result["type"] is FlowResultType.EXTERNAL_STEP
    hass.config_entries.flow.async_abort(result["flow_id"])


async def test_zeroconf_announces_a_hostile_name(hass: HomeAssistant) -> None:
    """An announced name titles the discovered flow, cleaned, on one short line."""
    info = announced("192.168.40.12", {})
    info.name = f"A\u202e\n{'x' * 500}.{info.type}"
    await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info
    )
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["title_placeholders"] == {"name": f"A {'x' * 98}"}
    hass.config_entries.flow.async_abort(flow["flow_id"])


async def test_search_that_outlasts_the_next(hass: HomeAssistant, until: Until) -> None:
    """Waiters wait for the search that began last; each search ends by itself."""
    clock = iter((0.0, 0.0, 60.0, 60.0))
    ends: list[asyncio.Event] = []

    async def search(*_: object, budget: float) -> list[GdmAnswer]:
        ends.append(asyncio.Event())
        await ends[-1].wait()
        return []

    lan = LanDiscovery(hass, "entry", BackgroundWork(hass))
    lan._clock = lambda: next(clock)
    with patch(
        "custom_components.plex_connection.lan_discovery.search_gdm", side_effect=search
    ):
        slow = asyncio.ensure_future(lan.async_search())
        await until(lambda: len(ends) == 1)
        quick = asyncio.ensure_future(lan.async_search())
        await until(lambda: len(ends) == 2)
        ends[0].set()
        await slow
        waiting = asyncio.ensure_future(lan.async_searched())
        await asyncio.sleep(0)
        assert not waiting.done(), "the second search still runs"
        ends[1].set()
        await asyncio.gather(quick, waiting)
