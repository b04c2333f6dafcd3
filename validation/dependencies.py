"""Checks that imported integrations of Home Assistant's are declared."""

import ast
from collections.abc import Iterator
from pathlib import Path

from homeassistant import components
from homeassistant.const import Platform
from homeassistant.requirements import DISCOVERY_INTEGRATIONS

from .problem import Check, Problem
from .source import Source
from .tree import INTEGRATION, Tree

COMPONENTS = "homeassistant.components"

ALWAYS_THERE = frozenset(Platform) | {
    "alert",
    "automation",
    "conversation",
    "default_config",
    "device_automation",
    "frontend",
    "group",
    "homeassistant",
    "input_boolean",
    "input_button",
    "input_datetime",
    "input_number",
    "input_select",
    "input_text",
    "media_source",
    "mjpeg",
    "onboarding",
    "panel_custom",
    "persistent_notification",
    "person",
    "script",
    "shopping_list",
    "stream",
    "sun",
    "system_health",
    "system_log",
    "timer",
    "webhook",
    "websocket_api",
    "zone",
}
"""Imports that hassfest allows without an entry in the manifest."""


def dependencies(tree: Tree) -> Iterator[Problem]:
    """Check that each imported integration is in the manifest, or need not be."""
    manifest = tree.manifest
    wanted = manifest.get("dependencies", [])
    after = manifest.get("after_dependencies", [])
    for name in sorted(set(wanted) & set(after)):
        yield Problem(
            f"{INTEGRATION}/manifest.json", f"{name} is a dependency, and one after"
        )
    allowed = ALWAYS_THERE | {*wanted, *after}
    allowed |= {
        domain
        for domain, keys in DISCOVERY_INTEGRATIONS.items()
        if any(key in manifest for key in keys)
    }
    for name, source in tree.sources.items():
        for component in sorted(_imported(source) - allowed - _by_name(tree, name)):
            yield Problem(
                source.path, f"imports {component}, which the manifest does not name"
            )


def _by_name(tree: Tree, name: str) -> set[str]:
    """Return the integrations that a file may import because of file names.

    A platform of another integration may import that one; other files may import all
    integrations with platforms here.
    """
    own = name.partition("/")[0].removesuffix(".py")
    if (Path(components.__path__[0]) / own).is_dir():
        return {own}
    return {each.removesuffix(".py") for each in tree.sources if "/" not in each}


def _imported(source: Source) -> set[str]:
    """Return the integrations of Home Assistant's that a file imports at run time."""
    found: set[str] = set()
    for node in source.syntax.imports:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif node.module == COMPONENTS:
            names = [f"{COMPONENTS}.{alias.name}" for alias in node.names]
        else:
            names = [node.module or ""]
        if not _is_for_types_only(source, node):
            found |= {
                name.split(".")[2]
                for name in names
                if name.startswith(f"{COMPONENTS}.")
            }
    return found


def _is_for_types_only(source: Source, node: ast.AST) -> bool:
    """Return whether a node is below `if TYPE_CHECKING:`."""
    above = source.syntax.parents.get(node)
    while above is not None:
        if isinstance(above, ast.If) and ast.unparse(above.test) == "TYPE_CHECKING":
            return True
        above = source.syntax.parents.get(above)
    return False


CHECKS: dict[str, Check] = {"dependencies": dependencies}
