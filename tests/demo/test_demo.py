"""The demo as a user runs it: two real processes, and their output."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
import re

from aiohttp import ClientSession
import pytest
import pytest_asyncio
import pytest_socket

from demo.api import ApiError
from demo.core_plex import add_core_plex
from demo.home_assistant import HomeAssistant, free_port
from demo.simulated_home import DOMAIN, FLOWS, PLAYER, simulated_home, tell_changes
from demo.welcome import welcome
from demo.world import World
from tests.complaints import complaints
from tests.waiting import PATIENCE

AUTHORITY = Path(__file__).parents[2] / ".cache/authority"

pytestmark = [
    pytest.mark.xdist_group("processes"),
    pytest.mark.asyncio(loop_scope="module"),
]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A running demo, and its output so far."""

    home: HomeAssistant
    world: World
    told: list[str]

    async def turn(self, key: str, server: str | None = None, *, on: bool) -> None:
        """Press a button on the page of controls."""
        wanted = {"key": key, "server": server, "on": on}
        url = f"{self.world.controls}control/switches"
        async with ClientSession() as browser, browser.post(url, json=wanted) as answer:
            assert answer.status == 204

    async def shows(self, entity_id: str, wanted: str) -> None:
        """Wait until an entity has a state; another process can only be polled."""
        async with asyncio.timeout(PATIENCE):
            while await self.state(entity_id) != wanted:  # noqa: ASYNC110
                await asyncio.sleep(0.2)

    async def state(self, entity_id: str) -> str | None:
        """Return an entity's state; None while it does not exist."""
        try:
            state: str = (await self.home.get(f"/api/states/{entity_id}"))["state"]
        except ApiError:
            return None
        return state

    async def logged(self, text: str) -> None:
        """Wait until the log has the text: a change is logged at its end."""
        async with asyncio.timeout(PATIENCE):
            while text not in self.home.log.read_text():  # noqa: ASYNC110
                await asyncio.sleep(0.2)


@pytest.fixture(autouse=True)
def verify_cleanup(socket_enabled: None) -> None:
    """Skip the check of the loop: these tests share it, and the demo lives on in it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """Return a demo without a timeline; its log must be clean at its end."""
    pytest_socket.enable_socket()
    told: list[str] = []
    async with simulated_home(
        tmp_path_factory.mktemp("demo") / "demo",
        authority=AUTHORITY,
        port=free_port(),
        say=told.append,
        scenario="quiet",
        has_week=True,
    ) as (home, world):
        changes = asyncio.ensure_future(tell_changes(home, told.append))
        await welcome(home, world, told.append)
        yield Demo(home=home, world=world, told=told)
        pytest_socket.enable_socket()
        record = await world.record()
        changes.cancel()
    assert record["tokens_in_clear"] == []
    expected = ("plexwebsocket", "Could not connect to Plex server")
    assert complaints(home.log.read_text(), expected=expected) == []


def loggers(log: str, level: str) -> list[str]:
    """Return the integration's log records of a level."""
    pattern = rf" {level} .*\[custom_components\.plex_connection\.[^]]*\] (.*)"
    return re.findall(pattern, log)


AUTOMATION = {
    "alias": "Attic is reached from outside",
    "triggers": [
        {
            "trigger": "plex_connection.became_remote",
            "target": {"entity_id": "sensor.attic_connection_type"},
        }
    ],
    "actions": [
        {
            "action": "counter.increment",
            "target": {"entity_id": "counter.times_outside"},
        }
    ],
}


async def automate(demo: Demo) -> None:
    """Create an automation as the editor does, in the automations file."""
    await demo.home.ws("counter/create", name="Times outside")
    await demo.home.post("/api/config/automation/config/demo_test", AUTOMATION)
    await demo.shows("automation.attic_is_reached_from_outside", "on")
    kept = (demo.home.config_dir / "automations.yaml").read_text()
    assert "Attic is reached from outside" in kept


