"""Fixtures of all tests."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp.resolver import AsyncResolver
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
import pytest

# Before any test is imported: each law takes its settings then.
import tests.examples  # noqa: F401
from tests.idleness import Idleness

if (Path(__file__).parents[1] / "custom_components/plex_connection").is_dir():
    # The test package has a `custom_components` of its own, and puts it on the path
    # with the first `hass`. The package imported first keeps the name.
    import custom_components.plex_connection  # noqa: F401


@pytest.fixture
async def hass(hass: HomeAssistant) -> HomeAssistant:
    """Return a Home Assistant with a resolver of its own, which it closes.

    The test package has one for the whole session, and the first Home Assistant that
    stops would close it for all others.
    """
    resolver = AsyncResolver()
    hass.data[str(DATA_RESOLVER)] = resolver

    async def close(_: Event) -> None:
        await resolver.close()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close)
    return hass


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave asyncio's debug mode off, unless PYTHONASYNCIODEBUG turns it on.

    The test package turns it on for every test. It then records the stack of each task
    and future, which takes three quarters of the time of a test with a Home Assistant.
    """


@pytest.fixture
async def asyncio_debug() -> None:
    """Turn on asyncio's debug mode, which rejects calls from other threads."""
    asyncio.get_running_loop().set_debug(True)


@pytest.fixture(scope="session", name="config_dir")
def config_dir_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a configuration folder that only this process writes to."""
    return tmp_path_factory.mktemp("config")


@pytest.fixture
def hass_config_dir(config_dir: Path) -> str:
    """Replace the test package's own folder, which processes would share."""
    return str(config_dir)


TICK = 1e-6
"""Resolution of frozen time in seconds; timers have to be overdue by it."""


@pytest.fixture
async def jumping_time(freezer: FrozenDateTimeFactory) -> AsyncIterator[None]:
    """Let time pass only while everything waits for it, and then at once.

    However slow the machine is, work takes no time, and 50 ms are 50 ms.
    """

    async def pass_by() -> None:
        while True:
            await idleness.reached()
            if (seconds := idleness.until_next_timer()) is not None:
                freezer.tick(seconds + TICK)

    with Idleness(asyncio.get_running_loop()).watched() as idleness:
        passing = asyncio.create_task(pass_by())
        yield
        passing.cancel()


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    """Enable custom integrations in every test's Home Assistant."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
