"""State of plex.tv: entity and page agree, whatever request showed it."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import account_view
from simulator import Account, ServerProfile, Simulator

from .conftest import Attic, Elapse, state

SENSOR = "binary_sensor.alice_plex_tv"
PROBLEMS = ("sensor.attic_problem", "sensor.attic_problem_2")
RESOURCES = "/api/v2/resources"


def told(hass: HomeAssistant, entry: MockConfigEntry) -> tuple[str, str]:
    """Return the states of entity and page."""
    return state(hass, SENSOR), account_view(entry)["plex_tv"]


async def ask(entry: MockConfigEntry) -> None:
    """Have plex.tv asked, without success."""
    with pytest.raises(HomeAssistantError):
        await entry.runtime_data.account.async_rediscover()


@pytest.mark.usefixtures("all_enabled")
async def test_signed_in_again(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A new token repeats, once, what the old one was refused."""
    sim.plex_tv.revoke(alice)
    await ask(entry)
    await elapse(1)
    assert told(hass, entry) == ("off", "token_rejected")

    asked = sim.record.count(path=RESOURCES)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_TOKEN: sim.plex_tv.accounts.mint(alice)}
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(3)
    assert told(hass, entry) == ("on", "ok")
    assert state(hass, "sensor.alice_reason_for_last_server_search") == "auth_changed"
    assert sim.record.count(path=RESOURCES) == asked + 1


