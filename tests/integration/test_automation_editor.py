"""What the automation editor offers, shows and rejects of our integration."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.icon import async_get_icons
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.condition import CONDITIONS
from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.trigger import TRIGGERS

from .automations import LATENCY, Standins, automate, own, place
from .conftest import Attic, SetUp

OURS = Path(__file__).parents[2] / "custom_components/plex_connection"

OF_THE_TYPE = {
    "triggers": {
        "became_local",
        "became_relay",
        "became_remote",
        "came_online",
        "went_offline",
    },
    "conditions": {"is_local", "is_online", "is_relay", "is_remote"},
}
OF_THE_ACTIVITY = {
    "triggers": {"better_found", "connection_changed", "degraded"},
    "conditions": set[str](),
}
OF_THE_LATENCY = {
    "triggers": {"latency_crossed_threshold"},
    "conditions": {"is_latency"},
}

OF_THE_PROBLEM = {
    "triggers": {"problem_changed"},
    "conditions": {"has_problem"},
}
OF_BOTH_ENUMS = {
    kind: OF_THE_TYPE[kind] | OF_THE_PROBLEM[kind] for kind in OF_THE_PROBLEM
}
"""The editor cannot tell two enum sensors of a server apart."""

ALL = {
    kind: OF_BOTH_ENUMS[kind] | OF_THE_ACTIVITY[kind] | OF_THE_LATENCY[kind]
    for kind in ("triggers", "conditions")
}
"""The public names: users' automations contain them."""

KINDS = pytest.mark.parametrize("kind", ["triggers", "conditions"])

LATENCIES = OF_THE_LATENCY["triggers"] | OF_THE_LATENCY["conditions"]
"""Those that watch entities of Home Assistant's diagnostic category."""

type Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def ask(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Ask:
    """Return a function that sends commands as the editor does."""

    async def asking(command: str, **data: Any) -> Any:
        client = await hass_ws_client(hass)
        await client.send_json_auto_id({"type": command, **data})
        message = await client.receive_json()
        assert message["success"], message
        if message["result"] is not None:
            return message["result"]
        return (await client.receive_json())["event"]

    return asking


def names(found: Any) -> set[str]:
    """Return our names among others, without the domain."""
    return {each.removeprefix(f"{DOMAIN}.") for each in found if DOMAIN in each}


def test_public_names() -> None:
    """Triggers and conditions have exactly the public names."""
    assert set(TRIGGERS) == ALL["triggers"]
    assert set(CONDITIONS) == ALL["conditions"]


@KINDS
async def test_described_without_an_account(
    hass: HomeAssistant, ask: Ask, kind: str
) -> None:
    """Home Assistant's own loader accepts every description."""
    assert await async_setup_component(hass, DOMAIN, {})
    described = await ask(f"{kind.removesuffix('s')}_platforms/subscribe")
    assert names(described) == ALL[kind]
    for name in ALL[kind]:
        target = described[own(name)]["target"]
        assert target["primary_entities_only"] is (name not in LATENCIES)
        assert [each["integration"] for each in target["entity"]] == [DOMAIN]


@KINDS
async def test_offered_for_what_they_watch(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    ask: Ask,
    kind: str,
) -> None:
    """A server is offered all of them, by any target; an entity those that fit."""
    await set_up()
    places = place(hass, entry, attic.id)

    async def offered(**target: Any) -> set[str]:
        return names(await ask(f"get_{kind}_for_target", target=target))

    for way, target in places.ways("sensor.attic_connection_type"):
        if way != "entity":
            assert await offered(**target) == ALL[kind], way
    for entity_id, expected in {
        "sensor.attic_connection_type": OF_BOTH_ENUMS,
        "sensor.attic_problem": OF_BOTH_ENUMS,
        "event.attic_activity": OF_THE_ACTIVITY,
        "sensor.attic_latency": OF_THE_LATENCY,
        "sensor.attic_active_address": {},
        "binary_sensor.attic_reachable": {},
        "button.attic_test_connections": {},
    }.items():
        assert er.async_get(hass).async_get(entity_id) is not None, entity_id
        found = await offered(entity_id=[entity_id])
        assert found == expected.get(kind, set()), entity_id


@KINDS
async def test_an_account_is_offered_nothing(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    ask: Ask,
    kind: str,
) -> None:
    """An account has no connection; its own enum sensor does not matter."""
    await set_up()
    assert (
        er.async_get(hass).async_get("sensor.alice_reason_for_last_server_search")
        is not None
    )
    places = place(hass, entry, str(entry.unique_id))
    for way, target in places.ways("sensor.alice_last_server_search"):
        assert names(await ask(f"get_{kind}_for_target", target=target)) == set(), way


@KINDS
async def test_latencies_that_can_be_picked(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    ask: Ask,
    kind: str,
) -> None:
    """The editor's list also filters by unit, which leaves only our latencies."""
    await set_up()
    registry = er.async_get(hass)
    for each in er.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_entity(each.entity_id, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    described = await ask(f"{kind.removesuffix('s')}_platforms/subscribe")
    (name,) = OF_THE_LATENCY[kind]
    (wanted,) = described[own(name)]["target"]["entity"]
    assert {
        shown.entity_id
        for shown in hass.states.async_all(wanted["domain"])
        if shown.attributes.get("device_class") in wanted["device_class"]
        and shown.attributes.get("unit_of_measurement") in wanted["unit_of_measurement"]
    } == {
        "sensor.attic_latency",
        "sensor.attic_latency_median",
        "sensor.attic_latency_95th_percentile",
    }


@KINDS
async def test_names_and_icons(hass: HomeAssistant, kind: str) -> None:
    """Each has a name, a description and an icon; each of its fields has a name."""
    assert await async_setup_component(hass, DOMAIN, {})
    icons = (await async_get_icons(hass, kind, [DOMAIN]))[DOMAIN]
    assert set(icons) == ALL[kind]
    texts = await async_get_translations(hass, "en", kind, [DOMAIN])
    described = load_yaml_dict(str(OURS / f"{kind}.yaml"))
    expected = {
        f"component.{DOMAIN}.{kind}.{name}.{text}"
        for name in ALL[kind]
        for text in (
            "name",
            "description",
            *(f"fields.{field}.name" for field in described[name].get("fields", ())),
        )
    }
    extra = {each for each in set(texts) - expected if "fields" not in each}
    assert expected <= set(texts)
    assert extra == set()


@pytest.mark.parametrize(
    ("kind", "name", "fields", "sensor"),
    [
        ("triggers", "connection_changed", ("from", "to"), "connection_type"),
        ("triggers", "problem_changed", ("from", "to"), "problem"),
        ("conditions", "has_problem", ("problem",), "problem"),
    ],
)
@pytest.mark.parametrize(
    "language", ["en", "de", "es", "fr", "it", "nl", "pl", "pt-BR"]
)
async def test_choices_have_names(
    hass: HomeAssistant,
    language: str,
    kind: str,
    name: str,
    fields: tuple[str, ...],
    sensor: str,
) -> None:
    """Choices are the sensor's states, and have the same names."""
    texts = await async_get_translations(hass, language, "selector", [DOMAIN])
    states = await async_get_translations(hass, language, "entity", [DOMAIN])
    described = load_yaml_dict(str(OURS / f"{kind}.yaml"))[name]["fields"]
    for field in fields:
        select = described[field]["selector"]["select"]
        key = f"component.{DOMAIN}.selector.{select['translation_key']}.options"
        state = f"component.{DOMAIN}.entity.sensor.{sensor}.state"
        assert {
            each: texts[f"{key}.{each}"].casefold() for each in select["options"]
        } == {
            each.removeprefix(f"{state}."): text.casefold()
            for each, text in states.items()
            if each.startswith(f"{state}.")
        }


ABOVE_5 = {"type": "above", "value": {"number": 5}}


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("became_better", {}, "Invalid trigger 'plex_connection.became_better'"),
        ("became_local", {"behavior": "some"}, "options.behavior"),
        ("became_local", {"for": "soon"}, "options.for"),
        ("came_online", {"from": "offline"}, "not a valid option at 'options.from'"),
        ("better_found", {"from": "relay"}, "not a valid option at 'options.from'"),
        ("degraded", {"for": {"minutes": 1}}, "not a valid option at 'options.for'"),
        ("connection_changed", {"to": ["teleport"]}, "value must be one of"),
        ("problem_changed", {"from": ["haunted"]}, "value must be one of"),
        ("problem_changed", {"behavior": "all"}, "not a valid option"),
        ("latency_crossed_threshold", {}, "options.threshold"),
        ("latency_crossed_threshold", {"threshold": {"type": "any"}}, "only allowed"),
        ("latency_crossed_threshold", {"threshold": ABOVE_5}, "Missing unit_of"),
        ("is_better", {}, "Invalid condition 'plex_connection.is_better'"),
        ("is_local", {"behavior": "each"}, "options.behavior"),
        ("is_online", {"for": "long"}, "options.for"),
        ("is_relay", {"to": "local"}, "not a valid option at 'options.to'"),
        ("has_problem", {"problem": ["haunted"]}, "value must be one of"),
        ("has_problem", {"behavior": "first"}, "options.behavior"),
        ("is_latency", {}, "options.threshold"),
        ("is_latency", {"threshold": ABOVE_5}, "Missing unit_of"),
    ],
)
async def test_invalid_options_are_rejected(
    hass: HomeAssistant, ask: Ask, name: str, options: dict[str, Any], error: str
) -> None:
    """The editor rejects invalid options, with Home Assistant's own error texts."""
    assert await async_setup_component(hass, DOMAIN, {})
    kind = "condition" if name.startswith(("is_", "has_")) else "trigger"
    config = {
        kind: own(name),
        "target": {"entity_id": "sensor.attic_connection_type"},
        "options": options,
    }
    verdict = (await ask("validate_config", **{f"{kind}s": [config]}))[f"{kind}s"]
    assert not verdict["valid"]
    assert error in verdict["error"]


