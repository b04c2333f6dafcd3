"""Repairs: each has its text, each text has its repair, and each is deleted again."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.components.repairs import RepairsFlow

from .flows import ENGLISH, flow_sources, menu, reasons, shown_steps
from .problem import Check, Problem
from .source import Source, argument
from .tracing import possible
from .tree import Tree

CONFIRM = "ConfirmRepairFlow"
"""Home Assistant's own flow, with a step `confirm`."""


@dataclass(frozen=True)
class Issue:
    """One kind of repair that the code creates."""

    key: str
    is_fixable: bool
    source: Source


def created_issues(tree: Tree) -> Iterator[Issue]:
    """Yield the kinds of repairs that the code creates."""
    for source in tree.sources.values():
        for call in source.calls("async_create_issue"):
            fixable = argument(call, "is_fixable")
            is_fixable = not (
                isinstance(fixable, ast.Constant) and fixable.value is False
            )
            for key in possible(tree, source, argument(call, "translation_key")):
                yield Issue(key, is_fixable, source)


def issue_texts(tree: Tree) -> Iterator[Problem]:
    """Check that each repair has a text, and a fix flow if it is fixable."""
    texts = tree.texts.get("issues", {})
    issues = list(created_issues(tree))
    keys = {each.key for each in issues}
    for key in sorted(keys - texts.keys()):
        yield Problem(ENGLISH, f"issues.{key}: is missing")
    for key in sorted(texts.keys() - keys):
        yield Problem(ENGLISH, f"issues.{key}: is used by nothing")
    for issue in sorted(issues, key=lambda each: each.key):
        known = texts.get(issue.key, {})
        if known and issue.is_fixable != ("fix_flow" in known):
            what = "is missing" if issue.is_fixable else "is used by nothing"
            yield Problem(ENGLISH, f"issues.{issue.key}.fix_flow: {what}")
    fixes = {key: text["fix_flow"] for key, text in texts.items() if "fix_flow" in text}
    yield from _fix_problems(tree, fixes)


def _fix_problems(tree: Tree, fixes: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what the fix flows lack, and the texts that they never show.

    Which flow fixes which repair is not visible here: a repair has the texts of the
    steps it goes through, and every step has a text with some repair.
    """
    sources = flow_sources(tree, RepairsFlow)
    for part, wanted in (
        ("step", shown_steps(tree, sources) | _confirmations(tree)),
        ("abort", reasons(tree, sources)),
    ):
        found = {key for fix in fixes.values() for key in fix.get(part, {})}
        for key in sorted(wanted - found):
            yield Problem(ENGLISH, f"issues.*.fix_flow.{part}.{key}: is missing")
        for issue, fix in sorted(fixes.items()):
            for key in sorted(fix.get(part, {}).keys() - wanted):
                where = f"issues.{issue}.fix_flow.{part}.{key}"
                yield Problem(ENGLISH, f"{where}: is used by nothing")
    for issue, fix in sorted(fixes.items()):
        for step, known in fix["step"].items():
            options = menu(tree, sources, step)
            for key in sorted(known.get("menu_options", {}).keys() - options):
                where = f"issues.{issue}.fix_flow.step.{step}.menu_options.{key}"
                yield Problem(ENGLISH, f"{where}: is used by nothing")


def _confirmations(tree: Tree) -> set[str]:
    """Return the step of Home Assistant's own flow, if that is used."""
    used = any(any(source.calls(CONFIRM)) for source in tree.sources.values())
    return {"confirm"} if used else set()


def repair_issues(tree: Tree) -> Iterator[Problem]:
    """Check that a repair is deleted when its cause ends."""
    created = {each.source.path for each in created_issues(tree)}
    for source in tree.sources.values():
        if source.path in created and not any(source.calls("async_delete_issue")):
            yield Problem(source.path, "creates repairs, and deletes none")


CHECKS: dict[str, Check] = {
    "issue-texts": issue_texts,
    "repair-issues": repair_issues,
}
