"""Every language has the keys of English."""

from collections.abc import Iterator
import re

from .problem import Check, Problem
from .translations import FOLDER, flatten, placeholders
from .tree import Tree

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt-BR")
"""Required languages, which must be complete."""

ALIKE = {
    # Names and units.
    "": {
        "Plex Connection",
        "TLS",
        "plex.tv",
        "{hours} h {minutes} min",
        "{minutes} min",
    },
    "de": {
        "Details",
        "Internet",
        "Median (p50)",
        "Offline",
        "Problem",
        "Relay",
        "Server",
        "Version",
        "offline",
    },
    "es": {"Internet", "Local", "No", "Relay", "Total", "local"},
    "fr": {"Internet", "Local", "Notifications", "Total", "Version", "local"},
    "it": {
        "Account",
        "Internet",
        "No",
        "Offline",
        "Plex Relay",
        "Relay",
        "Server",
        "offline",
    },
    "nl": {
        "Account",
        "Accounts",
        "Details",
        "Internet",
        "Offline",
        "{name} is offline",
        "Open",
        "Parameters",
        "Platform",
        "Plex Relay",
        "Relay",
        "Server",
        "Servers",
        "offline",
        "servers",
    },
    "pl": {"Internet", "Offline", "Problem", "offline"},
    "pt-BR": {"Internet", "Local", "Offline", "Relay", "Total", "local", "offline"},
}
"""Words that are the same as in English, by language.

Those of `""` are so in every language; the others have become words of that one, or are
spelled alike by chance."""


def translation_languages(tree: Tree) -> Iterator[Problem]:
    """Check that each promised language has its file."""
    for language in LANGUAGES:
        if not tree.has(f"{FOLDER}/{language}.json"):
            yield Problem(f"{FOLDER}/{language}.json", "is missing")


def translation_keys(tree: Tree) -> Iterator[Problem]:
    """Check that every language has exactly the keys of the English texts."""
    english = flatten(tree.texts)
    for path, texts in _others(tree):
        for key in sorted(english.keys() - texts.keys()):
            yield Problem(path, f"{key}: is missing")
        for key in sorted(texts.keys() - english.keys()):
            yield Problem(path, f"{key}: is not in English")


def translation_placeholders(tree: Tree) -> Iterator[Problem]:
    """Check that a text has the placeholders of the English one."""
    english = flatten(tree.texts)
    for path, texts in _others(tree):
        for key in sorted(english.keys() & texts.keys()):
            try:
                wanted, found = placeholders(english[key]), placeholders(texts[key])
            except ValueError:
                # Its braces do not match, which another check reports.
                continue
            if wanted != found:
                names = ", ".join(sorted(wanted ^ found))
                yield Problem(path, f"{key}: not in both languages: {names}")


def translation_copies(tree: Tree) -> Iterator[Problem]:
    """Check that no text was left in English, except words that are the same."""
    english = flatten(tree.texts)
    for path, texts in _others(tree):
        language = path.rpartition("/")[2].removesuffix(".json")
        alike = ALIKE[""] | ALIKE.get(language, set())
        for key in sorted(english.keys() & texts.keys()):
            text = texts[key]
            if text == english[key] and text not in alike and _has_words(text):
                yield Problem(path, f"{key}: is English: {text}")


def _has_words(text: str) -> bool:
    """Return whether a text has more than placeholders."""
    return re.search(r"[^\W\d_]{2}", re.sub(r"\{\w*\}", "", text)) is not None


def _others(tree: Tree) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the files of the other languages, flattened."""
    for path in tree.paths(f"{FOLDER}/*.json"):
        if path != f"{FOLDER}/en.json":
            yield path, flatten(tree.json(path))


CHECKS: dict[str, Check] = {
    "translation-copies": translation_copies,
    "translation-keys": translation_keys,
    "translation-languages": translation_languages,
    "translation-placeholders": translation_placeholders,
}
