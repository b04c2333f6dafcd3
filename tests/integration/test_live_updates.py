"""Live updates of a page: everything at first, then each change, once."""

import asyncio
from dataclasses import replace
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util.signal_type import SignalType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.subscriptions import SPACING
from custom_components.plex_connection.dashboard.views import ENTITIES
from custom_components.plex_connection.push import PushState
from custom_components.plex_connection.signals import (
    SIGNAL_SERVER_UPDATED,
    SIGNAL_SERVERS,
)
from simulator import Account, Simulator

from .acting import acted
from .conftest import Attic, Elapse, Until
from .leaving import remove
from .listening import Listening
from .page import Message, Page, Subscription
from .witness import FINE

pytestmark = pytest.mark.usefixtures("all_enabled")


type Ref = dict[str, str]


@pytest.fixture
async def overview(page: Page, until: Until) -> Subscription:
    """Return a subscription to the overview, its first event taken."""
    overview = await page.subscribe("subscribe_overview")
    await until(overview.events.copy)
    (first,) = overview.take()
    assert first["full"] is True
    return overview


@pytest.fixture
async def detail(page: Page, ref: Ref, until: Until) -> Subscription:
    """Return a subscription to the server at home, its first event taken."""
    detail = await page.subscribe("subscribe_server", **ref)
    await until(detail.events.copy)
    (first,) = detail.take()
    assert first["server"]["name"] == "Attic"
    return detail


def rows(events: list[Message]) -> list[Message]:
    """Return the rows of servers in events, in order."""
    return [row for event in events for row in event["servers"]]


@pytest.fixture(autouse=True)
def _counted_from_the_start(listening: Listening) -> None:
    """Count before the server is set up."""


def told(hass: HomeAssistant, signal: SignalType[str]) -> int:
    """Return the number of listeners of a signal."""
    return len(hass.data["dispatcher"].get(signal, ()))


def listeners(
    hass: HomeAssistant, server: ServerCoordinator, listening: Listening
) -> dict[str, int]:
    """Return the numbers of listeners that an overview or a detail needs."""
    runtime = server.config_entry.runtime_data
    entry_id = server.config_entry.entry_id
    counted = hass.bus.async_listeners()
    signals = hass.data["dispatcher"]["config_entry_changed"]
    return {
        "server": told(hass, SIGNAL_SERVER_UPDATED.format(entry_id)),
        "servers": told(hass, SIGNAL_SERVERS.format(entry_id)),
        "account": listening.to(runtime.account),
        "entries": len(signals),
        "devices": counted[dr.EVENT_DEVICE_REGISTRY_UPDATED],
        "entities": counted[er.EVENT_ENTITY_REGISTRY_UPDATED],
    }


async def test_first(
    attic: Attic, page: Page, ref: Ref, entry: MockConfigEntry, until: Until
) -> None:
    """The first event contains everything, and the overview's is marked as full."""
    overview = await page.subscribe("subscribe_overview")
    detail = await page.subscribe("subscribe_server", **ref)
    await until(lambda: overview.events and detail.events)
    (event,) = overview.events
    (account,) = event["accounts"]
    assert account.pop("discovered_at").startswith("20")
    assert account.pop("requests_today") > 0
    assert account == {
        "entry_id": entry.entry_id,
        "title": "alice",
        "state": "loaded",
        "plex_tv": "ok",
        "discovery_trigger": "first_auth",
        "saved_today": 0,
        "unlisted": 0,
        "unlisted_since": None,
    }
    (row,) = event["servers"]
    assert row["active"] == {"address": "192.168.40.12:32400", "type": "local"}
    assert row["standby"] == {"address": "203.0.113.40:31234", "type": "remote"}
    assert (row["encrypted"], row["reason"]) == (True, "first")
    (event,) = detail.events
    shown = event["server"]
    assert {key: shown[key] for key in row} == row
    assert shown["push_open"] is True
    kinds = [(each["type"], each["role"]) for each in shown["candidates"]]
    assert kinds[0] == ("local", "active")
    assert ("remote", "standby") in kinds
    assert shown["entities"] == {
        "connection_type": "sensor.attic_connection_type",
        "latency": "sensor.attic_latency",
        "latency_p50": "sensor.attic_latency_median",
        "latency_p95": "sensor.attic_latency_95th_percentile",
        "success_rate": "sensor.attic_success_rate",
    }


