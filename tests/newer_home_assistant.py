"""Adapts the test package to a Home Assistant that it is not made for.

pytest-homeassistant-custom-component is released for each Home Assistant, a while after
it. Until then the previous one has to do, with a patch or two. Where the two fit, this
does nothing; once there is a package for 2026.11, nothing is left to patch.

It is a pytest plugin (`scripts/test` names it), and precedes all installed ones: some
of them, too, need a Home Assistant that is already imported.
"""

from importlib import import_module
from importlib.metadata import requires, version

PACKAGE = "pytest-homeassistant-custom-component"

PATCHES = ("patch_json", "patch_recorder", "patch_time")
"""Modules of the package that patch what others import, and so come first."""


def made_for(home_assistant: str) -> bool:
    """Return whether the test package is made for this version."""
    return f"homeassistant=={home_assistant}" in (requires(PACKAGE) or ())


def mend() -> None:
    """Patch what the package assumes, and 2026.11 has changed."""
    # Importing it replaces httpx by httpx2; respx, also a plugin, imports httpx.
    import_module("homeassistant")
    for name in PATCHES:
        import_module(f"pytest_homeassistant_custom_component.{name}")
    # The package imports this from its old place.
    moved = "_clear_logger_overwrites"
    logger = import_module("homeassistant.components.logger")
    if not hasattr(logger, moved):
        helpers = import_module("homeassistant.components.logger.helpers")
        setattr(logger, moved, getattr(helpers, moved))


if not made_for(version("homeassistant")):
    mend()
