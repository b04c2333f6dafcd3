"""Violations of the rules for code, types and tests."""

from .plants import Plant
from .spoiling import Spoiled, pop


def _code(
    check: str, what: str, file: str, old: str, new: str, count: int = -1
) -> Plant:
    return Plant(check, what, lambda tree: tree.replace(file, old, new, count))


def _register_late(tree: Spoiled) -> None:
    tree.replace("__init__.py", "    async_setup_services(hass)\n", "")
    tree.replace(
        "__init__.py",
        "    runtime.async_start()\n",
        "    runtime.async_start()\n    async_setup_services(hass)\n",
    )


STRAY_COORDINATOR = """
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
class Stray(DataUpdateCoordinator[None]):
    def __init__(self):
        super().__init__(update_interval=None)
"""

STRAY_ENTITY = """
from homeassistant.helpers.update_coordinator import CoordinatorEntity
class Stray(CoordinatorEntity[ServerCoordinator]):
    pass
"""

STRUCTURE = (
    Plant("action-setup", "actions come with an account", _register_late),
    Plant(
        "appropriate-polling",
        "a coordinator does not say how often it looks",
        lambda tree: tree.append(
            "coordinator.py", "class Stray(DataUpdateCoordinator[None]):\n    pass"
        ),
    ),
    Plant(
        "common-modules",
        "a coordinator stands elsewhere",
        lambda tree: tree.append("sensor.py", STRAY_COORDINATOR),
    ),
    Plant(
        "common-modules",
        "a base of entities stands elsewhere",
        lambda tree: tree.append("sensor.py", STRAY_ENTITY),
    ),
    Plant(
        "runtime-data",
        "something is kept for all of Home Assistant",
        lambda tree: tree.append(
            "services.py", "def plant(hass):\n    hass.data[DOMAIN] = {}"
        ),
    ),
    _code(
        "runtime-data",
        "nothing is kept by the entry",
        "__init__.py",
        "entry.runtime_data = ",
        "entry.something = ",
    ),
    _code(
        "runtime-data",
        "the options are of an account, and nobody knows of which integration",
        "config_flow.py",
        "config_entry: PlexConnectionConfigEntry",
        "config_entry: ConfigEntry",
    ),
    _code(
        "runtime-data",
        "a flow has an account of any integration",
        "config_flow.py",
        "-> PlexConnectionConfigEntry | None",
        "-> ConfigEntry | None",
    ),
    _code(
        "runtime-data",
        "a page has an account of any integration",
        "dashboard/views.py",
        "entry: PlexConnectionConfigEntry",
        "entry: ConfigEntry[Any]",
    ),
    _code(
        "runtime-data",
        "what hears of every entry does not ask whose it is",
        "dashboard/subscriptions.py",
        "        if entry.domain != DOMAIN or entry.source",
        "        if entry.source",
    ),
    _code(
        "callbacks",
        "what ends a sign-in may be run in a thread",
        "config_flow.py",
        "    @callback\n    def _async_stop_polling",
        "    def _async_stop_polling",
    ),
    _code(
        "test-before-setup",
        "nobody looks whether it can work",
        "__init__.py",
        "async_config_entry_first_refresh",
        "async_refresh",
    ),
    _code(
        "config-entry-unloading",
        "platforms stay",
        "__init__.py",
        "async_unload_platforms",
        "async_forget_platforms",
    ),
    _code(
        "stale-devices",
        "devices stay",
        "__init__.py",
        "async_remove_config_entry_device",
        "async_keep_config_entry_device",
    ),
    _code(
        "diagnostics",
        "there are none of a server",
        "diagnostics.py",
        "async_get_device_diagnostics",
        "async_get_server_diagnostics",
    ),
    _code(
        "repair-issues",
        "a repair stays",
        "storage.py",
        "async_delete_issue",
        "async_ignore_issue",
    ),
)

