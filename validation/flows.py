"""Flows: each step, field, error and abort has its text, and no text is unused."""

import ast
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlow, OptionsFlow
from homeassistant.data_entry_flow import section
import voluptuous as vol

from .problem import Check, Problem
from .source import Source, argument, called
from .tracing import possible
from .translations import FOLDER
from .tree import INTEGRATION, Tree

ENGLISH = f"{FOLDER}/en.json"

SHOWN = (
    "async_external_step",
    "async_show_form",
    "async_show_menu",
    "async_show_progress",
)
"""Methods that show a step and look up its texts."""

ENDINGS = {
    "_abort_if_unique_id_configured": "already_configured",
    "_abort_if_unique_id_mismatch": "unique_id_mismatch",
    "_async_abort_entries_match": "already_configured",
    "_async_handle_discovery_without_unique_id": "already_configured",
    "async_abort": None,
    "async_update_and_abort": None,
    "async_update_reload_and_abort": None,
}
"""Methods that may end a flow, with their default reason.

None: Home Assistant has the text itself."""


def flow_classes(tree: Tree, base: type) -> list[type]:
    """Return our flows of a kind."""
    return [
        kind
        for module in tree.loaded.modules
        for kind in tree.loaded.classes(module, base)
    ]


def flow_sources(tree: Tree, base: type) -> list[Source]:
    """Return the files that define flows of a kind, and their base classes."""
    names = {
        each.__module__.removeprefix(tree.loaded.package).removeprefix(".")
        for kind in flow_classes(tree, base)
        for each in kind.__mro__
        if tree.loaded.is_own(each)
    }
    return [each for each in tree.sources.values() if each.module in names]


def config_texts(tree: Tree) -> Iterator[Problem]:
    """Check the texts of the config flow, including reauthentication."""
    texts = tree.texts.get("config", {})
    yield from flow_problems(tree, "config", flow_sources(tree, ConfigFlow), texts)


def options_texts(tree: Tree) -> Iterator[Problem]:
    """Check the texts of the options flow, down to the last field."""
    texts = tree.texts.get("options", {})
    yield from flow_problems(tree, "options", flow_sources(tree, OptionsFlow), texts)


