"""Random sequences: one account in a real Home Assistant, in a scripted world.

The laws hold during and after any sequence: every timer keeps running, an unload ends
in time and leaves nothing, each exception is logged once, the bus event follows the
entities, and no token precedes an identity.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
    contextmanager,
)
from datetime import UTC, datetime, timedelta
import gc
from ipaddress import ip_network
from itertools import batched
import logging
from pathlib import Path
from random import Random, SystemRandom, seed as seed_all
import sys
import tempfile
from typing import Any, override
from unittest.mock import AsyncMock, patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_TOKEN
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_storage

from benchmarks.home import home_assistant
from custom_components import plex_connection
from custom_components.plex_connection import lan_discovery, runtime
from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.connection import (
    ConnectionType,
    LanAnnouncement,
    Networks,
    RowSource,
)
from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_CONNECTION_CACHE,
    CONF_PREWARM,
    CONF_PUSH,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.issues import ServerIssues
from custom_components.plex_connection.plex import GdmAnswer
from custom_components.plex_connection.signals import (
    SIGNAL_ANNOUNCED,
    SIGNAL_SERVER_UPDATED,
)

from .account_world import PLACES, STATES, InjectedError, World
from .extent import Extent
from .figures import Findings
from .resources import OURS

INTERVALS = {
    ConnectionType.LOCAL: 300.0,
    ConnectionType.REMOTE: 120.0,
    ConnectionType.RELAY: 30.0,
}
"""Seconds between two checks, by type; other types are checked within the next one."""
LONGEST = 600.0
LATE = 2.0
"""Seconds that a check may be late, not counting the wait for a place."""
GATE = 40.0
"""Seconds for which the account's four places may be taken: a round of all servers,
with a selection of at most ten seconds each."""
LAN_INTERVAL = 75.0
"""Seconds between LAN searches while a server that may be near is off."""
UNLOAD = 10.0
QUIET = 700.0
"""Seconds after an unload that must pass without requests."""
MOST_SERVERS = 6
DAY = 26.5 * 3600
"""Seconds within which plex.tv is asked and a name is looked up again."""
DAYS = 20
"""Every such sequence waits for a day."""
SEEDS = 2**48
"""Number of seeds to choose from."""
TOLD = 20
"""Maximum sequences whose faults are printed, and faults printed for each."""
NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
"""Start time of every sequence, so that its seed determines it fully."""


class Complaints(logging.Handler):
    """Collects logged errors, and the integration's warnings."""

    def __init__(self) -> None:
        """Create it empty."""
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.name.startswith(OURS):
            self.records.append(record)


