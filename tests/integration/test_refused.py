"""A server that answers and serves nobody: the path is there, and it is of no use."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .acting import acted, call
from .automations import automate, own
from .conftest import Attic, Elapse, state
from .page import Message, Page, Subscription
from .witness import TYPE, Witness

REACHABLE = "binary_sensor.attic_reachable"
FAILURES = "sensor.attic_failure_count"

REFUSALS = {"401": "unauthorized", "403": "forbidden", "498": "token_expired"}
"""The simulator's names for what a server may answer."""


async def _told(hass: HomeAssistant) -> tuple[str, bool]:
    """Return what `get_connection` answers of type and use."""
    (server,) = (await call(hass, "get_connection"))["servers"]
    return server["connection_type"], server["usable"]


@pytest.mark.parametrize("status", REFUSALS)
async def test_refuses(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    status: str,
) -> None:
    """Each check counts it, none goes elsewhere or waits longer for it."""
    ran = await automate(
        hass,
        {
            "off": {"trigger": own("went_offline"), "target": {"entity_id": TYPE}},
            "on": {"trigger": own("came_online"), "target": {"entity_id": TYPE}},
        },
    )
    assert (state(hass, REACHABLE), await _told(hass)) == ("on", ("local", True))
    seen = Witness(hass, sim)
    attic.server.inject(REFUSALS[status])
    attic.server.cut_connections()
    await elapse(3)
    assert state(hass, TYPE) == "local"
    assert state(hass, REACHABLE) == "off"
    assert await _told(hass) == ("local", False)
    counted = int(state(hass, FAILURES))
    assert counted > 0
    interval = server.data.check_interval

    await acted(elapse, server.async_test_connections())
    assert int(state(hass, FAILURES)) > counted
    await elapse(1300, step=5)
    assert state(hass, REACHABLE) == "off"
    assert int(state(hass, FAILURES)) >= counted + 5, "its checks are as frequent"
    assert server.data.check_interval == interval

    attic.server.heal()
    await acted(elapse, server.async_test_connections())
    assert (state(hass, REACHABLE), await _told(hass)) == ("on", ("local", True))
    assert state(hass, FAILURES) == "0"
    assert seen.types == []
    assert seen.changes == []
    assert await ran.names() == []


async def test_starts(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """That passes: it stays reachable, nothing counts as a failure."""
    attic.server.inject("starting")
    attic.server.cut_connections()
    await elapse(30)
    assert (state(hass, TYPE), state(hass, REACHABLE)) == ("local", "on")
    assert await _told(hass) == ("local", False)
    assert state(hass, FAILURES) == "0"


async def test_off(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """One that is off is no more of use than it is reachable."""
    attic.server.crash()
    await elapse(10)
    assert state(hass, REACHABLE) == "off"
    assert await _told(hass) == ("offline", False)


async def test_pages(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    elapse: Elapse,
    ref: dict[str, str],
) -> None:
    """The overview and the server's own page are told so."""
    overview = await page.subscribe("subscribe_overview")
    detail = await page.subscribe("subscribe_server", **ref)
    await elapse(1)
    assert _rows(overview)[-1]["refused"] is False
    attic.server.inject("unauthorized")
    attic.server.cut_connections()
    await elapse(3)
    assert _rows(overview)[-1]["refused"] is True
    assert detail.last["server"]["refused"] is True


def _rows(overview: Subscription) -> list[Message]:
    """Return all rows that the overview was told, in their order."""
    return [row for event in overview.events for row in event["servers"]]
