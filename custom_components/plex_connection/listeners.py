"""Who wants to be told of something, for as long as that is so."""

from collections.abc import Callable
import logging

from homeassistant.core import CALLBACK_TYPE, callback

from .error_logging import exceptions_logged

_LOGGER = logging.getLogger(__name__)


class Listeners[*Told]:
    """Callbacks that are told the same, in the order in which they came."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._listeners: list[Callable[[*Told], None]] = []

    def __len__(self) -> int:
        """Return how many listen."""
        return len(self._listeners)

    @callback
    def async_add(self, listener: Callable[[*Told], None]) -> CALLBACK_TYPE:
        """Tell `listener` from now on; return what ends that, to be called once."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_tell(self, *told: *Told) -> None:
        """Tell all that listen now; one that leaves meanwhile may still be told.

        An exception in one is logged, and the next are told.
        """
        for listener in tuple(self._listeners):
            with exceptions_logged(_LOGGER, "what listens to a server or an account"):
                listener(*told)
