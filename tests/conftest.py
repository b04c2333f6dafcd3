"""What all tests share."""

from pathlib import Path

import pytest

if (Path(__file__).parents[1] / "custom_components/plex_connection").is_dir():
    # The test package has a `custom_components` of its own, and puts it on the
    # path with the first `hass`. Whoever is imported first keeps the name.
    import custom_components.plex_connection  # noqa: F401


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let every test's Home Assistant see the integration."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