@pytest.mark.parametrize("name", ["became_local", "degraded", "is_local"])
async def test_target_is_required(hass: HomeAssistant, ask: Ask, name: str) -> None:
    """A missing target is an error; it does not mean all servers."""
    assert await async_setup_component(hass, DOMAIN, {})
    kind = "condition" if name.startswith("is_") else "trigger"
    config = {kind: own(name)}
    verdict = (await ask("validate_config", **{f"{kind}s": [config]}))[f"{kind}s"]
    assert not verdict["valid"]
    assert "target" in verdict["error"]


async def test_missing_threshold_entity(hass: HomeAssistant, ask: Ask) -> None:
    """A missing threshold entity never fires; the automation's trace says why."""
    rooms = Standins(hass)
    sensor = rooms.add("attic", LATENCY, "20")
    threshold = {"type": "above", "value": {"entity": "input_number.gone"}}
    trigger = {
        "trigger": own("latency_crossed_threshold"),
        "target": rooms.target,
        "options": {"threshold": threshold},
    }
    ran = await automate(hass, {"latency": trigger})
    rooms.show(sensor, "500")
    assert await ran.names() == []

    automation = {"domain": "automation", "item_id": "latency"}
    (trace,) = await ask("trace/list", **automation)
    assert trace["not_triggered"] is True
    found = await ask("trace/get", run_id=trace["run_id"], **automation)
    (step,) = found["trace"]["trigger/0"]
    assert step["result"] == {
        "reason": "threshold_entity_not_found",
        "data": {"entity_id": "input_number.gone"},
    }
