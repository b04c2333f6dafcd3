"""A path that goes down or up every 20 s for an hour, second by second."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Listener, Outage, Simulator
from simulator.network import Reach

from .conftest import Attic, Elapse, state
from .witness import TYPE, Witness, assert_no_token_astray

HOUR = 3600
PERIOD = 20.0
"""Seconds for which the path is down, and then up."""

STRIDE = 10
"""Seconds per step of time while the path is not in use."""

DEAD_FOR = 15
"""Maximum seconds in a row on a dead path, for detection (design, section 5)."""

UPGRADES = {"remote": 8, "relay": 12}
"""Maximum upgrades in an hour (rule 13). Each adds 1000 to a penalty that halves every
15 minutes: two minutes apart, as a remote connection's checks are, the fourth exceeds
3000, and half an hour later, at some 860, it takes three or four more. On a relay, a
path that seems good for five minutes is admitted sooner, and so seems a path whose
period divides the time between two checks."""

CALM = {"remote": 33 + 2 * 12, "relay": 133 * 4}
"""Maximum connection attempts by the schedule alone: each check of a remote address,
and two dead rows as their back-off allows; on a relay all three direct rows each time,
because each change restarts its ten eager minutes."""
FOR_A_CHANGE = 8
"""Maximum extra connection attempts per change: a race, and the push channel."""


@dataclass
class Watcher:
    """Records the connection in use and how long it is dead."""

    server: ServerCoordinator
    listeners: Mapping[str, Listener]
    seconds: Counter[str] = field(default_factory=Counter)
    dead: int = 0
    longest_dead: int = 0

    @property
    def active(self) -> str | None:
        """Return the endpoint in use."""
        active = self.server.data.active
        return None if active is None else active.endpoint

    def look(self, seconds: int) -> None:
        """Record the seconds that have passed."""
        self.seconds[self.server.data.connection_type or "unknown"] += seconds
        is_dead = (
            self.active is not None
            and self.listeners[self.active].reach is not Reach.OPEN
        )
        self.dead = self.dead + seconds if is_dead else 0
        self.longest_dead = max(self.longest_dead, self.dead)


@pytest.mark.parametrize(
    ("beside", "outage"),
    [
        ("remote", Outage.VANISH),
        ("remote", Outage.CRASH),
        ("relay", Outage.VANISH),
    ],
)
async def test_hour_on_a_flapping_path(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    beside: str,
    outage: Outage,
) -> None:
    """A flapping path is used rarely, left at once, and costs few extra attempts.

    Time moves by single seconds while the path is in use, else in strides.
    """
    if beside == "relay":
        attic.public.inject("refuse")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(65, step=5)
    assert state(hass, TYPE) == "local"
    server = entry.runtime_data.servers[attic.id]
    watcher = Watcher(
        server, {each.place: each for each in (attic.lan, attic.public, attic.relay)}
    )
    seen = Witness(hass, sim)
    attic.lan.flip(PERIOD, outage)
    while watcher.seconds.total() < HOUR:
        step = 1 if watcher.active == attic.lan.place else STRIDE
        await elapse(step, step=step)
        watcher.look(step)

    reasons = Counter(reason for _, _, reason in seen.changes)
    upgrades = reasons["upgrade"] + reasons["fail_back"]
    assert reasons.keys() <= {"failover", "upgrade", "fail_back"}
    assert 1 <= upgrades <= UPGRADES[beside]
    assert upgrades <= reasons["failover"] <= upgrades + 1
    assert seen.types == [to for _, to, _ in seen.changes], "no others in between"
    assert watcher.seconds.keys() == {"local", beside}
    assert watcher.longest_dead <= DEAD_FOR
    assert seen.dials <= CALM[beside] + FOR_A_CHANGE * len(seen.changes)
    assert len(seen.requests("plex.tv")) <= 5, "1, 5, 15 and 60 minutes apart"
    assert_no_token_astray(sim)
