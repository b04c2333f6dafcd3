"""Work in the background that ends before what it works with is taken away."""

import asyncio
from collections.abc import Coroutine
import logging
from typing import Any

from homeassistant.core import HomeAssistant, callback

_LOGGER = logging.getLogger(__name__)

END_PATIENCE = 2.0
"""Seconds for cancelled work to end, and once more after it was cancelled again. What
ends well takes some turns of the loop; four seconds leave the ten that an unload may
take for everything else."""


class WorkEndedError(Exception):
    """The work was ended before it had come to anything."""


class BackgroundWork:
    """Tasks of one part of an entry, all of which end with it.

    They are not the entry's own: Home Assistant takes an entry's sessions away before
    its tasks, and then waits ten seconds for those that do not end.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none."""
        self._hass = hass
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ended = hass.loop.create_future()

    @callback
    def async_spawn[T](
        self, work: Coroutine[Any, Any, T], name: str
    ) -> asyncio.Task[T]:
        """Run `work` in the background, until it is cancelled; after the end, not."""
        if self._ended.done():
            late = self._hass.loop.create_task(work, name=name)
            late.cancel()
            return late
        task = self._hass.async_create_background_task(work, name)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return task

    async def async_run[T](self, work: Coroutine[Any, Any, T], name: str) -> T:
        """Return what comes of `work`; raises WorkEndedError if it is ended before.

        Where the task that waits for it is cancelled, so is the work.
        """
        task = self.async_spawn(work, name)
        try:
            await asyncio.wait((task, self._ended), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not task.done() or task.cancelled():
            raise WorkEndedError
        return task.result()

    async def async_end(self) -> None:
        """Cancel all of it and begin no more; returns after 4 s at the latest.

        Work that waits for something while it ends, as for a socket that does not
        close, is cancelled once more. What goes on even so is left behind.
        """
        if not self._ended.done():
            self._ended.set_result(None)
        pending = set(self._tasks)
        for _ in range(2):
            for task in pending:
                task.cancel()
            if pending:
                _, pending = await asyncio.wait(pending, timeout=END_PATIENCE)
        for task in pending:
            _LOGGER.warning("%s does not end, and is left behind", task.get_name())
