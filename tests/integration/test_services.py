"""Actions and buttons: their responses and errors."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from simulator import Account, Simulator

from .conftest import Attic, Elapse, SetUp, Until, state


async def call(hass: HomeAssistant, action: str, **data: Any) -> Any:
    """Call an action and return its response."""
    return await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )


@pytest.fixture
def device_id(hass: HomeAssistant, attic: Attic, entry: MockConfigEntry) -> Any:
    """Return a function that looks up the device of the server at home."""
    return lambda: dr.async_get_device_id_by_identifier(
        hass, (DOMAIN, attic.id), config_entry_id=entry.entry_id
    )


async def test_actions_are_there_without_an_account(hass: HomeAssistant) -> None:
    """An automation that names them is valid before the account is loaded."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        "diagnose",
        "forget",
        "get_connection",
        "query",
        "rediscover",
        "reload",
        "test_connections",
    }
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "get_connection")
    assert caught.value.translation_key == "no_account"


async def test_get_connection(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    device_id: Any,
) -> None:
    """It answers from what is known and sends no request."""
    await set_up()
    asked = len(sim.record.requests)
    answer = await call(hass, "get_connection", device_id=device_id())
    assert len(sim.record.requests) == asked
    (server,) = answer["servers"]
    assert server.pop("latency_ms") >= 0
    assert server.pop("last_test") < server.pop("next_check")
    assert server == {
        "device_id": device_id(),
        "name": "Attic",
        "listed": True,
        "unlisted_since": None,
        "connection_type": "local",
        "usable": True,
        "suspected": False,
        "url": attic.server.row(attic.lan).uri,
        "standby_url": server["standby_url"],
        "pinned_url": None,
        "failure_count": 0,
        "last_change": server["last_change"],
        "success_rate": 100.0,
        "relay_minutes_today": 0.0,
        "last_days": {
            "days": 1,
            "changes": 0,
            "failovers": 0,
            "time_share": {"local": 100.0, "remote": 0.0, "relay": 0.0, "offline": 0.0},
        },
    }
    assert server["last_change"]["reason"] == "first"
    assert await call(hass, "get_connection", config_entry_id=entry.entry_id)
    assert await call(hass, "get_connection") == await call(
        hass, "get_connection", config_entry_id=entry.entry_id
    )


async def test_test_connections(
    hass: HomeAssistant,
    attic: Attic,
    set_up: SetUp,
    device_id: Any,
) -> None:
    """Every candidate is tested, and its outcome reported."""
    attic.public.inject("expired_certificate")
    attic.bridge.heal()
    attic.bridge.inject("refuse")
    await set_up()
    answer = await call(hass, "test_connections", device_id=device_id())
    (server,) = answer["servers"]
    outcomes = {
        each["url"].split(".")[0].removeprefix("https://"): (
            each["connection_type"],
            each["outcome"],
        )
        for each in server["candidates"]
        if each["url"].startswith("https")
    }
    assert outcomes == {
        "192-168-40-12": ("local", "ok"),
        "172-19-0-1": ("local", "refused"),
        "203-0-113-40": ("remote", "tls_expired"),
        "198-51-100-77": ("relay", "ok"),
    }
    assert server["connection_type"] == "local"


async def test_test_connections_finds_a_loss(
    hass: HomeAssistant, attic: Attic, set_up: SetUp, device_id: Any
) -> None:
    """A test that finds the active connection dead is followed by a fail-over."""
    await set_up()
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    answer = await call(hass, "test_connections", device_id=device_id())
    assert answer["servers"][0]["connection_type"] == "remote"
    assert state(hass, "sensor.attic_connection_type") == "remote"


async def test_rediscover(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Three in two minutes; then the last answer, and when the next is allowed."""
    await set_up()
    for _ in range(3):
        (account,) = (await call(hass, "rediscover"))["accounts"]
        assert account["config_entry_id"] == entry.entry_id
        assert account["servers_found"] == 1
        assert not account["rate_limited"]
        assert account["next_allowed"] is None
    asked = sim.record.count(path="/api/v2/resources")
    (account,) = (await call(hass, "rediscover"))["accounts"]
    assert account["rate_limited"]
    assert account["next_allowed"] > account["discovered_at"]
    assert sim.record.count(path="/api/v2/resources") == asked == 4


async def test_rediscover_without_plex_tv(
    hass: HomeAssistant, sim: Simulator, attic: Attic, set_up: SetUp
) -> None:
    """Without an answer the error has the reason; what is known stays."""
    await set_up()
    sim.plex_tv.inject("server_error")
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, "rediscover")
    assert caught.value.translation_key == "discovery_failed"
    assert caught.value.translation_placeholders == {
        "account": "alice",
        "reason": "HTTP 500: refused by plex.tv",
    }
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_rediscover_with_a_rejected_token(
    hass: HomeAssistant, sim: Simulator, alice: Account, attic: Attic, set_up: SetUp
) -> None:
    """The error says so, and the user is asked to sign in again."""
    await set_up()
    sim.plex_tv.revoke(alice)
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, "rediscover")
    assert caught.value.translation_key == "token_rejected"
    assert hass.config_entries.flow.async_progress()


async def test_unknown_device_and_entry(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Wrong input raises a validation error, unlike a failure."""
    await set_up()
    with pytest.raises(ServiceValidationError):
        await call(hass, "get_connection", device_id="nobody")
    with pytest.raises(ServiceValidationError):
        await call(hass, "get_connection", config_entry_id="nobody")
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, "gone")}, name="Gone"
    )
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "get_connection", device_id=device.id)
    assert caught.value.translation_key == "server_unknown"
    assert caught.value.translation_placeholders == {"device": "Gone"}


async def press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )


async def test_buttons(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    all_enabled: None,
    set_up: SetUp,
) -> None:
    """Buttons do what the actions do; being too early is an error here."""
    await set_up()
    tested = sim.record.count(path="/identity", server="Attic")
    await press(hass, "button.attic_test_connections")
    assert sim.record.count(path="/identity", server="Attic") > tested

    for _ in range(3):
        await press(hass, "button.attic_rediscover_servers")
    with pytest.raises(ServiceValidationError) as caught:
        await press(hass, "button.attic_rediscover_servers")
    assert caught.value.translation_key == "rate_limited"


async def test_two_accounts_see_the_same_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
    until: Until,
    elapse: Elapse,
) -> None:
    """Each has a device and entities of its own, and its own token for the server."""
    await set_up()
    bob = sim.add_account("bob")
    attic.server.share_with(bob)
    other = MockConfigEntry(
        domain=DOMAIN,
        title="bob",
        unique_id=str(bob.id),
        data={"client_identifier": "b0b", "token": bob.token, "server_tokens": {}},
    )
    other.add_to_hass(hass)
    assert await hass.config_entries.async_setup(other.entry_id)
    await elapse(3)
    answer = await call(hass, "get_connection")
    assert [server["name"] for server in answer["servers"]] == ["Attic", "Attic"]
    assert len({server["device_id"] for server in answer["servers"]}) == 2
    await until(
        lambda: (
            sim.record.tokens_at(attic.lan.place)
            == {"server:Attic:alice", "server:Attic:bob"}
        )
    )
    assert await hass.config_entries.async_unload(other.entry_id)