async def test_fail_over_is_sent_at_once(
    hass: HomeAssistant,
    attic: Attic,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """Pages receive a fail-over as soon as entities do."""
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    waited = 0.0
    while not any(row["connection_type"] == "remote" for row in rows(overview.events)):
        await elapse(FINE, step=FINE)
        waited += FINE
        assert waited < 0.5
    assert waited <= 0.3
    assert detail.last["server"]["connection_type"] == "remote"
    # The reason is set once the other candidates have had their time; None until then.
    assert detail.last["server"]["reason"] in (None, "failover")
    await elapse(2)
    change = detail.last["server"]["changes"][0]
    assert (change["from"], change["to"]) == ("local", "remote")
    assert change["from_address"] == "192.168.40.12:32400"
    assert change["to_address"] == "203.0.113.40:31234"
    assert change["reason"] == rows(overview.events)[-1]["reason"] == "failover"
    assert rows(overview.events)[-1]["since"] == change["at"]


async def test_at_most_ten_messages_a_second(
    hass: HomeAssistant,
    server: ServerCoordinator,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """The first update is sent at once, the last state a tenth of a second later."""
    first = server.data
    for number in range(1, 101):
        server.data = replace(first, failure_count=number)
        server.async_update_listeners()
        await elapse(0.01, step=0.01)
        if number == 2:
            assert [row["failure_count"] for row in rows(overview.events)] == [1]
            assert [each["server"]["failure_count"] for each in detail.events] == [1]
    await elapse(SPACING, step=0.01)
    for subscription in (overview, detail):
        assert 9 <= len(subscription.events) <= 12
    assert rows(overview.events)[-1]["failure_count"] == 100
    assert detail.last["server"]["failure_count"] == 100


async def test_unchanged_data_is_not_sent(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """An update without changes sends nothing, although ages have changed."""
    await elapse(20)
    overview.take()
    detail.take()
    for _ in range(5):
        server.async_update_listeners()
        server.account.async_update_listeners()
        hass.config_entries.async_update_entry(entry, pref_disable_polling=True)
        hass.config_entries.async_update_entry(entry, pref_disable_polling=False)
        await elapse(7)
    assert overview.events == []
    assert detail.events == []


async def test_only_changes_are_sent(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    overview: Subscription,
    elapse: Elapse,
) -> None:
    """A change of title sends the account and no servers."""
    hass.config_entries.async_update_entry(entry, title="Alice at home")
    await elapse(0.5)
    (event,) = overview.take()
    assert event["full"] is False
    assert [each["title"] for each in event["accounts"]] == ["Alice at home"]
    assert event["servers"] == event["gone_servers"] == event["gone_accounts"] == []
    sim.plex_tv.inject("server_error")
    with pytest.raises(Exception, match=r"plex\.tv"):
        await acted(elapse, server.account.async_rediscover())
    assert overview.last["accounts"][0]["plex_tv"] == "no_answer"
    assert rows(overview.take()) == []


async def test_rejected_token(
    sim: Simulator,
    alice: Account,
    server: ServerCoordinator,
    overview: Subscription,
    elapse: Elapse,
) -> None:
    """A rejected token is published with the account at once."""
    sim.plex_tv.revoke(alice)
    assert await acted(elapse, server.account.async_check_token())
    assert overview.last["accounts"][0]["plex_tv"] == "token_rejected"


async def test_push_channel(
    attic: Attic, server: ServerCoordinator, detail: Subscription, elapse: Elapse
) -> None:
    """An opened push channel is published, although the connection does not change."""
    attic.lan.cut_connections()
    await elapse(2)
    assert detail.take()[-1]["server"]["push_open"] is False
    await elapse(10)
    assert server.push.state is PushState.OPEN
    assert detail.last["server"]["push_open"] is True


async def test_reload(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    ref: Ref,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """Servers vanish during a reload and come back in the same subscription."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    await elapse(0.5)
    assert overview.last["accounts"][0]["state"] == "not_loaded"
    assert overview.last["accounts"][0]["plex_tv"] is None
    assert [each for event in overview.take() for each in event["gone_servers"]] == [
        ref
    ]
    assert detail.take()[-1]["server"] is None
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert overview.last["accounts"][0]["state"] == "loaded"
    assert rows(overview.events)[-1]["connection_type"] == "local"
    assert detail.last["server"]["connection_type"] == "local"
    assert detail.last["server"]["push_open"] is True


async def test_reload_leaves_no_listeners(
    hass: HomeAssistant,
    listening: Listening,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """After a reload the old server has no listeners, and the new one each once."""
    runtime = entry.runtime_data
    before = listeners(hass, server, listening)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(3)
    assert listening.to(runtime.account) == 0
    new = entry.runtime_data.servers[server.record.server_id]
    assert new is not server
    assert listeners(hass, new, listening) == before


async def test_removed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    ref: Ref,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """Removal takes the account and its server away for good."""
    await hass.config_entries.async_remove(entry.entry_id)
    await elapse(0.5)
    assert [each for event in overview.events for each in event["gone_accounts"]] == [
        entry.entry_id
    ]
    assert [each for event in overview.events for each in event["gone_servers"]] == [
        ref
    ]
    assert detail.last["server"] is None


async def test_server_comes_and_goes(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    page: Page,
    overview: Subscription,
    elapse: Elapse,
) -> None:
    """A server comes and goes without a reload; a page may wait for it."""
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    ref = {"entry_id": entry.entry_id, "server_id": cabin.machine_identifier}
    waiting = await page.subscribe("subscribe_server", **ref)
    await elapse(0.5)
    assert [each["server"] for each in waiting.take()] == [None]
    await acted(elapse, server.account.async_rediscover())
    newest = rows(overview.take())[-1]
    assert newest["name"] == "Cabin"
    assert newest["connection_type"] == "remote"
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, cabin.machine_identifier), entry.entry_id
    )
    assert device is not None
    assert newest["device_id"] == device.id
    shown = waiting.take()[-1]["server"]
    assert shown["connection_type"] == "remote"
    assert set(shown["entities"]) == {*ENTITIES}
    await remove(hass, elapse, entry, cabin)
    assert [each for event in overview.events for each in event["gone_servers"]] == [
        ref
    ]
    assert waiting.last["server"] is None


async def test_disabled_and_renamed_entities(
    hass: HomeAssistant, attic: Attic, detail: Subscription, elapse: Elapse
) -> None:
    """Only enabled entities are listed; those of other integrations send nothing."""
    registry = er.async_get(hass)
    registry.async_update_entity(
        "sensor.attic_latency", disabled_by=er.RegistryEntryDisabler.USER
    )
    await elapse(0.5)
    assert "latency" not in detail.take()[-1]["server"]["entities"]
    registry.async_update_entity(
        "sensor.attic_success_rate", new_entity_id="sensor.how_well"
    )
    await elapse(0.5)
    assert detail.take()[-1]["server"]["entities"]["success_rate"] == "sensor.how_well"
    other = registry.async_get_or_create("sensor", "elsewhere", "x")
    registry.async_remove(other.entity_id)
    await elapse(0.5)
    assert detail.events == []


async def test_renamed_server(
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    overview: Subscription,
    elapse: Elapse,
) -> None:
    """A new name is shown without a check of the connection."""
    attic.server.name = "Cellar"
    await acted(elapse, server.account.async_rediscover())
    assert rows(overview.events)[-1]["name"] == "Cellar"


async def test_pinned(
    attic: Attic,
    page: Page,
    ref: Ref,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """Row and candidate show the pin."""
    url = attic.server.row(attic.public).uri
    await acted(elapse, page.ask("pin", **ref, url=url))
    row = rows(overview.events)[-1]
    assert row["pinned"] == "203.0.113.40:31234"
    assert row["better"] == {"address": "192.168.40.12:32400", "type": "local"}
    candidates = detail.last["server"]["candidates"]
    assert [each["url"] for each in candidates if each["pinned"]] == [url]
    kinds = {each["type"] for each in candidates if each["pinnable"]}
    assert kinds == {"local", "remote"}


async def test_requests_saved_by_the_cache(
    server: ServerCoordinator, overview: Subscription, elapse: Elapse
) -> None:
    """An operation over a recently tested connection saves a test."""
    for _ in range(3):
        await acted(elapse, server.backend.get_json("/library/sections"))
    server.async_update_listeners()
    await elapse(0.5)
    assert overview.last["accounts"][0]["saved_today"] == 3


async def test_offline(
    attic: Attic, overview: Subscription, detail: Subscription, elapse: Elapse
) -> None:
    """An offline server has no address; its schedule replaces each one's backoff."""
    attic.server.crash()
    await elapse(120, step=1)
    row = rows(overview.events)[-1]
    assert row["connection_type"] == "offline"
    assert (row["active"], row["encrypted"], row["latency_ms"]) == (None, None, None)
    assert (row["reason"], row["performance"]) == ("lost", "normal")
    assert row["failure_count"] > 0
    opened = [
        each
        for each in detail.last["server"]["candidates"]
        if each["breaker"] == "open"
    ]
    assert opened
    assert not any(each["backoff_until"] for each in opened)
    assert all(each["last_attempt"]["outcome"] != "ok" for each in opened)


async def test_offline_is_not_slow(
    attic: Attic,
    server: ServerCoordinator,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """A server that was slow before it was lost is offline, and not slow."""
    known = server.metrics.to_dict()
    known["performance"] = {"state": "degraded", "baselines": []}
    server.metrics.load(known)
    server.async_update_listeners()
    await elapse(0.5)
    assert rows(overview.events)[-1]["performance"] == "degraded"
    attic.server.crash()
    await elapse(120, step=1)
    for row in (rows(overview.events)[-1], detail.last["server"]):
        assert (row["connection_type"], row["performance"]) == ("offline", "normal")


async def test_backoff_of_a_failed_row(
    attic: Attic, detail: Subscription, elapse: Elapse
) -> None:
    """While reached directly, a failed row shows when its backoff ends."""
    attic.lan.crash()
    await elapse(900, step=2)
    server = detail.last["server"]
    assert server["connection_type"] == "remote"
    opened = [each for each in server["candidates"] if each["breaker"] == "open"]
    assert opened
    assert all(each["backoff_until"] for each in opened)


@pytest.mark.parametrize("command", ["subscribe_overview", "subscribe_server"])
@pytest.mark.parametrize("by", ["unsubscribe", "close"])
async def test_ends(
    hass: HomeAssistant,
    listening: Listening,
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: Ref,
    elapse: Elapse,
    command: str,
    by: str,
) -> None:
    """A page that leaves removes its listeners and pending messages."""
    before = listeners(hass, server, listening)
    parameters = ref if command == "subscribe_server" else {}
    subscription = await page.subscribe(command, **parameters)
    await elapse(0.5)
    assert listeners(hass, server, listening) != before
    # One message is pending when the page leaves.
    for number in (1, 2):
        server.data = replace(server.data, failure_count=number)
        server.async_update_listeners()
        await elapse(FINE, step=FINE)
    told = subscription.events.copy()
    if by == "close":
        await page.close()
    else:
        await page.unsubscribe(subscription)
    await elapse(0.5)
    assert listeners(hass, server, listening) == before
    attic.server.crash()
    await elapse(5)
    assert subscription.events == told


async def test_two_accounts(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    overview: Subscription,
    detail: Subscription,
    elapse: Elapse,
) -> None:
    """Two accounts with the same server are independent of each other."""
    bob = sim.add_account("bob")
    attic.server.share_with(bob)
    other = MockConfigEntry(
        domain=DOMAIN,
        title=bob.username,
        unique_id=str(bob.id),
        data={
            CONF_CLIENT_IDENTIFIER: "b0b",
            "token": bob.token,
            CONF_SERVER_TOKENS: {},
        },
    )
    other.add_to_hass(hass)
    assert await hass.config_entries.async_setup(other.entry_id)
    await elapse(3)
    newest = {row["entry_id"]: row for row in rows(overview.take())}
    assert newest[other.entry_id]["server_id"] == attic.id
    assert newest[other.entry_id]["owned"] is False
    assert entry.entry_id not in newest
    assert detail.events == []
    await hass.config_entries.async_remove(other.entry_id)
    await elapse(0.5)
    gone = [each for event in overview.events for each in event["gone_servers"]]
    assert gone == [{"entry_id": other.entry_id, "server_id": attic.id}]
    assert rows(overview.events) == []
    assert detail.events == []


async def test_account_that_does_not_load(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_ws_client: WebSocketGenerator,
    until: Until,
    elapse: Elapse,
) -> None:
    """An account that does not load is shown, with Home Assistant's state of it."""
    sim.plex_tv.inject("server_error")
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    page = await Page.open(hass_ws_client)
    overview = await page.subscribe("subscribe_overview")
    await until(overview.events.copy)
    (event,) = overview.take()
    (account,) = event["accounts"]
    assert account["state"] == "setup_retry"
    assert account["plex_tv"] is account["discovered_at"] is None
    assert account["requests_today"] == account["saved_today"] == 0
    assert event["servers"] == []
    sim.plex_tv.heal()
    await elapse(20, step=1)
    assert overview.last["accounts"][0]["state"] == "loaded"
    assert rows(overview.events)[-1]["name"] == "Attic"
    await page.close()


async def test_burst_builds_one_row(
    hass: HomeAssistant,
    server: ServerCoordinator,
    overview: Subscription,
    elapse: Elapse,
) -> None:
    """Simultaneous changes build a row once."""
    with patch(
        "custom_components.plex_connection.dashboard.live_updates.server_row",
        return_value={},
    ) as built:
        for _ in range(50):
            server.async_update_listeners()
        await asyncio.sleep(0)
        await elapse(0.5)
    assert built.call_count == 1


async def test_name_by_the_user(
    hass: HomeAssistant,
    server: ServerCoordinator,
    overview: Subscription,
    elapse: Elapse,
) -> None:
    """A device that the user renames has that name on the pages, too."""
    devices = dr.async_get(hass)
    device = devices.async_get_device_by_identifier(
        (DOMAIN, server.record.server_id), server.config_entry.entry_id
    )
    assert device is not None
    devices.async_update_device(device.id, name_by_user="Loft")
    await elapse(1)
    assert rows(overview.events)[-1]["name"] == "Loft"
