"""The version: one, of which the changelog knows, and how HACS gets it."""

from collections.abc import Iterator
import tomllib

from release import archive, changelog
from release.version import ReleaseError, version_of

from .manifest import MANIFEST, resolve
from .problem import Check, Problem
from .tree import Tree

OTHERS = ("pyproject.toml", "frontend/package.json")
"""What could name a version besides, which could be another."""


def versions(tree: Tree) -> Iterator[Problem]:
    """The manifest has the version, nothing else has one, and it is explained."""
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
            yield Problem(name, "has a version: that is the manifest's")


def zip_release(tree: Tree) -> Iterator[Problem]:
    """HACS downloads the zip that a release has, and never what has none."""
    settings = tree.json("hacs.json")
    if not settings:
        return
    if not settings.get("zip_release") or settings.get("filename") != archive.NAME:
        yield Problem("hacs.json", f"does not ask for {archive.NAME}")
    if not settings.get("hide_default_branch"):
        yield Problem("hacs.json", "offers a branch, of which there is no zip")


CHECKS: dict[str, Check] = {"versions": versions, "zip-release": zip_release}
