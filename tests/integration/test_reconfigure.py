"""Checking whether the sign-in is still valid, and renewing it by hand."""

from collections.abc import Iterator
from unittest.mock import patch

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import CONF_CLIENT_IDENTIFIER, DOMAIN
from simulator import Account, Simulator

from .conftest import Attic, SetUp, Until, state
from .frontend import Frontend, Step


@pytest.fixture(autouse=True)
def _quick_poll() -> Iterator[None]:
    """Poll the PIN often: no person signs in here."""
    module = "custom_components.plex_connection.config_flow"
    with patch(f"{module}.POLL_INTERVAL", 0.01):
        yield


@pytest.fixture
async def frontend(
    hass: HomeAssistant,
    attic: Attic,
    set_up: SetUp,
    hass_client: ClientSessionGenerator,
) -> Frontend:
    """Return a frontend whose Home Assistant has the account loaded."""
    assert await async_setup_component(hass, "config", {})
    await set_up()
    return Frontend(hass, await hass_client())


async def begin(frontend: Frontend, entry: MockConfigEntry) -> Step:
    """Open the dialog from the account's menu."""
    return await frontend.begin(
        DOMAIN, entry_id=entry.entry_id, source=SOURCE_RECONFIGURE
    )


async def test_menu(frontend: Frontend, entry: MockConfigEntry) -> None:
    """The menu names the account and the choices; nothing is sent yet."""
    step = await begin(frontend, entry)
    assert (step["type"], step["step_id"]) == ("menu", "reconfigure")
    assert step["menu_options"] == ["reconfigure_check", "reconfigure_sign_in"]
    assert step["description_placeholders"] == {"account": "alice"}


async def test_sign_in_is_good(
    frontend: Frontend, sim: Simulator, entry: MockConfigEntry
) -> None:
    """A valid sign-in costs one request to plex.tv and changes nothing."""
    before = dict(entry.data)
    await begin(frontend, entry)
    asked = sim.record.count(server="plex.tv")
    step = await frontend.choose("reconfigure_check")
    assert (step["type"], step["reason"]) == ("abort", "account_good")
    assert step["description_placeholders"]["account"] == "alice"
    assert sim.record.count(server="plex.tv") == asked + 1
    assert dict(entry.data) == before


async def test_sign_in_is_rejected(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    until: Until,
) -> None:
    """A rejected token leads to the sign-in, and the new token is used."""
    old = entry.data[CONF_TOKEN]
    sim.plex_tv.revoke(alice)
    await begin(frontend, entry)
    step = await frontend.choose("reconfigure_check")
    assert (step["type"], step["step_id"]) == ("form", "reconfigure_sign_in")
    assert step["errors"] == {"base": "token_rejected"}

    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    step = await frontend.moved_on()
    assert (step["type"], step["reason"]) == ("abort", "reconfigure_successful")
    assert entry.data[CONF_TOKEN] == alice.tokens[-1] != old
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    result = await entry.runtime_data.account.async_rediscover()
    assert result.report.error is None


