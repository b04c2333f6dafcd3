"""All checks by name, and the function that runs them."""

from itertools import chain

from . import (
    automation,
    community,
    conventions,
    dashboard,
    dependencies,
    descriptions,
    documentation,
    entities,
    entity_rules,
    flow_rules,
    flows,
    icons,
    issues,
    languages,
    locks,
    manifest,
    phrases,
    repository,
    saying,
    structure,
    tooling,
    translations,
    versions,
)
from .problem import Check, Problem
from .quality_scale import quality_scale
from .reading import Unreadable
from .tree import Tree

SUBJECTS: tuple[dict[str, Check], ...] = (
    repository.CHECKS,
    manifest.CHECKS,
    versions.CHECKS,
    dependencies.CHECKS,
    translations.CHECKS,
    languages.CHECKS,
    entities.CHECKS,
    descriptions.CHECKS,
    icons.CHECKS,
    automation.CHECKS,
    phrases.CHECKS,
    dashboard.CHECKS,
    flows.CHECKS,
    issues.CHECKS,
    saying.CHECKS,
    structure.CHECKS,
    entity_rules.CHECKS,
    conventions.CHECKS,
    flow_rules.CHECKS,
    tooling.CHECKS,
    documentation.CHECKS,
    locks.CHECKS,
    community.CHECKS,
    {"quality-scale": lambda tree: quality_scale(tree, CHECKS)},
)

CHECKS: dict[str, Check] = dict(chain.from_iterable(each.items() for each in SUBJECTS))


def run(tree: Tree) -> dict[str, list[Problem]]:
    """Return the findings of each check, without those that find nothing.

    An unreadable file is one check's finding, and ends other checks.
    """
    found: dict[str, list[Problem]] = {}
    for name, check in CHECKS.items():
        problems: list[Problem] = []
        try:
            problems.extend(check(tree))
        except Unreadable:
            continue
        finally:
            if problems:
                found[name] = problems
    return found
