"""Background tasks of an entry, and their waiters."""

import asyncio

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.background_work import BackgroundWork


@pytest.mark.parametrize("turns", [0, 1])
async def test_failure_while_its_waiter_is_cancelled(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, turns: int
) -> None:
    """The failure is logged once: the cancelled waiter cannot raise it any more."""
    work = BackgroundWork(hass)

    async def fail() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        raise RuntimeError("broken")

    waiting = hass.async_create_task(work.async_run(fail(), "a question"))
    for _ in range(turns):
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    told = [record for record in caplog.records if record.exc_info]
    assert [record.getMessage() for record in told] == ["Unexpected error: a question"]
    caplog.clear()
    await work.async_end()
