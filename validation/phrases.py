"""Texts that the code looks up by key: errors, repairs and sentences."""

import ast
from collections.abc import Iterator
import re
from typing import Any

from homeassistant.exceptions import HomeAssistantError, Unauthorized

from . import dashboard
from .problem import Check, Problem
from .source import Source, argument
from .translations import FOLDER, placeholders
from .tree import DOMAIN, Tree

ENGLISH = f"{FOLDER}/en.json"


def exception_translations(tree: Tree) -> Iterator[Problem]:
    """Check that every visible error is translated, and every such text is used."""
    texts = tree.texts.get("exceptions", {})
    used: set[str] = set()
    for source in tree.sources.values():
        for call, kind in _errors(tree, source):
            key, names = _told(tree, source, call, kind)
            used |= {key} if key else set()
            for fault in _faults(texts, key, names):
                where = f"line {call.lineno}: {kind.__name__}"
                yield Problem(source.path, f"{where} {fault}")
    used |= {kind.key for kind in _keyed_errors(tree)}
    for key in sorted(used - texts.keys()):
        yield Problem(ENGLISH, f"exceptions.{key}: is missing")
    for key in sorted(texts.keys() - used):
        yield Problem(ENGLISH, f"exceptions.{key}: is used by nothing")


def _errors(
    tree: Tree, source: Source
) -> Iterator[tuple[ast.Call, type[HomeAssistantError]]]:
    """Yield the calls that create an error of Home Assistant's kind, and its class.

    A missing permission has Home Assistant's own text: its error takes no other.
    """
    for call in source.syntax.of(ast.Call):
        kind = tree.constant(source, call.func)
        if not isinstance(kind, type) or not issubclass(kind, HomeAssistantError):
            continue
        if not issubclass(kind, Unauthorized):
            yield call, kind


def _faults(
    texts: dict[str, Any], key: str | None, names: set[str] | None
) -> Iterator[str]:
    """Yield problems in the creation of an error, as far as visible."""
    if key is None:
        yield "is raised without a translation"
    elif key in texts and names is not None:
        for name in sorted(placeholders(texts[key]["message"]) - names):
            yield f"does not say {name}"


def _keyed_errors(tree: Tree) -> Iterator[Any]:
    """Yield our own errors, each of which has its key."""
    for module in tree.loaded.modules:
        for kind in tree.loaded.classes(module, HomeAssistantError):
            if hasattr(kind, "key"):
                yield kind


def _told(
    tree: Tree, source: Source, call: ast.Call, kind: type
) -> tuple[str | None, set[str] | None]:
    """Return the key of a created error, and its placeholders.

    None for the latter if they are not visible.
    """
    if tree.loaded.is_own(kind):
        key = getattr(kind, "key", None)
        given = {each.arg for each in call.keywords if each.arg}
        return key, {"server", *given}
    domain = tree.constant(source, argument(call, "translation_domain"))
    key = tree.constant(source, argument(call, "translation_key"))
    if domain != DOMAIN or not isinstance(key, str):
        return None, None
    said = argument(call, "translation_placeholders")
    if said is None:
        return key, set()
    if isinstance(said, ast.Dict):
        return key, {str(tree.constant(source, each)) for each in said.keys}
    return key, None


def common_texts(tree: Tree) -> Iterator[Problem]:
    """Check that every sentence looked up exists, and every sentence is looked up.

    A composed key counts for all its possible values; one of the dashboard's only for
    words that a source contains, since it may be little but a variable.
    """
    texts = set(tree.texts.get("common", {}))
    looked_up: list[tuple[str, str]] = []
    for source in tree.sources.values():
        for call in source.calls("text"):
            key = argument(call, "key", 1)
            looked_up += [(source.path, each) for each in _patterns(key)]
            yield from _left_open(tree, source, call, key)
    looked_up += dashboard.lookups(tree)
    for path, pattern in looked_up:
        if not any(re.fullmatch(pattern, key) for key in texts):
            yield Problem(path, f"looks up {pattern}, which does not exist in English")
    literals = {
        text for source in tree.sources.values() for text in source.syntax.strings
    }
    words = dashboard.words(tree)
    for key in sorted(texts - literals):
        found = (re.fullmatch(pattern, key) for _, pattern in looked_up)
        if not any(match and words.issuperset(match.groups()) for match in found):
            yield Problem(ENGLISH, f"common.{key}: is used by nothing")


def _left_open(
    tree: Tree, source: Source, call: ast.Call, key: ast.expr | None
) -> Iterator[Problem]:
    """Yield placeholders of a sentence that the lookup does not fill.

    Composed keys, and placeholders from elsewhere, are not visible.
    """
    said = {keyword.arg for keyword in call.keywords}
    match key:
        case ast.Constant(value=str(name)) if None not in said:
            text = tree.texts.get("common", {}).get(name, "")
            for each in sorted(placeholders(text) - said):
                where = f"line {call.lineno}: {name}"
                yield Problem(source.path, f"{where} is looked up without {each}")


def _patterns(key: ast.expr | None) -> Iterator[str]:
    """Yield the possible values of a key, as regular expressions."""
    match key:
        case ast.Constant(value=str(plain)):
            yield re.escape(plain)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                for part in parts
            )
        case ast.IfExp(body=body, orelse=other):
            yield from _patterns(body)
            yield from _patterns(other)


def system_health_texts(tree: Tree) -> Iterator[Problem]:
    """Check that all values of system health have a name, and each name a value."""
    source = tree.sources.get("system_health.py")
    keys: list[ast.expr | None] = []
    for node in source.syntax.nodes if source else ():
        match node:
            case ast.Dict(keys=found):
                keys += found
            case ast.DictComp(key=key):
                keys.append(key)
            case ast.Assign(targets=[ast.Subscript(slice=key)]):
                keys.append(key)
    texts = tree.texts.get("system_health", {}).get("info", {})
    patterns = [pattern for key in keys for pattern in _patterns(key)]
    for pattern in sorted(patterns):
        if not any(re.fullmatch(pattern, key) for key in texts):
            yield Problem(ENGLISH, f"system_health.info.{pattern}: is missing")
    for key in sorted(texts):
        if not any(re.fullmatch(pattern, key) for pattern in patterns):
            yield Problem(ENGLISH, f"system_health.info.{key}: is used by nothing")


def device_texts(tree: Tree) -> Iterator[Problem]:
    """Check that each device name by key has its text, and every such text is used."""
    used: set[str] = set()
    for source in tree.sources.values():
        for call in source.calls("DeviceInfo", "async_get_or_create"):
            key = tree.constant(source, argument(call, "translation_key"))
            used |= {key} if isinstance(key, str) else set()
    for key in sorted(used ^ set(tree.texts.get("device", {}))):
        what = "is missing" if key in used else "is used by nothing"
        yield Problem(ENGLISH, f"device.{key}: {what}")


CHECKS: dict[str, Check] = {
    "common-texts": common_texts,
    "device-texts": device_texts,
    "exception-translations": exception_translations,
    "system-health-texts": system_health_texts,
}
