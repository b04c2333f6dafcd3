"""Checks of services.yaml, triggers.yaml and conditions.yaml.

Tests cover that Home Assistant itself loads them: it does so at run time.
"""

from collections.abc import Iterator
from typing import Any

from homeassistant.helpers import config_validation as cv, selector
import voluptuous as vol

from .problem import Check, Problem
from .schemas import complaints
from .tree import INTEGRATION, Tree

SERVICES = f"{INTEGRATION}/services.yaml"
TRIGGERS = f"{INTEGRATION}/triggers.yaml"
CONDITIONS = f"{INTEGRATION}/conditions.yaml"


def _something(value: Any) -> Any:
    if value is None:
        raise vol.Invalid("is empty")
    return value


def _target(value: Any) -> Any:
    """Return a target's selector; it filters by entities, never by devices."""
    if "device" in (value or {}):
        raise vol.Invalid("a target is not filtered by device")
    return selector.TargetSelector.CONFIG_SCHEMA(value)


FIELD = vol.Schema(
    {
        vol.Optional("default"): _something,
        vol.Optional("example"): _something,
        vol.Optional("required"): bool,
        vol.Required("selector"): selector.validate_selector,
    }
)
AUTOMATION_FIELD = FIELD.extend({vol.Optional("context"): {str: str}})
FIELD_GROUP = vol.Schema(
    {vol.Optional("collapsed"): bool, vol.Required("fields"): {str: FIELD}}
)
AUTOMATION = vol.Any(
    None,
    vol.Schema(
        {
            vol.Optional("target"): _target,
            vol.Optional("fields"): {str: AUTOMATION_FIELD},
        }
    ),
)
ANCHOR = vol.Match(r"^\.")
SERVICES_SCHEMA = vol.Schema(
    {
        vol.Remove(ANCHOR): object,
        cv.slug: vol.Any(
            None,
            vol.Schema(
                {
                    vol.Optional("target"): vol.Any(None, _target),
                    vol.Optional("fields"): {str: vol.Any(FIELD, FIELD_GROUP)},
                }
            ),
        ),
    }
)
AUTOMATIONS_SCHEMA = vol.Schema(
    {vol.Remove(ANCHOR): object, cv.underscore_slug: AUTOMATION}
)


def described(tree: Tree, path: str) -> dict[str, dict[str, Any]]:
    """Return a file's descriptions, without the anchors."""
    return {
        key: value or {}
        for key, value in tree.yaml(path).items()
        if not key.startswith(".")
    }


def fields_of(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the fields, including grouped ones."""
    found: dict[str, dict[str, Any]] = {}
    for key, field in (description.get("fields") or {}).items():
        found |= field.get("fields", {key: field})
    return found


def services_yaml(tree: Tree) -> Iterator[Problem]:
    """Check that services.yaml has the form of hassfest and Home Assistant."""
    yield from complaints(SERVICES_SCHEMA, tree.yaml(SERVICES), SERVICES)


def triggers_yaml(tree: Tree) -> Iterator[Problem]:
    """Check that triggers.yaml has the form of hassfest and Home Assistant."""
    yield from complaints(AUTOMATIONS_SCHEMA, tree.yaml(TRIGGERS), TRIGGERS)


def conditions_yaml(tree: Tree) -> Iterator[Problem]:
    """Check that conditions.yaml has the form of hassfest and Home Assistant."""
    yield from complaints(AUTOMATIONS_SCHEMA, tree.yaml(CONDITIONS), CONDITIONS)


CHECKS: dict[str, Check] = {
    "conditions-yaml": conditions_yaml,
    "services-yaml": services_yaml,
    "triggers-yaml": triggers_yaml,
}
