"""Connections that fall silent for seconds: what is published, and what is used."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.push import PushState
from simulator import Simulator

from .conftest import Attic, Elapse, state
from .page import Page
from .witness import (
    ADDRESS,
    TYPE,
    VANISHING_NOTICED,
    Witness,
    fate_of,
    take_their_time,
    under_way,
)

pytestmark = pytest.mark.usefixtures("all_enabled")

STEP = 0.1
REACHABLE = "binary_sensor.attic_reachable"
FAILED = "sensor.attic_failed_checks"
CERTAIN = 3.0
"""Seconds until a silent local connection counts as lost."""


@pytest.fixture
async def seen(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> Witness:
    """Return a witness a minute after the start, with the standby known."""
    await elapse(65, step=5)
    take_their_time(attic)
    testing = under_way(server.async_test_connections())
    await elapse(3)
    assert fate_of(testing) is None
    return Witness(hass, sim)


async def asked(hass: HomeAssistant, server: ServerCoordinator) -> dict[str, Any]:
    """Return what `get_connection` answers for the server."""
    answer: Any = await hass.services.async_call(
        DOMAIN,
        "get_connection",
        {"config_entry_id": server.config_entry.entry_id},
        blocking=True,
        return_response=True,
    )
    named = {each["name"]: each for each in answer["servers"]}
    described: dict[str, Any] = named[server.record.name]
    return described


async def suspected(server: ServerCoordinator, elapse: Elapse) -> None:
    """Let time pass until the silence is noticed."""
    for _ in range(round(VANISHING_NOTICED / STEP)):
        await elapse(STEP, step=STEP)
        if server.data.suspected:
            return
    pytest.fail("the silence was not noticed")


def everything(hass: HomeAssistant) -> dict[str, str]:
    """Return the entities' states of the connection."""
    return {each: state(hass, each) for each in (TYPE, ADDRESS, REACHABLE, FAILED)}


async def test_blip_changes_only_the_suspicion(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """Operations use another connection meanwhile; pages show the suspicion."""
    detail = await page.subscribe("subscribe_server", **ref)
    await elapse(1)
    detail.take()
    before, changes = everything(hass), server.data.changes
    seen.fault()
    attic.lan.vanish()
    await suspected(server, elapse)
    await elapse(0.5, step=STEP)
    marks = [each["server"]["suspected"] for each in detail.take()]
    assert marks[-1:] == [True]
    answer = await asked(hass, server)
    assert (answer["suspected"], answer["connection_type"]) == (True, "local")
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(0.3, step=STEP)
    assert fate_of(read) is None
    assert everything(hass) == before

    attic.lan.restore()
    await elapse(CERTAIN, step=STEP)
    assert not server.data.suspected
    assert (await asked(hass, server))["suspected"] is False
    await elapse(15, step=0.5)
    marks = [each["server"]["suspected"] for each in detail.take()]
    assert marks[-1:] == [False]
    assert everything(hass) == before
    assert seen.changes == []
    assert seen.types == []
    assert server.data.changes == changes
    assert server.measured.failovers.count == 0
    assert server.push.state is PushState.OPEN


async def test_fifteen_seconds_are_two_changes(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """Published once it is certain, and reverted within half a minute."""
    seen.fault()
    attic.lan.vanish()
    await suspected(server, elapse)
    await elapse(CERTAIN - 0.3, step=STEP)
    assert seen.changes == []
    await elapse(0.6, step=STEP)
    assert seen.changes == [("local", "remote", "failover")]
    assert state(hass, TYPE) == "remote"
    answer = await asked(hass, server)
    assert (answer["suspected"], answer["connection_type"]) == (False, "remote")
    await elapse(3, step=0.5)
    attic.lan.restore()
    await elapse(30, step=0.5)
    assert seen.changes == [
        ("local", "remote", "failover"),
        ("remote", "local", "fail_back"),
    ]
    assert state(hass, TYPE) == "local"


async def test_only_connection(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """Reachable until it is certain, with no failed check; then offline."""
    seen.fault()
    attic.server.vanish()
    await suspected(server, elapse)
    await elapse(CERTAIN - 0.3, step=STEP)
    assert (state(hass, REACHABLE), state(hass, FAILED)) == ("on", "0")
    await elapse(12, step=0.5)
    assert seen.changes == [("local", "offline", "lost")]
    assert (state(hass, REACHABLE), state(hass, FAILED)) == ("off", "1")


async def test_unloaded_meanwhile(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """Nothing is left behind or published; afterwards the state is as before."""
    seen.fault()
    attic.lan.vanish()
    await suspected(server, elapse)
    entry = server.config_entry
    reloading = under_way(hass.config_entries.async_reload(entry.entry_id))
    attic.lan.restore()
    await elapse(3, step=STEP)
    assert fate_of(reloading) is None
    assert seen.changes == []
    assert state(hass, TYPE) == "local"
    again: ServerCoordinator = entry.runtime_data.servers[attic.id]
    assert not again.data.suspected
