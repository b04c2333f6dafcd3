"""The dashboard's panel, with Home Assistant's real frontend set up."""

from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from http import HTTPStatus
import logging
from pathlib import Path
import re
from typing import Any
from unittest.mock import patch

from homeassistant.components import frontend
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.plex_connection import panel
from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from simulator import Simulator

from .conftest import Attic, SetUp, Until
from .page import Page

URL = re.compile(r"/plex_connection_static/plex-connection\.js\?v=([0-9a-f]{12})")
CONTENT = "export const content = 'of a bundle';\n"


@pytest.fixture
async def home_page(hass: HomeAssistant) -> None:
    """Set up Home Assistant's frontend, which precedes us at a start."""
    assert await async_setup_component(hass, "frontend", {})
    await hass.async_block_till_done()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Replace the built bundle's folder by one with a test bundle, and return it."""
    (tmp_path / panel.BUNDLE).write_text(CONTENT)
    with patch.object(panel, "FOLDER", tmp_path):
        yield tmp_path


def panels(hass: HomeAssistant) -> dict[str, Any]:
    """Return our panels as pages receive them."""
    return {
        path: each.to_response()
        for path, each in hass.data[frontend.DATA_PANELS].items()
        if "plex" in path
    }


def modules(hass: HomeAssistant) -> list[str]:
    """Return the modules of ours that each page loads."""
    urls = hass.data[frontend.DATA_EXTRA_MODULE_URL].urls
    return [each for each in urls if "plex" in each]


def links(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str | None]:
    """Return the links on the devices' pages, by identifier."""
    return {
        identifier: device.configuration_url
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        for _, identifier in device.identifiers
    }


@pytest.fixture
async def other(
    hass: HomeAssistant, sim: Simulator, attic: Attic
) -> AsyncIterator[MockConfigEntry]:
    """Return a second account's entry."""
    bob = sim.add_account("bob")
    attic.server.share_with(bob)
    other = MockConfigEntry(
        domain=DOMAIN,
        title=bob.username,
        unique_id=str(bob.id),
        data={
            CONF_CLIENT_IDENTIFIER: "b0b",
            "token": bob.token,
            CONF_SERVER_TOKENS: {},
        },
    )
    other.add_to_hass(hass)
    yield other
    if other.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(other.entry_id)


async def test_registered(
    hass: HomeAssistant,
    attic: Attic,
    home_page: None,
    folder: Path,
    set_up: SetUp,
    hass_client: ClientSessionGenerator,
) -> None:
    """The panel requires an administrator; its file is served and cacheable."""
    await set_up()
    (url,) = modules(hass)
    version = sha256(CONTENT.encode()).hexdigest()[:12]
    assert url == f"/plex_connection_static/plex-connection.js?v={version}"
    (shown,) = panels(hass).values()
    config = shown.pop("config")
    assert shown["url_path"] == "plex-connection"
    assert shown["title"] == "Plex Connection"
    assert shown["icon"] == "mdi:transit-connection-variant"
    assert shown["require_admin"] is True
    assert config["_panel_custom"] == {
        "name": "plex-connection-panel",
        "embed_iframe": False,
        "trust_external": False,
        "handle_safe_area": True,
        "module_url": url,
    }
    client = await hass_client()
    response = await client.get(url)
    assert response.status == HTTPStatus.OK
    assert await response.text() == CONTENT
    assert response.content_type == "text/javascript"
    assert response.headers["Cache-Control"] == "public, max-age=2678400"
    for path in ("", "/", "/../panel.py", "/%2e%2e/panel.py"):
        response = await client.get(f"/plex_connection_static{path}")
        assert response.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND), path


async def test_bundle_is_installed(
    hass: HomeAssistant, attic: Attic, home_page: None, set_up: SetUp
) -> None:
    """The built file is part of the integration."""
    await set_up()
    (url,) = modules(hass)
    assert URL.fullmatch(url)


