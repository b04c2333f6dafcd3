"""The manifest according to hassfest, HACS and Home Assistant's loader."""

from collections.abc import Iterator
from functools import lru_cache
import logging
import re
from types import ModuleType, SimpleNamespace
from typing import Any, cast

from homeassistant.core import HomeAssistant
from homeassistant.loader import (
    DATA_COMPONENTS,
    DATA_MISSING_PLATFORMS,
    DATA_PRELOAD_PLATFORMS,
    Integration,
)
import voluptuous as vol

from .problem import Check, Problem
from .schemas import complaints, https_url
from .tree import DOMAIN, INTEGRATION, Tree

MANIFEST = f"{INTEGRATION}/manifest.json"


def _documentation(value: Any) -> str:
    url = https_url(value)
    if url.startswith("https://www.home-assistant.io/integrations"):
        raise vol.Invalid("is where Home Assistant's own integrations are documented")
    return url


LOWER = vol.All(str, vol.Match(r"^[^A-Z]*$", msg="must be lower-case"))
MATCHER = vol.Schema(
    {
        vol.Required("type"): str,
        vol.Optional("name"): LOWER,
        vol.Optional("properties"): {LOWER: LOWER},
    }
)
MANIFEST_SCHEMA = vol.Schema(
    {
        vol.Required("domain"): DOMAIN,
        vol.Required("name"): str,
        vol.Optional("after_dependencies"): [str],
        vol.Optional("categories"): [str],
        vol.Required("codeowners"): [str],
        vol.Optional("config_flow"): bool,
        vol.Optional("connectivity"): [str],
        vol.Optional("dependencies"): [str],
        vol.Optional("dhcp"): [dict],
        vol.Required("documentation"): _documentation,
        vol.Optional("homekit"): dict,
        vol.Optional("import_executor"): bool,
        vol.Optional("integration_type"): vol.In(
            ("device", "entity", "hardware", "helper", "hub", "service", "system")
        ),
        vol.Required("iot_class"): vol.In(
            (
                "assumed_state",
                "calculated",
                "cloud_polling",
                "cloud_push",
                "local_polling",
                "local_push",
            )
        ),
        vol.Required("issue_tracker"): https_url,
        vol.Optional("requirements"): [str],
        vol.Optional("single_config_entry"): bool,
        vol.Optional("ssdp"): [dict],
        vol.Required("version"): str,
        vol.Optional("zeroconf"): [vol.Any(str, MATCHER)],
    }
)
"""Keys for a custom integration, without unusable kinds of discovery.

hassfest also allows a tier of the quality scale; but Home Assistant judges only its own
integrations, so a tier here would pass for a verdict that was never given. It allows
`loggers` as well, which name additional loggers to set the level of: our own package is
always included."""

OWNER = re.compile(r"@[a-z\d]+(?:-[a-z\d]+)*(/[a-z\d_.-]+)?", re.IGNORECASE)
"""A user of GitHub's, or a team of an organisation."""

FINDABLE = {
    "categories": ["media_entertainment.tv_streaming", "computers_network.monitoring"],
    "connectivity": ["cloud", "network"],
}
"""Home Assistant's search filters for integrations; the first is that of its own Plex
integration. Earlier versions, and their hassfest, do not know these keys."""

FINDABLE_SINCE = (2026, 11)


def manifest(tree: Tree) -> Iterator[Problem]:
    """Check that the manifest is complete, has no unknown keys, and loads."""
    found = list(complaints(MANIFEST_SCHEMA, tree.manifest, MANIFEST))
    yield from found
    if not found and resolve(tree) is None:
        yield Problem(MANIFEST, "Home Assistant's loader refuses it")


def manifest_order(tree: Tree) -> Iterator[Problem]:
    """Check that the domain is first, the name second, and the rest sorted."""
    keys = list(tree.manifest)
    rest = sorted(set(keys) - {"domain", "name"})
    if keys != [key for key in ("domain", "name", *rest) if key in keys]:
        yield Problem(MANIFEST, "keys must be: domain, name, then alphabetical")


def integration_owner(tree: Tree) -> Iterator[Problem]:
    """Check that the integration has an owner."""
    owners = tree.manifest.get("codeowners") or []
    if not owners:
        yield Problem(MANIFEST, "codeowners is empty")
    for owner in owners:
        form = OWNER.fullmatch(str(owner))
        if form is None:
            yield Problem(MANIFEST, f"the code owner {owner} is not a GitHub name")
        elif form[1] is None and f"/{form[0][1:]}/" in tree.manifest["documentation"]:
            yield Problem(MANIFEST, f"{owner} is an organisation: a team of it can own")


def dependency_transparency(tree: Tree) -> Iterator[Problem]:
    """Check that no requirements are installed: Home Assistant has them all."""
    for requirement in tree.manifest.get("requirements", []):
        yield Problem(MANIFEST, f"{requirement} is required: nothing may be")


def findable(tree: Tree) -> Iterator[Problem]:
    """Check that search filters exist once every supported version knows them."""
    minimum = str(tree.json("hacs.json").get("homeassistant", ""))
    since = tuple(map(int, re.findall(r"\d+", minimum)[:2]))
    for key, value in FINDABLE.items():
        wanted = value if since >= FINDABLE_SINCE else None
        if tree.manifest.get(key) != wanted:
            yield Problem(MANIFEST, f"{key} must be {wanted or 'left out'}")


@lru_cache(maxsize=1)
def resolve(tree: Tree) -> Integration | None:
    """Return the integration as loaded by Home Assistant, or None if refused."""
    # The loader uses only its own data in `hass`.
    kept: dict[Any, Any] = {
        DATA_COMPONENTS: {},
        DATA_MISSING_PLATFORMS: {},
        DATA_PRELOAD_PLATFORMS: [],
    }
    home_assistant = cast("HomeAssistant", SimpleNamespace(data=kept))
    folder = ModuleType("custom_components")
    folder.__path__ = [str(tree.root / "custom_components")]
    logger = logging.getLogger("homeassistant.loader")
    level = logger.level
    # It warns that custom integrations are not tested.
    logger.setLevel(logging.CRITICAL)
    try:
        return Integration.resolve_from_root(home_assistant, folder, DOMAIN)
    finally:
        logger.setLevel(level)


CHECKS: dict[str, Check] = {
    "dependency-transparency": dependency_transparency,
    "findable": findable,
    "integration-owner": integration_owner,
    "manifest": manifest,
    "manifest-order": manifest_order,
}
