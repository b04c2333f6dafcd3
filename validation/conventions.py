"""Conventions of Home Assistant's own integrations beyond its quality scale."""

import ast
from collections.abc import Iterator

from homeassistant.const import Platform

from .entities import described_entities
from .problem import Check, Problem
from .tree import INTEGRATION, Tree


def callbacks(tree: Tree) -> Iterator[Problem]:
    """Check that every synchronous `async_` function is a `@callback`.

    Home Assistant runs undecorated ones in a thread, where it has the choice.
    """
    for source in tree.sources.values():
        for function in source.syntax.of(ast.FunctionDef):
            if not function.name.lstrip("_").startswith("async_"):
                continue
            marks = {ast.unparse(each) for each in function.decorator_list}
            if not marks & {"callback", "core.callback"}:
                yield Problem(source.path, f"{function.name} is no @callback")


def units(tree: Tree) -> Iterator[Problem]:
    """Check that each number has a unit, in its description or its texts."""
    texts = tree.texts.get("entity", {}).get(Platform.SENSOR, {})
    for entity in described_entities(tree):
        if entity.is_number and not (
            entity.unit or texts.get(entity.translation_key, {}).get(UNIT)
        ):
            path = f"{INTEGRATION}/{entity.platform}.py"
            yield Problem(path, f"{entity.key} has no unit")


UNIT = "unit_of_measurement"

CHECKS: dict[str, Check] = {"callbacks": callbacks, "units": units}
