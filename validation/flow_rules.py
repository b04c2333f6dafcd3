"""Rules of the quality scale for the config flow."""

import ast
from collections.abc import Iterator

from homeassistant.config_entries import ConfigFlow
from homeassistant.requirements import DISCOVERY_INTEGRATIONS

from .flows import flow_classes, flow_sources
from .problem import Check, Problem
from .source import called
from .tree import INTEGRATION, Tree

PATH = f"{INTEGRATION}/config_flow.py"


def unique_config_entry(tree: Tree) -> Iterator[Problem]:
    """Check that an account can be added only once."""
    for source in flow_sources(tree, ConfigFlow):
        for call in source.calls("async_create_entry"):
            function = next(source.enclosing(call), None)
            if function is None:
                continue
            calls = {
                called(node)
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
            }
            for name in ("async_set_unique_id", "_abort_if_unique_id_configured"):
                if name not in calls:
                    yield Problem(source.path, f"makes an entry without {name}")


def reauthentication_flow(tree: Tree) -> Iterator[Problem]:
    """Check that a user with a rejected token can sign in again to the same account."""
    yield from _renewal(tree, "async_step_reauth", "_get_reauth_entry")


def reconfiguration_flow(tree: Tree) -> Iterator[Problem]:
    """Check that an account can be viewed, and signed in again, without removal."""
    yield from _renewal(tree, "async_step_reconfigure", "_get_reconfigure_entry")


def _renewal(tree: Tree, step: str, entry: str) -> Iterator[Problem]:
    """Yield what a flow lacks that changes an existing entry."""
    if not _has_step(tree, step):
        yield Problem(PATH, f"{step} is missing")
    sources = flow_sources(tree, ConfigFlow)
    for name in (entry, "_abort_if_unique_id_mismatch"):
        if not any(any(source.calls(name)) for source in sources):
            yield Problem(PATH, f"{step} wants {name}")


def discovery(tree: Tree) -> Iterator[Problem]:
    """Check that a server's announcement starts a flow."""
    kinds = [key for keys in DISCOVERY_INTEGRATIONS.values() for key in keys]
    announced = [kind for kind in kinds if kind in tree.manifest]
    if not announced:
        yield Problem(f"{INTEGRATION}/manifest.json", "listens to no announcement")
    for kind in announced:
        if not _has_step(tree, f"async_step_{kind}"):
            yield Problem(PATH, f"async_step_{kind} is missing")
    sources = flow_sources(tree, ConfigFlow)
    if not any("title_placeholders" in each.syntax.strings for each in sources):
        yield Problem(PATH, "does not name the discovered device")


def _has_step(tree: Tree, step: str) -> bool:
    """Return whether a flow of ours defines a step, not just its base class."""
    return any(
        step in vars(each)
        for kind in flow_classes(tree, ConfigFlow)
        for each in kind.__mro__
        if tree.loaded.is_own(each)
    )


CHECKS: dict[str, Check] = {
    "discovery": discovery,
    "reauthentication-flow": reauthentication_flow,
    "reconfiguration-flow": reconfiguration_flow,
    "unique-config-entry": unique_config_entry,
}