ENTITIES = (
    Plant(
        "units",
        "failures are a bare number",
        lambda tree: tree.every_language(
            pop("entity", "sensor", "failure_count", "unit_of_measurement")
        ),
    ),
    _code("devices", "none", "entity.py", "self._attr_device_info", "self._device"),
    _code("entity-unique-id", "none", "entity.py", "self._attr_unique_id", "self._id"),
    _code(
        "has-entity-name",
        "has none",
        "entity.py",
        "_attr_has_entity_name = True",
        "_attr_has_entity_name = False",
    ),
    _code(
        "parallel-updates",
        "a platform does not say",
        "sensor.py",
        "PARALLEL_UPDATES = 0",
        "PARALLEL = 0",
    ),
    _code(
        "entity-category",
        "what is for the curious is for all",
        "sensor.py",
        "= EntityCategory.DIAGNOSTIC\n",
        "= None\n",
        1,
    ),
    _code(
        "entity-category",
        "what is for all is for the curious",
        "sensor.py",
        "        entity_category=None,\n",
        "",
    ),
    _code(
        "entity-device-class",
        "a time is of no class",
        "sensor.py",
        "        device_class=SensorDeviceClass.DURATION,\n",
        "",
        1,
    ),
    _code(
        "entity-disabled-by-default",
        "what is noisy is on",
        "sensor.py",
        "        entity_registry_enabled_default=False,\n",
        "",
        1,
    ),
    _code(
        "entity-event-setup",
        "it listens for ever",
        "event.py",
        "self.async_on_remove(",
        "print(",
    ),
    _code(
        "entity-event-setup",
        "it listens too early",
        "event.py",
        "async def async_added_to_hass",
        "async def async_made",
    ),
)

FLOW = (
    _code(
        "config-flow",
        "the manifest does not say so",
        "manifest.json",
        '"config_flow": true',
        '"config_flow": false',
    ),
    _code(
        "config-flow", "YAML is taken", "__init__.py", "CONFIG_SCHEMA = ", "SCHEMA = "
    ),
    _code(
        "unique-config-entry",
        "an account can be added twice",
        "config_flow.py",
        "        self._abort_if_unique_id_configured()\n",
        "",
    ),
    _code(
        "reauthentication-flow",
        "there is none",
        "config_flow.py",
        "async_step_reauth(",
        "async_step_once_more(",
    ),
    _code(
        "reconfiguration-flow",
        "there is none",
        "config_flow.py",
        "async_step_reconfigure(",
        "async_step_anew(",
    ),
    _code(
        "discovery",
        "what is announced goes unheard",
        "config_flow.py",
        "async_step_zeroconf(",
        "async_step_heard(",
    ),
    Plant(
        "discovery",
        "nobody listens",
        lambda tree: tree.json("manifest.json", pop("zeroconf")),
    ),
    _code(
        "discovery",
        "nobody says what was found",
        "config_flow.py",
        '["title_placeholders"]',
        '["title"]',
    ),
)

TOOLING = (
    Plant(
        "async-dependency",
        "the client blocks",
        lambda tree: tree.append(
            "plex/server.py", "def plant():\n    import urllib.request\n"
        ),
    ),
    Plant(
        "inject-websession",
        "a client makes its own session",
        lambda tree: tree.append(
            "plex/account.py", "def plant():\n    return ClientSession()\n"
        ),
    ),
    _code(
        "strict-typing",
        "mypy is not strict",
        "/pyproject.toml",
        "\nstrict = true\n",
        "\nstrict = false\n",
    ),
    _code(
        "strict-typing",
        "mypy does not run",
        "/scripts/lint",
        "check mypy --strict",
        "check true",
    ),
    _code("test-coverage", "is low", "/scripts/test", "gate '*' 95", "gate '*' 94"),
    _code(
        "config-flow-test-coverage",
        "is not whole",
        "/scripts/test",
        "config_flow.py' 100",
        "config_flow.py' 99",
    ),
)

PLANTS = (*STRUCTURE, *ENTITIES, *FLOW, *TOOLING)
