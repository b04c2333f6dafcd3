"""Logbook entries in plain language, on the device's page too."""

from collections.abc import Awaitable, Callable
from itertools import product
from typing import Any

from homeassistant.components.recorder import Recorder
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.bus_events import (
    EVENT_PLEX_CONNECTION,
    SERVER_ACTIVITIES,
    Activity,
    async_fire_activity,
)
from custom_components.plex_connection.connection import (
    ChangeReason,
    ConnectionType,
    DiscoveryResult,
    DiscoveryTrigger,
)
from custom_components.plex_connection.const import DOMAIN
from simulator import Account, Simulator

from .conftest import Attic, SetUp, leaks
from .logbook_page import read_all, read_logbook

type Read = Callable[..., Awaitable[list[dict[str, Any]]]]
type FireAndRead = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Create the database first, as the test package requires."""


@pytest.fixture
async def read(
    hass: HomeAssistant,
    recorder_mock: Recorder,
    sim: Simulator,
    hass_ws_client: WebSocketGenerator,
) -> Read:
    """Return a function that returns our entries."""
    assert await async_setup_component(hass, "logbook", {})

    async def read_ours(**chosen: Any) -> list[dict[str, Any]]:
        entries = await read_logbook(hass, hass_ws_client, **chosen)
        assert leaks(sim, repr(entries)) == []
        return entries

    return read_ours


async def test_fail_over(
    hass: HomeAssistant,
    read: Read,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Events have name, message and icon, on the device's page too."""
    attic.bridge.heal()
    attic.bridge.inject("refuse")
    await set_up()
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await hass.services.async_call(DOMAIN, "test_connections", {}, blocking=True)
    await hass.async_block_till_done()
    entries = await read()
    assert [
        (each["name"], each["message"], each["icon"], each.get("entity_id"))
        for each in entries
    ] == [
        (
            "alice",
            "searched for servers after sign-in: 1 found",
            "mdi:cloud-search-outline",
            None,
        ),
        (
            "alice",
            "searched for servers to restore a connection: 1 found",
            "mdi:cloud-search-outline",
            None,
        ),
        (
            "Attic",
            "switched from local to remote: the previous connection failed",
            "mdi:web",
            None,
        ),
    ]
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, attic.id), entry.entry_id
    )
    assert device is not None
    assert await read(device_ids=[device.id]) == entries[2:]
    everything = [each.entity_id for each in er.async_get(hass).entities.values()]
    assert await read(device_ids=[device.id], entity_ids=everything) == entries[2:]


async def test_one_line_in_the_dashboard(
    hass: HomeAssistant,
    read: Read,
    hass_ws_client: WebSocketGenerator,
    attic: Attic,
    set_up: SetUp,
) -> None:
    """The dashboard's card shows a line per event, with the reason, and no states."""
    attic.bridge.heal()
    attic.bridge.inject("refuse")
    await set_up()
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await hass.services.async_call(DOMAIN, "test_connections", {}, blocking=True)
    await hass.async_block_till_done()
    entries = await read_all(hass, hass_ws_client, entity_ids=["event.attic_activity"])
    lines = [each for each in entries if each.get("state") in SERVER_ACTIVITIES]
    assert [(each["name"], each["message"]) for each in lines] == [
        ("Attic", "switched from local to remote: the previous connection failed")
    ]
    # An entry that names an entity shows the state; only others show the message.
    assert "entity_id" not in lines[0]


async def test_account_of_the_server(
    hass: HomeAssistant, read: Read, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """The account is named only if another account has a server of that name."""
    await set_up()
    data = {"from": "local", "to": "remote", "reason": "failover"}
    changed = Activity.CONNECTION_CHANGED
    async_fire_activity(hass, entry.entry_id, attic.id, changed, data)
    assert [each["name"] for each in await read()][1:] == ["Attic"]
    other = MockConfigEntry(domain=DOMAIN, title="bob", unique_id="2")
    other.add_to_hass(hass)
    dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={(DOMAIN, attic.id)}, name="Attic"
    )
    async_fire_activity(hass, other.entry_id, attic.id, changed, data)
    names = [each["name"] for each in await read()]
    assert names == ["alice", "Attic (alice)", "Attic (bob)"]


