"""Rules of the quality scale for every entity."""

import ast
from collections.abc import Iterator

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.components.sensor.const import DEVICE_CLASS_UNITS
from homeassistant.const import EntityCategory, Platform
from homeassistant.helpers.entity import Entity

from .entities import DescribedEntity, described_entities, platforms
from .problem import Check, Problem
from .source import Source, called
from .tree import INTEGRATION, Tree

PRIMARY = {"activity", "connection_type", "problem", "reachable"}
"""The main entities of a server's page; the rest is for the curious."""

NOISY = {"last_test", "latency_p50", "latency_p95", "next_check"}
"""Entities that change with almost every check, and rarely interest a user."""

SHOWING = (Platform.BINARY_SENSOR, Platform.EVENT, Platform.SENSOR)

AMBIGUOUS_UNITS = {None, "%"}

SUBSCRIPTIONS = (
    "async_add_listener",
    "async_dispatcher_connect",
    "async_listen",
    "async_listen_once",
)


def entity_event_setup(tree: Tree) -> Iterator[Problem]:
    """Check that an entity listens exactly while it exists."""
    for source in _entity_sources(tree):
        for call in source.syntax.of(ast.Call):
            name = called(call)
            if name not in SUBSCRIPTIONS and not name.startswith("async_track_"):
                continue
            above = source.syntax.parents[call]
            functions = {each.name for each in source.enclosing(call)}
            if "async_added_to_hass" not in functions:
                yield Problem(source.path, f"{name} is not in async_added_to_hass")
            elif not isinstance(above, ast.Call) or called(above) != "async_on_remove":
                yield Problem(source.path, f"{name} is not ended by async_on_remove")


def entity_unique_id(tree: Tree) -> Iterator[Problem]:
    """Check that every entity has a unique id."""
    yield from _lacking(tree, "unique_id")


def devices(tree: Tree) -> Iterator[Problem]:
    """Check that every entity belongs to a device."""
    yield from _lacking(tree, "device_info")


def has_entity_name(tree: Tree) -> Iterator[Problem]:
    """Check that every entity's name combines its device and its function."""
    for source, kind in _entity_classes(tree):
        if getattr(object.__new__(kind), "_attr_has_entity_name", False) is not True:
            yield Problem(source.path, f"{kind.__name__} has no name of an entity")


def parallel_updates(tree: Tree) -> Iterator[Problem]:
    """Check that every platform sets `PARALLEL_UPDATES`."""
    for platform in platforms(tree):
        if not isinstance(tree.loaded.value(platform, "PARALLEL_UPDATES"), int):
            yield Problem(f"{INTEGRATION}/{platform}.py", "sets no PARALLEL_UPDATES")


def entity_category(tree: Tree) -> Iterator[Problem]:
    """Check that entities beyond everyday use are diagnostic or configuration."""
    for entity in described_entities(tree):
        if entity.category is None and entity.key not in PRIMARY:
            yield _problem(entity, "has no category, and is no primary entity")
        if entity.category is not None and entity.key in PRIMARY:
            yield _problem(entity, "is a primary entity, and has a category")
        if entity.category is EntityCategory.CONFIG and entity.platform in SHOWING:
            yield _problem(entity, "shows something, and is filed as configuration")


def entity_disabled_by_default(tree: Tree) -> Iterator[Problem]:
    """Check that noisy entities are disabled by default, and main ones enabled."""
    for entity in described_entities(tree):
        if entity.enabled and entity.key in NOISY:
            yield _problem(entity, "changes all the time, and is on by default")
        if not entity.enabled and entity.key in PRIMARY:
            yield _problem(entity, "is a primary entity, and is off by default")


def entity_device_class(tree: Tree) -> Iterator[Problem]:
    """Check that entities have Home Assistant's device class if there is one."""
    classes = {
        unit: device_class
        for device_class, units in DEVICE_CLASS_UNITS.items()
        for unit in units
        if unit not in AMBIGUOUS_UNITS
    }
    for entity in described_entities(tree):
        if entity.platform != Platform.SENSOR:
            continue
        if entity.device_class is None and entity.unit in classes:
            yield _problem(entity, f"has no device class, such as {entity.unit} has")
        if entity.states and entity.device_class != SensorDeviceClass.ENUM:
            yield _problem(entity, "has options, and is no enum")


def _problem(entity: DescribedEntity, what: str) -> Problem:
    return Problem(f"{INTEGRATION}/{entity.platform}.py", f"{entity.key} {what}")


def _entity_sources(tree: Tree) -> list[Source]:
    """Return the files that define entities."""
    names = ("entity", *platforms(tree))
    return [
        tree.sources[f"{name}.py"] for name in names if f"{name}.py" in tree.sources
    ]


def _entity_classes(tree: Tree) -> Iterator[tuple[Source, type]]:
    """Yield the entity classes, each with its file."""
    for source in _entity_sources(tree):
        for kind in tree.loaded.classes(source.module, Entity):
            if f"{source.module}.py" != "entity.py" and _is_made(source, kind):
                yield source, kind


def _is_made(source: Source, kind: type) -> bool:
    """Return whether a class is instantiated, rather than only subclassed."""
    return any(source.calls(kind.__name__))


def _lacking(tree: Tree, attribute: str) -> Iterator[Problem]:
    """Yield the entities for which no class of ours sets an attribute."""
    for source, kind in _entity_classes(tree):
        if not any(_sets(tree, each, attribute) for each in kind.__mro__):
            yield Problem(source.path, f"{kind.__name__} has no {attribute}")


def _sets(tree: Tree, kind: type, attribute: str) -> bool:
    """Return whether a class of ours sets an attribute, or has it as a property."""
    if not tree.loaded.is_own(kind):
        return False
    for source in tree.sources.values():
        if kind.__module__.removeprefix(f"{tree.loaded.package}.") != source.module:
            continue
        for definition in source.syntax.classes:
            if definition.name == kind.__name__:
                return any(
                    (
                        isinstance(node, ast.Attribute)
                        and node.attr == f"_attr_{attribute}"
                        and isinstance(node.ctx, ast.Store)
                    )
                    or (isinstance(node, ast.FunctionDef) and node.name == attribute)
                    for node in ast.walk(definition)
                )
    return False


CHECKS: dict[str, Check] = {
    "devices": devices,
    "entity-category": entity_category,
    "entity-device-class": entity_device_class,
    "entity-disabled-by-default": entity_disabled_by_default,
    "entity-event-setup": entity_event_setup,
    "entity-unique-id": entity_unique_id,
    "has-entity-name": has_entity_name,
    "parallel-updates": parallel_updates,
}