async def lists_relays(demo: Demo) -> None:
    """Wait until relays are listed as well, which plex.tv is asked for."""
    (entry,) = await demo.home.ws("config_entries/get", domain="plex_connection")
    entry_id = entry["entry_id"]
    devices = await demo.home.ws("config/device_registry/list")
    server_ids = {
        device["name"]: value
        for device in devices
        for domain, value in device["identifiers"]
        if domain == "plex_connection"
    }
    async with asyncio.timeout(PATIENCE), demo.home.websocket() as websocket:
        await websocket.call(
            "plex_connection/subscribe_server",
            entry_id=entry_id,
            server_id=server_ids["Attic"],
        )
        async for event in websocket:
            if "relay" in {each["type"] for each in event["server"]["candidates"]}:
                break


async def test_changes(demo: Demo) -> None:
    """Three servers, a cable that is pulled, another, and the consequences.

    An automation acts on the first.
    """
    await demo.shows("sensor.attic_connection_type", "local")
    await demo.shows("sensor.cabin_connection_type", "remote")
    await demo.shows("sensor.harbour_connection_type", "remote")
    await lists_relays(demo)

    await automate(demo)
    await demo.turn("lan", "Attic", on=True)
    await demo.shows("counter.times_outside", "1")
    await demo.shows("sensor.attic_connection_type", "remote")
    await demo.logged("Attic: checked every 120 s")
    await demo.turn("port", "Attic", on=True)
    await demo.shows("sensor.attic_connection_type", "relay")
    await demo.logged("Attic: checked every 30 s")

    assert_in_order(
        demo.told,
        "Attic: Cut the LAN",
        "Home Assistant: Attic is remote",
        "Attic: Close the port",
        "Home Assistant: Attic is relay",
    )
    log = demo.home.log.read_text()
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


async def test_welcome(demo: Demo) -> None:
    """The output has the address of every page, and a dashboard links them."""
    controls = demo.world.controls
    assert f"Controls, to break things and repair them: {controls}" in demo.told
    pages = [line for line in demo.told if line.endswith(demo.world.sign_in_page)]
    assert len(pages) == 1
    async with ClientSession() as browser:
        for url, title in (
            (controls, "Controls of the simulated Plex world"),
            (demo.world.sign_in_page, "Sign in to Plex (simulated)"),
        ):
            async with browser.get(url) as answer:
                assert f"<title>{title}</title>" in await answer.text()

    panels = await demo.home.ws("get_panels")
    assert {"plex-connection", "plex-demo", "plex-controls"} <= set(panels)
    config = await demo.home.ws("lovelace/config", url_path="plex-demo")
    assert config == {"strategy": {"type": "custom:plex-connection"}}
    ((view),) = (await demo.home.ws("lovelace/config", url_path="plex-controls"))[
        "views"
    ]
    cards = [card for section in view["sections"] for card in section["cards"]]
    assert [card["type"] for card in cards] == [
        "markdown",
        "iframe",
        "custom:plex-connection-card",
    ]
    assert f"]({controls})" in cards[0]["content"]
    assert cards[1]["url"] == controls


async def test_week(demo: Demo) -> None:
    """A week exists from the first minute: states, statistics, and logbook."""
    ids = {
        "kind": "sensor.attic_connection_type",
        "latency": "sensor.attic_latency",
        "relay": "sensor.attic_time_on_relay_today",
    }
    begin = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    history = await demo.home.ws(
        "history/history_during_period",
        start_time=begin,
        entity_ids=[*ids.values()],
        minimal_response=True,
        no_attributes=True,
    )
    kinds = [each["s"] for each in history[ids["kind"]]]
    assert kinds[:6] == ["local", "remote", "local", "remote", "relay", "remote"]
    assert len(history[ids["latency"]]) > 1000

    by_hour = await demo.home.ws(
        "recorder/statistics_during_period",
        start_time=begin,
        period="hour",
        statistic_ids=[ids["latency"], ids["relay"]],
    )
    assert len(by_hour[ids["latency"]]) >= 165
    assert all(
        row["min"] <= row["mean"] <= row["max"] for row in by_hour[ids["latency"]]
    )
    # From 92.9 to 91.2 hours ago.
    assert by_hour[ids["relay"]][-1]["sum"] == pytest.approx(102, abs=5)
    latest = await demo.home.ws(
        "recorder/statistics_during_period",
        start_time=begin,
        period="5minute",
        statistic_ids=[ids["latency"]],
    )
    assert len(latest[ids["latency"]]) >= 570

    devices = await demo.home.ws("config/device_registry/list")
    (device,) = [each["id"] for each in devices if each["name"] == "Attic"]
    told = await demo.home.ws(
        "logbook/get_events", start_time=begin, device_ids=[device]
    )
    messages = [each["message"] for each in told if each.get("name") == "Attic"]
    assert messages[:2] == [
        "switched from local to remote: the previous connection failed",
        "switched from remote to local: the previous connection is back",
    ]
    assert len(messages) >= 10


