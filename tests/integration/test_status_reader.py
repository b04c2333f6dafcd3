"""What an owned server is asked about itself: seldom, over https, without repairs."""

from datetime import timedelta
from itertools import pairwise

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import CONF_ALLOW_HTTP, CONF_DIAGNOSIS
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.diagnosis import NO_STATUS
from custom_components.plex_connection.plex import NotificationType
from simulator import Account, MediaServer, ServerProfile, Simulator
from simulator.record import RequestEntry

from .acting import acted
from .alert_cases import repairs
from .conftest import Attic, Elapse, drop_this_run, state

ACCOUNT, SETTINGS = "/myplex/account", "/:/prefs"
ASKED = (ACCOUNT, SETTINGS)
PROBLEM = "sensor.attic_problem"

HOUR, DAY = 3600.0, 86_400.0
UNREACHABLE = {"mappingState": "failed", "mappingError": "unreachable"}


def asked(sim: Simulator, server: str = "Attic") -> tuple[int, int]:
    """Return how often a server was asked for its account, and for its settings."""
    account, settings = (sim.record.count(path=each, server=server) for each in ASKED)
    return account, settings


def questions(sim: Simulator) -> list[RequestEntry]:
    """Return all questions, of any server."""
    return [each for path in ASKED for each in sim.record.find(path=path)]


async def run(
    hass: HomeAssistant, entry: MockConfigEntry, elapse: Elapse, **options: bool
) -> None:
    """Load the account with these options, and let the first check end."""
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)


