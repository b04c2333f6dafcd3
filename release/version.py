"""The version: one, in the manifest, where Home Assistant and HACS read it."""

import json
from pathlib import Path
import re

INTEGRATION = "custom_components/plex_connection"
MANIFEST = f"{INTEGRATION}/manifest.json"

FORM = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:b(\d+))?")
"""1.2.0, or 1.2.0b1 for the first beta of it. A tag is the version, and no more."""


class ReleaseError(Exception):
    """Why this tree is not to be released."""


def version_of(root: Path) -> str:
    """Return the tree's version; ReleaseError if it is none that we give."""
    version = str(json.loads((root / MANIFEST).read_text("utf-8")).get("version"))
    if FORM.fullmatch(version) is None:
        raise ReleaseError(f"{version} is neither like 1.2.0 nor like 1.2.0b1")
    return version


def is_beta(version: str) -> bool:
    """Return whether a version is offered only to those who asked for betas."""
    return "b" in version


def order(version: str) -> tuple[float, ...]:
    """Return by what versions are sorted: a beta comes before what it is a beta of."""
    found = FORM.fullmatch(version)
    if found is None:
        raise ReleaseError(f"{version} is no version of ours")
    return tuple(float("inf") if part is None else int(part) for part in found.groups())
