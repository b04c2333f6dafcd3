"""DNS rebind protection against home names: looked up rarely, and reported."""

import asyncio
from dataclasses import replace
from http import HTTPStatus

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dns_rebind_check import BUDGET
from simulator import DnsMode, Simulator, switches

from .acting import acted
from .alert_cases import repairs
from .conftest import Attic, Elapse, SetUp, Until, state
from .frontend import REPAIRS, Frontend

DAY = 86_400.0


def names(sim: Simulator) -> list[str]:
    """Return the names under plex.direct that were looked up."""
    looked_up = (each.name for each in sim.record.lookups)
    return [name for name in looked_up if name.endswith(".plex.direct")]


@pytest.fixture
def at_home(attic: Attic) -> str:
    """Return the plex.direct name of the server's home address."""
    return f"192-168-40-12.{attic.server.certificate_hash}.plex.direct"


async def test_stripped_names_raise_a_repair(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    at_home: str,
) -> None:
    """Two minutes after the start, one look-up and one for contrast raise a repair."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(110, step=2)
    assert names(sim) == []
    await elapse(15, step=1)
    outside = at_home.replace("192-168-40-12", "1-1-1-1")
    assert set(names(sim)) == {at_home, outside}
    assert repairs(hass) == ["dns_blocked"]
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"dns_blocked_{entry.entry_id}")
    assert issue is not None
    assert issue.is_fixable
    assert issue.severity is ir.IssueSeverity.WARNING
    assert not issue.translation_placeholders
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_switch_of_the_demo(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The demo's switch for names raises the repair issue."""
    switches.turn(sim, "names", None, on=True)
    await elapse(125, step=1)
    assert repairs(hass) == ["dns_blocked"]


async def test_repair_ends_within_a_day_of_the_fix(
    hass: HomeAssistant,
    sim: Simulator,
    server: ServerCoordinator,
    elapse: Elapse,
    at_home: str,
) -> None:
    """The daily look-up, the only one in a healthy network, ends a fixed repair."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(130, step=2)
    assert repairs(hass) == ["dns_blocked"]
    sim.network.set_plex_direct(DnsMode.ANSWERS)
    sim.record.lookups.clear()
    await elapse(DAY - 120, step=300)
    assert names(sim) == []
    assert repairs(hass) == ["dns_blocked"]
    await elapse(180, step=2)
    assert set(names(sim)) == {at_home}
    assert repairs(hass) == []


@pytest.mark.parametrize("mode", [DnsMode.ANSWERS, DnsMode.NXDOMAIN, DnsMode.SILENT])
async def test_no_repair(
    hass: HomeAssistant,
    sim: Simulator,
    server: ServerCoordinator,
    elapse: Elapse,
    mode: DnsMode,
) -> None:
    """No repair if names resolve, or if no name does, which proves nothing."""
    sim.network.set_plex_direct(mode)
    await elapse(140, step=1)
    assert names(sim)
    assert repairs(hass) == []


@pytest.mark.parametrize("mode", [DnsMode.NXDOMAIN, DnsMode.SILENT])
async def test_no_answer_keeps_the_repair(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    mode: DnsMode,
) -> None:
    """An inconclusive look-up keeps the repair."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(130, step=2)
    sim.network.set_plex_direct(mode)
    check = entry.runtime_data.names.async_check()
    assert await acted(elapse, check, seconds=12) is None
    assert repairs(hass) == ["dns_blocked"]