class AccountSequence:
    """One sequence with its world and its entry."""

    def __init__(self, hass: HomeAssistant, seed: int, complaints: Complaints) -> None:
        """Create the world of a seed."""
        self.rng = Random(seed)  # noqa: S311 (no secret depends on it)
        self.hass = hass
        self.world = World(self.rng)
        self.faults = self.world.faults
        self.complaints = complaints
        self.raised: list[BaseException] = []
        """What manual requests raised."""
        self.entry = MockConfigEntry(
            domain=DOMAIN,
            title=f"Account {seed}",
            unique_id=str(100_000 + seed),
            data={
                CONF_CLIENT_IDENTIFIER: "5f2b7c3e-1f0a-4d53-9f0e-2a4f6d1c9b77",
                CONF_TOKEN: "token-of-the-account",
                CONF_SERVER_TOKENS: {},
            },
            options={
                CONF_PUSH: self.world.happens(0.6),
                CONF_CONNECTION_CACHE: self.world.happens(0.9),
                CONF_PREWARM: self.world.happens(0.8),
            },
        )
        self._acting = set[asyncio.Task[object]]()

    @property
    def servers(self) -> list[ServerCoordinator]:
        """Return the watched servers; none while the entry is not loaded."""
        if self.entry.state is not ConfigEntryState.LOADED:
            return []
        return list(self.entry.runtime_data.servers.values())

    async def run(self, *, is_long: bool) -> None:
        """Run the sequence and check the laws."""
        self.entry.add_to_hass(self.hass)
        unlisten = self.hass.bus.async_listen(EVENT_PLEX_CONNECTION, self._note_event)
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        for _ in range(self.rng.randint(10, 40)):
            self._act()
            if self.world.happens(0.7):
                await asyncio.sleep(self.rng.expovariate(1 / 40))
        if self.world.happens(0.7):
            await self._settle()
            await self._see_next_checks()
            if is_long:
                await self._see_a_day()
        await self._see_unload()
        unlisten()
        await self.hass.config_entries.async_remove(self.entry.entry_id)
        if self._acting:
            await asyncio.wait(self._acting, timeout=60)
        self._see_log()

    def _do(self, action: Awaitable[object]) -> None:
        """Start a manual action."""

        async def act() -> None:
            try:
                await action
            except HomeAssistantError:
                pass
            except Exception as err:  # noqa: BLE001 - judged later
                self.raised.append(err)

        task = asyncio.ensure_future(act())
        self._acting.add(task)
        task.add_done_callback(self._acting.discard)

    def _act(self) -> None:
        """Perform one random action."""
        actions: Sequence[Callable[[], None]] = (
            *(self._change_a_path,) * 4,
            *(self._say_something,) * 3,
            *(self._use,) * 5,
            *(self._change_plex_tv,) * 3,
            *(self._explode,) * 2,
            self._be_heard,
            self._reload,
        )
        self.rng.choice(actions)()

    def _change_a_path(self) -> None:
        server = self.rng.choice(self.world.servers)
        for where in server.paths:
            if self.world.happens(0.6):
                server.paths[where] = self.rng.choice(STATES)

    def _say_something(self) -> None:
        for channel in list(self.world.channels.values()):
            self.rng.choice((channel.hint, channel.hint, channel.lose))()

    def _use(self) -> None:
        if not self.servers:
            return
        rng, runtime = self.rng, self.entry.runtime_data
        server = rng.choice(self.servers)
        candidates = [each.candidate.url for each in server.data.candidates]
        pin = rng.choice([None, *candidates])
        choice: Callable[[], Awaitable[object]] = rng.choice(
            (
                *(lambda: server.backend.get_json("/library/sections"),) * 4,
                server.async_test_connections,
                lambda: server.async_pin(pin),
                lambda: server.async_pin(None),
                server.async_forget,
                server.async_refresh,
                runtime.account.async_rediscover,
                runtime.async_check_again,
            )
        )
        self._do(choice())

    def _change_plex_tv(self) -> None:
        rng, world = self.rng, self.world
        match rng.randrange(6):
            case 0:
                world.plex_tv = rng.choice(("up", "down", "busy"))
            case 1 if len(world.servers) < MOST_SERVERS:
                world.servers.append(world.make_server(len(world.servers)))
                world.listed.append(world.servers[-1])
            case 2 if len(world.listed) > 1:
                world.listed.remove(rng.choice(world.listed))
            case 3:
                world.listed = list(world.servers)
            case 4:
                rng.choice(world.servers).name = f"Renamed {rng.randrange(9)}"
            case _:
                server = rng.choice(world.servers)
                server.paths = world.make_server(server.number).paths
        if self.servers and self.world.happens(0.6):
            self._do(self.entry.runtime_data.account.async_rediscover())

    def _explode(self) -> None:
        self.world.bomb(self.rng.choice(PLACES))
        if self.servers and self.world.happens(0.3):
            self._listen_and_raise(self.rng.choice(self.servers))

    def _listen_and_raise(self, server: ServerCoordinator) -> None:
        """Make the listener of a page or an entity raise, once."""

        def fail() -> None:
            unlisten()
            self.world.injected.append(InjectedError("listener"))
            raise self.world.injected[-1]

        listen = self.rng.choice((self._watch, server.async_add_listener))
        unlisten = listen(fail)

    def _watch(self, watcher: Callable[[], None]) -> CALLBACK_TYPE:
        """Subscribe as a page does."""

        @callback
        def look(_: str) -> None:
            watcher()

        signal = SIGNAL_SERVER_UPDATED.format(self.entry.entry_id)
        return async_dispatcher_connect(self.hass, signal, look)

    def _be_heard(self) -> None:
        server = self.rng.choice(self.world.servers)
        address, port = self.rng.choice(list(server.paths))
        self.world.heard = [
            GdmAnswer(
                address=address,
                resource_identifier=server.id,
                port=port,
                name=None,
                host=None,
            )
        ]
        if self.servers:
            announcement = LanAnnouncement(
                address=address, port=port, source=RowSource.ZEROCONF
            )
            signal = SIGNAL_ANNOUNCED.format(self.entry.entry_id, server.id)
            async_dispatcher_send(self.hass, signal, announcement, True)  # noqa: FBT003

    def _reload(self) -> None:
        if self.world.happens(0.5):
            self.hass.config_entries.async_update_entry(
                self.entry,
                options={
                    **self.entry.options,
                    CONF_PUSH: self.world.happens(0.6),
                    CONF_CONNECTION_CACHE: self.world.happens(0.9),
                },
            )
        self._do(self._load())

    async def _load(self) -> None:
        if self.entry.state in (
            ConfigEntryState.LOADED,
            ConfigEntryState.SETUP_RETRY,
            ConfigEntryState.NOT_LOADED,
        ):
            await self.hass.config_entries.async_reload(self.entry.entry_id)

    @callback
    def _note_event(self, event: Event) -> None:
        """Check that the entities already show what the bus event reports."""
        if event.data["type"] != "connection_changed":
            return
        if event.data["config_entry_id"] != self.entry.entry_id:
            return
        registry = er.async_get(self.hass)
        for server in self.servers:
            unique_id = f"{server.account_id}_{server.record.server_id}_connection_type"
            entity = registry.async_get_entity_id("sensor", DOMAIN, unique_id)
            state = self.hass.states.get(entity or "sensor.none")
            shown = None if state is None else state.state
            kind = server.data.connection_type
            registered = entity and registry.async_get(entity)
            if registered and registered.device_id != event.data["device_id"]:
                continue
            if shown != (kind or "unknown"):
                self.faults.append(f"the bus says {kind}, and the entity {shown}")

    async def _settle(self) -> None:
        """Disarm injected exceptions and wait until the entry is loaded."""
        self.world.defuse()
        while self._acting:
            await asyncio.wait(self._acting)
        if self.entry.state is not ConfigEntryState.LOADED:
            self.world.plex_tv = "up"
            await self._load()
        if self.entry.state is not ConfigEntryState.LOADED:
            self.faults.append(f"not loaded: {self.entry.state}")

    async def _see_next_checks(self) -> None:
        """Check that every server gets a request within its type's interval."""
        now, asked = self.hass.loop.time(), self.world.asked.copy()
        waiting = []
        for server in self.servers:
            if not is_askable(server):
                continue
            kind = server.data.connection_type
            limit = INTERVALS.get(kind, LONGEST) if kind else LONGEST
            waiting.append((now + limit + LATE + GATE, server, kind))
        near = [
            server
            for server in self.servers
            if server.record.public_address_matches
            and server.data.connection_type is ConnectionType.OFFLINE
        ]
        if near:
            await asyncio.sleep(LAN_INTERVAL)
            still = [
                s for s in near if s.data.connection_type is ConnectionType.OFFLINE
            ]
            if still and self.world.asked["lan"] == asked["lan"]:
                self.faults.append("the LAN is not searched any more")
        for limit_at, server, kind in sorted(waiting, key=lambda each: each[0]):
            await asyncio.sleep(max(0.0, limit_at - self.hass.loop.time()))
            server_id = server.record.server_id
            if server_id not in self.entry.runtime_data.servers:
                continue
            if not is_askable(server):
                # plex.tv, which is asked meanwhile, no longer lists the pinned address.
                continue
            if self.world.asked[server_id] == asked[server_id]:
                self.faults.append(f"no check of {server.name} any more, it is {kind}")

    async def _see_a_day(self) -> None:
        """Check that plex.tv is asked again, and names are looked up."""
        self.world.heal()
        asked = self.world.asked.copy()
        await asyncio.sleep(DAY)
        if self.world.asked["plex.tv"] == asked["plex.tv"]:
            self.faults.append("plex.tv is not asked any more")
        is_name_known = any(
            each.candidate.on_link
            for server in self.servers
            for each in server.data.candidates
        )
        if is_name_known and self.world.asked["names"] == asked["names"]:
            self.faults.append("no name is looked up any more")

    async def _see_unload(self) -> None:
        """Check that unloading succeeds in time, and that nothing follows it."""
        # Home Assistant refuses to unload an entry during its set-up.
        async with self.entry.setup_lock:
            pass
        loop = self.hass.loop
        began = loop.time()
        if not await self.hass.config_entries.async_unload(self.entry.entry_id):
            self.faults.append("the unload failed")
        if (took := loop.time() - began) > UNLOAD:
            self.faults.append(f"the unload took {took:.1f} s")
        await asyncio.sleep(0)
        if self.entry.state is not ConfigEntryState.NOT_LOADED:
            # A reload requested earlier continues.
            while self._acting:
                await asyncio.wait(self._acting)
            await self.hass.config_entries.async_unload(self.entry.entry_id)
        self.world.defuse()
        self.faults += [f"left: {each}" for each in self._left()]
        asked = self.world.asked.copy()
        await asyncio.sleep(QUIET)
        if self.world.asked != asked:
            self.faults.append(f"asked after the unload: {self.world.asked - asked}")

    def _left(self) -> Iterator[str]:
        """Yield the integration's tasks and timers that remain."""
        for task in asyncio.all_tasks():
            code = getattr(task.get_coro(), "cr_code", None)
            if code is not None and f"/{DOMAIN}/" in code.co_filename:
                yield f"task {task.get_name()}"
        scheduled: list[asyncio.TimerHandle] = vars(self.hass.loop)["_scheduled"]
        for handle in scheduled:
            if not handle.cancelled() and f"{DOMAIN}." in repr(vars_of(handle)):
                yield f"timer {vars_of(handle)}"

    def _see_log(self) -> None:
        """Check that each exception was logged once, or raised to the caller."""
        told = [each for err in self.raised for each in leaves(err)]
        self.faults += [
            f"raised to a user: {each!r}"
            for each in told
            if not isinstance(each, InjectedError)
        ]
        if len(self._logged()) < len(self.world.injected):
            gc.collect()
        logged = self._logged()
        for each in self.world.injected:
            times = logged.count(id(each))
            if times > 1 or (not times and all(each is not one for one in told)):
                self.faults.append(f"{each!r} was logged {times} times")
        ours = {id(each) for each in self.world.injected}
        for record in self.complaints.records:
            logged_here = self._logged_in(record)
            if not logged_here or not set(logged_here) <= ours:
                error = record.exc_info and record.exc_info[1]
                self.faults.append(f"logged: {record.getMessage()} {error!r}")
        self.complaints.records.clear()

    def _logged(self) -> list[int]:
        return [
            each
            for record in self.complaints.records
            for each in self._logged_in(record)
        ]

    def _logged_in(self, record: logging.LogRecord) -> list[int]:
        """Return the exceptions of a record, or of the traceback in its text."""
        if record.exc_info and record.exc_info[1]:
            return [id(each) for each in leaves(record.exc_info[1])]
        # Above its last line are exceptions being handled when it was raised.
        last = record.getMessage().rstrip().rpartition("\n")[2]
        return [
            id(each)
            for each in self.world.injected
            if last.endswith(f"InjectedError: {each}")
        ]


