"""Requests over the kept connection: what they cost and which faults they survive."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection import PlexBackend, async_get_backend
from custom_components.plex_connection.connection import CheckReason, Outcome, Purpose
from custom_components.plex_connection.const import (
    CONF_ALLOW_HTTP,
    CONF_PUSH,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.errors import (
    AnswerNotJsonError,
    AnswerTooLargeError,
    BackendError,
    NotAuthorizedError,
    OperationFailedError,
    OperationUncertainError,
    ServerOfflineError,
    ServerStartingError,
    ServerUnloadedError,
)
from custom_components.plex_connection.request_policy import ParameterValue
from simulator import Simulator
from tests.idleness import Idleness

from .conftest import Attic, Elapse, SetUp, Until, state
from .leaving import remove

DOCUMENTATION = Path(__file__).parents[2] / "docs/python.md"

POOLED = 20
"""Seconds after which no pooled connection is open; aiohttp keeps them for 15."""

SCROBBLE: dict[str, ParameterValue] = {
    "identifier": "com.plexapp.plugins.library",
    "key": 1001,
}
"""Parameters that mark the first film as watched."""


@pytest.fixture
async def attic(attic: Attic) -> Attic:
    """Return the server at home, without the silent address that delays selections."""
    attic.bridge.heal()
    attic.bridge.inject("refuse")
    return attic


@pytest.fixture
def backend(hass: HomeAssistant, attic: Attic) -> Callable[[], PlexBackend]:
    """Return a function that returns the server's backend."""
    return lambda: async_get_backend(hass, attic.id)


async def notice() -> None:
    """Wait until our side has seen what happened on the wire."""
    with Idleness(asyncio.get_running_loop()).watched() as idleness:
        await idleness.reached()


def changes(entry: MockConfigEntry, attic: Attic) -> list[tuple[str | None, str]]:
    """Return the connection changes so far, without the first."""
    report = entry.runtime_data.servers[attic.id].data
    return [(change.from_type, change.to_type) for change in report.changes[1:]]


def watched(attic: Attic) -> int:
    """Return how often the server has marked a film as watched."""
    return attic.server.actions["GET /:/scrobble"]


async def test_request_over_the_active_connection(
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
) -> None:
    """Getting a backend sends nothing; a request sends only itself."""
    await set_up()
    asked = len(sim.record.requests)
    plex = backend()
    await asyncio.sleep(0)
    assert len(sim.record.requests) == asked
    answer: Any = await plex.get_json("/library/sections")
    titles = [each["title"] for each in answer["MediaContainer"]["Directory"]]
    assert titles == ["Films", "Series"]
    await plex.get_json("/library/sections/1/all", {"type": 1, "unwatched": True})
    first, second = sim.record.requests[asked:]
    assert (first.path, first.origin.listener) == (
        "/library/sections",
        attic.lan.place,
    )
    assert second.query == ("type", "unwatched")
    assert first.connection == second.connection
    assert sim.record.tokens_to("Attic") == {"server:Attic:alice"}
    assert sim.record.tokens_in_query() == []


async def test_the_first_request_after_a_restart(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
) -> None:
    """With a fresh cache, one proof of identity precedes the requests, and no probe."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    await set_up()
    await hass.config_entries.async_unload(entry.entry_id)
    sim.record.clear()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    plex = backend()
    assert sim.record.requests == []
    await asyncio.gather(*(plex.get_json("/library/sections") for _ in range(5)))
    paths = [entry.path for entry in sim.record.requests]
    assert paths == ["/identity", *["/library/sections"] * 5]


async def test_unsent_request_is_repeated(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
    elapse: Elapse,
    until: Until,
) -> None:
    """An unsent request is repeated over the next address; even an action runs once."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    await set_up()
    plex = backend()
    await plex.get_json("/library/sections")
    await elapse(POOLED, step=5)
    attic.lan.crash()
    answer = await plex.request("GET", "/:/scrobble", SCROBBLE)
    assert answer.status == 200
    assert watched(attic) == 1
    (scrobbled,) = sim.record.find(path="/:/scrobble")
    assert scrobbled.origin.listener == attic.public.place
    await until(lambda: changes(entry, attic) == [("local", "remote")])


