"""Repairs: there when a user can fix something, not before, and gone with it."""

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.connection import Alert
from custom_components.plex_connection.const import (
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    DOMAIN,
)
from simulator import Account, DnsMode, Simulator

from .acting import acted
from .alert_cases import CASES, bring_about, prepare, repair, repairs
from .conftest import Attic, Elapse, SetUp, state
from .leaving import remove
from .page import Page

TYPE = "sensor.attic_connection_type"
PROBLEM = "sensor.attic_problem"


async def test_every_alert_has_a_repair(hass: HomeAssistant) -> None:
    """Each alert has a case here, and texts."""
    assert set(CASES) == {each.value for each in Alert}
    known = await async_get_translations(hass, "en", "issues", [DOMAIN])
    for trouble in CASES:
        assert known[f"component.{DOMAIN}.issues.{trouble}.title"]


async def test_nothing_is_wrong(
    hass: HomeAssistant, attic: Attic, set_up: SetUp
) -> None:
    """A server with a good connection has no repair."""
    await set_up()
    assert repairs(hass) == []


@pytest.mark.parametrize("trouble", CASES)
async def test_comes_and_goes(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    trouble: str,
) -> None:
    """A repair comes after its time, to the minute, and goes with its cause."""
    case = CASES[trouble]
    prepare(hass, entry, attic, trouble)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    case.begin(attic)
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    await elapse(20, step=1)
    assert state(hass, TYPE) == case.shown
    await elapse(case.patience - 60, step=2)
    assert repairs(hass) == []
    await elapse(70, step=1)
    assert repairs(hass) == [trouble]

    issue = repair(hass, entry, attic, trouble)
    assert issue is not None
    assert issue.is_fixable
    assert not issue.is_persistent
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["name"] == "Attic"
    assert issue.learn_more_url is not None
    assert issue.learn_more_url.endswith("#troubleshooting")

    case.mend(attic)
    await elapse(case.over, step=2)
    assert repairs(hass) == []


@pytest.mark.parametrize(
    "trouble", ["relay_long", "remote_access_refused", "http_only", "pinned_down"]
)
async def test_goes_with_its_cause(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    trouble: str,
) -> None:
    """It goes at once; if the cause soon returns so does the repair, still ignored."""
    await bring_about(hass, entry, attic, elapse, trouble)
    issue = repair(hass, entry, attic, trouble)
    assert issue is not None
    ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, ignore=True)
    case = CASES[trouble]
    case.mend(attic)
    left = case.over
    while state(hass, TYPE) == case.shown:
        await elapse(1, step=1)
        left -= 1
        assert left > 0
    assert repairs(hass) == []

    case.begin(attic)
    left = 100.0
    while state(hass, TYPE) != case.shown or not repairs(hass):
        await elapse(1, step=1)
        left -= 1
        assert left > 0
    issue = repair(hass, entry, attic, trouble)
    assert issue is not None
    assert issue.active
    assert issue.dismissed_version is not None


@pytest.mark.parametrize("trouble", CASES)
async def test_cause_that_passes_in_time(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    trouble: str,
) -> None:
    """A cause that is over before its time creates no repair."""
    case = CASES[trouble]
    prepare(hass, entry, attic, trouble)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    case.begin(attic)
    await elapse(case.patience * 0.6, step=2)
    assert state(hass, TYPE) == case.shown
    case.mend(attic)
    await elapse(case.patience * 0.35, step=2)
    assert repairs(hass) == []


