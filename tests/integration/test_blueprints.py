"""The blueprints, as automations made from them, in a running simulation."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
import json
from pathlib import Path
import re
import shutil
from typing import Any

from homeassistant.components import persistent_notification
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.const import WEEKDAYS
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict
from markdown_it import MarkdownIt
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.redaction.display_text import (
    NAME_LIMIT,
    NAMELESS,
)
from simulator import Account, Simulator

from .automations import place
from .conftest import Attic, Elapse, SetUp, state
from .test_hostile_names import NAMES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "blueprints/automation/plex_connection"
MINIMUM = json.loads((ROOT / "hacs.json").read_text())["homeassistant"]
REPOSITORY = "https://github.com/plex-connection/ha-plex-connection"

TYPE_SENSOR = "sensor.attic_connection_type"

TEN_MINUTES = {"hours": 0, "minutes": 10, "seconds": 0}

TOLD = {
    "event": "told",
    "event_data": {
        name: f"{{{{ {name} }}}}" for name in ("title", "message", "notification_id")
    },
}
"""A user's own action, which receives the notification's texts."""


class Said:
    """Records Home Assistant's persistent notifications."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen to notifications."""
        self._new: list[tuple[str, str]] = []
        persistent_notification.async_register_callback(hass, self._note)

    @callback
    def _note(
        self, kind: persistent_notification.UpdateType, changed: Mapping[str, Any]
    ) -> None:
        if kind is not persistent_notification.UpdateType.REMOVED:
            self._new += [(each["title"], each["message"]) for each in changed.values()]

    def since(self) -> list[tuple[str, str]]:
        """Return titles and messages since the last call."""
        new, self._new = self._new, []
        return new


@pytest.fixture
async def said(hass: HomeAssistant, tmp_path: Path) -> AsyncIterator[Said]:
    """Install the blueprints in Home Assistant; return the recorded notifications."""
    shutil.copytree(FOLDER, tmp_path / "blueprints/automation/plex_connection")
    hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(hass, persistent_notification.DOMAIN, {})
    yield Said(hass)
    # An automation that waits for a time of day would go on waiting.
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )


