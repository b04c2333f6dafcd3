"""Translated texts: in the user's language, and never missing."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import json as json_util
import pytest

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.texts import text

GERMAN = {
    "logbook_lost": "antwortet nicht",
    "logbook_degraded": "braucht {latency} ms statt {usual} ms",
    # Home Assistant accepts these: their placeholders are the right ones.
    "logbook_recovered": "braucht so lange wie sonst: {latency!x}",
    "logbook_recovered_connection": "antwortet wieder, {to:>x}",
    # It logs these two, and uses the English ones.
    "logbook_other": "meldet {0}",
    "logbook_discovery_unknown": "hat {trigger",
}
"""A translation, half of it broken."""

FOLDER = Path(__file__).parents[2] / f"custom_components/{DOMAIN}/translations"


@pytest.fixture
def hass(disable_translations_once: None, hass: HomeAssistant) -> HomeAssistant:
    """Return a Home Assistant without loaded texts, as others share theirs."""
    return hass


@pytest.fixture
def german() -> Iterator[None]:
    """Add the translation to the existing ones."""

    def load(path: Path) -> Any:
        if path == FOLDER / "de.json":
            return {"common": GERMAN}
        return json_util.load_json(path)

    with patch("homeassistant.helpers.translation.load_json", load):
        yield


BROKEN = ("Error while parsing localized", "Validation of translation placeholders")


async def test_english(hass: HomeAssistant) -> None:
    """Each text of the file is there, its placeholders filled in."""
    assert await async_setup_component(hass, DOMAIN, {})
    known = json.loads((FOLDER / "en.json").read_text())["common"]
    assert known
    assert text(hass, "logbook_lost") == known["logbook_lost"]
    assert (
        text(hass, "logbook_degraded", latency="180", usual="12")
        == "is slower than usual: 180 ms (usually 12 ms)"
    )


@pytest.mark.provokes(*BROKEN)
async def test_another_language(hass: HomeAssistant, german: None) -> None:
    """A new language applies at once; missing texts are English."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert text(hass, "logbook_lost") == "went offline: none of its addresses worked"
    await hass.config.async_update(language="de")
    await hass.async_block_till_done()
    assert text(hass, "logbook_lost") == "antwortet nicht"
    assert (
        text(hass, "logbook_degraded", latency="180", usual="12")
        == "braucht 180 ms statt 12 ms"
    )
    assert text(hass, "logbook_type_local") == "local"
    await hass.config.async_update(language="en")
    assert text(hass, "logbook_lost") == "went offline: none of its addresses worked"


@pytest.mark.provokes(*BROKEN)
@pytest.mark.parametrize(
    ("key", "placeholders", "english"),
    [
        ("logbook_recovered", {"latency": "9"}, "is back to its usual speed: 9 ms"),
        ("logbook_recovered_connection", {"to": "local"}, "is back online (local)"),
        ("logbook_other", {"what": "x"}, "reports: x"),
        ("logbook_degraded", {}, "logbook_degraded"),
        ("logbook_nothing", {}, "logbook_nothing"),
        ("logbook_other", {"what": "{0} {what}"}, "reports: {0} {what}"),
    ],
)
async def test_broken(
    hass: HomeAssistant,
    german: None,
    key: str,
    placeholders: dict[str, str],
    english: str,
) -> None:
    """An unusable translation counts as missing, and nothing ever raises."""
    hass.config.language = "de"
    assert await async_setup_component(hass, DOMAIN, {})
    assert text(hass, key, **placeholders) == english


async def test_not_loaded(hass: HomeAssistant) -> None:
    """Before anything is loaded, a text is its key."""
    assert text(hass, "logbook_lost") == "logbook_lost"