async def test_links_from_devices(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    home_page: None,
    folder: Path,
    set_up: SetUp,
) -> None:
    """A server's device links to its page, the account's to the overview."""
    await set_up()
    overview = "homeassistant://plex-connection"
    assert links(hass, entry) == {
        str(entry.unique_id): overview,
        attic.id: f"{overview}/server/{entry.entry_id}/{attic.id}",
    }


async def test_stays_while_there_is_an_account(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    other: MockConfigEntry,
    home_page: None,
    folder: Path,
    set_up: SetUp,
) -> None:
    """The panel is registered once while accounts load, reload and go."""
    await set_up()
    assert other.state is ConfigEntryState.LOADED
    before = panels(hass), modules(hass)
    assert len(before[1]) == 1
    for each in (entry, other):
        assert await hass.config_entries.async_reload(each.entry_id)
        assert (panels(hass), modules(hass)) == before
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (panels(hass), modules(hass)) == before
    await hass.config_entries.async_remove(entry.entry_id)
    assert (panels(hass), modules(hass)) == before


async def test_goes_with_the_last_account(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    home_page: None,
    folder: Path,
    set_up: SetUp,
    hass_ws_client: WebSocketGenerator,
    until: Until,
) -> None:
    """The panel and its module vanish with the last account, and come back with one."""
    await set_up()
    before = panels(hass), modules(hass)
    page = await Page.open(hass_ws_client)
    overview = await page.subscribe("subscribe_overview")
    await until(overview.events.copy)
    assert f"?v={overview.last['bundle']}" in before[1][0]
    ignored = MockConfigEntry(domain=DOMAIN, source="ignore", unique_id="heard of")
    ignored.add_to_hass(hass)
    data, title, unique_id = entry.data, entry.title, entry.unique_id
    await hass.config_entries.async_remove(entry.entry_id)
    assert panels(hass) == {}
    assert modules(hass) == []
    await until(lambda: overview.last["gone_accounts"])
    again = MockConfigEntry(domain=DOMAIN, title=title, unique_id=unique_id, data=data)
    again.add_to_hass(hass)
    assert await hass.config_entries.async_setup(again.entry_id)
    assert (panels(hass), modules(hass)) == before
    server = again.runtime_data.servers[attic.id]
    await until(lambda: server.data.next_check is not None)
    await hass.config_entries.async_remove(again.entry_id)
    assert panels(hass) == {}
    await page.close()


async def test_there_while_an_account_waits(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    home_page: None,
    folder: Path,
) -> None:
    """The panel is there to show that plex.tv does not answer."""
    sim.plex_tv.inject("server_error")
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert panels(hass)


async def test_without_a_bundle(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    home_page: None,
    tmp_path: Path,
    set_up: SetUp,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A missing bundle is logged once, and everything else works."""
    with patch.object(panel, "FOLDER", tmp_path / "nowhere"):
        await set_up()
        assert await hass.config_entries.async_reload(entry.entry_id)
    warnings = [each for each in caplog.records if each.levelno >= logging.WARNING]
    (told,) = (each for each in warnings if each.name == panel.__name__)
    assert "plex-connection.js" in told.getMessage()
    assert panels(hass) == {}
    assert modules(hass) == []
    assert set(links(hass, entry).values()) == {None}
    await hass.config_entries.async_remove(entry.entry_id)
    caplog.clear()


async def test_without_the_frontend(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    folder: Path,
    set_up: SetUp,
) -> None:
    """Nothing is registered, and the dead link of an earlier run is removed."""
    await set_up()
    account = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, str(entry.unique_id)), entry.entry_id
    )
    assert account is not None
    dr.async_get(hass).async_update_device(
        account.id, configuration_url="homeassistant://plex-connection"
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert set(links(hass, entry).values()) == {None}
    assert "frontend" not in hass.config.components
    assert frontend.DATA_PANELS not in hass.data
