"""Home Assistant and a simulated Plex world in one event loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address
from itertools import count
import logging
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, Protocol, override
from unittest.mock import patch

from freezegun import api as freezegun
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_TOKEN, EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.entity import Entity
import ifaddr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.const import (
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.push import PushState
from custom_components.plex_connection.runtime import PlexConnectionData
from simulator import (
    Account,
    Authority,
    Listener,
    MediaServer,
    NetworkAdapter,
    ServerProfile,
    Simulator,
)
from tests.complaints import NOT_OURS, SLOW, is_of_busy_machine
from tests.idleness import Idleness
from tests.waiting import PATIENCE

from .listening import Listening
from .page import Page

HOME_ADDRESS = "192.168.40.10"
"""Home Assistant's own address, in a /24."""

ADAPTERS = (
    NetworkAdapter(name="eth0", address=HOME_ADDRESS, prefix=24),
    NetworkAdapter(name="docker0", address="172.18.0.1", prefix=16),
)
"""The same networks for the simulation: LAN searches leave by these adapters."""

CONFIG_ENTRIES = "core.config_entries"
"""The only store that may contain tokens."""

RUN_DATA = (f"{DOMAIN}_handover", f"{DOMAIN}_call_limits", f"{DOMAIN}_surroundings")
"""What the integration keeps in `hass.data` between two loads of an account."""

CLIENT_IDENTIFIER = "5f2b7c3e-1f0a-4d53-9f0e-2a4f6d1c9b77"


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Return the authority that this process trusts from its start."""
    return Authority(Path(__file__).parents[2] / ".cache/authority")


@pytest.fixture(autouse=True)
def _home_network() -> Iterator[None]:
    """Put Home Assistant on one home network and on a container bridge."""
    adapters = [
        ifaddr.Adapter(name, name, [ifaddr.IP(address, prefix, name)], index=index)
        for index, (name, address, prefix) in enumerate(
            (
                ("lo", "127.0.0.1", 8),
                *((each.name, each.address, each.prefix) for each in ADAPTERS),
            )
        )
    ]
    with (
        patch("ifaddr.get_adapters", return_value=adapters),
        patch(
            "homeassistant.components.network.util.async_get_source_ip",
            return_value=str(IPv4Address(HOME_ADDRESS)),
        ),
    ):
        yield


@pytest.fixture(autouse=True)
def _seeded_chance() -> Iterator[None]:
    """Seed the jitter: the same in each run, different for each set-up."""
    seeds = count(1)

    def chance() -> Random:
        return Random(next(seeds))  # noqa: S311 - it scatters requests

    with patch("custom_components.plex_connection.Random", chance):
        yield


@pytest.fixture
async def sim(authority: Authority, socket_enabled: None) -> AsyncIterator[Simulator]:
    """Return an empty simulation that this event loop is connected to."""
    async with Simulator(authority) as simulator:
        simulator.network.adapters = ADAPTERS
        yield simulator


OURS = "custom_components.plex_connection"


@pytest.fixture
def sent_messages() -> Iterator[list[str]]:
    """Return all that Home Assistant has sent to signed-in websocket clients."""
    messages: list[str] = []
    begin = ActiveConnection.__init__

    def noting(
        connection: ActiveConnection,
        logger: Any,
        hass: HomeAssistant,
        send: Callable[[str | bytes | dict[str, Any]], None],
        *more: Any,
        **named: Any,
    ) -> None:
        def note(message: str | bytes | dict[str, Any]) -> None:
            messages.append(str(message))
            send(message)

        begin(connection, logger, hass, note, *more, **named)

    with patch.object(ActiveConnection, "__init__", noting):
        yield messages


class InjectedError(Exception):
    """An exception that a test raises where none is expected."""

    @override
    def __str__(self) -> str:
        """Return a unique text: Home Assistant's dispatcher logs nothing else of it."""
        return f"injected {id(self)}"


@pytest.fixture
def injected() -> list[InjectedError]:
    """Return a list for the exceptions a test raises: each must be logged once."""
    return []


