"""Failing connections, one fault each: how soon it is noticed, and where it ends."""

from collections.abc import Callable

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.errors import (
    OperationUncertainError,
    ServerOfflineError,
)
from custom_components.plex_connection.push import PushState
from custom_components.plex_connection.request_policy import ParameterValue
from simulator import Simulator

from .conftest import Attic, Elapse, state
from .witness import (
    ADDRESS,
    CRASH_NOTICED,
    FAILED_OVER,
    FAILED_OVER_FAST,
    FINE,
    RELAY_SHOWN,
    TYPE,
    VANISHED_SHOWN,
    VANISHING_NOTICED,
    Witness,
    assert_no_token_astray,
    fate_of,
    take_their_time,
    under_way,
)

pytestmark = pytest.mark.usefixtures("all_enabled")


SCROBBLE: dict[str, ParameterValue] = {
    "identifier": "com.plexapp.plugins.library",
    "key": 1001,
}

LAN = "192.168.40.12:32400"
PUBLIC = "203.0.113.40:31234"


@pytest.fixture
async def seen(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> Witness:
    """Return a witness a minute after the start, when all has settled."""
    await elapse(65, step=5)
    assert state(hass, TYPE) == "local"
    take_their_time(attic)
    return Witness(hass, sim)


def fails(fault: str) -> Callable[[Attic], None]:
    """Return a function that makes new connections fail and ends open ones."""

    def fail(attic: Attic) -> None:
        attic.lan.inject(fault)
        attic.lan.cut_connections()

    return fail


FAST: dict[str, Callable[[Attic], None]] = {
    "its process is killed": lambda attic: attic.lan.crash(),
    "its process ends": lambda attic: attic.lan.crash(reset=False),
    "its host has no route": fails("unreachable"),
    "its TLS alone fails": fails("tls_alert"),
    "its certificate is over": fails("expired_certificate"),
    "another server is there": fails("wrong_server"),
}
SLOW: dict[str, Callable[[Attic], None]] = {
    "it says nothing": fails("mute"),
    "its TLS hangs": fails("tls_stall"),
    "it swallows packets": fails("silent"),
}


@pytest.mark.parametrize("fault", FAST | SLOW)
async def test_path_to_the_server_fails(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    fault: str,
) -> None:
    """The standby takes over once; pending operations are not lost or doubled."""
    testing = under_way(server.async_test_connections())
    await elapse(3)
    assert fate_of(testing) is None
    standby = server.data.standby
    assert standby is not None
    assert standby.endpoint == PUBLIC
    attic.lan.inject("slow_answer", delay=30, paths=["/library", "/:/scrobble"])
    read = under_way(server.backend.get_json("/library/sections"))
    write = under_way(server.backend.request("GET", "/:/scrobble", SCROBBLE))
    await elapse(0.2)
    seen.fault()
    (FAST | SLOW)[fault](attic)
    await elapse(1, step=FINE)
    assert fate_of(read) is None
    # Writes are not repeated elsewhere; one that hangs does so for its 20 s.
    await elapse(21, step=1)

    assert seen.changes == [("local", "remote", "failover")]
    assert seen.types == ["remote"]
    assert state(hass, ADDRESS) == PUBLIC
    assert server.push.state is PushState.OPEN
    assert seen.detected < CRASH_NOTICED
    assert seen.failed_over < (FAILED_OVER_FAST if fault in FAST else FAILED_OVER)
    assert fate_of(write) is OperationUncertainError
    assert attic.server.actions["GET /:/scrobble"] <= 1
    # Identity for the race, the push channel, measuring the new connection and the dead
    # rows beside it; the failed one is retried after 1, 2, 4, 8 and 16 s; plex.tv once.
    assert len(seen.requests("Attic")) <= 6 + 5
    assert seen.dials <= 12
    assert len(seen.requests("plex.tv")) <= 1
    assert_no_token_astray(sim)


@pytest.mark.parametrize("fault", ["its process is killed", "its TLS hangs"])
async def test_no_standby_is_known(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    fault: str,
) -> None:
    """Without a standby the fail-over finds one among all known candidates."""
    take_their_time(attic)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(2, step=0.05)
    await elapse(65, step=5)
    assert entry.runtime_data.servers[attic.id].data.standby is None
    seen = Witness(hass, sim)
    (FAST | SLOW)[fault](attic)
    await elapse(1.5, step=FINE)
    await elapse(5, step=0.5)
    assert seen.changes == [("local", "remote", "failover")]
    assert state(hass, ADDRESS) == PUBLIC
    assert seen.detected < CRASH_NOTICED
    assert seen.failed_over < FAILED_OVER


@pytest.mark.parametrize("later", [0.0, 3.0])
async def test_host_vanishes(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    later: float,
) -> None:
    """Without FIN or RST the heartbeat notices, at any point of its period."""
    await elapse(later)
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(0.1)
    assert fate_of(read) is None
    seen.fault()
    attic.lan.vanish()
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(13, step=0.05)
    await elapse(2, step=0.5)
    assert seen.changes == [("local", "remote", "failover")]
    assert seen.types == ["remote"]
    assert state(hass, ADDRESS) == PUBLIC
    assert seen.detected < VANISHING_NOTICED
    assert seen.settled < VANISHED_SHOWN["local"]
    assert server.data.changes[-1].duration_ms / 1000 < FAILED_OVER
    assert fate_of(read) is None
    assert len(seen.requests("Attic")) <= 6 + 2
    assert_no_token_astray(sim)


async def test_remote_connection_vanishes(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """With only a relay left: used at once, and shown when that is certain.

    The event's duration is the time that operations waited.
    """
    attic.lan.inject("refuse")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(65, step=5)
    assert state(hass, TYPE) == "remote"
    server = entry.runtime_data.servers[attic.id]
    take_their_time(attic)
    attic.public.inject("slow_answer", delay=30, paths=["/library"])
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(0.5, step=0.05)
    seen = Witness(hass, sim)
    attic.public.vanish()
    await elapse(14.5, step=0.05)
    assert seen.detected < VANISHING_NOTICED - 2
    # It is in use before it is shown, as the lost connection may come back.
    assert fate_of(read) is None
    await elapse(15, step=0.5)
    assert seen.changes == [("remote", "relay", "failover")]
    assert seen.types == ["relay"]
    assert seen.settled < VANISHED_SHOWN["remote"]
    took = server.data.changes[-1].duration_ms / 1000
    assert took == pytest.approx(seen.failed_over, abs=0.2)
    assert_no_token_astray(sim)


async def test_remote_connection_is_slow_for_a_moment(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """When it answers after the relay is shown, it takes over and is published, too."""
    attic.lan.inject("refuse")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(65, step=5)
    assert state(hass, TYPE) == "remote"
    server = entry.runtime_data.servers[attic.id]
    take_their_time(attic)
    seen = Witness(hass, sim)
    attic.public.inject("slow_answer", delay=4, paths=["/identity"])
    attic.public.cut_connections()
    await elapse(3.5, step=0.05)
    assert state(hass, TYPE) == "relay"
    assert seen.types == ["relay"]
    assert seen.changes == [("remote", "relay", "failover")], "shown means changed"
    assert seen.failed_over < RELAY_SHOWN
    await elapse(1.5, step=0.05)
    assert seen.types == ["relay", "remote"]
    attic.public.heal()
    await elapse(5, step=0.5)
    assert seen.changes == [
        ("remote", "relay", "failover"),
        ("relay", "remote", "fail_back"),
    ]
    assert state(hass, "event.attic_activity") != "unknown"
    first, second = server.data.changes[-2:]
    assert first.duration_ms / 1000 == pytest.approx(seen.failed_over, abs=0.2)
    assert 4000 < second.duration_ms < 4500
    assert_no_token_astray(sim)


async def test_server_is_killed_and_started_again(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """A killed server is offline at once, and found again within 75 s of its return."""
    attic.lan.inject("slow_answer", delay=30, paths=["/library"])
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(0.2)
    seen.fault()
    attic.server.crash()
    await elapse(2, step=FINE)
    assert seen.changes == [("local", "offline", "lost")]
    assert seen.detected < CRASH_NOTICED
    assert seen.settled < FAILED_OVER
    assert fate_of(read) is ServerOfflineError
    await elapse(58, step=2)
    assert seen.types == ["offline"]
    assert seen.dials <= 20
    assert len(seen.requests("plex.tv")) == 1

    seen.fault()
    attic.server.restore()
    attic.lan.heal()
    await elapse(75, step=1)
    assert seen.changes == [("offline", "local", "recovered")]
    assert seen.types == ["local"]
    assert state(hass, ADDRESS) == LAN
    assert server.push.state is PushState.OPEN


async def test_only_new_connections_fail(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """While push stays open, an operation fails over and succeeds all the same."""
    await elapse(20, step=5)
    attic.lan.inject("tls_alert")
    await elapse(20, step=5)
    assert seen.changes == []
    seen.fault()
    read = under_way(server.backend.get_json("/library/sections"))
    write = under_way(server.backend.request("GET", "/:/scrobble", SCROBBLE))
    await elapse(1, step=FINE)
    assert fate_of(read) is None
    assert fate_of(write) is None
    assert attic.server.actions["GET /:/scrobble"] == 1
    await elapse(5, step=0.5)
    assert seen.changes == [("local", "remote", "failover")]
    assert seen.failed_over < FAILED_OVER_FAST


async def test_tls_fails_everywhere(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """Plain http is probed once for the reason, without a token, and not used."""
    attic.server.inject("tls_alert")
    attic.server.cut_connections()
    await elapse(2, step=FINE)
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(60, step=2)
    assert seen.changes == [("local", "offline", "lost")]
    assert seen.detected < CRASH_NOTICED
    assert fate_of(read) is ServerOfflineError
    assert [each.tls for each in seen.requests("Attic")] == [False]
    assert_no_token_astray(sim)

    seen.fault()
    attic.server.heal()
    attic.bridge.inject("silent")
    # It answered searches all the time, so their answers are nothing new.
    await elapse(140, step=2)
    assert seen.changes == [("offline", "local", "recovered")]
