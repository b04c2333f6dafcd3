"""The options, each section set over the API and checked in effect."""

from typing import Any

import pytest

from demo.api import ApiError

from .rig import Rig, options_form, set_options, until
from .scenario import PANTRY_LAN


async def diagnosed(rig: Rig) -> dict[str, Any]:
    """Return Nora's diagnostics."""
    path = f"/api/diagnostics/config_entry/{rig.nora}"
    data: dict[str, Any] = (await rig.home.get(path))["data"]
    return data


async def test_servers(rig: Rig) -> None:
    """An unwatched server has no device; one that is watched again has."""
    form = await options_form(rig, rig.nora)
    (section,) = (each for each in form["data_schema"] if each["name"] == "servers")
    (field,) = section["schema"]
    options = field["selector"]["select"]["options"]
    assert [each["label"] for each in options] == ["Harbour", "Pantry"]
    harbour, pantry = (each["value"] for each in options)

    await set_options(rig, rig.nora, {"servers": {"watched_servers": [pantry]}})
    with pytest.raises(LookupError):
        await rig.device("Harbour", rig.nora)
    found = await rig.call("get_connection", config_entry_id=rig.nora)
    assert [each["name"] for each in found["servers"]] == ["Pantry"]

    await set_options(
        rig, rig.nora, {"servers": {"watched_servers": [harbour, pantry]}}
    )
    await rig.became("Harbour", "remote", rig.nora)


async def test_plain_http(rig: Rig) -> None:
    """A server without local encryption is used there once plain http is allowed."""
    await rig.became("Pantry", "offline", rig.nora)
    await set_options(rig, rig.nora, {"connections": {"allow_http": True}})
    await rig.became("Pantry", "local", rig.nora)
    pantry = await rig.device("Pantry", rig.nora)
    (server,) = (await rig.call("get_connection", device_id=pantry))["servers"]
    assert server["url"] == f"http://{PANTRY_LAN}"
    await set_options(rig, rig.nora, {"connections": {"allow_http": False}})
    await rig.became("Pantry", "offline", rig.nora)


async def test_push_cache_and_prewarming(rig: Rig) -> None:
    """All three can be turned off, and on again."""
    off = {"push": False, "connection_cache": False, "prewarm": False}

    async def pushed() -> set[str]:
        return {each["push"] for each in (await diagnosed(rig))["servers"]}

    async def is_open() -> bool:
        return "open" in await pushed()

    await until(is_open, "the push channel is open")
    await set_options(rig, rig.nora, {"connections": off})
    data = await diagnosed(rig)
    assert not data["push_enabled"]
    assert not data["cache_enabled"]
    assert data["cache_switched_off_by"] == "option"
    assert not data["prewarming"]["enabled"]
    await rig.became("Harbour", "remote", rig.nora)
    assert await pushed() == {"off"}
    await set_options(rig, rig.nora, {"connections": dict.fromkeys(off, True)})
    await until(is_open, "the push channel is open again")


async def test_thresholds_and_notifications(rig: Rig) -> None:
    """Values are stored as entered; a number out of range is refused."""
    changed: dict[str, dict[str, Any]] = {
        "thresholds": {"relay_patience": 5, "slow_ratio": 1.5, "slow_margin": 5},
        "notifications": {
            "notify_better": True,
            "notify_relay": True,
            "notify_relay_after": 3,
        },
    }
    await set_options(rig, rig.nora, changed)
    kept = (await diagnosed(rig))["options"]
    for section in changed.values():
        assert {key: kept[key] for key in section} == section
    with pytest.raises(ApiError, match="400"):
        await set_options(rig, rig.nora, {"thresholds": {"relay_patience": 0}})
