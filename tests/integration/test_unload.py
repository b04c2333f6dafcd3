"""Unloading: it ends in time and leaves nothing running, at any moment."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.storage import Store
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.errors import ServerUnloadedError
from custom_components.plex_connection.issues import ServerIssues
from custom_components.plex_connection.prober import ServerProber
from simulator import Account, MediaServer, Simulator

from .acting import acted
from .conftest import Attic, Elapse, InjectedError, Until
from .leaving import leave_out, let_days_pass

IN_TIME = 10.0
"""Seconds that an unload may take."""
QUIET = 700.0
"""Seconds longer than any interval of our timers."""

SERVERS = 8


async def add_servers(
    sim: Simulator, count: int = SERVERS, *, of: Account | None = None
) -> list[MediaServer]:
    """Let plex.tv list more servers, each with a remote address; `of` owns them."""
    added = []
    alice = sim.plex_tv.accounts["alice"]
    for number in range(count):
        server = await sim.add_server(f"Cabin {number}", owner=of or alice)
        if of is not None:
            server.share_with(alice)
        server.add_address(f"203.0.113.{100 + number}", kind="remote")
        added.append(server)
    return added


async def unloaded_in_time(
    hass: HomeAssistant, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """Unload, and assert that it ends well and in time.

    Home Assistant refuses to unload an entry that it is setting up.
    """
    while entry.state is ConfigEntryState.SETUP_IN_PROGRESS:
        await elapse(0.25)
    unload = hass.config_entries.async_unload(entry.entry_id)
    assert await acted(elapse, unload, seconds=IN_TIME)
    assert entry.state is ConfigEntryState.NOT_LOADED


async def assert_nothing_runs(
    sim: Simulator, elapse: Elapse, *, left: set[str] | None = None
) -> None:
    """Assert that no task or timer of ours runs or sends anything.

    Lingering timers and tasks of every kind also fail the test when it ends.
    """
    names = {f"Cabin {number}" for number in range(SERVERS)} | {"Attic", "Plex account"}
    running = {
        task.get_name()
        for task in asyncio.all_tasks()
        if any(task.get_name().startswith(name) for name in names)
    }
    assert running == (left or set())
    sent = len(sim.record.requests), len(sim.record.dials)
    await elapse(QUIET, step=50)
    assert (len(sim.record.requests), len(sim.record.dials)) == sent


def chance(seed: int) -> Random:
    """Return the same random numbers for the same seed."""
    return Random(seed)  # noqa: S311 (no secret depends on it)


type Moment = Callable[[], Awaitable[object]]


async def test_stop_of_home_assistant(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Nothing runs on once it stops, not even the search after a loss."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    attic.server.crash()
    await elapse(0.25)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await elapse(1)
    await assert_nothing_runs(sim, elapse)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_coming", [True, False], ids=["come", "go"])
async def test_while_servers_come_or_go(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    until: Until,
    seed: int,
    *,
    is_coming: bool,
) -> None:
    """Some servers of an answer have been processed by then, others have not."""
    others = await add_servers(sim, of=sim.add_account("bob"))
    for each in others:
        each.profile.listed = not is_coming
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    if not is_coming:
        await leave_out(elapse, entry, *others)
        await let_days_pass(hass, hass_storage, entry, 7.1)
        await elapse(3)
    runtime = entry.runtime_data
    watched = len(runtime.servers)
    for each in others:
        each.profile.listed = is_coming
    asking = asyncio.ensure_future(runtime.account.async_rediscover())
    await until(lambda: len(runtime.servers) != watched)
    for _ in range(chance(seed).randrange(4 * SERVERS)):
        await asyncio.sleep(0)
    await unloaded_in_time(hass, entry, elapse)
    await asyncio.wait([asking])
    await assert_nothing_runs(sim, elapse)
    registry = dr.async_get(hass)
    for server_id in runtime.servers:
        assert registry.async_get_device_by_identifier(
            ("plex_connection", server_id), entry.entry_id
        )


@pytest.mark.parametrize("seed", range(8))
async def test_unload_at_any_moment(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    seed: int,
) -> None:
    """During a first check, a manual test, an operation, a loss, or another reload."""
    rng = chance(seed)
    await add_servers(sim, 2)
    assert await hass.config_entries.async_setup(entry.entry_id)
    if rng.random() < 0.8:
        await elapse(3)
    server = entry.runtime_data.servers[attic.id]
    account = entry.runtime_data.account
    moments: list[Moment] = [
        server.async_test_connections,
        lambda: server.async_pin(attic.server.row(attic.relay).uri),
        server.async_forget,
        lambda: server.backend.get_json("/library/sections"),
        account.async_rediscover,
        server.async_refresh,
        entry.runtime_data.async_check_again,
        lambda: hass.config_entries.async_reload(entry.entry_id),
    ]
    for listener in (attic.lan, attic.public):
        fault = rng.choice(["silent", "refuse", None])
        if fault is not None:
            listener.inject(fault)
            listener.cut_connections()
    actions = [
        asyncio.ensure_future(moment())
        for moment in rng.sample(moments, rng.randrange(1, 5))
    ]
    for _ in range(rng.randrange(200)):
        await asyncio.sleep(0)
    await elapse(rng.choice([0, 0.25, 1, 3]))
    await unloaded_in_time(hass, entry, elapse)
    outcomes = await asyncio.gather(*actions, return_exceptions=True)
    wrong = [
        each
        for each in outcomes
        if isinstance(each, BaseException) and not isinstance(each, HomeAssistantError)
    ]
    assert wrong == []
    await assert_nothing_runs(sim, elapse)


async def test_probe_that_never_ends(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    caplog: pytest.LogCaptureFixture,
    injected: list[InjectedError],
) -> None:
    """It is abandoned after a while, and named in the log; all else ends."""
    await add_servers(sim, 1)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    runtime = entry.runtime_data
    end = asyncio.Event()

    async def never(*_: Any, **__: Any) -> Any:
        while not end.is_set():
            try:
                await end.wait()
            except asyncio.CancelledError:
                continue
        raise asyncio.CancelledError

    with patch.object(ServerProber, "probe", never):
        action = asyncio.ensure_future(
            runtime.servers[attic.id].async_test_connections()
        )
        await elapse(1)
        await unloaded_in_time(hass, entry, elapse)
    with pytest.raises(ServerUnloadedError):
        await action
    (left,) = [each for each in caplog.records if "left behind" in each.message]
    assert left.levelname == "WARNING"
    assert "Attic test of connections" in left.message
    await assert_nothing_runs(sim, elapse, left={"Attic test of connections"})
    end.set()
    await elapse(1)
    await assert_nothing_runs(sim, elapse)
    caplog.records.remove(left)


async def test_unload_with_an_exception(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    injected: list[InjectedError],
) -> None:
    """A failing part of one server ends neither the others nor the unload."""
    await add_servers(sim, 3)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)

    def fail(_: ServerIssues) -> None:
        injected.append(InjectedError("end of repairs"))
        raise injected[-1]

    with patch.object(ServerIssues, "async_stop", fail):
        await unloaded_in_time(hass, entry, elapse)
    assert len(injected) == 4
    await assert_nothing_runs(sim, elapse)


async def test_disk_that_hangs(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What is known is lost then, which is logged; nothing waits for the disk."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)

    async def hang(*_: Any) -> None:
        await asyncio.Event().wait()

    with patch.object(Store, "async_save", hang):
        await unloaded_in_time(hass, entry, elapse)
    (told,) = [each for each in caplog.records if each.levelname == "ERROR"]
    assert "writing what is known of the servers" in told.message
    caplog.records.remove(told)
    await assert_nothing_runs(sim, elapse)
