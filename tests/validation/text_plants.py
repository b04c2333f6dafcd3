"""Violations in texts, icons and descriptions."""

from .plants import Plant
from .spoiling import Spoiled, Texts, pop, put

USER = ("config", "step", "user", "title")


def _english(what: str, text: str) -> Plant:
    return Plant(
        "translation-texts",
        what,
        lambda tree: tree.json("translations/en.json", put(*USER, value=text)),
    )


def _everywhere(what: str, text: str) -> Plant:
    return Plant(
        "translation-texts",
        what,
        lambda tree: tree.every_language(put(*USER, value=text)),
    )


def _lacks(check: str, *keys: str) -> Plant:
    return Plant(
        check, f"lacks {'.'.join(keys)}", lambda tree: tree.every_language(pop(*keys))
    )


def _is_left(check: str, *keys: str, value: object = "…") -> Plant:
    return Plant(
        check,
        f"{'.'.join(keys)} is left over",
        lambda tree: tree.every_language(put(*keys, value=value)),
    )


def _unlabel(tree: Spoiled) -> None:
    """Remove all texts of an option."""

    def change(texts: Texts) -> None:
        section = texts["options"]["step"]["init"]["sections"]["connections"]
        del section["data"]["push"], section["data_description"]["push"]

    tree.every_language(change)


def _copy_english(texts: Texts) -> None:
    texts["config"]["step"]["user"]["title"] = "Sign in to Plex"


LANGUAGES = (
    Plant(
        "translation-languages",
        "there is no French",
        lambda tree: tree.path("translations/fr.json").unlink(),
    ),
    Plant(
        "translation-keys",
        "a text is missing",
        lambda tree: tree.add_language(pop(*USER)),
    ),
    Plant(
        "translation-keys",
        "there is one more",
        lambda tree: tree.add_language(put("config", "error", "unheard_of")),
    ),
    Plant(
        "translation-placeholders",
        "one is forgotten",
        lambda tree: tree.add_language(
            put("config", "step", "reauth_confirm", "description")
        ),
    ),
    Plant(
        "translation-placeholders",
        "one is new",
        lambda tree: tree.add_language(put(*USER, value="… {other}")),
    ),
    Plant(
        "translation-copies",
        "a text is still English",
        lambda tree: tree.add_language(_copy_english),
    ),
)

