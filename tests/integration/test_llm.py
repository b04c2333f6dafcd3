"""Tools for assistants: what they answer, and what they keep to themselves."""

import json
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, llm
from homeassistant.util import dt as dt_util
from probatio import to_openapi
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection import llm as our_tools
from custom_components.plex_connection.actions.assistant_answers import REASONS
from custom_components.plex_connection.connection import ChangeReason
from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .assistant import CONTEXT, ask, tools
from .conftest import Attic, Elapse, SetUp, leaks

READ = "get_connections"
TEST = "test_connections"


@pytest.fixture
async def silent_bridge(attic: Attic) -> None:
    """Let the address that leads nowhere refuse, instead of timing out."""
    attic.bridge.heal()
    attic.bridge.inject("refuse")


async def test_offered(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Tools exist while an account is loaded, and describe themselves."""
    await set_up()
    offered = {
        tool.name: tool
        for tool in (await tools(hass)).tools
        if tool.integration == DOMAIN
    }
    assert offered.keys() == {f"{DOMAIN}__{READ}", f"{DOMAIN}__{TEST}"}
    assert offered[f"{DOMAIN}__{READ}"].annotations.read_only
    assert not offered[f"{DOMAIN}__{TEST}"].annotations.read_only
    for tool in offered.values():
        assert tool.title
        assert tool.description
        assert not tool.annotations.destructive
        schema = to_openapi(tool.parameters, openapi_version="3.1.0")
        assert schema["properties"]["server"]["type"] == "string"
    assert our_tools.async_get_tools(hass, CONTEXT, "another") is None

    assert await hass.config_entries.async_unload(entry.entry_id)
    assert our_tools.async_get_tools(hass, CONTEXT, llm.LLM_API_ASSIST) is None
    for tool in offered.values():
        result = await tool.async_call(hass, llm.ToolInput(tool.name, {}), CONTEXT)
        assert isinstance(result, llm.ToolResult)
        assert result.error
        assert "No Plex account" in str(result.data["error"])


async def test_get_connections(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """It answers from what is known and sends no request."""
    await set_up()
    asked = len(sim.record.dials)
    result = await ask(hass, READ)
    assert len(sim.record.dials) == asked
    assert not result.error
    data: Any = result.data
    (server,) = data["servers"]
    change = entry.runtime_data.servers[attic.id].data.changes[-1]
    assert dt_util.parse_datetime(server.pop("since")) == change.at.replace(
        microsecond=0
    )
    assert server.pop("latency_ms") >= 0
    assert server == {
        "name": "Attic",
        "connection": "local",
        "reachable": True,
        "before": None,
        "why_last_changed": "Home Assistant or the account was started",
        "problem": "none",
        "effect": "At home, everything plays at full quality.",
    }
    assert data["left_out"] == 0


async def test_test_connections(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    silent_bridge: None,
    set_up: SetUp,
) -> None:
    """A test finds what is broken, and reports the connection in use afterwards."""
    await set_up()
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    result = await ask(hass, TEST, {"server": "attic"})
    assert not result.error
    data: Any = result.data
    (server,) = data["servers"]
    assert (server["connection"], server["reachable"]) == ("remote", True)
    assert server["before"] == "local"
    assert server["why_last_changed"] == "the previous connection failed"
    assert server["tested"]["local"]["working"] == 0
    assert server["tested"]["local"]["failures"] == ["refused"]
    assert server["tested"]["remote"]["working"] == 1
    assert server["tested"]["relay"] == {"tested": 1, "working": 1, "failures": []}

    attic.server.crash()
    await ask(hass, TEST)
    data = (await ask(hass, READ)).data
    (server,) = data["servers"]
    assert (server["connection"], server["reachable"]) == ("offline", False)
    assert server["latency_ms"] is None
    assert server["why_last_changed"] == "none of its addresses worked"


async def test_notes_and_pins(
    hass: HomeAssistant,
    attic: Attic,
    silent_bridge: None,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Notes and pins appear where they explain the connection."""
    await set_up()
    attic.server.inject("starting")
    data: Any = (await ask(hass, TEST)).data
    assert "starting" in data["servers"][0]["note"]
    attic.server.heal()
    server = entry.runtime_data.servers[attic.id]
    await server.async_pin(attic.server.row(attic.public).uri)
    data = (await ask(hass, READ)).data
    assert data["servers"][0]["pinned_by_user"]
    assert data["servers"][0]["connection"] == "remote"
    assert "connection mode" in data["servers"][0]["why_last_changed"]


async def test_what_is_wrong(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The root cause is told in words, with what to do, and without any address."""
    attic.server.profile.myplex = {"mappingState": "failed"}
    await elapse(950, step=5)
    data: Any = (await ask(hass, READ, {"server": "attic"})).data
    (told,) = data["servers"]
    assert told["problem"] == "port_not_mapped"
    assert told["what_is_wrong"] == "The router doesn't forward a port to the server."
    assert told["what_to_do"].startswith("In the router, forward a TCP port")
    assert "Settings → Remote Access" in told["what_to_do"]
    assert "*" not in told["what_to_do"]
    assert "192.168" not in json.dumps(data)


async def test_what_a_test_finds(
    hass: HomeAssistant,
    attic: Attic,
    silent_bridge: None,
    set_up: SetUp,
) -> None:
    """After a test, the cause is told at once, and what it means for watching."""
    await set_up()
    for each in (attic.lan, attic.public):
        each.inject("refuse")
        each.cut_connections()
    data: Any = (await ask(hass, TEST)).data
    (told,) = data["servers"]
    assert (told["connection"], told["problem"]) == ("relay", "home_blocked")
    assert "Plex Relay" in told["effect"]
    assert told["what_to_do"].startswith("Check the firewall")


async def test_timeout(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    attic: Attic,
    set_up: SetUp,
) -> None:
    """A test that takes too long for a waiting user is cancelled with an error."""
    await set_up()
    monkeypatch.setattr(our_tools, "PATIENCE", 0.05)
    result = await ask(hass, TEST)
    assert result.error
    assert result.data == {"error": "The test took too long; ask again in a minute"}
    assert not (await ask(hass, READ)).error


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, {"Attic", "Big Cellar", "Küche"}),
        ("", {"Attic", "Big Cellar", "Küche"}),
        ("Attic", {"Attic"}),
        ("the ATTIC server", {"Attic"}),
        ("cellar", {"Big Cellar"}),
        ("big-cellar!", {"Big Cellar"}),
        ("kuche", {"Küche"}),
        ("Films", {"Big Cellar"}),
        ("e", {"Big Cellar", "Küche"}),
        ("garage", set()),
    ],
)
async def test_names(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    wanted: str | None,
    found: set[str],
) -> None:
    """A server is found by its name or the user's name for it, loosely."""
    for name in ("Big Cellar", "Küche"):
        await sim.add_server(name, owner=attic.server.owner)
    await set_up()
    (cellar,) = (each for each in sim.servers if each.name == "Big Cellar")
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier(
        (DOMAIN, cellar.machine_identifier), entry.entry_id
    )
    assert device is not None
    registry.async_update_device(device.id, name_by_user="Our films")
    result = await ask(hass, READ, {} if wanted is None else {"server": wanted})
    data: Any = result.data
    assert result.error is not bool(found)
    called = {"Our films" if name == "Big Cellar" else name for name in found}
    if found:
        assert {each["name"] for each in data["servers"]} == called
    else:
        assert data["error"] == "No Plex server has such a name"
        assert set(data["known_servers"]) == {"Attic", "Our films", "Küche"}


async def test_invalid_arguments(
    hass: HomeAssistant, attic: Attic, set_up: SetUp
) -> None:
    """Invented arguments are answered with an error that describes valid ones."""
    await set_up()
    for arguments in ({"server": 7}, {"host": "Attic"}):
        result = await ask(hass, READ, dict(arguments))
        assert result.error
        assert "name of a Plex server" in str(result.data["error"])


async def test_answers_identify_nothing(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    silent_bridge: None,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """No address, id, hash or token is disclosed."""
    await set_up()
    for tool in (READ, TEST):
        text = json.dumps((await ask(hass, tool)).data)
        assert leaks(sim, text) == []
        assert "http" not in text
        assert "plex.direct" not in text
        assert re.search(r"\d+[.-]\d+[.-]\d+[.-]\d+", text) is None
        for secret in (attic.id, attic.server.certificate_hash, "alice", "32400"):
            assert secret not in text
        assert len(text) < 600


async def test_many_servers(
    hass: HomeAssistant, sim: Simulator, attic: Attic, set_up: SetUp
) -> None:
    """An answer stays short, and counts what it leaves out."""
    for number in range(24):
        await sim.add_server(f"Server {number}", owner=attic.server.owner)
    await set_up()
    data: Any = (await ask(hass, READ)).data
    assert len(data["servers"]) == our_tools.SERVERS_LIMIT
    assert data["left_out"] == 5
    data = (await ask(hass, READ, {"server": "nobody"})).data
    assert len(data["known_servers"]) == our_tools.SERVERS_LIMIT


def test_every_reason_is_explained() -> None:
    """Every reason for a change has an explanation."""
    assert REASONS.keys() == set(ChangeReason)
