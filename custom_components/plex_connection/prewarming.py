"""Warming connections ahead of their likely use: when, is the engine's to say."""

from collections.abc import Callable
import logging
from typing import Any

from homeassistant.core import HomeAssistant, callback

from .connection import PrewarmQueue
from .error_logging import exceptions_logged
from .timers import Timer

_LOGGER = logging.getLogger(__name__)


class Prewarming:
    """Drives one account's queue with one timer, and with none while it is empty."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        queue: PrewarmQueue,
        enabled: bool,
        warm: Callable[[str], None],
    ) -> None:
        """Warm nothing yet; `warm(server_id)` has a connection looked at now.

        Without `enabled` uses are still counted, so that it can be turned on.
        """
        self._queue = queue
        self._enabled = enabled
        self._warm = warm
        self._is_running = False
        self._timer = Timer(
            hass, self._async_warm, delay=self._delay, what="pre-warming"
        )

    @property
    def is_waiting(self) -> bool:
        """Whether a timer runs; for diagnostics."""
        return self._timer.is_set

    def to_dict(self) -> dict[str, Any]:
        """Return what the next start shall know of the uses."""
        return self._queue.to_dict()

    @callback
    def async_note_use(self, server_id: str) -> None:
        """Learn that somebody uses a server now."""
        self._queue.note_use(server_id)
        self._timer.async_set()

    @callback
    def async_forget(self, server_id: str) -> None:
        """Forget a server's uses."""
        self._queue.forget(server_id)
        self._timer.async_set()

    @callback
    def async_start(self) -> None:
        """Warm from now on."""
        self._is_running = self._enabled
        self._timer.async_set()

    @callback
    def async_stop(self) -> None:
        """Warm no more."""
        self._is_running = False
        self._timer.async_set()

    def _delay(self) -> float | None:
        return self._queue.next_delay() if self._is_running else None

    @callback
    def _async_warm(self) -> None:
        for server_id in self._queue.due():
            with exceptions_logged(_LOGGER, "pre-warming of a server"):
                self._warm(server_id)
