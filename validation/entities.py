"""The entities according to their descriptions, and their texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from homeassistant.const import EntityCategory, Platform
from homeassistant.helpers.entity import Entity, EntityDescription

from .problem import Check, Problem
from .source import argument
from .translations import FOLDER
from .tree import INTEGRATION, Tree

ENGLISH = f"{FOLDER}/en.json"

EVENT_TYPE = "event_type"


@dataclass(frozen=True, kw_only=True)
class DescribedEntity:
    """One entity of a description table, or of a class that needs none."""

    platform: str
    key: str
    translation_key: str
    device_class: str | None
    category: EntityCategory | None
    enabled: bool
    unit: str | None
    is_number: bool
    """Whether it has statistics."""
    states: tuple[str, ...] | None
    """All states in the code's order, if known in advance."""
    event_types: tuple[str, ...] | None


def platforms(tree: Tree) -> list[str]:
    """Return the platforms listed in the integration's root."""
    listed = tree.loaded.value("", "PLATFORMS", ())
    return sorted(Platform(each).value for each in listed)


@lru_cache(maxsize=1)
def described_entities(tree: Tree) -> tuple[DescribedEntity, ...]:
    """Return the entities of each platform."""
    return tuple(_described(tree))


def _described(tree: Tree) -> Iterator[DescribedEntity]:
    for platform in platforms(tree):
        module = tree.loaded.modules.get(platform)
        for value in list(vars(module).values()) if module else ():
            for description in _descriptions(value):
                yield _from_description(platform, description)
        for kind in tree.loaded.classes(platform, Entity):
            made: Any = object.__new__(kind)
            key = getattr(made, "_attr_translation_key", None)
            if isinstance(key, str):
                yield _from_class(platform, key, made)


def _descriptions(value: Any) -> Iterator[EntityDescription]:
    """Yield the descriptions in a module's value: one, a table or none."""
    if not isinstance(value, type) and hasattr(
        value, "entity_registry_enabled_default"
    ):
        # Home Assistant creates these from a class that only resembles the called one.
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _descriptions(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _descriptions(each)


def _from_description(platform: str, found: EntityDescription) -> DescribedEntity:
    return DescribedEntity(
        platform=platform,
        key=found.key,
        translation_key=found.translation_key or found.key,
        device_class=found.device_class and str(found.device_class),
        category=found.entity_category,
        enabled=found.entity_registry_enabled_default,
        unit=_text(getattr(found, "native_unit_of_measurement", None)),
        is_number=getattr(found, "state_class", None) is not None,
        states=_texts(getattr(found, "options", None)),
        event_types=_texts(getattr(found, "event_types", None)),
    )


def _from_class(platform: str, key: str, found: Any) -> DescribedEntity:
    return DescribedEntity(
        platform=platform,
        key=key,
        translation_key=key,
        device_class=_text(getattr(found, "_attr_device_class", None)),
        category=getattr(found, "_attr_entity_category", None),
        enabled=getattr(found, "_attr_entity_registry_enabled_default", True),
        unit=_text(getattr(found, "_attr_native_unit_of_measurement", None)),
        is_number=getattr(found, "_attr_state_class", None) is not None,
        states=_texts(getattr(found, "_attr_options", None)),
        event_types=_texts(getattr(found, "_attr_event_types", None)),
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _texts(value: Iterable[Any] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(map(str, value))


def entity_translations(tree: Tree) -> Iterator[Problem]:
    """Check that every entity has English names and states; every text is used."""
    yield from _unseen(tree)
    texts = tree.texts.get("entity", {})
    used: set[tuple[str, str]] = set()
    for entity in described_entities(tree):
        where = f"{entity.platform}.{entity.translation_key}"
        used.add((entity.platform, entity.translation_key))
        known = texts.get(entity.platform, {}).get(entity.translation_key, {})
        if "name" not in known:
            yield Problem(ENGLISH, f"entity.{where}.name: is missing")
        for part, wanted, found in _states(entity, known):
            for key in sorted(set(wanted) ^ set(found)):
                what = "is missing" if key in wanted else "is no state of it"
                yield Problem(ENGLISH, f"entity.{where}.{part}.{key}: {what}")
    for platform, keys in texts.items():
        for key in keys:
            if (platform, key) not in used:
                yield Problem(ENGLISH, f"entity.{platform}.{key}: is used by nothing")


def _states(
    entity: DescribedEntity, known: Mapping[str, Any]
) -> Iterator[tuple[str, Iterable[str], Iterable[str]]]:
    """Yield the parts of an entity's texts that name its states: wanted, found."""
    if entity.states is not None:
        yield "state", entity.states, known.get("state", ())
    elif entity.platform == Platform.BINARY_SENSOR and "state" in known:
        yield "state", ("off", "on"), known["state"]
    if entity.event_types is not None:
        attributes = known.get("state_attributes", {})
        types = attributes.get(EVENT_TYPE, {}).get("state", ())
        yield f"state_attributes.{EVENT_TYPE}.state", entity.event_types, types


def _unseen(tree: Tree) -> Iterator[Problem]:
    """Yield keys with a text in a platform that are in no table found here."""
    seen = {each.translation_key for each in described_entities(tree)}
    for platform in platforms(tree):
        source = tree.sources.get(f"{platform}.py")
        for call in source.calls(*_description_names(tree, platform)) if source else ():
            key = source and tree.constant(source, argument(call, "key"))
            if isinstance(key, str) and key not in seen:
                yield Problem(
                    f"{INTEGRATION}/{platform}.py",
                    f"{key}: is in no table of the module",
                )


def _description_names(tree: Tree, platform: str) -> list[str]:
    module = tree.loaded.modules.get(platform)
    return (
        [
            name
            for name, value in vars(module).items()
            if isinstance(value, type) and issubclass(value, EntityDescription)
        ]
        if module
        else []
    )


CHECKS: dict[str, Check] = {"entity-translations": entity_translations}
