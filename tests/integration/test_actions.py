"""Actions: their targets, their responses and every error."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
import voluptuous as vol

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import server_detail
from simulator import Simulator

from .acting import acted, call, press
from .conftest import Attic, Elapse, SetUp, state
from .witness import Witness

TARGETED = ("rediscover", "test_connections", "get_connection", "forget")


@pytest.fixture
def stranger(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of another integration."""
    entry = MockConfigEntry(domain="elsewhere", title="Elsewhere")
    entry.add_to_hass(hass)
    return entry


def device_id(hass: HomeAssistant, entry: MockConfigEntry, identifier: str) -> str:
    """Return the id of one of our devices."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, identifier), entry.entry_id
    )
    assert device is not None
    return device.id


@pytest.mark.parametrize("action", TARGETED)
async def test_wrong_target(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    stranger: MockConfigEntry,
    set_up: SetUp,
    action: str,
) -> None:
    """Each wrong target has its own error."""
    await set_up()
    devices = dr.async_get(hass)
    lamp = devices.async_get_or_create(
        config_entry_id=stranger.entry_id, identifiers={("elsewhere", "lamp")}
    )
    server = device_id(hass, entry, attic.id)
    account = device_id(hass, entry, str(entry.unique_id))
    assert await hass.config_entries.async_unload(entry.entry_id)
    for target, error in (
        ({"device_id": "nobody"}, "service_device_not_found"),
        ({"device_id": lamp.id}, "service_device_wrong_domain"),
        ({"device_id": server}, "service_config_entry_not_loaded"),
        ({"config_entry_id": "nobody"}, "service_config_entry_not_found"),
        (
            {"config_entry_id": stranger.entry_id},
            "service_config_entry_wrong_domain",
        ),
        ({"config_entry_id": entry.entry_id}, "service_config_entry_not_loaded"),
        ({"device_id": account}, "service_config_entry_not_loaded"),
        ({}, "forget_what" if action == "forget" else "no_account"),
    ):
        with pytest.raises(ServiceValidationError) as caught:
            await call(hass, action, **target)
        assert caught.value.translation_key == error, target


@pytest.mark.parametrize("action", TARGETED)
async def test_malformed_input(
    hass: HomeAssistant, attic: Attic, set_up: SetUp, action: str
) -> None:
    """Actions reject unknown and malformed fields."""
    await set_up()
    for data in ({"server": "Attic"}, {"device_id": [["a"]]}):
        with pytest.raises(vol.Invalid):
            await call(hass, action, **data)


async def test_rediscover_one_account(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """`rediscover` takes the account, its device, or a device of one of its servers."""
    await set_up()
    for target in (
        {"config_entry_id": entry.entry_id},
        {"device_id": device_id(hass, entry, str(entry.unique_id))},
        {"device_id": device_id(hass, entry, attic.id)},
    ):
        asked = sim.record.count(path="/api/v2/resources")
        answer = await call(hass, "rediscover", **target)
        assert sim.record.count(path="/api/v2/resources") == asked + 1
        (account,) = answer["accounts"]
        assert account.pop("discovered_at").startswith("20")
        assert account == {
            "config_entry_id": entry.entry_id,
            "servers_found": 1,
            "rate_limited": False,
            "next_allowed": None,
        }


@pytest.mark.parametrize("action", ["test_connections", "get_connection", "forget"])
async def test_account_selects_all_its_servers(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    action: str,
) -> None:
    """The account's device or entry selects all servers; a server's device only it."""
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    await acted(elapse, server.account.async_rediscover())
    account = {"device_id": device_id(hass, entry, str(entry.unique_id))}
    for target in (account, {"config_entry_id": entry.entry_id}):
        answer = await acted(elapse, call(hass, action, **target), seconds=20)
        assert [each["name"] for each in answer["servers"]] == ["Attic", "Cabin"]
    one = {"device_id": device_id(hass, entry, cabin.machine_identifier)}
    answer = await acted(elapse, call(hass, action, **one), seconds=20)
    assert [each["name"] for each in answer["servers"]] == ["Cabin"]


async def test_forget(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """`forget` clears history and counts; the connection stays up throughout."""
    await acted(elapse, server.async_test_connections())
    assert any(each.failure_count for each in server.data.candidates)
    assert server.measured.days
    sent = server.measured.requests_today
    assert sent > 3
    seen = Witness(hass, sim)
    sim.record.clear()
    answer = await acted(
        elapse, call(hass, "forget", device_id=device_id(hass, entry, attic.id))
    )
    (told,) = answer["servers"]
    assert (told["name"], told["connection_type"]) == ("Attic", "local")
    assert told["last_days"]["days"] == 1
    assert seen.types == []
    assert seen.changes == []
    assert state(hass, "sensor.attic_connection_type") == "local"
    asked = [
        sim.record.count(path="/identity", listener=each.place)
        for each in (attic.lan, attic.public, attic.relay)
    ]
    assert asked == [2, 1, 1], "the active one is also measured"
    rows = {row.candidate.url: row for row in server.data.candidates}
    assert all(row.last_attempt for row in rows.values()), "each was tested again"
    assert told["standby_url"] == attic.server.row(attic.public).uri
    assert server.metrics.snapshot().requests_today < sent
    known = entry.runtime_data.content().of(attic.id)
    assert known.announcements == ()
    assert {each.url for each in known.history} <= {
        each.candidate.url for each in server.data.candidates
    }


@pytest.mark.usefixtures("all_enabled")
async def test_forget_by_button(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The button does the same for one server."""
    await acted(elapse, server.async_test_connections())
    before = server.measured.requests_today
    await acted(elapse, press(hass, "button.attic_forget_history"))
    assert server.measured.requests_today < before
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_rediscover_by_account_button(
    hass: HomeAssistant, sim: Simulator, attic: Attic, set_up: SetUp
) -> None:
    """The button asks once, is refused if pressed too soon, and fails with plex.tv."""
    await set_up()
    await press(hass, "button.alice_rediscover_servers")
    assert sim.record.count(path="/api/v2/resources") == 2
    sim.plex_tv.inject("server_error")
    with pytest.raises(HomeAssistantError) as caught:
        await press(hass, "button.alice_rediscover_servers")
    assert caught.value.translation_key == "discovery_failed"
    sim.plex_tv.heal()
    await press(hass, "button.alice_rediscover_servers")
    with pytest.raises(ServiceValidationError) as refused:
        await press(hass, "button.alice_rediscover_servers")
    assert refused.value.translation_key == "rate_limited"
    assert refused.value.translation_placeholders is not None
    assert refused.value.translation_placeholders["next_allowed"]


