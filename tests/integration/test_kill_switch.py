"""The main scenarios with and without the cache: same results, more requests."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.connection import Freshness, MetricsSnapshot
from custom_components.plex_connection.errors import ServerOfflineError
from custom_components.plex_connection.settings import ENABLE_CONNECTION_CACHE
from simulator import Simulator

from .conftest import Attic, Elapse, state
from .witness import ADDRESS, OPERATIONS, TYPE, fate_of, under_way

pytestmark = pytest.mark.usefixtures("all_enabled")


LAN = ("local", "192.168.40.12:32400")
PUBLIC = ("remote", "203.0.113.40:31234")
RELAY = ("relay", "198.51.100.77:8443")
OFF = ("offline", "unknown")

OPERATIONS_AT_ONCE = 5

type Used = tuple[str, str]
"""A connection type, and the address."""


@dataclass
class Rig:
    """Home Assistant with one server, to run a scenario on."""

    hass: HomeAssistant
    sim: Simulator
    attic: Attic
    entry: MockConfigEntry
    elapse: Elapse
    used: list[Used] = field(default_factory=list)

    async def start(self, *, settled_in: float = 3) -> None:
        """Start with what is in the store."""
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.elapse(settled_in)
        await self.operate()

    async def stop(self) -> None:
        """Stop, and store what is known."""
        assert await self.hass.config_entries.async_unload(self.entry.entry_id)

    async def operate(self) -> None:
        """Send requests to the server, and record the connection in use.

        Five requests: jitter decides which checks fall into a scenario, and their
        number is not what is compared.
        """
        server = self.entry.runtime_data.servers[self.attic.id]
        used = (state(self.hass, TYPE), state(self.hass, ADDRESS))
        self.used.append(used)
        for _ in range(OPERATIONS_AT_ONCE):
            read = under_way(server.backend.get_json("/library/sections"))
            await self.elapse(0.25)
            assert fate_of(read) is (ServerOfflineError if used == OFF else None)

    def metrics(self) -> MetricsSnapshot:
        """Return the server's own metrics."""
        server = self.entry.runtime_data.servers[self.attic.id]
        snapshot: MetricsSnapshot = server.metrics.snapshot()
        return snapshot


async def start(rig: Rig) -> None:
    """Start while all is well."""
    await rig.start()


async def restart(rig: Rig) -> None:
    """Start, stop, and start again."""
    await rig.start()
    await rig.elapse(30, step=5)
    await rig.stop()
    await rig.start()


async def lan_dies_and_comes_back(rig: Rig) -> None:
    """Fail over, and fail back."""
    await rig.start()
    rig.attic.lan.crash()
    await rig.elapse(3)
    await rig.operate()
    rig.attic.lan.restore()
    await rig.elapse(250, step=5)
    await rig.operate()


async def relay_and_escape(rig: Rig) -> None:
    """Start on a relay, and leave it."""
    rig.attic.lan.inject("refuse")
    rig.attic.public.inject("refuse")
    # Relays are not stored: plex.tv has to be asked for one first.
    await rig.start(settled_in=8)
    rig.attic.lan.heal()
    rig.attic.public.heal()
    await rig.elapse(100, step=5)
    await rig.operate()


async def offline_and_back(rig: Rig) -> None:
    """Lose everything, and find it again."""
    await rig.start()
    rig.attic.server.crash()
    await rig.elapse(3)
    await rig.operate()
    rig.attic.server.restore()
    await rig.elapse(70, step=5)
    await rig.operate()


async def operations(rig: Rig) -> None:
    """Use the server now and then."""
    await rig.start()
    for _ in range(2):
        await rig.elapse(60, step=5)
        await rig.operate()


SCENARIOS: dict[Callable[[Rig], Awaitable[None]], list[Used]] = {
    start: [LAN],
    restart: [LAN, LAN],
    lan_dies_and_comes_back: [LAN, PUBLIC, LAN],
    relay_and_escape: [RELAY, LAN],
    offline_and_back: [LAN, OFF, LAN],
    operations: [LAN] * 3,
}


@dataclass(frozen=True, kw_only=True)
class Played:
    """The result of a scenario."""

    used: list[Used]
    requests: int
    """Our own requests, without the operations themselves."""
    metrics: MetricsSnapshot


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.__name__)
async def test_with_the_cache_and_without(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    monkeypatch: pytest.MonkeyPatch,
    scenario: Callable[[Rig], Awaitable[None]],
) -> None:
    """Without the cache: the same connections, more requests, and separate counts.

    Both runs begin with a store that an earlier start has left.
    """

    async def play() -> Played:
        rig = Rig(hass, sim, attic, entry, elapse)
        sim.record.clear()
        await scenario(rig)
        metrics = rig.metrics()
        await rig.stop()
        requests = [
            each for each in sim.record.requests if not each.path.startswith(OPERATIONS)
        ]
        return Played(used=rig.used, requests=len(requests), metrics=metrics)

    await start(first := Rig(hass, sim, attic, entry, elapse))
    await first.stop()
    cached = await play()
    monkeypatch.setenv(ENABLE_CONNECTION_CACHE, "off")
    uncached = await play()

    assert cached.used == SCENARIOS[scenario]
    assert uncached.used == SCENARIOS[scenario]
    assert uncached.requests > cached.requests
    assert {day.cached for day in cached.metrics.days} == {True}
    assert {day.cached for day in uncached.metrics.days} == {True, False}
    assert lookups(uncached.metrics, cached=True) == lookups(
        cached.metrics, cached=True
    )
    without = lookups(uncached.metrics, cached=False)
    assert without.keys() == {Freshness.MISS}
    assert without.total() == OPERATIONS_AT_ONCE * len(uncached.used)
    assert uncached.metrics.cache_hit_rate == 0.0
    assert cached.metrics.cache_hit_rate is not None
    assert cached.metrics.cache_hit_rate > 0.0


def lookups(metrics: MetricsSnapshot, *, cached: bool) -> Counter[Freshness]:
    """Return the cache look-ups of the days with or without the cache."""
    found: Counter[Freshness] = Counter()
    for day in metrics.days:
        if day.cached is cached:
            found.update(day.lookups)
    return found
