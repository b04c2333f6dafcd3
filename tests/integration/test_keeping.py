"""Keeping a connection: detecting a loss, failing over, failing back."""

import asyncio
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import EVENT_STATE_CHANGED, STATE_OFF
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.connection import CheckReason
from custom_components.plex_connection.const import CONF_SERVER_TOKENS
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.push import PushState
from simulator import Account, Simulator

from .conftest import Attic, Elapse, SetUp, Until, state

pytestmark = pytest.mark.usefixtures("all_enabled")


async def test_server_is_killed(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, until: Until
) -> None:
    """A crash is noticed without a poll, and shown as offline."""
    attic.server.crash()
    await until(lambda: state(hass, "sensor.attic_connection_type") == "offline")
    assert state(hass, "binary_sensor.attic_reachable") == STATE_OFF
    assert state(hass, "sensor.attic_active_address") == "unknown"
    assert server.push.state is PushState.OFF


async def test_lan_dies_and_comes_back(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    until: Until,
    elapse: Elapse,
) -> None:
    """Fail-over and fail-back are one change each, and the push channel follows."""
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    assert state(hass, "sensor.attic_active_address") == "203.0.113.40:31234"
    await until(lambda: server.push.state is PushState.OPEN)

    attic.lan.heal()
    await elapse(700, step=5)
    assert state(hass, "sensor.attic_connection_type") == "local"
    await until(lambda: server.push.state is PushState.OPEN)
    changes = [(each.from_type, each.to_type) for each in server.data.changes]
    assert changes == [(None, "local"), ("local", "remote"), ("remote", "local")]


