"""Repairs: each has its text, each text has its repair, and each goes away again."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from homeassistant.components.repairs import RepairsFlow

from .flows import ENGLISH, SHOWN, flow_sources
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
    """Each repair has a text, and a flow that mends it if it can be mended so."""
    texts = tree.texts.get("issues", {})
    issues = list(created_issues(tree))
    keys = {each.key for each in issues}
    for key in sorted(keys - texts.keys()):
        yield Problem(ENGLISH, f"issues.{key}: is missing")
    for key in sorted(texts.keys() - keys):
        yield Problem(ENGLISH, f"issues.{key}: is used by nothing")
    steps = _fix_steps(tree)
    for key, text in texts.items():
        known = set(text.get("fix_flow", {}).get("step", {}))
        for step in sorted(known - steps):
            yield Problem(ENGLISH, f"issues.{key}.fix_flow.step.{step}: is never shown")
        if not known and all(each.is_fixable for each in issues if each.key == key):
            yield Problem(ENGLISH, f"issues.{key}.fix_flow: is missing")


def _fix_steps(tree: Tree) -> set[str]:
    """Return the steps that flows of ours which mend something show."""
    steps: set[str] = set()
    for source in flow_sources(tree, RepairsFlow):
        for call in source.calls(*SHOWN):
            steps |= possible(tree, source, argument(call, "step_id"))
    for source in tree.sources.values():
        if any(source.calls(CONFIRM)):
            steps.add("confirm")
    return steps


def repair_issues(tree: Tree) -> Iterator[Problem]:
    """A repair goes away by itself when its cause does."""
    created = {each.source.path for each in created_issues(tree)}
    for source in tree.sources.values():
        if source.path in created and not any(source.calls("async_delete_issue")):
            yield Problem(source.path, "creates repairs, and takes none back")


CHECKS: dict[str, Check] = {
    "issue-texts": issue_texts,
    "repair-issues": repair_issues,
}
