"""A test of all of a server's addresses with live progress."""

import asyncio
import logging

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from ..connection import Attempt, ProbeProgress, ProbesFinished, ProbesStarted
from ..coordinator import ServerCoordinator
from ..errors import ServerUnloadedError
from .subscriptions import Subscriber
from .views import View, attempt_view

_LOGGER = logging.getLogger(__name__)


class ConnectionTest:
    """Sends each result as it arrives; unsubscribing cancels the test."""

    def __init__(self, server: ServerCoordinator, to: Subscriber) -> None:
        """Send nothing yet."""
        self._server = server
        self._to = to
        self._is_watched = True
        self._is_tested = False
        self._task: asyncio.Task[None] | None = None
        self._done = 0
        self._total = 0

    @callback
    def async_start(self) -> None:
        """Start the test in the background."""
        self._task = self._server.async_spawn(self._async_run(), "watched test")

    @callback
    def async_stop(self) -> None:
        """Stop sending and cancel the test; probes without an answer count as not sent.

        Once all probes are done, unsubscribing does not cancel what follows from them.
        """
        self._is_watched = False
        if self._task is not None and not self._is_tested:
            self._task.cancel()

    async def _async_run(self) -> None:
        try:
            await self._server.async_test_connections(self._async_progress)
        except asyncio.CancelledError:
            # The account was unloaded, or the subscriber left.
            self._async_fail(ServerUnloadedError(self._server.name))
            raise
        except HomeAssistantError as err:
            self._async_fail(err)
        except Exception:
            # A bug of ours: log it, and do not leave the subscriber waiting.
            _LOGGER.exception("Unexpected error: connection test")
            self._async_send({"event": "failed", "message": "Unknown error"})

    @callback
    def _async_progress(self, event: ProbeProgress) -> None:
        match event:
            case ProbesStarted(urls):
                self._total = len(urls)
                self._async_send({"event": "started", "urls": list(urls)})
            case ProbesFinished(attempts):
                self._async_finish(attempts)
            case _:
                self._done += 1
                self._async_send(
                    {
                        "event": "attempt",
                        "attempt": attempt_view(event.attempt),
                        "done": self._done,
                        "total": self._total,
                    }
                )

    @callback
    def _async_finish(self, attempts: tuple[Attempt, ...]) -> None:
        """Send the summary; diagnostic-only addresses never count."""
        self._is_tested = True
        usable = {
            each.candidate.url
            for each in self._server.data.candidates
            if not each.candidate.diagnostic_only
        }
        tested = [each for each in attempts if each.url in usable]
        self._async_send(
            {
                "event": "finished",
                "tested": len(tested),
                "working": sum(each.ok for each in tested),
            }
        )
        self._is_watched = False

    @callback
    def _async_fail(self, error: HomeAssistantError) -> None:
        translation = {
            "translation_key": error.translation_key,
            "translation_domain": error.translation_domain,
            "translation_placeholders": error.translation_placeholders,
        }
        placeholders = {
            key: value for key, value in translation.items() if value is not None
        }
        self._async_send({"event": "failed", "message": str(error), **placeholders})

    @callback
    def _async_send(self, event: View) -> None:
        if self._is_watched:
            self._to.send(event)
