"""Timer for pre-warming: probes connections when the engine's queue says so."""

from typing import Any, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .connection import PrewarmQueue
from .signals import SIGNAL_PREWARM
from .timers import Timed


class Prewarming(Timed):
    """Runs one account's queue with one timer; without one while the queue is empty."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        *,
        queue: PrewarmQueue,
        enabled: bool,
    ) -> None:
        """Warm up nothing yet.

        With `enabled` false, uses still count, so that it can be turned on later.
        """
        super().__init__(hass, "pre-warming")
        self._entry_id = entry_id
        self._queue = queue
        self._enabled = enabled
        self._is_running = False

    def to_dict(self) -> dict[str, Any]:
        """Return the recorded uses, to be stored."""
        return self._queue.to_dict()

    @callback
    def async_note_use(self, server_id: str) -> None:
        """Record that a server is in use now."""
        self._queue.note_use(server_id)
        self._async_set_timer()

    @callback
    def async_forget(self, server_id: str) -> None:
        """Forget a server's uses."""
        self._queue.forget(server_id)
        self._async_set_timer()

    @callback
    def async_start(self) -> None:
        """Start, if enabled."""
        self._is_running = self._enabled
        self._async_set_timer()

    @callback
    def async_stop(self) -> None:
        """Stop."""
        self._is_running = False
        self._async_set_timer()

    @override
    def _delay(self) -> float | None:
        return self._queue.next_delay() if self._is_running else None

    @callback
    @override
    def _async_due(self) -> None:
        for server_id in self._queue.due():
            signal = SIGNAL_PREWARM.format(self._entry_id, server_id)
            async_dispatcher_send(self._hass, signal)
