"""A timer that continues after exceptions in its callback."""

from abc import ABC, abstractmethod
import logging
from math import isnan

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .background_work import exceptions_logged

_LOGGER = logging.getLogger(__name__)

SOONEST = 0.05
"""Minimum seconds of a timer, to prevent a busy loop."""
LATEST = 86_400.0
"""Maximum seconds of a timer; what is never due is checked once a day."""
AFTER_ERROR = 60.0
"""Seconds until the next run after an exception: often enough for checks by the minute,
without flooding the log."""


def bounded_delay(delay: float) -> float:
    """Return `delay` within the bounds: positive and finite, even for NaN."""
    return AFTER_ERROR if isnan(delay) else max(SOONEST, min(delay, LATEST))


class Timed(ABC):
    """Runs a callback when it is due, then schedules the next run."""

    def __init__(self, hass: HomeAssistant, what: str) -> None:
        """Start without a timer; `what` names the work in the log."""
        self._hass = hass
        self._what = what
        self._cancel: CALLBACK_TYPE | None = None

    @abstractmethod
    def _delay(self) -> float | None:
        """Return the seconds until the next run; None: not for now."""

    @callback
    @abstractmethod
    def _async_due(self) -> None:
        """Do what is due."""

    @property
    def is_waiting(self) -> bool:
        """Whether a timer is running."""
        return self._cancel is not None

    @callback
    def _async_set_timer(self) -> None:
        """Replace the timer by one for the next run."""
        self._async_wait(self._next_delay())

    @callback
    def _async_stop_timer(self) -> None:
        """Cancel the timer."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _next_delay(self) -> float | None:
        try:
            return self._delay()
        except Exception:
            _LOGGER.exception("Unexpected error: schedule of %s", self._what)
            return AFTER_ERROR

    @callback
    def _async_wait(self, delay: float | None) -> None:
        self._async_stop_timer()
        if delay is not None:
            self._cancel = async_call_later(
                self._hass,
                bounded_delay(delay),
                HassJob(self._async_fire, cancel_on_shutdown=True),
            )

    @callback
    def _async_fire(self, _now: object) -> None:
        self._cancel = None
        has_failed = True
        with exceptions_logged(_LOGGER, self._what):
            self._async_due()
            has_failed = False
        if self.is_waiting:
            return
        delay = self._next_delay()
        if has_failed:
            # The work is not done, whatever the subclass says about the next run.
            delay = max(delay or 0.0, AFTER_ERROR)
        self._async_wait(delay)