async def test_account_is_not_loaded(
    hass: HomeAssistant, frontend: Frontend, entry: MockConfigEntry
) -> None:
    """The sign-in is checked all the same; there is no coordinator to update."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    await begin(frontend, entry)
    assert (await frontend.choose("reconfigure_check"))["reason"] == "account_good"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("refuse", "cannot_connect"),
        ("server_error", "cannot_connect"),
        ("rate_limited", "rate_limited"),
    ],
)
async def test_plex_tv_is_down_for_the_check(
    frontend: Frontend, sim: Simulator, entry: MockConfigEntry, fault: str, error: str
) -> None:
    """An unreachable plex.tv is shown as such, not as a verdict; submitting retries."""
    await begin(frontend, entry)
    sim.plex_tv.inject(fault)
    step = await frontend.choose("reconfigure_check")
    assert (step["type"], step["step_id"]) == ("form", "reconfigure_check")
    assert step["errors"] == {"base": error}
    assert step["description_placeholders"]["account"] == "alice"
    assert (await frontend.submit())["errors"] == {"base": error}

    sim.plex_tv.heal()
    assert (await frontend.submit())["reason"] == "account_good"


async def test_sign_in_is_good_when_plex_tv_is_back(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    entry: MockConfigEntry,
    until: Until,
) -> None:
    """A valid sign-in also makes the account fetch its servers."""
    sim.plex_tv.inject("server_error")
    with pytest.raises(HomeAssistantError):
        await entry.runtime_data.account.async_rediscover()
    await hass.async_block_till_done()
    assert state(hass, "binary_sensor.alice_plex_tv") == "off"
    sim.plex_tv.heal()
    await begin(frontend, entry)
    assert (await frontend.choose("reconfigure_check"))["reason"] == "account_good"
    await until(lambda: state(hass, "binary_sensor.alice_plex_tv") == "on")


async def test_token_is_of_another_account(
    hass: HomeAssistant, frontend: Frontend, sim: Simulator, entry: MockConfigEntry
) -> None:
    """A token of another account is reported, whatever led to it."""
    bob = sim.add_account("bob")
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_TOKEN: bob.token}
    )
    await begin(frontend, entry)
    step = await frontend.choose("reconfigure_check")
    assert (step["type"], step["reason"]) == ("abort", "wrong_account")


async def test_sign_in_again(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
) -> None:
    """Only the token changes: same client identifier, same entities."""
    old = entry.data[CONF_TOKEN]
    shown = set(hass.states.async_entity_ids())
    await begin(frontend, entry)
    step = await frontend.choose("reconfigure_sign_in")
    assert step["type"] == "external"
    assert f"clientID={entry.data[CONF_CLIENT_IDENTIFIER]}" in step["url"]
    sim.plex_tv.claim()
    step = await frontend.moved_on()
    assert step["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.data[CONF_TOKEN] == alice.tokens[-1] != old
    assert entry.state is ConfigEntryState.LOADED
    assert set(hass.states.async_entity_ids()) == shown
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_new_token_is_refused(
    hass: HomeAssistant,
    frontend: Frontend,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
) -> None:
    """A token that Plex refuses is reported as such, not as a missing sign-in."""
    before = dict(entry.data)
    await begin(frontend, entry)
    await frontend.choose("reconfigure_sign_in")
    sim.plex_tv.claim()
    sim.plex_tv.revoke(alice)
    step = await frontend.moved_on()
    assert (step["type"], step["step_id"]) == ("form", "reconfigure_sign_in")
    assert step["errors"] == {"base": "invalid_auth"}
    assert step["description_placeholders"]["account"] == "alice"
    assert dict(entry.data) == before
    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()


async def test_sign_in_with_another_account(
    frontend: Frontend, sim: Simulator, entry: MockConfigEntry
) -> None:
    """Another account must not take over the entry."""
    before = dict(entry.data)
    await begin(frontend, entry)
    await frontend.choose("reconfigure_sign_in")
    sim.plex_tv.claim(account=sim.add_account("bob"))
    step = await frontend.moved_on()
    assert (step["type"], step["reason"]) == ("abort", "wrong_account")
    assert dict(entry.data) == before


async def test_plex_tv_is_down_for_the_sign_in(
    hass: HomeAssistant, frontend: Frontend, sim: Simulator, entry: MockConfigEntry
) -> None:
    """The form shows the reason, and its button tries again."""
    await begin(frontend, entry)
    sim.plex_tv.inject("refuse")
    step = await frontend.choose("reconfigure_sign_in")
    assert (step["type"], step["step_id"]) == ("form", "reconfigure_sign_in")
    assert step["errors"] == {"base": "cannot_connect"}

    sim.plex_tv.heal()
    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()


async def test_sign_in_page_expires(
    hass: HomeAssistant, frontend: Frontend, sim: Simulator, entry: MockConfigEntry
) -> None:
    """An expired sign-in page can be renewed here as well."""
    await begin(frontend, entry)
    await frontend.choose("reconfigure_sign_in")
    sim.plex_tv.pins.expire(sim.plex_tv.pending_pin())
    assert (await frontend.moved_on())["step_id"] == "pin_expired"
    assert (await frontend.submit())["type"] == "external"
    sim.plex_tv.claim()
    assert (await frontend.moved_on())["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