@pytest.fixture
def provoked(request: pytest.FixtureRequest) -> list[str]:
    """Return texts of log records that a test provokes: its `provokes` marks."""
    return [
        each for mark in request.node.iter_markers("provokes") for each in mark.args
    ]


@pytest.fixture(autouse=True)
def _nothing_leaks_and_nobody_complains(
    sim: Simulator,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    sent_messages: list[str],
    injected: list[InjectedError],
    provoked: list[str],
) -> Iterator[None]:
    """Fail a test that leaves tokens or unexpected log records behind.

    Warnings of Home Assistant and asyncio count as ours do: they are about our code
    that they call.

    The simulation makes up every token: account tokens, server tokens and revoked
    ones, so that each can be searched for.
    """
    caplog.set_level(logging.DEBUG, logger=OURS)
    states: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        states.append(repr(event.data["new_state"]))

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    yield
    logged = (*caplog.get_records("setup"), *caplog.get_records("call"))
    assert [each for each in injected if times_logged(logged, each) != 1] == []
    known = (*NOT_OURS, SLOW, *provoked)
    complaints = [
        record
        for record in logged
        if record.levelno > logging.INFO
        # It asks for the clock's zone; a clock set by a test has none.
        and record.name != "aiohttp.access"
        and not any(each in record.getMessage() for each in known)
        and not is_of_busy_machine(record)
        and not any(times_logged((record,), each) for each in injected)
    ]
    assert not complaints, complaints

    stores = {key: hass_storage[key] for key in hass_storage if key != CONFIG_ENTRIES}
    left = {
        "log": caplog.text,
        "states": "\n".join(states),
        "stores": repr(stores),
        "runtime": repr([vars(entry) for entry in _loaded(hass)]),
        "websocket": "\n".join(sent_messages),
    }
    for place, text in left.items():
        assert leaks(sim, text) == [], place


def times_logged(records: Iterable[logging.LogRecord], error: Exception) -> int:
    """Return the number of records with an exception, or with its traceback as text."""
    return sum(
        record.getMessage().rstrip().endswith(f"InjectedError: {error}")
        if record.exc_info is None
        else record.exc_info[1] is error
        for record in records
    )


def leaks(sim: Simulator, text: str) -> list[str]:
    """Return the owners of the tokens that occur in a text."""
    return [str(sim.tokens.whose(each)) for each in sim.tokens.values() if each in text]


def _loaded(hass: HomeAssistant) -> list[PlexConnectionData]:
    entries = hass.config_entries.async_entries(DOMAIN)
    return [each.runtime_data for each in entries if hasattr(each, "runtime_data")]


@pytest.fixture
def alice(sim: Simulator) -> Account:
    """Return the account of the user at home."""
    return sim.add_account("alice")


@dataclass(frozen=True, kw_only=True)
class Attic:
    """An owned server at home, with every kind of row."""

    server: MediaServer
    lan: Listener
    bridge: Listener
    public: Listener
    relay: Listener

    @property
    def id(self) -> str:
        """Return its machineIdentifier."""
        return self.server.machine_identifier


@pytest.fixture
async def attic(sim: Simulator, alice: Account) -> Attic:
    """Return a server that is reached over its LAN address unless it fails."""
    server = await sim.add_server(
        "Attic",
        owner=alice,
        profile=ServerProfile(public_address=sim.plex_tv.home_public_address),
    )
    return Attic(
        server=server,
        lan=server.add_address("192.168.40.12"),
        bridge=server.add_address("172.19.0.1", fault="silent"),
        public=server.add_address("203.0.113.40", 31234, kind="remote"),
        relay=server.add_address("198.51.100.77", 8443, kind="relay"),
    )


@pytest.fixture
def all_enabled() -> Iterator[None]:
    """Enable every entity by default."""
    with patch(f"{Entity.__module__}.Entity.entity_registry_enabled_default", new=True):
        yield


