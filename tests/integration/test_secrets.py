"""No token is in anything that users read or pass on.

Every other test here is searched for tokens when it ends: see `conftest`. These search
what no other test touches.
"""

import traceback

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.plex_connection.directory import async_discover
from custom_components.plex_connection.plex import PlexError
from simulator import Account, Simulator

from .conftest import Attic, SetUp, Until, leaks


def test_search_finds_a_token(sim: Simulator, alice: Account) -> None:
    """The search finds a token: otherwise finding none would prove nothing."""
    assert leaks(sim, f"token={alice.token}&x") == ["account:alice"]


async def test_diagnostics_registries_and_reprs(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """The reprs of everything that holds a token hide it."""
    await set_up()
    await until(lambda: sim.record.tokens_at(attic.lan.place))
    runtime = entry.runtime_data
    server = runtime.servers[attic.id]
    client = runtime.account._client
    discovered = await async_discover(client, ())
    resources = await client.resources()
    shown = [
        await async_get_config_entry_diagnostics(hass, entry),
        dr.async_get(hass).devices,
        er.async_get(hass).entities,
        runtime,
        runtime.settings,
        runtime.account,
        runtime.account.data,
        vars(server),
        vars(server.push),
        client,
        discovered,
        resources,
        await client.create_pin(),
    ]
    for each in shown:
        assert leaks(sim, f"{each!r} {each}") == []


@pytest.mark.parametrize(
    "fault",
    [
        "close",
        "forbidden",
        "garbage",
        "rate_limited",
        "redirect",
        "reset",
        "server_error",
        "starting",
        "token_expired",
        "unauthorized",
        "unprocessable",
    ],
)
async def test_exceptions(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    fault: str,
) -> None:
    """No traceback contains one, with all its causes and contexts."""
    await set_up()
    runtime = entry.runtime_data
    server = runtime.servers[attic.id]
    sim.plex_tv.inject(fault)
    for listener in sim.listeners():
        listener.cut_connections()
    attic.lan.inject(fault)
    alice = attic.server.owner
    told = []
    for ask in (
        runtime.account._client.resources(),
        runtime.account._client.account(),
        server.backend.prober.open_channel(server.data.active, heartbeat=9),
        runtime.account.async_rediscover(),
        server.backend.get_json("/library/sections"),
        server.backend.request("PUT", "/library/metadata/1001", {"title": "x"}),
        server.backend.request("GET", "/", {"title": alice.token}),
        server.backend.get_json(f"/{server.record.name}?X-Plex-Token={alice.token}"),
    ):
        try:
            await ask
        except (PlexError, HomeAssistantError) as err:
            told += [*traceback.format_exception(err), repr(err), repr(vars(err))]
    assert told
    assert leaks(sim, "".join(told)) == []
