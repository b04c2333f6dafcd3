"""A server that answers and serves nobody: the path is there, and it is of no use."""

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
"""The simulator's names for what a server may answer."""

USER = "/api/v2/user"


def _pushed(server: ServerCoordinator) -> PushState:
    """Return what the push channel does now."""
    return server.push.state


def _refuse_token(attic: Attic, status: str) -> None:
    """Answer as real servers do, who refuse nothing that comes without a token."""
    attic.server.inject(REFUSALS[status], except_paths=["/identity"])


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
    """Checks go without it; it is refused until push is open, or a test by hand."""
    overview = await page.subscribe("subscribe_overview")
    seen = Witness(hass, sim)
    interval = server.data.check_interval
    _refuse_token(attic, status)
    attic.server.cut_connections()
    # Push is opened again after 5 s, 20 % more or less; the next check is far away.
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
    # When push is opened again is a matter of chance; 600 s, 20 % more or less.
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
async def test_push_is_open_as_soon_as_the_token_is_taken(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    *,
    how: str,
) -> None:
    """A break is noticed within seconds again, not after the wait of a refusal."""
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
    """The same where it was not ready for long."""
    attic.server.inject("starting")
    attic.server.cut_connections()
    await elapse(700, step=2)
    assert _pushed(server) is not PushState.OPEN
    attic.server.heal()
    await acted(elapse, server.async_test_connections())
    await elapse(1)
    assert _pushed(server) is PushState.OPEN


async def test_push_that_alone_is_refused(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """What the server takes elsewhere costs one try, not one for each request."""
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
    """Return the error that an operation ends with, if any, within a second."""
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
    """It is refused at once, until one succeeds, or a test by hand."""
    seen = Witness(hass, sim)
    _refuse_token(attic, status)
    assert await _read(silent, elapse) is NotAuthorizedError
    assert seen.requests("Attic") == []
    assert (state(hass, REACHABLE), await _told(hass)) == ("off", ("local", False))
    assert state(hass, FAILURES) == "1"
    assert await _read(silent, elapse) is NotAuthorizedError
    await acted(elapse, silent.async_test_connections())
    assert seen.paths("Attic").count("/") == 1, "it was asked with the token, too"
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


async def test_refused_operation_is_not_the_last_word(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    silent: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Without push, and without operations, it is asked now and then."""
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
    """That says what a user may do, not that the server lets nobody in."""
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
    """plex.tv has the new one, which the server has not refused."""
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
    """A reload is no answer: it is refused until it is taken, and asked soon."""
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


async def test_reloads_ask_about_the_token_no_more_often(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    silent: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Once in ten minutes, however often the entry is loaded meanwhile."""
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
