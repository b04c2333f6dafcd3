"""Servers that answer and refuse to serve: their addresses work, but are of no use."""

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.errors import NotAuthorizedError
from custom_components.plex_connection.push import PushState
from simulator import Account, Simulator

from .acting import acted, call
from .alert_cases import repairs
from .automations import automate, own
from .conftest import Attic, Elapse, state
from .page import Message, Page, Subscription
from .witness import TYPE, Witness, fate_of, under_way

pytestmark = pytest.mark.usefixtures("all_enabled")


REACHABLE = "binary_sensor.attic_reachable"
FAILURES = "sensor.attic_failed_checks"

REFUSALS = {"401": "unauthorized", "403": "forbidden", "498": "token_expired"}
"""The simulator's faults by HTTP status."""

USER = "/api/v2/user"


def _pushed(server: ServerCoordinator) -> PushState:
    """Return the push channel's present state."""
    return server.push.state


def _refuse_token(attic: Attic, status: str) -> None:
    """Refuse as real servers do, which refuse nothing that comes without a token."""
    attic.server.inject(REFUSALS[status], except_paths=["/identity"])


async def _told(hass: HomeAssistant) -> tuple[str, bool]:
    """Return connection type and usability as `get_connection` answers them."""
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
    """Each check counts a refusal, none fails over for it or waits longer."""
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
    assert int(state(hass, FAILURES)) >= counted + 5, "checks are as frequent"
    assert server.data.check_interval == interval

    attic.server.heal()
    await acted(elapse, server.async_test_connections())
    assert (state(hass, REACHABLE), await _told(hass)) == ("on", ("local", True))
    assert state(hass, FAILURES) == "0"
    assert seen.types == []
    assert seen.changes == []
    assert await ran.names() == []


@pytest.mark.parametrize("asked_by_hand", [False, True])
@pytest.mark.parametrize("status", REFUSALS)
async def test_refuses_the_token_to_push(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    elapse: Elapse,
    *,
    status: str,
    asked_by_hand: bool,
) -> None:
    """Checks send no token: refused until push opens or a manual test passes."""
    overview = await page.subscribe("subscribe_overview")
    seen = Witness(hass, sim)
    interval = server.data.check_interval
    _refuse_token(attic, status)
    attic.server.cut_connections()
    # Push reopens after 5 s, 20 % more or less; the next check is far away.
    await elapse(8, step=0.5)
    assert _pushed(server) is PushState.REFUSED
    assert (state(hass, REACHABLE), await _told(hass)) == ("off", ("local", False))
    assert state(hass, FAILURES) == "1"
    assert _rows(overview)[-1]["refused"] is True

    await acted(elapse, server.async_test_connections())
    assert state(hass, REACHABLE) == "off", "the token was refused again"
    await elapse(660, step=2)
    assert (state(hass, REACHABLE), repairs(hass)) == ("off", ["access_refused"])
    assert int(state(hass, FAILURES)) > 1
    assert server.data.check_interval == interval
    assert seen.paths("plex.tv").count(USER) == 1
    assert len(seen.requests("Attic")) <= 20

    attic.server.heal()
    if asked_by_hand:
        await acted(elapse, server.async_test_connections())
        assert (state(hass, REACHABLE), repairs(hass)) == ("on", [])
    # Push reopens at a random time; 600 s, 20 % more or less.
    for _ in range(365):
        if _pushed(server) is PushState.OPEN:
            break
        assert state(hass, REACHABLE) == ("on" if asked_by_hand else "off")
        await elapse(2)
    assert _pushed(server) is PushState.OPEN
    assert (state(hass, REACHABLE), await _told(hass)) == ("on", ("local", True))
    assert (state(hass, FAILURES), repairs(hass)) == ("0", [])
    assert (seen.types, seen.changes) == ([], [])


WEBSOCKET = "/:/websockets/notifications"


@pytest.mark.parametrize("how", ["test", "operation"])
async def test_push_reopens_when_the_token_is_taken(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    how: str,
) -> None:
    """Push reopens without the wait of a refusal, to notice failures in seconds."""
    _refuse_token(attic, "401")
    attic.server.cut_connections()
    await elapse(700, step=2)
    assert state(hass, REACHABLE) == "off"
    assert _pushed(server) is PushState.REFUSED
    attic.server.heal()
    seen = Witness(hass, sim)
    if how == "test":
        await acted(elapse, server.async_test_connections())
    else:
        assert await _read(server, elapse) is None
    await elapse(1)
    assert state(hass, REACHABLE) == "on"
    assert _pushed(server) is PushState.OPEN
    assert seen.paths("Attic").count(WEBSOCKET) == 1

    for way in (attic.lan, attic.bridge):
        way.vanish()
    await elapse(15)
    assert state(hass, TYPE) == "remote"