@pytest.mark.parametrize("ending", ["reset", "close"])
async def test_action_is_not_repeated(
    hass: HomeAssistant,
    attic: Attic,
    set_up: SetUp,
    elapse: Elapse,
    backend: Callable[[], PlexBackend],
    ending: str,
) -> None:
    """An action whose answer was lost is not repeated: the server has executed it."""
    await set_up()
    plex = backend()
    for warm in (False, True):
        attic.server.actions.clear()
        if warm:
            await plex.get_json("/library/sections")
        else:
            await elapse(POOLED, step=5)
        attic.lan.inject("answer_lost", ending=ending, paths=("/:/scrobble",), times=1)
        with pytest.raises(OperationUncertainError):
            await plex.request("GET", "/:/scrobble", SCROBBLE)
        assert watched(attic) == 1
        await elapse(1)
    # The check after the loss has proved the address itself to be fine.
    assert state(hass, "sensor.attic_connection_type") == "local"


async def test_read_is_repeated(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
) -> None:
    """A GET of the list is repeated, and its caller does not notice."""
    await set_up()
    plex = backend()
    await plex.get_json("/library/sections")
    attic.lan.inject("answer_lost", paths=("/library/sections",))
    asked = sim.record.count(path="/library/sections")
    with pytest.raises(OperationFailedError):
        await plex.get_json("/library/sections")
    # Repeated once because the pooled connection may have gone stale, which does not
    # implicate the server, and once after the address has proved to be fine: no more.
    assert sim.record.count(path="/library/sections") - asked <= 4
    attic.lan.heal()
    await plex.get_json("/library/sections")
    attic.lan.inject("answer_lost", paths=("/library/sections",), times=1)
    await plex.get_json("/library/sections")
    assert changes(entry, attic) == []


async def test_many_fail_together(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
    until: Until,
) -> None:
    """Thirty requests on a dead connection cause one fail-over, and all get answers."""
    await set_up()
    plex = backend()
    await plex.get_json("/library/sections")
    attic.lan.crash()
    sim.record.clear()
    asked = [plex.get_json("/library/sections") for _ in range(30)]
    answers = await asyncio.gather(*asked)
    assert all(answer == answers[0] for answer in answers)
    assert sim.record.count(path="/library/sections") == 30
    await until(lambda: changes(entry, attic) == [("local", "remote")])
    # The public candidate as the standby, once more now that it is open, and perhaps
    # the relay: thirty failures cost no more than one.
    assert sim.record.count(path="/identity") <= 4


async def fail_over(server: ServerCoordinator) -> None:
    """Do what an operation does when its connection is lost."""
    server.backend.monitor.fail_over()
    await server.backend.monitor.replacement()


async def test_failure_during_a_fail_over(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
) -> None:
    """Operations that fail during a fail-over do not request another check."""
    hass.config_entries.async_update_entry(entry, options={CONF_PUSH: False})
    await set_up()
    server = entry.runtime_data.servers[attic.id]
    attic.lan.crash()
    lost = asyncio.create_task(server.async_check(CheckReason.PUSH_LOST))
    await asyncio.sleep(0)
    await asyncio.gather(*(fail_over(server) for _ in range(5)))
    await lost
    await hass.async_block_till_done(wait_background_tasks=True)
    asked = server.metrics.snapshot().today.requests
    assert Purpose.CHECK not in asked
    # Three at the start, three for the loss; another check would be two more.
    assert asked[Purpose.SELECTION] <= 6
    assert changes(entry, attic) == [("local", "remote")]


async def test_a_server_that_vanishes(
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    elapse: Elapse,
    backend: Callable[[], PlexBackend],
) -> None:
    """Without a FIN, a request waits for its timeout and is then answered elsewhere."""
    await set_up()
    plex = backend()
    await plex.get_json("/library/sections")
    attic.lan.vanish()
    request = asyncio.create_task(plex.get_json("/library/sections"))
    await elapse(23)
    assert request.done()
    assert await request
    assert changes(entry, attic) == [("local", "remote")]


async def test_an_offline_server(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
    elapse: Elapse,
    backend: Callable[[], PlexBackend],
) -> None:
    """Every caller gets ServerOfflineError, at the cost of few connection attempts."""
    await set_up()
    attic.server.crash()
    request = asyncio.create_task(backend().get_json("/library/sections"))
    await elapse(12)
    with pytest.raises(ServerOfflineError):
        await request
    assert state(hass, "sensor.attic_connection_type") == "offline"
    dials = len(sim.record.dials)
    for _ in range(20):
        with pytest.raises(ServerOfflineError, match="Attic is offline"):
            await backend().get_json("/library/sections")
    assert len(sim.record.dials) - dials <= 8

    attic.server.restore()
    await elapse(11)
    assert await backend().get_json("/library/sections")