async def test_no_name_at_home(
    hass: HomeAssistant, sim: Simulator, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """With servers elsewhere only, there is nothing to look up."""
    cabin = await sim.add_server("Cabin")
    cabin.add_address("203.0.113.90", kind="remote")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(300, step=2)
    assert state(hass, "sensor.cabin_connection_type") == "remote"
    assert names(sim) == []


async def test_servers_of_friends_are_not_looked_up(
    hass: HomeAssistant, sim: Simulator, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """Another user's list of addresses causes no look-up."""
    bob = sim.add_account("bob")
    alice = sim.plex_tv.accounts.first()
    barn = await sim.add_server("Barn", owner=bob, shared_with=(alice,))
    barn.profile.public_address = sim.plex_tv.home_public_address
    barn.add_address("192.168.40.30")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(300, step=2)
    assert state(hass, "sensor.barn_connection_type") == "local"
    assert names(sim) == []


async def test_switching_off_ends_it(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Disabling the account leaves no repair, no look-up and no timer."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(130, step=2)
    assert repairs(hass) == ["dns_blocked"]
    by_user = ConfigEntryDisabler.USER
    assert await hass.config_entries.async_set_disabled_by(entry.entry_id, by_user)
    assert repairs(hass) == []
    sim.record.lookups.clear()
    await elapse(DAY + 300, step=300)
    assert names(sim) == []
    assert repairs(hass) == []


async def test_outlasts_a_restart(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """After a reload or restart, the repair exists at once, before any look-up."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(130, step=2)
    assert repairs(hass) == ["dns_blocked"]
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert repairs(hass) == ["dns_blocked"]

    assert await hass.config_entries.async_unload(entry.entry_id)
    await restart(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert repairs(hass) == ["dns_blocked"]
    sim.network.set_plex_direct(DnsMode.ANSWERS)
    await elapse(130, step=2)
    assert repairs(hass) == []


async def restart(hass: HomeAssistant) -> None:
    """Reduce repairs to what Home Assistant keeps over a restart: that they existed."""
    issues = ir.async_get(hass)
    for key, issue in issues.issues.items():
        issues.issues[key] = replace(
            issue,
            active=False,
            data=None,
            is_fixable=None,
            severity=None,
            translation_key=None,
            translation_placeholders=None,
        )


async def test_stopped_during_a_check(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    set_up: SetUp,
    attic: Attic,
    until: Until,
) -> None:
    """A result that arrives after the stop raises no repair."""
    await set_up()
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    check = asyncio.ensure_future(entry.runtime_data.names.async_check())
    entry.runtime_data.names.async_stop()
    await until(check.done)
    assert names(sim)
    assert check.result() is None
    assert repairs(hass) == []


@pytest.fixture
async def frontend(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> Frontend:
    """Return a frontend that opens repairs."""
    assert await async_setup_component(hass, "repairs", {})
    return Frontend(hass, await hass_client(), dialogs=REPAIRS)


async def test_dialog(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    frontend: Frontend,
) -> None:
    """The dialog checks again on each submit, and ends the repair once it is fixed."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(130, step=2)
    issue_id = f"dns_blocked_{entry.entry_id}"
    step = await frontend.begin(DOMAIN, issue_id=issue_id)
    assert (step["type"], step["step_id"]) == ("form", "check_again")
    step = await acted(elapse, frontend.submit())
    assert (step["type"], step["reason"]) == ("abort", "still_there")
    assert repairs(hass) == ["dns_blocked"]

    sim.network.set_plex_direct(DnsMode.SILENT)
    await frontend.begin(DOMAIN, issue_id=issue_id)
    step = await acted(elapse, frontend.submit(), seconds=BUDGET + 1)
    assert (step["type"], step["reason"]) == ("abort", "no_answer")
    assert repairs(hass) == ["dns_blocked"]

    sim.network.set_plex_direct(DnsMode.ANSWERS)
    await frontend.begin(DOMAIN, issue_id=issue_id)
    step = await acted(elapse, frontend.submit())
    assert step["type"] == "create_entry"
    assert repairs(hass) == []


async def test_dialog_of_an_account_that_is_not_loaded(
    hass: HomeAssistant,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    frontend: Frontend,
    hass_client: ClientSessionGenerator,
) -> None:
    """Open and new dialogs report `not_loaded`: the repair waits for the account."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await elapse(130, step=2)
    issue_id = f"dns_blocked_{entry.entry_id}"
    await frontend.begin(DOMAIN, issue_id=issue_id)
    assert await hass.config_entries.async_unload(entry.entry_id)
    step = await frontend.submit()
    assert (step["type"], step["reason"]) == ("abort", "not_loaded")
    client = await hass_client()
    data = {"handler": DOMAIN, "issue_id": issue_id}
    response = await client.post(REPAIRS, json=data)
    assert response.status == HTTPStatus.OK
    step = await response.json()
    assert (step["type"], step["reason"]) == ("abort", "not_loaded")
