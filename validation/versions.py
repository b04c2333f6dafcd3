"""Checks of the version: single, in the changelog, and available to HACS."""

from collections.abc import Iterator
import tomllib

from release import archive, changelog
from release.version import ReleaseError, version_of

from .manifest import MANIFEST, resolve
from .problem import Check, Problem
from .tree import Tree

OTHERS = ("pyproject.toml", "frontend/package.json")
"""Files that could contain a second, different version."""


def versions(tree: Tree) -> Iterator[Problem]:
    """Check that only the manifest has a version, and the changelog has it."""
    if resolve(tree) is None:
        return
    try:
        version = version_of(tree.root)
    except ReleaseError as err:
        yield Problem(MANIFEST, str(err))
        return
    try:
        newest = changelog.newest(tree.text(changelog.NAME))
    except ReleaseError as err:
        yield Problem(changelog.NAME, str(err))
    else:
        if newest != version:
            yield Problem(changelog.NAME, f"ends with {newest}, and we have {version}")
    project = tomllib.loads(tree.text("pyproject.toml")).get("project", {})
    for name, settings in zip(OTHERS, (project, tree.json(OTHERS[1])), strict=True):
        if "version" in settings:
            yield Problem(name, "has a version, which belongs in the manifest")


def zip_release(tree: Tree) -> Iterator[Problem]:
    """Check that HACS downloads the release's zip, and never a version without one."""
    settings = tree.json("hacs.json")
    if not settings:
        return
    if not settings.get("zip_release") or settings.get("filename") != archive.NAME:
        yield Problem("hacs.json", f"does not ask for {archive.NAME}")
    if not settings.get("hide_default_branch"):
        yield Problem("hacs.json", "offers a branch, which has no zip")


CHECKS: dict[str, Check] = {"versions": versions, "zip-release": zip_release}