TEXTS = (
    _english("is empty", ""),
    _english("ends with a space", "Sign in "),
    _english("has HTML in it", "Sign in <b>now</b>"),
    _english("has an address in it", "Sign in at https://plex.tv/link"),
    _everywhere("has a placeholder in quotes", "… '{account}'"),
    _english("refers to another", "[%key:common::title%]"),
    _english("has half a placeholder", "Sign in to {plex"),
    _everywhere("has a placeholder that is no name", "… {0}"),
    Plant(
        "translation-schema",
        "there is a section of no use",
        lambda tree: tree.json("translations/en.json", put("extra", value={})),
    ),
    Plant(
        "translation-schema",
        "there is a file that is not read",
        lambda tree: tree.write("strings.json", "{}"),
    ),
    _lacks(
        "data-descriptions",
        *("options", "step", "init", "sections", "connections"),
        *("data_description", "push"),
    ),
    Plant("options-texts", "an option has no label", _unlabel),
    _is_left("options-texts", "options", "error", "unheard_of"),
    _lacks("config-texts", "config", "error", "cannot_connect"),
    _lacks("config-texts", "config", "step", "pin_expired"),
    _lacks("config-texts", "config", "abort", "already_configured"),
    _is_left("config-texts", "config", "abort", "unheard_of"),
    _lacks("exception-translations", "exceptions", "no_account"),
    _lacks("exception-translations", "exceptions", "server_starting"),
    _is_left(
        "exception-translations", "exceptions", "unheard_of", value={"message": "…"}
    ),
    Plant(
        "exception-translations",
        "an error speaks English only",
        lambda tree: tree.append(
            "services.py", 'def plant():\n    raise ServiceValidationError("no")\n'
        ),
    ),
    Plant(
        "exception-translations",
        "an error leaves a placeholder open",
        lambda tree: tree.replace(
            "actions/targets.py", '{"device": ', '{"the_device": '
        ),
    ),
    _lacks("common-texts", "common", "logbook_gone"),
    _is_left("common-texts", "common", "unheard_of"),
    Plant(
        "common-texts",
        "a sentence is looked up without what it leaves open",
        lambda tree: tree.every_language(put("common", "logbook_gone", value="… {x}")),
    ),
    Plant(
        "common-texts",
        "the dashboard looks up what there is not",
        lambda tree: tree.append(
            "/frontend/src/data/texts.ts", 'export const PLANT = "panel_unheard_of";'
        ),
    ),
    _is_left("common-texts", "common", "panel_type_unheard_of"),
    Plant(
        "dashboard-texts",
        "the dashboard leaves something open",
        lambda tree: tree.every_language(put("common", "panel_loading", value="… {x}")),
    ),
    Plant(
        "said-placeholders",
        "a form leaves something open",
        lambda tree: tree.every_language(put(*USER, value="… {unsaid}")),
    ),
    _is_left("device-texts", "device", "unheard_of", value={"name": "…"}),
    _lacks("system-health-texts", "system_health", "info", "accounts"),
    _is_left("system-health-texts", "system_health", "info", "unheard_of"),
    _lacks("issue-texts", "issues", "store_invalid"),
    _is_left(
        "issue-texts", "issues", "unheard_of", value={"title": "…", "description": "…"}
    ),
    _lacks("action-texts", "services", "rediscover", "fields", "config_entry_id"),
    _is_left(
        "action-texts", "services", "nothing", value={"name": "…", "description": "…"}
    ),
    Plant(
        "action-texts",
        "an action takes what nothing describes",
        lambda tree: tree.replace(
            "services.py",
            "QUERY_SCHEMA = vol.Schema(\n    {\n",
            'QUERY_SCHEMA = vol.Schema(\n    {\n        vol.Optional("more"): str,\n',
        ),
    ),
    _lacks("trigger-texts", "triggers", "degraded"),
    _lacks("condition-texts", "conditions", "is_relay"),
    _lacks("selector-texts", "selector", "connection_type", "options", "relay"),
    _is_left(
        "selector-texts", "selector", "unheard_of", value={"options": {"one": "…"}}
    ),
    _lacks(
        "entity-translations", "entity", "sensor", "connection_type", "state", "relay"
    ),
    _lacks("entity-translations", "entity", "sensor", "latency", "name"),
    _is_left("entity-translations", "entity", "sensor", "unheard_of", value={}),
)

ICONS = (
    Plant(
        "icons-json",
        "an icon is of another set",
        lambda tree: tree.json(
            "icons.json", put("services", "query", "service", value="fa:database")
        ),
    ),
    Plant(
        "known-icons",
        "there is no such icon",
        lambda tree: tree.json(
            "icons.json", put("services", "query", "service", value="mdi:no-such-icon")
        ),
    ),
    Plant(
        "icon-translations",
        "an action has none",
        lambda tree: tree.json("icons.json", pop("services", "query")),
    ),
    Plant(
        "icon-translations",
        "an entity has none",
        lambda tree: tree.json("icons.json", pop("entity", "button", "rediscover")),
    ),
    Plant(
        "icon-translations",
        "one is left over",
        lambda tree: tree.json(
            "icons.json",
            put("triggers", "unheard_of", value={"trigger": "mdi:ear-hearing"}),
        ),
    ),
    Plant(
        "icon-translations",
        "one stands in the code",
        lambda tree: tree.append("sensor.py", '_attr_icon = "mdi:lan"'),
    ),
)

DESCRIPTIONS = (
    Plant(
        "services-yaml",
        "a field has a selector that there is not",
        lambda tree: tree.replace("services.yaml", "text:", "words:"),
    ),
    Plant(
        "triggers-yaml",
        "a target is chosen by device",
        lambda tree: tree.replace(
            "triggers.yaml",
            "primary_entities_only: false",
            "primary_entities_only: false\n    device:\n      - model: x",
            1,
        ),
    ),
    Plant(
        "conditions-yaml",
        "there is a key of no use",
        lambda tree: tree.replace(
            "conditions.yaml", "  target:", "  aim: 1\n  target:"
        ),
    ),
)

PLANTS = (*LANGUAGES, *TEXTS, *ICONS, *DESCRIPTIONS)