async def test_push_of_a_server_that_has_started(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Push reopens at once, too, after a server that was long not ready."""
    attic.server.inject("starting")
    attic.server.cut_connections()
    await elapse(700, step=2)
    assert _pushed(server) is not PushState.OPEN
    attic.server.heal()
    await acted(elapse, server.async_test_connections())
    await elapse(1)
    assert _pushed(server) is PushState.OPEN


async def test_only_push_is_refused(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """If only push is refused, successful requests cost one attempt, not one each."""
    attic.server.inject("unauthorized", paths=[WEBSOCKET])
    attic.server.cut_connections()
    await elapse(700, step=2)
    seen = Witness(hass, sim)
    for _ in range(8):
        assert await _read(server, elapse) is None
    assert seen.paths("Attic").count(WEBSOCKET) <= 2


@pytest.fixture
async def silent(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> ServerCoordinator:
    """Return the running coordinator of the server at home, without push."""
    hass.config_entries.async_update_entry(entry, options={"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server: ServerCoordinator = entry.runtime_data.servers[attic.id]
    return server


async def _read(server: ServerCoordinator, elapse: Elapse) -> object:
    """Return the error of an operation, if any, within a second."""
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(1, step=0.1)
    return fate_of(read)


@pytest.mark.parametrize("asked_by_hand", [False, True])
@pytest.mark.parametrize("status", ["401", "498"])
async def test_refuses_the_token_to_an_operation(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    silent: ServerCoordinator,
    elapse: Elapse,
    *,
    status: str,
    asked_by_hand: bool,
) -> None:
    """A token refused to an operation counts until one succeeds, or a manual test."""
    seen = Witness(hass, sim)
    _refuse_token(attic, status)
    assert await _read(silent, elapse) is NotAuthorizedError
    assert seen.requests("Attic") == []
    assert (state(hass, REACHABLE), await _told(hass)) == ("off", ("local", False))
    assert state(hass, FAILURES) == "1"
    assert await _read(silent, elapse) is NotAuthorizedError
    await acted(elapse, silent.async_test_connections())
    assert seen.paths("Attic").count("/") == 1, "the test sent the token, too"
    assert state(hass, REACHABLE) == "off"
    assert seen.paths("plex.tv").count(USER) == 1

    attic.server.heal()
    if asked_by_hand:
        await acted(elapse, silent.async_test_connections())
    else:
        assert await _read(silent, elapse) is None
    assert (state(hass, REACHABLE), await _told(hass)) == ("on", ("local", True))
    assert state(hass, FAILURES) == "0"
    assert (seen.types, seen.changes) == ([], [])


async def test_refused_token_is_tested_again(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    silent: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Without push and operations the token is tested a few times an hour."""
    _refuse_token(attic, "401")
    assert await _read(silent, elapse) is NotAuthorizedError
    seen = Witness(hass, sim)
    await elapse(3600, step=5)
    assert (state(hass, REACHABLE), repairs(hass)) == ("off", ["access_refused"])
    assert 4 <= seen.paths("Attic").count("/") <= 6
    attic.server.heal()
    await elapse(930, step=5)
    assert (state(hass, REACHABLE), repairs(hass)) == ("on", [])


async def test_operation_is_forbidden(
    hass: HomeAssistant, attic: Attic, silent: ServerCoordinator, elapse: Elapse
) -> None:
    """A 403 concerns what the user may do, not whether the server serves us."""
    _refuse_token(attic, "403")
    assert await _read(silent, elapse) is NotAuthorizedError
    assert (state(hass, REACHABLE), await _told(hass)) == ("on", ("local", True))


async def test_token_is_replaced(
    hass: HomeAssistant,
    alice: Account,
    attic: Attic,
    silent: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """plex.tv supplies the new token, which the server has not refused."""
    events: list[Event[EventStateChangedData]]
    events = async_capture_events(hass, EVENT_STATE_CHANGED)
    attic.server.rotate_token(alice)
    assert await _read(silent, elapse) is NotAuthorizedError
    shown = [
        new.state
        for event in events
        if (new := event.data["new_state"]) and new.entity_id == REACHABLE
    ]
    assert shown == ["off", "on"]
    assert await _told(hass) == ("local", True)


async def test_refused_token_is_remembered(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    silent: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A reload clears no refusal: it lasts until the server takes the token."""
    _refuse_token(attic, "401")
    assert await _read(silent, elapse) is NotAuthorizedError
    assert state(hass, REACHABLE) == "off"
    await acted(elapse, hass.config_entries.async_reload(entry.entry_id))
    assert state(hass, REACHABLE) == "off"
    again = entry.runtime_data.servers[attic.id]
    await acted(elapse, again.async_test_connections())
    assert state(hass, REACHABLE) == "off"
    attic.server.heal()
    assert await _read(again, elapse) is None
    assert state(hass, REACHABLE) == "on"


async def test_reloads_do_not_verify_the_token_more_often(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    silent: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """plex.tv verifies it once in ten minutes, however often the entry reloads."""
    _refuse_token(attic, "401")
    seen = Witness(hass, sim)
    for _ in range(3):
        server = entry.runtime_data.servers[attic.id]
        assert await _read(server, elapse) is NotAuthorizedError
        await acted(elapse, hass.config_entries.async_reload(entry.entry_id))
    assert seen.paths("plex.tv").count(USER) == 1
    await elapse(600, step=5)
    server = entry.runtime_data.servers[attic.id]
    assert await _read(server, elapse) is NotAuthorizedError
    assert seen.paths("plex.tv").count(USER) == 2


async def test_starts(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A starting server stays reachable, and nothing counts as a failure."""
    attic.server.inject("starting")
    attic.server.cut_connections()
    await elapse(30)
    assert (state(hass, TYPE), state(hass, REACHABLE)) == ("local", "on")
    assert await _told(hass) == ("local", False)
    assert state(hass, FAILURES) == "0"


async def test_off(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """An offline server is neither usable nor reachable."""
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
    """The overview and the server's page show the refusal."""
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
    """Return all rows that the overview received, in order."""
    return [row for event in overview.events for row in event["servers"]]
