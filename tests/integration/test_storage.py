"""What the store survives: files that are broken, foreign, or of another version."""

from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.connection import (
    ConnectionState,
    ConnectionType,
)
from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.dashboard.views import server_row
from custom_components.plex_connection.storage import (
    SAVE_DELAY_CHANGE,
    STORAGE_MINOR_VERSION,
    STORAGE_VERSION,
    ConnectionStore,
    StoredAccount,
    StoredServer,
)
from simulator import Simulator

from .conftest import Attic, Elapse, SetUp, state

GOOD_STATE = {
    "url": None,
    "connection_type": "offline",
    "last_tested": None,
    "response_time_ms": None,
    "failure_count": 0,
    "next_check": None,
}


def stored(data: Any, version: int = STORAGE_VERSION) -> dict[str, Any]:
    """Return a store's file."""
    return {
        "version": version,
        "minor_version": STORAGE_MINOR_VERSION,
        "key": DOMAIN,
        "data": data,
    }


@pytest.mark.parametrize(
    "data",
    [
        [],
        "text",
        {},
        {"servers": [], "states": {}},
        {"servers": {}, "states": [], "discovered_at": None},
        {"servers": [1], "states": {}, "discovered_at": None},
        {"servers": [{}], "states": {}, "discovered_at": None},
        {"servers": [], "states": {"a": 1}, "discovered_at": None},
        {"servers": [], "states": {"a": {}}, "discovered_at": None},
        {"servers": [], "states": {}, "discovered_at": "yesterday"},
        {"servers": [], "states": {}, "discovered_at": "2026-11-03T09:00:00"},
        {"servers": [], "states": {}, "discovered_at": 5},
        {
            "servers": [],
            "states": {"a": GOOD_STATE | {"failure_count": -1}},
            "discovered_at": None,
        },
    ],
)
async def test_wrong_shape(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    data: Any,
) -> None:
    """Valid JSON of another shape: our own issue, a clean start, no entry lost."""
    hass_storage[f"{DOMAIN}.{entry.entry_id}"] = stored(data)
    await set_up()
    assert entry.state is ConfigEntryState.LOADED
    assert state(hass, "sensor.attic_connection_type") == "local"
    issues = ir.async_get(hass)
    issue_id = f"store_invalid_{entry.entry_id}"
    issue = issues.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["account"] == "alice"

    # The new file is valid: the issue goes with the next start.
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert issues.async_get_issue(DOMAIN, issue_id) is None


async def test_change_after_an_early_write(
    hass: HomeAssistant, hass_storage: dict[str, Any], elapse: Elapse
) -> None:
    """What was due is written at once; a later change has a write of its own."""
    store = ConnectionStore(hass, "entry", account="alice")
    store.async_schedule_save(StoredAccount(), changed=True)
    await store.async_save(StoredAccount())
    offline = ConnectionState(url=None, connection_type=ConnectionType.OFFLINE)
    changed = StoredAccount(known={"attic": StoredServer(state=offline)})
    store.async_schedule_save(changed, changed=True)
    await elapse(SAVE_DELAY_CHANGE + 2)
    assert list(hass_storage[f"{DOMAIN}.entry"]["data"]["states"]) == ["attic"]


