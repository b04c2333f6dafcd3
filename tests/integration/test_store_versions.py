"""Stores of the previous and the next version: nothing in them is lost."""

import json
from pathlib import Path
from typing import Any, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import CONF_SERVER_TOKENS, DOMAIN
from simulator import Account, Simulator

from .conftest import Attic, Elapse, SetUp, state
from .leaving import leave_out

BEFORE = Path(__file__).parent / "stores/version_1_3.json"
RESOURCES = "/api/v2/resources"


@pytest.fixture
def stored(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
) -> dict[str, Any]:
    """Install a store of 1.3, as of now, with its tokens, and return it."""
    tokens = {attic.id: attic.server.access_token(alice)}
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_SERVER_TOKENS: tokens}
    )
    text = BEFORE.read_text()
    for placeholder, value in (
        ("SERVER-ID", attic.id),
        ("HASH", attic.server.certificate_hash),
        ("NOW", dt_util.utcnow().isoformat()),
        ("TODAY", dt_util.now().date().isoformat()),
    ):
        text = text.replace(placeholder, value)
    content: dict[str, Any] = json.loads(text)
    hass_storage[f"{DOMAIN}.{entry.entry_id}"] = content
    return content


async def test_store_of_the_previous_version(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    stored: dict[str, Any],
    set_up: SetUp,
) -> None:
    """Servers, states, history and counts go on; plex.tv is not asked."""
    before = json.loads(json.dumps(stored["data"]))
    await set_up()
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert sim.record.count(path=RESOURCES) == 0
    assert not ir.async_get(hass).issues
    server = entry.runtime_data.servers[attic.id]
    assert server.record.listed
    (change,), (change_before,) = server.data.changes, before["changes"][attic.id]
    assert change.to_dict() == {**change_before, "chosen_url": None}

    assert await hass.config_entries.async_unload(entry.entry_id)
    written = hass_storage[f"{DOMAIN}.{entry.entry_id}"]
    assert (written["version"], written["minor_version"]) == (1, 4)
    assert written["data"]["unlisted"] == {}
    servers = [{**each, "public_address": None} for each in before["servers"]]
    assert written["data"]["servers"] == servers
    (day,) = written["data"]["measured"]["servers"][attic.id]["days"]
    (day_before,) = before["measured"]["servers"][attic.id]["days"]
    assert (
        day["requests"].items()
        >= {
            key: count
            for key, count in day_before["requests"].items()
            if key not in ("check", "selection", "push")
        }.items()
    )


class StoreBefore(Store[dict[str, Any]]):
    """A store as 1.3 opened it: a newer one is taken as it is."""

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Any
    ) -> Any:
        assert old_minor_version == 4
        return old_data


def has_all(now: Any, before: Any) -> bool:
    """Return whether all that readers of the older store rely on is in the newer."""
    if isinstance(before, dict):
        return all(key in now and has_all(now[key], before[key]) for key in before)
    if isinstance(before, list) and before and now:
        return has_all(now[0], before[0])
    return isinstance(now, list) is isinstance(before, list)


async def test_store_for_the_previous_version(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    entry: MockConfigEntry,
    stored: dict[str, Any],
    set_up: SetUp,
    elapse: Elapse,
) -> None:
    """Home Assistant lets it read our store, with everything where it was.

    Servers that plex.tv no longer lists are among the others, with rows and states.
    """
    before = json.loads(json.dumps(stored["data"]))
    await set_up()
    await leave_out(elapse, entry, attic.server)
    assert await hass.config_entries.async_unload(entry.entry_id)
    key = f"{DOMAIN}.{entry.entry_id}"
    assert hass_storage[key]["data"]["unlisted"]
    store = StoreBefore(hass, 1, key, minor_version=3)
    data = await store.async_load()
    assert data is not None
    for part in ("servers", "states", "discovered_at", "histories", "sightings"):
        assert has_all(data[part], before[part]), part
    assert set(data) > set(before)
    (change,), (change_before,) = data["changes"][attic.id], before["changes"][attic.id]
    assert change == {**change_before, "chosen_url": None}
    assert hass_storage[key]["minor_version"] == 3

    # And up again: it has kept what it did not know.
    await set_up()
    server = entry.runtime_data.servers[attic.id]
    assert not server.record.listed
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_store_of_the_next_version(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    stored: dict[str, Any],
    set_up: SetUp,
    elapse: Elapse,
) -> None:
    """After a downgrade to this version its unknown data is ignored."""
    await set_up()
    await leave_out(elapse, entry, attic.server)
    since = entry.runtime_data.servers[attic.id].record.unlisted_since
    assert await hass.config_entries.async_unload(entry.entry_id)
    written = hass_storage[f"{DOMAIN}.{entry.entry_id}"]
    written["minor_version"] = 5
    written["data"]["more"] = {attic.id: [1]}
    for part in ("unlisted", "states"):
        written["data"][part][attic.id]["more"] = 1
    written["data"]["servers"][0]["more"] = 1
    sim.record.clear()
    await set_up()
    assert not ir.async_get(hass).issues
    assert entry.runtime_data.servers[attic.id].record.unlisted_since == since
    assert state(hass, "sensor.attic_connection_type") == "local"
    assert sim.record.count(path=RESOURCES) == 0
