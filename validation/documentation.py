"""Checks of what the README, and the pages that it links to, must contain."""

from collections.abc import Iterable, Iterator
from functools import cache
import re

from .automation import platform_keys, registered_actions
from .problem import Check, Problem
from .translations import flatten
from .tree import DOMAIN, Tree

README = "README.md"

SECTIONS = {
    "docs-data-update": r"how it decides|update|how .* kept",
    "docs-known-limitations": r"limit",
    "docs-removal-instructions": r"remov|uninstall",
    "docs-supported-devices": r"support|works with|which servers",
    "docs-troubleshooting": r"troubleshoot|something is wrong",
    "docs-use-cases": r"use case|what .* for|uses",
}
"""Pattern of the heading for each rule's subject."""

HEADING = re.compile(
    r"^(?:(?P<hashes>#+) +|\*\*(?=[^*]+\*\*$))(?P<title>.+?)(?:\*\*)?$", re.MULTILINE
)

WORDS = 20
"""Minimum words of a description or a section."""

EXAMPLES = 3
"""Minimum number of automations to copy."""


def pages(tree: Tree) -> dict[str, str]:
    """Return the README and the pages that it links to."""
    readme = tree.text(README)
    linked = set(re.findall(r"\]\((docs/[\w./-]+\.md)", readme))
    return {README: readme} | {
        path: tree.text(path) for path in sorted(linked) if tree.has(path)
    }


def sections(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield each heading with its text down to the next of its rank."""
    for text in pages(tree).values():
        yield from _sections(text)


@cache
def _sections(text: str) -> list[tuple[str, str]]:
    """Return the headings of one page, each with its text."""
    plain = re.sub(r"^```.*?^```", _blanked, text, flags=re.MULTILINE | re.DOTALL)
    headings = [*HEADING.finditer(plain)]
    found = []
    for number, heading in enumerate(headings):
        rank = _rank(heading)
        ends = (each.start() for each in headings[number + 1 :] if _rank(each) <= rank)
        below = text[heading.end() : next(ends, len(text))]
        found.append((heading["title"], below))
    return found


def _rank(heading: re.Match[str]) -> int:
    """Return the depth of a heading; a bold line is below all others."""
    return len(heading["hashes"] or "#######")


def _blanked(block: re.Match[str]) -> str:
    """Return a code block without anything that resembles a heading."""
    return re.sub(r"[^\n]", " ", block[0])


def _section_check(pattern: str) -> Check:
    """Return a check that a heading matches the pattern and has text."""

    def check(tree: Tree) -> Iterator[Problem]:
        found = _below(tree, pattern)
        if not any(len(text.split()) >= WORDS for text in found):
            yield Problem(README, f"no text below a heading like {pattern}")

    return check


def _below(tree: Tree, pattern: str) -> list[str]:
    """Return the texts below the headings that match."""
    return [
        text
        for heading, text in sections(tree)
        if re.search(pattern, heading, re.IGNORECASE)
    ]


def high_level_description(tree: Tree) -> Iterator[Problem]:
    """Check that the README begins with the purpose."""
    opening = re.split(r"^## ", tree.text(README), maxsplit=1, flags=re.MULTILINE)[0]
    if len(opening.split()) < WORDS or "Plex Media Server" not in opening:
        yield Problem(README, "does not begin with the purpose")


def installation(tree: Tree) -> Iterator[Problem]:
    """Check that the README explains installation, with HACS and without."""
    texts = _below(tree, "install")
    for word in ("HACS", "custom_components"):
        if not any(word in text for text in texts):
            yield Problem(README, f"says nothing of {word} below Install")


def installation_parameters(tree: Tree) -> Iterator[Problem]:
    """Check that the fields for adding an account are explained."""
    texts = flatten(tree.texts.get("config", {}))
    labels = {text for key, text in texts.items() if ".data." in key}
    yield from _unmentioned(tree, labels, "asked for in the flow")
    if not any("sign" in text for text in _below(tree, "install|set")):
        yield Problem(README, "does not explain signing in")


def configuration_parameters(tree: Tree) -> Iterator[Problem]:
    """Check that every option is explained, by its English name."""
    texts = flatten(tree.texts.get("options", {}))
    labels = {text for key, text in texts.items() if ".data." in key}
    yield from _unmentioned(tree, labels, "an option")


def supported_functions(tree: Tree) -> Iterator[Problem]:
    """Check that every entity is explained, by its English name."""
    texts = flatten(tree.texts.get("entity", {}))
    names = {
        text
        for key, text in texts.items()
        if key.endswith(".name") and ".state_attributes." not in key
    }
    yield from _unmentioned(tree, names, "an entity")


def actions(tree: Tree) -> Iterator[Problem]:
    """Check that every action is explained."""
    yield from _uncoded(tree, registered_actions(tree), "an action")


def triggers(tree: Tree) -> Iterator[Problem]:
    """Check that every trigger is explained."""
    keys = platform_keys(tree, "trigger", "async_get_triggers")
    yield from _uncoded(tree, keys, "a trigger")


def conditions(tree: Tree) -> Iterator[Problem]:
    """Check that every condition is explained."""
    keys = platform_keys(tree, "condition", "async_get_conditions")
    yield from _uncoded(tree, keys, "a condition")


def examples(tree: Tree) -> Iterator[Problem]:
    """Check that there are automations to copy."""
    text = "\n".join(pages(tree).values())
    blocks = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    begins = re.compile(r"^[ -]*triggers?:", re.MULTILINE)
    count = sum(begins.search(each) is not None for each in blocks)
    if count < EXAMPLES:
        yield Problem(README, f"{count} of {EXAMPLES} example automations are there")


def _unmentioned(tree: Tree, names: Iterable[str], what: str) -> Iterator[Problem]:
    """Yield the names that occur nowhere; letter case does not matter."""
    text = " ".join("\n".join(pages(tree).values()).split()).lower()
    for name in sorted(names):
        if name.lower() not in text:
            yield Problem(README, f"{name}: {what} that nothing explains")


def _uncoded(tree: Tree, keys: Iterable[str], what: str) -> Iterator[Problem]:
    """Yield the keys that occur nowhere in the form of an automation."""
    text = "\n".join(pages(tree).values())
    for key in sorted(keys):
        if not re.search(rf"\b{DOMAIN}\.{key}\b", text):
            yield Problem(README, f"{DOMAIN}.{key}: is {what}, and not documented")


CHECKS: dict[str, Check] = {
    "docs-actions": actions,
    "docs-conditions": conditions,
    "docs-configuration-parameters": configuration_parameters,
    "docs-examples": examples,
    "docs-high-level-description": high_level_description,
    "docs-installation-instructions": installation,
    "docs-installation-parameters": installation_parameters,
    "docs-supported-functions": supported_functions,
    "docs-triggers": triggers,
    **{rule: _section_check(pattern) for rule, pattern in SECTIONS.items()},
}
