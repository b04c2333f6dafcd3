"""A home with Home Assistant's own Plex integration, unmodified, beside ours.

It connects in threads, which the event loop's mapping does not reach: here the whole
process is confined to the simulated network.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import requests

from custom_components.plex_connection.const import DOMAIN
from simulator import Account, Authority, Listener, Simulator
from simulator.confinement import confined
from simulator.mapping import Mapping
from tests.integration.conftest import ADAPTERS, Attic

AS_CORE_IS = (
    pytest.mark.filterwarnings("ignore:ssl=None is deprecated:DeprecationWarning"),
)
"""Marks for what its libraries do."""

PLAYER = "media_player.plex_plex_for_tv_living_room"

LIVING_ROOM = {
    "name": "Living room",
    "host": "192.168.40.60",
    "address": "192.168.40.60",
    "port": 32500,
    "machineIdentifier": "living-room-tv",
    "version": "10.0",
    "protocol": "plex",
    "product": "Plex for TV",
    "deviceClass": "stb",
    "protocolVersion": "1",
    "protocolCapabilities": "timeline,playback,navigation",
}
"""A player that the server knows."""


def core_data(
    account: Account, attic: Attic, url: str, **config: Any
) -> dict[str, Any]:
    """Return the data that the integration itself stores for an address."""
    return {
        "server": attic.server.name,
        "server_id": attic.id,
        "server_config": {
            "url": url,
            "client_id": "c0ffee",
            "token": account.token,
            "verify_ssl": True,
            **config,
        },
    }


def url_of(attic: Attic, listener: Listener) -> str:
    """Return the URL under which plex.tv lists an address."""
    return attic.server.row(listener).uri


@pytest.fixture
async def sim(authority: Authority, socket_enabled: None) -> AsyncIterator[Simulator]:
    """Return an empty simulation that this whole process is confined to."""
    async with Simulator(authority, mapped=False) as simulator:
        simulator.network.adapters = ADAPTERS
        mapping = Mapping(network=lambda: simulator.network, witness=simulator)
        with confined(mapping):
            yield simulator


@pytest.fixture
def sessions() -> Iterator[None]:
    """Close the sessions that python-plexapi never closes."""
    opened: list[requests.Session] = []
    begin = requests.Session.__init__

    def noting(session: requests.Session) -> None:
        begin(session)
        opened.append(session)

    with patch.object(requests.Session, "__init__", noting):
        yield
    for session in opened:
        session.close()


@pytest.fixture
async def core(
    hass: HomeAssistant, alice: Account, attic: Attic, sessions: None
) -> AsyncIterator[MockConfigEntry]:
    """Return the integration's entry, pinned to the LAN address; it is not loaded."""
    attic.server.profile.clients.append(LIVING_ROOM)
    url = url_of(attic, attic.lan)
    entry = MockConfigEntry(
        domain="plex",
        title=url,
        unique_id=attic.id,
        data=core_data(alice, attic, url),
    )
    entry.add_to_hass(hass)
    yield entry
    if entry.state in (ConfigEntryState.LOADED, ConfigEntryState.SETUP_RETRY):
        with suppress(KeyError):
            await hass.config_entries.async_unload(entry.entry_id)


def core_repairs(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """Return the open repairs about the integration."""
    return [
        issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
        and issue.active
        and str(issue.translation_key).startswith("core_plex")
    ]


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Allow the timers that the integration leaves behind when it is unloaded."""
    return True
