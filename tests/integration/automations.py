"""Real automations that record when they ran, and with what trigger data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.const import EntityCategory
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator

from .conftest import Elapse

RAN = "test_automation_ran"
ASKED = "test_automation_asked"

ENUM = "connection_type"
EVENT = "activity"
LATENCY = "latency"
PROBLEM = "problem"
"""Translation keys of the entities that triggers and conditions are about."""

TOLD = {
    "description": "{{ trigger.description }}",
    "entity_id": "{{ trigger.entity_id }}",
    "from": "{{ trigger.from_state.state }}",
    "to": "{{ trigger.to_state.state }}",
    "attributes": "{{ dict(trigger.to_state.attributes) }}",
    "for": "{{ trigger.for }}",
}
"""Trigger variables that an automation may use; its event passes them on."""


class Ran:
    """Records which automations ran, and with what data."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen to the event that each automation fires last."""
        self._new: list[tuple[str, dict[str, Any]]] = []
        self._hass = hass
        hass.bus.async_listen(RAN, self._note)

    @callback
    def _note(self, event: Event) -> None:
        told = dict(event.data)
        self._new.append((told.pop("name"), told))

    async def since(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what ran since the last call."""
        await self._hass.async_block_till_done()
        new, self._new = self._new, []
        return new

    async def names(self) -> list[str]:
        """Return the sorted names of what ran since the last call."""
        return sorted(name for name, _ in await self.since())

    async def hold(self) -> list[str]:
        """Evaluate all conditions; return the names of those that hold."""
        self._hass.bus.async_fire(ASKED)
        return await self.names()


async def automate(
    hass: HomeAssistant,
    triggers: Mapping[str, dict[str, Any]] | None = None,
    conditions: Mapping[str, dict[str, Any]] | None = None,
) -> Ran:
    """Set up one automation for each trigger and each condition, under its name.

    Automations with a condition run on `Ran.hold()`, if the condition holds.
    """
    ran = Ran(hass)
    automations = [
        _automation(name, trigger, TOLD) for name, trigger in (triggers or {}).items()
    ] + [
        _automation(name, {"trigger": "event", "event_type": ASKED}, {})
        | {"conditions": [condition]}
        for name, condition in (conditions or {}).items()
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    for automation in hass.states.async_all("automation"):
        assert automation.state == "on", automation.name
    return ran


def _automation(
    name: str, trigger: dict[str, Any], told: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": name,
        "alias": name,
        "triggers": [trigger],
        "actions": [{"event": RAN, "event_data": {"name": name, **told}}],
    }


def own(name: str) -> str:
    """Return the full name of one of our triggers or conditions."""
    return f"{DOMAIN}.{name}"


@dataclass(frozen=True, kw_only=True)
class Places:
    """The ids by which a target can select a device."""

    device_id: str
    area_id: str
    floor_id: str
    label_id: str

    def ways(self, entity_id: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each kind of target that selects the entity, with its name."""
        yield "entity", {"entity_id": entity_id}
        yield "device", {"device_id": self.device_id}
        yield "area", {"area_id": self.area_id}
        yield "floor", {"floor_id": self.floor_id}
        yield "label", {"label_id": self.label_id}


def place(hass: HomeAssistant, entry: MockConfigEntry, identifier: str) -> Places:
    """Put one of our devices into an area on a floor, with a label."""
    devices = dr.async_get(hass)
    device = devices.async_get_device_by_identifier(
        (DOMAIN, identifier), entry.entry_id
    )
    assert device is not None
    floor = fr.async_get(hass).async_create("Upstairs")
    area = ar.async_get(hass).async_create("Study", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Plex")
    devices.async_update_device(device.id, area_id=area.id, labels={label.label_id})
    return Places(
        device_id=device.id,
        area_id=area.id,
        floor_id=floor.floor_id,
        label_id=label.label_id,
    )


async def pass_checks(server: ServerCoordinator, elapse: Elapse, count: int) -> None:
    """Wait until the server has run `count` checks."""
    for _ in range(count):
        before = server.data.last_tested
        # Large steps during the check itself would be measured as latency.
        await elapse(server._monitor.next_delay() - 2, step=30)
        while server.data.last_tested == before:
            await elapse(0.5, step=0.05)
        await elapse(1, step=0.05)


WAYS = ("area", "device", "entity", "floor", "label")


def by_every_way(*names: str) -> list[str]:
    """Return the expected runs if each name ran once per kind of target."""
    return sorted(f"{name} by {way}" for name in names for way in WAYS)


def limit(number: float, unit: str = "ms") -> dict[str, Any]:
    """Return a threshold value as a form submits it."""
    return {"number": number, "unit_of_measurement": unit}


class Standins:
    """Registry entries like ours, in one area; the test sets their states.

    For options that would take the simulation long to exercise.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Create the area."""
        self._hass = hass
        self._attributes: dict[str, dict[str, Any]] = {}
        self._area_id = ar.async_get(hass).async_create("Study").id
        self.target = {"area_id": self._area_id}

    def add(
        self,
        name: str,
        key: str,
        state: str = "unknown",
        *,
        platform: str = DOMAIN,
        unit: str = "ms",
    ) -> str:
        """Register an entity of the kind that the translation key names."""
        device_class = {EVENT: None, ENUM: "enum", PROBLEM: "enum"}.get(key, "duration")
        is_diagnostic = device_class == "duration"
        registry = er.async_get(self._hass)
        entity_id = registry.async_get_or_create(
            "event" if key == EVENT else "sensor",
            platform,
            f"{name}_{key}",
            suggested_object_id=f"{name}_{key}",
            translation_key=key,
            original_device_class=device_class,
            entity_category=EntityCategory.DIAGNOSTIC if is_diagnostic else None,
        ).entity_id
        registry.async_update_entity(entity_id, area_id=self._area_id)
        self._attributes[entity_id] = {
            "device_class": device_class,
            "unit_of_measurement": unit if is_diagnostic else None,
        }
        self.show(entity_id, state)
        return entity_id

    def show(self, entity_id: str, state: str, **attributes: Any) -> None:
        """Set an entity's state."""
        self._hass.states.async_set(
            entity_id, state, self._attributes[entity_id] | attributes
        )
