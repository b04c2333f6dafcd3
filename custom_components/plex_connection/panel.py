"""Registers the dashboard: the bundle that the browser loads, and the sidebar item.

One file holds the panel, the card and the strategy; it is built from `frontend/`.
Without Home Assistant's frontend, nothing is registered.
"""

from hashlib import sha256
import logging
from pathlib import Path

from homeassistant.components.frontend import (
    add_extra_js_url,
    async_panel_exists,
    async_remove_panel,
    remove_extra_js_url,
)
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.panel_custom import (
    async_register_panel as async_register_custom_panel,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN, PANEL_PATH

_LOGGER = logging.getLogger(__name__)

FOLDER = Path(__file__).parent / "frontend"
BUNDLE = "plex-connection.js"
STATIC_PATH = "/plex_connection_static"
ELEMENT = "plex-connection-panel"
TITLE = "Plex Connection"
ICON = "mdi:transit-connection-variant"


_VERSION: HassKey[str] = HassKey(f"{DOMAIN}_bundle_version")
"""Hash of the bundle when Home Assistant started; it is part of the URL because
browsers cache a URL for a month."""


async def async_setup_panel(hass: HomeAssistant) -> None:
    """Serve the bundle if Home Assistant's frontend is loaded."""
    if "frontend" not in hass.config.components:
        return
    try:
        version = await hass.async_add_executor_job(_hash, FOLDER / BUNDLE)
    except OSError:
        _LOGGER.warning(
            "No dashboard: %s is missing. Everything else works. Reinstall the"
            " integration or, in a source checkout, build frontend/",
            BUNDLE,
        )
        return
    await hass.http.async_register_static_paths(
        [StaticPathConfig(STATIC_PATH, str(FOLDER), cache_headers=True)]
    )
    hass.data[_VERSION] = version


async def async_show_panel(hass: HomeAssistant) -> None:
    """Add the sidebar item and the extra module; a no-op after the first account.

    There is no await between the check and the registration, so that accounts set up
    concurrently do not both register it.
    """
    if _VERSION not in hass.data or async_panel_exists(hass, PANEL_PATH):
        return
    await async_register_custom_panel(
        hass,
        frontend_url_path=PANEL_PATH,
        webcomponent_name=ELEMENT,
        sidebar_title=TITLE,
        sidebar_icon=ICON,
        module_url=_bundle_url(hass),
        embed_iframe=False,
        require_admin=True,
        # Its header extends to the edge of the screen, as Home Assistant's own do.
        handle_safe_area=True,
    )
    add_extra_js_url(hass, _bundle_url(hass))


@callback
def async_hide_panel(hass: HomeAssistant) -> None:
    """Remove the sidebar item and the extra module."""
    if _VERSION in hass.data and async_panel_exists(hass, PANEL_PATH):
        async_remove_panel(hass, PANEL_PATH)
        remove_extra_js_url(hass, _bundle_url(hass))


@callback
def async_bundle_version(hass: HomeAssistant) -> str:
    """Return the bundle's version, the `v` of its URL; empty without a dashboard."""
    return hass.data.get(_VERSION, "")


@callback
def async_page_url(hass: HomeAssistant, *ids: str) -> str | None:
    """Return the link to the overview, or to a server by entry id and server id.

    None while there is no panel.
    """
    if not async_panel_exists(hass, PANEL_PATH):
        return None
    return "/".join(
        (f"homeassistant://{PANEL_PATH}", *(("server",) if ids else ()), *ids)
    )


def _bundle_url(hass: HomeAssistant) -> str:
    return f"{STATIC_PATH}/{BUNDLE}?v={hass.data[_VERSION]}"


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
