"""Checks of automations: each action, trigger and condition is described."""

import ast
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .descriptions import CONDITIONS, SERVICES, TRIGGERS, described, fields_of
from .problem import Check, Problem
from .source import argument
from .translations import FOLDER
from .tree import DOMAIN, Tree

ENGLISH = f"{FOLDER}/en.json"

SETUP = "async_setup_services"
"""The function in services.py that registers all actions."""


def registered_actions(tree: Tree) -> dict[str, vol.Schema | None]:
    """Return the schemas of the actions that services.py registers, by name.

    Runs the registration here, with only the modules that it needs.
    """
    found: dict[str, vol.Schema | None] = {}

    def register(
        domain: str,
        name: str,
        _: object,
        schema: Any = None,
        *_more: Any,
        **_named: Any,
    ) -> None:
        if domain == DOMAIN:
            found[name] = schema if isinstance(schema, vol.Schema) else None

    services = SimpleNamespace(async_register=register)
    if (set_up := tree.loaded.value("services", SETUP)) is not None:
        set_up(SimpleNamespace(services=services))
    return found


def platform_keys(tree: Tree, module: str, function: str) -> set[str]:
    """Return the keys of a platform's triggers or conditions."""
    provide: Callable[[Any], Any] | None = tree.loaded.value(module, function)
    if provide is None:
        return set()
    work = provide(None)
    try:
        work.send(None)
    except StopIteration as ended:
        found: Mapping[str, Any] = ended.value
        return set(found)
    finally:
        work.close()
    return set()


def action_texts(tree: Tree) -> Iterator[Problem]:
    """Check that services.yaml and the English texts describe each action and field."""
    actions = registered_actions(tree)
    yield from _compare(tree, SERVICES, "services", set(actions))
    for name, description in described(tree, SERVICES).items():
        schema = actions.get(name)
        if schema is not None and isinstance(schema.schema, Mapping):
            taken = set(map(str, schema.schema))
            fields = set(fields_of(description))
            if "target" in description:
                fields |= set(map(str, cv.ENTITY_SERVICE_FIELDS))
            yield from _differences(SERVICES, f"{name}.fields.", taken, fields)


def trigger_texts(tree: Tree) -> Iterator[Problem]:
    """Check that triggers.yaml and the English texts describe each trigger."""
    keys = platform_keys(tree, "trigger", "async_get_triggers")
    yield from _compare(tree, TRIGGERS, "triggers", keys)


def condition_texts(tree: Tree) -> Iterator[Problem]:
    """Check that conditions.yaml and the English texts describe each condition."""
    keys = platform_keys(tree, "condition", "async_get_conditions")
    yield from _compare(tree, CONDITIONS, "conditions", keys)


def _compare(
    tree: Tree, path: str, section: str, provided: set[str]
) -> Iterator[Problem]:
    """Yield differences between code, description and texts of a section."""
    descriptions = described(tree, path)
    texts = tree.texts.get(section, {})
    yield from _differences(path, "", provided, descriptions)
    yield from _differences(ENGLISH, f"{section}.", provided, texts)
    for key in sorted(provided & descriptions.keys() & texts.keys()):
        known = texts[key]
        yield from _differences(
            ENGLISH,
            f"{section}.{key}.fields.",
            fields_of(descriptions[key]),
            known.get("fields", {}),
        )
        groups = {
            name
            for name, field in (descriptions[key].get("fields") or {}).items()
            if "fields" in field
        }
        yield from _differences(
            ENGLISH, f"{section}.{key}.sections.", groups, known.get("sections", {})
        )


def _differences(path: str, prefix: str, wanted: Any, found: Any) -> Iterator[Problem]:
    for key in sorted(set(wanted) - set(found)):
        yield Problem(path, f"{prefix}{key}: is missing")
    for key in sorted(set(found) - set(wanted)):
        yield Problem(path, f"{prefix}{key}: is used by nothing")


def selector_texts(tree: Tree) -> Iterator[Problem]:
    """Check that each option with a key has its text, and every such text is used."""
    wanted: dict[str, set[str] | None] = {}
    for path in (SERVICES, TRIGGERS, CONDITIONS):
        for description in described(tree, path).values():
            for field in fields_of(description).values():
                for config in (field.get("selector") or {}).values():
                    _note(wanted, config or {})
    for source in tree.sources.values():
        for call in source.calls("SelectSelectorConfig"):
            key = tree.constant(source, argument(call, "translation_key"))
            if isinstance(key, str):
                options = _options(tree, source.module, argument(call, "options"))
                _note(wanted, {"translation_key": key, "options": options})
    texts = tree.texts.get("selector", {})
    yield from _differences(ENGLISH, "selector.", wanted, texts)
    for key in sorted(wanted.keys() & texts.keys()):
        if (choices := wanted[key]) is not None:
            found = texts[key].get("options", {})
            yield from _differences(ENGLISH, f"selector.{key}.options.", choices, found)


def _note(wanted: dict[str, set[str] | None], config: Mapping[str, Any]) -> None:
    """Add the options of one selector; None if they are not static."""
    if (key := config.get("translation_key")) is None:
        return
    options = config.get("options")
    if options is None or wanted.get(key, set()) is None:
        wanted[key] = None
        return
    known = wanted.get(key) or set()
    wanted[key] = known | {
        str(each["value"] if isinstance(each, Mapping) else each) for each in options
    }


def _options(tree: Tree, module: str, options: ast.expr | None) -> list[str] | None:
    """Return the options of a selector in Python, if they are constants."""
    source = next(each for each in tree.sources.values() if each.module == module)
    if isinstance(options, ast.List):
        values = [tree.constant(source, each) for each in options.elts]
    else:
        values = tree.constant(source, options) or [None]
    return list(map(str, values)) if None not in values else None


CHECKS: dict[str, Check] = {
    "action-texts": action_texts,
    "condition-texts": condition_texts,
    "selector-texts": selector_texts,
    "trigger-texts": trigger_texts,
}
