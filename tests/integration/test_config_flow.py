"""Signing in over HTTP, as Home Assistant's frontend does."""

from collections.abc import Iterator
from unittest.mock import Mock, patch
from urllib.parse import parse_qs, urlsplit

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from simulator import Account, Simulator

from .conftest import Elapse, Until
from .frontend import OPTIONS, Frontend, Step


@pytest.fixture(autouse=True)
def _quick_poll() -> Iterator[None]:
    """Poll the PIN often: no person has to act here."""
    module = "custom_components.plex_connection.config_flow"
    with (
        patch(f"{module}.POLL_INTERVAL", 0.01),
        patch(f"{module}.POLL_INTERVAL_MAX", 0.02),
    ):
        yield


@pytest.fixture(autouse=True)
def _no_set_up() -> Iterator[None]:
    """Skip the entry's set-up and unload, which have their own tests."""
    module = "custom_components.plex_connection"
    with (
        patch(f"{module}.async_setup_entry", return_value=True),
        patch(f"{module}.async_unload_entry", return_value=True),
    ):
        yield


@pytest.fixture
async def frontend(
    hass: HomeAssistant, sim: Simulator, hass_client: ClientSessionGenerator
) -> Frontend:
    """Return a frontend whose Home Assistant is on the simulated network."""
    assert await async_setup_component(hass, "config", {})
    return Frontend(hass, await hass_client())


@pytest.fixture
def existing(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return an entry that Home Assistant takes for loaded."""
    entry.mock_state(hass, ConfigEntryState.LOADED)
    entry.runtime_data = Mock()
    return entry


async def test_success(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    hass_client: ClientSessionGenerator,
) -> None:
    """Claiming the PIN on Plex's page creates the entry; messages are offered then."""
    step = await frontend.begin()
    assert (step["type"], step["step_id"]) == ("external", "sign_in")
    page = urlsplit(step["url"])
    assert (page.scheme, page.netloc, page.path) == ("https", "app.plex.tv", "/auth")
    shown = parse_qs(page.fragment.removeprefix("?"))
    assert shown["code"] == [sim.plex_tv.pending_pin().code]
    assert shown["context[device][product]"] == ["Plex Connection"]

    assert (await frontend.look())["type"] == "external", "not signed in yet"
    sim.plex_tv.claim()
    step = await frontend.moved_on()
    assert (step["type"], step["title"]) == ("create_entry", "alice")
    kind, offer = step["next_flow"]
    assert kind == "options_flow"

    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.unique_id == str(alice.id)
    assert entry.data == {
        CONF_CLIENT_IDENTIFIER: shown["clientID"][0],
        CONF_TOKEN: alice.tokens[-1],
        CONF_SERVER_TOKENS: {},
    }
    assert sim.plex_tv.pins.waiting(dt_util.utcnow()) == []

    options = Frontend(hass, await hass_client(), dialogs=OPTIONS)
    assert (await options.take_up(offer))["step_id"] == "messages"
    # Home Assistant's frontend opens another.
    step = await options.begin(entry.entry_id)
    assert step["step_id"] == "messages"
    defaults = {field["name"]: field["default"] for field in step["data_schema"]}
    assert defaults == {
        "notify_offline": True,
        "notify_problem": True,
        "notify_relay": True,
        "notify_target": [],
    }
    step = await options.submit(defaults | {"notify_problem": False})
    assert step["type"] == "create_entry"
    assert entry.options == defaults | {"notify_problem": False}
    assert hass.config_entries.options.async_progress() == [], "offered once"


async def test_pin_expires_and_another_is_claimed(
    hass: HomeAssistant, frontend: Frontend, sim: Simulator, alice: Account
) -> None:
    """An expired PIN leads to a form that starts again with another PIN."""
    await frontend.begin()
    first = sim.plex_tv.pending_pin()
    sim.plex_tv.pins.expire(first)
    step = await frontend.moved_on()
    assert (step["type"], step["step_id"]) == ("form", "pin_expired")

    step = await frontend.submit()
    assert (step["type"], step["step_id"]) == ("external", "sign_in")
    assert sim.plex_tv.pending_pin() is not first
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["type"] == "create_entry"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("refuse", "cannot_connect"),
        ("server_error", "cannot_connect"),
        ("garbage", "cannot_connect"),
        ("rate_limited", "rate_limited"),
    ],
)
async def test_plex_tv_is_down_at_the_start_then_back(
    frontend: Frontend, sim: Simulator, alice: Account, fault: str, error: str
) -> None:
    """The form shows the error, and its button tries again."""
    sim.plex_tv.inject(fault)
    step = await frontend.begin()
    assert (step["type"], step["step_id"]) == ("form", "user")
    assert step["errors"] == {"base": error}
    assert (await frontend.submit())["errors"] == {"base": error}

    sim.plex_tv.heal()
    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["type"] == "create_entry"


