"""Counts the listeners of coordinators as they are added and removed."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

type Coordinator = DataUpdateCoordinator[Any]


class Listening:
    """Counts the listeners of each coordinator while `watched()` is active."""

    def __init__(self) -> None:
        """Start at zero."""
        self._counted: Counter[int] = Counter()

    def to(self, coordinator: Coordinator) -> int:
        """Return the coordinator's current number of listeners."""
        return self._counted[id(coordinator)]

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count listeners added inside the block."""
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
