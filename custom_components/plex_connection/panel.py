"""The dashboard's place in Home Assistant: what the browser loads, and the side bar.

One file holds the panel, the card and the strategy. It is built from `frontend/`.
Where Home Assistant runs without its frontend there is nothing to register.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The file that the browser loads, as it was when Home Assistant started."""

    version: str
    """What changes with the content: browsers keep an url for a month."""

    @property
    def url(self) -> str:
        """Return where it is served."""
        return f"{STATIC_PATH}/{BUNDLE}?v={self.version}"


_BUNDLE: HassKey[Bundle] = HassKey(f"{DOMAIN}_bundle")


async def async_setup_panel(hass: HomeAssistant) -> None:
    """Serve the bundle, if there is a frontend that it could be loaded by."""
    if "frontend" not in hass.config.components:
        return
    try:
        version = await hass.async_add_executor_job(_hash, FOLDER / BUNDLE)
    except OSError:
        _LOGGER.warning(
            "There is no dashboard: %s is not installed. All else works. Install the"
            " integration again, or, in a copy of the sources, build frontend/",
            BUNDLE,
        )
        return
    await hass.http.async_register_static_paths(
        [StaticPathConfig(STATIC_PATH, str(FOLDER), cache_headers=True)]
    )
    hass.data[_BUNDLE] = Bundle(version=version)


async def async_show_panel(hass: HomeAssistant) -> None:
    """Put the dashboard into the side bar; for every account after the first a no-op.

    Nothing is waited for between the question and the answer, so that accounts that
    are set up at the same time do not both register it.
    """
    bundle = hass.data.get(_BUNDLE)
    if bundle is None or async_panel_exists(hass, PANEL_PATH):
        return
    await async_register_custom_panel(
        hass,
        frontend_url_path=PANEL_PATH,
        webcomponent_name=ELEMENT,
        sidebar_title=TITLE,
        sidebar_icon=ICON,
        module_url=bundle.url,
        embed_iframe=False,
        require_admin=True,
        # Its header reaches up to the edge of the screen, as all of Home Assistant's.
        handle_safe_area=True,
    )
    add_extra_js_url(hass, bundle.url)


@callback
def async_hide_panel(hass: HomeAssistant) -> None:
    """Take everything away that pages get to see."""
    bundle = hass.data.get(_BUNDLE)
    if bundle is not None and async_panel_exists(hass, PANEL_PATH):
        async_remove_panel(hass, PANEL_PATH)
        remove_extra_js_url(hass, bundle.url)


@callback
def async_bundle_version(hass: HomeAssistant) -> str:
    """Return what the bundle's url says after `?v=`; empty without a dashboard."""
    bundle = hass.data.get(_BUNDLE)
    return "" if bundle is None else bundle.version


@callback
def async_page_url(hass: HomeAssistant, *ids: str) -> str | None:
    """Return the link to the overview, or to a server's page by entry and server id.

    None while there is no panel.
    """
    if not async_panel_exists(hass, PANEL_PATH):
        return None
    return "/".join(
        (f"homeassistant://{PANEL_PATH}", *(("server",) if ids else ()), *ids)
    )


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
