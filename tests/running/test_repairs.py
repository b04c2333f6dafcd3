"""Repairs that need no waiting; see `test_what_takes_a_minute` for the others.

Those that need longer are for the tests in which time can be moved: no remote access,
refused access and plain http only (five to ten minutes), blocked names (the first check
is two minutes after a start).
"""

import json

import pytest

from demo.api import ApiError

from .house import DOMAIN, FIXES, House, loaded


async def test_a_store_that_cannot_be_read(house: House) -> None:
    """It is told once, and costs nothing but what was remembered."""

    async def disable(by: str | None) -> None:
        await house.home.ws(
            "config_entries/disable", entry_id=house.nora, disabled_by=by
        )

    await disable("user")
    store = house.home.config_dir / f".storage/{DOMAIN}.{house.nora}"
    content = json.loads(store.read_text())
    store.write_text(json.dumps(content | {"data": {"servers": 1}}))
    await disable(None)
    await loaded(house, house.nora)
    await house.became("Harbour", "remote", house.nora)

    issue = (await house.issues())["store_invalid"]
    assert issue["domain"] == DOMAIN
    assert not issue["is_fixable"]
    texts = await house.texts("issues")
    prefix = f"component.{DOMAIN}.issues.store_invalid"
    description = texts[f"{prefix}.description"].format(
        **issue["translation_placeholders"]
    )
    assert "its saved data for nora (wrong shape" in description


async def test_one_that_is_gone(house: House) -> None:
    """There is no dialog for a repair that is not there."""
    with pytest.raises(ApiError, match=r"400 .* is not found"):
        await house.home.post(FIXES, {"handler": DOMAIN, "issue_id": "nothing"})