async def test_host_vanishes_silently(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Without FIN or RST, the unanswered heartbeat reveals the loss within 15 s."""
    attic.lan.vanish()
    # 13.5 s until the heartbeat is missed, plus the race's own time.
    await elapse(17)
    assert state(hass, "sensor.attic_connection_type") == "remote"


async def test_dropped_socket_on_a_good_path_changes_nothing(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    until: Until,
) -> None:
    """A probe confirms the active candidate."""
    asked = sim.record.count(path="/identity")
    attic.lan.cut_connections()
    await until(lambda: sim.record.count(path="/identity") > asked)
    await hass.async_block_till_done()
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert len(server.data.changes) == 1


@pytest.mark.parametrize("status", [401, 503])
async def test_refused_handshake_is_no_fault_of_the_path(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    status: int,
) -> None:
    """A server that refuses websockets is still reached."""
    attic.lan.inject("websocket_refused", status=status)
    await set_up()
    server = entry.runtime_data.servers[attic.id]
    await until(lambda: server.push.state is PushState.REFUSED)
    await hass.async_block_till_done()
    assert state(hass, "sensor.attic_connection_type") == "local"
    asked = 1 if status == 401 else 0
    await until(lambda: sim.record.count(path="/api/v2/user") == asked)


async def test_token_of_the_server_has_changed(
    hass: HomeAssistant,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """With a good account token, the server's new token is fetched and used."""
    attic.server.revoke(alice)
    new = attic.server.share_with(alice)
    attic.lan.cut_connections()
    await elapse(30)
    assert entry.data[CONF_SERVER_TOKENS] == {attic.id: new}
    assert server.push.state is PushState.OPEN
    assert not hass.config_entries.flow.async_progress()
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_account_token_is_revoked_while_running(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A server's 401 causes one request to plex.tv, which leads to a new sign-in."""
    sim.plex_tv.revoke(alice, servers=True)
    attic.lan.cut_connections()
    await elapse(60)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert sim.record.count(path="/api/v2/user") == 1
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_plex_tv_is_left_alone_with_a_rejected_token(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """After one rejection, neither time nor a lost server makes us ask again."""
    sim.plex_tv.revoke(alice)
    with pytest.raises(HomeAssistantError):
        await entry.runtime_data.account.async_rediscover()
    asked = sim.record.count(path="/api/v2/resources")
    attic.server.crash()
    await elapse(5)
    assert state(hass, "sensor.attic_connection_type") == "offline"
    await elapse(30 * 3600, step=60)
    assert sim.record.count(path="/api/v2/resources") == asked
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


async def test_server_rejects_a_good_token_for_hours(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """plex.tv is asked once, not with every retry of the push channel."""
    for listener in (attic.lan, attic.public):
        listener.inject("websocket_refused", status=401)
        listener.cut_connections()
    await elapse(3 * 3600, step=10)
    assert server.push.state is PushState.REFUSED
    assert sim.record.count(path="/api/v2/user") == 1
    assert sim.record.count(path="/api/v2/resources") == 2
    assert state(hass, "sensor.attic_connection_type") == "local"

    for listener in (attic.lan, attic.public):
        listener.heal()
    await elapse(700, step=5)
    pushed = server.push
    assert pushed.state is PushState.OPEN


async def test_relay_is_the_last_resort_and_left_at_once(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A relay in use is left within one check once a direct candidate works."""
    attic.lan.inject("refuse")
    attic.public.inject("refuse")
    await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server = entry.runtime_data.servers[attic.id]
    assert state(hass, "sensor.attic_connection_type") == "relay"
    assert server.push.state is PushState.OPEN, "push works over this relay"
    await elapse(90, step=1)
    assert state(hass, "sensor.attic_connection_type") == "relay"

    attic.lan.heal()
    await elapse(32)
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_relay_that_carries_no_websocket(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Push tries such a relay once; the failure does not affect the connection."""
    attic.lan.inject("refuse")
    attic.public.inject("refuse")
    attic.relay.inject("websocket_refused", status=503)
    await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server = entry.runtime_data.servers[attic.id]
    await elapse(600, step=1)
    assert state(hass, "sensor.attic_connection_type") == "relay"
    assert server.push.state is PushState.OFF
    assert sim.record.count(path="/:/websockets/notifications") == 1


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("reachability", {"reachability": False}),
        ("preference", {"id": "secureConnections", "value": "0"}),
        ("update.statechange", {"key": "/updater", "state": "installing"}),
    ],
)
async def test_server_hints_at_a_change(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    kind: str,
    item: dict[str, Any],
) -> None:
    """The server is checked once, however often it sends the hint."""
    await elapse(20, step=1)
    asked = sim.record.count(path="/identity")
    for _ in range(5):
        await attic.server.notify(kind, item)
        await elapse(1)
    assert sim.record.count(path="/identity") == asked + 1
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_unrelated_notifications_cause_no_check(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A finished scan, a new name or playback is no reason for a check."""
    await elapse(20, step=1)
    asked = sim.record.count(path="/identity")
    await attic.server.notify("status", {"notificationName": "LIBRARY_UPDATE"})
    await attic.server.notify("preference", {"id": "FriendlyName", "value": "Loft"})
    await attic.server.notify("playing", {"state": "playing"})
    await elapse(5)
    assert sim.record.count(path="/identity") == asked


async def test_server_moves_to_another_address(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """plex.tv is asked during the race, and the new address is used."""
    attic.server.gdm = False
    attic.server.move(attic.lan, "192.168.40.55")
    for listener in (attic.public, attic.relay):
        listener.inject("refuse")
        listener.cut_connections()
    # Lost connections cause at most one request a minute to plex.tv.
    await elapse(75, step=1)
    assert state(hass, "sensor.attic_active_address") == "192.168.40.55:32400"
    assert sim.record.count(path="/api/v2/resources") == 2


async def test_server_is_starting(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A 503 is no connection problem: no fail-over, but a check in ten seconds."""
    attic.lan.inject("starting")
    await server.async_check(CheckReason.MANUAL)
    assert server.data.starting
    assert state(hass, "sensor.attic_connection_type") == "local"
    attic.lan.heal()
    await elapse(12)
    ready = server.data
    assert not ready.starting
    assert len(server.data.changes) == 1


async def test_checks_go_on_with_every_entity_disabled(
    hass: HomeAssistant,
    sim: Simulator,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Checks go on: push, store and account depend on them; entities only show them."""
    registry = er.async_get(hass)
    for entity_id in list(registry.entities):
        registry.async_update_entity(
            entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    # Home Assistant reloads the entry 30 s after a registry change.
    await elapse(40, step=1)
    asked = sim.record.count(path="/identity")
    await elapse(600, step=2)
    assert sim.record.count(path="/identity") == asked + 2


async def test_test_is_skipped_while_the_cache_is_fresh(
    server: ServerCoordinator, sim: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    """The skip is logged at debug level, and nothing is sent."""
    asked = sim.record.count(server="Attic")
    await server.async_refresh()
    assert sim.record.count(server="Attic") == asked
    assert "skipping test" in caplog.text


@pytest.mark.parametrize(("delay", "settled_ms"), [(0.7, 700), (1.3, 1300)])
async def test_relay_that_answers_first_does_not_win(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    delay: float,
    settled_ms: float,
) -> None:
    """A relay is held back for a second, and a slower direct answer replaces it."""
    attic.public.inject("refuse")
    attic.lan.inject("slow_answer", delay=delay)
    seen: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.entity_id == "sensor.attic_connection_type":
            seen.append(new.state)

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3, step=0.05)
    server = entry.runtime_data.servers[attic.id]
    assert sim.record.count(listener=attic.relay.place) == 1, "the relay has answered"
    assert seen == ["unknown", "local"]
    (change,) = server.data.changes
    assert change.to_type == "local"
    assert change.duration_ms == pytest.approx(settled_ms, abs=120)


async def test_server_refuses_identity_requests(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A 401 even without a token causes no fail-over; plex.tv verifies the token."""
    attic.lan.inject("unauthorized", paths=["/identity"])
    await server.async_check(CheckReason.MANUAL)
    await elapse(2)
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert sim.record.count(path="/api/v2/user") == 1


async def test_no_token_for_a_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Without a token from plex.tv, the server is reached, and gets no other token."""
    attic.server.profile.resource["accessToken"] = None
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(60, step=1)
    server = entry.runtime_data.servers[attic.id]
    assert server.push.state is PushState.REFUSED
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert sim.record.tokens_to("Attic") == set()
    assert sim.record.count(path="/api/v2/user") == 1


async def test_token_verification_while_plex_tv_is_down(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The verification is repeated ten minutes later."""
    sim.plex_tv.inject("server_error")
    attic.lan.inject("websocket_refused", status=401)
    attic.lan.cut_connections()
    await elapse(60, step=1)
    assert sim.record.count(path="/api/v2/user") == 1
    sim.plex_tv.heal()
    await elapse(1200, step=5)
    assert sim.record.count(path="/api/v2/user") == 2
    assert not hass.config_entries.flow.async_progress()


async def test_path_that_carries_no_websockets(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A proxy that swallows websockets causes one extra check, not endless ones."""
    for listener in (attic.lan, attic.public):
        listener.inject("slow_answer", delay=600, paths=["/:/websockets"])
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(200, step=1)
    server = entry.runtime_data.servers[attic.id]
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert len(server.data.changes) == 1
    # The first check, the standby found along with it, one extra check, and the relay.
    assert sim.record.count(path="/identity", server="Attic") <= 6


async def test_no_check_is_lost_to_another(
    sim: Simulator, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A loss is handled, whatever else requests a check while another runs."""
    await elapse(20, step=1)
    attic.lan.inject("slow_answer", delay=0.5)
    checks = [
        asyncio.ensure_future(server.async_check(reason))
        for reason in (
            CheckReason.MANUAL,
            CheckReason.PUSH_LOST,
            CheckReason.PREWARM,
            CheckReason.PUSH_HINT,
            CheckReason.OPERATION,
        )
    ]
    await elapse(0.1)
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(4, step=0.05)
    await asyncio.gather(*checks)
    assert server.data.connection_type == "remote"
    assert [each.reason for each in server.data.changes] == ["first", "failover"]