async def test_newer_version(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """After a downgrade of the integration: a clean start, nothing to repair."""
    hass_storage[f"{DOMAIN}.{entry.entry_id}"] = stored({"unknown": 1}, version=99)
    await set_up()
    assert entry.state is ConfigEntryState.LOADED
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert not ir.async_get(hass).issues


async def test_content(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """No token and no relay row is ever written."""
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    data = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
    (server,) = data["servers"]
    assert server["server_id"] == attic.id
    assert len(server["rows"]) == 3
    assert not any(row["relay"] for row in server["rows"])
    kept = data["states"][attic.id]
    assert kept["connection_type"] == "local"
    assert kept["url"].startswith("https://192-168-40-12.")
    assert "198-51-100-77" not in str(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("histories", None),
        ("histories", {"a": [1]}),
        ("histories", {"a": [{"url": 5}]}),
        ("changes", None),
        ("changes", {"a": [{"at": "yesterday"}]}),
        ("sightings", []),
        ("sightings", {"a": [{"address": "192.168.40.12", "port": "no"}]}),
        ("unlisted", None),
        ("unlisted", {"SERVER-ID": {"since": "yesterday"}}),
        ("proved", None),
        ("proved", {"SERVER-ID": [1]}),
        ("proved", {"SERVER-ID": ["everywhere"]}),
        ("failing", None),
        ("failing", {"SERVER-ID": "2026-11-03T09:00:00"}),
        ("status", None),
        ("status", {"SERVER-ID": {"remote_access": {"state": "on"}}}),
        ("status", {"SERVER-ID": {"settings": {"RelayEnabled": []}}}),
        ("problems", {"SERVER-ID": "toothache"}),
        ("troubles", None),
        ("troubles", {"SERVER-ID": [{"trouble": "toothache", "lasted": 1}]}),
        ("discovery_result", ["yes"]),
        ("discovery_trigger", 1),
        ("discovery_error", 1),
        ("measured", []),
        ("measured", {"account": 1}),
        ("measured", {"servers": {"SERVER-ID": {"days": 1}}}),
        ("measured", {"use": "often"}),
        ("measured", {"watch": {"gaps": "none"}}),
        ("measured", {"messages": {"outages": {"SERVER-ID": 1}}}),
        ("fall_backs", None),
        ("fall_backs", {"SERVER-ID": "yes"}),
    ],
)
async def test_part_is_unreadable(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    key: str,
    value: Any,
) -> None:
    """An optional part, which saves requests or counts, costs nothing but itself."""
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    sim.record.clear()
    malformed = json.loads(json.dumps(value).replace("SERVER-ID", attic.id))
    data = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
    assert set(data) == {
        "servers",
        "states",
        "discovered_at",
        "discovery_result",
        "discovery_trigger",
        "discovery_error",
        "histories",
        "sightings",
        "changes",
        "unlisted",
        "proved",
        "failing",
        "troubles",
        "status",
        "problems",
        "fall_backs",
        "measured",
    }
    data[key] = malformed
    await set_up()
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert sim.record.count(path="/api/v2/resources") == 0
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"store_invalid_{entry.entry_id}"
    )
    assert issue is not None


async def test_history_and_counts_survive(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """A dead address stays known as dead after a restart, and counts go on."""
    await set_up()
    server = entry.runtime_data.servers[attic.id]
    await server.async_test_connections()
    asked = server.metrics.snapshot().requests_today
    dead = {
        each.candidate.url: each.failure_count
        for each in server.data.candidates
        if each.failure_count
    }
    assert dead
    changes = server.data.changes
    assert changes
    assert await hass.config_entries.async_reload(entry.entry_id)
    server = entry.runtime_data.servers[attic.id]
    assert server.data.changes == changes
    assert {
        each.candidate.url: each.failure_count
        for each in server.data.candidates
        if each.failure_count
    } == dead
    assert server.metrics.snapshot().requests_today >= asked


async def test_time_without_home_assistant(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """The page learns when Home Assistant was off, but not of a reload."""
    await set_up()
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert server_row(hass, entry.runtime_data.servers[attic.id])["gaps"] == []
    assert await hass.config_entries.async_unload(entry.entry_id)
    watch = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["measured"]["watch"]
    until = datetime.fromisoformat(watch["until"]) - timedelta(hours=3)
    watch["until"] = until.isoformat()
    await set_up()
    (gap,) = server_row(hass, entry.runtime_data.servers[attic.id])["gaps"]
    assert gap["from"] == until.isoformat()
    length = datetime.fromisoformat(gap["to"]) - until
    assert timedelta(hours=3) <= length < timedelta(hours=3, minutes=1)


class TestOnDisk:
    """Real files in a folder of the test's own."""

    @pytest.fixture
    def hass_config_dir(self, hass_tmp_config_dir: str) -> str:
        """Keep the files of this test apart."""
        return hass_tmp_config_dir

    @pytest.fixture
    def hass_storage(self) -> dict[str, Any]:
        """Replace the fake that keeps stores in memory."""
        return {}

    @pytest.mark.provokes(
        "Could not parse JSON content", "Unrecoverable error decoding"
    )
    async def test_not_json(
        self,
        hass: HomeAssistant,
        hass_config_dir: str,
        attic: Attic,
        entry: MockConfigEntry,
        set_up: SetUp,
    ) -> None:
        """Home Assistant sets the file aside and raises its own issue."""
        folder = Path(hass_config_dir) / ".storage"
        folder.mkdir(exist_ok=True)
        file = folder / f"{DOMAIN}.{entry.entry_id}"
        file.write_bytes(b'{"version": 1, "data": {"servers": [{"na\0\xff')

        await set_up()
        assert entry.state is ConfigEntryState.LOADED
        assert state(hass, "sensor.attic_connection_type") == "local"
        (issue,) = ir.async_get(hass).issues.values()
        assert issue.translation_key == "storage_corruption"
        assert list(folder.glob(f"{file.name}.corrupt.*"))
        entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        assert entities

        assert await hass.config_entries.async_unload(entry.entry_id)
        assert file.stat().st_mode & 0o777 == 0o600
