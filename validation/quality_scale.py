"""The rules of the Integration Quality Scale, each with its proof or exemption."""

import ast
from collections.abc import Collection, Iterator
import re

import voluptuous as vol

from .problem import Problem
from .schemas import complaints
from .tree import INTEGRATION, Tree

PATH = f"{INTEGRATION}/quality_scale.yaml"

RULES = {
    "bronze": (
        "action-setup",
        "appropriate-polling",
        "brands",
        "common-modules",
        "config-flow",
        "config-flow-test-coverage",
        "dependency-transparency",
        "docs-actions",
        "docs-conditions",
        "docs-high-level-description",
        "docs-installation-instructions",
        "docs-removal-instructions",
        "docs-triggers",
        "entity-event-setup",
        "entity-unique-id",
        "has-entity-name",
        "runtime-data",
        "test-before-configure",
        "test-before-setup",
        "unique-config-entry",
    ),
    "silver": (
        "action-exceptions",
        "config-entry-unloading",
        "docs-configuration-parameters",
        "docs-installation-parameters",
        "entity-unavailable",
        "integration-owner",
        "log-when-unavailable",
        "parallel-updates",
        "reauthentication-flow",
        "test-coverage",
    ),
    "gold": (
        "devices",
        "diagnostics",
        "discovery",
        "discovery-update-info",
        "docs-data-update",
        "docs-examples",
        "docs-known-limitations",
        "docs-supported-devices",
        "docs-supported-functions",
        "docs-troubleshooting",
        "docs-use-cases",
        "dynamic-devices",
        "entity-category",
        "entity-device-class",
        "entity-disabled-by-default",
        "entity-translations",
        "exception-translations",
        "icon-translations",
        "reconfiguration-flow",
        "repair-issues",
        "stale-devices",
    ),
    "platinum": ("async-dependency", "inject-websession", "strict-typing"),
}
"""By tier, as in Home Assistant."""

RULE = vol.Schema(
    {
        vol.Required("status"): vol.In(("done", "exempt")),
        vol.Required("comment"): vol.All(str, vol.Length(min=1)),
    }
)
SCALE = vol.Schema(
    {
        vol.Required("rules"): {
            vol.Required(rule): RULE for tier in RULES.values() for rule in tier
        }
    }
)

PROOF = re.compile(r"check: (?P<check>[a-z-]+)|test: (?P<path>[\w./-]+)::(?P<test>\w+)")

REASON = 5
"""Minimum words of an exemption's reason."""


def quality_scale(tree: Tree, checks: Collection[str]) -> Iterator[Problem]:
    """Check that every rule is listed, none is todo, and each has proof or reason.

    Our checks and tests prove a rule, a line each; or the check of the same name, if
    there is one.
    """
    if not tree.has(PATH):
        yield Problem(PATH, "is missing")
        return
    found = list(complaints(SCALE, tree.yaml(PATH), PATH))
    yield from found
    if found:
        return
    for name, rule in tree.yaml(PATH)["rules"].items():
        lines = rule["comment"].splitlines()
        if rule["status"] == "exempt":
            if len(rule["comment"].split()) < REASON:
                yield Problem(PATH, f"{name}: is exempt without a reason")
            continue
        if name in checks and f"check: {name}" not in lines:
            yield Problem(PATH, f"{name}: does not name the check of this name")
        for line in lines:
            for fault in _faults(tree, line, checks):
                yield Problem(PATH, f"{name}: {fault}")


def _faults(tree: Tree, line: str, checks: Collection[str]) -> Iterator[str]:
    """Yield problems of a proof."""
    proof = PROOF.fullmatch(line)
    if proof is None:
        yield f"{line} is neither a check nor a test"
    elif proof["check"] is not None:
        if proof["check"] not in checks:
            yield f"there is no check {proof['check']}"
    elif not _is_test(tree, proof["path"], proof["test"]):
        yield f"there is no test {proof['path']}::{proof['test']}"


def _is_excuse(decorator: ast.expr) -> bool:
    """Return whether a decorator lets a test fail or be skipped."""
    return re.search(r"\b(?:skip|skipif|xfail)\b", ast.unparse(decorator)) is not None


def _is_test(tree: Tree, path: str, name: str) -> bool:
    """Return whether pytest collects and runs a file's test of this name."""
    return (
        re.fullmatch(r"tests/(?:\w+/)*test_\w+\.py", path) is not None
        and name.startswith("test_")
        and any(
            function.name == name
            and not any(tree.source(path).enclosing(function))
            and not any(map(_is_excuse, function.decorator_list))
            for function in tree.source(path).syntax.functions
        )
    )