@pytest.mark.parametrize("fault", ["refuse", "server_error", "rate_limited"])
async def test_plex_tv_is_down_while_the_pin_is_watched(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    until: Until,
    fault: str,
) -> None:
    """The PIN and the dialog survive an outage of plex.tv."""
    await frontend.begin()
    sim.plex_tv.inject(fault)
    asked = sim.record.count(path="/api/v2/pins/*")
    dialled = len(sim.record.dials)
    await until(
        lambda: (
            sim.record.count(path="/api/v2/pins/*") > asked
            or len(sim.record.dials) > dialled
        )
    )
    assert (await frontend.look())["type"] == "external"
    sim.plex_tv.heal()
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["type"] == "create_entry"
    assert sim.record.count(path="/api/v2/pins/*") > asked


async def test_plex_tv_demands_a_day_while_the_pin_is_watched(
    frontend: Frontend, sim: Simulator, alice: Account
) -> None:
    """The dialog shows how long to wait instead of polling a PIN that will expire."""
    await frontend.begin()
    sim.plex_tv.inject("rate_limited", retry_after=86_400)
    step = await frontend.moved_on()
    assert (step["type"], step["step_id"]) == ("form", "sign_in_paused")
    assert step["description_placeholders"] == {"minutes": "1440"}

    sim.plex_tv.heal()
    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["type"] == "create_entry"


async def test_plex_tv_demands_hours_at_the_start(
    frontend: Frontend, sim: Simulator, alice: Account
) -> None:
    """The dialog shows how long to wait, in minutes."""
    sim.plex_tv.inject("rate_limited", retry_after=7150)
    step = await frontend.begin()
    assert (step["type"], step["step_id"]) == ("form", "sign_in_paused")
    assert step["description_placeholders"] == {"minutes": "120"}

    sim.plex_tv.heal()
    assert (await frontend.submit())["type"] == "external"


@pytest.mark.parametrize(
    ("fault", "step_id"),
    [
        ("refuse", "pin_expired"),
        ("server_error", "pin_expired"),
        ("rate_limited", "sign_in_paused"),
    ],
)
async def test_plex_tv_is_down_until_the_pin_has_expired(
    frontend: Frontend, sim: Simulator, alice: Account, fault: str, step_id: str
) -> None:
    """The dialog waits no longer than the PIN's lifetime."""
    with patch(
        "custom_components.plex_connection.plex.resources.MAX_PIN_LIFETIME", 0.2
    ):
        await frontend.begin()
    sim.plex_tv.inject(fault)
    assert (await frontend.moved_on())["step_id"] == step_id


async def test_plex_tv_is_down_when_the_account_is_asked_for(
    frontend: Frontend, sim: Simulator, alice: Account
) -> None:
    """A short outage does not lose the received token."""
    await frontend.begin()
    sim.plex_tv.inject("server_error", paths=["/api/v2/user"])
    sim.plex_tv.claim()
    step = await frontend.moved_on()
    assert (step["step_id"], step["errors"]) == ("finish", {"base": "cannot_connect"})

    sim.plex_tv.heal()
    assert (await frontend.submit())["type"] == "create_entry"


async def test_token_is_worthless_at_once(
    frontend: Frontend, sim: Simulator, alice: Account
) -> None:
    """A user who revokes the sign-in at once can sign in again."""
    await frontend.begin()
    sim.plex_tv.claim()
    sim.plex_tv.revoke(alice)
    step = await frontend.moved_on()
    assert (step["step_id"], step["errors"]) == ("user", {"base": "invalid_auth"})
    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["type"] == "create_entry"


