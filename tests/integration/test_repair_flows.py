"""Repair dialogs over Home Assistant's API: each choice does what it promises."""

from http import HTTPStatus

from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import (
    ATTR_ALERT,
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    CONF_ALLOW_HTTP,
    CONF_PINNED,
    DOMAIN,
)
from custom_components.plex_connection.redaction.display_text import escape_markdown
from simulator import Simulator

from .acting import acted
from .alert_cases import CASES, bring_about, repair, repairs
from .conftest import Attic, Elapse, state
from .frontend import REPAIRS, Frontend, Step
from .leaving import remove

TYPE = "sensor.attic_connection_type"

REMEDIES = {
    "http_only": "allow_http",
    "access_refused": "sign_in",
    "pinned_down": "unpin",
}


CAUSE = {
    "relay_long": "the server's local address doesn't respond",
    "remote_access_refused": "plex.tv lists a public port or address that differs",
    "http_only": "The server responds, but not over HTTPS.",
    "access_refused": "",
    "owner_lost": "",
    "pinned_down": "",
}
"""What the dialog says of the cause: as the sensor, unless its own text says it."""

CHECKED_AGAIN = 10.0
"""Seconds in which plex.tv and every address have answered or timed out."""


class Troubled:
    """A Home Assistant with a repair, and the frontend that opens it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        attic: Attic,
        elapse: Elapse,
        frontend: Frontend,
    ) -> None:
        """Take the fixtures."""
        self._hass = hass
        self._entry = entry
        self._attic = attic
        self._elapse = elapse
        self.frontend = frontend

    async def by(self, trouble: str) -> Step:
        """Cause an alert, and open its repair."""
        await bring_about(self._hass, self._entry, self._attic, self._elapse, trouble)
        return await self.open(trouble)

    async def open(self, trouble: str) -> Step:
        """Open an existing repair."""
        issue = repair(self._hass, self._entry, self._attic, trouble)
        assert issue is not None
        return await self.frontend.begin(DOMAIN, issue_id=issue.issue_id)

    async def check_again(self, step: Step) -> Step:
        """Have it checked again, from a menu or from a form."""
        if step["type"] == "menu":
            checking = self.frontend.choose("check_again")
        else:
            checking = self.frontend.submit()
        return await acted(self._elapse, checking, seconds=CHECKED_AGAIN)


@pytest.fixture
async def troubled(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    attic: Attic,
    elapse: Elapse,
    hass_client: ClientSessionGenerator,
) -> Troubled:
    """Return a Home Assistant without any repair yet."""
    for component in ("repairs", "config"):
        assert await async_setup_component(hass, component, {})
    frontend = Frontend(hass, await hass_client(), dialogs=REPAIRS)
    return Troubled(hass, entry, attic, elapse, frontend)


@pytest.mark.parametrize("trouble", CASES)
async def test_dialog(troubled: Troubled, trouble: str) -> None:
    """The dialog names server and address, and offers what helps."""
    step = await troubled.by(trouble)
    if remedy := REMEDIES.get(trouble):
        assert (step["type"], step["step_id"]) == ("menu", "init")
        assert step["menu_options"] == [remedy, "check_again"]
    else:
        assert (step["type"], step["step_id"]) == ("form", "check_again")
    texts = step["description_placeholders"]
    assert (texts["name"], texts["server"]) == ("Attic", "Attic")
    assert CAUSE[trouble] in texts["cause"]
    if trouble == "http_only":
        assert texts["address"] == escape_markdown("192.168.40.12:32400")
    if trouble == "pinned_down":
        assert texts["address"] == escape_markdown("203.0.113.40:31234")


@pytest.mark.parametrize("trouble", CASES)
async def test_still_there(
    hass: HomeAssistant, sim: Simulator, troubled: Troubled, trouble: str
) -> None:
    """If everything was listed and tested without success, the repair stays."""
    step = await troubled.by(trouble)
    sim.record.clear()
    step = await troubled.check_again(step)
    assert (step["type"], step["reason"]) == ("abort", "still_there")
    assert repairs(hass) == [trouble]
    assert sim.record.count(path="/api/v2/resources") == 1
    assert sim.record.dials


@pytest.mark.parametrize("trouble", CASES)
async def test_mended(
    hass: HomeAssistant,
    attic: Attic,
    elapse: Elapse,
    troubled: Troubled,
    trouble: str,
) -> None:
    """The repair goes at once, stays away, and comes again with its cause."""
    step = await troubled.by(trouble)
    case = CASES[trouble]
    case.mend(attic)
    step = await troubled.check_again(step)
    assert step["type"] == "create_entry"
    assert repairs(hass) == []
    await elapse(200, step=2)
    assert repairs(hass) == []

    case.begin(attic)
    # Push may still be closed: then the next check finds out.
    await elapse(case.patience + 330, step=2)
    assert repairs(hass) == [trouble]


async def test_plex_tv_is_away(
    hass: HomeAssistant, sim: Simulator, attic: Attic, troubled: Troubled
) -> None:
    """Without plex.tv the known addresses are tested all the same."""
    step = await troubled.by("relay_long")
    sim.plex_tv.inject("refuse")
    CASES["relay_long"].mend(attic)
    step = await troubled.check_again(step)
    assert step["type"] == "create_entry"
    assert state(hass, TYPE) == "local"


@pytest.mark.usefixtures("all_enabled")
async def test_plain_http_is_allowed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    elapse: Elapse,
    troubled: Troubled,
) -> None:
    """The dialog explains the risk first; then the option is on, and in force."""
    await troubled.by("http_only")
    step = await troubled.frontend.choose("allow_http")
    assert (step["type"], step["step_id"]) == ("form", "allow_http")
    assert CONF_ALLOW_HTTP not in entry.options
    loaded = entry.runtime_data

    step = await acted(elapse, troubled.frontend.submit())
    assert step["type"] == "create_entry"
    assert entry.options[CONF_ALLOW_HTTP] is True
    assert entry.runtime_data is not loaded
    assert repairs(hass) == []
    await elapse(400, step=2)
    assert state(hass, TYPE) == "local"
    assert state(hass, "binary_sensor.attic_encrypted") == "off"
    assert repairs(hass) == []


async def test_sign_in_again(
    hass: HomeAssistant, entry: MockConfigEntry, troubled: Troubled
) -> None:
    """The next dialog is the account's; the repair stays until that helps."""
    await troubled.by("access_refused")
    step = await troubled.frontend.choose("sign_in")
    assert (step["type"], step["reason"]) == ("abort", "sign_in")
    kind, flow_id = step["next_flow"]
    assert kind == "config_flow"
    flow = hass.config_entries.flow.async_get(flow_id)
    assert flow["step_id"] == "reconfigure"
    assert flow["context"]["source"] == SOURCE_RECONFIGURE
    assert flow["context"]["entry_id"] == entry.entry_id
    assert repairs(hass) == ["access_refused"]