async def test_restart_with_a_rejected_token(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The sign-in dialog of the last run is opened again."""
    sim.plex_tv.revoke(alice)
    await ask(entry)
    for flow in hass.config_entries.flow.async_progress():
        hass.config_entries.flow.async_abort(flow["flow_id"])
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert told(hass, entry) == ("off", "token_rejected"), "as it was before"
    await elapse(3)
    assert told(hass, entry) == ("off", "token_rejected")
    assert len(hass.config_entries.flow.async_progress()) == 1


@pytest.mark.parametrize("fault", ["server_error", "rate_limited"])
async def test_reload_while_it_is_away(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    fault: str,
) -> None:
    """After a reload both show it as down; it is asked again a minute later."""
    sim.plex_tv.inject(fault)
    await ask(entry)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert told(hass, entry) == ("off", "no_answer")
    asked = sim.record.count(path=RESOURCES)
    await elapse(50)
    assert sim.record.count(path=RESOURCES) == asked
    assert told(hass, entry) == ("off", "no_answer")
    sim.plex_tv.heal()
    await elapse(20)
    assert told(hass, entry) == ("on", "ok")
    assert sim.record.count(path=RESOURCES) == asked + 1


async def test_rejected_when_it_is_asked_about_the_token(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """A rejection outside the list of servers counts as well."""
    sim.plex_tv.revoke(alice)
    assert await entry.runtime_data.account.async_check_token()
    await elapse(1)
    assert sim.record.count(path=RESOURCES) == 1
    assert told(hass, entry) == ("off", "token_rejected")


def asked_to_sign_in(hass: HomeAssistant) -> tuple[int, int]:
    """Return how many dialogs and how many Home Assistant repairs ask for it."""
    flows = hass.config_entries.flow.async_progress()
    issues = ir.async_get(hass).issues
    return len(flows), sum("reauth" in issue_id for _, issue_id in issues)


@pytest.mark.provokes("could not authenticate")
@pytest.mark.parametrize("is_loaded", [True, False])
@pytest.mark.parametrize("end", ["another account", "given up"])
async def test_sign_in_is_requested_until_it_succeeds(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    alice: Account,
    entry: MockConfigEntry,
    elapse: Elapse,
    *,
    end: str,
    is_loaded: bool,
) -> None:
    """A dialog that ends without success takes its repair along: a new one opens.

    Also where the account has never been loaded.
    """
    if is_loaded:
        assert await hass.config_entries.async_setup(entry.entry_id)
        await elapse(3)
        sim.plex_tv.revoke(alice)
        await ask(entry)
    else:
        sim.plex_tv.revoke(alice)
        assert not await hass.config_entries.async_setup(entry.entry_id)
    await elapse(1)
    assert asked_to_sign_in(hass) == (1, 1)
    flows = hass.config_entries.flow
    (flow,) = flows.async_progress()
    if end == "given up":
        flows.async_abort(flow["flow_id"])
    else:
        await flows.async_configure(flow["flow_id"], {})
        sim.plex_tv.claim(account=sim.add_account("bob"))
        await elapse(5)
        ended = await flows.async_configure(flow["flow_id"])
        assert ended.get("reason") == "wrong_account"
    await elapse(1)
    (again,) = flows.async_progress()
    assert again["flow_id"] != flow["flow_id"]
    assert asked_to_sign_in(hass) == (1, 1)

    await flows.async_configure(again["flow_id"], {})
    sim.plex_tv.claim(account=alice)
    await elapse(5)
    ended = await flows.async_configure(again["flow_id"])
    assert ended.get("reason") == "reauth_successful"
    await elapse(5)
    assert asked_to_sign_in(hass) == (0, 0)
    assert entry.state is ConfigEntryState.LOADED
    assert told(hass, entry) == ("on", "ok")


async def test_accepted_token_ends_the_sign_in(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Once plex.tv takes the token again, dialog and repair are closed."""

    def asked_for() -> tuple[int, int]:
        return asked_to_sign_in(hass)

    sim.plex_tv.inject("unauthorized", paths=("/api/v2/user", RESOURCES))
    await ask(entry)
    await elapse(1)
    assert asked_for() == (1, 1)
    sim.plex_tv.heal()
    await entry.runtime_data.account.async_rediscover()
    await elapse(1)
    assert told(hass, entry) == ("on", "ok")
    assert asked_for() == (0, 0)


async def test_server_shows_the_search_of_its_account(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    all_enabled: None,
    elapse: Elapse,
) -> None:
    """A server's entities show its account's latest search at once."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await entry.runtime_data.account.async_rediscover()
    await hass.async_block_till_done()
    for key in ("reason_for_last_server_search", "last_server_search"):
        ours, theirs = f"sensor.attic_{key}", f"sensor.alice_{key}"
        assert state(hass, ours) == state(hass, theirs)
    assert state(hass, "sensor.attic_reason_for_last_server_search") == "manual_refresh"


async def test_what_it_says_reaches_every_server_at_once(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """A problem is over as soon as plex.tv says so: itself, or by another server."""
    heir = await sim.add_server(
        "Attic",
        owner=alice,
        profile=ServerProfile(public_address=sim.plex_tv.home_public_address),
    )
    heir.add_address("192.168.40.13")
    heir.add_address("203.0.113.40", 31235, kind="remote")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    runtime = entry.runtime_data
    old, new = (runtime.servers[each] for each in (attic.id, heir.machine_identifier))

    def problems() -> tuple[str | None, str | None]:
        return old.diagnosis.problem, new.diagnosis.problem

    sim.plex_tv.inject("server_error")
    await ask(entry)
    await elapse(660, step=10)
    assert problems() == ("plex_tv_down", "plex_tv_down")
    assert {state(hass, each) for each in PROBLEMS} == {"plex_tv_down"}

    sim.plex_tv.heal()
    await runtime.account.async_rediscover()
    await elapse(0.1)
    assert problems() == ("none", "none")
    assert {state(hass, each) for each in PROBLEMS} == {"none"}

    attic.server.profile.presence = False
    for listener in attic.server.listeners:
        listener.inject("refuse")
        listener.cut_connections()
    await runtime.account.async_rediscover()
    await elapse(660, step=10)
    assert problems() == ("replaced", "none")

    heir.profile.presence = False
    await runtime.account.async_rediscover()
    await elapse(0.1)
    assert problems() == ("server_off", "none")
    assert sorted(state(hass, each) for each in PROBLEMS) == ["none", "server_off"]
