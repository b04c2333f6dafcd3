"""Servers that move or change their certificate, and impostors."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.errors import ServerOfflineError
from custom_components.plex_connection.push import PushState
from simulator import Simulator

from .conftest import Attic, Elapse, state
from .witness import (
    ADDRESS,
    CRASH_NOTICED,
    FAILED_OVER_FAST,
    FINE,
    TYPE,
    VANISHED_SHOWN,
    VANISHING_NOTICED,
    Witness,
    assert_no_token_astray,
    fate_of,
    under_way,
)

pytestmark = pytest.mark.usefixtures("all_enabled")


LAN = "192.168.40.12:32400"
ELSEWHERE = "192.168.40.55"
MOVED = f"{ELSEWHERE}:32400"
PUBLIC = "203.0.113.40:31234"
RESOURCES = "/api/v2/resources"


@pytest.fixture
async def seen(
    hass: HomeAssistant, sim: Simulator, server: ServerCoordinator, elapse: Elapse
) -> Witness:
    """Return a witness a minute after the start, when plex.tv may be asked again."""
    await elapse(65, step=5)
    assert state(hass, TYPE) == "local"
    return Witness(hass, sim)


async def test_certificate_has_another_hash(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """A new hash changes every name: plex.tv knows them, and no operation is lost."""
    attic.server.rotate_certificate()
    attic.server.cut_connections()
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(3, step=FINE)
    assert seen.detected < CRASH_NOTICED
    assert fate_of(read) is None
    assert state(hass, ADDRESS) == LAN
    assert server.push.state is PushState.OPEN
    await elapse(60, step=3)
    assert seen.changes == [("local", "local", "failover")]
    assert seen.types == []
    assert seen.moved == [(LAN, LAN)]
    assert seen.paths("plex.tv") == [RESOURCES]
    assert len(seen.requests("Attic")) <= 6
    assert_no_token_astray(sim)


async def test_plex_tv_learns_of_the_hash_a_minute_later(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
) -> None:
    """Offline until plex.tv publishes the hash, as nothing else proves its identity."""
    attic.server.rotate_certificate(publish=False)
    attic.server.cut_connections()
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(3, step=FINE)
    assert fate_of(read) is ServerOfflineError
    await elapse(57, step=2)
    attic.server.publish()
    await elapse(10, step=0.5)
    assert state(hass, ADDRESS) == LAN
    assert server.push.state is PushState.OPEN
    assert seen.changes == [
        ("local", "offline", "lost"),
        ("offline", "local", "recovered"),
    ]
    assert seen.types == ["offline", "local"]
    assert seen.paths("plex.tv") == [RESOURCES] * 2
    assert len(seen.requests("Attic")) <= 6
    assert_no_token_astray(sim)


@pytest.mark.parametrize("knows", ["plex.tv", "the LAN"])
async def test_moves_and_can_be_reached_from_outside(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    knows: str,
) -> None:
    """Remote takes over immediately.

    The new LAN address follows when upgrades are allowed.
    """
    if knows == "plex.tv":
        attic.server.gdm = False
    else:
        sim.plex_tv.inject("refuse")
    attic.server.move(attic.lan, ELSEWHERE, publish=knows == "plex.tv")
    await elapse(13, step=0.05)
    assert seen.detected < VANISHING_NOTICED
    assert seen.settled < VANISHED_SHOWN["local"]
    assert seen.changes[:1] == [("local", "remote", "failover")]
    await elapse(122, step=2.5)
    assert state(hass, ADDRESS) == MOVED
    assert seen.changes == [
        ("local", "remote", "failover"),
        ("remote", "local", "upgrade"),
    ]
    assert seen.types == ["remote", "local"]
    assert server.push.state is PushState.OPEN
    assert len(seen.requests("Attic")) <= 12
    assert len(seen.requests("plex.tv")) <= 2
    assert_no_token_astray(sim)


@pytest.mark.parametrize("knows", ["plex.tv", "the LAN"])
async def test_moves_and_is_lan_only(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    knows: str,
) -> None:
    """The new address is found during the fail-over: the server is never offline."""
    if knows == "plex.tv":
        attic.server.gdm = False
    else:
        sim.plex_tv.inject("refuse")
    attic.public.crash()
    attic.relay.crash()
    attic.server.move(attic.lan, ELSEWHERE, publish=knows == "plex.tv")
    await elapse(10, step=0.05)
    await elapse(5, step=0.25)
    assert seen.detected < VANISHING_NOTICED
    assert state(hass, ADDRESS) == MOVED
    assert server.push.state is PushState.OPEN
    assert seen.changes == [("local", "local", "failover")]
    assert seen.types == []
    assert seen.moved == [(LAN, MOVED)]
    assert len(seen.requests("Attic")) <= 6
    assert len(seen.requests("plex.tv")) <= 2
    assert_no_token_astray(sim)


@pytest.mark.parametrize("address", [ELSEWHERE, "192.168.40.12"])
@pytest.mark.parametrize("is_liar", [True, False])
async def test_impostor_on_the_lan(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    seen: Witness,
    elapse: Elapse,
    address: str,
    *,
    is_liar: bool,
) -> None:
    """An impostor on the LAN gets nothing, even at the server's old address.

    It announces either the host name from our server's certificate or its own host
    name, but it doesn't have our server's certificate.
    """
    sim.plex_tv.inject("refuse")
    attic.lan.crash()
    if address == attic.lan.address:
        attic.server.move(attic.lan, "192.168.40.99", publish=False)
    impostor = await sim.add_gdm_impostor(
        address,
        machine_identifier=attic.id,
        host=f"{attic.server.certificate_hash}.plex.direct" if is_liar else None,
    )
    read = under_way(server.backend.get_json("/library/sections"))
    await elapse(1, step=FINE)
    await elapse(15, step=1)
    assert seen.detected < CRASH_NOTICED
    assert seen.failed_over < FAILED_OVER_FAST
    assert fate_of(read) is None
    assert state(hass, ADDRESS) == PUBLIC
    attic.public.crash()
    attic.relay.crash()
    await elapse(30, step=1)
    assert state(hass, TYPE) == "offline"
    assert seen.changes == [
        ("local", "remote", "failover"),
        ("remote", "offline", "lost"),
    ]
    assert sim.record.tokens_to(impostor.name) == frozenset()
    assert_no_token_astray(sim)