async def reload(hass: HomeAssistant, **more: Any) -> None:
    """Call `reload` as the quick search does."""
    await hass.services.async_call(DOMAIN, "reload", {}, blocking=True, **more)


async def test_reload(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """`reload` asks plex.tv and tests every address, but does not reload the entry."""
    runtime = entry.runtime_data
    sim.record.clear()
    await acted(elapse, reload(hass))
    assert sim.record.count(path="/api/v2/resources") == 1
    asked = {each.origin.listener for each in sim.record.requests}
    assert asked >= {attic.lan.place, attic.public.place, attic.relay.place}
    assert entry.runtime_data is runtime
    assert entry.state is ConfigEntryState.LOADED


async def test_reload_too_often(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Frequent reloads raise no error: they test connections but skip plex.tv."""
    for _ in range(5):
        await acted(elapse, reload(hass))
    assert sim.record.count(path="/api/v2/resources") == 4
    sim.record.clear()
    await acted(elapse, reload(hass))
    assert sim.record.count(path="/api/v2/resources") == 0
    assert sim.record.count(path="/identity", server="Attic")


async def test_reload_while_plex_tv_is_down(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """`reload` raises, but only after testing all known addresses."""
    sim.plex_tv.inject("server_error")
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    sim.record.clear()
    with pytest.raises(HomeAssistantError) as caught:
        await acted(elapse, reload(hass), seconds=8)
    assert caught.value.translation_key == "discovery_failed"
    assert not isinstance(caught.value, ServiceValidationError)
    asked = {each.origin.listener for each in sim.record.requests}
    assert asked >= {attic.public.place, attic.relay.place}
    assert state(hass, "sensor.attic_connection_type") == "remote"


async def test_reload_without_an_account(hass: HomeAssistant) -> None:
    """`reload` does nothing: Home Assistant calls it for all integrations."""
    assert await async_setup_component(hass, DOMAIN, {})
    await reload(hass)


async def test_reload_is_for_administrators(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    hass_admin_user: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    """`reload` refuses other users, and sends nothing."""
    sim.record.clear()
    with pytest.raises(Unauthorized):
        await reload(hass, context=Context(user_id=hass_read_only_user.id))
    assert sim.record.requests == []
    await acted(elapse, reload(hass, context=Context(user_id=hass_admin_user.id)))
    assert sim.record.requests


async def test_test_connections_answers(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """`test_connections` returns each address's outcome, with figures if it has any."""
    attic.public.inject("refuse")
    attic.public.cut_connections()
    target = {"device_id": device_id(hass, entry, attic.id)}
    answer = await acted(elapse, call(hass, "test_connections", **target), seconds=8)
    (told,) = answer["servers"]
    by_kind = {
        (each["connection_type"], each["outcome"]): each for each in told["candidates"]
    }
    assert set(by_kind) == {
        ("local", "ok"),
        ("local", "timeout"),
        ("remote", "refused"),
        ("relay", "ok"),
    }
    for (_, outcome), each in by_kind.items():
        assert each.keys() == {
            "url",
            "connection_type",
            "usable",
            "outcome",
            "detail",
            "connect_ms",
            "tls_ms",
            "latency_ms",
            "warm",
            "breaker",
            "failure_count",
        }
        assert (each["latency_ms"] is not None) is (outcome == "ok")
        assert (each["failure_count"] > 0) is (outcome != "ok")


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (
            "constraints_not_critical",
            "Basic Constraints of CA cert not marked critical",
        ),
        ("no_key_usage", "CA cert does not include key usage extension"),
        ("no_authority_key", "Missing Authority Key Identifier"),
    ],
)
async def test_certificate_of_a_private_authority(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    fault: str,
    detail: str,
) -> None:
    """A trusted authority that violates RFC 5280: the detail names the violation."""
    listener = attic.server.add_address(
        "203.0.113.41", 443, kind="remote", host="plex.example.net"
    )
    listener.inject(fault)
    await acted(elapse, call(hass, "rediscover"), seconds=3)
    answer = await acted(elapse, call(hass, "test_connections"), seconds=8)
    (told,) = answer["servers"]
    (row,) = (
        each
        for each in told["candidates"]
        if each["url"] == "https://plex.example.net:443"
    )
    assert (row["outcome"], row["detail"]) == ("tls_untrusted", detail)
    others = [each for each in told["candidates"] if each is not row]
    assert {each["detail"] for each in others} == {None}
    shown = server_detail(hass, server)["candidates"]
    assert detail in {each["last_attempt"]["detail"] for each in shown}


async def test_get_connection_of_an_offline_server(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """`get_connection` still answers: offline, no url, and the last change."""
    attic.server.crash()
    await elapse(10)
    (told,) = (await call(hass, "get_connection"))["servers"]
    assert told["connection_type"] == "offline"
    assert told["url"] is None
    assert told["latency_ms"] is None
    assert told["last_change"]["from"] == "local"
    assert told["last_change"]["to"] == "offline"
    assert told["last_change"]["reason"] == "lost"
    assert told["last_days"]["changes"] == 1
