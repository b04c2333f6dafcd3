"""Icons: in icons.json and nowhere else, for all entities without a default icon."""

import ast
from collections.abc import Iterator
from functools import cache
import json
from pathlib import Path
import re
from typing import Any

import hass_frontend
from homeassistant import components
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .descriptions import CONDITIONS, SERVICES, TRIGGERS, described
from .entities import described_entities
from .problem import Check, Problem
from .schemas import complaints
from .translations import KEY, flatten
from .tree import INTEGRATION, Tree

ICONS = f"{INTEGRATION}/icons.json"

MDI = vol.All(str, vol.Match(r"^mdi:[a-z0-9]+(?:-[a-z0-9]+)*$", msg="is no icon"))
NUMBER = vol.Match(r"^-?\d+(?:\.\d+)?$", msg="is no number")


def _differs(value: Any) -> Any:
    """Return an entity's icons; one for a state must differ from the default."""
    for state, shown in value.get("state", {}).items():
        if shown == value.get("default"):
            raise vol.Invalid(f"the icon for {state} is the default one")
    return value


ENTITY = vol.All(
    vol.Schema(
        {
            vol.Optional("default"): MDI,
            vol.Optional("range"): {NUMBER: MDI},
            vol.Optional("state"): {KEY: MDI},
            vol.Optional("state_attributes"): {
                KEY: {vol.Optional("default"): MDI, vol.Optional("state"): {KEY: MDI}}
            },
        }
    ),
    _differs,
)
ICONS_SCHEMA = vol.Schema(
    {
        vol.Optional("conditions"): {
            cv.underscore_slug: {vol.Required("condition"): MDI}
        },
        vol.Optional("entity"): {cv.slug: {KEY: ENTITY}},
        vol.Optional("services"): {
            KEY: {vol.Required("service"): MDI, vol.Optional("sections"): {KEY: MDI}}
        },
        vol.Optional("triggers"): {cv.underscore_slug: {vol.Required("trigger"): MDI}},
    }
)


def icons_json(tree: Tree) -> Iterator[Problem]:
    """Check that icons.json has the form of hassfest and Home Assistant."""
    yield from complaints(ICONS_SCHEMA, tree.icons, ICONS)


def icon_translations(tree: Tree) -> Iterator[Problem]:
    """Check that icons.json, and no code, has an icon for everything that needs one."""
    yield from _in_code(tree)
    for section, path in (
        ("services", SERVICES),
        ("triggers", TRIGGERS),
        ("conditions", CONDITIONS),
    ):
        found, wanted = set(tree.icons.get(section, {})), set(described(tree, path))
        yield from _differences(section, wanted, found, found - wanted)
    entities = list(described_entities(tree))
    for platform in {each.platform for each in entities} | set(
        tree.icons.get("entity", {})
    ):
        known = {each.translation_key for each in entities if each.platform == platform}
        wanted = {
            each.translation_key
            for each in entities
            if each.platform == platform
            and not _brings_icon(platform, each.device_class)
        }
        found = set(tree.icons.get("entity", {}).get(platform, {}))
        yield from _differences(f"entity.{platform}", wanted, found, found - known)


def _differences(
    section: str, wanted: set[str], found: set[str], unused: set[str]
) -> Iterator[Problem]:
    for key in sorted(wanted - found):
        yield Problem(ICONS, f"{section}.{key}: is missing")
    for key in sorted(unused):
        yield Problem(ICONS, f"{section}.{key}: is used by nothing")


def _in_code(tree: Tree) -> Iterator[Problem]:
    """Yield the entities whose icon is in Python."""
    platforms = {each.platform for each in described_entities(tree)}
    for name, source in tree.sources.items():
        if name not in {"entity.py", *(f"{platform}.py" for platform in platforms)}:
            continue
        for node in source.syntax.nodes:
            match node:
                case ast.keyword(arg="icon") | ast.Name(id="_attr_icon"):
                    yield Problem(source.path, "sets an icon: icons.json has those")
                case ast.Attribute(attr="_attr_icon"):
                    yield Problem(source.path, "sets an icon: icons.json has those")
                case ast.FunctionDef(name="icon"):
                    yield Problem(source.path, "sets an icon: icons.json has those")


def _brings_icon(platform: str, device_class: str | None) -> bool:
    """Return whether Home Assistant has a default icon for such an entity."""
    file = Path(components.__path__[0]) / platform / "icons.json"
    known = json.loads(file.read_text())["entity_component"]
    return device_class is not None and device_class in known


def known_icons(tree: Tree) -> Iterator[Problem]:
    """Check that the frontend has every icon, as it shows nothing for others."""
    named = [(ICONS, text) for text in flatten(tree.icons).values()]
    named += [
        (source.path, text)
        for source in tree.sources.values()
        for text in source.syntax.strings
    ]
    for path, text in sorted(named):
        if re.fullmatch(r"mdi:[a-z0-9-]+", text) and text[4:] not in _frontends_icons():
            yield Problem(path, f"{text} is no icon of the frontend's")


@cache
def _frontends_icons() -> set[str]:
    """Return the names of the frontend's icons."""
    file = Path(hass_frontend.where()) / "static" / "mdi" / "iconList.json"
    return {each["name"] for each in json.loads(file.read_text())}


CHECKS: dict[str, Check] = {
    "icon-translations": icon_translations,
    "icons-json": icons_json,
    "known-icons": known_icons,
}
