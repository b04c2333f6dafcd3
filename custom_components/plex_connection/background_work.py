"""Work in the background that ends before what it works with is taken away."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback


class BackgroundWork:
    """Tasks of one part of an entry."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Begin with none."""
        self._hass = hass
        self._entry = entry
        self._tasks: set[asyncio.Task[Any]] = set()

    @callback
    def async_spawn[T](
        self, work: Coroutine[Any, Any, T], name: str
    ) -> asyncio.Task[T]:
        """Run `work` in the background, until it is cancelled or the entry unloaded."""
        task = self._entry.async_create_background_task(self._hass, work, name)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return task

    async def async_cancel(self) -> None:
        """End all of it, while the sessions it uses are still there.

        Home Assistant would do so too, but takes an entry's sessions away first, and
        a race that has just begun would find itself without.
        """
        for task in (tasks := tuple(self._tasks)):
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


def is_cancelled() -> bool:
    """Return whether the task that runs this is being cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
