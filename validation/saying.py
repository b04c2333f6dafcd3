"""Checks that the code fills the placeholders of flows and repairs."""

import ast
from collections.abc import Iterator

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigFlow, OptionsFlow

from .flows import ENGLISH, flow_sources
from .problem import Check, Problem
from .source import Source
from .translations import flatten, placeholders
from .tree import Tree


def said_placeholders(tree: Tree) -> Iterator[Problem]:
    """Check that every placeholder of a flow or a repair is filled.

    Which call shows which text is not visible here: a key in any of the files counts.
    """
    creators = [
        source
        for source in tree.sources.values()
        if any(source.calls("async_create_issue"))
    ]
    for section, sources in (
        ("config", flow_sources(tree, ConfigFlow)),
        ("options", flow_sources(tree, OptionsFlow)),
        ("issues", [*creators, *flow_sources(tree, RepairsFlow)]),
    ):
        said = {name for source in sources for name in _keys(source)}
        for key, text in flatten(tree.texts.get(section, {})).items():
            for name in sorted(_open(text) - said):
                yield Problem(ENGLISH, f"{section}.{key}: nothing fills {name}")


def _keys(source: Source) -> Iterator[str]:
    """Yield the keys of a file's dictionaries."""
    for node in source.syntax.of(ast.Dict):
        for key in node.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value


def _open(text: str) -> set[str]:
    """Return a text's placeholders; none if it cannot be parsed."""
    try:
        return set(filter(str.isidentifier, placeholders(text)))
    except ValueError:
        # Another check reports that.
        return set()


CHECKS: dict[str, Check] = {"said-placeholders": said_placeholders}