def vars_of(handle: asyncio.TimerHandle) -> tuple[object, object]:
    """Return a timer's callback and arguments."""
    return handle._callback, handle._args  # type: ignore[attr-defined]  # noqa: SLF001


def is_askable(server: ServerCoordinator) -> bool:
    """Return whether an address may be probed: a pinned one may not exist."""
    pinned = server.data.pinned
    return any(
        not each.candidate.diagnostic_only and pinned in (None, each.candidate.url)
        for each in server.data.candidates
    )


def leaves(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception, or the leaves of its group."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from leaves(each)
    else:
        yield error


class Clock:
    """Wall clock that follows the loop's clock, from the same noon each time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Create a clock at noon."""
        self._loop = loop
        self._began = loop.time()

    async def begin(self) -> None:
        """Wait for the middle of a second, and restart at noon."""
        await asyncio.sleep(1.5 - self._loop.time() % 1)
        self._began = self._loop.time()

    def utcnow(self) -> datetime:
        """Return the time in UTC."""
        return NOON + timedelta(seconds=self._loop.time() - self._began)

    def now(self, time_zone: Any = None) -> datetime:
        """Return the time in Home Assistant's time zone, or in the given one."""
        return self.utcnow().astimezone(time_zone or dt_util.get_default_time_zone())

    @contextmanager
    def set(self) -> Iterator[None]:
        """Replace every wall clock with this one."""
        with (
            patch.object(dt_util, "utcnow", self.utcnow),
            patch.object(dt_util, "now", self.now),
        ):
            yield


class Rig:
    """Replaces the network with the world of the current sequence."""

    def __init__(self) -> None:
        """Create it without a world."""
        self.world: World | None = None
        self.clock = Clock(asyncio.get_running_loop())

    def __getattr__(self, name: str) -> Any:
        """Return the world's attribute."""
        # By the time of the call the world may be another.
        return lambda *args, **kwargs: getattr(  # noqa: PLW0108
            self.world, name
        )(*args, **kwargs)

    def random(self) -> Random:
        """Return the sequence's own random generator."""
        if self.world is None:
            raise RuntimeError("no sequence runs")
        return Random(self.world.rng.random())  # noqa: S311

    @contextmanager
    def set(self) -> Iterator[None]:
        """Replace both clients, names, the LAN and the networks."""
        networks = Networks((ip_network("192.168.40.0/24"),))
        follow = ServerIssues.async_follow

        def follow_or_explode(issues: ServerIssues, *args: Any) -> None:
            if self.world is not None:
                self.world.explode("follower")
            follow(issues, *args)

        with ExitStack() as stack:
            patches: tuple[AbstractContextManager[Any], ...] = (
                *(
                    patch.object(plex_connection, name, lambda *_, **__: self)
                    for name in ("PlexServerClient", "PlexAccountClient")
                ),
                patch.object(plex_connection, "DefaultResolver", lambda: self),
                patch.object(plex_connection, "create_ssl_context"),
                # The seed also determines the jitter of our requests.
                patch.object(plex_connection, "Random", self.random),
                patch.object(
                    plex_connection,
                    "async_get_networks",
                    AsyncMock(return_value=(networks, Networks())),
                ),
                patch.object(
                    runtime,
                    "async_get_networks",
                    AsyncMock(return_value=(networks, Networks())),
                ),
                patch.object(lan_discovery, "search_gdm", self.search),
                patch.object(
                    lan_discovery, "async_get_adapters", AsyncMock(return_value=[])
                ),
                patch.object(
                    lan_discovery, "async_load_adapters", AsyncMock(return_value=[])
                ),
                patch.object(ServerIssues, "async_follow", follow_or_explode),
            )
            for patched in patches:
                stack.enter_context(patched)
            yield


@asynccontextmanager
async def rig() -> AsyncIterator[tuple[HomeAssistant, Rig, Complaints]]:
    """Start a Home Assistant that runs one sequence after the other."""
    complaints, scene = Complaints(), Rig()
    logging.getLogger().addHandler(complaints)
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        mock_storage(),
        scene.clock.set(),
        scene.set(),
    ):
        async with home_assistant(
            Path(folder), account_id=1, token="unused", data=None
        ) as home:
            await home.hass.config_entries.async_remove(home.entry.entry_id)
            yield home.hass, scene, complaints
    logging.getLogger().removeHandler(complaints)