@pytest.fixture
async def fire_and_read(
    hass: HomeAssistant, read: Read, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> FireAndRead:
    """Return a function that fires an event and returns its logbook entry."""
    await set_up()

    async def fire(activity: Any, **data: Any) -> dict[str, Any]:
        before = len(await read())
        is_account = activity is Activity.DISCOVERY
        identifier = entry.unique_id if is_account else attic.id
        async_fire_activity(hass, entry.entry_id, str(identifier), activity, data)
        (logged,) = (await read())[before:]
        return logged

    return fire


@pytest.mark.parametrize(
    ("before", "after", "reason", "message"),
    [
        (
            "local",
            "relay",
            "failover",
            "switched from local to relay: the previous connection failed",
        ),
        (
            "relay",
            "local",
            "fail_back",
            "switched from relay to local: the previous connection is back",
        ),
        (
            "local",
            "local",
            "upgrade",
            "switched to another local address: a better connection was found",
        ),
        ("remote", "offline", "lost", "went offline: none of its addresses worked"),
        (None, "offline", "lost", "went offline: none of its addresses worked"),
        (
            "local",
            "offline",
            "pinned",
            "went offline: the pinned address didn't respond",
        ),
        ("offline", "local", "recovered", "is back online (local)"),
        (
            "offline",
            "local",
            "pinned",
            "switched from offline to local: the connection mode was changed",
        ),
        (
            "local",
            "wormhole",
            "magic",
            "switched from local to unknown: unknown reason",
        ),
        ([], {}, 7, "switched to another unknown address: unknown reason"),
    ],
)
async def test_changes(
    fire_and_read: FireAndRead, before: Any, after: Any, reason: Any, message: str
) -> None:
    """Each kind of change has a sentence, those of another version too."""
    data = {"from": before, "to": after, "reason": reason}
    logged = await fire_and_read(Activity.CONNECTION_CHANGED, **data)
    assert (logged["name"], logged["message"]) == ("Attic", message)


@pytest.mark.parametrize(
    ("activity", "data", "message"),
    [
        (
            Activity.DEGRADED,
            {"latency_ms": 180.4, "baseline_ms": 12},
            "is slower than usual: 180 ms (usually 12 ms)",
        ),
        (
            Activity.RECOVERED,
            {"latency_ms": 13.2, "baseline_ms": 12.0},
            "is back to its usual speed: 13 ms",
        ),
        (
            Activity.DEGRADED,
            {"latency_ms": None},
            "is slower than usual: ? ms (usually ? ms)",
        ),
        (
            Activity.DISCOVERY,
            {"trigger": "connection_failure", "result": "ok", "servers_found": 3},
            "searched for servers to restore a connection: 3 found",
        ),
        (
            Activity.DISCOVERY,
            {"trigger": "stale", "result": "failed", "servers_found": None},
            ("searched for servers as scheduled: no valid response from plex.tv"),
        ),
        (Activity.DISCOVERY, {}, "searched for servers for an unknown reason"),
        (
            Activity.CORE_PLEX_MOVED,
            {"to_address": "203.0.113.40:31234", "reason": "name"},
            (
                "is now reached by the Plex Media Server integration at "
                "203.0.113.40:31234; the previous address was replaced: its name can't "
                "be resolved"
            ),
        ),
        (
            Activity.CORE_PLEX_MOVED,
            {"to_address": "203.0.113.40:31234", "reason": "magic"},
            (
                "is now reached by the Plex Media Server integration at "
                "203.0.113.40:31234; the previous address was replaced: unknown reason"
            ),
        ),
    ],
)
async def test_other_activities(
    fire_and_read: FireAndRead, activity: Activity, data: dict[str, Any], message: str
) -> None:
    """Latency alerts and searches have messages with their figures."""
    assert (await fire_and_read(activity, **data))["message"] == message


async def test_every_value_has_a_text(
    hass: HomeAssistant, read: Read, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Every combination has a text; no key is shown in place of one."""
    await set_up()
    before = len(await read())
    changes = [
        *(("local", after, why) for after in ConnectionType for why in ChangeReason),
        *((before, "local", "upgrade") for before in ConnectionType),
    ]
    for one, other, reason in changes:
        data = {"from": one, "to": other, "reason": reason}
        async_fire_activity(
            hass, entry.entry_id, attic.id, Activity.CONNECTION_CHANGED, data
        )
    for trigger, result in product(DiscoveryTrigger, DiscoveryResult):
        data = {"trigger": trigger, "result": result, "servers_found": "1"}
        async_fire_activity(
            hass, entry.entry_id, str(entry.unique_id), Activity.DISCOVERY, data
        )
    entries = (await read())[before:]
    assert len(entries) == len(changes) + len(DiscoveryTrigger) * len(DiscoveryResult)
    for each in entries:
        assert "_" not in each["message"]
        assert "unknown" not in each["message"]


async def test_strange_events(
    hass: HomeAssistant, read: Read, attic: Attic, set_up: SetUp
) -> None:
    """Events of another version or another origin are shown and break nothing."""
    await set_up()
    before = len(await read())
    for data in (
        {},
        {"type": "teleported", ATTR_DEVICE_ID: "gone"},
        {"type": "x" * 10_000 + "\n", "config_entry_id": "gone"},
    ):
        hass.bus.async_fire(EVENT_PLEX_CONNECTION, data)
    entries = (await read())[before:]
    assert [each["name"] for each in entries] == ["Removed Plex device"] * 3
    assert [each["message"] for each in entries] == [
        "reports: None",
        "reports: teleported",
        f"reports: {'x' * 100}",
    ]


async def test_name_given_by_the_user(
    hass: HomeAssistant,
    read: Read,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    fire_and_read: FireAndRead,
) -> None:
    """A server has the name that the user gave it."""
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, attic.id), entry.entry_id)
    assert device is not None
    registry.async_update_device(device.id, name_by_user="Films")
    logged = await fire_and_read(Activity.RECOVERED, latency_ms=1)
    assert logged["name"] == "Films"


async def test_live(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    fire_and_read: FireAndRead,
    attic: Attic,
    alice: Account,
    entry: MockConfigEntry,
) -> None:
    """An open page of the device shows events as they happen."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, attic.id), entry.entry_id
    )
    assert device is not None
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "logbook/event_stream",
            "start_time": dt_util.utcnow().isoformat(),
            "device_ids": [device.id],
        }
    )
    assert (await client.receive_json())["success"]
    await fire_and_read(Activity.RECOVERED, latency_ms=1)
    while not (events := (await client.receive_json())["event"]["events"]):
        pass
    assert [each["message"] for each in events] == ["is back to its usual speed: 1 ms"]
