"""What is new in each version, as CHANGELOG.md says it to users."""

import re

from .version import FORM, ReleaseError, order

NAME = "CHANGELOG.md"
UNRELEASED = "Unreleased"
"""What the topmost section may be called until it gets a number."""

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def sections(text: str) -> dict[str, str]:
    """Return what is said of each version, in the order of the text.

    ReleaseError if a section has no text, no version, or not the place that its
    version has: the newest stands first.
    """
    _, *parts = HEADING.split(text)
    titles = [title.strip() for title in parts[::2]]
    found = dict(zip(titles, map(str.strip, parts[1::2]), strict=True))
    versions = titles[1:] if titles[:1] == [UNRELEASED] else titles
    for title in versions:
        if FORM.fullmatch(title) is None:
            raise ReleaseError(f"{title} is no version")
        if not found[title]:
            raise ReleaseError(f"nothing is said of {title}")
    ordered = sorted(set(versions), key=order, reverse=True)
    if versions != ordered:
        raise ReleaseError("the versions are not in order, the newest first")
    return found


def newest(text: str) -> str:
    """Return the newest version of which something is said."""
    for title in sections(text):
        if title != UNRELEASED:
            return title
    raise ReleaseError("there is no version")


def notes(text: str, version: str) -> str:
    """Return what is said of a version; ReleaseError if nothing is."""
    found = sections(text).get(version)
    if found is None:
        raise ReleaseError(f"{NAME} has no section {version}")
    return f"{found}\n"
