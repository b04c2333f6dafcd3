"""Checks of GitHub's view of the repository: workflows, forms and labels."""

from collections.abc import Iterator, Mapping
import re
from typing import Any

from .problem import Check, Problem
from .tree import Tree

WORKFLOWS = ".github/workflows/*.yml"
FORMS = ".github/ISSUE_TEMPLATE/*.yml"
BUG = ".github/ISSUE_TEMPLATE/bug.yml"
LABELS = ".github/labels.tsv"

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
"""An action by its commit hash: a tag can be moved."""

LABEL = re.compile(r"[\w ]+\t[0-9a-f]{6}\t\S.{0,98}")
"""Name, color and meaning; GitHub limits the latter to a hundred characters."""

ASKED = ("plex_connection.test_connections", "Download diagnostics")
"""Without these two a remote connection can hardly be diagnosed."""


def workflows(tree: Tree) -> Iterator[Problem]:
    """Check that workflows grant rights only per job, and pin all actions."""
    for path in tree.paths(WORKFLOWS):
        workflow = tree.yaml(path)
        if workflow.get("permissions") != {}:
            yield Problem(path, "has permissions outside its jobs")
        for name, job in workflow.get("jobs", {}).items():
            if "timeout-minutes" not in job:
                yield Problem(path, f"{name} may run for hours")
            for step in job.get("steps", ()):
                for fault in _faults(step):
                    yield Problem(path, f"{name}: {fault}")


def _faults(step: Mapping[str, Any]) -> Iterator[str]:
    used = step.get("uses")
    if used is not None and PINNED.fullmatch(used) is None:
        yield f"{used} is not pinned by a hash"
    if "${{" in step.get("run", ""):
        yield "a shell is given text as code: hand it over in the environment"


def issue_forms(tree: Tree) -> Iterator[Problem]:
    """Check that each form has what GitHub requires, and existing labels."""
    known = {line.partition("\t")[0] for line in tree.text(LABELS).splitlines()}
    for line in tree.text(LABELS).splitlines() or [""]:
        if LABEL.fullmatch(line) is None:
            yield Problem(LABELS, f"{line!r} is no label")
    for path, settings in _labelled(tree):
        for label in settings.get("labels", ()):
            if label not in known:
                yield Problem(path, f"there is no label {label}")
    for path in tree.paths(FORMS):
        if not path.endswith("/config.yml"):
            yield from _form_problems(path, tree.yaml(path))
    for asked in ASKED:
        if asked not in " ".join(tree.text(BUG).split()):
            yield Problem(BUG, f"does not ask for {asked}")


def _labelled(tree: Tree) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the settings that assign labels, with their file."""
    for path in tree.paths(FORMS):
        yield path, tree.yaml(path)
    path = ".github/dependabot.yml"
    for update in tree.yaml(path).get("updates", ()):
        yield path, update


def _form_problems(path: str, form: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("name", "description", "body"):
        if not form.get(key):
            yield Problem(path, f"has no {key}")
    ids = [each["id"] for each in form.get("body", ()) if "id" in each]
    if len(ids) != len(set(ids)):
        yield Problem(path, "has an id twice")
    for field in form.get("body", ()):
        wanted = "value" if field.get("type") == "markdown" else "label"
        if not field.get("attributes", {}).get(wanted):
            yield Problem(path, f"{field.get('id', field.get('type'))} has no {wanted}")


CHECKS: dict[str, Check] = {"issue-forms": issue_forms, "workflows": workflows}