async def test_same_account_twice(
    hass: HomeAssistant, frontend: Frontend, sim: Simulator, existing: MockConfigEntry
) -> None:
    """An account can have only one entry."""
    await frontend.begin()
    sim.plex_tv.claim()
    step = await frontend.moved_on()
    assert (step["type"], step["reason"]) == ("abort", "already_configured")
    assert hass.config_entries.async_entries(DOMAIN) == [existing]


async def test_closing_the_dialog_ends_the_poll(
    hass: HomeAssistant,
    elapse: Elapse,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
) -> None:
    """Closing the dialog stops the requests to plex.tv."""
    await frontend.begin()
    await elapse(1, step=0.01)
    await frontend.give_up()
    asked = sim.record.count(server="plex.tv")
    assert asked > 1
    await elapse(10, step=0.1)
    assert sim.record.count(server="plex.tv") == asked
    assert not hass.config_entries.flow.async_progress()


async def _begin_reauth(
    hass: HomeAssistant, frontend: Frontend, existing: MockConfigEntry
) -> Step:
    existing.async_start_reauth(hass)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    return await frontend.take_up(flow["flow_id"])


async def test_reauthentication(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    existing: MockConfigEntry,
) -> None:
    """With the same account, the entry gets the new token and keeps its identity."""
    old = existing.data[CONF_TOKEN]
    step = await _begin_reauth(hass, frontend, existing)
    assert (step["type"], step["step_id"]) == ("form", "reauth_confirm")
    assert step["description_placeholders"]["account"] == "alice"

    step = await frontend.submit()
    assert step["type"] == "external"
    assert f"clientID={existing.data[CONF_CLIENT_IDENTIFIER]}" in step["url"]
    sim.plex_tv.claim()
    step = await frontend.moved_on()
    assert (step["type"], step["reason"]) == ("abort", "reauth_successful")
    assert existing.data[CONF_TOKEN] == alice.tokens[-1] != old


async def test_reauthentication_with_a_token_that_is_revoked_at_once(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    existing: MockConfigEntry,
) -> None:
    """The sign-in form shows the error, and the entry keeps its data."""
    old = dict(existing.data)
    await _begin_reauth(hass, frontend, existing)
    await frontend.submit()
    sim.plex_tv.claim()
    sim.plex_tv.revoke(alice)
    step = await frontend.moved_on()
    assert (step["type"], step["step_id"]) == ("form", "reauth_confirm")
    assert step["errors"] == {"base": "invalid_auth"}
    assert existing.data == old
    assert (await frontend.submit())["type"] == "external"


async def test_reauthentication_with_another_account(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    existing: MockConfigEntry,
) -> None:
    """Another account must not take over the entry."""
    old = dict(existing.data)
    await _begin_reauth(hass, frontend, existing)
    await frontend.submit()
    sim.plex_tv.claim(account=sim.add_account("bob"))
    step = await frontend.moved_on()
    assert (step["type"], step["reason"]) == ("abort", "wrong_account")
    assert existing.data == old


@pytest.mark.parametrize("is_removed", [False, True])
async def test_closed_reauthentication_dialog(
    hass: HomeAssistant,
    frontend: Frontend,
    existing: MockConfigEntry,
    *,
    is_removed: bool,
) -> None:
    """A closed sign-in dialog reopens only if Plex is known to refuse the token."""
    await _begin_reauth(hass, frontend, existing)
    existing.mock_state(hass, ConfigEntryState.NOT_LOADED)
    flows = hass.config_entries.flow
    (flow,) = flows.async_progress()
    if is_removed:
        await hass.config_entries.async_remove(existing.entry_id)
    else:
        flows.async_abort(flow["flow_id"])
    await hass.async_block_till_done()
    assert flows.async_progress() == []


async def test_reauthentication_while_plex_tv_is_down(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    existing: MockConfigEntry,
) -> None:
    """The form shows the reason."""
    await _begin_reauth(hass, frontend, existing)
    sim.plex_tv.inject("refuse")
    step = await frontend.submit()
    assert step["step_id"] == "reauth_confirm"
    assert step["errors"] == {"base": "cannot_connect"}
