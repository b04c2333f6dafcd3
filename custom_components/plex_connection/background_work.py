"""Background tasks that end before the resources they use are taken away.

Also logs exceptions where no caller would see them.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AbstractContextManager, suppress
import logging
from types import TracebackType
from typing import Any, override

from homeassistant.core import HomeAssistant, callback

_LOGGER = logging.getLogger(__name__)

END_PATIENCE = 2.0
"""Seconds for cancelled work to end, and again after a second cancellation.
Well-behaved work takes a few turns of the loop; four seconds leave enough for
everything else in the ten that an unload may take."""


class _Logged(AbstractContextManager[None, bool]):
    def __init__(self, logger: logging.Logger, what: str) -> None:
        self._logger = logger
        self._what = what

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self._logger.error("Unexpected error: %s", self._what, exc_info=error)
        return True


def exceptions_logged(
    logger: logging.Logger, what: str
) -> AbstractContextManager[None, bool]:
    """Return a context manager that logs an exception as `what` and suppresses it.

    For steps that do not depend on each other. Cancellation passes through.
    """
    return _Logged(logger, what)


class WorkEndedError(Exception):
    """The work was cancelled before it returned a result."""


class BackgroundWork:
    """The tasks of one part of an entry, which all end with it.

    They are not tasks of the entry itself: Home Assistant closes an entry's sessions
    before it cancels the entry's tasks, and then waits ten seconds for those that do
    not end.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without tasks."""
        self._hass = hass
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ended = hass.loop.create_future()

    @callback
    def async_spawn[T](
        self, work: Coroutine[Any, Any, T], name: str
    ) -> asyncio.Task[T]:
        """Run `work` in the background; after `async_end`, cancel it at once."""
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
        """Return the result of `work`; raises WorkEndedError if `async_end` is first.

        Cancelling the waiting task cancels the work.
        """
        task = self.async_spawn(work, name)
        try:
            await asyncio.wait((task, self._ended), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            if not task.cancel():
                # It has just ended, and nothing else would see its exception.
                with exceptions_logged(_LOGGER, name), suppress(asyncio.CancelledError):
                    task.result()
            raise
        if not task.done() or task.cancelled():
            raise WorkEndedError
        return task.result()

    async def async_end(self) -> None:
        """Cancel all tasks and refuse new ones; returns after at most 4 s.

        Work that waits while it ends, as for a socket that does not close, is cancelled
        a second time. What still runs then is left behind.
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
            _LOGGER.warning("%s did not stop and is left behind", task.get_name())