async def try_sequences(seeds: Sequence[int]) -> dict[int, list[str]]:
    """Run the sequences of the seeds; return the broken laws by seed."""
    broken = {}
    async with rig() as (hass, scene, complaints):
        complaints.records.clear()
        for seed in seeds:
            await scene.clock.begin()
            # Home Assistant adds jitter to its timers, too.
            seed_all(seed)
            sequence = AccountSequence(hass, seed, complaints)
            scene.world = sequence.world
            await sequence.run(is_long=seed % DAYS == 0)
            if sequence.faults:
                broken[seed] = sequence.faults
    return broken


IN_ONE_HOME = 100
"""Sequences per Home Assistant: its mocked store keeps the data of every call, some 2.5
MB a sequence."""


def tell_progress(seeds: Sequence[int], broken: dict[int, list[str]]) -> None:
    """Print the results of some sequences, as the whole run takes an hour."""
    print(f"sequences {seeds[0]} to {seeds[-1]}: {len(broken)} broken", file=sys.stderr)
    for seed, faults in broken.items():
        print(f"seed {seed}: {'; '.join(faults[:TOLD])}", file=sys.stderr)


async def accounts(extent: Extent) -> Findings:
    """Run the sequences; report the seeds of those that break a law."""
    findings = Findings(title="Random sequences of an account")
    first = extent.first_account
    if first is None:
        first = SystemRandom().randrange(SEEDS)
    broken: dict[int, list[str]] = {}
    for seeds in batched(
        range(first, first + extent.accounts), IN_ONE_HOME, strict=False
    ):
        broken |= (found := await try_sequences(seeds))
        tell_progress(seeds, found)
    findings.add("sequences", extent.accounts)
    findings.add("sequences that broke a law", len(broken), 0)
    findings.complaints += [
        f"seed {seed}: {each}"
        for seed, faults in list(broken.items())[:TOLD]
        for each in faults[:TOLD]
    ]
    return findings