async def test_pages_count_them(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Pages count repairs as they come, are ignored, restored, and go."""
    await bring_about(hass, entry, attic, elapse, "pinned_down")
    page = await Page.open(hass_ws_client)
    overview = await page.subscribe("subscribe_overview")
    ref = {ATTR_ENTRY_ID: entry.entry_id, ATTR_SERVER_ID: attic.id}
    detail = await page.subscribe("subscribe_server", **ref)

    async def shown() -> tuple[int, int]:
        await elapse(2)
        rows = [row for event in overview.events for row in event["servers"]]
        return rows[-1]["open_repairs"], detail.last["server"]["open_repairs"]

    assert await shown() == (1, 1)
    issue = repair(hass, entry, attic, "pinned_down")
    assert issue is not None
    for is_ignored, count in ((True, 0), (False, 1)):
        ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, ignore=is_ignored)
        assert await shown() == (count, count)
    CASES["pinned_down"].mend(attic)
    await acted(elapse, entry.runtime_data.servers[attic.id].async_test_connections())
    assert await shown() == (0, 0)
    await page.close()


@pytest.mark.parametrize("ending", ["switched off", "removed", "server gone"])
async def test_goes_with_account_and_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    ending: str,
) -> None:
    """No repair outlives its account, disabled or removed, or its server."""
    await bring_about(hass, entry, attic, elapse, "pinned_down")
    match ending:
        case "switched off":
            entries, by_user = hass.config_entries, ConfigEntryDisabler.USER
            assert await entries.async_set_disabled_by(entry.entry_id, by_user)
        case "removed":
            await hass.config_entries.async_remove(entry.entry_id)
        case _:
            await remove(hass, elapse, entry, attic.server)
    assert repairs(hass) == []
    await elapse(120, step=5)
    assert repairs(hass) == []


async def test_unloaded_before_its_time(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Unloading cancels a pending repair."""
    prepare(hass, entry, attic, "pinned_down")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    CASES["pinned_down"].begin(attic)
    await elapse(30, step=1)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await elapse(120, step=5)
    assert repairs(hass) == []


async def test_ignored_one_stays_ignored(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """It stays ignored as long as the cause lasts, whatever reports come."""
    await bring_about(hass, entry, attic, elapse, "pinned_down")
    issue = repair(hass, entry, attic, "pinned_down")
    assert issue is not None
    ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, ignore=True)
    await elapse(600, step=2)
    issue = repair(hass, entry, attic, "pinned_down")
    assert issue is not None
    assert issue.dismissed_version is not None


async def test_ignored_one_outlasts_a_reload(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """It stays ignored; with the account it is gone."""
    await bring_about(hass, entry, attic, elapse, "pinned_down")
    issue = repair(hass, entry, attic, "pinned_down")
    assert issue is not None
    ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, ignore=True)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(300, step=2)
    issue = repair(hass, entry, attic, "pinned_down")
    assert issue is not None
    assert issue.active
    assert issue.dismissed_version is not None
    await hass.config_entries.async_remove(entry.entry_id)
    assert repairs(hass) == []


async def test_names_beside_another_cause(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Blocked names have a repair only if they are the verdict of some server."""
    sim.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)
    await bring_about(hass, entry, attic, elapse, "relay_long")
    assert state(hass, PROBLEM) == "home_blocked"

    CASES["relay_long"].mend(attic)
    await elapse(CASES["relay_long"].over, step=2)
    assert state(hass, PROBLEM) == "names_blocked"
    assert repairs(hass) == ["dns_blocked"]

    CASES["relay_long"].begin(attic)
    await elapse(CASES["relay_long"].patience + 200, step=2)
    assert repairs(hass) == ["relay_long"]


async def test_ignored_one_with_another_verdict(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Another cause silences a repair; one that was ignored stays so, also after it."""
    await bring_about(hass, entry, attic, elapse, "relay_long")
    rediscover = entry.runtime_data.account.async_rediscover
    for is_ignored in (False, True):
        issue = repair(hass, entry, attic, "relay_long")
        assert issue is not None
        ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, ignore=is_ignored)
        sim.plex_tv.inject("refuse")
        with pytest.raises(HomeAssistantError):
            await acted(elapse, rediscover())
        await elapse(630, step=2)
        assert state(hass, PROBLEM) == "plex_tv_down"
        assert bool(repairs(hass)) is is_ignored
        sim.plex_tv.heal()
        await acted(elapse, rediscover())
        await elapse(2)
        assert state(hass, PROBLEM) == "home_blocked"
        issue = repair(hass, entry, attic, "relay_long")
        assert issue is not None
        assert (issue.dismissed_version is not None) is is_ignored
        # So often may plex.tv be asked.
        await elapse(120, step=2)


async def test_rejected_sign_in(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """While Home Assistant itself asks for a new sign-in, nothing else does."""
    await bring_about(hass, entry, attic, elapse, "access_refused")
    sim.plex_tv.revoke(alice)
    with pytest.raises(HomeAssistantError):
        await acted(elapse, entry.runtime_data.account.async_rediscover())
    await elapse(2)
    assert repairs(hass) == []
    assert [*entry.async_get_active_flows(hass, {SOURCE_REAUTH})]
    await elapse(1200, step=2)
    assert repairs(hass) == []
