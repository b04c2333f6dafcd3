"""A download of what happened to somebody, fed to the simulator, happens again."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Authority, Simulator
from simulator.diagnostics import scenario_of
from simulator.scenario import Scenario, populate
from simulator.timeline import play

from .conftest import ADAPTERS, Attic, Elapse

type Passage = tuple[str | None, str, str]
"""From, to, reason."""
type Download = Callable[[MockConfigEntry], Awaitable[dict[str, Any]]]


class Replay(Protocol):
    """Plays a download in a world of its own, and downloads what came of it."""

    async def __call__(
        self, download: dict[str, Any], *, also: float = 0.0
    ) -> dict[str, Any]:
        """Play it, and `also` some seconds more."""
        ...


def passages(download: dict[str, Any], number: int = 0) -> list[Passage]:
    """Return the changes of a server in a download."""
    return [
        (change["from_type"], change["to_type"], change["reason"])
        for change in download["data"]["servers"][number]["report"]["changes"]
    ]


def outcomes(download: dict[str, Any], number: int = 0) -> list[tuple[str, ...]]:
    """Return what each candidate is, and how it did when it was last tried."""
    return [
        (
            each["candidate"]["kind"],
            each["candidate"]["scheme"],
            str(each["candidate"]["port"]),
            "untried"
            if (attempt := each["last_attempt"]) is None
            else attempt["failure"] or "ok",
        )
        for each in download["data"]["servers"][number]["report"]["candidates"]
    ]


def verdict(download: dict[str, Any], number: int = 0) -> str:
    """Return how a server is reached in the end."""
    shown: str = download["data"]["servers"][number]["report"]["connection_type"]
    return shown


@pytest.fixture
async def download(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> Download:
    """Return a function that downloads as a user does, the whole file."""

    async def get(entry: MockConfigEntry) -> dict[str, Any]:
        assert await async_setup_component(hass, "diagnostics", {})
        client = await hass_client()
        answer = await client.get(f"/api/diagnostics/config_entry/{entry.entry_id}")
        assert answer.status == 200
        whole: dict[str, Any] = await answer.json()
        return whole

    return get


@pytest.fixture
async def replay(
    hass: HomeAssistant,
    authority: Authority,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Return a function that plays a download to another account's entry.

    It is a simulation of its own, of which nobody knows but by the download.
    """

    async def pass_by(seconds: float) -> None:
        await elapse(min(seconds, 45), step=0.5)
        if seconds > 45:
            await elapse(seconds - 45, step=5)

    async def again(found: dict[str, Any], *, also: float = 0.0) -> dict[str, Any]:
        scenario = scenario_of(found)
        await hass.config_entries.async_remove(entry.entry_id)
        # What is open to the first world is closed by now.
        await elapse(20, step=1)
        async with Simulator(authority) as world:
            await populate(world, scenario)
            world.network.adapters = ADAPTERS
            second = entry_of(world, scenario)
            second.add_to_hass(hass)
            assert await hass.config_entries.async_setup(second.entry_id)
            await elapse(10)
            await play(
                world,
                scenario.timeline,
                clock=hass.loop.time,
                sleep=pass_by,
                say=lambda _: None,
            )
            await elapse(also, step=5)
            result = await download(second)
            await hass.config_entries.async_remove(second.entry_id)
        return result

    return again


def entry_of(world: Simulator, scenario: Scenario) -> MockConfigEntry:
    """Return the entry of whoever lives in the world of a scenario."""
    account = world.plex_tv.accounts[next(iter(scenario.accounts))]
    return MockConfigEntry(
        domain=DOMAIN,
        title=account.username,
        unique_id=str(account.id),
        data={
            CONF_CLIENT_IDENTIFIER: "another",
            CONF_TOKEN: account.token,
            CONF_SERVER_TOKENS: {},
        },
    )


async def test_outage(
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """One address after the other dies, and the first one comes back."""
    await elapse(65, step=5)
    for listener in (attic.lan, attic.public, attic.relay):
        listener.vanish()
        await elapse(60, step=0.5)
    attic.lan.restore()
    await elapse(120, step=1)
    found = await download(entry)
    assert passages(found) == [
        (None, "local", "first"),
        ("local", "remote", "failover"),
        ("remote", "relay", "failover"),
        ("relay", "offline", "lost"),
        ("offline", "local", "recovered"),
    ]
    again = await replay(found)
    assert passages(again) == passages(found)
    assert verdict(again) == verdict(found) == "local"
    assert outcomes(again) == outcomes(found)
