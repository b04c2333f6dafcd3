"""A timer that is set again whatever becomes of what it calls."""

from abc import ABC, abstractmethod
import logging
from math import isnan

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .error_logging import exceptions_logged

_LOGGER = logging.getLogger(__name__)

SOONEST = 0.05
"""Seconds that a timer has at least, so that none turns without a pause."""
LATEST = 86_400.0
"""Seconds that it has at most; what would be due never is looked at once a day."""
AFTER_ERROR = 60.0
"""Seconds until the next time after an exception: often enough for what is watched by
the minute, and no flood of the log."""


def bounded_delay(delay: float) -> float:
    """Return the seconds to set a timer to: positive, finite, whatever is asked for."""
    return AFTER_ERROR if isnan(delay) else max(SOONEST, min(delay, LATEST))


class Timed(ABC):
    """Does something when it is due, then asks when it is due next."""

    def __init__(self, hass: HomeAssistant, what: str) -> None:
        """Wait to be set; `what` names in the log what is done."""
        self._hass = hass
        self._what = what
        self._cancel: CALLBACK_TYPE | None = None

    @abstractmethod
    def _delay(self) -> float | None:
        """Return the seconds until it is due; None: not for now."""

    @callback
    @abstractmethod
    def _async_due(self) -> None:
        """Do what is due."""

    @property
    def is_waiting(self) -> bool:
        """Whether a timer runs."""
        return self._cancel is not None

    @callback
    def _async_set_timer(self) -> None:
        """Ask when it is due, and wait for that and nothing else."""
        self._async_wait(self._next_delay())

    @callback
    def _async_stop_timer(self) -> None:
        """Wait no more, until the timer is set again."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _next_delay(self) -> float | None:
        try:
            return self._delay()
        except Exception:
            _LOGGER.exception("Unexpected error: when %s is due", self._what)
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
            # What it was to do is not done, whatever is known of the next time.
            delay = max(delay or 0.0, AFTER_ERROR)
        self._async_wait(delay)