@pytest.fixture
async def entry(
    hass: HomeAssistant, sim: Simulator, alice: Account
) -> AsyncIterator[MockConfigEntry]:
    """Return the account's config entry, as the config flow creates it.

    Unloads it while the simulation still runs: a simulation that ended first would
    be one more outage to the integration.
    """
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=alice.username,
        unique_id=str(alice.id),
        data={
            CONF_CLIENT_IDENTIFIER: CLIENT_IDENTIFIER,
            CONF_TOKEN: alice.token,
            CONF_SERVER_TOKENS: {},
        },
    )
    entry.add_to_hass(hass)
    yield entry
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
def listening() -> Iterator[Listening]:
    """Return the coordinators' listener counts; request it before an entry."""
    listening = Listening()
    with listening.watched():
        yield listening


type Until = Callable[[Callable[[], object]], Awaitable[None]]
type SetUp = Callable[[], Awaitable[None]]

STEP = 0.25
"""Seconds per step of simulated time: the race's attempt delay."""


@pytest.fixture
def until(hass: HomeAssistant) -> Until:
    """Return a function that runs the loop until a condition holds.

    It works while time is frozen: its time limit is real time.
    """

    async def wait(condition: Callable[[], object]) -> None:
        began = freezegun.real_monotonic()
        while not condition():
            await asyncio.sleep(0)
            if freezegun.real_monotonic() - began > PATIENCE:
                pytest.fail("the condition did not become true")

    return wait


class Elapse(Protocol):
    """Lets simulated seconds pass; use larger steps where no race runs meanwhile."""

    async def __call__(self, seconds: float, *, step: float = STEP) -> None:
        """Let `seconds` pass."""
        ...


@pytest.fixture
def elapse(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Iterator[Elapse]:
    """Return a function that lets simulated seconds pass while the loop runs.

    Between two steps all pending work finishes, including sockets and threads.
    """

    async def pass_by(seconds: float, *, step: float = STEP) -> None:
        steps = ceil(seconds / step)
        for _ in range(steps):
            # The loop's clock moves too, so that every timer fires when it is due;
            # the test package's own helper fires them half a second early.
            freezer.tick(seconds / steps)
            await idleness.reached()

    with Idleness(hass.loop).watched() as idleness:
        yield pass_by


@pytest.fixture
def set_up(hass: HomeAssistant, entry: MockConfigEntry, until: Until) -> SetUp:
    """Return a function that loads the entry and waits for each server's first check.

    It also waits until push has connected or failed, which is a request too.
    """

    async def load() -> None:
        assert await hass.config_entries.async_setup(entry.entry_id)
        servers = entry.runtime_data.servers.values()
        await until(
            lambda: all(server.data.next_check is not None for server in servers)
        )
        await hass.async_block_till_done()
        await until(
            lambda: all(
                server.push.state is not PushState.CONNECTING for server in servers
            )
        )

    return load


@pytest.fixture
async def server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    until: Until,
) -> ServerCoordinator:
    """Return the running coordinator of the server at home, its push channel open.

    Time is frozen before the start: freezing it later would be a jump.
    """
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server: ServerCoordinator = entry.runtime_data.servers[attic.id]
    await until(lambda: server.push.state is PushState.OPEN)
    return server


@pytest.fixture
async def page(
    server: ServerCoordinator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Page]:
    """Return an administrator's page, opened while the server at home runs."""
    page = await Page.open(hass_ws_client)
    yield page
    await page.close()


@pytest.fixture
def ref(entry: MockConfigEntry, attic: Attic) -> dict[str, str]:
    """Return the command parameters that select the server at home."""
    return {ATTR_ENTRY_ID: entry.entry_id, ATTR_SERVER_ID: attic.id}


def drop_this_run(hass: HomeAssistant) -> None:
    """Drop what lasts only as long as Home Assistant runs; the store is all there is.

    Call it while no account is loaded.
    """
    for key in RUN_DATA:
        hass.data.pop(key, None)


def state(hass: HomeAssistant, entity_id: str) -> str:
    """Return an entity's state; fail if the entity does not exist."""
    found = hass.states.get(entity_id)
    assert found is not None, entity_id
    return found.state