async def test_unpin(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    elapse: Elapse,
    troubled: Troubled,
) -> None:
    """A working connection is used at once."""
    await troubled.by("pinned_down")
    step = await acted(elapse, troubled.frontend.choose("unpin"))
    assert step["type"] == "create_entry"
    assert repairs(hass) == []
    assert entry.options[CONF_PINNED] == {}
    assert state(hass, "select.attic_connection_mode") == "automatic"
    assert state(hass, TYPE) == "local"


@pytest.mark.parametrize(
    ("trouble", "choice"),
    [
        ("relay_long", None),
        ("http_only", "allow_http"),
        ("http_only", "check_again"),
        ("access_refused", "sign_in"),
        ("pinned_down", "unpin"),
    ],
)
async def test_account_is_not_loaded(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    troubled: Troubled,
    trouble: str,
    choice: str | None,
) -> None:
    """A dialog that was open meanwhile aborts with the reason and changes nothing."""
    await troubled.by(trouble)
    options = dict(entry.options)
    assert await hass.config_entries.async_unload(entry.entry_id)
    if choice is None:
        step = await troubled.frontend.submit()
    else:
        step = await troubled.frontend.choose(choice)
    assert (step["type"], step["reason"]) == ("abort", "not_loaded")
    assert dict(entry.options) == options
    assert not hass.config_entries.flow.async_progress()


async def test_server_is_gone(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    troubled: Troubled,
) -> None:
    """The same for a server that was removed."""
    step = await troubled.by("pinned_down")
    await remove(hass, elapse, entry, attic.server)
    step = await troubled.check_again(step)
    assert (step["type"], step["reason"]) == ("abort", "not_loaded")


async def test_repair_outlives_its_server(
    hass: HomeAssistant, entry: MockConfigEntry, elapse: Elapse, troubled: Troubled
) -> None:
    """A repair without its server opens a dialog that aborts."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        "left_over",
        data={
            ATTR_ENTRY_ID: entry.entry_id,
            ATTR_SERVER_ID: "gone",
            ATTR_ALERT: "pinned_down",
        },
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="pinned_down",
        translation_placeholders={"name": "Gone"},
    )
    step = await troubled.frontend.begin(DOMAIN, issue_id="left_over")
    assert (step["type"], step["reason"]) == ("abort", "not_loaded")


async def test_repair_is_not_there(
    troubled: Troubled, hass_client: ClientSessionGenerator
) -> None:
    """Home Assistant itself refuses to open a repair that is over."""
    client = await hass_client()
    data = {"handler": DOMAIN, "issue_id": "relay_long_of_yesterday"}
    response = await client.post(REPAIRS, json=data)
    assert response.status == HTTPStatus.BAD_REQUEST
