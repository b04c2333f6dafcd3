"""What is pinned: by its content, wherever a machine gets it from."""

from collections.abc import Iterator
import re
from typing import Any

from .problem import Check, Problem
from .tree import Tree

PACKAGES = "frontend/package-lock.json"

ENTRY = re.compile(r"^[^\s#].*(?:\n[ \t].*)*", re.MULTILINE)
"""A pin of Python's, or an option of pip's, with the lines that belong to it."""


def locks(tree: Tree) -> Iterator[Problem]:
    """Every pin has a hash, and no file of pins says where they come from."""
    for path in tree.paths("requirements/*.txt"):
        entries = ENTRY.findall(tree.text(path))
        if any(entry.startswith("-") or "://" in entry for entry in entries):
            yield Problem(path, "says where packages come from")
        if not entries or not all("--hash=sha256:" in entry for entry in entries):
            yield Problem(path, "has a pin without a hash, or none")
    yield from _packages(tree.json(PACKAGES).get("packages", {}))


def _packages(packages: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the lock of the dashboard's packages."""
    # The one without a name is the dashboard itself.
    pins = [package for name, package in packages.items() if name]
    if any("resolved" in pin for pin in pins):
        yield Problem(PACKAGES, "says where packages come from")
    if not pins or not all("integrity" in pin for pin in pins):
        yield Problem(PACKAGES, "has a pin without a hash, or none")


CHECKS: dict[str, Check] = {"locks": locks}
