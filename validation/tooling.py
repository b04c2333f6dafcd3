"""Rules of the quality scale for the client, the types and the tests."""

import ast
from collections.abc import Iterator
import re
import tomllib
from typing import Any

from .problem import Check, Problem
from .source import Function
from .tree import INTEGRATION, Tree

BLOCKING = {"http.client", "requests", "urllib.request", "urllib3"}
"""Clients that block the event loop."""

IN_A_THREAD = {f"{INTEGRATION}/core_plex/probe.py"}
"""Files that use such a client in the executor, to test what another integration would
see: it connects no other way."""

COVERAGE = 95
"""Minimum percentage of the code that tests must run."""


def async_dependency(tree: Tree) -> Iterator[Problem]:
    """Check that the client for Plex does not block the event loop."""
    for name, source in tree.sources.items():
        if source.path in IN_A_THREAD and any(source.calls("async_add_executor_job")):
            continue
        for node in source.syntax.imports:
            match node:
                case ast.Import(names=names):
                    imported = {each.name for each in names}
                case ast.ImportFrom(module=str(module), names=names, level=0):
                    imported = {module, *(f"{module}.{each.name}" for each in names)}
                case _:
                    continue
            for each in sorted(imported & (BLOCKING | {"time.sleep"})):
                yield Problem(source.path, f"uses {each}, which blocks")
        if name.startswith("plex/") and any(source.calls("async_add_executor_job")):
            yield Problem(source.path, "the client uses a thread")


def inject_websession(tree: Tree) -> Iterator[Problem]:
    """Check that the client receives its session from Home Assistant."""
    given = False
    for source in tree.sources.values():
        for call in source.calls("ClientSession"):
            # A session for a single exchange derives from the injected one.
            if not any(map(_is_given_session, source.enclosing(call))):
                yield Problem(source.path, "creates its own session")
        if source.module.startswith("plex."):
            given |= any(
                function.name == "__init__" and _is_given_session(function)
                for function in source.syntax.functions
            )
    if not given:
        yield Problem(f"{INTEGRATION}/plex", "no client takes a session")


def _is_given_session(scope: Function | ast.ClassDef) -> bool:
    """Return whether a function has a session as a parameter."""
    return not isinstance(scope, ast.ClassDef) and any(
        each.annotation is not None and ast.unparse(each.annotation) == "ClientSession"
        for each in (*scope.args.args, *scope.args.kwonlyargs)
    )


def strict_typing(tree: Tree) -> Iterator[Problem]:
    """Check that all code is typed, and mypy runs in strict mode."""
    mypy = tomllib.loads(tree.text("pyproject.toml")).get("tool", {}).get("mypy", {})
    if mypy.get("strict") is not True:
        yield Problem("pyproject.toml", "mypy is not strict")
    for override in mypy.get("overrides", []):
        if _is_lenient(override):
            yield Problem("pyproject.toml", "mypy is lenient with the integration")
    lint = tree.text("scripts/lint")
    if not re.search(r"^check mypy --strict \S*code\b", lint, re.MULTILINE):
        yield Problem("scripts/lint", "does not run mypy --strict")
    if not re.search(r"^for folder in [^;]*\bcustom_components\b", lint, re.MULTILINE):
        yield Problem("scripts/lint", "does not check the integration")


def _is_lenient(override: dict[str, Any]) -> bool:
    modules = override.get("module", [])
    names = [modules] if isinstance(modules, str) else modules
    return any(name == "*" or name.startswith("custom_components") for name in names)


def test_coverage(tree: Tree) -> Iterator[Problem]:
    """Check that the tests fail if they cover too little of the code."""
    if _gates(tree).get("*", 0) < COVERAGE:
        yield Problem("scripts/test", f"no gate holds all code to {COVERAGE} %")


def config_flow_test_coverage(tree: Tree) -> Iterator[Problem]:
    """Check that the tests fail if they do not cover the whole config flow."""
    for name in ("config_flow", "options_flow"):
        path = f"{INTEGRATION}/{name}.py"
        if tree.has(path) and not any(
            limit == 100 and gate.endswith(path)  # noqa: PLR2004 (all of it)
            for gate, limit in _gates(tree).items()
        ):
            yield Problem("scripts/test", f"no gate holds {path} to 100 %")


def _gates(tree: Tree) -> dict[str, int]:
    """Return the required coverage in percent, by file pattern."""
    found = re.findall(
        r"^gate '?([^' ]+)'? (\d+)$", tree.text("scripts/test"), re.MULTILINE
    )
    return {pattern: int(limit) for pattern, limit in found}


CHECKS: dict[str, Check] = {
    "async-dependency": async_dependency,
    "config-flow-test-coverage": config_flow_test_coverage,
    "inject-websession": inject_websession,
    "strict-typing": strict_typing,
    "test-coverage": test_coverage,
}
