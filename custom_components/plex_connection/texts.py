"""Translated texts that the backend composes, not the frontend.

They are under `common` in the translations: Home Assistant does not translate
notifications and logbook entries.
"""

from collections.abc import Mapping

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)

from .const import DOMAIN

CATEGORY = "common"
ENGLISH = "en"


async def async_load_texts(hass: HomeAssistant) -> None:
    """Load the texts in the configured language, and in any later one; once per run."""

    async def follow(_: Event) -> None:
        await _async_load(hass)

    @callback
    def is_about_language(changed: Mapping[str, object]) -> bool:
        return "language" in changed

    hass.bus.async_listen(
        EVENT_CORE_CONFIG_UPDATE, follow, event_filter=is_about_language
    )
    await _async_load(hass)


@callback
def text(hass: HomeAssistant, key: str, **placeholders: str) -> str:
    """Return a text in Home Assistant's language, else in English.

    A broken translation counts as missing; without an English text, returns the key.
    """
    for language in (hass.config.language, ENGLISH):
        known = async_get_cached_translations(hass, language, CATEGORY, DOMAIN)
        if (template := known.get(f"component.{DOMAIN}.{CATEGORY}.{key}")) is None:
            continue
        try:
            return template.format(**placeholders)
        except AttributeError, LookupError, TypeError, ValueError:
            continue
    return key


async def _async_load(hass: HomeAssistant) -> None:
    """Load the missing texts; English is loaded along with any other language."""
    await async_get_translations(hass, hass.config.language, CATEGORY, [DOMAIN])
