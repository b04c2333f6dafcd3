"""The demo, as it runs for a person: two real processes, and what they say."""

import asyncio
from pathlib import Path
import re
from typing import Any

import pytest

from demo.dashboard import add_dashboard
from demo.home_assistant import HomeAssistant
from demo.simulated_home import simulated_home, tell_changes
from tests.complaints import complaints
from tests.waiting import PATIENCE

AUTHORITY = Path(__file__).parents[2] / ".cache/authority"
LAN = "192.168.40.12:32400"
PUBLIC = "203.0.113.40:31234"

pytestmark = pytest.mark.xdist_group("processes")


async def shows(home: HomeAssistant, entity_id: str, wanted: str) -> None:
    """Wait until an entity has a state; another process can only be asked."""
    async with asyncio.timeout(PATIENCE):
        while (await home.get(f"/api/states/{entity_id}"))["state"] != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def logged(home: HomeAssistant, text: str) -> None:
    """Wait until the log has it: a change is shown at once, and logged at its end."""
    async with asyncio.timeout(PATIENCE):
        while text not in home.log.read_text():  # noqa: ASYNC110
            await asyncio.sleep(0.2)


def loggers(log: str, level: str) -> list[str]:
    """Return what the integration said at a level."""
    pattern = rf" {level} .*\[custom_components\.plex_connection\.[^]]*\] (.*)"
    return re.findall(pattern, log)


async def test_demo(tmp_path: Path, port: int) -> None:
    """Three servers, a cable that is pulled, another, and a log without complaints."""
    told: list[str] = []
    async with simulated_home(
        tmp_path / "demo",
        authority=AUTHORITY,
        port=port,
        say=told.append,
        scenario="quiet",
    ) as (home, world):
        changes = asyncio.ensure_future(tell_changes(home, told.append))
        await shows(home, "sensor.attic_connection_type", "local")
        await shows(home, "sensor.attic_active_address", LAN)
        await shows(home, "sensor.cabin_connection_type", "remote")
        await shows(home, "sensor.harbour_connection_type", "remote")
        await add_dashboard(home)

        await world.act(do="vanish", listener=LAN)
        await shows(home, "sensor.attic_connection_type", "remote")
        await shows(home, "sensor.attic_active_address", PUBLIC)
        await logged(home, "was local; failover")
        await world.act(do="vanish", listener=PUBLIC)
        await shows(home, "sensor.attic_connection_type", "relay")
        await logged(home, "checked every 30 s")

        config: dict[str, Any] = await home.ws("lovelace/config", url_path="plex-demo")
        panels: dict[str, Any] = await home.ws("get_panels")
        record = await world.record()
        changes.cancel()

    assert config == {"strategy": {"type": "custom:plex-connection"}}
    assert {"plex-connection", "plex-demo"} <= set(panels)
    assert record["tokens_in_clear"] == []
    assert_in_order(
        told,
        "Home Assistant: Attic is local",
        "Home Assistant: Attic is remote",
        "Home Assistant: Attic is relay",
    )
    log = home.log.read_text()
    assert complaints(log) == []
    said = [line for line in loggers(log, "INFO") if line.startswith("Attic")]
    assert_in_order(
        [line.split(" over ")[0] for line in said if " was " in line],
        "Attic: local",
        "Attic: remote",
        "Attic: relay",
    )
    assert_in_order(
        said,
        "Attic: checked every 300 s from now on",
        "Attic: checked every 120 s from now on",
        "Attic: checked every 30 s from now on",
    )


def assert_in_order(lines: list[str], *wanted: str) -> None:
    """Find lines one after the other.

    There may be others between: on a busy machine another way may be found first.
    """
    rest = iter(lines)
    missing = [each for each in wanted if each not in rest]
    assert missing == [], lines
