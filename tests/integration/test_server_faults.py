"""Faults of the server itself, over working connections: none causes a fail-over."""

from collections.abc import Callable

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import CONF_SERVER_TOKENS
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.errors import (
    NotAuthorizedError,
    ServerStartingError,
)
from custom_components.plex_connection.push import PushState
from simulator import Account, Simulator

from .conftest import Attic, Elapse, state
from .witness import ADDRESS, TYPE, Witness, assert_no_token_astray, fate_of, under_way

pytestmark = pytest.mark.usefixtures("all_enabled")


LAN = "192.168.40.12:32400"

USER = "/api/v2/user"
RESOURCES = "/api/v2/resources"


@pytest.fixture
async def seen(
    hass: HomeAssistant, sim: Simulator, server: ServerCoordinator, elapse: Elapse
) -> Witness:
    """Return a witness a minute after the start, when all has settled."""
    await elapse(65, step=5)
    return Witness(hass, sim)


def assert_nothing_changed(hass: HomeAssistant, seen: Witness) -> None:
    """Assert that the connection has not changed at any time."""
    assert seen.changes == []
    assert seen.types == []
    assert state(hass, TYPE) == "local"
    assert state(hass, ADDRESS) == LAN


@pytest.mark.parametrize("is_restart", [True, False])
async def test_starting_for_a_minute(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    *,
    is_restart: bool,
) -> None:
    """It is checked every ten seconds, shown as starting, and not left."""
    attic.server.inject("starting", lasts=60)
    if is_restart:
        attic.server.cut_connections()
    await elapse(0.5, step=0.05)
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(29.5, step=1)
    assert fate_of(read) is ServerStartingError
    shown = [server.data.starting]
    await elapse(42, step=1)
    shown.append(server.data.starting)
    assert shown == [True, False], "an open channel does not notice, an operation does"
    assert_nothing_changed(hass, seen)
    # Six checks, two more requests of the first, five attempts of the push channel, and
    # perhaps the standby.
    assert len(seen.requests("Attic")) <= 16
    assert seen.requests("plex.tv") == []

    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(60, step=3)
    assert fate_of(read) is None
    assert server.push.state is PushState.OPEN
    assert_nothing_changed(hass, seen)
    assert_no_token_astray(sim)


async def test_good_token_is_refused(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """plex.tv confirms the token once, so the user is not asked to sign in."""
    attic.server.inject("unauthorized", token_of="server:Attic:alice")
    attic.server.cut_connections()
    reads = [under_way(server.backend.get_json("/library/sections")) for _ in range(3)]
    await elapse(60, step=1)
    assert {fate_of(each) for each in reads} == {NotAuthorizedError}
    assert_nothing_changed(hass, seen)
    assert seen.paths("plex.tv") == [USER, RESOURCES]
    assert len(seen.requests("Attic")) <= 12
    assert not hass.config_entries.flow.async_progress()

    attic.server.heal()
    await elapse(120, step=3)
    assert server.push.state is PushState.OPEN
    assert_nothing_changed(hass, seen)
    assert_no_token_astray(sim)


async def test_token_was_replaced(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """plex.tv has the new token; the next operation uses it, within a second."""
    new = attic.server.rotate_token(alice)
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(1, step=0.05)
    assert fate_of(read) is NotAuthorizedError
    assert seen.paths("plex.tv") == [USER, RESOURCES]
    assert entry.data[CONF_SERVER_TOKENS] == {attic.id: new}
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(1, step=0.05)
    assert fate_of(read) is None
    assert_nothing_changed(hass, seen)
    assert not hass.config_entries.flow.async_progress()
    assert_no_token_astray(sim)


def operation_fails(attic: Attic) -> None:
    """Keep connections open: only the operation finds out."""


def channel_fails(attic: Attic) -> None:
    """Cut open connections: the push channel finds out as well."""
    attic.server.cut_connections()


@pytest.mark.parametrize("found_out", [operation_fails, channel_fails])
async def test_token_was_revoked(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    found_out: Callable[[Attic], None],
) -> None:
    """One request to plex.tv, one request to sign in; the connection stays."""
    sim.plex_tv.revoke(alice, servers=True)
    found_out(attic)
    reads = [under_way(server.backend.get_json("/library/sections")) for _ in range(3)]
    await elapse(1, step=0.05)
    assert {fate_of(each) for each in reads} == {NotAuthorizedError}
    await elapse(60, step=2)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert seen.paths("plex.tv") == [USER]
    assert len(seen.requests("Attic")) <= 12
    assert_nothing_changed(hass, seen)
    assert_no_token_astray(sim)
