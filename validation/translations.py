"""The English texts: permitted keys and contents."""

from collections.abc import Iterator, Mapping
import re
import string
from typing import Any

import homeassistant.helpers.config_validation as cv
import voluptuous as vol

from .problem import Check, Problem
from .schemas import complaints
from .tree import INTEGRATION, Tree

FOLDER = f"{INTEGRATION}/translations"

KEY = vol.All(str, vol.Match(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", msg="is no key"))
"""The form of a text's key: hassfest has the same rule."""
SLUG = cv.slug
TEXTS = vol.Schema({str: str})
KEYED_TEXTS = vol.Schema({KEY: str})

SECTION = vol.Schema(
    {
        vol.Optional("name"): str,
        vol.Optional("description"): str,
        vol.Optional("data"): TEXTS,
        vol.Optional("data_description"): TEXTS,
    }
)
STEP = SECTION.extend(
    {
        vol.Optional("title"): str,
        vol.Optional("menu_options"): TEXTS,
        vol.Optional("menu_option_descriptions"): TEXTS,
        vol.Optional("sections"): {str: SECTION},
        vol.Optional("submit"): str,
    }
)
FLOW = vol.Schema(
    {
        vol.Optional("flow_title"): str,
        vol.Required("step"): {str: STEP},
        vol.Optional("abort"): TEXTS,
        vol.Optional("create_entry"): TEXTS,
        vol.Optional("error"): TEXTS,
        vol.Optional("initiate_flow"): {vol.Required("user"): str},
        vol.Optional("progress"): TEXTS,
    }
)
ISSUE = vol.All(
    vol.Schema(
        {
            vol.Required("title"): str,
            vol.Exclusive("description", "body"): str,
            vol.Exclusive("fix_flow", "body"): FLOW,
        }
    ),
    cv.has_at_least_one_key("description", "fix_flow"),
)
NAMED = vol.Schema({vol.Required("name"): str, vol.Optional("description"): str})
DESCRIBED = vol.Schema({vol.Required("name"): str, vol.Required("description"): str})
ACTION = DESCRIBED.extend(
    {
        vol.Optional("fields"): {KEY: DESCRIBED.extend({vol.Optional("example"): str})},
        vol.Optional("sections"): {KEY: NAMED},
    }
)
AUTOMATION = DESCRIBED.extend({vol.Optional("fields"): {KEY: NAMED}})
"""A trigger or a condition, whose fields need no description."""
ATTRIBUTE = {vol.Optional("name"): str, vol.Optional("state"): KEYED_TEXTS}
ENTITY = vol.Schema(
    {
        vol.Optional("name"): str,
        vol.Optional("state"): KEYED_TEXTS,
        vol.Optional("state_attributes"): {KEY: ATTRIBUTE},
        vol.Optional("unit_of_measurement"): str,
    }
)
SELECTOR = vol.Schema(
    {
        vol.Optional("choices"): KEYED_TEXTS,
        vol.Optional("fields"): {KEY: DESCRIBED},
        vol.Optional("options"): KEYED_TEXTS,
        vol.Optional("unit_of_measurement"): KEYED_TEXTS,
    }
)
TRANSLATION_SCHEMA = vol.Schema(
    {
        vol.Optional("title"): str,
        vol.Optional("common"): {SLUG: str},
        vol.Optional("conditions"): {cv.underscore_slug: AUTOMATION},
        vol.Required("config"): FLOW,
        vol.Optional("device"): {KEY: {vol.Optional("name"): str}},
        vol.Optional("entity"): {SLUG: {KEY: ENTITY}},
        vol.Optional("exceptions"): {SLUG: {vol.Required("message"): str}},
        vol.Optional("issues"): {str: ISSUE},
        vol.Optional("options"): FLOW,
        vol.Optional("selector"): {SLUG: SELECTOR},
        vol.Optional("services"): {KEY: ACTION},
        vol.Optional("system_health"): {vol.Required("info"): KEYED_TEXTS},
        vol.Optional("triggers"): {cv.underscore_slug: AUTOMATION},
    }
)

HTML = re.compile(r"<[a-z/].*?>", re.IGNORECASE)
URL = re.compile(
    r"(?:[a-z0-9]+://|www\.)[a-z0-9]+(?:[-.][a-z0-9]+)*\.[a-z]{2,5}", re.IGNORECASE
)
QUOTED = re.compile(r"'\{\w+\}'")


def flatten(texts: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Return the texts by dotted keys."""
    flat: dict[str, str] = {}
    for key, value in texts.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{above}{key}.")
        else:
            flat[f"{above}{key}"] = str(value)
    return flat


def placeholders(text: str) -> set[str]:
    """Return a text's placeholders; raises ValueError if its braces do not match."""
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


def translation_schema(tree: Tree) -> Iterator[Problem]:
    """Check that each file has only the sections that Home Assistant reads."""
    for path in tree.paths(f"{FOLDER}/*.json"):
        yield from complaints(TRANSLATION_SCHEMA, tree.json(path), path)
    if tree.has(f"{INTEGRATION}/strings.json"):
        yield Problem(
            f"{INTEGRATION}/strings.json", "is read only for Home Assistant's own"
        )


def translation_texts(tree: Tree) -> Iterator[Problem]:
    """Check for empty texts, stray spaces, HTML, URLs and broken placeholders."""
    for path in tree.paths(f"{FOLDER}/*.json"):
        for key, text in flatten(tree.json(path)).items():
            for fault in _faults(text):
                yield Problem(path, f"{key}: {fault}")


def _faults(text: str) -> Iterator[str]:
    if not text.strip():
        yield "is empty"
    elif text != text.strip():
        yield "begins or ends with a space"
    if HTML.search(text):
        yield "has HTML in it"
    if URL.search(text):
        yield "has an address in it: those are placeholders"
    if QUOTED.search(text):
        yield "has a placeholder in single quotes"
    if "[%" in text or "%]" in text:
        yield "refers to another text, which only Home Assistant's own can"
    try:
        names = placeholders(text)
    except ValueError:
        yield "has braces that do not match"
    else:
        if not all(map(str.isidentifier, names)):
            yield "has a placeholder that is no name"


def data_descriptions(tree: Tree) -> Iterator[Problem]:
    """Check that exactly the fields of forms have a description."""
    path = f"{FOLDER}/en.json"
    for flow in ("config", "options"):
        steps = tree.texts.get(flow, {}).get("step", {})
        for name, step in steps.items():
            places = {name: step} | {
                f"{name}.sections.{key}": section
                for key, section in step.get("sections", {}).items()
            }
            for place, texts in places.items():
                labels = set(texts.get("data", ()))
                described = set(texts.get("data_description", ()))
                for key in sorted(labels ^ described):
                    what = (
                        "describes no field" if key in described else "is undescribed"
                    )
                    yield Problem(path, f"{flow}.step.{place}: {key} {what}")


CHECKS: dict[str, Check] = {
    "data-descriptions": data_descriptions,
    "translation-schema": translation_schema,
    "translation-texts": translation_texts,
}