async def use(hass: HomeAssistant, *wanted: tuple[str, str, dict[str, Any]]) -> None:
    """Create automations: each has a name, a blueprint, and the blueprint's inputs."""
    automations = [
        {
            "id": name,
            "alias": name,
            "use_blueprint": {"path": f"{DOMAIN}/{blueprint}.yaml", "input": chosen},
        }
        for name, blueprint, chosen in wanted
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    for name, _, _ in wanted:
        assert state(hass, f"automation.{name}") == "on"


async def run(hass: HomeAssistant, name: str) -> None:
    """Run an automation by hand."""
    await hass.services.async_call(
        "automation", "trigger", {"entity_id": f"automation.{name}"}, blocking=True
    )
    await hass.async_block_till_done()


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.stem)
def test_blueprint_is_complete(file: Path) -> None:
    """Each blueprint is valid, described, and names its source and minimum version."""
    blueprint = Blueprint(
        load_yaml_dict(file),
        path=file.name,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    assert blueprint.validate() is None
    assert blueprint.metadata["source_url"] == (
        f"{REPOSITORY}/blob/main/blueprints/automation/plex_connection/{file.name}"
    )
    assert blueprint.metadata["homeassistant"] == {"min_version": MINIMUM}
    assert blueprint.metadata["description"]
    for key, each in blueprint.inputs.items():
        assert each["name"], key
        assert each["selector"], key
    assert blueprint.inputs["notify"]["default"]


async def test_on_relay(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
) -> None:
    """`on_relay` notifies after ten minutes on the relay, and not before."""
    label = place(hass, entry, attic.id).label_id
    await use(hass, ("relay", "on_relay", {"servers": {"label_id": label}}))
    for way in (attic.lan, attic.public):
        way.inject("refuse")
        way.cut_connections()
    await elapse(10)
    assert state(hass, TYPE_SENSOR) == "relay"

    await elapse(580, step=5)
    assert said.since() == []
    await elapse(20, step=5)
    ((title, message),) = said.since()
    assert title == "Attic is on the relay"
    assert message.startswith("For 10 minutes. The relay is limited")


async def test_offline_and_back(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
) -> None:
    """A long outage and its end cause notifications; a short outage causes none."""
    servers = {"device_id": place(hass, entry, attic.id).device_id}
    chosen = {"servers": servers, "duration": TEN_MINUTES}
    await use(hass, ("outage", "offline_and_back", chosen))

    attic.server.crash()
    await elapse(300, step=1)
    assert state(hass, TYPE_SENSOR) == "offline"
    attic.server.restore()
    await elapse(300, step=1)
    assert state(hass, TYPE_SENSOR) == "local"
    assert said.since() == []

    attic.server.crash()
    await elapse(590, step=1)
    assert said.since() == []
    await elapse(20, step=1)
    shown = hass.states.get(TYPE_SENSOR)
    assert shown is not None
    gone_at = dt_util.as_local(shown.last_changed)
    message = f"Offline since {gone_at:%H:%M}. Problem: Server isn't running."
    assert said.since() == [("Attic is offline", message)]
    attic.server.restore()
    await elapse(700, step=1)
    assert state(hass, TYPE_SENSOR) == "local"
    ((title, message),) = said.since()
    assert title == "Attic is back"
    again = r"Connected (locally|remotely|through Plex Relay) again after "
    assert re.fullmatch(again + r"1\d minutes( \d+ seconds?)?\.", message)


async def test_own_actions_and_run_by_hand(
    hass: HomeAssistant, attic: Attic, set_up: SetUp, said: Said
) -> None:
    """A user can choose other actions, and run an automation by hand to test it."""
    await set_up()
    told: list[dict[str, Any]] = []
    hass.bus.async_listen("told", callback(lambda event: told.append(event.data)))
    chosen = {"servers": {"entity_id": TYPE_SENSOR}, "notify": [TOLD]}
    await use(
        hass,
        ("relay", "on_relay", chosen),
        ("outage", "offline_and_back", chosen),
        ("report", "weekly_report", {"notify": [TOLD]}),
    )
    for name in ("relay", "outage", "report"):
        await run(hass, name)

    relay, outage, report = told
    assert relay["title"] == "A Plex server is on the relay"
    assert relay["message"].startswith("This is a test. The relay")
    assert outage["title"] == "A Plex server is offline"
    assert outage["message"] == "This is a test."
    assert report["title"] == "Plex connections, today"
    assert report["message"].startswith("• Attic: 100.0% local; 0 changes")
    assert len({each["notification_id"] for each in told}) == 3
    assert said.since() == []


async def test_weekly_report(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    said: Said,
) -> None:
    """The report comes on its weekday at its time, with one line per server."""
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(60, step=1)
    assert state(hass, TYPE_SENSOR) == "remote"
    due = dt_util.now() + timedelta(minutes=2)
    today, tomorrow = (
        WEEKDAYS[(due + timedelta(days=days)).weekday()] for days in (0, 1)
    )
    at = due.strftime("%H:%M:%S")
    other = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("other", "other")}
    )
    await use(
        hass,
        ("all", "weekly_report", {"weekday": today, "time": at}),
        ("late", "weekly_report", {"weekday": tomorrow, "time": at}),
        ("none", "weekly_report", {"servers": [other.id]}),
    )
    await elapse(110, step=1)
    assert said.since() == []
    await elapse(20, step=1)
    ((title, message),) = said.since()
    assert title == "Plex connections, today"
    assert re.fullmatch(
        r"• Attic: \d+\.\d% local, \d+\.\d% remote; 1 change, 1 failover\. "
        r"Success rate since yesterday: \d+\.\d%\.",
        message,
    )

    await run(hass, "none")
    ((_, message),) = said.since()
    assert message == "There are no servers to report on."


async def test_names_in_the_report_are_no_markup(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    set_up: SetUp,
    said: Said,
) -> None:
    """Any server name stays on one line, and renders as plain text."""
    for number, name in enumerate(NAMES):
        server = await sim.add_server(name, owner=alice)
        server.add_address(f"192.168.40.{20 + number}")
    await set_up()
    await use(hass, ("report", "weekly_report", {}))
    await run(hass, "report")

    ((_, message),) = said.since()
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(message)
    assert html == f"<p>{message}</p>\n"
    assert not re.search(r"[\[\]<>*_`#|{}@/:]\w|\w\.\w*[a-z]", message)
    lines = message.split("\n")
    assert len(lines) == len(NAMES)
    names = [line.removeprefix("• ").partition(": ")[0] for line in lines]
    assert max(map(len, names)) <= NAME_LIMIT
    assert "x (http evil example)" in names
    assert NAMELESS in names
