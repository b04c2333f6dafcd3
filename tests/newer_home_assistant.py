"""Lets the tests run on a Home Assistant that the test package is not made for.

pytest-homeassistant-custom-component is made anew for each Home Assistant, a while
after it. Until then the one before has to do, which needs a mend or two. Where the two
fit, this does nothing; once there is a package for 2026.11, nothing is left to mend.

It is a plugin of pytest's (`scripts/test` names it), and comes before all that are
installed: some of them, too, have to find a Home Assistant that is imported already.
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
    """Put right what the package takes for granted, and 2026.11 has otherwise."""
    # It puts httpx2 in the place of httpx, which respx, also a plugin, imports.
    import_module("homeassistant")
    for name in PATCHES:
        import_module(f"pytest_homeassistant_custom_component.{name}")
    # The package imports this from where it was.
    moved = "_clear_logger_overwrites"
    logger = import_module("homeassistant.components.logger")
    if not hasattr(logger, moved):
        helpers = import_module("homeassistant.components.logger.helpers")
        setattr(logger, moved, getattr(helpers, moved))


if not made_for(version("homeassistant")):
    mend()
