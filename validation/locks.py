"""Checks that locked dependencies are pinned by hash, independent of the source."""

from collections.abc import Iterator
import re
from typing import Any

from .problem import Check, Problem
from .tree import Tree

PACKAGES = "frontend/package-lock.json"

ENTRY = re.compile(r"^[^\s#].*(?:\n[ \t].*)*", re.MULTILINE)
"""A Python pin, or a pip option, with its continuation lines."""


def locks(tree: Tree) -> Iterator[Problem]:
    """Check that every pin has a hash, and no lock file names a source."""
    for path in tree.paths("requirements/*.txt"):
        entries = ENTRY.findall(tree.text(path))
        if any(entry.startswith("-") or "://" in entry for entry in entries):
            yield Problem(path, "names a package source")
        if not entries or not all("--hash=sha256:" in entry for entry in entries):
            yield Problem(path, "has a pin without a hash, or none")
    yield from _packages(tree.json(PACKAGES).get("packages", {}))


def _packages(packages: dict[str, Any]) -> Iterator[Problem]:
    """Yield problems in the lock of the dashboard's packages."""
    # The one without a name is the dashboard itself.
    pins = [package for name, package in packages.items() if name]
    if any("resolved" in pin for pin in pins):
        yield Problem(PACKAGES, "names a package source")
    if not pins or not all("integrity" in pin for pin in pins):
        yield Problem(PACKAGES, "has a pin without a hash, or none")


CHECKS: dict[str, Check] = {"locks": locks}
