"""Rules of the quality scale about the structure of the code."""

import ast
from collections.abc import Iterator

from homeassistant.helpers.update_coordinator import (
    CoordinatorEntity,
    DataUpdateCoordinator,
)

from .entry_types import entry_types
from .problem import Check, Problem
from .source import Source, called
from .tree import DOMAIN, INTEGRATION, Tree

REGISTRATIONS = ("async_register", "async_register_admin_service", "register")

ROOT = f"{INTEGRATION}/__init__.py"


def action_setup(tree: Tree) -> Iterator[Problem]:
    """Check that actions are registered at Home Assistant's start, not per account."""
    registering = {
        (source.path, function.name)
        for source in tree.sources.values()
        for call in source.calls(*REGISTRATIONS)
        if any(tree.constant(source, each) == DOMAIN for each in call.args[:2])
        for function in [*source.enclosing(call)][-1:]
    }
    if not registering:
        yield Problem(ROOT, "registers no action")
    for path, name in sorted(registering):
        callers = {
            function.name
            for source in tree.sources.values()
            for call in source.calls(name)
            for function in [*source.enclosing(call)][-1:]
        }
        if name != "async_setup" and callers != {"async_setup"}:
            yield Problem(path, f"{name} registers actions outside of async_setup")


def appropriate_polling(tree: Tree) -> Iterator[Problem]:
    """Check that every coordinator sets its update interval."""
    for source, definition in _coordinators(tree):
        says = any(
            (isinstance(node, ast.keyword) and node.arg == "update_interval")
            or (
                isinstance(node, ast.Attribute)
                and node.attr == "update_interval"
                and isinstance(node.ctx, ast.Store)
            )
            for node in ast.walk(definition)
        )
        if not says:
            yield Problem(source.path, f"{definition.name} sets no update_interval")


def common_modules(tree: Tree) -> Iterator[Problem]:
    """Check that coordinators and the base entity are in the conventional modules."""
    for name in ("coordinator.py", "entity.py"):
        if name not in tree.sources:
            yield Problem(f"{INTEGRATION}/{name}", "is missing")
    for source, definition in _coordinators(tree):
        if not source.stem.endswith("coordinator"):
            yield Problem(source.path, f"{definition.name} belongs to coordinator.py")
    for module in tree.loaded.modules:
        for kind in tree.loaded.classes(module, CoordinatorEntity):
            if CoordinatorEntity in kind.__bases__ and module != "entity":
                path = f"{INTEGRATION}/{module.replace('.', '/')}.py"
                yield Problem(path, f"{kind.__name__} belongs to entity.py")


def _coordinators(tree: Tree) -> Iterator[tuple[Source, ast.ClassDef]]:
    """Yield our coordinators."""
    for source in tree.sources.values():
        names = {
            kind.__name__
            for kind in tree.loaded.classes(source.module, DataUpdateCoordinator)
        }
        for definition in source.syntax.classes:
            if definition.name in names:
                yield source, definition


def runtime_data(tree: Tree) -> Iterator[Problem]:
    """Check that runtime data is kept by the config entry, with its type."""
    for source in tree.sources.values():
        if any(tree.constant(source, key) == DOMAIN for key in _kept_keys(source)):
            yield Problem(source.path, "keeps things in hass.data")
    if not any(
        node.attr == "runtime_data" and isinstance(node.ctx, ast.Store)
        for source in tree.sources.values()
        for node in source.syntax.of(ast.Attribute)
    ):
        yield Problem(ROOT, "does not set the entry's runtime_data")
    yield from entry_types(tree)


def _kept_keys(source: Source) -> Iterator[ast.expr]:
    """Yield the keys under which a file stores data in `hass.data`."""
    for node in source.syntax.of(ast.Subscript):
        if isinstance(node.value, ast.Attribute) and node.value.attr == "data":
            yield node.slice
    for call in source.calls("setdefault"):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="data")), args=[key, *_]
            ):
                yield key


def test_before_setup(tree: Tree) -> Iterator[Problem]:
    """Check that a failed set-up is retried, with a reason."""
    if not _calls_in(tree, ROOT, "async_setup_entry") & {
        "async_config_entry_first_refresh",
        "ConfigEntryNotReady",
    }:
        yield Problem(ROOT, "async_setup_entry does not test whether it can work")


def config_entry_unloading(tree: Tree) -> Iterator[Problem]:
    """Check that an account can be unloaded."""
    if "async_unload_platforms" not in _calls_in(tree, ROOT, "async_unload_entry"):
        yield Problem(ROOT, "async_unload_entry does not unload the platforms")


def stale_devices(tree: Tree) -> Iterator[Problem]:
    """Check that a device without a server is removed, or can be deleted."""
    if tree.source(ROOT).function("async_remove_config_entry_device") is None:
        yield Problem(ROOT, "does not allow deleting a device")


def diagnostics(tree: Tree) -> Iterator[Problem]:
    """Check that there are diagnostics of an account, and of a server."""
    path = f"{INTEGRATION}/diagnostics.py"
    for name in (
        "async_get_config_entry_diagnostics",
        "async_get_device_diagnostics",
    ):
        if tree.source(path).function(name) is None:
            yield Problem(path, f"{name} is missing")


def _calls_in(tree: Tree, path: str, function: str) -> set[str]:
    """Return the functions that a function calls, by last name."""
    found = tree.source(path).function(function)
    if found is None:
        return set()
    return {called(node) for node in ast.walk(found) if isinstance(node, ast.Call)}


CHECKS: dict[str, Check] = {
    "action-setup": action_setup,
    "appropriate-polling": appropriate_polling,
    "common-modules": common_modules,
    "config-entry-unloading": config_entry_unloading,
    "diagnostics": diagnostics,
    "runtime-data": runtime_data,
    "stale-devices": stale_devices,
    "test-before-setup": test_before_setup,
}
