"""Fall-backs are tested once, soon after an account is set up."""

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.dashboard.views import server_row
from simulator import Simulator

from .conftest import Attic, Elapse, drop_this_run


async def test_once_and_not_at_restarts(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """Within two minutes each address was tried; a restart tries none anew."""
    hass.config_entries.async_update_entry(entry, options={"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(110)
    report = entry.runtime_data.servers[attic.id].data
    assert all(
        each.last_attempt is not None
        for each in report.candidates
        if not each.candidate.diagnostic_only
    )
    row = server_row(hass, entry.runtime_data.servers[attic.id])
    kinds = [each["type"] for each in row["fall_backs"]]
    assert kinds == ["remote", "relay"]
    assert all(each["latency_ms"] is not None for each in row["fall_backs"])
    assert sim.record.count(server="Attic", path="/identity") <= 8

    assert await hass.config_entries.async_unload(entry.entry_id)
    drop_this_run(hass)
    sim.record.clear()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(115)
    tried = {dial.address for dial in sim.record.dials}
    assert attic.relay.address not in tried
