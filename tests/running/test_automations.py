"""Triggers and conditions in automations, fired by real changes of a server.

Five slow tests in a row, states that have to last, and that nothing else fires or holds
are for the tests with simulated time: a busy machine may be slow, or find another
connection first.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml
import pytest
import pytest_asyncio

from .rig import DOMAIN, Heard, Rig
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, ATTIC_RELAY

RAN = "test_automation_ran"
ASKED = "test_automation_asked"

TRIGGERS = {
    "became_local": "sensor.connection_type",
    "became_relay": "sensor.connection_type",
    "became_remote": "sensor.connection_type",
    "better_found": "event.activity",
    "came_online": "sensor.connection_type",
    "connection_changed": "event.activity",
    "degraded": "event.activity",
    "latency_crossed_threshold": "sensor.latency",
    "went_offline": "sensor.connection_type",
}
CONDITIONS = {
    "is_latency": "sensor.latency",
    "is_local": "sensor.connection_type",
    "is_online": "sensor.connection_type",
    "is_relay": "sensor.connection_type",
    "is_remote": "sensor.connection_type",
}
"""Those on connections, with the entity that each observes. A problem must last for
minutes."""

PAGE = Path(__file__).parents[2] / "docs/automations.md"

SLOW = {"type": "above", "value": {"number": 100, "unit_of_measurement": "ms"}}
DELAY = 0.4
"""Seconds that a slow answer takes; well below the time limit of a local check."""

WAYS = ("area", "device", "entity", "label")


type Targets = dict[str, dict[str, dict[str, str]]]
"""By the observed entity, and by the kind of target."""


class Ran:
    """Automations that ran, and the triggers that started them."""

    def __init__(self, rig: Rig, heard: Heard) -> None:
        """Take the subscription to the event that ends each automation."""
        self._rig = rig
        self._heard = heard

    async def have(self, *names: str) -> None:
        """Wait until all with these names ran, by each kind of target."""
        left = {
            (name, way)
            for name in names
            for way in (WAYS if name in TRIGGERS else ("every",))
        }

        def note(event: dict[str, Any]) -> bool:
            left.discard((event["data"]["name"], event["data"]["way"]))
            return not left

        await self._heard.until(note)
        self._heard.events.clear()

    async def hold(self, *names: str) -> None:
        """Trigger those that have a condition; wait until it holds for these."""
        await self._rig.home.post(f"/api/events/{ASKED}", {})
        await self.have(*names)


@pytest_asyncio.fixture(loop_scope="session")
async def targets(rig: Rig, attic: str) -> AsyncIterator[Targets]:
    """Return each kind of target for the server, by the observed entity."""
    area = await rig.home.ws("config/area_registry/create", name="Study")
    label = await rig.home.ws("config/label_registry/create", name="Plex")
    await rig.home.ws(
        "config/device_registry/update",
        device_id=attic,
        area_id=area["area_id"],
        labels=[label["label_id"]],
    )
    entities = await rig.entities("Attic")
    yield {
        key: {
            "area": {"area_id": area["area_id"]},
            "device": {"device_id": attic},
            "entity": {"entity_id": entities[key]["entity_id"]},
            "label": {"label_id": label["label_id"]},
        }
        for key in {*TRIGGERS.values(), *CONDITIONS.values()}
    }
    await rig.home.ws("config/area_registry/delete", area_id=area["area_id"])
    await rig.home.ws("config/label_registry/delete", label_id=label["label_id"])


@pytest_asyncio.fixture(loop_scope="session")
async def ran(rig: Rig, targets: Targets) -> AsyncIterator[Ran]:
    """Save an automation for each trigger and each condition, as the editor does."""
    automations = {
        name: {
            "triggers": [
                {
                    "id": way,
                    "trigger": f"{DOMAIN}.{name}",
                    "target": target,
                    "options": options(name),
                }
                for way, target in targets[key].items()
            ],
            "actions": [told(name, "{{ trigger.id }}")],
        }
        for name, key in TRIGGERS.items()
    } | {
        name: {
            "triggers": [{"trigger": "event", "event_type": ASKED}],
            "conditions": [
                {
                    "condition": f"{DOMAIN}.{name}",
                    "target": target,
                    "options": options(name),
                }
                for target in targets[key].values()
            ],
            "actions": [told(name, "every")],
        }
        for name, key in CONDITIONS.items()
    }
    for name, automation in automations.items():
        path = f"/api/config/automation/config/{name}"
        await rig.home.post(path, {"alias": name, "mode": "parallel", **automation})
    for name in automations:
        await rig.shows(f"automation.{name}", "on")
    async with rig.hearing("subscribe_events", event_type=RAN) as heard:
        yield Ran(rig, heard)
    for name in automations:
        await rig.home.delete(f"/api/config/automation/config/{name}")


def options(name: str) -> dict[str, Any]:
    """Return the options beside the target."""
    return {"threshold": SLOW} if "latency" in name else {}


def told(name: str, way: str) -> dict[str, Any]:
    """Return the action that reports the run."""
    return {"event": RAN, "event_data": {"name": name, "way": way}}


async def test_triggers_and_conditions(rig: Rig, attic: str, ran: Ran) -> None:
    """A server loses its connections one by one, and regains them."""
    await ran.hold("is_local", "is_online")

    await rig.world.act(do="crash", listener=ATTIC_LAN)
    await ran.have("became_remote", "connection_changed")
    await ran.hold("is_remote", "is_online")
    await rig.world.act(do="crash", listener=ATTIC_PUBLIC)
    await ran.have("became_relay", "connection_changed")
    await ran.hold("is_relay", "is_online")
    await rig.world.act(do="crash", listener=ATTIC_RELAY)
    await rig.call("test_connections", device_id=attic)
    await ran.have("went_offline", "connection_changed")

    # Only its LAN: otherwise the first one found would do, even if not the best.
    await rig.world.act(do="restore", listener=ATTIC_LAN)
    await rig.call("test_connections", device_id=attic)
    await ran.have("became_local", "came_online", "connection_changed")
    await rig.world.act(do="restore", server="Attic")

    choice = await rig.entity("Attic", "select.connection")
    await rig.act_on(choice, "select_option", option=ATTIC_PUBLIC)
    await ran.have("became_remote", "connection_changed")
    await rig.act_on(choice, "select_option", option="automatic")
    await ran.have("became_local", "better_found", "connection_changed")

    async with now_quick_now_slow(rig, attic):
        await ran.have("latency_crossed_threshold")
    await be_slow(rig, attic)
    await ran.hold("is_latency", "is_local", "is_online")


async def be_slow(rig: Rig, attic: str) -> None:
    """Make the server slow locally, and test it."""
    await rig.world.act(
        do="inject", listener=ATTIC_LAN, fault="slow_answer", settings={"delay": DELAY}
    )
    await rig.call("test_connections", device_id=attic)


@asynccontextmanager
async def now_quick_now_slow(rig: Rig, attic: str) -> AsyncIterator[None]:
    """Make the server quick and slow in turn.

    A threshold is crossed by a slow answer after a quick one; on a busy machine it may
    take several until one is quick.
    """

    async def change() -> None:
        while True:
            await rig.world.act(do="heal", listener=ATTIC_LAN)
            await rig.call("test_connections", device_id=attic)
            await be_slow(rig, attic)

    changing = asyncio.ensure_future(change())
    try:
        yield
    finally:
        changing.cancel()
        await asyncio.gather(changing, return_exceptions=True)


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("trigger", {*TRIGGERS, "problem_changed"}),
        ("condition", {*CONDITIONS, "has_problem"}),
    ],
)
async def test_editor_offers_triggers_and_conditions(
    rig: Rig, platform: str, names: set[str]
) -> None:
    """Each has a target, a name, a description and an icon."""
    async with rig.hearing(f"{platform}_platforms/subscribe") as heard:
        offered = await heard.until(
            lambda event: any(name.startswith(f"{DOMAIN}.") for name in event)
        )
    category = f"{platform}s"
    texts = await rig.texts(category)
    icons = await rig.home.ws(
        "frontend/get_icons", category=category, integration=DOMAIN
    )
    ours = {name for name in offered if name.startswith(f"{DOMAIN}.")}
    assert ours == {f"{DOMAIN}.{name}" for name in names}
    assert icons["resources"][DOMAIN].keys() == names
    for name in names:
        described = offered[f"{DOMAIN}.{name}"]
        (of,) = described["target"]["entity"]
        assert of["integration"] == DOMAIN
        prefix = f"component.{DOMAIN}.{category}.{name}"
        assert texts[f"{prefix}.name"]
        assert texts[f"{prefix}.description"]
        for field in described["fields"]:
            assert texts[f"{prefix}.fields.{field}.name"]


async def test_no_condition_holds_offline(
    rig: Rig, attic: str, targets: Targets
) -> None:
    """As the editor tests a condition, by every kind of target."""

    async def holding() -> set[tuple[str, str]]:
        held = set()
        for name, key in CONDITIONS.items():
            for way, target in targets[key].items():
                condition = {
                    "condition": f"{DOMAIN}.{name}",
                    "target": target,
                    "options": options(name),
                }
                answer = await rig.home.ws("test_condition", condition=condition)
                held |= {(name, way)} if answer["result"] else set()
        return held

    at_home = {(name, way) for name in ("is_local", "is_online") for way in WAYS}
    slow = {("is_latency", way) for way in WAYS}
    assert at_home <= await holding() <= at_home | slow
    await rig.world.act(do="crash", server="Attic")
    await rig.became("Attic", "offline")
    assert await holding() == set()


def page_examples(attic: str) -> dict[str, dict[str, Any]]:
    """Return the page's automations, for a server."""
    found = re.findall(r"```yaml\n(alias.*?)```", PAGE.read_text(), re.DOTALL)
    examples = {}
    for text in found:
        example = parse_yaml(text.replace("label_id: plex", f"device_id: {attic}"))
        assert isinstance(example, dict)
        examples[example["alias"]] = example
    return examples


async def test_documented_examples(rig: Rig, attic: str) -> None:
    """Each can be saved, and the one without a long duration notifies."""
    examples = page_examples(attic)
    assert len(examples) == 6
    for number, example in enumerate(examples.values()):
        path = f"/api/config/automation/config/example_{number}"
        await rig.home.post(path, example)
        name = re.sub(r"\W+", "_", example["alias"].lower())
        await rig.shows(f"automation.{name}", "on")
    async with rig.hearing("persistent_notification/subscribe") as heard:
        told = re.compile(r"\d{3,} ms, and 3 of its addresses respond\.")
        async with now_quick_now_slow(rig, attic):
            await heard.until(
                lambda event: [
                    each
                    for each in event["notifications"].values()
                    if told.fullmatch(each["message"])
                ]
            )
    for number in range(len(examples)):
        await rig.home.delete(f"/api/config/automation/config/example_{number}")
