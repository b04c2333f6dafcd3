"""The dashboard's commands: what each answers, and which users it refuses."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Simulator

from .acting import acted
from .conftest import Attic, Elapse, Until
from .page import Page

ACTING = ("test_connections", "rediscover", "pin", "forget")
"""Commands that send or change something."""

LOOKING = ("subscribe_overview", "subscribe_server")


def parameters(command: str, ref: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that a command requires."""
    match command:
        case "subscribe_overview":
            return {}
        case "rediscover":
            return {"entry_id": ref["entry_id"]}
        case "pin":
            return {**ref, "url": None}
    return ref


# Home Assistant logs each refusal; "unknown_error" would be a fault.
pytestmark = pytest.mark.provokes(
    "(unauthorized)",
    "(invalid_format)",
    "(home_assistant_error)",
    "(service_validation_error)",
)


async def test_rediscover(
    sim: Simulator,
    attic: Attic,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """It answers like the action; too many searches are no error here, either."""
    result: dict[str, Any] = {}
    for asked in (2, 3, 4, 4):
        answer = await acted(elapse, page.ask("rediscover", entry_id=ref["entry_id"]))
        assert sim.record.count(path="/api/v2/resources") == asked
        result = answer["result"]
        assert result["servers_found"] == 1
        assert result["discovered_at"].startswith("20")
    assert result["rate_limited"] is True
    assert result["next_allowed"].startswith("20")
    assert result.keys() == {
        "servers_found",
        "discovered_at",
        "rate_limited",
        "next_allowed",
    }


async def test_rediscover_while_plex_tv_is_down(
    sim: Simulator,
    attic: Attic,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """The reason is passed on, for translation into the user's language."""
    sim.plex_tv.inject("server_error")
    answer = await acted(elapse, page.ask("rediscover", entry_id=ref["entry_id"]))
    assert answer["error"]["translation_domain"] == DOMAIN
    assert answer["error"]["translation_key"] == "discovery_failed"
    assert answer["error"]["translation_placeholders"]["account"] == "alice"


async def test_pin(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """The chosen address is used; null makes the choice automatic again."""
    url = attic.server.row(attic.public).uri
    answer = await acted(elapse, page.ask("pin", **ref, url=url))
    assert answer["result"] == {}
    assert (server.data.pinned, server.data.connection_type) == (url, "remote")
    await acted(elapse, page.ask("pin", **ref, url=None))
    assert (server.data.pinned, server.data.connection_type) == (None, "local")


async def test_pin_refuses_other_addresses(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """A relay, an http variant, an unknown address and nonsense are refused."""
    relay = attic.server.row(attic.relay).uri
    twin = f"http://{attic.lan.address}:{attic.lan.port}"
    assert twin in {each.candidate.url for each in server.data.candidates}
    for url in (relay, twin, "https://evil.example:32400", "", "https://[", " "):
        answer = await acted(elapse, page.ask("pin", **ref, url=url))
        assert answer["error"]["translation_key"] == "address_unknown", url
        assert answer["error"]["translation_placeholders"] == {"server": "Attic"}
    assert server.data.pinned is None


async def test_forget(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """Counts are gone, and the server is checked again."""
    await acted(elapse, server.backend.get_json("/library/sections"))
    assert server.metrics.snapshot().today.operations
    answer = await acted(elapse, page.ask("forget", **ref))
    assert answer["result"] == {}
    assert not server.metrics.snapshot().today.operations
    assert server.data.connection_type == "local"


@pytest.mark.parametrize("command", ["test_connections", "pin", "forget", "rediscover"])
async def test_unknown(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
    command: str,
) -> None:
    """An entry or server that is unknown, not loaded, or of another integration."""
    stranger = MockConfigEntry(domain="elsewhere", title="Elsewhere")
    stranger.add_to_hass(hass)
    wrong = [ref | {"entry_id": "nobody"}, ref | {"entry_id": stranger.entry_id}]
    key = "no_account" if command == "rediscover" else "server_unknown"
    if command != "rediscover":
        wrong.append(ref | {"server_id": "nobody"})
    for each in wrong:
        answer = await page.ask(command, **parameters(command, each))
        assert answer["error"]["code"] == "not_found"
        assert answer["error"]["translation_key"] == key
    assert await hass.config_entries.async_unload(entry.entry_id)
    answer = await page.ask(command, **parameters(command, ref))
    assert answer["error"]["code"] == "not_found"


@pytest.mark.parametrize("command", [*ACTING, *LOOKING])
async def test_garbage(
    attic: Attic, page: Page, ref: dict[str, str], sim: Simulator, command: str
) -> None:
    """Unknown parameters and wrong types are refused."""
    good = parameters(command, ref)
    garbage: list[dict[str, Any]] = [{**good, "more": 1}]
    values: tuple[Any, ...] = (1, [], {}, True)
    garbage += [{**good, key: value} for key in good for value in values]
    garbage += [{key: good[key] for key in good if key != left} for left in good]
    garbage += [{**good, key: None} for key in good if key != "url"]
    sim.record.clear()
    for each in garbage:
        answer = await page.ask(command, **each)
        assert answer["error"]["code"] == "invalid_format", each
    assert sim.record.requests == []


async def test_who_may_act(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    ref: dict[str, str],
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    until: Until,
) -> None:
    """Any user may view; only administrators may act."""
    page = await Page.open(hass_ws_client, hass, hass_read_only_access_token)
    sim.record.clear()
    for command in ACTING:
        answer = await page.ask(command, **parameters(command, ref))
        assert answer["error"]["code"] == "unauthorized", command
    assert sim.record.requests == []
    for command in LOOKING:
        events = (await page.subscribe(command, **parameters(command, ref))).events
        await until(events.copy)
    await page.close()


async def test_without_an_account(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, until: Until
) -> None:
    """An empty overview is sent."""
    assert await async_setup_component(hass, DOMAIN, {})
    page = await Page.open(hass_ws_client)
    overview = await page.subscribe("subscribe_overview")
    await until(lambda: overview.events)
    assert overview.last["full"] is True
    assert overview.last["accounts"] == overview.last["servers"] == []
    await page.close()


async def test_sent_messages_are_searched_for_tokens(
    attic: Attic, page: Page, sent_messages: list[str], until: Until
) -> None:
    """The search for tokens at the end of each test covers all messages."""
    overview = await page.subscribe("subscribe_overview")
    await until(lambda: overview.events)
    assert any(attic.id in each for each in sent_messages)
    assert any("success" in each for each in sent_messages)