@pytest.mark.parametrize(
    ("fault", "raised", "questions"),
    [
        ("unauthorized", NotAuthorizedError, 1),
        ("forbidden", NotAuthorizedError, 0),
        ("token_expired", NotAuthorizedError, 1),
        ("starting", ServerStartingError, 0),
        ("server_error", OperationFailedError, 0),
        ("redirect", OperationFailedError, 0),
        ("garbage", AnswerNotJsonError, 0),
        ("not_plex", AnswerNotJsonError, 0),
    ],
)
async def test_error_answers_cause_no_fail_over(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
    until: Until,
    fault: str,
    raised: type[BackendError],
    questions: int,
) -> None:
    """An authentic error causes no fail-over; after a 401, plex.tv verifies the token.

    After a 503, probes of the server and its standby find out whether it is starting.
    """
    await set_up()
    attic.lan.inject(fault, paths=("/library",))
    probes = sim.record.count(path="/identity")
    for _ in range(3):
        with pytest.raises(raised):
            await backend().get_json("/library/sections")
    await until(lambda: sim.record.count(path="/api/v2/user") >= questions)
    await notice()
    assert sim.record.count(path="/api/v2/user") == questions
    asked = sim.record.count(path="/identity") - probes
    assert (0 < asked <= 6) if fault == "starting" else asked == 0
    assert sim.record.count(path="/library/sections") == 3
    assert changes(entry, attic) == []


async def test_answers_of_all_sizes(
    attic: Attic, set_up: SetUp, backend: Callable[[], PlexBackend]
) -> None:
    """Answers of some megabytes are read, but never more than `limit`."""
    attic.server.profile.films = 3000
    attic.server.library.films = 3000
    await set_up()
    answer = await backend().request("GET", "/library/sections/1/all")
    assert len(answer.body) > 1_000_000
    films: Any = await backend().get_json("/library/sections/1/all")
    assert len(films["MediaContainer"]["Metadata"]) == 3000
    size = len(answer.body)
    same = await backend().request("GET", "/library/sections/1/all", limit=size)
    assert len(same.body) == size
    with pytest.raises(AnswerTooLargeError):
        await backend().get_json("/library/sections/1/all", limit=size - 1)
    page = {"X-Plex-Container-Start": 2990, "X-Plex-Container-Size": 50}
    last: Any = await backend().get_json("/library/sections/1/all", page, limit=20_000)
    assert len(last["MediaContainer"]["Metadata"]) == 10


async def test_the_account_is_unloaded_meanwhile(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    until: Until,
    sim: Simulator,
    backend: Callable[[], PlexBackend],
) -> None:
    """Unloading ends running requests with their own errors; new ones cannot start."""
    await set_up()
    plex = backend()
    attic.lan.inject("slow_answer", delay=600, paths=("/library", "/:/scrobble"))
    reading = asyncio.create_task(plex.get_json("/library/sections"))
    acting = asyncio.create_task(plex.request("GET", "/:/scrobble", SCROBBLE))
    await until(lambda: sim.record.count(path="/:/scrobble"))
    await until(lambda: sim.record.count(path="/library/sections"))
    assert await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ServerUnloadedError):
        await reading
    with pytest.raises(OperationUncertainError):
        await acting
    with pytest.raises(ServerUnloadedError):
        await plex.get_json("/library/sections")
    with pytest.raises(ServiceValidationError):
        backend()
    attic.lan.heal()
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert backend() is not plex
    assert await backend().get_json("/library/sections")


async def test_removed_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    elapse: Elapse,
    backend: Callable[[], PlexBackend],
) -> None:
    """A server that was unlisted and deleted no longer has a backend."""
    await set_up()
    plex = backend()
    await remove(hass, elapse, entry, attic.server)
    assert attic.id not in entry.runtime_data.servers
    with pytest.raises(ServerUnloadedError):
        await plex.get_json("/library/sections")
    with pytest.raises(ServiceValidationError):
        backend()


