"""The log of one fail-over, from the lost push channel to the event."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.coordinator import ServerCoordinator

from .conftest import OURS, Attic, Elapse, state

LAN, PUBLIC = "192.168.40.12:32400", "203.0.113.40:31234"

STEPS = (
    "Attic: push channel lost",
    "Attic: checking, reason push_ended",
    f"Attic: local over {LAN}: refused",
    f"Attic: uses {PUBLIC} from now on",
    f"Attic: remote over {PUBLIC}, was local; failover, settled in ",
    "Attic: shown as remote",
    "Attic: event connection_changed",
    "Attic: checked, the next is due in ",
)


async def test_steps_are_logged_in_order(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Debug logging has all steps in order, and the change and its event only once."""
    await elapse(3)
    caplog.clear()
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(3)
    assert state(hass, "sensor.attic_connection_type") == "remote"
    logged = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(OURS) and record.getMessage().startswith("Attic: ")
    ]
    steps = [step for line in logged for step in STEPS if line.startswith(step)]
    assert list(dict.fromkeys(steps)) == list(STEPS)
    assert steps.count(STEPS[4]) == steps.count(STEPS[6]) == 1
