"""Warming connections ahead of their likely use: when, is the engine's to say."""

from collections.abc import Callable
from typing import Any

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .connection import PrewarmQueue


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
        self._hass = hass
        self._queue = queue
        self._enabled = enabled
        self._warm = warm
        self._is_running = False
        self._cancel_timer: CALLBACK_TYPE | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a timer runs; for diagnostics."""
        return self._cancel_timer is not None

    def to_dict(self) -> dict[str, Any]:
        """Return what the next start shall know of the uses."""
        return self._queue.to_dict()

    @callback
    def async_note_use(self, server_id: str) -> None:
        """Learn that somebody uses a server now."""
        self._queue.note_use(server_id)
        self._async_schedule()

    @callback
    def async_forget(self, server_id: str) -> None:
        """Forget a server's uses."""
        self._queue.forget(server_id)
        self._async_schedule()

    @callback
    def async_start(self) -> None:
        """Warm from now on."""
        self._is_running = self._enabled
        self._async_schedule()

    @callback
    def async_stop(self) -> None:
        """Warm no more."""
        self._is_running = False
        self._async_schedule()

    @callback
    def _async_schedule(self) -> None:
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None
        delay = self._queue.next_delay() if self._is_running else None
        if delay is not None:
            self._cancel_timer = async_call_later(
                self._hass, delay, HassJob(self._async_due, cancel_on_shutdown=True)
            )

    @callback
    def _async_due(self, _now: object) -> None:
        self._cancel_timer = None
        for server_id in self._queue.due():
            self._warm(server_id)
        self._async_schedule()
