"""The diagnosis that a user asks for, and the sensors that show the last one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from typing import Any
from unittest.mock import patch

from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.auth.models import Group, User
from homeassistant.auth.permissions.system_policies import READ_ONLY_POLICY
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    MockConfigEntry,
    MockUser,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.diagnosis import Diagnostician
from simulator import Account, DnsMode, ServerProfile, Simulator

from .acting import acted, call
from .conftest import Attic, Elapse, InjectedError, leaks, state
from .page import Page
from .witness import TYPE

PROBLEM = "sensor.attic_problem"
REMOTE_ACCESS = "sensor.attic_remote_access"
EXPIRES = "sensor.attic_certificate_expires"

LIMIT = 5.0
"""Seconds within which there is an answer, whatever hangs."""
UNREACHABLE = {"mappingState": "failed", "mappingError": "unreachable"}
WHERE = "/pms/:/ip"
"""plex.tv's path that says from where it sees us."""


async def diagnose(hass: HomeAssistant, elapse: Elapse, **data: Any) -> Any:
    """Return the answers of the action within its time."""
    answer = await acted(elapse, call(hass, "diagnose", **data), seconds=LIMIT)
    return answer["servers"]


async def test_a_healthy_server(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """Nothing is wrong, nothing is to be done, and every address was tried."""
    await elapse(20, step=1)

    (found,) = await diagnose(hass, elapse)

    assert (found["name"], found["problem"], found["severity"]) == (
        "Attic",
        "none",
        "ok",
    )
    assert found["connection_type"] == "local"
    assert found["facts"] == []
    assert found["next_step"] is None
    assert found["what"]
    assert found["effect"]
    tried = {each["url"] for each in found["addresses"]}
    listeners = (attic.lan, attic.bridge, attic.public, attic.relay)
    assert {attic.server.row(each).uri for each in listeners} <= tried


async def test_a_closed_port(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """The server's word is asked for anew and counts at once; the sensor waits."""
    await elapse(20, step=1)
    attic.server.profile.myplex = dict(UNREACHABLE)

    (found,) = await diagnose(hass, elapse)

    assert (found["problem"], found["severity"]) == ("port_unreachable", "warning")
    (fact,) = found["facts"]
    assert (fact["key"], fact["address"], fact["value"]) == (
        "mapping_error",
        None,
        "unreachable",
    )
    assert "unreachable" in fact["text"]
    for key in ("what", "effect", "next_step"):
        assert found[key]
        assert "problem_" not in found[key]
    assert "problem: port_unreachable (warning)" in found["text"]
    assert "remote access: failed unreachable" in found["text"]
    assert state(hass, PROBLEM) == "none"
    await elapse(900, step=10)
    assert state(hass, PROBLEM) == "port_unreachable"


async def test_a_server_that_is_starting(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A user who asks is told so at once; the sensor waits."""
    await elapse(20, step=1)
    for listener in attic.server.listeners:
        listener.inject("starting")

    (found,) = await diagnose(hass, elapse)

    assert (found["problem"], found["severity"]) == ("starting", "error")
    assert [each["key"] for each in found["facts"]] == ["says_starting"]
    assert found["what"].startswith("The server is starting.")
    assert not server.data.usable
    assert state(hass, PROBLEM) == "none"


type Silence = Callable[[Simulator, Attic, str], None]


def _plex_tv(sim: Simulator, _: Attic, fault: str) -> None:
    sim.plex_tv.inject(fault)
    for listener in sim.plex_tv.listeners.values():
        listener.cut_connections()


def _names(sim: Simulator, _: Attic, __: str) -> None:
    sim.network.set_plex_direct(DnsMode.SILENT)


def _server(_: Simulator, attic: Attic, fault: str) -> None:
    for listener in attic.server.listeners:
        listener.inject(fault)
        listener.vanish() if fault == "silent" else listener.cut_connections()


def _everything(sim: Simulator, attic: Attic, fault: str) -> None:
    for each in (_plex_tv, _names, _server):
        each(sim, attic, fault)


@pytest.mark.parametrize("fault", ["silent", "mute"])
@pytest.mark.parametrize("silence", [_plex_tv, _names, _server, _everything])
async def test_whatever_hangs(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    silence: Silence,
    fault: str,
) -> None:
    """There is an answer within five seconds, from what is known until then."""
    await elapse(20, step=1)
    silence(sim, attic, fault)
    await diagnose(hass, elapse)
    # By then the loss of the connection is certain.
    await elapse(60, step=1)

    (found,) = await diagnose(hass, elapse)

    expected = {
        _plex_tv: "plex_tv_down",
        _names: "none",
        _server: "not_known",
        _everything: "plex_tv_down",
    }
    assert found["problem"] == expected[silence]


async def test_plex_tv_is_silent_for_all_servers(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Of several servers all are told of it, though plex.tv is asked only once."""
    for number in range(4):
        shed = await sim.add_server(
            f"Shed {number}",
            owner=alice,
            profile=ServerProfile(public_address=sim.plex_tv.home_public_address),
        )
        shed.add_address(f"192.168.40.{20 + number}")
        shed.add_address("203.0.113.40", 31240 + number, kind="remote")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(20, step=1)
    sim.record.clear()
    _plex_tv(sim, attic, "mute")

    found = await diagnose(hass, elapse)

    assert [each["problem"] for each in found] == ["plex_tv_down"] * 5
    assert len([each for each in sim.record.requests if each.path == WHERE]) <= 1
    sim.plex_tv.heal()
    await elapse(120, step=1)
    assert {each["problem"] for each in await diagnose(hass, elapse)} == {"none"}


async def test_plex_tv_answers_again(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """That it was silent when a user asked is not kept, as no later answer ends it."""
    await elapse(20, step=1)
    _plex_tv(sim, attic, "silent")
    (found,) = await diagnose(hass, elapse)
    assert found["problem"] == "plex_tv_down"
    sim.plex_tv.heal()

    await elapse(1200, step=10)

    assert state(hass, PROBLEM) == "none"


async def test_questions_to_plex_tv(
    hass: HomeAssistant,
    sim: Simulator,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """However often a user asks, plex.tv is asked three times in three minutes."""
    for _ in range(20):
        await diagnose(hass, elapse)
        await elapse(5)
    moments = [each.at for each in sim.record.find(path=WHERE)]

    assert len(moments) >= 3
    for first in moments:
        assert sum(first <= each < first + 60 for each in moments) <= 3
    assert all(each.tokens == () for each in sim.record.find(path=WHERE))


@pytest.fixture
def reader(hass: HomeAssistant) -> MockUser:
    """Return a user who sees all entities and controls none."""
    group = Group(name="reader", id=GROUP_ID_READ_ONLY, policy=READ_ONLY_POLICY)
    return MockUser(name="reader", groups=[group]).add_to_hass(hass)


async def _asked_by(hass: HomeAssistant, elapse: Elapse, user: User) -> Any:
    asking = hass.services.async_call(
        DOMAIN,
        "diagnose",
        {},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id),
    )
    return await acted(elapse, asking, seconds=LIMIT)


async def test_permission(
    hass: HomeAssistant,
    sim: Simulator,
    server: ServerCoordinator,
    reader: MockUser,
    elapse: Elapse,
) -> None:
    """It needs control of *Test connections*; a refusal sends nothing."""
    await elapse(20, step=1)
    sent = len(sim.record.requests)
    with pytest.raises(Unauthorized):
        await _asked_by(hass, elapse, reader)
    assert len(sim.record.requests) == sent

    reader.mock_policy(
        {"entities": {"entity_ids": {"button.attic_test_connections": True}}}
    )

    assert (await _asked_by(hass, elapse, reader))["servers"]


@pytest.mark.provokes("Unauthorized (unauthorized)")
async def test_command_of_a_reader(
    hass: HomeAssistant,
    sim: Simulator,
    server: ServerCoordinator,
    reader: MockUser,
    ref: dict[str, str],
    hass_ws_client: WebSocketGenerator,
    elapse: Elapse,
) -> None:
    """The page's command needs the same permission."""
    await elapse(20, step=1)
    refresh = await hass.auth.async_create_refresh_token(reader, CLIENT_ID)
    token = hass.auth.async_create_access_token(refresh)
    page = await Page.open(hass_ws_client, hass, token)
    sent = len(sim.record.requests)

    answer = await acted(elapse, page.ask("diagnose", **ref), seconds=LIMIT)

    assert answer["error"]["code"] == "unauthorized"
    assert len(sim.record.requests) == sent
    await page.close()


async def test_command(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """The page gets the verdict, how we know, and the text."""
    await elapse(20, step=1)
    attic.server.profile.myplex = dict(UNREACHABLE)

    answer = await acted(elapse, page.ask("diagnose", **ref), seconds=LIMIT)

    assert answer["success"]
    text = answer["result"].pop("text")
    assert answer["result"] == {
        "problem": "port_unreachable",
        "severity": "warning",
        "facts": [{"key": "mapping_error", "address": None, "value": "unreachable"}],
    }
    assert "evidence: mapping_error (unreachable)" in text


async def test_command_for_an_unknown_server(
    server: ServerCoordinator, page: Page, ref: dict[str, str], elapse: Elapse
) -> None:
    """An unknown server is an error, and nothing is asked."""
    answer = await page.ask("diagnose", **ref | {"server_id": "0" * 40})
    assert not answer["success"]


async def test_text_for_a_forum(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """It holds no token, no name and no address, whatever the evidence is."""
    attic.server.add_address(
        "203.0.113.77", 443, kind="remote", host="plex.alice.example", fault="not_plex"
    )
    attic.server.profile.myplex = {"publicAddress": "203.0.113.99", "publicPort": 1234}
    attic.server.profile.preferences = {
        "customConnections": "https://plex.alice.example"
    }
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(30, step=1)

    (found,) = await diagnose(hass, elapse)
    text = found["text"]

    assert found["problem"] != "none"
    assert leaks(sim, text) == []
    for secret in (
        "Attic",
        "alice",
        "plex.direct",
        attic.id,
        attic.server.certificate_hash,
        "203.0.113.",
        "203-0-113",
        "198.51.100.",
        "192.168.",
        "172.19.",
    ):
        assert secret not in text
    assert "- remote https custom name: " in text
    assert "- local https IPv4 private on our network: ok" in text
    for line in text.splitlines():
        for word in line.replace(",", " ").split():
            assert not _is_address(word.strip(":()"))


def _is_address(word: str) -> bool:
    try:
        IPv4Address(word)
    except ValueError:
        return False
    return True


async def test_sensors(
    hass: HomeAssistant,
    attic: Attic,
    all_enabled: None,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Remote access in one word, as the server sees it; unknown before it was asked."""
    assert state(hass, PROBLEM) == "none"
    assert state(hass, REMOTE_ACCESS) == "unknown"
    await elapse(20, step=1)
    assert state(hass, REMOTE_ACCESS) == "working"
    profile = attic.server.profile
    for myplex, word in (
        (UNREACHABLE, "failing"),
        ({"mappingState": "waiting"}, "waiting"),
        ({"mappingState": "unknown"}, "unknown"),
        (UNREACHABLE, "failing"),
    ):
        profile.myplex = dict(myplex)
        await attic.server.notify("reachability", {"reachability": False})
        await elapse(5)
        assert state(hass, REMOTE_ACCESS) == word
    profile.preferences = {"PublishServerOnPlexOnlineKey": False}
    await attic.server.notify("preference", {"id": "PublishServerOnPlexOnlineKey"})
    await elapse(5)
    assert state(hass, REMOTE_ACCESS) == "off"
    assert state(hass, PROBLEM) == "none"


@pytest.mark.parametrize(
    ("days", "problem"), [(30, "none"), (9, "certificate_expiring")]
)
async def test_end_of_the_certificate(
    hass: HomeAssistant,
    attic: Attic,
    all_enabled: None,
    entry: MockConfigEntry,
    elapse: Elapse,
    days: int,
    problem: str,
) -> None:
    """The certificate of the connection in use; fewer than 14 days are a problem."""
    until = datetime.now(UTC).date() + timedelta(days=days)
    attic.lan.certificate_until = until
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)

    shown = datetime.fromisoformat(state(hass, EXPIRES)).date()
    assert shown in (until, until + timedelta(days=1))
    assert state(hass, PROBLEM) == problem
    attic.lan.crash()
    await elapse(30, step=1)
    assert datetime.fromisoformat(state(hass, EXPIRES)).date() > until
    assert state(hass, PROBLEM) == "none"


APPS = {
    "abc_plex": {
        "name": "Plex of alice",
        "ip_address": "172.30.33.1",
        "host_network": False,
    },
    "core_ssh": {"name": "Terminal", "ip_address": None, "host_network": False},
    "core_host": {"name": "Host", "ip_address": "172.30.32.1", "host_network": True},
    "gone": None,
}


async def test_app_of_home_assistant(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A server that is an app here is named by the Supervisor's list, not in public."""
    box = await sim.add_server(
        "Box",
        owner=alice,
        profile=ServerProfile(public_address=sim.plex_tv.home_public_address),
    )
    box.add_address("172.30.33.1")
    hass.config.components.add("hassio")
    with patch("homeassistant.components.hassio.get_addons_info", return_value=APPS):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(20, step=1)
        (found,) = await diagnose(hass, elapse)
        apps = entry.runtime_data.surroundings.apps
        await hass.config_entries.async_unload(entry.entry_id)

    assert [(each.name, each.address) for each in apps] == [
        ("Plex of alice", "172.30.33.1")
    ]
    assert found["connection_type"] == "local"
    assert found["problem"] == "container_address"
    (fact,) = found["facts"]
    assert (fact["key"], fact["address"], fact["value"]) == (
        "address_of_app",
        "172.30.33.1",
        "Plex of alice",
    )
    assert "Plex of alice" in fact["text"]
    assert "evidence: address_of_app\n" in found["text"]
    assert "alice" not in found["text"]


async def test_supervisor_that_is_not_ready(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """Without its list there are no apps; that is no fault."""
    hass.config.components.add("hassio")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(30, step=1)
    assert entry.runtime_data.surroundings.apps == ()
    assert state(hass, PROBLEM) == "none"
    await hass.config_entries.async_unload(entry.entry_id)


async def test_error_of_a_rule(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """An exception in the diagnosis is logged; connection and set-up go on."""

    def fail(*_: Any) -> None:
        injected.append(InjectedError("a rule"))
        raise injected[-1]

    with patch.object(Diagnostician, "observe", fail):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(3)

    assert state(hass, TYPE) == "local"
    assert injected


async def test_report_after_the_end(
    hass: HomeAssistant, attic: Attic, server: ServerCoordinator, elapse: Elapse
) -> None:
    """A stopped diagnosis starts no timer, whatever still arrives."""
    await elapse(20, step=1)
    attic.server.profile.myplex = dict(UNREACHABLE)
    await diagnose(hass, elapse)
    assert server.diagnosis.is_waiting

    server.diagnosis.async_stop()
    server.async_surroundings_changed()

    assert not server.diagnosis.is_waiting


async def test_a_refused_token_is_tested_once(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A server that refuses access gets one request for that, besides its own two."""
    await elapse(20, step=1)
    attic.server.inject("unauthorized", except_paths=["/identity"])
    attic.server.cut_connections()
    await elapse(60, step=1)
    sim.record.clear()

    (found,) = await diagnose(hass, elapse)

    assert found["problem"] == "access_refused"
    assert sim.record.count(path="/", server="Attic") == 1
