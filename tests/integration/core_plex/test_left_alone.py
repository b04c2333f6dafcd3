"""Entries of the integration that are none of our business, with a dead address."""

from dataclasses import dataclass, field
from typing import Any

from homeassistant.config_entries import (
    SOURCE_IGNORE,
    ConfigEntryDisabler,
    ConfigEntryState,
)
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import (
    ATTR_ENTRY_ID,
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Account, Simulator
from tests.integration.conftest import Attic, Elapse

from .conftest import core_data, core_repairs

DEAD = "https://192.168.40.99:32400"
SAID = "in a form that is not known here"


@dataclass(frozen=True, kw_only=True)
class Case:
    """How an entry differs from one that is followed."""

    entry: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    state: ConfigEntryState = ConfigEntryState.SETUP_RETRY


CASES = {
    "disabled": Case(
        entry={"disabled_by": ConfigEntryDisabler.USER},
        state=ConfigEntryState.NOT_LOADED,
    ),
    "ignored": Case(entry={"source": SOURCE_IGNORE}, state=ConfigEntryState.NOT_LOADED),
    "of another server": Case(
        entry={"unique_id": "f" * 40}, data={"server_id": "f" * 40}
    ),
    "in an unknown form": Case(data={"server_config": {"uri": DEAD}}),
    "of another identifier": Case(data={"server_id": "f" * 40}),
    "that cannot be reloaded": Case(state=ConfigEntryState.FAILED_UNLOAD),
}


@pytest.mark.provokes(SAID)
@pytest.mark.parametrize("name", CASES)
async def test_is_left_alone(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    """It is neither tested nor changed, and an unknown form is mentioned once."""
    case = CASES[name]
    entry = MockConfigEntry(
        domain="plex",
        **{
            "unique_id": attic.id,
            "data": core_data(alice, attic, DEAD) | case.data,
            "state": case.state,
            **case.entry,
        },
    )
    entry.add_to_hass(hass)
    before = dict(entry.data)
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(400, step=5)

    assert core_repairs(hass) == []
    assert dict(entry.data) == before
    assert [each for each in sim.record.dials if each.address == "192.168.40.99"] == []
    said = [each for each in caplog.records if SAID in each.getMessage()]
    is_unknown = name in ("in an unknown form", "of another identifier")
    assert len(said) == is_unknown


async def test_costs_nothing(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """While all is well, no request of ours is for the integration."""
    await elapse(2)
    before = len(sim.record.requests)
    await elapse(1200, step=10)
    without = len(sim.record.requests) - before

    url = attic.server.row(attic.lan).uri
    entry = MockConfigEntry(
        domain="plex",
        unique_id=attic.id,
        data=core_data(alice, attic, url),
        state=ConfigEntryState.LOADED,
    )
    entry.add_to_hass(hass)
    before = len(sim.record.requests)
    await elapse(1200, step=10)
    assert len(sim.record.requests) - before <= without


async def test_two_accounts(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Of two accounts with the same server one acts, also while the other reloads."""
    bob = sim.add_account("bob")
    attic.server.share_with(bob)
    other = MockConfigEntry(
        domain=DOMAIN,
        unique_id=str(bob.id),
        data={
            CONF_CLIENT_IDENTIFIER: "b0b",
            CONF_TOKEN: bob.token,
            CONF_SERVER_TOKENS: {},
        },
    )
    other.add_to_hass(hass)
    assert await hass.config_entries.async_setup(other.entry_id)
    core = MockConfigEntry(
        domain="plex",
        unique_id=attic.id,
        data=core_data(alice, attic, DEAD),
        state=ConfigEntryState.SETUP_RETRY,
    )
    core.add_to_hass(hass)
    await elapse(200, step=2)
    (issue,) = core_repairs(hass)
    assert issue.data is not None
    assert issue.data[ATTR_ENTRY_ID] == entry.entry_id

    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(500, step=5)
    (issue,) = core_repairs(hass)
    assert issue.data is not None
    assert issue.data[ATTR_ENTRY_ID] == other.entry_id
    await hass.config_entries.async_set_disabled_by(
        other.entry_id, ConfigEntryDisabler.USER
    )
    await elapse(5)
    assert core_repairs(hass) == []
    await elapse(400, step=5)
    (issue,) = core_repairs(hass)

    # It works again.
    hass.config_entries.async_update_entry(
        core, data=core_data(alice, attic, attic.server.row(attic.lan).uri)
    )
    await elapse(30)
    assert core_repairs(hass) == []
