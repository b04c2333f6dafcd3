"""Collects every text of the integration that Home Assistant shows."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
import logging
from typing import Any

from homeassistant.components.persistent_notification import (
    DOMAIN as NOTIFICATIONS_DOMAIN,
)
from homeassistant.components.repairs.const import DOMAIN as REPAIRS_DOMAIN
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.dashboard.views import (
    account_view,
    server_detail,
)

from .assistant import ask

ANSWERING_ACTIONS = ("get_connection", "test_connections", "rediscover")
TOOLS = ("get_connections", "test_connections")


@dataclass(frozen=True, slots=True)
class Shown:
    """One text, where it is shown, and whether that place renders Markdown."""

    place: str
    text: str
    is_markdown: bool = False


def texts(place: str, value: object) -> Iterator[Shown]:
    """Yield every text within a value, keys too."""
    match value:
        case str():
            yield Shown(place, value)
        case Mapping():
            for key, each in value.items():
                yield from texts(place, key)
                yield from texts(f"{place}.{key}"[:80], each)
        case list() | tuple() | set() | frozenset():
            for each in value:
                yield from texts(place, each)


async def everything_shown(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    *,
    records: Iterable[logging.LogRecord],
    events: Iterable[Event],
) -> list[Shown]:
    """Return all texts currently shown, in all places."""
    shown = [Shown("title", entry.title)]
    # Before asking plex.tv, whose answer ends a dialog that asks to sign in again.
    shown += [each async for each in _forms(hass, entry)]
    shown += _registries(hass, entry)
    for event in events:
        shown += texts(f"event {event.event_type}", event.data)
    for record in records:
        if record.name.startswith(f"custom_components.{DOMAIN}"):
            shown.append(Shown("log", record.getMessage()))
            shown += texts("log", record.exc_text)
    shown += _dashboard(hass, entry)
    shown += [each async for each in _answers(hass)]
    shown += _notifications(hass)
    shown += [each async for each in _repairs(hass)]
    return shown


def _dashboard(hass: HomeAssistant, entry: MockConfigEntry) -> Iterator[Shown]:
    """Yield what the dashboard receives; a browser shows all of it as plain text."""
    yield from texts("account", account_view(entry))
    for server in entry.runtime_data.servers.values():
        yield from texts("server", server_detail(hass, server))


def _registries(hass: HomeAssistant, entry: MockConfigEntry) -> Iterator[Shown]:
    """Yield what devices, entities and states show."""
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        for key in ("manufacturer", "model", "name", "name_by_user", "sw_version"):
            yield from texts(f"device.{key}", getattr(device, key))
    for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        yield Shown("entity", entity.entity_id)
        yield from texts("entity.name", entity.name or entity.original_name)
        yield from texts("entity.capabilities", entity.capabilities)
        if (state := hass.states.get(entity.entity_id)) is not None:
            yield Shown(f"state of {entity.entity_id}"[:80], state.state)
            yield from texts("attributes", state.attributes)


async def _answers(hass: HomeAssistant) -> AsyncIterator[Shown]:
    """Yield the responses and errors of actions and tools."""
    for action in ANSWERING_ACTIONS:
        try:
            answer: object = await hass.services.async_call(
                DOMAIN, action, blocking=True, return_response=True
            )
        except HomeAssistantError as err:
            answer = str(err)
        for each in texts(f"action {action}", answer):
            yield each
    for tool in TOOLS:
        for arguments in ({}, {"server": "nobody"}):
            result = await ask(hass, tool, dict(arguments))
            for each in texts(f"tool {tool}", result.data):
                yield each


def _notifications(hass: HomeAssistant) -> Iterator[Shown]:
    """Yield the current notifications; titles are plain text."""
    for notification_id, each in hass.data.get(NOTIFICATIONS_DOMAIN, {}).items():
        if notification_id.startswith(DOMAIN):
            yield from texts("notification.title", each["title"])
            yield Shown("notification.message", each["message"], is_markdown=True)


async def _repairs(hass: HomeAssistant) -> AsyncIterator[Shown]:
    """Yield the current repair issues, and the first page of each dialog."""
    assert await async_setup_component(hass, REPAIRS_DOMAIN, {})
    await hass.async_block_till_done()
    known = await async_get_translations(hass, "en", "issues", [DOMAIN])
    flows = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    for domain, issue_id in list(ir.async_get(hass).issues):
        issue = ir.async_get(hass).async_get_issue(domain, issue_id)
        if domain != DOMAIN or issue is None:
            continue
        yield Shown("repair.id", issue_id)
        placeholders = dict(issue.translation_placeholders or {})
        if issue.is_fixable:
            flow = await flows.async_init(DOMAIN, data={"issue_id": issue_id})
            placeholders |= flow.get("description_placeholders") or {}
            flows.async_abort(flow["flow_id"])
        prefix = f"component.{DOMAIN}.issues.{issue.translation_key}."
        for key, template in known.items():
            if not key.startswith(prefix):
                continue
            is_markdown = key.endswith(".description")
            place = f"repair {key.removeprefix(prefix)}"
            yield Shown(place, template.format(**placeholders), is_markdown)


async def _forms(hass: HomeAssistant, entry: MockConfigEntry) -> AsyncIterator[Shown]:
    """Yield the options form's labels, and the texts of open dialogs."""
    options = hass.config_entries.options
    form = await options.async_init(entry.entry_id)
    options.async_abort(form["flow_id"])
    for each in _labels(form["data_schema"]):
        yield each
    known = await async_get_translations(hass, "en", "config", [DOMAIN])
    for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN):
        named = flow["context"].get("title_placeholders")
        for each in texts("dialog title", named):
            yield each
        # Without input, the flow shows the same step again.
        form = await hass.config_entries.flow.async_configure(flow["flow_id"])
        named = form["description_placeholders"] or {}
        key = f"component.{DOMAIN}.config.step.{form['step_id']}.description"
        yield Shown("dialog", known[key].format(**named), is_markdown=True)


def _labels(schema: Any) -> Iterator[Shown]:
    """Yield the labels of a form's choices."""
    for field in schema.schema.values():
        if hasattr(field, "schema"):
            yield from _labels(field.schema)
        yield from texts("options", getattr(field, "config", {}).get("options"))