async def test_week_is_remembered(demo: Demo) -> None:
    """The integration's own pages have the week too: days, latencies and changes."""
    answer = await demo.home.ws(
        "call_service",
        domain=DOMAIN,
        service="get_connection",
        return_response=True,
    )
    servers = {each["name"]: each for each in answer["response"]["servers"]}
    assert servers.keys() == {"Attic", "Cabin", "Harbour"}
    for server in servers.values():
        assert server["last_days"]["days"] == 8
        assert server["last_days"]["changes"] >= 6
        assert server["last_change"]["reason"] != "first"
    history = await demo.home.ws(
        "history/history_during_period",
        start_time=(datetime.now(UTC) - timedelta(days=7)).isoformat(),
        entity_ids=["event.attic_activity"],
        minimal_response=True,
        no_attributes=True,
    )
    recorded = datetime.fromisoformat(history["event.attic_activity"][-1]["s"])
    told = datetime.fromisoformat(servers["Attic"]["last_change"]["at"])
    assert abs(recorded - told) < timedelta(seconds=1), "both say the same moment"


async def test_blueprints(demo: Demo) -> None:
    """The integration's blueprints are offered."""
    blueprints = await demo.home.ws("blueprint/list", domain="automation")
    assert {path for path in blueprints if path.startswith("plex_connection/")} == {
        "plex_connection/offline_and_back.yaml",
        "plex_connection/on_relay.yaml",
        "plex_connection/weekly_report.yaml",
    }


async def test_second_account(demo: Demo) -> None:
    """The dialog opens the simulator's page, and ends by itself after the click."""
    step = await demo.home.post(FLOWS, {"handler": DOMAIN})
    page, _, fragment = step["url"].partition("#?")
    assert (step["type"], page) == ("external", demo.world.sign_in_page)
    asked = dict(pair.split("=") for pair in fragment.split("&"))
    pin = {key: asked[key] for key in ("code", "clientID")}
    url = f"{demo.world.controls}simulator/pin"
    async with ClientSession() as browser:
        async with browser.get(url, params=pin) as answer:
            shown = await answer.json()
        choice = pin | {"signIn": True, "account": shown["suggested"]}
        async with browser.post(url, json=choice) as answer:
            assert answer.status == 204
    async with asyncio.timeout(PATIENCE):
        while step["type"] != "create_entry":
            await asyncio.sleep(0.2)
            step = await demo.home.get(f"{FLOWS}/{step['flow_id']}")
    assert step["title"] == "nora"
    await demo.shows("sensor.harbour_connection_type_2", "remote")


def assert_in_order(lines: list[str], *wanted: str) -> None:
    """Find lines in this order.

    Others may be between: on a busy machine another connection may be found first.
    """
    rest = iter(lines)
    missing = [each for each in wanted if each not in rest]
    assert missing == [], lines


async def test_player_comes_back(demo: Demo) -> None:
    """Home Assistant's own integration follows when the LAN dies, by itself."""
    for key in ("port", "lan"):
        await demo.turn(key, "Attic", on=False)
    await demo.shows("sensor.attic_connection_type", "local")
    await add_core_plex(
        demo.home, demo.world, domain=DOMAIN, server="Attic", account="alice"
    )
    await demo.shows(PLAYER, "idle")
    await demo.shows("sensor.attic_connection_type", "local")
    await demo.turn("lan", "Attic", on=True)
    await demo.logged("Changed the address in Home Assistant's Plex integration to 203")
    await demo.shows(PLAYER, "idle")
    (entry,) = await demo.home.ws("config_entries/get", domain="plex")
    assert entry["state"] == "loaded"
    await demo.turn("lan", "Attic", on=False)