def flow_problems(
    tree: Tree, name: str, sources: list[Source], texts: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield what a flow shows without a text, and the texts that it never shows."""
    for part, wanted in (
        ("step", shown_steps(tree, sources)),
        ("error", _errors(tree, sources)),
        ("abort", reasons(tree, sources)),
    ):
        yield from _differences(f"{name}.{part}", wanted, texts.get(part, {}))
    for step, known in texts.get("step", {}).items():
        where = f"{name}.step.{step}"
        yield from _differences(
            f"{where}.menu_options",
            menu(tree, sources, step),
            known.get("menu_options", {}),
        )
        yield from _field_problems(tree, sources, where, known)


def _differences(where: str, wanted: Any, found: Any) -> Iterator[Problem]:
    for key in sorted(set(wanted) - set(found)):
        yield Problem(ENGLISH, f"{where}.{key}: is missing")
    for key in sorted(set(found) - set(wanted)):
        yield Problem(ENGLISH, f"{where}.{key}: is used by nothing")


def shown_steps(tree: Tree, sources: list[Source]) -> set[str]:
    """Return the steps that are shown."""
    return {
        step
        for source in sources
        for call in source.calls(*SHOWN)
        for step in possible(tree, source, argument(call, "step_id"))
    }


def _errors(tree: Tree, sources: list[Source]) -> set[str]:
    """Return the keys of the possible form errors."""
    found: set[str] = set()
    for source in sources:
        for node in source.syntax.nodes:
            match node:
                case ast.keyword(arg="errors", value=ast.Dict(values=values)):
                    pass
                case ast.Assign(
                    targets=[ast.Subscript(value=ast.Name(id="errors"))], value=value
                ):
                    values = [value]
                case ast.Assign(
                    targets=[ast.Name(id="errors")], value=ast.Dict(values=values)
                ):
                    pass
                case _:
                    continue
            for value in values:
                found |= possible(tree, source, value)
    return found


def reasons(tree: Tree, sources: list[Source]) -> set[str]:
    """Return the possible abort reasons."""
    found: set[str] = set()
    for source in sources:
        for call in source.calls(*ENDINGS):
            given = argument(call, "reason")
            default = ENDINGS[called(call)]
            if given is not None:
                found |= possible(tree, source, given)
            elif default is not None:
                found.add(default)
    return found


def menu(tree: Tree, sources: list[Source], step: str) -> set[str]:
    """Return the options of a menu step."""
    found: set[str] = set()
    for source in sources:
        for call in source.calls("async_show_menu"):
            shown = possible(tree, source, argument(call, "step_id"))
            options = argument(call, "menu_options")
            if step in shown and isinstance(options, ast.List):
                for option in options.elts:
                    found |= possible(tree, source, option)
    return found


def _field_problems(
    tree: Tree, sources: list[Source], where: str, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield differences between the fields of a step and their labels.

    Builds the options form as for an account that is not loaded. Other forms' fields
    are those named in the code.
    """
    asked = _form(tree) if where == "options.step.init" else {}
    named = _named_fields(tree, sources)
    sections = known.get("sections", {})
    labels = {key: set(each.get("data", {})) for key, each in sections.items()}
    labels[""] = set(known.get("data", {}))
    for place in sorted(asked.keys() | labels.keys()):
        at = f"{where}.sections.{place}.data" if place else f"{where}.data"
        for key in sorted(asked.get(place, set()) - labels.get(place, set())):
            yield Problem(ENGLISH, f"{at}.{key}: is missing")
        for key in sorted(labels.get(place, set()) - asked.get(place, set()) - named):
            yield Problem(ENGLISH, f"{at}.{key}: is used by nothing")
    if where.endswith(".init"):
        everywhere = set().union(*labels.values()) | labels.keys()
        for key in sorted(named - everywhere):
            yield Problem(ENGLISH, f"{where}: {key}: is missing")


def _named_fields(tree: Tree, sources: list[Source]) -> set[str]:
    """Return the fields named individually in the code."""
    return {
        key
        for source in sources
        for call in source.calls("Required", "Optional")
        for key in possible(tree, source, argument(call, "schema", 0))
    }


def _form(tree: Tree) -> dict[str, set[str]]:
    """Return the fields of the options' first form, by section; `""` for none."""
    found: dict[str, set[str]] = {}
    for kind in flow_classes(tree, OptionsFlow):
        for marker, value in _first_schema(kind).items():
            if isinstance(value, section):
                found[str(marker)] = set(map(str, value.schema.schema))
            else:
                found.setdefault("", set()).add(str(marker))
    return found


def _first_schema(kind: type) -> Mapping[Any, Any]:
    """Return the first schema of an options flow, for an account that is not loaded."""
    entry = SimpleNamespace(
        data={}, options={}, state=ConfigEntryState.NOT_LOADED, title="", unique_id=""
    )
    known = SimpleNamespace(
        async_get_known_entry=lambda _: entry,
        options=SimpleNamespace(async_progress_by_handler=lambda *_, **__: []),
    )
    flow: Any = kind()
    flow.context = {}
    flow.hass = SimpleNamespace(config_entries=known)
    flow.handler = flow.flow_id = ""
    work = flow.async_step_init(None)
    try:
        work.send(None)
    except StopIteration as ended:
        schema: vol.Schema | None = ended.value.get("data_schema")
        return schema.schema if schema is not None else {}
    finally:
        work.close()
    return {}


def config_flow(tree: Tree) -> Iterator[Problem]:
    """Check that accounts are set up in the UI, and only there."""
    manifest = f"{INTEGRATION}/manifest.json"
    path = f"{INTEGRATION}/config_flow.py"
    if not tree.manifest.get("config_flow"):
        yield Problem(manifest, "config_flow is not true")
    if not flow_classes(tree, ConfigFlow):
        yield Problem(path, "has no config flow")
    root = tree.sources["__init__.py"]
    assigned = {
        target.id
        for node in root.syntax.module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    if root.function("async_setup") is not None and "CONFIG_SCHEMA" not in assigned:
        yield Problem(root.path, "async_setup wants a CONFIG_SCHEMA beside it")


CHECKS: dict[str, Check] = {
    "config-flow": config_flow,
    "config-texts": config_texts,
    "options-texts": options_texts,
}
