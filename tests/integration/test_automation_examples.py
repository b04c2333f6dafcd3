"""The automations in docs/automations.md, verbatim, in a running simulation."""

from pathlib import Path
import re
from typing import Any

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Latency

from .automations import pass_checks, place
from .conftest import Attic, Elapse, state

PAGE = Path(__file__).parents[2] / "docs/automations.md"

TYPE_SENSOR = "sensor.attic_connection_type"


def examples() -> list[dict[str, Any]]:
    """Return the page's automations."""
    found = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return [example for each in found if isinstance(example := parse_yaml(each), dict)]


async def test_examples(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Each example notifies exactly what it promises, and not before it promises to."""
    assert place(hass, entry, attic.id).label_id == "plex"
    assert await async_setup_component(hass, persistent_notification.DOMAIN, {})
    automations = examples()
    assert len(automations) == 6
    assert await async_setup_component(hass, "automation", {"automation": automations})
    for automation in hass.states.async_all("automation"):
        assert automation.state == "on", automation.name

    said: list[tuple[str | None, str]] = []

    @callback
    def note(kind: persistent_notification.UpdateType, changed: Any) -> None:
        said.extend((each["title"], each["message"]) for each in changed.values())

    persistent_notification.async_register_callback(hass, note)

    def titles() -> list[str | None]:
        found = sorted((title for title, _ in said), key=str)
        said.clear()
        return found

    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    attic.public.inject("refuse")
    attic.public.cut_connections()
    await elapse(10)
    assert state(hass, TYPE_SENSOR) == "relay"
    await elapse(580, step=5)

    assert titles() == []
    await elapse(20, step=5)
    assert titles() == [
        "Attic has a problem",
        "Attic is on the relay",
        "Attic is on the relay, by state",
    ]

    attic.lan.heal()
    attic.public.heal()
    await elapse(700, step=5)
    assert state(hass, TYPE_SENSOR) == "local"
    assert set(titles()) == {"Attic has moved up", "Attic is fine again"}

    attic.server.crash()
    await elapse(110, step=1)
    assert state(hass, TYPE_SENSOR) == "offline"
    assert titles() == []
    await elapse(20, step=1)
    assert titles() == ["Attic has a problem", "Attic is offline"]
    attic.server.restore()
    await elapse(700, step=5)
    assert state(hass, TYPE_SENSOR) == "local"
    assert "Attic is back" in titles()

    attic.lan.latency = Latency.round_trip(0.15)
    await pass_checks(server, elapse, 1)
    await elapse(10, step=0.05)
    ((title, message),) = said
    assert title == "Attic is slow"
    assert re.fullmatch(r"\d{3} ms, and 3 of its addresses respond\.", message)
