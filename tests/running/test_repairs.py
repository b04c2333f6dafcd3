"""Repairs that need no waiting; see `test_what_takes_a_minute` for the others.

Those that need longer are for the tests with simulated time: no remote access, refused
access and plain http only (five to ten minutes), blocked names (the first check is two
minutes after a start).
"""

import json

import pytest

from demo.api import ApiError

from .rig import DOMAIN, FIXES, Rig, loaded


async def test_unreadable_store(rig: Rig) -> None:
    """It is reported, and costs nothing but the stored state."""

    async def disable(by: str | None) -> None:
        await rig.home.ws("config_entries/disable", entry_id=rig.nora, disabled_by=by)

    await disable("user")
    store = rig.home.config_dir / f".storage/{DOMAIN}.{rig.nora}"
    content = json.loads(store.read_text())
    store.write_text(json.dumps(content | {"data": {"servers": 1}}))
    await disable(None)
    await loaded(rig, rig.nora)
    await rig.became("Harbour", "remote", rig.nora)

    issue = (await rig.issues())["store_invalid"]
    assert issue["domain"] == DOMAIN
    assert not issue["is_fixable"]
    texts = await rig.texts("issues")
    prefix = f"component.{DOMAIN}.issues.store_invalid"
    description = texts[f"{prefix}.description"].format(
        **issue["translation_placeholders"]
    )
    assert "its saved data for nora (wrong shape" in description


async def test_missing_repair(rig: Rig) -> None:
    """A repair that does not exist has no dialog."""
    with pytest.raises(ApiError, match=r"400 .* is not found"):
        await rig.home.post(FIXES, {"handler": DOMAIN, "issue_id": "nothing"})
