"""Requests per hour: every one is a burden on a server or on plex.tv."""

from collections import Counter

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Simulator

from .conftest import Attic, Elapse, state

HOUR = 3600


def faults(attic: Attic, kind: str) -> None:
    """Refuse every connection type that is better than `kind`."""
    order = {"local": 0, "remote": 1, "relay": 2, "offline": 3}[kind]
    for listener in (attic.lan, attic.public, attic.relay)[:order]:
        listener.inject("refuse")


@pytest.mark.parametrize(
    ("kind", "budget"),
    [
        # 12 or 13 checks, and the standby at most twice; once, the addresses that the
        # first race left out.
        (
            "local",
            {"lan": (10, 13), "public": (0, 2), "bridge": (0, 1), "relay": (1, 1)},
        ),
        # 30 to 33 checks; dead local rows as their back-off allows. The server should
        # be reached at home, so plex.tv is asked for new rows after 1, 6 and 21 min.
        (
            "remote",
            {
                "public": (28, 33),
                # Once as one left out, and as the standby.
                "relay": (1, 3),
                "lan": (6, 12),
                "bridge": (6, 12),
                "plex.tv": (2, 4),
            },
        ),
        # 120 to 133 checks; direct rows every 30 s for 10 min, then every 120 s; and
        # plex.tv as above.
        (
            "relay",
            {
                "relay": (100, 133),
                "lan": (38, 52),
                "bridge": (38, 52),
                "public": (38, 52),
                "plex.tv": (2, 4),
            },
        ),
        # 30, 60 … 600 s, each row once per race; plex.tv after 1, 5, 15 and 60 min.
        (
            "offline",
            {
                "lan": (7, 11),
                "bridge": (7, 11),
                "public": (7, 11),
                "relay": (7, 11),
                "plex.tv": (3, 5),
            },
        ),
    ],
)
async def test_an_hour(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    kind: str,
    budget: dict[str, tuple[int, int]],
) -> None:
    """An hour's connection attempts per address, excluding the start, stay in budget.

    These are ranges: jitter scatters the checks, and Home Assistant's timers run on
    whole seconds. Tests in virtual time with seeded jitter hold the exact numbers.
    """
    faults(attic, kind)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(12)
    assert state(hass, "sensor.attic_connection_type") == kind
    sim.record.clear()
    await elapse(HOUR, step=5)

    names = {
        attic.lan.address: "lan",
        attic.bridge.address: "bridge",
        attic.public.address: "public",
        attic.relay.address: "relay",
    }
    dials = Counter(names.get(dial.address, "plex.tv") for dial in sim.record.dials)
    assert dials.keys() <= budget.keys()
    for name, (least, most) in budget.items():
        assert least <= dials[name] <= most, (name, dials)
    # Only these: a check's one request, plex.tv's list, and what a server is asked
    # about itself, after the start.
    asked = Counter(request.path for request in sim.record.requests)
    assert asked.pop("/myplex/account", 0) <= 1
    assert asked.pop("/:/prefs", 0) <= 1
    assert asked.keys() <= {"/identity", "/api/v2/resources"}