async def test_finding_a_server(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """A server is found by its device or its own id; each failure has its own error."""
    with pytest.raises(ServiceValidationError):
        async_get_backend(hass, attic.id)
    await set_up()
    device_id = dr.async_get_device_id_by_identifier(
        hass, (DOMAIN, attic.id), config_entry_id=entry.entry_id
    )
    assert device_id is not None
    plex = async_get_backend(hass, device_id)
    assert plex is async_get_backend(hass, attic.id)
    assert plex.server_name == "Attic"
    with pytest.raises(HomeAssistantError) as unknown:
        async_get_backend(hass, "nobody")
    assert unknown.value.translation_key == "service_device_not_found"
    await hass.config_entries.async_unload(entry.entry_id)
    for name in (device_id, attic.id):
        with pytest.raises(HomeAssistantError) as unloaded:
            async_get_backend(hass, name)
        assert unloaded.value.translation_key == "service_config_entry_not_loaded"
    assert entry.state is ConfigEntryState.NOT_LOADED


async def test_owner_account_is_preferred(
    hass: HomeAssistant, sim: Simulator, attic: Attic, entry: MockConfigEntry
) -> None:
    """The owner's account is preferred, because an owner may do most with a server."""
    bob = sim.add_account("bob")
    attic.server.share_with(bob)
    other = MockConfigEntry(
        domain=DOMAIN,
        title="bob",
        unique_id=str(bob.id),
        data={
            "client_identifier": "b0b",
            CONF_TOKEN: bob.token,
            CONF_SERVER_TOKENS: {},
        },
    )
    other.add_to_hass(hass)
    # The integration's first set-up sets up all its entries.
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    servers = [each.runtime_data.servers[attic.id] for each in (entry, other)]
    assert async_get_backend(hass, attic.id) is servers[0].backend
    assert await servers[1].backend.get_json("/library/sections")
    assert "server:Attic:bob" in sim.record.tokens_to("Attic")
    assert await hass.config_entries.async_unload(other.entry_id)


async def test_over_http_where_that_is_allowed(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
) -> None:
    """Over http, each token follows an identity check on the same connection."""
    hass.config_entries.async_update_entry(entry, options={CONF_ALLOW_HTTP: True})
    attic.lan.inject("expired_certificate")
    attic.public.inject("refuse")
    await set_up()
    active = entry.runtime_data.servers[attic.id].data.active
    assert (active.scheme, active.address) == ("http", "192.168.40.12")
    for _ in range(2):
        assert await backend().get_json("/library/sections")
    asked = sim.record.find(path="/library/sections")
    assert len(asked) == 2
    for request in asked:
        on_the_same = [
            each.path
            for each in sim.record.requests
            if each.connection == request.connection
        ]
        position = on_the_same.index(request.path)
        assert on_the_same[position - 1] == "/identity"


async def test_address_taken_over_by_another_server(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
    until: Until,
) -> None:
    """Another server that has taken over the address never receives the token."""
    await set_up()
    plex = backend()
    sim.record.clear()
    attic.lan.inject("wrong_certificate")
    attic.lan.cut_connections()
    assert await plex.get_json("/library/sections")
    assert sim.record.tokens_at(attic.lan.place) == frozenset()
    await until(lambda: changes(entry, attic) == [("local", "remote")])


async def test_what_is_counted(
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    backend: Callable[[], PlexBackend],
) -> None:
    """Requests of other integrations count as operations, not as our own requests."""
    await set_up()
    metrics = entry.runtime_data.servers[attic.id].metrics
    ours = metrics.snapshot().today.request_count
    for _ in range(3):
        await backend().get_json("/library/sections")
    after = metrics.snapshot().today
    assert after.requests[Purpose.OPERATION] == 3
    assert after.operations == {Outcome.OK: 3}
    assert after.request_count == ours


async def test_the_documented_example(
    hass: HomeAssistant, attic: Attic, set_up: SetUp
) -> None:
    """The example that programmers copy works."""
    await set_up()
    text = DOCUMENTATION.read_text()
    section = text.partition("<!-- example -->")[2].partition("<!-- end -->")[0]
    (code,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    names: dict[str, Callable[..., Awaitable[Any]]] = {}
    exec(compile(code, str(DOCUMENTATION), "exec"), names)  # noqa: S102
    assert len(await names["async_titles"](hass, attic.id)) == 12
    await names["async_mark_watched"](hass, attic.id, "1001")
    assert watched(attic) == 1
    attic.server.crash()
    with pytest.raises(BackendError):
        await names["async_mark_watched"](hass, attic.id, "1001")
    assert await names["async_titles"](hass, attic.id) == []
