"""The texts that the dashboard's TypeScript looks up."""

from collections.abc import Iterator
from functools import cache
import re

from homeassistant.config_entries import ConfigEntryState

from .problem import Check, Problem
from .translations import placeholders
from .tree import Tree

SOURCES = "frontend/src/**/*.ts"

PREFIX = "(?:panel|card|strategy|logbook)_"
KEY = re.compile(rf'"({PREFIX}\w+)"')
PUT_TOGETHER = re.compile(rf"`({PREFIX}[^`]*\$\{{[^`]*)`")
"""A key that is partly known only in the browser."""

PART = re.compile(r"\$\{[^{}]*\}")
BARE = re.compile(r'\btext\(\s*"(\w+)",?\s*\)')
"""A lookup without placeholders."""


def lookups(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield each file with its lookups, as regular expressions.

    Parts known only in the browser are groups in them.
    """
    for path in tree.paths(SOURCES):
        for pattern in _patterns(tree.text(path)):
            yield path, pattern


@cache
def _patterns(text: str) -> tuple[str, ...]:
    return (
        *(re.escape(key) for key in KEY.findall(text)),
        *(
            r"(\w+)".join(map(re.escape, PART.split(key)))
            for key in PUT_TOGETHER.findall(text)
        ),
    )


def words(tree: Tree) -> set[str]:
    """Return the possible parts of a key: the words of the sources on either side."""
    return {state.value for state in ConfigEntryState}.union(
        *(_words(tree.text(path)) for path in tree.paths(SOURCES)),
        *(source.syntax.strings for source in tree.sources.values()),
    )


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def dashboard_texts(tree: Tree) -> Iterator[Problem]:
    """Check that the dashboard fills every placeholder."""
    texts = tree.texts.get("common", {})
    for path in tree.paths(SOURCES):
        for key in BARE.findall(tree.text(path)):
            for each in sorted(placeholders(texts.get(key, ""))):
                yield Problem(path, f"{key} is looked up without {each}")


CHECKS: dict[str, Check] = {"dashboard-texts": dashboard_texts}
