"""Who listens to coordinators, counted by who comes and who goes."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

type Coordinator = DataUpdateCoordinator[Any]


class Listening:
    """Counts the listeners of each coordinator that is made while it watches."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counted: Counter[int] = Counter()

    def to(self, coordinator: Coordinator) -> int:
        """Return how many listen to it at present."""
        return self._counted[id(coordinator)]

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count inside."""
        add = DataUpdateCoordinator.async_add_listener

        def adding(
            coordinator: Coordinator, *listener: Any, **more: Any
        ) -> Callable[[], None]:
            remove = add(coordinator, *listener, **more)
            self._counted[id(coordinator)] += 1

            def removing() -> None:
                remove()
                self._counted[id(coordinator)] -= 1

            return removing

        with patch.object(DataUpdateCoordinator, "async_add_listener", adding):
            yield