async def test_first_questions(
    sim: Simulator, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Both come 15 s after the first connection, over https, with its own token."""
    await elapse(11, step=1)
    assert asked(sim) == (0, 0)
    assert server.reader.status == NO_STATUS

    await elapse(5, step=1)

    assert asked(sim) == (1, 1)
    for each in questions(sim):
        assert each.tls
        assert each.query == ()
        (token,) = each.tokens
        assert (token.owner, token.place) == ("server:Attic:alice", "header")
    status = server.reader.status
    assert status.remote_access is not None
    assert status.remote_access.public_address == "203.0.113.40"
    assert status.wants_remote_access is True


async def test_a_quiet_day(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The account every three hours, the settings daily; nothing of plex.tv."""
    await run(hass, entry, elapse, push=False)
    await elapse(60, step=5)
    assert asked(sim) == (1, 1)
    at_plex_tv = sim.record.count(path="/pms/:/ip")
    sim.record.clear()

    await elapse(DAY, step=300)

    account, settings = asked(sim)
    assert 7 <= account <= 8
    assert settings == 1
    moments = [each.at for each in sim.record.find(path=ACCOUNT)]
    gaps = [after - before for before, after in pairwise(moments)]
    assert all(3 * HOUR <= gap <= 3 * HOUR + 600 for gap in gaps)
    assert at_plex_tv == 1
    assert sim.record.count(path="/pms/:/ip") == 0


async def test_a_flood_of_hints(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """However often a server announces something, it is asked 24 times a day."""
    await run(hass, entry, elapse, push=False)
    reader = entry.runtime_data.servers[attic.id].reader
    sent = len(sim.record.requests)
    for _ in range(int(DAY / 300)):
        for about in NotificationType:
            reader.async_hint(about)
        await elapse(300, step=300)

    account, settings = asked(sim)
    assert 20 <= account + settings <= 24
    assert settings >= 8
    assert len(sim.record.requests) > sent


@pytest.mark.parametrize(
    ("kind", "children", "more"),
    [
        ("reachability", [{"reachability": False}], (1, 0)),
        ("preference", [{"id": "RelayEnabled", "value": False}], (1, 1)),
        ("preference", [{"id": "LanNetworksBandwidth", "value": ""}], (1, 1)),
        ("preference", [{"id": "FriendlyName", "value": "Attic"}], (0, 0)),
        (
            "preference",
            [{"id": "FriendlyName", "value": ""}, {"id": "GdmEnabled", "value": True}],
            (1, 1),
        ),
    ],
)
async def test_announcements(
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    kind: str,
    children: list[dict[str, object]],
    more: tuple[int, int],
) -> None:
    """What a server announces of its connections is asked for two seconds later."""
    await elapse(20, step=1)
    assert asked(sim) == (1, 1)

    for _ in range(3):
        assert await attic.server.notify(kind, *children) == 1
    await elapse(1.5)
    assert asked(sim) == (1, 1)
    await elapse(2)

    assert asked(sim) == (1 + more[0], 1 + more[1])


async def test_another_connection(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A change of connection is asked about, but not twice within ten minutes."""
    await elapse(20, step=1)
    attic.lan.crash()
    await elapse(570, step=5)
    assert server.data.active is not None
    assert server.data.active.address == "203.0.113.40"
    assert asked(sim) == (1, 1)

    await elapse(60, step=5)

    assert asked(sim) == (2, 2)
    assert {each.origin.listener for each in questions(sim)[1::2]} == {
        attic.public.place
    }


async def test_over_https_only(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Nothing is asked over plain http, even where requests may use it."""
    for listener in (attic.lan, attic.public, attic.relay):
        listener.inject("tls_alert")
    await run(hass, entry, elapse, **{CONF_ALLOW_HTTP: True, "push": False})
    await elapse(60, step=1)

    active = entry.runtime_data.servers[attic.id].data.active
    assert active is not None
    assert active.scheme == "http"
    assert questions(sim) == []
    assert sim.record.tokens_in_clear() == []


async def test_switched_off(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """With the option off no server is asked, whatever it announces."""
    await run(hass, entry, elapse, **{CONF_DIAGNOSIS: False})
    await attic.server.notify("preference", {"id": "RelayEnabled", "value": False})
    await elapse(60, step=1)

    assert questions(sim) == []
    assert sim.record.count(path="/pms/:/ip") == 0
    assert state(hass, PROBLEM) == "none"


@pytest.fixture
async def cellar(sim: Simulator, alice: Account) -> MediaServer:
    """Return a friend's server, elsewhere."""
    cellar = await sim.add_server(
        "Cellar", owner=sim.add_account("bob"), shared_with=(alice,)
    )
    cellar.add_address("203.0.113.9", 32400, kind="remote")
    cellar.add_address("198.51.100.78", 8443, kind="relay")
    return cellar


async def test_friends_servers(
    hass: HomeAssistant,
    sim: Simulator,
    cellar: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A shared server is asked only for what anyone may know, at most twice a day.

    Whatever happens: an announcement, a user who asks, a reload.
    """
    await run(hass, entry, elapse, push=False)
    await elapse(20, step=1)
    (first,) = sim.record.find(path="/", server="Cellar")
    assert first.tls
    assert [token.owner for token in first.tokens] == ["server:Cellar:alice"]
    for hour in range(14):
        servers = entry.runtime_data.servers
        reader = servers[cellar.machine_identifier].reader
        for about in NotificationType:
            reader.async_hint(about)
        if hour == 2:
            assert await hass.config_entries.async_reload(entry.entry_id)
        if hour == 5:
            await acted(elapse, reader.async_refresh())
        await elapse(HOUR, step=600)

    assert questions(sim) == []
    moments = [each.at for each in sim.record.find(path="/", server="Cellar")]
    assert len(moments) == 2
    assert moments[1] - moments[0] >= DAY / 2


async def test_a_friends_port(
    hass: HomeAssistant,
    sim: Simulator,
    cellar: MediaServer,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Its state is a cause only while it keeps us on the relay."""
    cellar.profile.myplex = {"mappingState": "failed"}
    outside = cellar.listeners[0]
    cellar.unlisted |= {outside}
    cellar.publish()
    await run(hass, entry, elapse)
    await elapse(960, step=4)
    assert state(hass, "sensor.cellar_connection_type") == "relay"
    assert state(hass, "sensor.cellar_problem") == "port_not_mapped"

    cellar.unlisted.clear()
    cellar.publish()
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    await elapse(400, step=4)
    assert state(hass, "sensor.cellar_connection_type") == "remote"
    assert state(hass, "sensor.cellar_problem") == "none"


@pytest.mark.parametrize("fault", ["forbidden", "unauthorized", "token_expired"])
async def test_refused(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    fault: str,
) -> None:
    """A refusal is no complaint: no check of the token, no repair, no sign-in."""
    attic.server.inject(fault, paths=ASKED)
    await elapse(20, step=1)
    assert asked(sim) == (1, 1)

    await elapse(4 * HOUR, step=60)

    assert asked(sim) == (1, 1)
    assert sim.record.count(path="/api/v2/user") == 0
    assert hass.config_entries.flow.async_progress() == []
    assert repairs(hass) == []
    assert server.data.usable
    assert server.reader.status == NO_STATUS
    assert state(hass, PROBLEM) == "none"


async def test_lost_questions(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A question whose connection dies is repeated after 15 minutes."""
    attic.server.inject("request_lost", paths=ASKED)
    await elapse(20, step=1)
    assert server.reader.status == NO_STATUS
    attic.server.heal()
    lost = asked(sim)

    await elapse(880, step=10)
    assert asked(sim) == lost
    await elapse(40, step=5)

    assert asked(sim) == (lost[0] + 1, lost[1] + 1)
    assert server.reader.status.remote_access is not None


async def test_the_connection_ends_during_a_question(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """What a user asks for ends with the connection: there is no second question."""
    attic.server.inject("slow_answer", delay=1, paths=[ACCOUNT])
    asking = server.hass.async_create_task(server.reader.async_refresh())
    await elapse(0.5)
    server.reader.async_follow(None, owned=True)
    await elapse(2)

    assert asking.done()
    asking.result()
    assert asked(sim) == (1, 0)


async def test_a_user_asks_while_it_fails(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A question that a user's diagnosis lost is repeated after 15 minutes, too."""
    await elapse(20, step=1)
    attic.server.inject("request_lost", paths=ASKED)
    asking = server.hass.async_create_task(server.reader.async_refresh())
    await elapse(2)
    assert asking.done()
    attic.server.heal()
    lost = asked(sim)

    await elapse(960, step=10)

    assert asked(sim) == (lost[0] + 1, lost[1] + 1)


async def test_reload(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A reload soon after the answers asks nothing again, and later asks at once."""
    await elapse(20, step=1)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(570, step=5)
    assert asked(sim) == (1, 1)
    await elapse(60, step=5)
    assert asked(sim) == (2, 2)
    await elapse(900, step=30)

    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(20, step=1)

    assert asked(sim) == (3, 3)


@pytest.mark.parametrize("is_restart", [False, True])
async def test_what_was_said_is_kept(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    is_restart: bool,  # noqa: FBT001 - a parameter
) -> None:
    """After a reload, and after a restart, the answers and the problem are there."""
    attic.server.profile.myplex = dict(UNREACHABLE)
    await elapse(930, step=10)
    assert state(hass, PROBLEM) == "port_unreachable"
    await attic.server.notify("preference", {"id": "RelayEnabled", "value": True})
    await elapse(5)
    before, counted = server.reader.status, asked(sim)
    assert counted == (2, 2)
    seen: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.entity_id == PROBLEM:
            seen.append(new.state)

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    if is_restart:
        assert await hass.config_entries.async_unload(entry.entry_id)
        drop_this_run(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
    else:
        assert await hass.config_entries.async_reload(entry.entry_id)

    after: ServerCoordinator = entry.runtime_data.servers[attic.id]
    assert after.reader.status == before
    assert state(hass, PROBLEM) == "port_unreachable"
    await elapse(300, step=5)
    assert state(hass, PROBLEM) == "port_unreachable"
    assert set(seen) <= {"port_unreachable", "unavailable"}
    assert asked(sim) == counted


async def test_a_mended_port(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The problem ends with the server's own word, and returns with it at once."""
    attic.server.profile.myplex = dict(UNREACHABLE)
    await elapse(930, step=10)
    assert state(hass, PROBLEM) == "port_unreachable"
    for myplex, problem in (({}, "none"), (UNREACHABLE, "port_unreachable")):
        attic.server.profile.myplex = dict(myplex)
        await attic.server.notify("reachability", {"reachability": not myplex})
        await elapse(5)
        assert state(hass, PROBLEM) == problem
    assert server.reader.status.remote_access is not None
    age = timedelta(seconds=10)
    assert server.diagnosis._now() - server.reader.status.remote_access.at < age


async def test_a_server_of_the_same_profile(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A second owned server is asked for itself, with its own token."""
    for number, name in enumerate(("Attic", "Shed")):
        each = await sim.add_server(
            name,
            owner=alice,
            profile=ServerProfile(public_address=sim.plex_tv.home_public_address),
        )
        each.add_address(f"192.168.40.{20 + number}")
    await run(hass, entry, elapse)
    await elapse(20, step=1)

    assert asked(sim) == asked(sim, "Shed") == (1, 1)
    assert sim.record.tokens_to("Shed") == {"server:Shed:alice"}
    assert sim.record.tokens_to("Attic") == {"server:Attic:alice"}
