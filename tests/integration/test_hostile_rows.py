"""Rows and records made up by others: every view shows them, whatever they contain."""

import json
from random import Random

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.diagnostics import (
    async_get_config_entry_diagnostics,
)
from simulator import Account, MediaServer, Row, Simulator

from .acting import acted, call
from .alert_cases import repairs
from .conftest import Attic, Elapse, leaks
from .everything_shown import everything_shown
from .page import Page

HASH = "5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b"

HOSTS = (
    "xn--a.example",
    "xn--.example",
    "xn--zzzzzzzzzzzzzzzzzz99999999.example",
    f"xn--a.{HASH}.plex.direct",
    f"300-1-1-1.{HASH}.plex.direct",
    f"1-2-3-4.{HASH}.plex.direct.",
    "127.1",
    "0x7f.1",
    "999.999.999.999",
    "1.2.3",
    "00000000000",
    "_._._",
    "a_b.c-d.example",
    "localhost",
    f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 50}",
    "[::ffff:203.0.113.9]",
    "[2001:db8::1]",
    "[::]",
    "[64:ff9b::1.2.3.4]",
)

SCRAPS = (
    "https://",
    "http://",
    "//",
    "@",
    "?",
    "#",
    "%00",
    "%",
    "\ud800",
    "\u202e",
    "\n",
)
PIECES = (*HOSTS, *SCRAPS, "[", "]", ":", ":0", ":99999", ":1", " ", "ß", "<b>", "{x}")


def rows_of(rng: Random) -> list[Row]:
    """Return every host as a row, and rows of random pieces."""
    rows = [
        Row(
            address=host.strip("[]"),
            port=32400,
            uri=f"https://{host}:32400",
            local=number % 3 == 1,
        )
        for number, host in enumerate(HOSTS)
    ]
    rows += [
        Row(
            address=rng.choice(PIECES),
            port=rng.choice([1, 65535, 65536, "80", "x", None, -1]),
            uri="".join(rng.choices(PIECES, k=rng.randint(1, 6))),
            local=rng.random() < 0.5,
            relay=rng.random() < 0.2,
        )
        for _ in range(40)
    ]
    return rows


@pytest.fixture
async def shed(sim: Simulator, alice: Account) -> MediaServer:
    """Return another user's server that lists such rows, beside one that works."""
    bob = sim.add_account("bob")
    server = await sim.add_server("Shed", owner=bob, shared_with=(alice,))
    server.add_address("203.0.113.77", kind="remote")
    server.extra_rows.extend(rows_of(Random(5)))  # noqa: S311 - the same each time
    server.publish()
    return server


async def everywhere(
    hass: HomeAssistant, entry: MockConfigEntry, page: Page, elapse: Elapse
) -> str:
    """Open all views; return all that they show."""
    shown: list[object] = []
    overview = await page.subscribe("subscribe_overview")
    await elapse(1)
    assert {each["name"] for each in overview.last["servers"]} == {"Attic", "Shed"}
    shown.append(overview.last)
    for server_id in entry.runtime_data.servers:
        detail = await page.subscribe(
            "subscribe_server", entry_id=entry.entry_id, server_id=server_id
        )
        await elapse(1)
        assert detail.last["server"] is not None
        shown.append(detail.last)
        await page.unsubscribe(detail)
    await page.unsubscribe(overview)
    shown.append(await acted(elapse, call(hass, "test_connections"), seconds=15))
    shown.append(await async_get_config_entry_diagnostics(hass, entry))
    health = await get_system_health_info(hass, DOMAIN)
    health.pop("can_reach_plex_tv").close()
    shown.append(health)
    shown += await acted(
        elapse, everything_shown(hass, entry, records=(), events=()), seconds=30
    )
    return json.dumps(shown, default=str)


@pytest.mark.timeout(300)
async def test_every_view_shows_hostile_rows(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    shed: MediaServer,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    elapse: Elapse,
) -> None:
    """Every view works with such rows, listed or pinned, and shows the other server."""
    for each in ("system_health", "homeassistant", "conversation", "llm", "repairs"):
        assert await async_setup_component(hass, each, {})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(15, step=1)
    page = await Page.open(hass_ws_client)
    shown = await everywhere(hass, entry, page, elapse)
    assert leaks(sim, shown) == []
    server: ServerCoordinator = entry.runtime_data.servers[shed.machine_identifier]
    ref = {"entry_id": entry.entry_id, "server_id": shed.machine_identifier}
    pinnable = [
        each.candidate.url
        for each in server.data.candidates
        if "xn--" in each.candidate.url or "_" in each.candidate.url
    ]
    assert "https://xn--a.example:32400" in pinnable
    for url in pinnable:
        answer = await acted(elapse, page.ask("pin", **ref, url=url), seconds=15)
        assert answer["success"], url
        await elapse(70, step=5)
        assert repairs(hass) == ["pinned_down"], url
    shown = await everywhere(hass, entry, page, elapse)
    assert leaks(sim, shown) == []
    answer = await acted(elapse, page.ask("pin", **ref, url=None), seconds=15)
    assert answer["success"]
    await elapse(10)
    assert server.data.connection_type == "remote"
    assert repairs(hass) == []
    await page.close()


@pytest.mark.parametrize("again", [False, True])
async def test_server_with_the_id_of_an_account(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    alice: Account,
    entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    elapse: Elapse,
    *,
    again: bool,
) -> None:
    """A server with any account's id is left out, and gets nothing of the account's."""
    other = MockConfigEntry(
        domain=DOMAIN,
        title="bob",
        unique_id="424242",
        disabled_by=ConfigEntryDisabler.USER,
    )
    other.add_to_hass(hass)
    for number, claimed in enumerate((str(alice.id), "424242")):
        sim.plex_tv.extra_resources.append(
            {
                "name": "Trap",
                "provides": "server",
                "clientIdentifier": claimed,
                "accessToken": f"trap-token-{number}",
                "owned": False,
                "connections": [],
            }
        )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(5)
    if again:
        assert await hass.config_entries.async_reload(entry.entry_id)
        await elapse(5)
    assert set(entry.runtime_data.servers) == {attic.id}
    assert "trap-token" not in repr(entry.data)
    assert "Left out 2 servers" in caplog.text
    registry = dr.async_get(hass)
    account = registry.async_get_device_by_identifier(
        (DOMAIN, str(alice.id)), entry.entry_id
    )
    assert account is not None
    assert account.name != "Trap"
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert not [each for each in entities if "trap" in each.entity_id]
