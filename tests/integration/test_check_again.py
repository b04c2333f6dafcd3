"""The action that rediscovers servers and tests every connection."""

from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.prober import ServerProber
from simulator import Simulator

from .acting import acted
from .conftest import Attic, Elapse
from .test_dynamic_servers import add_cabin


async def test_test_that_raises(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A test that raises is logged once, and the other server is still tested."""
    cabin = await add_cabin(sim)
    assert await hass.config_entries.async_setup(entry.entry_id)
    # Until all addresses have been tested once.
    await elapse(30)
    asked = sim.record.count(server="Cabin")
    probe = ServerProber.probe

    async def fail(prober: ServerProber, *args: Any, **kwargs: Any) -> Any:
        if prober.record.server_id == attic.id:
            raise ValueError("a bug")
        return await probe(prober, *args, **kwargs)

    with patch.object(ServerProber, "probe", fail):
        await acted(elapse, entry.runtime_data.async_check_again(), seconds=20)
    assert sim.record.count(server="Cabin") > asked
    (told,) = [each for each in caplog.records if "test of Attic" in each.message]
    caplog.records.remove(told)
    assert cabin.machine_identifier in entry.runtime_data.servers
